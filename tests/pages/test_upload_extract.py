"""Bringing an extract, step by step, without a browser: the numbers a person sees at each."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from data import ledger, publish
from data.store import Store
from tests.pages.conftest import Screen

EXTRACT = "pages/upload/extract.py"
BEFORE = "Payment Date,Supplier Name,Net Amount\n01/05/2020,Alpha Ltd,60000.00\n"
SPEND = (
    "Payments\n"
    "Payment Date,Supplier Name,Directorate,Net Amount,Gross Amount\n"
    "01/05/2020,Alpha Ltd,Place,100.00,120.00\n"
    "01/05/2020,Alpha Ltd,Place,100.00,120.00\n"
    "12/06/2020,Redacted,Care,50.25,60.30\n"
    "13/06/2020,Beta Ltd,Care,oops,1.00\n"
    "soon,Gamma Ltd,Care,9.75,9.75\n"
    ",,,,\n"
)
HOSTILE = "<img src=x onerror=alert(1)>"
HOSTILE_SPEND = (
    f'Organisation Name,Payment Date,Supplier Name,"{HOSTILE}",[x](javascript:alert(1)),Net\n'
    f'"{HOSTILE}",01/05/2020,"{HOSTILE}","{HOSTILE}",*bold*,oops\n'
    f'"{HOSTILE}",02/05/2020,=cmd(),"=1+1",:material/home:,10.00\n'
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that holds one small real file, made once."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "before.csv").write_text(BEFORE)
    store = Store(folder / "store")
    publish.publish(store, folder / "before.csv", organisation="Luton Council", by="Ann")
    return store.root


@pytest.fixture
def open_extract(store: Store, made: Path, look) -> Callable[[], Screen]:
    """The page on a copy of that store."""
    shutil.copytree(made, store.root)
    return lambda: look().go(EXTRACT)


def bring(screen: Screen, name: str, content: str | bytes) -> Screen:
    raw = content if isinstance(content, bytes) else content.encode()
    screen.app.file_uploader[0].set_value((name, raw, "text/csv")).run()
    assert not screen.app.exception
    return screen


def press(screen: Screen, key: str) -> Screen:
    screen.app.button(key=key).click().run()
    assert not screen.app.exception
    return screen


def choose(screen: Screen, start: str, value: str) -> Screen:
    (box,) = [box for box in screen.app.selectbox if (box.key or "").startswith(start)]
    box.set_value(value).run()
    assert not screen.app.exception
    return screen


def publish_label(screen: Screen) -> str:
    return screen.app.button(key="publish").label.replace("\\", "")


def test_before_a_file_there_are_templates_and_what_follows(open_extract):
    screen = open_extract()
    assert "Nothing is published before the last step" in screen.words()
    names = [button.label for button in screen.app.get("download_button")]
    assert names == ["Spend", "Contracts register", "Social value", "Supplier list",
                     "Readings of measures"]  # fmt: skip


def test_the_checks_show_every_number_of_the_file(open_extract):
    screen = bring(open_extract(), "spend.csv", SPEND)
    words = " ".join(screen.words().split())
    assert "Rows read 5" in words
    assert "Accepted 4" in words
    assert "Rejected 1" in words
    assert "Control total £260.00" in words
    assert "1 row repeats an earlier one to the letter" in words
    assert "1 row has a redacted supplier." in words
    assert "Dates run from 1 May 2020 to 12 June 2020." in words
    assert "The header stands in row 2." in words
    assert "Next would have been “Gross Amount”" in words
    assert "2 (header) Payment Date" in words
    faults = screen.app.dataframe[0].value
    assert faults[["Row", "Column", "Value", "Row is"]].values.tolist() == [
        [6, "Net Amount", "oops", "rejected"],
        [7, "Payment Date", "soon", "kept"],
    ]
    assert len(screen.app.get("download_button")) == 3


def test_a_change_of_column_reads_the_file_again_and_can_be_forgotten(open_extract):
    screen = bring(open_extract(), "spend.csv", SPEND)
    choose(screen, "column-2--amount", "Gross Amount")
    words = " ".join(screen.words().split())
    assert "Control total £311.05" in words
    assert "including VAT" in words
    assert "Chosen by an officer" in words
    choose(screen, "column-2--directorate", "")
    assert "Not found in this file" in " ".join(e.label for e in screen.app.expander)
    press(screen, "forget")
    assert "£260.00" in screen.words()


def test_a_choice_that_is_refused_loses_nothing(open_extract):
    screen = bring(open_extract(), "spend.csv", SPEND)
    choose(screen, "column-2--amount", "")
    assert "spend.csv has no amount column" in screen.words()
    assert "Nothing is lost meanwhile" in screen.words()
    choose(screen, "column-2--amount", "Net Amount")
    assert "£260.00" in screen.words()


def test_publishing_waits_for_organisation_name_and_rehearsal(open_extract):
    screen = bring(open_extract(), "spend.csv", SPEND)
    assert publish_label(screen) == "Publish 4 rows, £260.00"
    assert screen.app.button(key="publish").disabled
    assert "choose the organisation in step 1" in screen.words()
    assert "Type your name in step 1" in screen.words()
    choose(screen, "organisation-2", "Luton Council")
    screen.app.text_input[0].set_value("Ann Officer").run()
    press(screen, "rehearse")
    assert not screen.app.button(key="publish").disabled
    assert publish_label(screen) == "Publish 4 rows, £260.00, for Luton Council"


def rehearsed(screen: Screen) -> Screen:
    bring(screen, "spend.csv", SPEND)
    choose(screen, "organisation-2", "Luton Council")
    screen.app.text_input[0].set_value("Ann Officer").run()
    return press(screen, "rehearse")


def test_the_rehearsal_says_each_figure_now_and_after(open_extract):
    words = " ".join(rehearsed(open_extract()).words().split())
    assert "Spend received £60,000.00 £60,260.00 +£260.00" in words
    assert "Published for the same dates already: Upload 1, before.csv: 1 row, £60,000.00" in words


def test_replacing_is_rehearsed_anew_and_named_on_the_button(open_extract):
    screen = rehearsed(open_extract())
    screen.app.radio[0].set_value(True).run()
    words = " ".join(screen.words().split())
    assert "Spend received £60,000.00 £260.00 −£59,740.00" in words
    assert publish_label(screen).startswith("Replace what was published, and publish 4 rows")


def test_publish_then_undo_and_the_figures_are_back(open_extract, store):
    screen = press(rehearsed(open_extract()), "publish")
    said = "Published as upload 2 by Ann Officer: spend.csv, 4 rows, £260.00, Luton Council."
    assert said in screen.words()
    upload = ledger.uploads(store)[-1]
    assert (upload.published_by, upload.file_name, upload.state) == (
        "Ann Officer",
        "spend.csv",
        "published",
    )
    press(screen, "undo")
    assert "Upload 2 is withdrawn. The figures are as they were before." in screen.words()
    assert [u.upload_id for u in ledger.uploads(store)] == [1]
    press(screen, "another-file")
    assert len(screen.app.file_uploader) == 1
    assert screen.app.text_input[0].value == "Ann Officer"


def test_another_page_and_back_loses_nothing(open_extract):
    screen = bring(open_extract(), "spend.csv", SPEND)
    choose(screen, "column-2--amount", "Gross Amount")
    screen.app.text_input[0].set_value("Ann Officer").run()
    screen.go("pages/spend/map.py").go(EXTRACT)
    assert "£311.05" in screen.words()
    assert screen.app.text_input[0].value == "Ann Officer"
    held = {box.key: box.value for box in screen.app.selectbox}
    assert held["column-2--amount"] == "Gross Amount"


def test_the_same_file_again_is_shown_with_when_and_by_whom(open_extract):
    screen = bring(open_extract(), "again.csv", BEFORE)
    assert "again.csv is published already" in screen.words()
    assert "by Ann" in screen.words()
    assert not [button for button in screen.app.button if button.key == "publish"]


def test_a_file_that_is_no_table_is_refused_in_a_sentence(open_extract):
    screen = bring(open_extract(), "spend.csv", b"%PDF-1.7 not a table")
    assert "spend.csv is a PDF, whatever its name says." in screen.words()
    assert "Nothing was changed." in screen.words()


def test_a_column_that_was_missed_can_be_chosen_on_a_refused_file(open_extract):
    screen = bring(open_extract(), "odd.csv", "Wann,Wer,Wieviel\n01/05/2020,Alpha Ltd,10.00\n")
    if "no amount column" in screen.words():
        choose(screen, "column-2--amount", "Wieviel")
    assert "£10.00" in screen.words()


def test_nothing_in_a_file_is_html_or_markdown_on_the_page(open_extract):
    screen = bring(open_extract(), f"{HOSTILE}.csv", HOSTILE_SPEND)
    assert "<img src=x onerror=alert(1)>" in screen.words()
    assert not [body for body in screen.html() if "<img" in body]
    assert not [element for element in screen.app.markdown if "javascript" in element.value]
    label = screen.app.button(key="publish").label
    assert r"\<img src\=x" in label
    assert label.count("<") == label.count(r"\<")
    assert screen.app.dataframe[0].value["Value"].tolist() == ["oops"]
    for box in screen.app.selectbox:
        assert "javascript" not in box.label


def test_the_file_lies_in_a_folder_of_its_own_until_given_up(open_extract, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "scratch"))
    (tmp_path / "scratch").mkdir()
    screen = bring(open_extract(), "spend.csv", SPEND)
    (held,) = (tmp_path / "scratch").glob("local-pound-*/*")
    assert held.read_text() == SPEND
    press(screen, "another-file")
    gc.collect()
    assert not held.exists()
