"""A scorecard: each measure of a strategy with its newest figure, its target and how it moves.

Everything here is worked out from what the queries give: `strategy/measures`, `strategy/points`,
`strategy/readings` and the figures of `queries.scorecard`. Shares and changes run from 0 to 1,
money is Decimal pounds.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

import pandas as pd

from components import words
from components.charts import ENOUGH_KNOWN
from components.judge import SAME, UNKNOWN, Verdict, judge, moved

Row = Mapping[str, object]

WORKED_OUT, READ_IN, PUBLISHED = "worked out", "read in", "published"
# Of two figures of one period the first of these stands.
_ORIGINS = (WORKED_OUT, READ_IN, PUBLISHED)
YEAR, QUARTER, OTHER = "year", "quarter", "other"
# What a year adds up from its quarters: a quarter of it says nothing against a year's target.
_ADDS_UP = ("pounds", "count", "hours")
_OPEN = "what is not known could tip it"


@dataclass(frozen=True)
class Figure:
    """A measure in one period. `lowest` and `highest` are the ends of what it may be, None where
    they are not known; `known` of `whole` is what it rests on."""

    period: str
    kind: str
    starts_on: date
    ends_on: date
    value: object
    lowest: object
    highest: object
    origin: str
    known: object = None
    whole: object = None
    is_whole: bool = True
    source: str = ""
    note: str = ""

    @property
    def known_share(self) -> float | None:
        if words.missing(self.known) or words.missing(self.whole) or not float(self.whole) > 0:
            return None
        return float(self.known) / float(self.whole)

    @property
    def is_firm(self) -> bool:
        """Whether enough is known for the figure itself, and not its range, to be the message."""
        share = self.known_share
        if share is None or share >= ENOUGH_KNOWN:
            return True
        return not words.missing(self.lowest) and self.lowest == self.highest

    def said(self, unit: str, places: int = 0) -> str:
        """The figure in words, or its range where that is the message."""
        if not self.is_firm and not words.missing(self.lowest):
            ends = [words.measured(end, unit, places) for end in (self.lowest, self.highest)]
            return f"{ends[0]} to {ends[1]}"
        if self.origin != WORKED_OUT and not places:
            return words.printed(self.value, unit)
        return words.measured(self.value, unit, places)


@dataclass(frozen=True)
class Target:
    """What a figure is held against. `value`, or from `lowest` to `highest` where it is made of a
    figure that has a range; `before` and `after` stand around it in words; `reason` says why there
    is none to judge by, "" where there is one."""

    value: object = None
    lowest: object = None
    highest: object = None
    before: str = ""
    after: str = ""
    reason: str = ""
    higher_is_better: bool = True
    past_it: bool = False

    def said(self, unit: str, places: int = 0) -> str:
        """The target in words: "70%", "At least 25%, the 2023/24 target", "To be set"."""
        amount = "" if words.missing(self.value) else words.printed(self.value, unit)
        if amount and places:
            amount = words.measured(self.value, unit, places)
        return f"{self.before}{amount}{self.after}"


@dataclass(frozen=True)
class Move:
    """How a figure moved: a word of `judge.moved`, since which period, and which way the figure
    itself went (1 up, -1 down, 0 not at all or not known). `of` is the quarter that moved and its
    figure, "" where years are compared."""

    word: str
    since: str
    way: int = 0
    of: str = ""


@dataclass(frozen=True)
class Line:
    """One measure on the scorecard. `actual` is its newest whole period, None where there is
    nothing to go on; `figures` are all there are, oldest first, one for each period."""

    measure: Row
    figures: tuple[Figure, ...]
    actual: Figure | None
    target: Target
    verdict: Verdict
    moves: tuple[Move, ...]
    points: tuple[Row, ...]

    @property
    def id(self) -> str:
        return str(self.measure["measure"])

    @property
    def name(self) -> str:
        return str(self.measure["name"])

    @property
    def unit(self) -> str:
        return str(self.measure["unit"])

    @property
    def is_read_in(self) -> bool:
        return not _query(self.measure)

    def in_words(self) -> tuple[str, str]:
        """The newest figure and its target, with as many places as it takes to tell them apart."""
        if self.actual is None:
            return "", self.target.said(self.unit)
        amount = replace(self.target, before="", after="")
        for places in (0, 1, 2) if self.unit == "pounds" else (0, 1):
            actual = self.actual.said(self.unit, places)
            if actual != amount.said(self.unit, places):
                return actual, self.target.said(self.unit, places)
        return self.actual.said(self.unit), self.target.said(self.unit)

    def judged(self, figure: Figure) -> tuple[Target, Verdict]:
        """The target of any of its periods, and the verdict on it."""
        target = _target(self.measure, self.points, self.figures, figure)
        return target, _verdict(self.measure, figure, target)


def lines(
    measures: pd.DataFrame,
    points: pd.DataFrame,
    figures: pd.DataFrame,
    readings: pd.DataFrame,
    headline_tier: int,
    until: date | None = None,
) -> tuple[Line, ...]:
    """Every measure in the order of the strategy's file, as things stood on the day `until`."""
    given = {
        name: _by_measure(table)
        for name, table in (("points", points), ("figures", figures), ("readings", readings))
    }
    found = []
    for measure in measures.to_dict("records"):
        own = {name: rows.get(measure["measure"], []) for name, rows in given.items()}
        printed = tuple(p for p in own["points"] if _is_of_tier(measure, p, headline_tier))
        every = [
            *(_worked_out(row) for row in own["figures"]),
            *(_read_in(row) for row in own["readings"]),
            *(_published(row) for row in printed if row["kind"] != "target"),
        ]
        found.append(_line(measure, printed, _one_each(every), until))
    return tuple(found)


