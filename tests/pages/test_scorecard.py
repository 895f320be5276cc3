"""The scorecard: what each council published, what officers write, and what was reported before."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest

from data import ledger, publish, reported
from data.store import Store
from tests.pages.conftest import Screen

SCORECARD = "pages/strategy/scorecard.py"
STRATEGIES = {
    # Label -> how many measures it has, the sentence on the sample, and rows of the board: name,
    # actual, target, verdict.
    "Luton 2019–24": (
        "0 of 22 measures on target; 1 off target and 21 not judged",
        ("Share of spend with local suppliers", "41%", "70%", "Off target"),
        ("Days to buy: quick quote", "14 days", "To be set", "Not judged"),
        ("Quick quotes with a local supplier", None, "At least 100%", "Not judged"),
    ),
    "STAR 2019–24": (
        "2 of 11 measures on target; 9 not judged",
        ("Social value secured against contract value", "30%", "At least 25%", "On target"),
        ("Average weight of social value in evaluation", "22%", "At least 20%", "On target"),
    ),
    "Stevenage 2021–24": (
        "0 of 23 measures on target; 1 off target and 22 not judged",
        ("Suppliers used in the Borough", "114", "More than the year before, 110", "Not judged"),
        ("Share of spend with local suppliers", "41%", "To be set", "Not judged"),
        ("Contracts on the register", "36%", "At least 100%", "Off target"),
    ),
    "Worcestershire 2022–25": (
        "0 of 13 measures on target; 1 off target and 12 not judged",
        ("Spend with third parties", "£633m", None, "Not judged"),
        ("Lowest weight of social value in evaluation", "5%", "At least 10%", "Off target"),
    ),
    "Colchester 2021–23": (
        "0 of 5 measures on target; 5 not judged",
        ("Growth in local businesses used", "+2%", "To be set", "Not judged"),
    ),
}


def board(screen: Screen) -> dict[str, list[str]]:
    """The rows of the downloadable scorecard by measure."""
    return {row[0]: row for row in screen.rows("Scorecard")}


def every_row(screen: Screen) -> dict[str, list[str]]:
    """Rows of the whole scorecard: the second table of the name, after the exceptions'."""
    body = [body for body in screen.html() if 'aria-label="Scorecard"' in body][-1]
    return {row[0]: row for row in Screen.rows(_Only(body), "Scorecard")}


class _Only:
    def __init__(self, body: str) -> None:
        self.body = body

    def html(self) -> list[str]:
        return [self.body]


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize("strategy", STRATEGIES)
def test_each_strategy_has_its_scorecard(look, strategy) -> None:
    sentence, *rows = STRATEGIES[strategy]
    screen = look(strategy=strategy).go(SCORECARD)
    assert screen.titles()[0] == sentence
    found = every_row(screen)
    assert len(found) == int(sentence.split()[2])
    for name, actual, target, verdict in rows:
        row = found[name]
        assert (row[2], row[5], row[6]) == (actual or "Nothing yet", target or "None", verdict)


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize(
    ("strategy", "period", "measure", "said"),
    [
        # The figures that the five documents print, again (`tests/pages/test_sample.py`).
        ("Luton 2019–24", "2017/18", "Share of spend with local suppliers", "25%"),
        ("Luton 2019–24", "2017/18", "Spend on supplies and services", "£238m"),
        ("Luton 2019–24", "2017/18", "Local suppliers used", "269"),
        ("STAR 2019–24", "2018/19", "Share of spend within the boroughs", "42%"),
        ("STAR 2019–24", "2020/21", "Share of spend within the boroughs", "54%"),
        ("STAR 2019–24", "2020/21", "Share of spend within Greater Manchester", "77%"),
        # A decimal more, as it stands beside a target of 25%.
        ("STAR 2019–24", "2019/20", "Social value secured against contract value", "25.1%"),
        ("STAR 2019–24", "2020/21", "Social value secured against contract value", "28%"),
        ("Stevenage 2021–24", "2020/21", "Share of spend with local suppliers", "37%"),
    ],
)
def test_what_a_council_published_is_what_its_scorecard_says(
    look, strategy, period, measure, said
) -> None:
    row = every_row(look(strategy=strategy, period=period).go(SCORECARD))[measure]
    assert row[2:4] == [said, period]


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize(
    ("strategy", "organisation"),
    [
        ("STAR 2019–24", "Stockport Council"),  # one of four that published together
        ("Luton 2019–24", "Stockport Council"),  # a borrowed one
        ("Luton 2019–24", "All organisations"),
    ],
)
def test_what_another_published_is_no_figure_of_theirs(look, strategy, organisation) -> None:
    rows = every_row(look(strategy=strategy, organisation=organisation).go(SCORECARD))
    assert not [name for name, row in rows.items() if row[4] == "published"]
    # The targets stay.
    assert [row[5] for row in rows.values() if row[5].startswith(("At least", "70%"))]


