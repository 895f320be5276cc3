"""What the sidebar offers and what a strategy says, by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from data.geography import area_codes
from tests.queries.dull.contracts import contracts
from tests.queries.dull.places import (
    grouped,
    in_view,
    is_local,
    social_value_threshold,
    strategies,
    tier_names,
)
from tests.queries.dull.rows import (
    Row,
    month_end,
    month_of,
    quarter_of,
    quarter_starts,
    rows_of,
    total,
    year_of,
    year_starts,
)
from tests.queries.town import FILES


def chosen_lines(
    organisations: Sequence[str] | None = None,
    date_from: date | None = None,
    date_to: date | None = None,
) -> list[Row]:
    """Every line received, in scope or not: any strategy sees them all."""
    return in_view("made-up-areas", organisations, date_from, date_to)


def parts(part_of: str, **view: object) -> list[Row]:
    answer = [
        {"part": value, "amount": total(lines), "lines": len(lines)}
        for (value,), lines in grouped(chosen_lines(**view), part_of).items()
    ]
    return sorted(answer, key=lambda row: (-row["amount"], row["part"]))


def organisations(strategy: str) -> list[Row]:
    own = strategies()[strategy]["organisations"]
    names = {line["organisation"] for line in chosen_lines()} | {
        one["organisation"] for one in contracts()
    }
    answer = []
    for name in names:
        lines = chosen_lines([name])
        answer.append(
            {
                "organisation": name,
                "is_own": name in own,
                "lines": len(lines),
                "amount": total(lines),
            }
        )
    return sorted(answer, key=lambda r: (not r["is_own"], -r["amount"], r["organisation"]))


def periods(organisations: Sequence[str] | None = None) -> list[Row]:
    dated = [line["date"] for line in chosen_lines(organisations) if line["date"]]
    years, quarters = Counter(map(year_of, dated)), Counter(map(quarter_of, dated))
    answer = []
    for year in sorted(years, reverse=True):
        starts = year_starts(year)
        ends = date(starts.year + 1, 3, 31)
        answer.append(
            {
                "period": year,
                "kind": "year",
                "date_from": starts,
                "date_to": ends,
                "lines": years[year],
            }
        )
        for quarter in sorted((q for q in quarters if q.startswith(year)), reverse=True):
            starts = quarter_starts(quarter)
            answer.append(
                {
                    "period": quarter,
                    "kind": "quarter",
                    "date_from": starts,
                    "date_to": month_end(month_of(starts + timedelta(days=62))),
                    "lines": quarters[quarter],
                }
            )
    return answer


def data_to() -> list[Row]:
    dates = [line["date"] for line in rows_of("spend") if line["date"]]
    return [
        {
            "data_to": max(dates),
            "data_from": min(dates),
            "is_sample": False,
            "uploads": len(FILES),
        }
    ]


def strategy_list() -> list[Row]:
    present = {row["organisation"] for row in organisations("made-up-areas")}
    answer = []
    for key, one in strategies().items():
        names = tier_names(key)
        threshold = social_value_threshold(key) or {}
        answer.append(
            {
                "strategy": key,
                "council": one["council"],
                "title": one["title"],
                "document": one["document"],
                "first_year": one["first_year"],
                "last_year": one["last_year"],
                "headline_tier": one["headline_tier"],
                "headline_name": names[one["headline_tier"]],
                "local_name": ", ".join(n for tier, n in names.items() if is_local(key, tier)),
                "smallest_payment": in_pounds(one["scope"].get("smallest_payment")),
                "smallest_payment_operator": one["scope"].get("operator", "from"),
                "sv_threshold": in_pounds(threshold.get("amount")),
                "sv_operator": threshold.get("operator"),
                "own_organisations_with_data": len(present & set(one["organisations"])),
            }
        )
    return sorted(answer, key=lambda r: (r["council"], r["first_year"], r["strategy"]))


def in_pounds(number: int | Decimal | None) -> Decimal | None:
    return None if number is None else Decimal(number)


def assumptions(strategy: str) -> list[Row]:
    return [{"assumption": text} for text in strategies()[strategy].get("assumptions", ())]


def _measure(strategy: str, measure: str) -> Row:
    return next((m for m in strategies()[strategy]["measure"] if m["id"] == measure), {})


def measure(strategy: str, measure: str) -> list[Row]:
    found = _measure(strategy, measure)
    tolerance = found.get("tolerance")
    said = {key: found.get(key) for key in ("name", "why", "how", "unit", "polarity", "source")}
    answer = {
        "measure": measure,
        **said,
        "tolerance": None if tolerance is None else float(tolerance),
        "tolerance_is_ours": found.get("tolerance_is_ours", False),
        "target_note": found.get("target_note", ""),
    }
    return [answer] if found else []


def points(strategy: str, measure: str | None = None, organisation: str | None = None) -> list[Row]:
    ids = [measure] if measure else [one["id"] for one in strategies()[strategy]["measure"]]
    last = 1000
    return sorted(
        (point for one in ids for point in _points(strategy, one, organisation)),
        key=lambda r: (r["financial_year"], r["kind"], r["tier"] or last, r["measure"]),
    )


def _points(strategy: str, measure: str, organisation: str | None) -> list[Row]:
    is_whole = organisation is None or strategies()[strategy]["organisations"] == [organisation]
    found = _measure(strategy, measure)
    kinds = [("baseline", [found["baseline"]] if "baseline" in found else [])]
    kinds += [("target", found.get("target", [])), ("published", found.get("published", []))]
    kinds.append(("target", list(_standing(strategies()[strategy], found))))
    return [
        {
            "measure": measure,
            "kind": kind,
            "financial_year": point["year"],
            "value": float(point["value"]),
            "tier": point.get("tier"),
            "tier_name": tier_names(strategy).get(point.get("tier")),
            "note": point.get("note", ""),
            "source": point["source"],
            "of_several": "organisation" not in point
            and len(strategies()[strategy]["organisations"]) > 1,
        }
        for kind, some in kinds
        for point in some
        if ("organisation" in point and point["organisation"] == organisation)
        or ("organisation" not in point and (is_whole or kind == "target"))
    ]


def _standing(strategy: Row, measure: Row) -> Iterator[Row]:
    """What a rule asks of every year alike, in the years that have no target of their own."""
    rule = measure.get("rule", {})
    if rule.get("kind") not in ("at_least", "at_most"):
        return
    own = [target["year"] for target in measure.get("target", [])]
    year = strategy["first_year"]
    while year <= strategy["last_year"]:
        if year not in own:
            yield {**rule, "year": year}
        after = int(year[:4]) + 1
        year = f"{after}/{str(after + 1)[2:]}"


def tiers(strategy: str) -> list[Row]:
    return [
        {
            "tier": tier["rank"],
            "tier_name": tier["name"],
            "is_local": is_local(strategy, tier["rank"]),
            "is_headline": tier["rank"] == strategies()[strategy]["headline_tier"],
            "area_codes": sorted({c for n in tier.get("areas", ()) for c in area_codes(n)}),
            "postcode_areas": sorted(tier.get("postcode_areas", ())),
            "postcode_districts": sorted(tier.get("postcode_districts", ())),
            "centre": tier.get("centre"),
            "latitude": None,
            "longitude": None,
            "radius_km": tier.get("radius_km"),
            "source": tier["source"],
        }
        for tier in strategies()[strategy]["tier"]
    ]
