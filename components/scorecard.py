"""A scorecard: each measure of a strategy with its newest figure, its target and how it moves.

Everything here is worked out from what the queries give: `strategy/measures`, `strategy/points`,
`strategy/readings` and the figures of `queries.scorecard`. Shares and changes run from 0 to 1,
money is Decimal pounds.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from components import words
from components.judge import SAME, UNKNOWN, Verdict, moved
from components.measured import (
    OTHER,
    QUARTER,
    READ_IN,
    YEAR,
    Figure,
    one_each,
    published,
    read_in,
    worked_out,
)  # fmt: skip
from components.targets import Target, target_of, verdict_on

Row = Mapping[str, object]


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
        target = target_of(self.measure, self.points, self.figures, figure)
        return target, verdict_on(self.measure, figure, target)


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
            *(worked_out(row) for row in own["figures"]),
            *(read_in(row) for row in own["readings"]),
            *(published(row) for row in printed if row["kind"] != "target"),
        ]
        found.append(_line(measure, printed, one_each(every), until))
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
        target = target_of(measure, points, figures, None)
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
