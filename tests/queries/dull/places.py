"""Where suppliers are, what the strategies say, and which lines a view of spend holds."""

from __future__ import annotations

import csv
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from data.geography import area_codes
from tests.queries.dull.rows import Row, firm, has_term, month_of, rows_of
from tests.queries.town import STRATEGIES

REFERENCE = Path("data/reference")
ROOT = Path(__file__).resolve().parents[3]
ELSEWHERE, NOT_KNOWN = 98, 99


@cache
def strategies() -> dict[str, Row]:
    """Every strategy by its id, those that come with the project and the town's, as written."""
    texts = [p.read_text(encoding="utf-8") for p in (ROOT / "data/strategies").glob("*.toml")]
    read = [tomllib.loads(t, parse_float=Decimal) for t in (*texts, *STRATEGIES.values())]
    return {one["id"]: one for one in read}


def social_value_threshold(strategy: str) -> Row | None:
    """The threshold past which social value is expected, as written."""
    written = strategies()[strategy].get("threshold", [])
    return next((one for one in written if one["id"] == "social_value"), None)


@cache
def shared_lists() -> Row:
    path = ROOT / "data/strategies/shared/not_procurement.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def left_out_lists(strategy: str) -> list[Row]:
    scope = strategies()[strategy]["scope"]
    return [shared_lists()[name] for name in scope.get("leave_out", ())] + [
        *scope.get("also_leave_out", ())
    ]


def tier_names(strategy: str) -> dict[int, str]:
    names = {tier["rank"]: tier["name"] for tier in strategies()[strategy]["tier"]}
    return {**names, ELSEWHERE: "Elsewhere", NOT_KNOWN: "Not known"}


def is_local(strategy: str, tier: int) -> bool:
    return tier <= strategies()[strategy]["headline_tier"]


def tier_of(strategy: str, postcode: str | None, area: str | None) -> int:
    """The first tier that holds a place."""
    for tier in sorted(strategies()[strategy]["tier"], key=lambda tier: tier["rank"]):
        codes = {code for name in tier.get("areas", ()) for code in area_codes(name)}
        outward = (postcode or " ").split()[0] if postcode else ""
        letters = re.match("[A-Z]*", outward)[0]
        if (
            area in codes
            or letters in tier.get("postcode_areas", ())
            or outward in tier.get("postcode_districts", ())
        ):
            return tier["rank"]
    return NOT_KNOWN if area is None else ELSEWHERE


def tiers_possible(strategy: str, postcode: str | None, area: str | None) -> set[int]:
    """Every tier a supplier may lie in: where a sector or district lies across borders, one for
    each authority in it; any tier where nothing is known."""
    if area is None:
        return {1, min(tier_of(strategy, postcode, None), ELSEWHERE)}
    return {tier_of(strategy, postcode, one) for one in areas_possible(postcode)}


def areas_possible(postcode: str) -> set[str]:
    outward, _, inward = postcode.partition(" ")
    part = f"{outward} {inward[:1]}"
    known = reference("postcode_sector")
    sectors = [part] if part in known else [one for one in known if one.split()[0] == outward]
    return {
        row["area_code"]
        for sector in sectors
        for row in (split_sectors().get(sector) or [known[sector]])
    }


@cache
def split_sectors() -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    path = ROOT / REFERENCE / "postcode_split.csv"
    for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
        found[row["postcode_sector"]].append(row)
    return found


