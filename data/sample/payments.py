"""What each council pays in a year: whom, when, how much, so that the year comes to its figures.

A year is drawn freely (a few large firms and a long tail, regular bills and single ones, a busy
March) and then fitted: each cell (a tier, for Luton a tier and a size of firm) is stretched until
its payments come to the cell's sum, to the penny.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from data.sample.group import ELSEWHERE, INNER, OUTER, TIERS, UNKNOWN, Group, Year
from data.sample.suppliers import NO, NOT_KNOWN, YES, Pool, firms_paid

# How much of a year's bills fall in each month, April first.
_MONTHS = np.array([6.4, 7.9, 8.3, 8.6, 7.2, 8.2, 8.5, 8.6, 7.6, 7.8, 8.4, 12.5])
# Lists are of payments of £500 and more.
_SMALLEST = 500_00
# How the known sizes of firms share each tier's spend: part known, part of that with SMEs.
# Elsewhere takes what is left to bring the whole to the year's share.
_SIZE_KNOWN = (9200, 9150, 8900, 4600)
_SIZE_SME = (5830, 5540, 0, 5210)
# How many of a member's firms are paid large sums at all, where small payments do not count.
_PAID_LARGE = 0.45
# Most lines are a payment of their own; where nearly every firm is paid once, so are nearly all.
_PAYMENTS_PER_LINE = 0.7
_PAYMENTS_PER_LINE_TO_SPARE = 0.8


@dataclass(frozen=True)
class Payments:
    """A year's payments of one council, one row each. `firm` is a place in the pool, -1 for a name
    withheld; `day` an ordinal; `pence` net of VAT."""

    firm: np.ndarray
    day: np.ndarray
    pence: np.ndarray

    def __add__(self, other: Payments) -> Payments:
        return Payments(
            np.append(self.firm, other.firm),
            np.append(self.day, other.day),
            np.append(self.pence, other.pence),
        )


@dataclass(frozen=True)
class Calendar:
    """The days on which a council pays in a financial year, and how much of it is gone by then."""

    days: np.ndarray
    quarter: np.ndarray
    march: np.ndarray
    evenly: np.ndarray
    seasonally: np.ndarray


def calendar(starts: int) -> Calendar:
    """Tuesdays, Thursdays and Fridays, without the days around Christmas and the New Year."""
    first, last = date(starts, 4, 1), date(starts + 1, 3, 31)
    every = (first + timedelta(days=n) for n in range((last - first).days + 1))
    days = [
        day
        for day in every
        if day.weekday() in (1, 3, 4)
        and not (day.month == 12 and day.day > 24)
        and not (day.month == 1 and day.day == 1)
    ]
    month = np.array([(day.month - 4) % 12 for day in days])
    runs = np.bincount(month, minlength=12)

    def gone(weights: np.ndarray) -> np.ndarray:
        return np.cumsum((weights / weights.sum() / runs)[month])

    return Calendar(
        days=np.array([day.toordinal() for day in days]),
        quarter=month // 3,
        march=month == 11,
        evenly=gone(np.ones(12)),
        seasonally=gone(_MONTHS),
    )


def cell_sums(group: Group, year: int) -> dict[int, int]:
    """What each cell of the group comes to in the year (0 is the first), in pence."""
    about = group.years[year]
    tiers = _tier_sums(about)
    if not group.by_size:
        return {tier * 3: tiers[tier] for tier in TIERS if group.firms[tier]}
    known = [tiers[tier] * _SIZE_KNOWN[tier] // 10_000 for tier in TIERS]
    sme = [known[tier] * _SIZE_SME[tier] // 10_000 for tier in TIERS]
    sme[ELSEWHERE] = sum(known) * group.by_size.share[year] // 10_000 - sum(sme)
    sums = {}
    for tier in TIERS:
        sums[tier * 3 + YES] = sme[tier]
        sums[tier * 3 + NO] = known[tier] - sme[tier]
        sums[tier * 3 + NOT_KNOWN] = tiers[tier] - known[tier]
    return sums


def _tier_sums(about: Year) -> dict[int, int]:
    known = about.total * about.known // 10_000
    local = known * about.local // 10_000
    inner = known * about.inner // 10_000
    return {
        INNER: inner,
        OUTER: local - inner,
        ELSEWHERE: known - local,
        UNKNOWN: about.total - known,
    }


def share_out(rng: np.random.Generator, group: Group, year: int) -> list[dict[int, int]]:
    """The group's cell sums shared among its members, who differ a little from one another."""
    weights = np.array([member.weight for member in group.members], float)
    shares: list[dict[int, int]] = [{} for _ in group.members]
    for cell, total in cell_sums(group, year).items():
        odds = weights * np.exp(rng.normal(0, 0.09, len(weights)))
        parts = np.floor(total * odds / odds.sum()).astype(np.int64)
        parts[0] += total - parts.sum()
        for share, part in zip(shares, parts.tolist(), strict=True):
            share[cell] = part
    return shares


