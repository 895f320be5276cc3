"""Spend lines: each payment cut into the lines an extract shows, with what is not procurement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from data.sample.categories import CATEGORIES, REDACTED_ITEMS, Category
from data.sample.group import Group, Member
from data.sample.names import written
from data.sample.payments import Payments, calendar
from data.sample.suppliers import Pool
from data.sample.table import Table

WITHHELD_NUMBER = "999999"
_MOST_LINES = 9


@dataclass(frozen=True)
class NotProcurement:
    """A body or kind of payment that no strategy counts: `part` of the year's spend in ten
    thousand, paid so many `times` a year, by these kinds of council."""

    supplier: str
    category: str
    service: str
    part: int
    times: int
    kinds: str


NOT_PROCUREMENT = (
    NotProcurement("Payroll Tax Account", "PAYE and National Insurance", "Payroll", 310, 12,
                   "district unitary county"),
    NotProcurement("{shire} County Pension Fund", "Employer pension contributions", "Payroll", 270,
                   12, "district unitary county"),
    NotProcurement("{shire} Police and Crime Commissioner", "Collection fund", "Council Tax", 640,
                   10, "district unitary"),
    NotProcurement("{shire} Fire Authority", "Precepts", "Council Tax", 260, 10,
                   "district unitary"),
    NotProcurement("Thimbleford Parish Council", "Parish precepts", "Council Tax", 9, 2,
                   "district"),
    NotProcurement("Pebblewick Town Council", "Parish precepts", "Council Tax", 14, 2,
                   "district unitary"),
    NotProcurement("{shire} Internal Drainage Board", "Land drainage", "Corporate Finance", 12, 2,
                   "district county"),
    NotProcurement("{shire} Waste Partnership", "Waste disposal levy", "Corporate Finance", 330, 12,
                   "unitary"),
    NotProcurement("Housing Benefit Control Account", "Rent allowances", "Benefits", 420, 12,
                   "district unitary"),
)  # fmt: skip


def spend_table(
    rng: np.random.Generator,
    group: Group,
    year: int,
    member: Member,
    payments: Payments,
    pool: Pool,
    numbers: list[str],
    first_transaction: int,
    contract_of: Mapping[int, list[tuple[date, date, str]]],
) -> tuple[Table, int]:
    """All lines of one council and year, in order of payment, and the next transaction number.

    `numbers` are the council's own supplier numbers, along the pool; `contract_of` the contracts
    each firm holds, as first day, last day and reference.
    """
    payments = payments + _not_procurement(rng, group, year, member)
    order = np.argsort(payments.day, kind="stable")
    firm, day, pence = payments.firm[order], payments.day[order], payments.pence[order]
    times, alike = _cut(rng, group, pence)
    amounts = _amounts(rng, pence, times, alike)
    days = [date.fromordinal(d) for d in day.tolist()]
    references = [
        _reference(contract_of.get(who, ()), when)
        for who, when in zip(firm.tolist(), days, strict=True)
    ]
    # Names are withheld for several reasons, in turn.
    payee = np.where(firm == -1, _WITHHELD - np.arange(len(firm)) % len(REDACTED_ITEMS), firm)
    payees, which = np.unique(payee, return_inverse=True)
    words = _words(rng, group, member, pool, numbers, payees)
    line = np.repeat(which, times)
    first = np.repeat(np.cumsum(times) - times, times)
    pick = np.where(np.repeat(alike, times), first, np.arange(len(line)))
    chance = rng.random((3, len(line)))[:, pick]
    # One line in fourteen is charged to another directorate.
    elsewhere = np.maximum(chance[0] - 0.93, 0) / 0.07
    taxed = _column([about.vat for about in words])[line].astype(bool)
    vat = np.where(taxed, np.sign(amounts) * (np.abs(amounts) // 5), 0)
    table: Table = {
        "organisation": [member.organisation] * len(line),
        "payment_date": np.repeat(_column(days), times).tolist(),
        "transaction": np.repeat(
            _column(_transactions(rng, group, member, day, times, first_transaction)), times
        ).tolist(),
        "supplier": _column([about.supplier for about in words])[line].tolist(),
        "supplier_number": _column([about.number for about in words])[line].tolist(),
        "company_number": _column([about.company_number for about in words])[line].tolist(),
        "directorate": _one_of([about.directorates for about in words], line, elsewhere),
        "service": _one_of([about.services for about in words], line, chance[1]),
        "category": _column([about.category for about in words])[line].tolist(),
        "description": _one_of([about.purposes for about in words], line, chance[2]),
        "contract_reference": np.repeat(_column(references), times).tolist(),
        "amount": amounts.tolist(),
        "vat": vat.tolist(),
        "gross": (amounts + vat).tolist(),
    }
    return table, first_transaction + len(firm)


def _column(values: list) -> np.ndarray:
    """A column of objects, to pick from by place."""
    column = np.empty(len(values), object)
    column[:] = values
    return column


def _one_of(choices: list[tuple[str, ...]], line: np.ndarray, chance: np.ndarray) -> list[str]:
    """For each line one of its payee's choices; `chance` (0 to 1) says which."""
    every = _column([choice for several in choices for choice in several])
    count = np.array([len(several) for several in choices])
    start = np.cumsum(count) - count
    return every[start[line] + (chance * count[line]).astype(int)].tolist()