@cache
def reference(name: str) -> dict[str, Row]:
    with (ROOT / REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return {next(iter(row.values())): row for row in csv.DictReader(file)}


def area_of(postcode: str | None) -> str | None:
    """By sector, then by district; None where neither is in the reference."""
    if postcode is None:
        return None
    outward, _, inward = postcode.partition(" ")
    sector = reference("postcode_sector").get(f"{outward} {inward[:1]}")
    district = reference("postcode_district").get(outward)
    return (sector or district or {"area_code": None})["area_code"]


@dataclass(frozen=True)
class Place:
    postcode: str | None = None
    area: str | None = None
    sme: bool | None = None
    vcse: bool | None = None


@cache
def joined() -> dict[str, tuple[list[Row], list[Row], list[Row]]]:
    """The rows that say something of each supplier: by number, by company number, by name."""
    paid = rows_of("spend")
    told = [row for kind in ("suppliers", "contracts") for row in rows_of(kind)]
    told += [row for row in paid if row["postcode"] or row["company"]]
    known = [row for row in [*paid, *told, *rows_of("social_value")] if is_named(row)]
    were_paid = {firm(row["supplier"]) for row in paid if is_named(row)}
    by_number: dict[object, set[str]] = defaultdict(set)
    for row in paid:
        if row["number"] and is_named(row):
            by_number[(row["organisation"], row["number"])].add(firm(row["supplier"]))
    by_company: dict[object, set[str]] = defaultdict(set)
    for row in told:
        if row["company"] and is_named(row) and firm(row["supplier"]) in were_paid:
            by_company[row["company"]].add(firm(row["supplier"]))
    return {
        supplier: (
            [r for r in told if by_number[(r["organisation"], r["number"])] == {supplier}],
            [r for r in told if by_company[r["company"]] == {supplier}],
            [r for r in told if is_named(r) and firm(r["supplier"]) == supplier],
        )
        for supplier in {firm(row["supplier"]) for row in known}
    }


@cache
def places() -> dict[str, Place]:
    """Where each supplier is: by number, then by company number, then by name; of several
    postcodes the one told most often, the fuller and then the first in the alphabet."""
    found = {}
    for supplier, joins in joined().items():
        seen = next((c for c in map(postcodes, joins) if c), Counter())
        best = sorted(seen, key=lambda code: (-seen[code], -len(code), code))
        postcode = best[0] if best else None
        sme, vcse = (most_say(joins, flag) for flag in ("sme", "vcse"))
        found[supplier] = Place(postcode, area_of(postcode), sme, vcse)
    return found


def most_say(joins: Sequence[list[Row]], flag: str) -> bool | None:
    """Yes or no as most rows say of the first join in which any does; None where they are even."""
    for rows in joins:
        yes, no = (sum(row[flag] == word for row in rows) for word in ("Yes", "No"))
        if yes or no:
            return None if yes == no else yes > no
    return None


def is_named(row: Row) -> bool:
    return bool(row["supplier"]) and not row["redacted"]


def postcodes(rows: Iterable[Row]) -> Counter[str]:
    return Counter(str(row["postcode"]).upper() for row in rows if row["postcode"])


@cache
def judged(strategy: str) -> list[Row]:
    """Every payment line with supplier, place, tier and why it is left out (None: it counts)."""
    scope = strategies()[strategy]["scope"]
    lines = rows_of("spend")
    sizes: dict[object, Decimal] = defaultdict(Decimal)
    for line in lines:
        sizes[payment_of(line)] += line["amount"]
    for line in lines:
        size = abs(sizes[payment_of(line)])
        line["left_out"] = why_left_out(strategy, scope, line, size)
        line["who"] = firm(line["supplier"]) if is_named(line) else None
        place = places().get(line["who"], Place())
        line["area"] = place.area
        line["tier"] = tier_of(strategy, place.postcode, place.area)
        line["tiers"] = tiers_possible(strategy, place.postcode, place.area)
        line["directorate"] = line["directorate"] or "Not stated"
        line["category"] = line["category"] or "Not stated"
    return lines


def payment_of(line: Row) -> tuple:
    """The lines of one transaction with one supplier on one day, else the line by itself."""
    if line["transaction"] is None:
        return line["upload"], line["row"]
    return line["organisation"], line["transaction"], line["supplier"], line["date"]


def why_left_out(strategy: str, scope: Row, line: Row, size: Decimal) -> str | None:
    lists = left_out_lists(strategy)
    for one in lists:
        if has_term(line["supplier"], one.get("suppliers", ())):
            return one["reason"]
    for one in lists:
        if has_term(line["category"], one.get("categories", ())):
            return one["reason"]
    smallest = scope.get("smallest_payment")
    if smallest is not None and scope["operator"] == "from" and size < smallest:
        return f"Payments under £{smallest:,}"
    if smallest is not None and scope["operator"] == "over" and size <= smallest:
        return f"Payments of £{smallest:,} or less"
    return None


def in_view(
    strategy: str,
    organisations: Sequence[str] | None = None,
    date_from: date | None = None,
    date_to: date | None = None,
    directorate: str | None = None,
    category: str | None = None,
) -> list[Row]:
    """Lines a view holds, left out or not. Dates choose the whole months they fall in."""
    return [
        line
        for line in judged(strategy)
        if (organisations is None or line["organisation"] in organisations)
        and (directorate is None or line["directorate"] == directorate)
        and (category is None or line["category"] == category)
        and in_dates(line["date"], date_from, date_to)
    ]


def in_dates(when: date | None, date_from: date | None, date_to: date | None) -> bool:
    if when is None:
        return date_from is None and date_to is None
    return (date_from is None or month_of(when) >= month_of(date_from)) and (
        date_to is None or month_of(when) <= date_to
    )


def counting(strategy: str, **view: object) -> list[Row]:
    return [line for line in in_view(strategy, **view) if line["left_out"] is None]


def suppliers_of(lines: Iterable[Row]) -> int:
    return len({line["who"] for line in lines if line["who"]})


def grouped(lines: Iterable[Row], *fields: str) -> dict[tuple, list[Row]]:
    groups: dict[tuple, list[Row]] = defaultdict(list)
    for line in lines:
        groups[tuple(line[field] for field in fields)].append(line)
    return groups
