"""The measures that the data can say, worked out a second time from the sample's files: no
warehouse, and no SQL of the project's.

Taken from the project are only what a strategy's file says, the areas that a name stands for, and
the tables of postcode sectors and districts. A question is answered by the function that `TWINS`
has for it: by financial year, in each unit that it knows, with what is known of the whole.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

import pandas as pd

from data.strategy import Strategy, Threshold
from tests.data.dull_contracts import (
    Contract,
    contracts_of,
    counted_toward,
    entries_of,
    is_past,
)
from tests.data.dull_sample import Sample, in_scope, ranks_of

Years = dict[str, dict[str, object]]
"""Financial year -> unit, "known" and "whole" -> figure. None where there is none."""


@dataclass(frozen=True)
class View:
    """What the files hold of the organisations of a strategy."""

    sample: Sample
    strategy: Strategy
    areas: Mapping[str, str]

    @cached_property
    def lines(self) -> pd.DataFrame:
        return in_scope(self.sample, self.strategy)

    @cached_property
    def paid(self) -> dict[str, dict[str, int]]:
        """Year -> firm -> pence; the firm is "" for money whose supplier is withheld."""
        sums = self.lines.groupby(["year", "firm"])["pence"].sum()
        answer: dict[str, dict[str, int]] = defaultdict(dict)
        for (year, firm), pence in sums.items():
            answer[year][firm] = int(pence)
        return answer

    @cached_property
    def firms_paid(self) -> dict[str, list[str]]:
        """Year -> each firm that was paid; one that two organisations pay is in it once."""
        seen = {
            (year, firm, organisation if firm in self.sample.of_many else "")
            for year, firm, organisation in zip(
                *(self.lines[column] for column in ("year", "firm", "organisation")), strict=True
            )
            if firm
        }
        answer: dict[str, list[str]] = defaultdict(list)
        for year, firm, _ in seen:
            answer[year].append(firm)
        return answer

    @cached_property
    def ranks(self) -> dict[str, int]:
        return ranks_of(self.sample, self.strategy, self.areas)

    @cached_property
    def contracts(self) -> list[Contract]:
        return contracts_of(self.sample, self.strategy.organisations)

    def threshold(self, name: str) -> Threshold:
        return next(one for one in self.strategy.thresholds if one.id == name)

    def is_of(self, firm: str, kind: str, tier: int | None) -> bool | None:
        """Whether a firm is of a kind; None where that is not known."""
        if kind == "all":
            return True
        if kind == "local":
            rank = self.ranks.get(firm)
            return None if rank is None else rank <= (tier or self.strategy.headline_tier)
        told = {"sme": self.sample.sizes, "vcse": self.sample.sectors}[kind].get(firm, {""})
        (said,) = told
        return None if said == "" else said == kind

    def parts(
        self, weighed: Iterable[tuple[str, int]], kind: str, tier: int | None
    ) -> tuple[int, int, int]:
        """Of firms and what each weighs: what those of the kind weigh, those of whom it is known
        whether they are, and all."""
        counted = known = whole = 0
        for firm, weight in weighed:
            is_of = self.is_of(firm, kind, tier)
            counted += weight * (is_of is True)
            known += weight * (is_of is not None)
            whole += weight
        return counted, known, whole


def pounds(pence: int) -> Decimal:
    return Decimal(pence) / 100


def share(part: int, whole: int) -> Fraction | None:
    """Where credits make a part less than nothing or more than its whole, there is none."""
    return Fraction(part, whole) if 0 <= part <= whole and whole else None


def by_year(contracts: Iterable[Contract]) -> dict[str, list[Contract]]:
    """By year of award; those of no known year are in none."""
    answer: dict[str, list[Contract]] = defaultdict(list)
    for one in contracts:
        if one.year is not None:
            answer[one.year].append(one)
    return answer


def year_before(year: str, by: int = 1) -> str:
    first = int(year[:4]) - by
    return f"{first}/{(first + 1) % 100:02d}"


def spend(view: View, kind: str, tier: int | None = None) -> Years:
    answer = {}
    for year, by_firm in view.paid.items():
        counted, known, whole = view.parts(by_firm.items(), kind, tier)
        answer[year] = {
            "pounds": pounds(counted),
            "share": share(counted, known),
            "known": pounds(known),
            "whole": pounds(whole),
        }
    return answer


def local_share(view: View) -> Years:
    return spend(view, "local")


def suppliers(view: View, kind: str, tier: int | None = None) -> Years:
    answer = {year: counts(view, firms, kind, tier) for year, firms in view.firms_paid.items()}
    for year, row in answer.items():
        before = answer.get(year_before(year), {}).get("count")
        row["change"] = Fraction(row["count"], before) - 1 if before else None
    return answer


def awards(view: View, kind: str, tier: int | None = None) -> Years:
    """A contract is its first supplier's; a framework is awarded by its call-offs, where listed."""
    awarded = by_year(one for one in view.contracts if not one.is_ceiling)
    return {
        year: counts(view, [one.firm for one in some], kind, tier) for year, some in awarded.items()
    }


