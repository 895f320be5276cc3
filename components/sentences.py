"""What the figures say, in sentences: titles, coverage, and what they do not claim.

Everything here reads the frames that the queries give and adds nothing up that a query has not.
"""

from collections.abc import Mapping
from decimal import Decimal

import pandas as pd

from components import words
from components.charts import ENOUGH_KNOWN
from components.filters import Filters
from components.map_shades import Shade
from components.theme import ELSEWHERE, NOT_KNOWN

Row = Mapping[str, object]


def stays_title(coverage: Row, place: str) -> str:
    """How much of each pound stays, or the range it lies in where too little has a known place."""
    if words.missing(coverage["local_share"]):
        return "Nothing here has a known place yet"
    if words.missing(coverage["share_known"]):
        return "Credits without a known place leave open how much stays"
    if coverage["share_known"] >= ENOUGH_KNOWN:
        return f"{words.pence(coverage['local_share'])} of each pound stays in {place}"
    low, high = words.pence(coverage["lowest"]), words.pence(coverage["highest"])
    if coverage["lowest"] == 0:
        return f"At most {high} of each pound stays in {place}"
    return f"Between {low} and {high} of each pound stays in {place}"


def map_title(areas: pd.DataFrame, coverage: Row, place: str, shade: Shade) -> str:
    """The message of the map as it is shaded: the share that stays, or who leads."""
    if shade.column == "amount":
        return stays_title(coverage, place)
    placed = areas.loc[areas["area_code"].notna() & areas[shade.column].notna()]
    if placed.empty:
        return "Nothing is known yet to shade the map by"
    if shade.kind == "change":
        up = int((placed[shade.column].astype(float) > 0).sum())
        return f"Spend rose in {up:,} of {words.count(len(placed), 'area')}"
    if shade.kind == "share":
        # Of the place most is spent in: a share may be whole where one supplier is all there is.
        first = placed.iloc[0]
        return f"SMEs take {words.share(first[shade.column])} in {first['area']}"
    top = placed.loc[placed[shade.column].astype(float).idxmax()]
    value = top[shade.column]
    if shade.kind == "count":
        return f"Most suppliers are in {top['area']}: {value:,}"
    return f"Most per supplier is paid in {top['area']}: {words.pounds(value)}"


def nothing_in_view(scope: pd.DataFrame, filters: Filters) -> tuple[str, str]:
    """Why a page of spend is empty, and what would fill it."""
    if len(scope):
        return (
            "Everything received here is left out of this strategy's spend.",
            f"It counts {filters.payments_counted} that are procurement. Choose another period, "
            "directorate or category, or another strategy.",
        )
    return (
        "No spend has been published for this choice.",
        "Choose another organisation or period, or clear the filters. An officer brings an extract "
        "under Data, Bring an extract.",
    )


def reference_credit(reference: Row) -> str:
    """What places the suppliers and draws the land, how good it is, and its licence."""
    return f"Places: {reference['vintage']}. {reference['how_good']} {reference['licence']}"


def areas_alt(areas: pd.DataFrame, one: str, many: str) -> str:
    """The map in a sentence: how many areas (`one`, `many` in words), and the five that take
    most."""
    placed = areas.loc[areas["area_code"].notna()]
    if placed.empty:
        return (
            f"Map of spend by {one}. No spend has a known {'ward' if one == 'ward' else 'place'}."
        )
    top = placed.head(5)
    names = zip(top["area"], top["amount"], strict=True)
    most = [f"{area} {words.pounds(amount)}" for area, amount in names]
    reached = words.count(len(placed), one, many)
    return f"Spend reaches {reached}. Most goes to {words.listed(most)}."


def as_rings(tiers: pd.DataFrame) -> pd.DataFrame:
    """Tiers by the names of what each adds to those inside it: a supplier of the inner tier is not
    counted again in the outer one, which is the rest of its places."""
    outer = (tiers["tier"] > 1) & (tiers["tier"] < ELSEWHERE)
    return tiers.assign(tier_name=tiers["tier_name"].mask(outer, "Rest of " + tiers["tier_name"]))


def tiers_alt(tiers: pd.DataFrame) -> str:
    """The tier split in a sentence."""
    parts = [
        f"{row['tier_name']} {words.pounds(row['amount'])}"
        + (f" ({words.share(row['share_of_known'])})" if row["tier"] != NOT_KNOWN else "")
        for row in tiers.to_dict("records")
    ]
    return f"Spend by tier: {words.listed(parts)}."


def rests_on(coverage: Row, over: str = "") -> str:
    """On how much of the spend a local share rests, and the range the rest leaves open. `over` says
    of which time, where that is not the one in sight: " over all years"."""
    known, amount = words.pounds(coverage["known"]), words.pounds(coverage["amount"])
    line = f"Rests on {known} of {amount} spend{over} ({words.share(coverage['share_known'])})"
    if words.missing(coverage["lowest"]) or words.missing(coverage["highest"]):
        return f"{line}, which has a known place."
    low, high = words.share(coverage["lowest"]), words.share(coverage["highest"])
    reach = f"{low} is local" if low == high else f"between {low} and {high} is local"
    near = coverage["local_near_border"] + coverage["other_near_border"]
    border = (
        f" {words.pounds(near)} is known only by a postcode sector or district across a border."
        if near > 0
        else ""
    )
    return f"{line}, which has a known place. Of all spend, {reach}.{border}"


