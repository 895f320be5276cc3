"""Sample data: five councils' files, invented, that come to the figures the councils published.

Nothing but the councils' names and those figures is real. The files go through the same door as
any other; every file's name says that it is an invented sample.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from data.sample.contracts import Contract, make_contracts, register_table, with_weightings
from data.sample.councils import GROUPS
from data.sample.group import UNKNOWN, Group
from data.sample.layouts import write
from data.sample.payments import Habits, moods, pay, share_out
from data.sample.publishers import LAYOUTS
from data.sample.social_value import record_table
from data.sample.spend import spend_table
from data.sample.suppliers import Pool, Registrar, make_pool, national_firms, supplier_table
from data.sample.table import Table, together


@dataclass(frozen=True)
class SampleFile:
    """One invented file as a publisher would send it. `kind` is "spend", "contracts", "suppliers"
    or "social_value"."""

    name: str
    kind: str
    organisation: str
    content: bytes


def sample_files(seed: int = 2024) -> Iterator[SampleFile]:
    """All files of the sample, council by council: the supplier list, the contracts register, the
    social-value record, then spend, a file a financial year (STAR's hold three). The same seed
    gives the same bytes."""
    registrar = Registrar(np.random.default_rng([seed, 0]))
    national = national_firms(np.random.default_rng([seed, 1]), registrar)
    for stream, group in enumerate(GROUPS, start=2):
        yield from _group_files(np.random.default_rng([seed, stream]), group, registrar, national)


def _group_files(
    rng: np.random.Generator, group: Group, registrar: Registrar, national: Pool
) -> Iterator[SampleFile]:
    pool = make_pool(rng, registrar, group, national)
    contracts = make_contracts(rng, group, pool)
    # By a stream of its own: what else the sample holds stays as it was without weightings.
    contracts = with_weightings(np.random.default_rng(len(contracts)), group, contracts)
    numbers = [_numbers(rng, group, member, pool) for member in range(len(group.members))]
    only_in_register = _only_in_register(rng, group, contracts, pool)
    for member in range(len(group.members)):
        tables = {
            "suppliers": supplier_table(
                rng, group, member, pool, numbers[member], only_in_register
            ),
            "contracts": register_table(group, member, contracts, pool, numbers[member]),
            "social_value": record_table(rng, group, member, contracts, pool),
        }
        for kind, table in tables.items():
            yield _file(group, member, kind, table, "")
    yield from _spend_files(rng, group, pool, contracts, numbers)


def _spend_files(
    rng: np.random.Generator,
    group: Group,
    pool: Pool,
    contracts: tuple[Contract, ...],
    numbers: list[list[str]],
) -> Iterator[SampleFile]:
    habits = Habits(rng, pool)
    next_transaction = [member.first_transaction for member in group.members]
    gathered: list[list[Table]] = [[] for _ in group.members]
    for year, about in enumerate(group.years):
        mood = moods(rng)
        for number, sums in enumerate(share_out(rng, group, year)):
            payments = pay(rng, group, year, number, sums, pool, habits, mood)
            table, next_transaction[number] = spend_table(
                rng, group, year, group.members[number], payments, pool, numbers[number],
                next_transaction[number], _held(contracts, number),
            )  # fmt: skip
            gathered[number].append(table)
            if len(gathered[number]) == group.years_a_file or about is group.years[-1]:
                first = group.years[year + 1 - len(gathered[number])]
                when = about.label if first is about else f"{first.label}-to-{about.label}"
                yield _file(group, number, "spend", together(gathered[number]), when)
                gathered[number] = []


def _file(group: Group, member: int, kind: str, table: Table, when: str) -> SampleFile:
    about = group.members[member]
    words = kind.replace("_", "-")
    name = "-".join(part for part in ("sample-invented", about.slug, words, when) if part)
    title = f"{about.organisation}: {kind.replace('_', ' ')} {when}".rstrip()
    content = write(LAYOUTS[group.layout], kind, table, title)
    return SampleFile(f"{name}.csv", kind, about.organisation, content)


def _numbers(rng: np.random.Generator, group: Group, member: int, pool: Pool) -> list[str]:
    """A council's own supplier numbers, along the pool."""
    about = group.members[member]
    places = rng.permutation(len(pool.firms)).tolist()
    return [about.supplier_number.format(about.first_supplier + place) for place in places]


def _held(contracts: tuple[Contract, ...], member: int) -> dict[int, list[tuple[date, date, str]]]:
    """The contracts each firm holds with a member."""
    held: dict[int, list[tuple[date, date, str]]] = {}
    for contract in contracts:
        if member in contract.members and contract.register and not contract.ceiling:
            for firm in contract.firms:
                held.setdefault(firm, []).append((contract.start, contract.end, contract.reference))
    return held


def _only_in_register(
    rng: np.random.Generator, group: Group, contracts: tuple[Contract, ...], pool: Pool
) -> frozenset[int]:
    """Firms whose postcode stands in the contracts register alone."""
    if not LAYOUTS[group.layout].has("contracts", "postcode"):
        return frozenset()
    holders = {f for c in contracts if c.register for f in c.firms if pool.tier[f] != UNKNOWN}
    return frozenset(f for f in sorted(holders) if rng.random() < 0.15)
