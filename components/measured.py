"""A figure of a measure in one period: worked out from the data, read in, or published.

Shares and changes run from 0 to 1, money is Decimal pounds.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from components import words
from components.charts import ENOUGH_KNOWN

Row = Mapping[str, object]

WORKED_OUT, READ_IN, PUBLISHED = "worked out", "read in", "published"
# Of two figures of one period the first of these stands.
_ORIGINS = (WORKED_OUT, READ_IN, PUBLISHED)
YEAR, QUARTER, OTHER = "year", "quarter", "other"


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


def worked_out(row: Row) -> Figure:
    """A row of the figures of `queries.scorecard`."""
    names = ("period", "starts_on", "ends_on", "value", "lowest", "highest", "known", "whole")
    parts = {name: None if words.missing(row[name]) else row[name] for name in names}
    return Figure(**parts, kind=str(row["by"]), origin=WORKED_OUT, is_whole=bool(row["is_whole"]))


def read_in(row: Row) -> Figure:
    """A row of `strategy/readings`."""
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


def published(row: Row) -> Figure:
    """A row of `strategy/points` that is no target."""
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


def one_each(every: Iterable[Figure]) -> tuple[Figure, ...]:
    """Of several figures of one period the best founded, oldest first."""
    ranked = sorted(every, key=lambda f: (f.starts_on, f.ends_on, _ORIGINS.index(f.origin)))
    best: dict[tuple[date, date], Figure] = {}
    for figure in ranked:
        held = best.get((figure.starts_on, figure.ends_on))
        if held is None or (words.missing(held.value) and not words.missing(figure.value)):
            best[(figure.starts_on, figure.ends_on)] = figure
    return tuple(best.values())