def _by_measure(table: pd.DataFrame) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in table.to_dict("records"):
        found.setdefault(row["measure"], []).append(row)
    return found


def _query(measure: Row) -> str:
    """The question that works a measure out, "" where it is read in."""
    return "" if words.missing(measure["query"]) else str(measure["query"])


def _is_of_tier(measure: Row, point: Row, headline_tier: int) -> bool:
    """A figure printed of one tier belongs to the measure that counts up to it."""
    if words.missing(point["tier"]):
        return True
    params = "" if words.missing(measure["params"]) else str(measure["params"])
    wanted = json.loads(params or "{}").get("tier")
    if wanted is None and not _query(measure):
        return True
    return int(point["tier"]) == int(wanted or headline_tier)


def _worked_out(row: Row) -> Figure:
    names = ("period", "starts_on", "ends_on", "value", "lowest", "highest", "known", "whole")
    parts = {name: None if words.missing(row[name]) else row[name] for name in names}
    return Figure(**parts, kind=str(row["by"]), origin=WORKED_OUT, is_whole=bool(row["is_whole"]))


def _read_in(row: Row) -> Figure:
    starts_on, ends_on = row["period_from"], row["period_to"]
    said = [row["source"], f"{row['file_name']}, row {row['source_row']}"]
    return Figure(
        period=str(row["period"]),
        kind=_kind(starts_on, ends_on),
        starts_on=starts_on,
        ends_on=ends_on,
        value=row["value"],
        lowest=row["value"],
        highest=row["value"],
        origin=READ_IN,
        source="; ".join(str(one) for one in said if not words.missing(one) and one),
        note="" if words.missing(row["note"]) else str(row["note"]),
    )


def _published(row: Row) -> Figure:
    starts_on = date(int(row["financial_year"][:4]), 4, 1)
    return Figure(
        period=row["financial_year"],
        kind=YEAR,
        starts_on=starts_on,
        ends_on=starts_on.replace(year=starts_on.year + 1) - timedelta(days=1),
        value=row["value"],
        lowest=row["value"],
        highest=row["value"],
        origin=PUBLISHED,
        source=str(row["source"]),
        note="" if words.missing(row["note"]) else str(row["note"]),
    )


def _kind(first: date, last: date) -> str:
    days = (last - first).days + 1
    if first.day == 1 and first.month == 4 and 365 <= days <= 366:
        return YEAR
    return QUARTER if first.day == 1 and first.month % 3 == 1 and 90 <= days <= 92 else OTHER


def _one_each(every: Iterable[Figure]) -> tuple[Figure, ...]:
    """Of several figures of one period the best founded, oldest first."""
    ranked = sorted(every, key=lambda f: (f.starts_on, f.ends_on, _ORIGINS.index(f.origin)))
    best: dict[tuple[date, date], Figure] = {}
    for figure in ranked:
        held = best.get((figure.starts_on, figure.ends_on))
        if held is None or (words.missing(held.value) and not words.missing(figure.value)):
            best[(figure.starts_on, figure.ends_on)] = figure
    return tuple(best.values())


