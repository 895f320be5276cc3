"""Who is who in the files of the town, by hand."""

from __future__ import annotations

from collections import Counter
from functools import cache
from hashlib import md5

from tests.queries.dull.places import is_named, joined
from tests.queries.dull.rows import Row, firm, rows_of

KINDS = ("spend", "suppliers", "contracts", "social_value")
# Names that a file gives to nobody in particular.
CATCH_ALL = ("sundry", "various")


@cache
def paid_firms() -> frozenset[str]:
    return frozenset(firm(row["supplier"]) for row in rows_of("spend") if is_named(row))


@cache
def every_row() -> list[Row]:
    """Every row of every kind that names a supplier, with whom it stands for."""
    rows = [{**row, "kind": kind} for kind in KINDS for row in rows_of(kind) if is_named(row)]
    return [{**row, "who": who_of(row)} for row in rows]


def who_of(row: Row) -> str:
    """By name, where that name was paid; else who is paid under its number or company number."""
    name = firm(row["supplier"])
    if name in paid_firms():
        return name
    place = (row["upload"], row["row"])
    for who, (by_number, by_company, _) in joined().items():
        if who in paid_firms() and any(
            (told["upload"], told["row"]) == place for told in (*by_number, *by_company)
        ):
            return who
    return name


def rows_of_supplier(who: str | None) -> list[Row]:
    return [row for row in every_row() if row["who"] == who]


def hashed(key: str) -> str:
    return md5(key.encode()).hexdigest()[:16]


def name_key(row: Row) -> str:
    name = firm(row["supplier"])
    if not name.startswith(CATCH_ALL):
        return f"name {name}"
    return ", ".join(filter(None, (f"name {name}", row["organisation"], row["number"])))


def anchor_of(who: str) -> str:
    """The first of its names by the alphabet, by which suppliers are numbered."""
    return min(name_key(row) for row in rows_of_supplier(who))


def key_of(who: str) -> str:
    return hashed(anchor_of(who))


@cache
def whose(supplier_key: str) -> str | None:
    """Who is found by a key: of a name, of a number that one supplier alone has, of a company."""
    found = set()
    for row in every_row():
        keys = [name_key(row)]
        keys += [f"number {row['number']} of {row['organisation']}"] if row["number"] else []
        keys += [f"company {row['company']}"] if row["company"] else []
        if supplier_key in map(hashed, keys):
            found.add(row["who"])
    return found.pop() if len(found) == 1 else None


def names_seen(who: str) -> list[str]:
    return sorted({row["supplier"] for row in rows_of_supplier(who)})


def shown_name(who: str) -> str:
    """The name of most payments."""
    times: Counter[tuple] = Counter()
    for row in rows_of_supplier(who):
        named = tuple(row[field] for field in ("supplier", "organisation", "number", "company"))
        times[named] += row["kind"] == "spend"
    return max((count, named[0]) for named, count in times.items())[1]