class Habits:
    """What stays the same of a group's firms from year to year: who is paid again and how much."""

    def __init__(self, rng: np.random.Generator, pool: Pool) -> None:
        self._rng = rng
        self._pool = pool
        self._kept = rng.normal(0, 1.0, len(pool.firms))

    def paid_in(self, member: int, counts: dict[int, int]) -> np.ndarray:
        """The firms a member pays this year: so many of each cell, the large ones nearly always."""
        pool = self._pool
        rank = np.log(pool.weight) + self._kept + self._rng.normal(0, 1.1, len(pool.firms))
        paid = []
        for cell, count in counts.items():
            candidates = np.flatnonzero((pool.cell == cell) & pool.serves[member])
            paid.append(candidates[np.argsort(-rank[candidates], kind="stable")[:count]])
        return np.concatenate(paid)


def pay(
    rng: np.random.Generator,
    group: Group,
    year: int,
    member: int,
    sums: dict[int, int],
    pool: Pool,
    habits: Habits,
    mood: np.ndarray,
) -> Payments:
    """All payments in scope of one member in one year; they come to `sums`. Where the group counts
    only payments from some sum up, smaller ones are there too, and come to nothing in particular.

    `mood` is how each tier does in each quarter, about 1.
    """
    days = calendar(group.years[year].starts)
    firms = habits.paid_in(member, firms_paid(group, year))
    withheld = _withheld(rng, group, days)
    if not group.smallest_payment:
        sums = dict(sums)
        sums[UNKNOWN * 3 + (NOT_KNOWN if group.by_size else 0)] -= int(withheld.pence.sum())
        to_spare = _PAYMENTS_PER_LINE_TO_SPARE * (group.lines - len(firms))
        often = max(_PAYMENTS_PER_LINE * group.lines, len(firms) + to_spare) / len(firms)
        return _fitted(rng, pool, firms, sums, days, mood, _SMALLEST, often) + withheld
    order = np.argsort(-pool.weight[firms], kind="stable")
    tiers = pool.tier[firms][order]
    place = np.zeros(len(firms), int)
    for tier in TIERS:
        place[tiers == tier] = np.arange((tiers == tier).sum())
    few = np.array([(tiers == tier).sum() for tier in TIERS]) * _PAID_LARGE
    large = firms[order][place < few[tiers]]
    return (
        _fitted(rng, pool, large, sums, days, mood, group.smallest_payment, 2.1)
        + _small(rng, pool, firms, days, group.smallest_payment)
        + withheld
    )


