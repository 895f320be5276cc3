"""The invented firms of each strategy's councils: what they sell, where they are, how large."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.sample.categories import CATEGORIES, KINDS_OF_COUNCIL
from data.sample.councils import NATIONAL, NATIONAL_FIRMS
from data.sample.group import ELSEWHERE, INNER, OUTER, TIERS, UNKNOWN, Group
from data.sample.names import NameBook, written
from data.sample.places import NO_PLACE, Sector, codes_of, draw, postcode_area, sectors_in
from data.sample.table import Table

YES, NO, NOT_KNOWN = range(3)
SIZES = (YES, NO, NOT_KNOWN)

# How long the tail of small suppliers is: the spread of the logarithm of a firm's bills.
_SPREAD = 1.75
# Firms kept in reserve for each that is paid in a year, so that who is paid changes.
_RESERVE = 1.35


@dataclass(frozen=True)
class Firm:
    """An invented firm. `name` is without its company ending."""

    name: str
    ending: str
    category: int
    vcse: bool | None
    company_number: str
    charity_number: str


@dataclass(frozen=True)
class Pool:
    """All firms a group of councils may pay. Arrays run along the firms.

    `serves` is a table of members by firms. `postcode` is as the supplier list has it. `cell` is
    tier * 3 + size where the group is calibrated by size, else tier * 3.
    """

    firms: tuple[Firm, ...]
    category: np.ndarray
    tier: np.ndarray
    size: np.ndarray
    cell: np.ndarray
    weight: np.ndarray
    serves: np.ndarray
    postcode: tuple[str, ...]

    def sme(self, firm: int) -> bool | None:
        return {YES: True, NO: False}.get(int(self.size[firm]))


class Registrar:
    """Makes firms, with numbers no register has issued: companies from 99000000, charities from
    9000000."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self._names = NameBook(rng)
        self._next_company = 99_000_001
        self._next_charity = 9_000_001

    def make(self, category: int, size: int) -> Firm:
        about = CATEGORIES[category]
        vcse, known, form = self._rng.random(3).tolist()
        is_vcse = vcse < about.vcse
        company = charity = ""
        if is_vcse:
            ending = "CIC" if form < 0.35 else ("Limited" if form < 0.5 else "")
            charity = str(self._next_charity)
            self._next_charity += 1
        elif about.group == "Legal Services" or (about.group == "Consultancy" and form < 0.3):
            ending = "LLP"
        elif size == NO and form < 0.2:
            ending = "PLC"
        else:
            ending = "" if form < 0.12 else ("Limited" if form < 0.55 else "Ltd")
        if ending:
            company = str(self._next_company)
            self._next_company += 1
        flag = is_vcse if known < 0.9 else None
        return Firm(self._names.take(category), ending, category, flag, company, charity)


def national_firms(rng: np.random.Generator, registrar: Registrar) -> Pool:
    """Large firms that every council pays, outside every council's tiers."""
    wanted = {"Information Communication Technology", "Utilities", "Human Resources", "Supplies",
              "Vehicle Management", "Facilities Management", "Consultancy"}  # fmt: skip
    numbers = [n for n, category in enumerate(CATEGORIES) if category.group in wanted]
    category = rng.choice(numbers, NATIONAL_FIRMS)
    sectors = [sectors_in(codes_of([name])) for name in NATIONAL]
    odds = np.array(list(NATIONAL.values()), float)
    home = rng.choice(len(sectors), NATIONAL_FIRMS, p=odds / odds.sum())
    size = np.full(NATIONAL_FIRMS, NO)
    return Pool(
        firms=tuple(registrar.make(int(c), NO) for c in category),
        category=category,
        tier=np.full(NATIONAL_FIRMS, ELSEWHERE),
        size=size,
        cell=size,
        weight=np.exp(rng.normal(1.6, 0.7, NATIONAL_FIRMS)),
        serves=np.ones((1, NATIONAL_FIRMS), bool),
        postcode=tuple(draw(rng, sectors[place], 1)[0] for place in home),
    )


def firms_paid(group: Group, year: int) -> dict[int, int]:
    """How many firms each member pays in the group's year (0 is the first), by cell."""
    if group.by_size:
        growth = group.by_size.growth
        return {
            tier * 3 + size: round(group.by_size.firms[tier][size] * growth[tier] ** year)
            for tier in TIERS
            for size in SIZES
        }
    return {
        tier * 3: round(group.firms[tier] * group.growth[tier] ** year)
        for tier in TIERS
        if group.firms[tier]
    }


