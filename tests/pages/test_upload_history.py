"""History and data quality without a browser: what was published, undone, erased, made one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from data import ledger, publish
from data.store import Store
from tests.pages.conftest import Screen

HISTORY = "pages/upload/history.py"
QUALITY = "pages/upload/quality.py"
SPEND = (
    "Payment Date,Supplier Name,Directorate,Net Amount\n"
    "01/05/2020,Alpha Ltd,Place,100.00\n02/05/2020,Redacted,Places,20.00\n"
    "03/05/2020,Beta,Place,oops\n"
)
MORE = "Payment Date,Supplier Name,Net Amount\n01/08/2020,Alpha Ltd,40.00\nnever,Beta Ltd,2.00\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with two uploads, made once."""
    folder = tmp_path_factory.mktemp("made")
    store = Store(folder / "store")
    for name, text, by in (("spring.csv", SPEND, "Ann"), ("summer.csv", MORE, "Bob")):
        (folder / name).write_text(text)
        publish.publish(store, folder / name, organisation="Luton Council", by=by)
    return store.root


@pytest.fixture
def published(store: Store, made: Path, look) -> Screen:
    shutil.copytree(made, store.root)
    return look()


def pick(screen: Screen, key: str, value: object) -> str:
    screen.app.selectbox(key=key).set_value(value).run()
    assert not screen.app.exception
    return " ".join(screen.words().split())


def test_every_upload_stands_with_rows_money_and_who(published):
    words = " ".join(published.go(HISTORY).words().split())
    assert "summer.csv 2 Counts 2 0 42.00 Bob" in words
    assert "spring.csv 1 Counts 2 1 120.00 Ann" in words
    assert words.index("summer.csv") < words.index("spring.csv")
    assert "Ann Published 1 spring.csv" in words


def test_undo_says_which_figures_go_and_then_lets_them_go(published, store):
    published.go(HISTORY).named()
    pick(published, "history-upload", 2)
    words = published.press("ask-undo")
    assert "Its 2 rows and £42.00 would count no longer." in words
    assert "Spend received £162.00 £120.00 −£42.00" in words
    assert len(ledger.uploads(store)) == 2
    words = published.press("undo")
    assert "Upload 2 is withdrawn. Its file is kept." in words
    assert [upload.upload_id for upload in ledger.uploads(store)] == [1]
    assert ledger.events(store)[-1]["who"] == "Cat Officer"


def test_an_upload_can_be_kept_after_all(published, store):
    published.go(HISTORY).named()
    pick(published, "history-upload", 2)
    published.press("ask-undo")
    published.press("keep")
    assert not [button for button in published.app.button if button.key == "undo"]
    assert len(ledger.uploads(store)) == 2


def test_nothing_is_undone_without_a_name(published):
    published.go(HISTORY)
    pick(published, "history-upload", 2)
    assert "Type your name first" in published.press("ask-undo")
    assert published.app.button(key="undo").disabled


def test_erasing_waits_for_the_typed_words_and_then_is_for_good(published, store):
    published.go(HISTORY).named()
    words = pick(published, "history-upload", 1)
    assert "nobody can bring them back" in words
    received = {path.name for path in store.received.iterdir()}
    assert published.app.button(key="purge").disabled
    published.app.text_input(key="history-erase-1").set_value("erase 2").run()
    assert published.app.button(key="purge").disabled
    published.app.text_input(key="history-erase-1").set_value("erase 1").run()
    words = published.press("purge")
    assert "Upload 1 is erased: its file and its rows are gone for good." in words
    assert "spring.csv 1 Erased" in words
    assert len({path.name for path in store.received.iterdir()}) == len(received) - 1


def test_two_directorates_are_made_one_and_taken_apart_again(published, store):
    published.go(HISTORY).named()
    pick(published, "merge-name", "Places")
    words = pick(published, "merge-into", "Place")
    assert "Places: May 2020, 1 line, £20.00" in words
    words = published.press("merge")
    assert "“Places” of Luton Council counts as “Place” from now on." in words
    assert [(m.name, m.into_name, m.who) for m in ledger.directorate_merges(store)] == [
        ("Places", "Place", "Cat Officer")
    ]
    pick(published, "unmerge-which", "Luton Council: Places")
    assert "stands by its own name again" in published.press("unmerge")
    assert ledger.directorate_merges(store) == []


def test_what_is_missing_is_said_with_its_money_and_what_to_do(published):
    words = " ".join(published.go(QUALITY).words().split())
    assert published.titles()[0] == "£162 of £162 has no known place"
    assert "Place not known 162.00 100.0 4 Bring a supplier list" in words
    assert "Supplier redacted 20.00" in words
    assert "Date missing 2.00" in words
    assert "Rows rejected Not known No share 1" in words
    assert published.titles()[-1] == "1 of 2 uploads has rejected rows"
    assert "spring.csv 3 1 120.00" in words
    assert "No date 2.00" in words


def test_without_spend_the_quality_page_says_what_would_fill_it(store, write, look):
    register = "Contract Reference,Title,Supplier Name,Total Contract Value\nC1,Roads,Alpha,9.00\n"
    publish.publish(store, write("r.csv", register), organisation="Oakton Council")
    words = look().go(QUALITY).words()
    assert "No spend has been published for this choice." in words
    assert "Bring an extract, under Data" in words