class _About(NamedTuple):
    """What a council writes beside a payee's lines; of the tuples, one for each line."""

    supplier: str
    number: str
    company_number: str
    category: str
    directorates: tuple[str, ...]
    services: tuple[str, ...]
    purposes: tuple[str, ...]
    vat: bool


# From here down a payee is a name withheld, for one of several reasons.
_WITHHELD = -1000


def _words(
    rng: np.random.Generator,
    group: Group,
    member: Member,
    pool: Pool,
    numbers: list[str],
    payees: np.ndarray,
) -> list[_About]:
    """What stands beside each payee: a firm by its place in the pool, else see `_WITHHELD` and
    `_not_procurement`."""
    # A few firms are written in another way this year: a full stop, a company ending.
    wavering = (rng.random(len(payees)) < 0.04).tolist()
    of_category = [_words_of_category(group, member, category) for category in CATEGORIES]
    words = []
    for payee, wavers in zip(payees.tolist(), wavering, strict=True):
        if payee < 0:
            words.append(_words_of_body(group, member, payee))
            continue
        firm = pool.firms[payee]
        style = group.names
        if style == "the" and firm.category % 7:
            style = "plain"
        if wavers:
            style = "dotted" if style == "long" else "long"
        name = written(firm.name, firm.ending, style)
        words.append(_About(name, numbers[payee], firm.company_number, *of_category[firm.category]))
    return words


def _words_of_category(group: Group, member: Member, category: Category) -> tuple:
    own = member.directorates[category.theme]
    others = tuple(name for name in dict.fromkeys(member.directorates.values()) if name != own)
    label = group.category_text(category.group, category.item)
    return label, (own, *others), category.services, category.purposes, category.vat


def _words_of_body(group: Group, member: Member, payee: int) -> _About:
    if payee <= _WITHHELD:
        of_group, item, theme, service = REDACTED_ITEMS[_WITHHELD - payee]
        label, directorate = group.category_text(of_group, item), member.directorates[theme]
        return _About(
            group.withheld, WITHHELD_NUMBER, "", label, (directorate,), (service,), (item,), False
        )
    body = NOT_PROCUREMENT[-2 - payee]
    supplier, directorate = (
        body.supplier.format(shire=group.shire),
        member.directorates["resources"],
    )
    return _About(
        supplier, f"{900000 - payee}", "", body.category, (directorate,), (body.service,),
        (body.category,), False,
    )  # fmt: skip


def _not_procurement(rng: np.random.Generator, group: Group, year: int, member: Member) -> Payments:
    """Tax, pensions, precepts, levies and benefits. Firm -2 is the first of them, and so on."""
    days = calendar(group.years[year].starts).days
    whole = sum(other.weight for other in group.members)
    spend = group.years[year].total * member.weight / whole
    firm, day, pence = [], [], []
    for number, body in enumerate(NOT_PROCUREMENT):
        if group.kind in body.kinds.split():
            for turn in range(body.times):
                firm.append(-2 - number)
                day.append(int(days[int((turn + 0.6) / body.times * len(days))]))
                each = spend * body.part / 10_000 / body.times
                pence.append(int(each * rng.uniform(0.94, 1.06)))
    return Payments(np.array(firm), np.array(day), np.array(pence, np.int64))


def _cut(
    rng: np.random.Generator, group: Group, pence: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """How many lines each payment has, to the group's number of lines in all; and which payments
    repeat one line over, as weekly care does."""
    times = np.ones(len(pence), int)
    extra = group.lines - len(pence)
    odds = np.where(pence > 0, np.log(np.maximum(pence, 100_00) / 100_00) ** 2, 0.0)
    while extra > 0:
        room = (times < _MOST_LINES) * odds
        times += rng.multinomial(extra, room / room.sum())
        extra = int((times - np.minimum(times, _MOST_LINES)).sum())
        times = np.minimum(times, _MOST_LINES)
    return times, (times > 1) & (rng.random(len(pence)) < 0.12)


def _amounts(
    rng: np.random.Generator, pence: np.ndarray, times: np.ndarray, alike: np.ndarray
) -> np.ndarray:
    """The lines' pence; those of a payment come to its whole. A few take something back."""
    payment = np.repeat(np.arange(len(pence)), times)
    first = np.cumsum(times) - times
    part = np.where(alike[payment], 1.0, rng.uniform(0.3, 1.7, len(payment)))
    whole = np.bincount(payment, part)
    lines = np.trunc(pence[payment] * part / whole[payment]).astype(np.int64)
    taken_back = np.flatnonzero((times > 1) & ~alike & (rng.random(len(pence)) < 0.025))
    last = first[taken_back] + times[taken_back] - 1
    lines[last] = -(lines[last] // 3)
    lines[first] += pence - np.bincount(payment, lines).astype(np.int64)
    return lines


def _transactions(
    rng: np.random.Generator,
    group: Group,
    member: Member,
    day: np.ndarray,
    times: np.ndarray,
    first: int,
) -> list[str]:
    """A number for each payment. Colchester's is its payment run, shared by all paid that day; a
    few payments of one line have none."""
    if group.layout == "decimal_comma":
        numbers = day - date(2018, 1, 1).toordinal() + first
    else:
        numbers = first + np.arange(len(day))
    none = (times == 1) & (rng.random(len(day)) < 0.004)
    return [
        "" if missing else member.transaction.format(number)
        for number, missing in zip(numbers.tolist(), none.tolist(), strict=True)
    ]


def _reference(held: Sequence[tuple[date, date, str]], when: date) -> str:
    return next((ref for first, last, ref in held if first <= when <= last), "")