@pytest.mark.usefixtures("sample")
def test_a_measure_opens_to_its_definition_its_figures_and_its_payments(look) -> None:
    screen = look(strategy="STAR 2019–24", measure="local_share").go(SCORECARD)
    figures = {row[0]: row for row in screen.rows("Figures by period")}
    assert figures["2018/19"][1] == "42.0%"
    assert figures["2020/21"][1] == "53.9%"
    definition = dict(screen.rows("Definition"))
    assert definition["Tolerance"] == "2 percentage points, our assumption"
    assert definition["Source"].startswith("Report of 15 September 2021, 2.")
    (ways,) = [body for body in screen.html() if "lp-ways" in body]
    assert "spend-suppliers?strategy=STAR" in ways
    assert "period=2023%2F24" in ways


@pytest.mark.usefixtures("sample")
def test_a_directorate_chosen_elsewhere_narrows_nothing_here(look) -> None:
    view = {"strategy": "Luton 2019–24", "measure": "local_share"}
    options = look(**view).app.sidebar.selectbox(key="directorate").options
    narrow = look(**view, directorate=options[1]).go(SCORECARD)
    assert narrow.chosen()["directorate"] == options[1]
    (ways,) = [body for body in narrow.html() if "lp-ways" in body]
    way = ways.split("spend-suppliers?")[1].split('"')[0]
    assert "directorate=All+directorates" in way and "category=All+categories" in way
    whole = look(**view).go(SCORECARD)
    assert narrow.footings() == whole.footings()


@pytest.mark.usefixtures("sample")
def test_order_is_kept_in_the_address(look) -> None:
    screen = look(
        strategy="Luton 2019–24", group="Verdict", sort="Name"
    ).go(SCORECARD)  # fmt: skip
    body = next(b for b in screen.html() if 'aria-label="Measures"' in b and "lp-group" in b)
    assert body.index(">Off target</th>") < body.index(">Not judged</th>")
    assert "group=Verdict" in body and "sort=Name" in body


HEADER = "Payment Date,Supplier Name,Supplier Postcode,Net Amount\n"
SPEND = HEADER + "".join(
    f"01/{month:02d}/{2023 if month > 3 else 2024},Arden Paving Ltd,LU1 2BQ,100.10\n"
    f"02/{month:02d}/{2023 if month > 3 else 2024},Bell Foods Ltd,SG1 1EP,200.00\n"
    for month in range(1, 13)
)
RESTATED = SPEND.replace("100.10", "400.20")


@pytest.fixture
def own(store: Store, made: Path, look):
    shutil.copytree(made, store.root)
    return lambda **more: look(strategy="Luton 2019–24", **more).go(SCORECARD)


def press(screen: Screen, key: str) -> Screen:
    screen.app.button(key=key).click().run()
    assert not screen.app.exception
    return screen


def named(screen: Screen, who: str = "Cat Officer") -> Screen:
    screen.app.text_input(key="officer-typed").set_value(who).run()
    return screen


def test_a_frozen_scorecard_stays_to_the_penny_after_a_restating_upload(own, store, write) -> None:
    screen = named(own())
    screen.app.text_input(key="freeze-note").set_value("Committee of 3 June").run()
    press(screen, "freeze")
    (kept,) = reported.frozen(store, "luton-2019-24", "Luton Council")
    figures = {one["measure"]: one for one in kept.figures}
    assert figures["local_spend"]["value"] == "1201.20"
    assert (kept.note, kept.who) == ("Committee of 3 June", "Cat Officer")
    publish.publish(
        store, write("restated.csv", RESTATED), organisation="Luton Council", by="Bob",
        replace_period=True,
    )  # fmt: skip
    assert reported.frozen(store, "luton-2019-24", "Luton Council") == [kept]
    after = own()
    (option,) = after.app.selectbox(key="frozen").options
    assert option.startswith("1. ") and option.endswith("Committee of 3 June, kept by Cat Officer")
    after.app.selectbox(key="frozen").set_value(option).run()
    rows = {row[0]: row for row in after.rows("As reported, beside today")}
    assert rows["Spend with local suppliers"][1:5] == [
        "2023/24", "£1,201.20", "£4,802.40", "+£3,601.20",
    ]  # fmt: skip
    share = rows["Share of spend with local suppliers"]
    assert share[2:4] == ["33.4%", "66.7%"]
    assert "33.3 percentage points" in share[4] and "Off target" in share[5]
    assert rows["Suppliers used"][4] == ""
    said = " ".join(after.footings())
    assert "restated.csv (upload 2) published in the place of its period by Bob" in said