def _line(
    measure: Row, points: tuple[Row, ...], figures: tuple[Figure, ...], until: date | None
) -> Line:
    seen = [
        f
        for f in figures
        if f.is_whole and not words.missing(f.value) and (until is None or f.ends_on <= until)
    ]
    by_kind = {kind: [f for f in seen if f.kind == kind] for kind in (YEAR, QUARTER, OTHER)}
    newest = next((by_kind[kind][-1] for kind in (YEAR, QUARTER, OTHER) if by_kind[kind]), None)
    line = Line(measure, figures, newest, Target(), Verdict("Not judged"), (), points)
    if newest is None:
        target = _target(measure, points, figures, None)
        verdict = Verdict("Not judged", "nothing to go on yet")
        return replace(line, target=target, verdict=verdict)
    target, verdict = line.judged(newest)
    compared = by_kind[QUARTER] or by_kind[YEAR]
    return replace(line, target=target, verdict=verdict, moves=_moves(measure, compared))


def _moves(measure: Row, figures: Sequence[Figure]) -> tuple[Move, ...]:
    """Against the quarter before and the same quarter last year; by years, the year before."""
    if not figures:
        return ()
    last = figures[-1]
    by_start = {f.starts_on: f for f in figures}
    by_quarter = last.kind == QUARTER
    of = f"{last.period}: {last.said(str(measure['unit']))}" if by_quarter else ""
    steps = (3, 12) if by_quarter else (12,)
    found = []
    for months in steps:
        before = by_start.get(_months_before(last.starts_on, months))
        if before is None:
            continue
        ends = [(f.value, f.value) if f.is_firm else (f.lowest, f.highest) for f in (last, before)]
        word = moved(*ends, measure["tolerance"], str(measure["polarity"]))
        up = float(last.value) > float(before.value)
        way = 0 if word in (SAME, UNKNOWN) else 1 if up else -1
        found.append(Move(word, before.period, way, of))
    return tuple(found)


