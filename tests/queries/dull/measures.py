"""The measures of a strategy that the data can say, by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tests.queries.dull.contracts import contracts_in_view
from tests.queries.dull.places import (
    ELSEWHERE,
    NOT_KNOWN,
    Place,
    counting,
    in_view,
    is_named,
    places,
    strategies,
    tier_of,
    tiers_possible,
)
from tests.queries.dull.rows import (
    Row,
    firm,
    month_of,
    quarter_of,
    quarter_starts,
    share,
    total,
    year_of,
    year_starts,
)


@dataclass(frozen=True)
class Of:
    """Whether a supplier is of a kind: as counted, whether that is known, and the ends of it."""

    counted: bool
    known: bool
    surely: bool
    may_be: bool


def of_kind(strategy: str, kind: str, tier: int | None, who: str | None) -> Of:
    place = places().get(who, Place()) if who else Place()
    if kind == "all":
        return Of(True, True, True, True)
    if kind == "local":
        if not who:
            return Of(False, False, False, True)
        up_to = tier or strategies()[strategy]["headline_tier"]
        counted = tier_of(strategy, place.postcode, place.area)
        possible = tiers_possible(strategy, place.postcode, place.area)
        return Of(
            counted <= up_to,
            counted != NOT_KNOWN,
            max(possible - {NOT_KNOWN} or {ELSEWHERE}) <= up_to,
            min(possible) <= up_to,
        )
    says = getattr(place, kind)
    return Of(says is True, says is not None, says is True, says is not False)


def parts(things: Iterable[tuple[Of, Decimal]]) -> dict[str, Decimal]:
    """What is counted, known, sure and possible of things, each weighed."""
    every = list(things)
    weighed: dict[str, Callable[[Of], bool]] = {
        "counted": lambda of: of.counted,
        "known": lambda of: of.known,
        "surely": lambda of: of.surely,
        "may_be": lambda of: of.may_be,
        "whole": lambda of: True,
    }
    return {
        name: sum((weight for of, weight in every if holds(of)), Decimal(0))
        for name, holds in weighed.items()
    }


def shares(found: dict[str, Decimal]) -> Row:
    counted, known, surely, may_be, whole = found.values()
    possible = counted >= 0 and whole >= known and may_be >= counted + whole - known
    return {
        "share": share(counted, known),
        "share_lowest": share(surely, whole) if whole >= known and counted >= surely else None,
        "share_highest": share(may_be, whole) if possible else None,
    }


def period_of(when: date | None, by: str) -> str | None:
    if when is None:
        return None
    return quarter_of(when) if by == "quarter" else year_of(when)


def starts(period: str | None, by: str) -> date | None:
    if period is None:
        return None
    return quarter_starts(period) if by == "quarter" else year_starts(period)


def dated(period: str | None, by: str) -> Row:
    return {
        "period": period,
        "starts_on": starts(period, by),
        "financial_year": period[:7] if period else None,
    }


def sent(strategy: str, period: str | None, by: str, view: Row) -> Row:
    theirs = in_view(strategy, organisations=view.get("organisations"))
    return months_of(theirs, [ln for ln in theirs if period_of(ln["date"], by) == period], by)


def months_of(theirs: Sequence[Row], of_period: Sequence[Row], by: str) -> Row:
    """How many months of a period were sent, by anyone and by all who ever sent a dated one."""
    everyone = {line["organisation"] for line in theirs if line["date"]}
    by_month: dict[date, set[str]] = {}
    for line in of_period:
        if line["date"]:
            by_month.setdefault(month_of(line["date"]), set()).add(line["organisation"])
    return {
        "months_with_data": len(by_month),
        "months_from_all": sum(whose == everyone for whose in by_month.values()),
        "months": 3 if by == "quarter" else 12,
    }


def spans(by: str) -> tuple[str, ...]:
    return ("year", "quarter") if by == "each" else (by,)


def asked_about(strategy: str, by: str, kind: str, tier: int | None) -> Iterator[Row]:
    """Each kind and span asked about, in the order of an answer."""
    headline = strategies()[strategy]["headline_tier"]
    every = [(kind, (tier or headline) if kind == "local" else None)]
    if kind == "each":
        own = sorted(one["rank"] for one in strategies()[strategy]["tier"])
        every = [("all", None), *(("local", rank) for rank in own), ("sme", None), ("vcse", None)]
    for one, up_to in every:
        for span in spans(by):
            yield {"kind": one, "tier": up_to, "is_headline": up_to == headline, "span": span}


def in_order(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: row["starts_on"] or date.max)


def spend(strategy: str, by: str, kind: str, tier: int | None = None, **view: object) -> list[Row]:
    asked = asked_about(strategy, by, kind, tier)
    return [{**of, **row} for of in asked for row in _spend(strategy, of, view)]


def _spend(strategy: str, of: Row, view: Row) -> list[Row]:
    lines = counting(strategy, **view)
    by, kind, tier = of["span"], of["kind"], of["tier"]
    answer = []
    for period in {period_of(line["date"], by) for line in lines}:
        some = [line for line in lines if period_of(line["date"], by) == period]
        found = parts((of_kind(strategy, kind, tier, ln["who"]), ln["amount"]) for ln in some)
        ends = (found["counted"], found["surely"], found["may_be"])
        pence = Decimal("0.00")
        answer.append(
            {
                **dated(period, by),
                **sent(strategy, period, by, view),
                "pounds": found["counted"] + pence,
                "pounds_lowest": min(ends) + pence,
                "pounds_highest": max(ends) + pence,
                **shares(found),
                "known": found["known"] + pence,
                "whole": found["whole"] + pence,
            }
        )
    return in_order(answer)


def counts(found: dict[str, Decimal]) -> Row:
    return {
        "count": int(found["counted"]),
        "count_lowest": int(found["surely"]),
        "count_highest": int(found["may_be"]),
        **shares(found),
        "known": int(found["known"]),
        "whole": int(found["whole"]),
    }


def suppliers(
    strategy: str, by: str, kind: str, tier: int | None = None, **view: object
) -> list[Row]:
    asked = asked_about(strategy, by, kind, tier)
    return [{**of, **row} for of in asked for row in _suppliers(strategy, of, view)]


def _suppliers(strategy: str, of: Row, view: Row) -> list[Row]:
    by, kind, tier = of["span"], of["kind"], of["tier"]
    lines = [line for line in counting(strategy, **view) if line["who"]]
    answer = []
    for period in {period_of(line["date"], by) for line in lines}:
        who = {line["who"] for line in lines if period_of(line["date"], by) == period}
        found = parts((of_kind(strategy, kind, tier, one), Decimal(1)) for one in who)
        row = {**dated(period, by), **sent(strategy, period, by, view), **counts(found)}
        answer.append(row)
    number = {row["starts_on"]: row["count"] for row in answer}
    for row in answer:
        begins = row["starts_on"]
        before = number.get(begins.replace(year=begins.year - 1), 0) if begins else 0
        row["change"] = row["count"] / before - 1 if before else None
    return in_order(answer)


def awards(
    strategy: str,
    by: str,
    kind: str,
    tier: int | None = None,
    organisations: Sequence[str] | None = None,
) -> list[Row]:
    asked = asked_about(strategy, by, kind, tier)
    return [{**of, **row} for of in asked for row in _awards(strategy, of, organisations)]


def _awards(strategy: str, of: Row, organisations: Sequence[str] | None) -> list[Row]:
    by, kind, tier = of["span"], of["kind"], of["tier"]
    awarded = [
        one
        for one in contracts_in_view(strategy, organisations)
        if not one["ceiling"] and not (one["why"] or "").startswith("Listed by another")
    ]
    answer = []
    for period in {period_of(one["award"], by) for one in awarded}:
        some = [one for one in awarded if period_of(one["award"], by) == period]
        found = parts((of_kind(strategy, kind, tier, winner(one)), Decimal(1)) for one in some)
        answer.append({**dated(period, by), **counts(found)})
    return in_order(answer)


def winner(one: Row) -> str | None:
    """The first supplier of a register's contract; one known by its records alone has none."""
    return firm(one["supplier"]) if not one["in"] and is_named(one) else None


def social_value(
    strategy: str, years: int, organisations: Sequence[str] | None = None
) -> list[Row]:
    counted = [one for one in contracts_in_view(strategy, organisations) if one["why"] is None]
    periods = {period_of(one["award"], "year") for one in counted}
    answer = []
    for period in periods:
        wanted = [period]
        if period:
            first = int(period[:4])
            wanted = [f"{y}/{str(y + 1)[2:]}" for y in range(first - years + 1, first + 1)]
        some = [one for one in counted if period_of(one["award"], "year") in wanted]
        whole = len(set(wanted) & periods) == years
        committed = total((one for one in some if one["committed"] is not None), "committed")
        value = total(some, "value")
        answer.append(
            {
                **dated(period, "year"),
                "pounds": committed if whole else None,
                "share": float(committed) / float(value) if whole else None,
                "known": sum(one["committed"] is not None for one in some),
                "whole": len(some),
            }
        )
    return in_order(answer)
