"""Postcodes for firms that do not exist, in real sectors that lie safely in one authority."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import numpy as np

from data.geography import REFERENCE, area_codes

# Below this share of its postcodes in one authority, a newer reference could place a sector
# elsewhere; below this many postcodes, it is likely to be post office boxes.
_SAFE_SHARE = 0.95
_SMALLEST = 30

# The letters that Royal Mail uses in the second half of a postcode.
_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"

NO_PLACE = ("", "", "", "", "", "", "N/A", "Various", "Not held", "BT1 9ZZ", "75010 Paris")
"""What stands where no place can be told: mostly nothing; Northern Ireland is not in the
reference."""


@dataclass(frozen=True)
class Sector:
    """A postcode sector with its authority; `outcode` where the whole district lies there too."""

    name: str
    area_code: str
    postcodes: int
    outcode: str


@cache
def _sectors() -> tuple[Sector, ...]:
    def rows(table: str) -> list[dict[str, str]]:
        with (REFERENCE / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    whole = {
        (row["postcode_district"], row["area_code"])
        for row in rows("postcode_district")
        if float(row["share"]) >= _SAFE_SHARE
    }
    return tuple(
        Sector(
            row["postcode_sector"],
            row["area_code"],
            int(row["postcodes"]),
            outcode if (outcode, row["area_code"]) in whole else "",
        )
        for row in rows("postcode_sector")
        if float(row["share"]) >= _SAFE_SHARE and int(row["postcodes"]) >= _SMALLEST
        for outcode in [row["postcode_sector"].split()[0]]
    )


def codes_of(names: Iterable[str]) -> frozenset[str]:
    """The district authorities that the named areas are made of."""
    return frozenset(code for name in names for code in area_codes(name))


def postcode_area(sector: Sector) -> str:
    """'SG' of 'SG1 1'."""
    return sector.name[: 2 if sector.name[1].isalpha() else 1]


def sectors_in(codes: frozenset[str]) -> list[Sector]:
    return [sector for sector in _sectors() if sector.area_code in codes]


def draw(rng: np.random.Generator, sectors: list[Sector], count: int) -> list[str]:
    """Full postcodes in these sectors, the busier sectors oftener; a few as people mistype them
    ("sg11aa"), a few with only their first half."""
    weights = np.array([sector.postcodes for sector in sectors], float)
    chosen = rng.choice(len(sectors), count, p=weights / weights.sum()).tolist()
    letters = rng.integers(0, len(_LETTERS), (count, 2)).tolist()
    habit = rng.random(count).tolist()
    postcodes = []
    for index, (first, second), way in zip(chosen, letters, habit, strict=True):
        sector = sectors[index]
        text = f"{sector.name}{_LETTERS[first]}{_LETTERS[second]}"
        if way < 0.02:
            text = text.lower().replace(" ", "")
        elif way < 0.04:
            text = text.replace(" ", "")
        elif way < 0.06 and sector.outcode:
            text = sector.outcode
        postcodes.append(text)
    return postcodes
