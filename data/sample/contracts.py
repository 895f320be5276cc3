"""Contracts registers and social-value records, fitted to what was secured in each year."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np

from data.sample.categories import CATEGORIES
from data.sample.group import UNKNOWN, Group, Member
from data.sample.names import written
from data.sample.suppliers import Pool
from data.sample.table import Table

# The records say how things stood then.
AS_OF = date(2024, 3, 31)

_BUILDING = [category.item for category in CATEGORIES].index("Building works")

FRAMEWORK, CALL_OFF = "Framework agreement", "Call-off"


@dataclass(frozen=True)
class Contract:
    """One contract. `members` are the partners that list it, the one that keeps its record first;
    `value` in pence, None where not stated; `year` the financial year of award, told or not.

    `register` is False for a project that only the social-value record knows, which then gives its
    value twice, `also_valued` the lesser. `ceiling` marks a framework with call-offs. `weighting`
    is that of social value in the evaluation, in percent.
    """

    members: tuple[int, ...]
    reference: str
    title: str
    category: int
    firms: tuple[int, ...]
    value: int | None
    year: int
    award: date | None
    start: date
    end: date
    kind: str = "Contract"
    framework: str = ""
    ceiling: bool = False
    register: bool = True
    also_valued: int | None = None
    committed: int | None = None
    weighting: int | None = None


@dataclass
class _Maker:
    """Draws the contracts of one group, with references that run on."""

    rng: np.random.Generator
    group: Group
    pool: Pool
    made: list[Contract] = field(default_factory=list)
    next_number: int = 101

    def year(self, starts: int) -> None:
        for member in range(len(self.group.members)):
            for turn in range(self.group.contracts):
                value = self.value()
                if turn == 0 and self.group.sv_threshold:
                    value = self.group.sv_threshold
                if turn == 1 and self.group.undated:
                    # A register kept by hand says "TBC" here and there.
                    value = None
                shared = self.rng.random() < 0.04
                self.add(starts, (member,), value, firms=3 if shared else 1)
            # Every other year a framework, and on every other one of those nothing is called off.
            if (starts + member) % 2:
                self.framework(starts, member, call_offs=4 if (starts + member) % 4 == 3 else 0)
        lead = starts % len(self.group.members)
        if len(self.group.members) > 1:
            for partners in (4, 2 + starts % 2):
                members = tuple((lead + n) % len(self.group.members) for n in range(partners))
                self.add(starts, members, self.value() * 2, firms=1 + starts % 2)
        self.project(starts, lead)

    def value(self) -> int:
        """A contract value of at least £5,000, in round pounds."""
        pence = self.group.typical_contract * float(np.exp(self.rng.normal(0, 1.3)))
        return _round_value(int(min(max(pence, 5_000_00), 40_000_000_00)))

    def add(
        self,
        starts: int,
        members: tuple[int, ...],
        value: int | None,
        firms: int = 1,
        category: int | None = None,
        chosen: tuple[int, ...] = (),
        days: tuple[int, int] = (0, 360),
        told: bool = False,
        **more: object,
    ) -> Contract:
        """One more contract, awarded so many days into the year; `told`: its award date is sure to
        be there. Its firms are those `chosen`, else drawn, of the category where one is given."""
        chosen = chosen or self.firms(members, firms, category)
        category = self.pool.firms[chosen[0]].category
        award = _working_day(date(starts, 4, 1) + timedelta(days=int(self.rng.integers(*days))))
        start = _next_month(award + timedelta(days=int(self.rng.integers(5, 60))))
        years = int(self.rng.choice([1, 2, 3, 3, 4, 5]))
        purposes = CATEGORIES[category].purposes
        purpose = purposes[int(self.rng.integers(len(purposes)))]
        contract = Contract(
            members=members,
            reference=self.reference(members),
            title=f"{purpose} {start.year} to {start.year + years}",
            category=category,
            firms=chosen,
            value=value,
            year=starts,
            award=award if told or self.rng.random() >= self.group.undated else None,
            start=start,
            end=start.replace(year=start.year + years) - timedelta(days=1),
        )
        contract = replace(contract, **more)
        self.made.append(contract)
        return contract

    def firms(self, members: tuple[int, ...], count: int, category: int | None) -> tuple[int, ...]:
        """Firms that serve all these members; several sell the same thing."""
        pool = self.pool
        odds = pool.weight**0.6 * pool.serves[list(members)].all(axis=0)
        if category is not None:
            odds = odds * (pool.category == category)
        first = int(self.rng.choice(len(odds), p=odds / odds.sum()))
        alike = odds * (pool.category == pool.category[first])
        alike[first] = 0
        others = min(count - 1, int((alike > 0).sum()))
        more = (
            self.rng.choice(len(odds), others, replace=False, p=alike / alike.sum())
            if others
            else []
        )
        return (first, *(int(firm) for firm in more))

    def reference(self, members: tuple[int, ...]) -> str:
        number = self.next_number
        self.next_number += 1
        if len(members) > 1:
            return f"STAR-{number:04d}"
        return self.group.members[members[0]].contract.format(number)

    def framework(self, starts: int, member: int, call_offs: int) -> None:
        """A framework of several firms. Its ceiling counts only where nothing is called off."""
        ceiling = self.value() * 6
        agreement = self.add(
            starts, (member,), ceiling, firms=4, days=(0, 30), kind=FRAMEWORK, ceiling=call_offs > 0
        )
        for turn in range(call_offs):
            firm = agreement.firms[turn % len(agreement.firms)]
            self.add(
                starts, (member,), _round_value(ceiling // (7 + turn)), chosen=(firm,),
                days=(150, 360), kind=CALL_OFF, framework=agreement.reference,
            )  # fmt: skip

    def project(self, starts: int, member: int) -> None:
        """A project that is on no register, whose records differ on its value."""
        value = self.group.sv_threshold + self.value()
        contract = self.add(
            starts,
            (member,),
            value,
            category=_BUILDING,
            told=True,
            register=False,
            also_valued=value * 9 // 10,
        )
        place = ("Depot", "Library", "Town hall", "Leisure centre", "Market hall", "Car park")
        named = replace(
            contract,
            reference="",
            title=f"{place[starts % len(place)]} refurbishment {starts}",
        )
        self.made[self.made.index(contract)] = named


def make_contracts(rng: np.random.Generator, group: Group, pool: Pool) -> tuple[Contract, ...]:
    """All contracts of a group, with what is committed on each (None: nothing is recorded)."""
    maker = _Maker(rng, group, pool)
    for starts in group.secured:
        maker.year(starts)
    contracts = _to_award_value(group, maker.made)
    return tuple(_with_commitments(rng, group, contracts))


def counts(group: Group, contract: Contract) -> bool:
    """Whether a contract is past the threshold and no ceiling."""
    return (
        contract.value is not None
        and not contract.ceiling
        and (contract.value > group.sv_threshold or not group.sv_threshold)
    )


def _to_award_value(group: Group, contracts: list[Contract]) -> list[Contract]:
    """Where a year's award value is given, values past the threshold stretched to about that."""
    result = list(contracts)
    for starts, wanted in group.award_value.items():
        places = [n for n, c in enumerate(result) if c.year == starts and counts(group, c)]
        factor = wanted / sum(result[n].value for n in places)
        for n in places:
            value = max(_round_value(int(result[n].value * factor)), group.sv_threshold + 500_00)
            also = value * 9 // 10 if result[n].also_valued else None
            result[n] = replace(result[n], value=value, also_valued=also)
    return result