def _fitted(
    rng: np.random.Generator,
    pool: Pool,
    firms: np.ndarray,
    sums: dict[int, int],
    days: Calendar,
    mood: np.ndarray,
    smallest: int,
    often: float,
) -> Payments:
    """Payments of at least `smallest` pence to these firms that come to `sums`, credit notes off.

    `often` is how many payments a firm gets on average.
    """
    firm, day_index = _occasions(rng, pool, firms, days, often)
    times = np.bincount(firm, minlength=len(pool.firms))
    this_year = np.exp(rng.normal(0, 0.3, len(pool.firms)))
    raw = (
        (pool.weight * this_year)[firm]
        / times[firm]
        * np.exp(rng.normal(0, 0.25, len(firm)))
        * mood[pool.tier[firm], days.quarter[day_index]]
        * np.where(days.march[day_index], 1.12, 1.0)
    )
    cell = pool.cell[firm]
    pence = _stretch(raw, cell, sums, smallest)
    credited = rng.choice(len(firm), max(1, len(firm) // 70), replace=False)
    credited = credited[pence[credited] >= smallest * 3]
    part = rng.uniform(0.34, 0.6, len(credited))
    credit = -np.floor(pence[credited] * part).astype(np.int64)
    after = np.minimum(day_index[credited] + rng.integers(3, 20, len(credited)), len(days.days) - 1)
    with_credits = {c: total - int(credit[cell[credited] == c].sum()) for c, total in sums.items()}
    pence = _stretch(raw, cell, with_credits, smallest)
    return Payments(firm, days.days[day_index], pence) + Payments(
        firm[credited], days.days[after], credit
    )


def _occasions(
    rng: np.random.Generator, pool: Pool, firms: np.ndarray, days: Calendar, often: float
) -> tuple[np.ndarray, np.ndarray]:
    """Firm and day of each payment: the large firms about monthly, the tail once."""
    pull = np.minimum(pool.weight[firms], np.quantile(pool.weight[firms], 0.995)) ** 1.1
    times = 1 + np.minimum(rng.poisson(pull / pull.mean() * max(often - 1, 0.1)), 39)
    firm = np.repeat(firms, times)
    turn = np.arange(len(firm)) - np.repeat(np.cumsum(times) - times, times)
    chance = rng.random(len(firm))
    of_all = np.repeat(times, times)
    regular = of_all >= 2
    when = np.where(regular, (turn + chance) / of_all, chance)
    index = np.where(
        regular, np.searchsorted(days.evenly, when), np.searchsorted(days.seasonally, when)
    )
    return firm, np.minimum(index, len(days.days) - 1)


def _stretch(raw: np.ndarray, cell: np.ndarray, sums: dict[int, int], smallest: int) -> np.ndarray:
    """Whole pence, each at least `smallest`, in proportion to `raw` above that, that come to each
    cell's sum. Many bills are round; the largest of the cell takes the odd pounds and pence."""
    pence = np.zeros(len(raw), np.int64)
    for number, total in sums.items():
        where = np.flatnonzero(cell == number)
        room = total - smallest * len(where)
        if room <= 0:
            raise ValueError(f"{len(where)} payments of {smallest} do not fit into {total} pence")
        above = np.floor(raw[where] * (room / raw[where].sum())).astype(np.int64)
        above[0::3] -= above[0::3] % 100
        above[1::10] -= above[1::10] % 50_00
        above[2::150] = 0
        above[above.argmax()] += room - above.sum()
        pence[where] = smallest + above
    return pence


def _small(
    rng: np.random.Generator, pool: Pool, firms: np.ndarray, days: Calendar, limit: int
) -> Payments:
    """Payments under `limit`, some of them just under it, a few of them credit notes."""
    firm, day_index = _occasions(rng, pool, firms, days, 1.75)
    pence = np.floor(np.exp(rng.normal(np.log(2_400_00), 1.0, len(firm)))).astype(np.int64)
    pence = np.clip(pence, _SMALLEST, limit - 1)
    pence[::4] -= pence[::4] % 100
    pence[5::60] *= -1
    return Payments(firm, days.days[day_index], pence)


def _withheld(rng: np.random.Generator, group: Group, days: Calendar) -> Payments:
    """Payments to people, whose names are withheld."""
    count = max(8, group.lines // 90)
    pence = np.floor(np.exp(rng.normal(np.log(1_100_00), 0.45, count))).astype(np.int64)
    day = days.days[np.searchsorted(days.seasonally, rng.random(count) * 0.9999)]
    return Payments(np.full(count, -1), day, np.clip(pence, _SMALLEST, 9_000_00))


def moods(rng: np.random.Generator) -> np.ndarray:
    """How each tier does in each quarter of a year, about 1: some quarters up and some down."""
    return np.exp(rng.normal(0, 0.08, (len(TIERS), 4)))
