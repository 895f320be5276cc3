"""The contracts of the sample, from its registers and records, without the project's warehouse."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from data.strategy import Threshold
from tests.data.dull_sample import (
    HOW,
    RECORDS,
    REGISTERS,
    WEIGHTINGS,
    Sample,
    bare,
    date_of,
    pence_of,
    year_of,
)


@dataclass(frozen=True)
class Entry:
    """One line of a register: a contract and one of its suppliers. `reference` as written, "" where
    there is none; `pence` is the contract's value; `weighting` a share of the evaluation."""

    organisation: str
    reference: str
    title: str
    pence: int | None
    award: date | None
    start: date | None
    end: date | None
    firm: str
    kind: str
    framework: str
    weighting: Fraction | None


@dataclass
class Contract:
    """One contract, once, with what its records say; pence. `firm` is the first of its suppliers,
    "" for a contract that only a record knows."""

    value: int | None
    year: str | None
    firm: str = ""
    on_register: bool = True
    is_framework: bool = False
    is_ceiling: bool = False
    weighting: Fraction | None = None
    committed: int | None = None


def entries_of(sample: Sample, organisations: Sequence[str]) -> Iterator[Entry]:
    for file in sample.files:
        if file.kind == "contracts" and file.organisation in organisations:
            _, _, _, how, mark = HOW[file.organisation]
            for row in sample.rows[file.name]:
                (reference, title, value, award, start, end, firm, _, kind, framework) = (
                    row.get(column, "") for column in REGISTERS[file.organisation]
                )
                weighting = row.get(WEIGHTINGS.get(file.organisation), "")
                yield Entry(
                    file.organisation, reference, title, pence_of(value, mark),
                    *(date_of(day, how) for day in (award, start, end)), bare(firm), kind,
                    framework, Fraction(weighting.rstrip("%")) / 100 if weighting else None,
                )  # fmt: skip


def contracts_of(sample: Sample, organisations: Sequence[str]) -> list[Contract]:
    """The contracts of these organisations: those of the registers, one for all its suppliers and
    partners, and those that only a record knows, at the largest value it gives."""
    found: dict[tuple, Contract] = {}
    of_reference: dict[tuple[str, str], tuple] = {}
    called_off: set[tuple[str, str]] = set()
    for entry in entries_of(sample, organisations):
        key = (entry.reference, entry.title, entry.pence, entry.start, entry.end)
        of_reference[entry.organisation, entry.reference] = key
        called_off.add((entry.organisation, entry.framework))
        contract = Contract(entry.pence, year_of(entry.award), entry.firm)
        contract.is_framework = "Framework" in entry.kind
        contract.weighting = entry.weighting
        found.setdefault(key, contract)
    for of_one, key in of_reference.items():
        found[key].is_ceiling = found[key].is_framework and of_one in called_off
    for file in sample.files:
        if file.kind == "social_value" and file.organisation in organisations:
            _, _, _, how, mark = HOW[file.organisation]
            for row in sample.rows[file.name]:
                reference, project, value, award, committed = (
                    row[column] for column in RECORDS[file.organisation][:5]
                )
                key = of_reference.get((file.organisation, reference), ("record", project))
                worth = pence_of(value, mark)
                known_by_it = Contract(worth, year_of(date_of(award, how)), on_register=False)
                contract = found.setdefault(key, known_by_it)
                if not contract.on_register:
                    contract.value = max(contract.value, worth)
                pence = pence_of(committed, mark)
                if pence is not None:
                    contract.committed = (contract.committed or 0) + pence
    return list(found.values())


def is_past(pence: int | None, threshold: Threshold) -> bool:
    """Whether a value is past a threshold, as its operator has it: "over" is not "from"."""
    amount = int(threshold.amount * 100)
    if pence is None or (threshold.below is not None and pence >= int(threshold.below * 100)):
        return False
    return {"from": pence >= amount, "over": pence > amount, "below": pence < amount}[
        threshold.operator
    ]


def counted_toward(contracts: Sequence[Contract], threshold: Threshold | None) -> list[Contract]:
    """Contracts that count toward the secured share: of known value, past the threshold where there
    is one, and no framework's ceiling where its call-offs are listed."""
    return [
        one
        for one in contracts
        if not one.is_ceiling and one.value and (threshold is None or is_past(one.value, threshold))
    ]