def _with_commitments(
    rng: np.random.Generator, group: Group, contracts: list[Contract]
) -> list[Contract]:
    result = list(contracts)
    from_day = date(*group.sv_from, 1)
    for starts, share in group.secured.items():
        of_year = [n for n, c in enumerate(contracts) if c.year == starts]
        counted = [n for n in of_year if counts(group, contracts[n])]
        dated = [n for n in counted if contracts[n].award]
        whole = sum(contracts[n].value for n in dated)
        ratio = share / 10_000 / group.sv_recorded
        raw: dict[int, float] = {}
        for n in of_year:
            contract = contracts[n]
            odds = group.sv_recorded if n in counted else 0.06
            usual = (contract.award or contract.start) >= from_day
            value = contract.value or 0
            recorded = usual and rng.random() < odds and not contract.ceiling and value
            if recorded or (usual and not contract.register):
                raw[n] = value * ratio * float(np.exp(rng.normal(-0.12, 0.5)))
        fitted = [n for n in dated if n in raw]
        factor = whole * share / 10_000 / sum(raw[n] for n in fitted) if fitted else 1.0
        for n, amount in raw.items():
            result[n] = replace(result[n], committed=int(amount * factor) // 100 * 100)
        if fitted:
            largest = max(fitted, key=lambda n: result[n].committed)
            rest = whole * share // 10_000 - sum(result[n].committed for n in fitted)
            result[largest] = replace(result[largest], committed=result[largest].committed + rest)
    return result


def with_weightings(
    rng: np.random.Generator, group: Group, contracts: tuple[Contract, ...]
) -> tuple[Contract, ...]:
    """The same contracts with the weighting of social value in their evaluation. Those of a year
    lie in pairs around its average, so that it is met exactly."""
    about = group.weighting
    result = list(contracts)
    for starts, average in about.average.items() if about else ():
        told = [
            n
            for n, c in enumerate(contracts)
            if c.year == starts and c.register and not c.ceiling and (c.value or 0) > about.over
        ]
        away = dict.fromkeys(told, 0)
        dated = [n for n in told if contracts[n].award]
        for one, other in zip(dated[::2], dated[1::2], strict=False):
            away[one] = int(rng.choice(about.spread))
            away[other] = -away[one]
        for n in told:
            result[n] = replace(result[n], weighting=average + away[n])
        if starts in about.impractical:
            result[dated[0]] = replace(result[dated[0]], weighting=about.impractical[starts])
    return tuple(result)


def register_table(
    group: Group, member: int, contracts: tuple[Contract, ...], pool: Pool, numbers: list[str]
) -> Table:
    """One council's register: a row for each contract and supplier."""
    about = group.members[member]
    rows = [
        _register_row(group, about, contract, firm, pool, numbers)
        for contract in contracts
        if member in contract.members and contract.register
        for firm in contract.firms
    ]
    return {key: [row[key] for row in rows] for key in rows[0]}


def _register_row(
    group: Group, about: Member, contract: Contract, firm: int, pool: Pool, numbers: list[str]
) -> dict[str, object]:
    seller, category = pool.firms[firm], CATEGORIES[contract.category]
    years = contract.end.year - contract.start.year + (contract.end.month >= contract.start.month)
    return {
        "organisation": about.organisation,
        "contract_reference": contract.reference,
        "framework_reference": contract.framework,
        "contract_type": contract.kind,
        "title": contract.title,
        "description": f"{contract.title}: {category.item.lower()}",
        "directorate": about.directorates[category.theme],
        "category": group.category_text(category.group, category.item),
        "process": _process(contract),
        "supplier": written(seller.name, seller.ending, group.list_names),
        "supplier_number": numbers[firm],
        "company_number": seller.company_number,
        "charity_number": seller.charity_number,
        "postcode": pool.postcode[firm] if pool.tier[firm] != UNKNOWN else "",
        "annual_value": contract.value // max(years, 1) if contract.value else None,
        "contract_value": contract.value,
        "award_date": contract.award,
        "start_date": contract.start,
        "end_date": contract.end,
        "expiry_date": contract.end,
        "weighting": "" if contract.weighting is None else f"{contract.weighting}%",
        "sme": pool.sme(firm),
        "vcse": seller.vcse,
    }


def _process(contract: Contract) -> str:
    if contract.kind == CALL_OFF:
        return "Further competition"
    if contract.kind == FRAMEWORK:
        return "Open procedure"
    return "Quick quote" if (contract.value or 0) < 100_000_00 else "Open procedure"


def _round_value(pence: int) -> int:
    step = 100_00 if pence < 100_000_00 else 1_000_00
    return max(pence // step * step, step)


def _working_day(day: date) -> date:
    """The day, or the next that is neither of a weekend nor of the days after Christmas."""
    while day.weekday() > 4 or (day.month, day.day) > (12, 24) or (day.month, day.day) == (1, 1):
        day += timedelta(days=1)
    return day


def _next_month(day: date) -> date:
    """The first of the month after."""
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)
