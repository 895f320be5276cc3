"""What other definitions of local would say, by hand."""

from __future__ import annotations

from decimal import Decimal
from math import asin, cos, radians, sin, sqrt

from tests.queries.dull.areas import middle_of
from tests.queries.dull.places import (
    NOT_KNOWN,
    Place,
    areas_possible,
    counting,
    grouped,
    is_local,
    places,
    reference,
    strategies,
    suppliers_of,
    tier_names,
    tier_of,
    tiers_possible,
)
from tests.queries.dull.rows import Row, share, total, year_of, year_starts
from tests.queries.dull.who import key_of, shown_name

ALL = Decimal("0.00")


def of_strategies(strategy: str, **view: object) -> list[Row]:
    """The same lines, under each strategy's tiers in turn."""
    lines = counting(strategy, **view)
    answer = []
    for name, one in strategies().items():
        judged = []
        for line in lines:
            place = places().get(line["who"], Place()) if line["who"] else Place()
            tiers = tiers_possible(name, place.postcode, place.area)
            tier = tier_of(name, place.postcode, place.area)
            judged.append({**line, "tier": tier, "tiers": tiers})
        headline = one["headline_tier"]
        sums = sides(
            judged,
            [ln["tier"] != NOT_KNOWN for ln in judged],
            [ln["tier"] <= headline for ln in judged],
            [max(ln["tiers"]) <= headline for ln in judged],
            [min(ln["tiers"]) <= headline for ln in judged],
        )
        if lines:
            answer.append(
                {
                    "strategy": name,
                    "council": one["council"],
                    "title": one["title"],
                    "headline_name": tier_names(name)[headline],
                    **sums,
                    "first_year": one["first_year"],
                }
            )
    answer.sort(key=lambda row: (row["council"], row.pop("first_year"), row["strategy"]))
    return answer


def sides(
    lines: list[Row], placed: list[bool], local: list[bool], surely: list[bool], may: list[bool]
) -> Row:
    def of(which: list[bool]) -> Decimal:
        return total(line for line, yes in zip(lines, which, strict=True) if yes)

    amount, known, inside, sure, maybe = total(lines), *map(of, (placed, local, surely, may))
    enough = amount >= known and maybe >= inside + amount - known >= amount - known
    return {
        "amount": amount,
        "known": known,
        "local": inside,
        "share_known": share(known, amount),
        "local_share": share(inside, known),
        "lowest": share(sure, amount) if amount >= known and inside >= sure else None,
        "highest": share(maybe, amount) if enough else None,
        "local_suppliers": suppliers_of(
            line for line, yes in zip(lines, local, strict=True) if yes
        ),
    }


def judge(line: Row, area_codes, postcode_areas, latitude, longitude, radius_km) -> tuple:
    """Whether a line's supplier is placed, is local, surely is, and may be."""
    place = places().get(line["who"], Place()) if line["who"] else Place()
    codes = set(area_codes or ())
    letters = (place.postcode or "").split(" ")[0].rstrip("0123456789")
    by_postcode = bool(place.postcode) and letters_of(letters) in (postcode_areas or ())
    middle = middle_of(place.postcode) if place.postcode else None
    away = reach = None
    if middle and None not in (latitude, longitude, radius_km):
        here = float(middle["latitude"]), float(middle["longitude"])
        away, reach = kilometres(*here, latitude, longitude), float(middle["reach_km"])
    possible = areas_possible(place.postcode) if place.area else set()
    near = away is not None and away <= radius_km
    return (
        bool(place.area) or by_postcode or near,
        by_postcode or place.area in codes or near,
        by_postcode
        or (bool(place.area) and possible <= codes)
        or (away is not None and away + reach <= radius_km),
        not place.area
        or by_postcode
        or bool(possible & codes)
        or (away is not None and away - reach <= radius_km),
    )


def letters_of(outward: str) -> str:
    return "".join(c for c in outward if c.isalpha()) if outward else ""


def kilometres(north: float, east: float, other_north: float, other_east: float) -> float:
    """By the haversine, on a globe of 6,371 km."""
    one, other = radians(north), radians(other_north)
    half = sin((other - one) / 2) ** 2
    half += cos(one) * cos(other) * sin(radians(other_east - east) / 2) ** 2
    return 2 * 6371 * asin(sqrt(half))


def by_year(
    strategy: str,
    area_codes: list[str] | None = None,
    postcode_areas: list[str] | None = None,
    latitude: float | None = None,
    longitude: float | None = None,
    radius_km: float | None = None,
    **view: object,
) -> list[Row]:
    lines = counting(strategy, **view)
    made_of = (area_codes, postcode_areas, latitude, longitude, radius_km)

    def row(year: str | None, some: list[Row]) -> Row:
        judged = [judge(line, *made_of) for line in some]
        columns = [list(column) for column in zip(*judged, strict=True)] or [[], [], [], []]
        starts = year_starts(year) if year else None
        return {"financial_year": year, "starts_on": starts, **sides(some, *columns)}

    dated = [{**line, "year": year_of(line["date"])} for line in lines if line["date"]]
    years = sorted(grouped(dated, "year").items())
    return [row(None, lines), *(row(year, some) for (year,), some in years)]


def moves(
    strategy: str,
    other: str | None = None,
    area_codes: list[str] | None = None,
    postcode_areas: list[str] | None = None,
    latitude: float | None = None,
    longitude: float | None = None,
    radius_km: float | None = None,
    **view: object,
) -> list[Row]:
    made_of = (area_codes, postcode_areas, latitude, longitude, radius_km)
    answer = []
    for (who,), some in grouped(counting(strategy, **view), "who").items():
        if who is None:
            continue
        place = places()[who]
        there = judge(some[0], *made_of)[1]
        if other is not None:
            there = other in strategies() and is_local(
                other, tier_of(other, place.postcode, place.area)
            )
        if is_local(strategy, some[0]["tier"]) != there:
            area = reference("area").get(place.area)
            answer.append(
                {
                    "supplier_key": key_of(who),
                    "name": shown_name(who),
                    "place": area["name"] if area else None,
                    "postcode": place.postcode,
                    "becomes_local": there,
                    "amount": total(some),
                }
            )
    becomes = total(row for row in answer if row["becomes_local"])
    ceases = total(row for row in answer if not row["becomes_local"])
    sums = {"of_how_many": len(answer), "becomes_amount": becomes, "ceases_amount": ceases}
    rows = [{**row, **sums} for row in answer]
    return sorted(rows, key=lambda row: (-row["amount"], row["supplier_key"]))


def centre(centre: str) -> list[Row]:
    middle = middle_of(centre)
    if middle is None:
        return []
    return [{axis: float(middle[axis]) for axis in ("latitude", "longitude")}]