def make_pool(rng: np.random.Generator, registrar: Registrar, group: Group, national: Pool) -> Pool:
    """The firms of one group, the national ones last."""
    members = len(group.members)
    needed: dict[int, int] = {}
    for year in range(len(group.years)):
        for cell, count in firms_paid(group, year).items():
            needed[cell] = max(needed.get(cell, 0), count)
    own = {cell: int(np.ceil(count * _RESERVE)) for cell, count in needed.items()}
    cell = np.concatenate([np.full(count * members, c) for c, count in own.items()])
    home = np.concatenate([np.repeat(np.arange(members), count) for count in own.values()])
    tier = cell // 3
    size = cell % 3 if group.by_size else _sizes(rng, tier)
    category = _categories(rng, group, len(cell))
    spread = np.array([c.size for c in CATEGORIES])[category]
    weight = np.exp(rng.normal(0, _SPREAD, len(cell))) * spread
    serves = rng.random((members, len(cell))) < (0.12 if members > 1 else 1.0)
    serves |= rng.random(len(cell)) < 0.1
    serves[home, np.arange(len(cell))] = True
    postcode = _postcodes(rng, group, tier, home)
    firms = tuple(registrar.make(int(c), int(s)) for c, s in zip(category, size, strict=True))
    extra = len(national.firms)
    return Pool(
        firms=(*firms, *national.firms),
        category=np.append(category, national.category),
        tier=np.append(tier, national.tier),
        size=np.append(size, national.size),
        cell=np.append(cell, ELSEWHERE * 3 + (NO if group.by_size else 0) + np.zeros(extra, int)),
        weight=np.append(weight, national.weight * np.quantile(weight, 0.95)),
        serves=np.hstack([serves, np.ones((members, extra), bool)]),
        postcode=(*postcode, *national.postcode),
    )


def _sizes(rng: np.random.Generator, tier: np.ndarray) -> np.ndarray:
    """Whether a firm is an SME: oftener near home, and seldom known where the place is not."""
    draw_known, draw_yes = rng.random((2, len(tier)))
    known = np.array([0.82, 0.8, 0.74, 0.35])[tier]
    yes = np.array([0.72, 0.64, 0.5, 0.6])[tier]
    return np.where(draw_known > known, NOT_KNOWN, np.where(draw_yes < yes, YES, NO))


def _categories(rng: np.random.Generator, group: Group, count: int) -> np.ndarray:
    kind = KINDS_OF_COUNCIL.index(group.kind)
    odds = np.array([category.firms[kind] for category in CATEGORIES], float)
    return rng.choice(len(CATEGORIES), count, p=odds / odds.sum())


def _postcodes(
    rng: np.random.Generator, group: Group, tier: np.ndarray, home: np.ndarray
) -> list[str]:
    """A postcode for each firm that lies in its tier, or what stands where there is none."""
    homes = [codes_of(member.home) for member in group.members]
    inner = frozenset().union(*homes)
    outer = codes_of(group.outer) - inner
    everywhere = sectors_in(codes_of(["Great Britain"]))

    def is_inner(sector: Sector) -> bool:
        if group.inner_postcodes:
            return postcode_area(sector) == group.inner_postcodes
        return sector.area_code in inner

    result = np.full(len(tier), "", dtype=object)

    def fill(where: np.ndarray, sectors: list[Sector]) -> None:
        places = np.flatnonzero(where)
        if len(places):
            result[places] = draw(rng, sectors, len(places))

    # Partners buy mostly in their own borough, and from one another's.
    at_home = rng.random(len(tier)) < 0.72
    for number, codes in enumerate(homes):
        own = [s for s in everywhere if is_inner(s) and (s.area_code in codes)]
        every = [s for s in everywhere if is_inner(s)]
        own = every if group.inner_postcodes else own
        fill((tier == INNER) & (home == number) & at_home, own)
        fill((tier == INNER) & (home == number) & ~at_home, every)
    fill(tier == OUTER, [s for s in everywhere if s.area_code in outer and not is_inner(s)])
    odds = np.array(list(group.elsewhere.values()), float)
    region = rng.choice(len(odds), len(tier), p=odds / odds.sum())
    for number, name in enumerate(group.elsewhere):
        codes = codes_of([name]) - inner - outer
        sectors = [s for s in everywhere if s.area_code in codes and not is_inner(s)]
        fill((tier == ELSEWHERE) & (region == number), sectors)
    for place in np.flatnonzero(tier == UNKNOWN).tolist():
        result[place] = NO_PLACE[int(rng.integers(len(NO_PLACE)))]
    return result.tolist()


def supplier_table(
    rng: np.random.Generator,
    group: Group,
    member: int,
    pool: Pool,
    numbers: list[str],
    only_in_register: frozenset[int],
) -> Table:
    """A member's supplier list, by number: every firm that serves it, paid or not. A few firms have
    three sites, two of them at one postcode; `only_in_register` have none here."""
    placed = np.flatnonzero(pool.tier != UNKNOWN)
    rows = []
    for firm in sorted(np.flatnonzero(pool.serves[member]).tolist(), key=numbers.__getitem__):
        postcodes = [pool.postcode[firm]]
        if firm in only_in_register:
            postcodes = [""]
        elif pool.tier[firm] != UNKNOWN and rng.random() < 0.012:
            elsewhere = pool.postcode[int(rng.choice(placed))]
            postcodes = [postcodes[0], elsewhere, postcodes[0]]
        about = pool.firms[firm]
        rows += [
            {
                "organisation": group.members[member].organisation,
                "supplier": written(about.name, about.ending, group.list_names),
                "supplier_number": numbers[firm],
                "company_number": about.company_number,
                "charity_number": about.charity_number,
                "postcode": postcode,
                "sme": pool.sme(firm),
                "vcse": about.vcse,
            }
            for postcode in postcodes
        ]
    return {key: [row[key] for row in rows] for key in rows[0]}
