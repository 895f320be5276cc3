"""Where the local share would come to if the last years went on as they did: a plain straight line.

The method is the least any reader can check: ordinary least squares over whole financial years.
"""

from dataclasses import dataclass
from statistics import linear_regression

import pandas as pd

from components.charts import ENOUGH_KNOWN

# Whole years that a line rests on. Two always lie on a line; an old year says little of the path.
FEWEST, MOST = 3, 5
# Years ahead at the least, after the last target year too.
_AHEAD = 2


@dataclass(frozen=True)
class Path:
    """A straight line through past years and on.

    rests_on  the whole financial years it was drawn through, the oldest first
    line      (financial year, share from 0 to 1) from the newest of them to the last year ahead
    lacking   why there is none, a sentence; then both others are empty
    """

    rests_on: tuple[str, ...] = ()
    line: tuple[tuple[str, float], ...] = ()
    lacking: str = ""


def whole(shares: pd.DataFrame) -> pd.DataFrame:
    """The periods with every month in them, from every organisation where that is told, and enough
    spend placed to name a share."""
    sent = "months_from_all" if "months_from_all" in shares else "months_with_data"
    complete = shares[sent] == shares["months"]
    placed = shares["share_known"].fillna(0) >= ENOUGH_KNOWN
    return shares.loc[complete & placed & shares["local_share"].notna()]


def projected(shares: pd.DataFrame, points: pd.DataFrame) -> Path:
    """The line through the whole years of the last five, carried on to the last target year and
    two years at the least, but never further than the years it rests on reach back.

    shares: `spend/local_share` by year; points: `strategy/points`. A year with less than four
    fifths of its spend placed has no share and no part in it. Shares stay between 0 and 1.
    """
    told = whole(shares)
    newest = int(shares["financial_year"].max()[:4])
    years = [int(year[:4]) for year in told["financial_year"]]
    # A part of a year may follow the newest whole one; more than that, and the path is past.
    if not years or max(years) < newest - 1:
        return Path(lacking=_lacking(0))
    end = max(years)
    known = [
        (year, float(share))
        for year, share in zip(years, told["local_share"], strict=True)
        if year > end - MOST
    ]
    if len(known) < FEWEST:
        return Path(lacking=_lacking(len(known)))
    slope, start = linear_regression(*zip(*known, strict=True))
    targets = points.loc[(points["kind"] == "target") & points["value"].notna(), "financial_year"]
    last_target = max((int(year[:4]) for year in targets), default=end)
    until = min(max(last_target, end + _AHEAD), end + len(known))
    line = [
        (_year(year), min(max(start + slope * year, 0.0), 1.0)) for year in range(end, until + 1)
    ]
    return Path(tuple(_year(year) for year, _ in known), tuple(line))


def _year(first: int) -> str:
    return f"{first}/{(first + 1) % 100:02d}"


def _lacking(found: int) -> str:
    there = {0: "there is none", 1: "there is one"}.get(found, "there are two")
    return (
        "No projection is drawn: it takes three whole years, of the last five, with a known place "
        f"for at least 80% of their spend, and {there}."
    )
