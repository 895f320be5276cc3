"""Suppliers that may be one: suggested from a build, for an officer to confirm or reject."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from data import ledger
from data.engine import connect_to_read
from data.ledger import SupplierDecision
from data.matching import suggest
from data.refused import Refused
from data.store import Store

PAIRS_SUGGESTED = 200

# Who could be one with another: people are not named, "Various" is nobody, and who was never paid
# matters to nobody.
_SUPPLIERS = """
with paid as (
    select supplier_id, sum(amount) as amount
    from payment
    where supplier_id is not null
    group by supplier_id
)
select
    supplier.supplier_id,
    supplier.anchor,
    supplier.supplier_key,
    supplier.name,
    normal_name(supplier.name) as name_key,
    supplier.names_seen,
    supplier.postcode,
    supplier.company_number,
    supplier.charity_number,
    supplier.supplier_numbers,
    supplier.organisations,
    paid.amount::decimal(18, 2) as amount,
    false as is_person
from paid
inner join supplier using (supplier_id)
where not coalesce(supplier.individual, false) and not supplier.is_catch_all
"""
_KEPT_APART = """
select one.supplier_id, other.supplier_id
from supplier_decision as decision
inner join supplier_key as one on short_id(decision.one) = one.supplier_key
inner join supplier_key as other on short_id(decision.other) = other.supplier_key
where not decision.is_same
"""
# A number that was not trusted to join, since unlike names bear it; of a dozen there is no asking.
_ONE_NUMBER = """
with borne as (
    select distinct attribute, value, supplier_id
    from supplier_claim
    where attribute in ('company_number', 'charity_number')
    qualify count(distinct supplier_id) over (partition by attribute, value) between 2 and 10
)
select
    one.supplier_id,
    other.supplier_id,
    'Files give both the ' || replace(one.attribute, '_', ' ') || ' ' || one.value
from borne as one
inner join borne as other
    on one.attribute = other.attribute
    and one.value = other.value
    and one.supplier_id < other.supplier_id
order by 1, 2, 3
"""
_NUMBER_SCORE = 60.0  # as sure as a mere maybe of the names


@dataclass(frozen=True)
class Side:
    """One of two suppliers, with what speaks for or against; `amount` is all it was paid, in
    pounds. `anchor` is the key a decision is recorded under."""

    anchor: str
    supplier_key: str
    name: str
    names_seen: tuple[str, ...]
    postcode: str | None
    company_number: str | None
    charity_number: str | None
    supplier_numbers: tuple[str, ...]
    organisations: tuple[str, ...]
    amount: Decimal


@dataclass(frozen=True)
class Pair:
    """Two suppliers that may be one: how alike they are (0 to 100), and in what."""

    one: Side
    other: Side
    score: float
    reason: str

    def decided(self, is_same: bool, by: str) -> SupplierDecision:
        """The officer's word on it, to be recorded."""
        return SupplierDecision(
            0, self.one.anchor, self.other.anchor, self.one.name, self.other.name, is_same, by,
            ledger.now(),
        )  # fmt: skip


def suspected(store: Store) -> tuple[Pair, ...]:
    """Pairs of suppliers of the served build that may be one, those that would bring most first.
    What an officer kept apart is not suggested again. Raises Refused where nothing is published."""
    build = ledger.served_build(store)
    if build is None:
        raise Refused("Nothing has been published yet, so there are no suppliers to compare.")
    return _suspected_in(store.build_file(build))


# A build never changes, so what is suspected in it does not either.
@lru_cache(maxsize=4)
def _suspected_in(build: Path) -> tuple[Pair, ...]:
    con = connect_to_read(build)
    try:
        suppliers = con.sql(_SUPPLIERS).to_arrow_table()
        apart = {frozenset(pair) for pair in con.execute(_KEPT_APART).fetchall()}
        numbered = con.execute(_ONE_NUMBER).fetchall()
    finally:
        con.close()
    sides = {row["supplier_id"]: row for row in suppliers.to_pylist()}
    found = {
        frozenset((one, other)): (_NUMBER_SCORE, reason)
        for one, other, reason in numbered
        if one in sides and other in sides
    }
    for pair in suggest(suppliers, PAIRS_SUGGESTED + len(apart)).to_pylist():
        found[frozenset((pair["left_id"], pair["right_id"]))] = pair["score"], pair["reason"]
    pairs = [
        Pair(*_larger_first([_side(sides[number]) for number in sorted(both)]), score, reason)
        for both, (score, reason) in found.items()
        if both not in apart
    ]
    pairs.sort(key=lambda pair: (-pair.other.amount, -pair.score, pair.one.name, pair.other.name))
    return tuple(pairs[:PAIRS_SUGGESTED])


def _larger_first(both: list[Side]) -> list[Side]:
    return sorted(both, key=lambda side: -side.amount)


def _side(row: dict) -> Side:
    lists = ("names_seen", "supplier_numbers", "organisations")
    fields = {name: row[name] for name in Side.__dataclass_fields__ if name not in lists}
    return Side(**fields, **{name: tuple(row[name] or ()) for name in lists})
