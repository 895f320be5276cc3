"""Actions, behaviours and reviews, from small answers written by hand; every text is hostile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

import pandas as pd
import pytest

from components import maturity, milestones, recorded, reviews
from components.card import Card, footing
from components.grid import Grid, Line
from components.maturity_charts import levels_chart, over_time, progress_chart
from components.milestones import Look
from components.theme import DARK, LIGHT
from components.time_line import time_line
from tests.components.frames import HOSTILE, frame, money
from tests.components.test_suppliers import CHOSEN

LEVELS = ["Low", "Mid", "High"]
PLAN = {
    "council": HOSTILE, "document": f"Paper {HOSTILE}", "first_year": "2020/21",
    "last_year": "2021/22", "milestones_called": "Actions",
}  # fmt: skip
FIGURE = partial(Card, sources=None, document=PLAN["document"], questions=())
EVERYTHING = Look(None, None, None, None, "", "As in the document")


@dataclass(frozen=True)
class Record:
    record_id: int
    item: str
    stands: str
    as_of: date
    note: str = ""
    evidence: str = ""
    who: str = HOSTILE
    at: str = "2022-05-03T09:30:00+00:00"
    withdrawn_by: str = ""
    withdrawn_at: str = "2022-05-04T10:00:00+00:00"


def found() -> pd.DataFrame:
    """One of every kind of date; the first is printed as ending before it starts, the last has a
    date that nobody can read."""
    day = [date(2020, 11, 1), date(2021, 4, 1), date(2020, 9, 1), None, None]
    return frame(
        milestone=["turned", "begin", "go_on", "by", "none"],
        number=["1", "", "", "", ""],
        action=[HOSTILE, "Begin it", "Go on with it", "Do it", "=cmd|calc"],
        detail=[HOSTILE, "", "", "", ""],
        owner=[HOSTILE, "Ann", "Ann", "", ""],
        theme_name=[HOSTILE, None, None, None, None],
        kind=["by", "to commence", "continue", "by", "none"],
        starts_printed=["Nov 20", "to commence April 2021", "September", "", ""],
        starts=day,
        ends_printed=["Sep 20", "", "Ongoing", "by Dec 2021", "soon"],
        ends=[date(2020, 9, 30), None, None, date(2021, 12, 31), None],
        note=["Turned", "", "", "", ""],
        source=[HOSTILE, "Here", "Here", "Here", "Here"],
    )


RECORDS = (
    Record(1, "begin", "Under way", date(2021, 5, 1)),
    Record(2, "by", "Done", date(2021, 11, 1), note=HOSTILE, evidence=HOSTILE),
    Record(3, "begin", "Done", date(2022, 1, 1), withdrawn_by="Bob"),
    Record(4, "gone_since", "Done", date(2022, 1, 1)),
)


def told(records: tuple[Record, ...] = RECORDS) -> pd.DataFrame:
    return milestones.with_status(found(), records)


def test_what_was_taken_back_does_not_stand_and_the_rest_is_not_recorded() -> None:
    assert told()["status"].tolist() == [
        milestones.NOT_RECORDED, "Under way", milestones.NOT_RECORDED, "Done",
        milestones.NOT_RECORDED,
    ]  # fmt: skip


def test_dates_stand_as_printed_and_as_we_read_them() -> None:
    assert told()["printed"].tolist() == [
        "“Nov 20” to “Sep 20”", "“to commence April 2021”", "“September” to “Ongoing”",
        "“by Dec 2021”", "“soon”",
    ]  # fmt: skip
    assert told()["reading"].tolist() == [
        "Ends on 30 September 2020, before it starts on 1 November 2020",
        "From 1 April 2021",
        "From 1 September 2020, then goes on",
        "By 31 December 2021",
        "No day can be read from it",
    ]


def test_the_title_counts_and_never_says_overdue() -> None:
    assert milestones.title(told(())) == "5 actions, and no status recorded yet"
    assert milestones.title(told()) == "1 of 5 actions done, 1 under way, 3 without a status"
    notes = milestones.notes(PLAN, told(), RECORDS, date(2026, 11, 21))
    assert "The strategy ended on 31 March 2022." in notes[0]
    assert "1 action is printed as ending before starting" in notes[1]
    assert notes[2] == "1 record is of what the strategy's file holds no longer."
    assert milestones.notes(PLAN, told(), (), date(2022, 3, 31))[0] == ""
    whole = " ".join([*notes, milestones.DEFINITION, milestones.coverage(told())])
    assert "overdue" not in whole.replace("nothing is called overdue", "")


@pytest.mark.parametrize(
    ("look", "ids"),
    [
        (EVERYTHING, ["turned", "begin", "go_on", "by", "none"]),
        (Look(HOSTILE, None, None, None, "", "As in the document"), ["turned"]),
        (Look(None, "Ann", None, None, "", "As in the document"), ["begin", "go_on"]),
        (Look(None, None, "By a date", None, "", "As in the document"), ["turned", "by"]),
        (Look(None, None, None, "Done", "", "As in the document"), ["by"]),
        (Look(None, None, None, None, "GO ON", "As in the document"), ["go_on"]),
        (Look(None, None, None, None, "onerror", "As in the document"), ["turned", "by"]),
        (Look(None, None, None, None, ".*", "As in the document"), []),
        (Look(None, None, None, None, "", "Date"), ["go_on", "turned", "begin", "by", "none"]),
        (Look(None, None, None, None, "", "Status"), ["by", "begin", "turned", "go_on", "none"]),
    ],
)
def test_a_look_filters_searches_and_sorts(look: Look, ids: list[str]) -> None:
    assert look.of(told())["milestone"].tolist() == ids


def test_texts_of_a_file_and_of_an_officer_are_escaped_everywhere() -> None:
    listing = milestones.listing(told(), EVERYTHING, CHOSEN)
    html = [
        listing.html(),
        milestones.details(told(), "turned"),
        recorded.table(RECORDS, "Status").html(),
        maturity.details(levels(), "buying"),
        maturity.grid(levels(), LEVELS, maturity.Look(None, None, "", ""), CHOSEN).html(),
        maturity.listing(levels()).html(),
        footing(FIGURE(
            key="k", title="t", subtitle="s", figure=listing, alt="a", table=listing,
            coverage="c", definition="d",
        )),
    ]  # fmt: skip
    for text in html:
        assert "<img" not in text and "&lt;img" in text
    assert "'=cmd|calc" in listing.csv().decode("utf-8-sig")
    figure = time_line(told().iloc[:4], date(2020, 4, 1), date(2022, 3, 31), LIGHT)
    assert "<img" not in str(figure.to_dict())


def test_the_link_of_an_action_reopens_the_view() -> None:
    look = Look("A theme", "Ann", None, "Done", "x&y", "Date")
    address = look.address(CHOSEN, "begin")
    for part in ("under=A+theme", "owner=Ann", "status=Done", "find=x%26y", "order=Date"):
        assert part in address
    assert address.endswith("action=begin")
    assert "order" not in EVERYTHING.address(CHOSEN, "begin")


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=lambda one: one.name)
def test_the_time_line_places_each_date_once_with_its_shape_and_status(colours) -> None:
    figure = time_line(told().iloc[:4], date(2020, 4, 1), date(2022, 3, 31), colours)
    marks = {
        (x, symbol)
        for trace in figure.data
        if trace.mode == "markers"
        for x, symbol in zip(trace.x, trace.marker.symbol, strict=True)
    }
    assert marks == {
        ("2020-11-01", "triangle-right"), ("2020-09-30", "diamond"),
        ("2021-04-01", "triangle-right"), ("2020-09-01", "triangle-right"),
        ("2021-12-31", "diamond"),
    }  # fmt: skip
    names = {trace.name for trace in figure.data if trace.mode == "markers"}
    assert names == {"● Done", "◐ Under way", "□ Status not recorded"}
    labels = " ".join(note.text for note in figure.layout.annotations)
    assert "● Do it" in labels and "◐ Begin it" in labels and "□" not in labels
    # Nothing is drawn as a bar that would run backwards, and what goes on is dotted to the end.
    assert not [t for t in figure.data if t.mode == "lines" and t.line.width == 7]
    ends = [x for t in figure.data if t.mode == "lines" and t.line.dash == "dot" for x in t.x]
    assert ends.count("2022-03-31") == 2
    assert figure.layout.paper_bgcolor == colours.background


def levels(records: tuple[Record, ...] = ()) -> pd.DataFrame:
    """A success measure on which body and appendix differ, and one that is where it is wanted."""
    behaviours = frame(
        behaviour=["buying", "selling"],
        name=[HOSTILE, "Selling"],
        theme=["skills", None],
        theme_name=["Skills", None],
        is_success_measure=[True, False],
        now=["Low", "Mid"],
        wanted=["Mid", "Mid"],
        now_means=[HOSTILE, "It is done."],
        wanted_means=["More.", "It is done."],
        body_now=["Low", None],
        body_wanted=["High", None],
        disagrees=[True, False],
        note=["They differ", ""],
        source=[HOSTILE, "Here"],
    )
    themes = frame(theme=["people", "skills"], name=["People", "Skills"], part_of=[None, "people"])
    return maturity.with_levels(behaviours, themes, LEVELS, records)


MOVED = (
    Record(1, "buying", "Mid", date(2021, 5, 1)),
    Record(2, "buying", "No such level", date(2021, 6, 1)),
    Record(3, "buying", "Low", date(2021, 7, 1), withdrawn_by="Bob"),
    Record(4, "selling", "Low", date(2021, 8, 1)),
)


def test_the_level_recorded_last_stands_else_the_one_printed() -> None:
    assert levels()[["now", "to_go"]].to_numpy().tolist() == [["Low", 1], ["Mid", 0]]
    assert levels(MOVED)[["now", "to_go"]].to_numpy().tolist() == [["Mid", 0], ["Low", 1]]
    assert maturity.title(levels(), PLAN) == "1 of 2 behaviours was where wanted in 2020/21"
    assert "A level is recorded for 2 of 2" in maturity.coverage(levels(MOVED), PLAN)
    assert "none has been recorded" in maturity.coverage(levels(), PLAN)


def test_body_and_appendix_both_stand_where_they_differ() -> None:
    html = maturity.grid(levels(), LEVELS, maturity.Look(None, None, "", ""), CHOSEN).html()
    assert "Body and appendix differ" in html
    assert "Body: now" in html and "Body: wanted" in html
    assert "Success measure" in html and "People: Skills" in html
    assert f"{HOSTILE} (Low to High)" in maturity.notes(levels(), ())[0]


def test_the_grid_marks_now_wanted_printed_and_the_way_between() -> None:
    html = Grid(("A", "B", "C", "D"), [Line("x", "", now=2, wanted=3, printed=0)], "g", "x").html()
    cells = html.split("<tr>")[-1].split("<td")[1:]
    assert "As printed" in cells[0] and "lp-way" not in cells[0]
    assert "lp-way" not in cells[1]
    assert "● Now" in cells[2] and "lp-way" in cells[2]
    assert "○ Wanted" in cells[3] and "lp-way" in cells[3]
    past = Grid(("A", "B"), [Line("x", "", now=1, wanted=1, printed=1)], "g", "x").html()
    assert "● Now, as wanted" in past


@pytest.mark.parametrize(
    ("which", "ids"),
    [
        ("Success measures", ["buying"]),
        ("Not yet where wanted", ["selling"]),
        ("Where wanted", ["buying"]),
        ("Moved since printed", ["buying", "selling"]),
        ("Body and appendix differ", ["buying"]),
    ],
)
def test_behaviours_are_narrowed(which: str, ids: list[str]) -> None:
    assert maturity.Look(None, which, "", "").of(levels(MOVED))["behaviour"].tolist() == ids


def test_progress_begins_with_what_was_printed_and_follows_the_records() -> None:
    moved = over_time(levels(MOVED), LEVELS, MOVED, date(2020, 4, 1))
    assert moved.to_numpy().tolist() == [
        [date(2020, 4, 1), 1, 0],
        [date(2021, 5, 1), 2, 1],
        [date(2021, 8, 1), 1, 1],
    ]
    assert list(progress_chart(moved, 2, LIGHT).data[0].y) == [1, 2, 1]
    # Levels recorded for days before the strategy's own first: the days stay in order.
    later = over_time(levels(MOVED), LEVELS, MOVED, date(2021, 6, 1))
    assert later["day"].tolist() == [date(2021, 5, 1), date(2021, 8, 1)]
    counts = maturity.at_levels(levels(), LEVELS)
    assert counts.to_numpy().tolist() == [["Low", 1, 0], ["Mid", 1, 2], ["High", 0, 0]]
    assert [list(trace.y) for trace in levels_chart(counts, DARK).data] == [[1, 1, 0], [0, 2, 0]]


def test_history_is_newest_first_and_shows_what_was_taken_back() -> None:
    rows = recorded.table(MOVED[:3], "Level").frame
    assert rows["stands"].tolist() == ["Taken back: Low", "No such level", "Mid"]
    assert rows["by"].iloc[0].endswith("; taken back by Bob, 4 May 2022, 10:00")
    assert "taken back" not in rows["by"].iloc[1]


SUMMARY = {
    "earliest_months": 24, "latest_months": 18, "purpose": "Ask.", "source": "Here",
    "contracts": 9, "due": 1, "due_value": money("8607000.00")[0].as_py(), "time_has_passed": 2,
    "later": 1, "ended": 3, "end_not_known": 2,
}  # fmt: skip


def test_reviews_say_what_is_due_and_of_how_many_it_is_not_known() -> None:
    day = date(2026, 11, 21)
    assert reviews.title(SUMMARY, day) == "1 contract is due for review, worth £8.6m"
    assert reviews.title({**SUMMARY, "due": 0}, day).startswith("No contract is due for review on")
    assert reviews.title({**SUMMARY, "contracts": 0}, day).startswith("No contract of a register")
    said = reviews.coverage(SUMMARY)
    assert "Rests on 7 of 9 contracts with a known end; 2 without one could be due." in said
    assert "1 due, 2 past the time for it, 1 later, 3 ended" in said