def wards_rest_on(areas: pd.DataFrame, coverage: Row) -> str:
    """On how much of the spend a map of wards rests, less than one of districts does; and then what
    a local share rests on, which needs no ward. areas: `spend/by_area` by ward."""
    # Where no ward is known: the one row without a code, which with all others makes the amount.
    lost = next(iter(areas.loc[areas["area_code"].isna(), "amount"]), Decimal(0))
    placed = coverage["amount"] - lost
    share = words.share(placed / coverage["amount"]) if coverage["amount"] else "none"
    return (
        f"This map rests on {words.pounds(placed)} of {words.pounds(coverage['amount'])} spend "
        f"({share}), which has a known ward: that takes a full postcode in the directory loaded. "
        f"The local share needs less. {rests_on(coverage)}"
    )


def split_title(tiers: pd.DataFrame) -> str:
    """How much of the spend whose place is known stays within the outermost tier."""
    known = tiers.loc[tiers["share_of_known"].notna()]
    if known.empty:
        return "No spend here has a known place"
    inside = known.loc[known["tier"] < ELSEWHERE]
    if inside.empty:
        return "All that can be placed goes elsewhere"
    stays = f"{words.share(inside['share_of_known'].sum())} stays within"
    stays = f"{stays[0].upper()}{stays[1:]}"
    return f"{stays} {inside.loc[inside['tier'].idxmax(), 'tier_name']}"


def areas_title(areas: pd.DataFrame) -> str:
    """Which single area takes most."""
    placed = areas.loc[areas["area_code"].notna()]
    if placed.empty:
        return "No area is known to be reached"
    top = placed.iloc[0]
    reached = words.count(len(placed), "area")
    return f"{top['area']} takes most of {reached} reached"


def scope_title(scope: pd.DataFrame) -> str:
    """How much of what was received counts."""
    counted = scope.loc[scope["left_out"] == "In scope", "amount"]
    if not len(counted):
        return "Nothing received counts under this strategy"
    left = len(scope) - 1
    if not left:
        return f"All {words.pounds(counted.iloc[0])} received counts"
    return f"{words.pounds(counted.iloc[0])} counts; the rest is left out"


def scope_rests_on(scope: pd.DataFrame) -> str:
    """How many lines were received, and how many of them count."""
    counted = scope.loc[scope["left_out"] == "In scope", "lines"]
    lines = words.count(int(scope["lines"].sum()), "line")
    return f"Rests on all {lines} received, of which {words.number(int(counted.sum()))} count."


def amount_basis(bases: pd.DataFrame) -> str:
    """Whether the money is net of VAT, said plainly where bases are mixed."""
    kinds = bases["amount_basis"].tolist()
    if not kinds:
        return ""
    if len(kinds) == 1:
        said = {"net": "net of VAT", "gross": "gross, with VAT"}
        return f"Amounts are {said.get(kinds[0], 'not stated to be net or gross of VAT')}."
    parts = [
        f"{words.pounds(row['amount'])} {row['amount_basis']}" for row in bases.to_dict("records")
    ]
    return f"Amounts are mixed: {words.listed(parts)}. Take the shares with care."


def target_for(points: pd.DataFrame, year: str) -> tuple[float | None, str]:
    """The target that stands in a year, and what to call it: "Target 50%", "2023/24 target 70%"."""
    rows = points.loc[(points["kind"] == "target") & points["value"].notna()]
    rows = rows.sort_values("financial_year")
    exact = rows.loc[rows["financial_year"] == year]
    if len(exact):
        value = float(exact["value"].iloc[-1])
        return value, f"Target {words.share(value)}"
    past = rows.loc[rows["financial_year"] < year]
    if len(past) and (rows["financial_year"] < year).all():
        value = float(past["value"].iloc[-1])
        return value, f"{past['financial_year'].iloc[-1]} target {words.share(value)}"
    return None, "No target for this year" if len(rows) else "Target to be set"


def to_be_set(points: pd.DataFrame, measure: pd.DataFrame) -> str:
    """Said where a strategy sets no target for a measure; empty where it does."""
    if (points["kind"] == "target").any():
        return ""
    note = measure["target_note"].iloc[0] if len(measure) else None
    said = "To be set" if words.missing(note) or not note else str(note).rstrip(".")
    return f"Target: {said[0].lower()}{said[1:]}."


def of_the_whole(points: pd.DataFrame, filters: Filters) -> str:
    """Said where one of several organisations is looked at: what the strategy prints of them all is
    not its own. points: `strategy/points` of the whole; empty where there is nothing to say."""
    if filters.only() is None or filters.borrowed:
        return ""
    shared = points.loc[points["of_several"] & points["value"].notna()]
    said = []
    if (shared["kind"] == "target").any():
        said.append(f"The target is set for {filters.council} as a whole.")
    if (shared["kind"] != "target").any():
        said.append(
            f"What {filters.council} published is of its organisations together and is not drawn "
            f"as {words.possessive(filters.only())}."
        )
    return " ".join(said)
