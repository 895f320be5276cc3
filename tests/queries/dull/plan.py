"""What a strategy's file holds, its levels, and the contracts it wants reviewed, by hand."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from tests.queries.dull.contracts import contracts_in_view
from tests.queries.dull.places import strategies
from tests.queries.dull.rows import Row, total


def plan(strategy: str) -> list[Row]:
    one = strategies()[strategy]
    return [
        {
            "strategy": strategy,
            **{key: one[key] for key in ("council", "document", "first_year", "last_year")},
            "milestones_called": one.get("milestones_called"),
            "milestones": len(one.get("milestone", [])),
            "behaviours": len(one.get("maturity", [])),
            "has_review": "contract_review" in one,
        }
    ]


def levels(strategy: str) -> list[Row]:
    names = strategies()[strategy].get("maturity_levels", [])
    return [{"place": place, "level": name} for place, name in enumerate(names, start=1)]


def months_before(day: date, months: int) -> date:
    """The same day so many months before, or the last of a month too short for it."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _reviewed(
    strategy: str, as_of: date, organisations: Sequence[str] | None
) -> Iterator[tuple[Row, str, date | None, date | None]]:
    """Each contract of a register, once: how it stands, and from when till when it is reviewed."""
    review = strategies()[strategy].get("contract_review")
    if not review:
        return
    for one in contracts_in_view(strategy, organisations):
        if one["in"] or one["why"] == "Listed by another partner too: counted there":
            continue
        end = one["end"]
        if end is None:
            yield one, "End not known", None, None
            continue
        first = months_before(end, review["earliest_months"])
        last = months_before(end, review["latest_months"])
        if end < as_of:
            standing = "Ended"
        elif as_of < first:
            standing = "Later"
        else:
            standing = "Due" if as_of <= last else "Time has passed"
        yield one, standing, first, last


def reviews_due(
    strategy: str, as_of: date, organisations: Sequence[str] | None = None
) -> list[Row]:
    found = [
        (standing, one["end"], one["id"], first, last, one)
        for one, standing, first, last in _reviewed(strategy, as_of, organisations)
        if standing in ("Due", "Time has passed")
    ]
    return [
        {
            "reference": one["reference"],
            "title": one["title"],
            "organisation": one["organisation"],
            "suppliers": "; ".join(sorted(one["suppliers"])),
            "contract_value": one["value"],
            "review_from": first,
            "review_by": last,
            "end_date": end,
            "standing": standing,
            "file_name": one["file"],
            "sheet": "",
            "source_row": one["row"],
        }
        for standing, end, _, first, last, one in sorted(found, key=lambda f: f[:3])
    ]


def reviews_summary(
    strategy: str, as_of: date, organisations: Sequence[str] | None = None
) -> list[Row]:
    review = strategies()[strategy].get("contract_review")
    if not review:
        return []
    every = [(one, standing) for one, standing, *_ in _reviewed(strategy, as_of, organisations)]
    count = [standing for _, standing in every].count
    due = [one for one, standing in every if standing == "Due"]
    return [
        {
            **review,
            "contracts": len(every),
            "due": count("Due"),
            "due_value": total(due, "value").quantize(Decimal("0.01")),
            "time_has_passed": count("Time has passed"),
            "later": count("Later"),
            "ended": count("Ended"),
            "end_not_known": count("End not known"),
        }
    ]