def _months_before(day: date, months: int) -> date:
    behind = day.month - 1 - months
    return day.replace(year=day.year + behind // 12, month=behind % 12 + 1)


def _verdict(measure: Row, figure: Figure, target: Target) -> Verdict:
    if target.reason:
        return Verdict("Not judged", target.reason)
    if figure.origin == PUBLISHED:
        return Verdict("Not judged", "it was published, and nothing is measured since")
    if not figure.is_whole:
        return Verdict("Not judged", "the period is not whole")
    if figure.kind != YEAR and measure["unit"] in _ADDS_UP:
        return Verdict("Not judged", "the target is for a whole year")
    if words.missing(figure.lowest) or words.missing(figure.highest):
        return Verdict("Not judged", _OPEN)
    found = judge(
        figure.lowest,
        figure.highest,
        target.value if words.missing(target.lowest) else target.lowest,
        measure["tolerance"],
        higher_is_better=target.higher_is_better,
        highest_target=target.highest,
        past_it=target.past_it,
    )
    if found.reason:
        return Verdict(found.status, _OPEN)
    return found


def _target(
    measure: Row, points: Sequence[Row], figures: Sequence[Figure], figure: Figure | None
) -> Target:
    """What a figure is held against: a rule, its year's target, or after the last the last one."""
    if measure["polarity"] == "none":
        return Target(reason="it is context, not an aim")
    rule = None if words.missing(measure["rule"]) else str(measure["rule"])
    if rule in ("more_than_year_before", "less_than_year_before"):
        return _year_before(rule, figures, figure)
    if rule == "times_baseline":
        return _times(measure, figures, figure)
    dated = sorted(
        (p for p in points if p["kind"] == "target" and not words.missing(p["value"])),
        key=lambda p: p["financial_year"],
    )
    if not dated:
        return Target(before="To be set", reason="no target is set")
    year = _year_of(figure.ends_on) if figure else dated[-1]["financial_year"]
    upper = rule != "at_most" and measure["polarity"] == "higher"
    least = {"at_least": "At least ", "at_most": "At most "}.get(rule or "", "")
    stands = [p for p in dated if p["financial_year"] == year]
    after = ""
    if not stands and dated[-1]["financial_year"] < year:
        stands = [dated[-1]]
        after = f", the {dated[-1]['financial_year']} target"
    if not stands:
        return Target(before="None for this year", reason="no target is set for this year")
    value = stands[-1]["value"]
    return Target(value, before=least, after=after, higher_is_better=upper)


def _year_before(rule: str, figures: Sequence[Figure], figure: Figure | None) -> Target:
    more = rule == "more_than_year_before"
    said = "More than the year before" if more else "Less than the year before"
    base = figure and _whole_year(figures, _year_of(figure.ends_on, back=1))
    if not base:
        return Target(before=said, reason="there is no year before to hold it against")
    return Target(
        base.value, base.lowest, base.highest, f"{said}, ", reason=_open(base),
        higher_is_better=more, past_it=True,
    )  # fmt: skip


def _times(measure: Row, figures: Sequence[Figure], figure: Figure | None) -> Target:
    times, by_year = Decimal(str(measure["rule_value"])), str(measure["rule_by_year"])
    said = f"{_times_in_words(times)} by {by_year}"
    base_year = None if words.missing(measure["rule_base_year"]) else measure["rule_base_year"]
    base = _whole_year(figures, str(base_year)) if base_year else None
    if not base:
        return Target(before=said, reason="what it is counted from is not known")
    aims = [
        None if words.missing(end) else times * Decimal(str(end))
        for end in (base.value, base.lowest, base.highest)
    ]
    year = figure and _year_of(figure.ends_on)
    reason = f"it is due by {by_year}" if year and year < by_year else _open(base)
    better = measure["polarity"] != "lower"
    return Target(*aims, f"{said}, ", reason=reason, higher_is_better=better)


def _open(base: Figure) -> str:
    """Why nothing can be held against a figure: an end that is not known may lie anywhere."""
    return _OPEN if words.missing(base.lowest) or words.missing(base.highest) else ""


def _times_in_words(times: Decimal) -> str:
    named = {2: "double", 3: "three times"}.get(times, f"{times:f} times")
    return f"At least {named} the baseline"


def _whole_year(figures: Sequence[Figure], year: str) -> Figure | None:
    # A period typed as "2021-22" is the same year as "2021/22": its last day says so.
    years = (f for f in figures if f.kind == YEAR and f.is_whole)
    return next((f for f in years if _year_of(f.ends_on) == year), None)


def _year_of(day: date, back: int = 0) -> str:
    """The financial year that a day lies in, or so many before it: "2023/24"."""
    first = day.year - (day.month < 4) - back
    return f"{first}/{(first + 1) % 100:02d}"


def sentence(scorecard: Sequence[Line]) -> str:
    """ "11 of 14 measures on target; 1 close, 2 off target." What is not judged is said too."""
    counts = tally(scorecard)
    every = words.count(len(scorecard), "measure")
    rest = [
        f"{words.number(counts[status])} {status.lower()}"
        for status in ("Close", "Off target", "Not judged")
        if counts[status]
    ]
    line = f"{words.number(counts['On target'])} of {every} on target"
    return f"{line}; {words.listed(rest)}" if rest else line


def why_not_judged(scorecard: Sequence[Line]) -> str:
    """Why measures are not judged, the commonest reason first; "" where all are."""
    reasons = Counter(line.verdict.reason for line in scorecard if line.verdict.reason)
    if not reasons:
        return ""
    said = [f"{words.number(count)}, {reason}" for reason, count in reasons.most_common()]
    return f"Of those not judged: {'; '.join(said)}."


def tally(scorecard: Sequence[Line]) -> dict[str, int]:
    """How many measures come to each word."""
    found = dict.fromkeys(("On target", "Close", "Off target", "Not judged"), 0)
    for line in scorecard:
        found[line.verdict.status] += 1
    return found


def exceptions(scorecard: Sequence[Line]) -> tuple[Line, ...]:
    """What members look at first: off target, then close to it."""
    return tuple(
        line for status in ("Off target", "Close") for line in scorecard
        if line.verdict.status == status
    )  # fmt: skip


def later(scorecard: Sequence[Line], until: date | None) -> int:
    """How many readings are of a period that ends after the one looked at."""
    if until is None:
        return 0
    return sum(
        f.origin == READ_IN and f.ends_on > until for line in scorecard for f in line.figures
    )