def counts(view: View, firms: list[str], kind: str, tier: int | None) -> dict[str, object]:
    counted, known, whole = view.parts(((firm, 1) for firm in firms), kind, tier)
    return {"count": counted, "share": share(counted, known), "known": known, "whole": whole}


def secured_by_year(view: View) -> Years:
    return social_value(view, years=1)


def social_value(view: View, years: int) -> Years:
    """A year counts with those before it; where one of them has no contracts there is no figure."""
    counted = by_year(counted_toward(view.contracts, view.strategy.social_value_threshold))
    answer = {}
    for year in counted:
        wanted = [year_before(year, back) for back in range(years)]
        some = [one for each in wanted for one in counted.get(each, ())]
        committed = sum(one.committed or 0 for one in some)
        is_whole = all(each in counted for each in wanted)
        answer[year] = {
            "pounds": pounds(committed) if is_whole else None,
            # Not capped: a contract may commit more than it costs.
            "share": Fraction(committed, sum(one.value for one in some)) if is_whole else None,
            "known": sum(one.committed is not None for one in some),
            "whole": len(some),
        }
    return answer


def weighting(view: View, figure: str, threshold: str, at_least: float | None = None) -> Years:
    awarded = by_year(
        one
        for one in view.contracts
        if one.on_register and not one.is_ceiling and is_past(one.value, view.threshold(threshold))
    )
    answer = {}
    for year, some in awarded.items():
        said = [one.weighting for one in some if one.weighting is not None]
        answer[year] = {
            "share": of_weightings(said, figure, at_least) if said else None,
            "known": len(said),
            "whole": len(some),
        }
    return answer


def of_weightings(said: list[Fraction], figure: str, at_least: float | None) -> Fraction:
    if figure == "enough":
        return Fraction(sum(one >= Fraction(str(at_least)) for one in said), len(said))
    return {"average": sum(said) / len(said), "lowest": min(said)}[figure]


def register(view: View, threshold: str) -> Years:
    """Of spend with firms that an organisation paid past the threshold in the year, what bears the
    reference of a contract on its register or was paid to one whose contract there runs in the
    month. Of money whose supplier is withheld only what has a reference is known."""
    entries = list(entries_of(view.sample, view.strategy.organisations))
    named: dict[tuple[str, str], set[tuple]] = defaultdict(set)
    months: set[tuple[str, str, int]] = set()
    for one in entries:
        contract = (one.title, one.pence, one.start, one.end)
        named[one.organisation, one.reference.lower()].add(contract)
        begins = month_number(one.start or one.award)
        months |= {
            (one.organisation, one.firm, month)
            for month in range(begins, month_number(one.end) + 1)
        }
    of_year: Counter[tuple[str, str, str]] = Counter()
    columns = ["organisation", "firm", "year", "date", "reference", "pence"]
    paid = [tuple(row) for row in view.lines[columns].itertuples(index=False)]
    for organisation, firm, year, _, _, pence in paid:
        of_year[organisation, firm, year] += pence
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    for organisation, firm, year, day, reference, pence in paid:
        enough = is_past(of_year[organisation, firm, year], view.threshold(threshold))
        if firm and not enough:
            continue
        by_reference = bool(reference) and len(named[organisation, reference.lower()]) == 1
        is_tied = by_reference or (organisation, firm, month_number(day)) in months
        sums[year]["whole"] += pence
        sums[year]["known"] += pence if firm or is_tied else 0
        sums[year]["tied"] += pence if is_tied else 0
    return {
        year: {
            "pounds": pounds(of["tied"]),
            "share": share(of["tied"], of["known"]),
            "known": pounds(of["known"]),
            "whole": pounds(of["whole"]),
        }
        for year, of in sums.items()
    }


def month_number(day: date) -> int:
    return day.year * 12 + day.month


TWINS: Mapping[str, Callable[..., Years]] = {
    "measures/awards": awards,
    "measures/register": register,
    "measures/social_value": social_value,
    "measures/spend": spend,
    "measures/suppliers": suppliers,
    "measures/weighting": weighting,
    "social_value/secured_by_year": secured_by_year,
    "spend/local_share": local_share,
}