def test_a_scorecard_drawn_before_an_upload_is_not_kept_as_of_after_it(own, store, write) -> None:
    screen = named(own())
    publish.publish(
        store, write("restated.csv", RESTATED), organisation="Luton Council", by="Bob",
        replace_period=True,
    )  # fmt: skip
    press(screen, "freeze")
    assert "have changed since you opened this page" in screen.notices()
    assert reported.frozen(store, "luton-2019-24", "Luton Council") == []
    press(screen, "freeze")  # drawn anew
    (kept,) = reported.frozen(store, "luton-2019-24", "Luton Council")
    assert {one["measure"]: one for one in kept.figures}["local_spend"]["value"] == "4802.40"
    assert kept.build == ledger.served_build(store)


def test_what_an_officer_writes_stands_beside_the_figure_and_stays(own, store) -> None:
    screen = named(own(measure="local_share"))
    screen.app.text_area[0].set_value("Roads <b>moved</b> it.").run()
    screen.app.text_area[1].set_value("Smaller lots.").run()
    press(screen, "write")
    screen.app.text_area[0].set_value("It was care.").run()
    press(screen, "write")
    words = " ".join(screen.words().split())
    assert words.index("It was care. Commentary on 2023/24, Cat Officer") < words.index("Roads")
    assert [w.kind for w in reported.written(store, "luton-2019-24", "Luton Council")] == [
        "commentary", "corrective action", "commentary",
    ]  # fmt: skip
    row = every_row(own())["Share of spend with local suppliers"]
    assert row[-2:] == ["It was care.", "Smaller lots."]
    assert not [body for body in screen.html() if "<b>moved" in body]


@pytest.mark.usefixtures("sample")
def test_what_is_half_written_stays_with_its_own_figure(look) -> None:
    def boxes(**more) -> list[str]:
        view = {"organisation": "Stockport Council", "period": "2020/21", **more}
        screen = look(strategy="STAR 2019–24", measure="local_share", **view).go(SCORECARD)
        return [box.key for box in screen.app.text_area]

    assert boxes() == boxes()
    for other in ({"organisation": "Trafford Council"}, {"period": "2019/20"}):
        assert not {*boxes()} & {*boxes(**other)}


def test_what_is_half_typed_stays_with_its_own_rows(own, monkeypatch) -> None:
    from components import officer_forms

    keys = []
    editor = officer_forms.st.data_editor

    def noted(*args, **more):
        keys.append(more["key"])
        return editor(*args, **more)

    monkeypatch.setattr(officer_forms.st, "data_editor", noted)
    own()
    own(period="All dates")
    own(measure="savings")
    own(measure="events")
    assert len(keys) == len({*keys}) > 2


def test_nothing_is_written_without_a_name(own) -> None:
    screen = own(measure="local_share")
    assert screen.app.button(key="write").disabled
    press(named(screen), "write")
    assert "There is nothing written yet." in screen.notices()


def test_a_reading_typed_is_published_like_any_file_and_judged(own, store, monkeypatch) -> None:
    from components import officer_forms

    typed = [officer_forms.Reading("Savings", "2019/20", "2600000", "Ledger", "")]
    monkeypatch.setattr(officer_forms, "as_typed", lambda lines, edited: typed)
    screen = press(named(own()), "bring-readings")
    assert "is ready to be checked, rehearsed and published" in screen.notices()
    screen.go("pages/upload/extract.py")
    named(screen)
    press(screen, "rehearse")
    press(screen, "publish")
    upload = ledger.uploads(store)[-1]
    assert (upload.kind, upload.rows_accepted, upload.published_by) == (
        "readings", 1, "Cat Officer",
    )  # fmt: skip
    row = every_row(own())["Savings"]
    assert row[2:7] == ["£2.6m", "2019/20", "read in", "£2.5m", "On target"]
    opened = own(measure="savings")
    figures = {row[0]: row for row in opened.rows("Figures by period")}
    assert figures["2019/20"][-1].startswith("Ledger; readings-")


def test_a_borrowed_strategy_says_so_and_takes_no_readings(look, store, made) -> None:
    shutil.copytree(made, store.root)
    screen = look(strategy="Stevenage 2021–24", organisation="Luton Council").go(SCORECARD)
    assert "not written for Luton Council" in screen.footings()[0]
    assert "Type readings" not in screen.words()


def test_the_scorecard_downloads_as_it_stands(own) -> None:
    from components import scorecard_board

    table = scorecard_board.table([], [])
    header = next(csv.reader(io.StringIO(table.csv().decode("utf-8-sig"))))
    assert header[:3] == ["Measure", "Heading", "Actual"]
    files = [b for b in own().app.get("download_button") if b.proto.label == "Download"]
    assert len(files) == 2
