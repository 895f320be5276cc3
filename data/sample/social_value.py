"""Social-value records: what is committed on each contract, measure by measure, and delivered.

The measures, their units and what a unit is worth are invented; they are nobody's catalogue.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.sample.categories import CATEGORIES
from data.sample.contracts import AS_OF, Contract
from data.sample.group import Group
from data.sample.names import written
from data.sample.suppliers import Pool
from data.sample.table import Table


@dataclass(frozen=True)
class Measure:
    """Something a supplier may promise. `worth` is the pence we let one unit stand for."""

    reference: str
    name: str
    unit: str
    worth: int


MEASURES = (
    Measure("INV-1", "People from the area given work", "posts for a year", 20_000_00),
    Measure("INV-2", "Apprentices taken on", "weeks", 150_00),
    Measure("INV-3", "Spend passed on to firms in the area", "pounds", 50),
    Measure("INV-4", "Hours given to community projects", "hours", 12_00),
    Measure("INV-5", "Young people helped towards work", "people", 500_00),
    Measure("INV-6", "Carbon saved", "tonnes", 80_00),
    Measure("INV-7", "Places for people long out of work", "places", 6_000_00),
    Measure("INV-8", "Money and goods given to local groups", "pounds", 100),
)

_FIELDS = (
    "organisation", "contract_reference", "project", "supplier", "measure_reference", "measure",
    "unit", "award_date", "contract_value", "category", "target_number", "committed",
    "delivered_number", "delivered", "evidenced",
)  # fmt: skip


def record_table(
    rng: np.random.Generator,
    group: Group,
    member: int,
    contracts: tuple[Contract, ...],
    pool: Pool,
) -> Table:
    """One council's records: a row for each contract it keeps the record of and each measure."""
    table: Table = {field: [] for field in _FIELDS}
    for contract in contracts:
        if contract.members[0] == member and contract.committed is not None:
            _add_contract(rng, group, member, contract, pool, table)
    return table


def _add_contract(
    rng: np.random.Generator,
    group: Group,
    member: int,
    contract: Contract,
    pool: Pool,
    table: Table,
) -> None:
    count = int(rng.integers(2, 6))
    chosen = sorted(rng.choice(len(MEASURES), count, replace=False).tolist())
    parts = rng.dirichlet(np.full(count, 2.0)) * contract.committed
    committed = [int(part) // 100 * 100 for part in parts]
    committed[0] += contract.committed - sum(committed)
    committed: list[int | None]
    if rng.random() < 0.05 and count < len(MEASURES):
        # Something done that nobody had promised.
        chosen.append(next(n for n in range(len(MEASURES)) if n not in chosen))
        committed.append(None)
    seller = pool.firms[contract.firms[0]]
    gone = (AS_OF - contract.start).days / max((contract.end - contract.start).days, 1)
    gone = min(max(gone, 0.0), 1.0)
    for turn, (number, promised) in enumerate(zip(chosen, committed, strict=True)):
        measure = MEASURES[number]
        done = _delivered(rng, promised, gone, contract)
        values = {
            "organisation": group.members[member].organisation,
            "contract_reference": contract.reference,
            "project": contract.title,
            "supplier": written(seller.name, seller.ending, group.list_names),
            "measure_reference": measure.reference,
            "measure": measure.name,
            "unit": measure.unit,
            "award_date": contract.award,
            "contract_value": contract.also_valued
            if turn == 1 and contract.also_valued
            else contract.value,
            "category": CATEGORIES[contract.category].group,
            "target_number": _number(promised, measure),
            "committed": promised,
            "delivered_number": _number(done, measure),
            "delivered": done,
            "evidenced": _evidenced(rng, done),
        }
        for name in _FIELDS:
            table[name].append(values[name])


def _delivered(
    rng: np.random.Generator, promised: int | None, gone: float, contract: Contract
) -> int | None:
    """What is delivered by now: about what is due, more or less. None before it began."""
    if gone < 0.1:
        return None
    if promised is None:
        return int(rng.integers(5, 60)) * 100_00
    return int(promised * min(max(gone * rng.normal(0.93, 0.25), 0.0), 1.3)) // 100 * 100


def _evidenced(rng: np.random.Generator, done: int | None) -> int | None:
    """Evidence is on file for all of it, part of it, or not at all."""
    if done is None:
        return None
    way = rng.random()
    if way < 0.25:
        return 0
    return done if way < 0.55 else int(done * rng.uniform(0.3, 0.95)) // 100 * 100


def _number(pence: int | None, measure: Measure) -> str:
    """How many units that is, in words of the file: "3.5", "120"."""
    if pence is None:
        return ""
    units = pence / measure.worth
    return f"{units:.1f}" if units < 20 else f"{units:.0f}"
