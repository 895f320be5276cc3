"""The scorecard, from frames written by hand; the reason for each row stands beside it."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal

import pandas as pd
import pytest

from components import as_reported, measure_view, officer_forms, scorecard, words
from components import scorecard_board as board
from components.measured import PUBLISHED, READ_IN
from components.scorecard import Line
from components.scorecard_board import Board
from tests.components.frames import HOSTILE

MEASURE = {
    "measure": "m", "name": "Local share", "why": "w", "how": "h", "unit": "share",
    "polarity": "higher", "theme": "t", "theme_name": "Wealth", "by_organisation": False,
    "tolerance": None, "tolerance_is_ours": False, "target_note": "", "rule": None,
    "rule_value": None, "rule_by_year": None, "rule_base_year": None, "rule_note": None,
    "query": "measures/spend", "params": '{"kind": "local"}', "source": "s",
}  # fmt: skip
READINGS = [
    "measure", "organisation", "period", "period_from", "period_to", "value", "source", "note",
    "file_name", "published_by", "published_at", "sheet", "source_row",
]  # fmt: skip


def period(name: str) -> tuple[date, date]:
    first = date(int(name[:4]), 4, 1)
    quarter = int(name[-1]) if "Q" in name else 0
    months = 3 if quarter else 12
    ahead = 3 + 3 * max(quarter - 1, 0)
    first = date(first.year + ahead // 12, ahead % 12 + 1, 1)
    ahead = first.month - 1 + months
    return first, date(first.year + ahead // 12, ahead % 12 + 1, 1) - timedelta(days=1)


def worked(name, value, lowest=None, highest=None, known=1, whole=1, is_whole=True):
    first, last = period(name)
    lowest, highest = (value, value) if lowest is None else (lowest, highest)
    by = "quarter" if "Q" in name else "year"
    return ("m", by, name, first, last, value, lowest, highest, known, whole, is_whole)


def read(name, value, note=None):
    first, last = period(name)
    return ("m", "Ash", name, first, last, Decimal(value), "Portal", note, "r.csv", "Jo",
            "2026-01-01T00:00:00+00:00", "", 2)  # fmt: skip


def point(kind, year, value, tier=None):
    return {"measure": "m", "kind": kind, "financial_year": year, "value": value, "tier": tier,
            "tier_name": None, "note": "", "source": "s"}  # fmt: skip


def line(figures=(), points=(), readings=(), until=None, **measure) -> Line:
    names = ["measure", "by", "period", "starts_on", "ends_on", "value", "lowest", "highest",
             "known", "whole", "is_whole"]  # fmt: skip
    (found,) = scorecard.lines(
        pd.DataFrame([{**MEASURE, **measure}], dtype=object),
        pd.DataFrame(list(points), columns=[*point("", "", 0)], dtype=object),
        pd.DataFrame(list(figures), columns=names, dtype=object),
        pd.DataFrame(list(readings), columns=READINGS, dtype=object),
        2,
        until,
    )
    return found


def test_the_newest_whole_year_stands_against_its_own_target() -> None:
    found = line(
        [
            worked("2020/21", 0.41),
            worked("2021/22", 0.52),
            worked("2022/23", 0.9, is_whole=False),  # six months of it
        ],
        [point("target", "2020/21", 0.4, 2), point("target", "2021/22", 0.5, 2)],
    )
    assert (found.actual.period, found.in_words(), found.verdict.status) == (
        "2021/22", ("52%", "50%"), "On target",
    )  # fmt: skip
    earlier = line(
        [worked("2020/21", 0.41), worked("2021/22", 0.52)],
        [point("target", "2020/21", 0.45, 2), point("target", "2021/22", 0.5, 2)],
        until=date(2021, 3, 31),
    )
    assert (earlier.actual.period, earlier.verdict.status) == ("2020/21", "Off target")


def test_after_the_last_target_year_the_last_target_stands_and_is_marked() -> None:
    found = line([worked("2024/25", 0.6)], [point("target", "2023/24", 0.7, 2)])
    assert found.in_words()[1] == "70%, the 2023/24 target"
    assert found.verdict.status == "Off target"


@pytest.mark.parametrize(
    ("year", "reason"), [("2018/19", "no target is set for this year"), ("2022/23", "no target")]
)
def test_a_year_without_a_target_before_or_between_is_not_judged(year, reason) -> None:
    points = [point("target", "2020/21", 0.4, 2), point("target", "2023/24", 0.7, 2)]
    found = line([worked(year, 0.6)], points)
    assert found.verdict.status == "Not judged"
    assert reason in found.verdict.reason


def test_a_range_is_judged_where_both_ends_agree_and_is_the_headline_where_little_is_known() -> (
    None
):
    target = [point("target", "2021/22", 0.5, 2)]
    assert line([worked("2021/22", 0.6, 0.55, 0.7)], target).verdict.status == "On target"
    assert line([worked("2021/22", 0.52, 0.45, 0.7)], target).verdict.status == "Not judged"
    little = line([worked("2021/22", 0.6, 0.3, 0.8, known=5, whole=10)], target)
    assert little.in_words()[0] == "30% to 80%"
    assert "Rests on £5 of £10 (50%) with a known place" in board.rests_on(little)


def test_little_known_and_no_end_of_what_it_may_be_is_not_firm() -> None:
    little = worked("2021/22", 0.6, known=5, whole=10)
    assert line([little]).actual.is_firm  # both ends are known, and the same
    unknown = (*little[:6], None, None, *little[8:])
    assert not line([unknown]).actual.is_firm


@pytest.mark.parametrize(
    ("now", "before", "status"),
    [
        ((114, 114, 114), (110, 110, 110), "On target"),
        ((110, 110, 110), (110, 110, 110), "Off target"),  # as many is not more
        ((114, 100, 120), (110, 105, 112), "Not judged"),
        ((114, 113, 120), (110, 105, 112), "On target"),
    ],
)
def test_more_than_the_year_before(now, before, status) -> None:
    found = line(
        [worked("2020/21", *before), worked("2021/22", *now)],
        unit="count", rule="more_than_year_before",
    )  # fmt: skip
    assert found.in_words()[1] == "More than the year before, 110"
    assert found.verdict.status == status


@pytest.mark.parametrize("known", [(105, None), (None, 112), (None, None)])
@pytest.mark.parametrize("rule", ["more_than_year_before", "times_baseline"])
def test_a_base_with_an_end_that_is_not_known_leaves_it_open(rule, known) -> None:
    before = worked("2020/21", 110)
    before = (*before[:6], *known, *before[8:])
    found = line(
        [before, worked("2021/22", 500)], unit="count", rule=rule, rule_value=2.0,
        rule_by_year="2021/22", rule_base_year="2020/21",
    )  # fmt: skip
    assert found.verdict.status == "Not judged"
    assert found.verdict.reason == "what is not known could tip it"


def test_a_year_is_the_same_however_it_is_typed() -> None:
    typed = list(read("2020/21", "100"))
    typed[2] = "2020-21"
    found = line(
        readings=[typed, read("2021/22", "114")], unit="count", rule="more_than_year_before",
        query="",
    )  # fmt: skip
    assert found.verdict.status == "On target"


def test_more_than_the_year_before_needs_the_year_before() -> None:
    figures = [worked("2019/20", 100), worked("2021/22", 114)]
    found = line(figures, unit="count", rule="more_than_year_before")
    assert found.verdict.reason == "there is no year before to hold it against"


@pytest.mark.parametrize(
    ("year", "value", "status", "said"),
    [
        ("2021/22", "99.00", "Not judged", "it is due by 2023/24"),
        ("2023/24", "108.00", "On target", ""),
        ("2023/24", "107.99", "Off target", ""),
        ("2024/25", "90.00", "Off target", ""),  # the last target stands
    ],
)
def test_at_least_double_by_a_year(year, value, status, said) -> None:
    found = line(
        [worked("2017/18", Decimal("54.00")), worked(year, Decimal(value))],
        unit="pounds", rule="times_baseline", rule_value=2.0, rule_by_year="2023/24",
        rule_base_year="2017/18",
    )  # fmt: skip
    assert (found.verdict.status, found.verdict.reason) == (status, said)
    assert found.in_words()[1].startswith("At least double the baseline by 2023/24, £108")


def test_what_is_near_its_target_is_told_apart_from_it() -> None:
    target = [point("target", "2021/22", 0.7, 2)]
    assert line([worked("2021/22", 0.698)], target).in_words() == ("69.8%", "70.0%")


def test_what_is_lower_the_better_and_at_most() -> None:
    figures = [worked("2021/22", 12)]
    for parts, status in (
        ({"polarity": "lower"}, "On target"),
        ({"polarity": "higher"}, "Off target"),
        ({"polarity": "higher", "rule": "at_most"}, "On target"),
        ({"polarity": "none"}, "Not judged"),
    ):
        found = line(figures, [point("target", "2021/22", 14)], unit="days", **parts)
        assert found.verdict.status == status, parts


def test_a_reading_goes_before_what_was_published_and_after_what_is_worked_out() -> None:
    published = [point("published", "2020/21", 0.2), point("published", "2021/22", 0.25)]
    only = line(points=published)
    assert (only.actual.period, only.actual.origin) == ("2021/22", PUBLISHED)
    targeted = line(points=[*published, point("target", "2021/22", 0.1)], query="", params=None)
    assert targeted.verdict.reason == "it was published, and nothing is measured since"
    both = line(points=published, readings=[read("2021/22", "0.3")])
    assert (both.actual.origin, both.actual.value) == (READ_IN, Decimal("0.3"))
    every = line([worked("2021/22", 0.4)], published, [read("2021/22", "0.3")])
    assert every.actual.value == 0.4


def test_what_is_printed_of_another_tier_is_none_of_the_measure() -> None:
    points = [point("published", "2020/21", 0.539, 2), point("published", "2020/21", 0.77, 3)]
    assert line(points=points).in_words()[0] == "53.9%"
    wider = line(points=points, params='{"kind": "local", "tier": 3}')
    assert wider.in_words()[0] == "77%"


def test_a_measure_with_nothing_to_go_on_says_so() -> None:
    found = line(query="", params=None)
    assert (found.actual, found.verdict.reason) == (None, "nothing to go on yet")
    assert board.said_by(found) == "It is read in: no reading yet"
    assert board.spark(found) == '<span class="lp-small">Too few for a trend</span>'


def test_moves_are_from_the_quarter_before_and_the_same_quarter_last_year() -> None:
    quarters = [
        ("2020/21 Q4", 0.5),
        ("2021/22 Q2", 0.9),
        ("2021/22 Q3", 0.45),
        ("2021/22 Q4", 0.47),
    ]
    found = line([worked(*q) for q in quarters], tolerance=0.02)
    assert [(m.word, m.since, m.way) for m in found.moves] == [
        ("No change", "2021/22 Q3", 0),
        ("Worse", "2020/21 Q4", -1),
    ]
    by_year = line([worked("2020/21", 5), worked("2021/22", 4)], unit="days", polarity="lower")
    assert [(m.word, m.since) for m in by_year.moves] == [("Better", "2020/21")]
    assert "↓ Better" in board.moves(by_year.moves)  # down, and that is good
    # The quarter before is missing: what stands before it is none.
    gap = line([worked("2021/22 Q1", 1), worked("2021/22 Q3", 2)], unit="count")
    assert gap.moves == ()


def test_a_quarter_of_what_adds_up_is_not_held_against_a_years_target() -> None:
    target = [point("target", "2021/22", 100)]
    found = line(readings=[read("2021/22 Q1", "30")], points=target, unit="count", query="")
    assert found.verdict.reason == "the target is for a whole year"
    days = line(readings=[read("2021/22 Q1", "30")], points=target, unit="days", query="")
    assert days.verdict.status == "Off target"


def a_card() -> tuple[Line, ...]:
    good = line([worked("2021/22", 0.6)], [point("target", "2021/22", 0.5)], name="B good")
    bad = line([worked("2021/22", 0.4)], [point("target", "2021/22", 0.5)], name="A bad")
    near = line(
        [worked("2021/22", 0.49)], [point("target", "2021/22", 0.5)], name="C", tolerance=0.02,
        theme_name=None,
    )  # fmt: skip
    return good, bad, near, line(name="D nothing", theme_name=None, query="")


def test_the_sentence_and_the_exceptions_come_first() -> None:
    every = a_card()
    assert scorecard.sentence(every) == (
        "1 of 4 measures on target; 1 close, 1 off target and 1 not judged"
    )
    assert [x.name for x in scorecard.exceptions(every)] == ["A bad", "C"]
    assert scorecard.why_not_judged(every) == "Of those not judged: 1, nothing to go on yet."


def test_rows_are_grouped_and_sorted() -> None:
    every = a_card()
    themes = board.grouped(every, "Theme", "Name")
    assert [(name, [x.name for x in rows]) for name, rows in themes] == [
        ("Wealth", ["A bad", "B good"]),
        ("Under no heading of the strategy", ["C", "D nothing"]),
    ]
    verdicts = board.grouped(every, "Verdict", "As in the strategy")
    assert [name for name, _ in verdicts] == ["Off target", "Close", "On target", "Not judged"]
    ((_, rows),) = board.grouped(every, "No groups", "Off target first")
    assert [x.name for x in rows] == ["A bad", "C", "B good", "D nothing"]


class Wrote:
    measure, period, kind, who, at = (
        "m",
        HOSTILE,
        "commentary",
        HOSTILE,
        "2026-11-20T09:30:00+00:00",
    )
    text = HOSTILE


def test_nothing_from_a_file_or_an_officer_is_read_as_html() -> None:
    found = line(
        [worked("2020/21", 0.3), worked("2021/22", 0.4)],
        readings=[read("2019/20", "0.1", HOSTILE)],
        name=HOSTILE, theme_name=HOSTILE, target_note=HOSTILE, why=HOSTILE, source=HOSTILE,
    )  # fmt: skip
    groups = board.grouped([found], "Theme", "Name")
    html = Board(groups, [Wrote()], lambda name: f"?{HOSTILE}").html()
    for text in (
        html,
        board.table([found], [Wrote()]).html(),
        measure_view.figures_table(found).html(),
        measure_view._definition(found).html(),
    ):
        assert "<img" not in text
        assert "</script" not in text
    assert words.escape(HOSTILE) in html


def test_the_trend_is_told_to_who_cannot_see_it_and_gaps_stay_gaps() -> None:
    found = line([worked("2018/19", 0.2), worked("2020/21", 0.3), worked("2021/22", 0.4)])
    html = board.spark(found)
    assert 'role="img" aria-label="Local share: 2018/19 20%, 2020/21 30%, 2021/22 40%"' in html
    assert html.count("<i ") == 4
    assert html.count("height:0.0px") == 1
    below = board.spark(line([worked("2020/21", 0.1), worked("2021/22", -0.1)], unit="change"))
    assert "margin-top:14.0px;height:14.0px" in below


def test_what_is_typed_becomes_a_file_that_is_read_like_any_other(tmp_path) -> None:
    from data.check import check_file

    found = line(name="Events, held", query="")
    edited = pd.DataFrame(
        {
            "Measure": ["x"],
            "Period": ["2023/24"],
            "Value": [" 4 "],
            "Source": [None],
            "Note": ["=1"],
        }
    )
    typed = officer_forms.as_typed([found], edited)
    assert typed == [officer_forms.Reading("Events, held", "2023/24", "4", "", "=1")]
    path = tmp_path / "readings.csv"
    path.write_bytes(officer_forms.as_file(typed, "Oakton Council", "Jo"))
    report = check_file(path, "readings").report
    assert (report.rows_accepted, report.rows_rejected) == (1, 0)
    assert report.organisation == "Oakton Council"
    edited["Value"] = ""
    assert officer_forms.as_typed([found], edited) == []


def test_what_is_kept_stays_to_the_penny_and_shows_what_changed() -> None:
    parts = {"unit": "pounds", "query": "measures/spend"}
    before = line([worked("2021/22", Decimal("1234567.89"))], **parts)
    kept = json.loads(json.dumps(as_reported.figures_of([before])))
    assert kept[0]["value"] == "1234567.89"
    same = as_reported.changes(kept, [before])
    assert list(same["changed"]) == [""]
    assert as_reported.title(same) == "Nothing on it has changed since"
    # A later year is no restatement; the penny is.
    after = line(
        [worked("2021/22", Decimal("1234567.90")), worked("2022/23", Decimal("9.00"))], **parts
    )
    found = as_reported.changes(kept, [after]).iloc[0]
    assert (found["then"], found["now"], found["changed"]) == (
        "£1,234,567.89", "£1,234,567.90", "+£0.01",
    )  # fmt: skip
    (gone,) = as_reported.changes(kept, []).to_dict("records")
    assert gone["changed"] == "No longer a measure of the strategy"


def test_a_verdict_that_turned_is_said() -> None:
    target = [point("target", "2021/22", 0.5)]
    kept = as_reported.figures_of([line([worked("2021/22", 0.51)], target)])
    found = as_reported.changes(kept, [line([worked("2021/22", 0.49)], target)]).iloc[0]
    assert found["changed"] == "−2.0 percentage points; On target to Off target"


EVENT = {"at": "2026-11-20T09:30:00+00:00", "who": "Bob", "action": "publish", "upload_id": 7,
         "detail": "b.csv", "kind": "spend", "organisation": "Ash",
         "replaces_period": 1}  # fmt: skip


def test_the_reason_is_what_was_done_since_to_these_organisations() -> None:
    said = as_reported.reasons(
        [EVENT, {**EVENT, "organisation": "Elm", "detail": "e.csv"}], ["Ash"]
    )
    assert said == (
        "Since then: b.csv (upload 7) published in the place of its period by Bob, "
        "20 November 2026, 09:30."
    )
    assert "nothing was done" in as_reported.reasons([], None)


@pytest.mark.parametrize(
    ("value", "unit", "places", "said"),
    [
        (0.539, "share", 0, "54%"),
        (0.12, "change", 0, "+12%"),
        (-0.03, "change", 0, "−3%"),
        (Decimal("108459479.56"), "pounds", 1, "£108.46m"),
        (Decimal("108459479.56"), "pounds", 2, "£108,459,479.56"),
        (14.0, "days", 0, "14 days"),
        (1, "hours", 0, "1 hour"),
        (4168, "count", 0, "4,168"),
        (None, "count", 0, "Not known"),
    ],
)
def test_a_figure_is_said_in_its_unit(value, unit, places, said) -> None:
    assert words.measured(value, unit, places) == said


def test_a_figure_is_printed_as_it_was() -> None:
    assert words.printed(0.539, "share") == "53.9%"
    assert words.printed(0.42, "share") == "42%"
    assert words.printed(238000000.0, "pounds") == "£238m"
