"""What the page of local spend against target says: titles, tiles, pace, projection."""

from collections.abc import Mapping, Sequence

import pandas as pd

from components import words
from components.charts import ENOUGH_KNOWN, share_span
from components.dated_notes import Mark
from components.judge import Verdict, judge
from components.projection import Path, whole
from components.sentences import target_for
from components.tiles import Tile

Row = Mapping[str, object]


def trend_title(shares: pd.DataFrame, points: pd.DataFrame) -> str:
    """How local share moved up to the last whole period, beside the target that stands then; no
    claim from too few."""
    complete = shares.loc[shares["months_from_all"] == shares["months"]]
    if len(complete) < 2:
        months = int(shares["months_with_data"].sum())
        return f"{words.count(months, 'month')} of spend: too few for a trend"
    told = whole(shares)
    if len(told) < 2:
        return "Too little has a known place to name a trend"
    first, last = told.iloc[0], told.iloc[-1]
    start, end = words.share(first["local_share"]), words.share(last["local_share"])
    rose = last["local_share"] > first["local_share"]
    moved = "stayed at" if start == end else "rose to" if rose else "fell to"
    target, _ = target_for(points, last["financial_year"])
    if target is not None:
        return f"Local share {moved} {end}; the {standing(points, last['financial_year'])}"
    if start == end:
        return f"Local share was {end} in {first['period']} and {last['period']}"
    return f"Local share {moved.removesuffix(' to')} from {start} in {first['period']} to {end}"


def standing(points: pd.DataFrame, year: str) -> str:
    """The target that stands in a year, within a sentence: "2023/24 target is 70%"."""
    target, called = target_for(points, year)
    share = words.share(target)
    return f"{called.removesuffix(share).strip().lower()} is {share}"


def moved_over(shares: pd.DataFrame) -> str:
    """From what to what the share moved, with both periods; empty where a trend is not named."""
    told = whole(shares)
    if len(told) < 2:
        return ""
    first, last = (
        f"{words.share(row['local_share'])} in {row['period']}"
        for row in (told.iloc[0], told.iloc[-1])
    )
    return f"From {first} to {last}."


def months_missing(shares: pd.DataFrame) -> str:
    """Which periods are not whole, in one sentence; empty where all are."""
    part = shares.loc[shares["months_from_all"] < shares["months"]]
    if part.empty:
        return ""
    said = [f"{row['period']} holds {_months(row)}" for row in part.to_dict("records")]
    if len(said) > 4:
        return f"{words.count(len(said), 'period')} are not whole; the table shows which."
    return f"{words.listed(said)}."


def _months(row: Row) -> str:
    """How many of a period's months are there; where a partner's are missing, from all of them."""
    every = words.count(row["months"], "month")
    if row["months_with_data"] < row["months"]:
        return f"{row['months_with_data']} of {every}"
    return f"{row['months_from_all']} of {every} from every organisation"


def no_date(shares: pd.DataFrame) -> str:
    """How much spend has no date and so stands in no period; empty where all has one."""
    lost = shares.loc[shares["period"].isna()]
    if lost.empty:
        return ""
    return f"{words.pounds(lost['amount'].iloc[0])} of spend has no date and is in no period."


def verdict(row: Row, target: float | None, measure: pd.DataFrame) -> Verdict:
    """A period's local share against a target; a part of a year is not judged."""
    if row["months_from_all"] < row["months"]:
        return Verdict("Not judged", "the period is not whole")
    tolerance = measure["tolerance"].iloc[0] if len(measure) else None
    return judge(row["lowest"], row["highest"], target, tolerance)


def trend_tiles(
    shares: pd.DataFrame, points: pd.DataFrame, measure: pd.DataFrame, pace: Row | None = None
) -> list[Tile]:
    """The newest period in four tiles: share and verdict, local money, the pace needed (all money
    where there is no pace to tell), and placed money. pace: the row of `spend/pace_needed`."""
    row = shares.iloc[-1]
    target, called = target_for(points, row["financial_year"])
    found = verdict(row, target, measure)
    months = _months(row) if row["months_from_all"] < row["months"] else ""
    enough = not words.missing(row["share_known"]) and row["share_known"] >= ENOUGH_KNOWN
    value = words.share(row["local_share"])
    if not enough and not words.missing(row["lowest"]):
        value = f"{words.share(row['lowest'])} to {words.share(row['highest'])}"
    return [
        Tile(
            f"Local share, {row['period']}",
            value,
            note=found.reason.capitalize()
            or months
            or f"of {words.pounds(row['known'])} with a known place",
            target=called,
            status=found.status,
        ),
        Tile("With local suppliers", words.pounds(row["local"]), note=months),
        pace_tile(pace) or Tile("All spend in scope", words.pounds(row["amount"]), note=months),
        Tile(
            "With a known place",
            words.share(row["share_known"]),
            note=f"{words.pounds(row['not_known'])} has none",
        ),
    ]


def _lacking_pace(pace: Row | None) -> str:
    """Why there is no pace to tell, in a sentence; empty where there is one."""
    if pace is None:
        return "No pace is told: no month of spend has been sent."
    year = pace["financial_year"]
    if pace["months_sent"] == pace["months_due"]:
        return f"All of {year} is in, so no pace is left to set."
    if words.missing(pace["target"]):
        return f"No pace is told for {year}: it has no target."
    left = pace["months_due"] - pace["months_sent"]
    unknown = left - pace["months_as_last_year"]
    if unknown:
        return (
            f"No pace is told for {year}: it takes the rest of the year to be as last year's, of "
            f"which {unknown} of {words.count(left, 'month')} {'was' if unknown == 1 else 'were'} "
            "not sent."
        )
    if words.missing(pace["needed"]):
        return f"No pace is told for {year}: refunds leave no share to go by."
    return ""


def _ends(pace: Row) -> tuple[float, float]:
    """The least and the most that may be needed, as places not known leave it open."""
    ends = (pace["lowest_needed"], pace["highest_needed"])
    return (pace["needed"],) * 2 if any(words.missing(end) for end in ends) else ends


def _headline(pace: Row) -> str:
    """What is needed in words: a share, or both ends where too little has a known place."""
    low, high = _ends(pace)
    known = pace["share_known"]
    if low == high or (not words.missing(known) and known >= ENOUGH_KNOWN):
        return _part(pace["needed"])
    return f"{_part(low)} to {_part(high)}"


def _part(needed: float) -> str:
    if needed <= 0:
        return "none"
    return "more than all" if needed > 1 else words.share(needed)


def pace_needed(pace: Row | None) -> str:
    """What share of the rest of the year must be local to reach the target, or why none is told."""
    lacking = _lacking_pace(pace)
    if lacking:
        return lacking
    year, (low, high) = pace["financial_year"], _ends(pace)
    after = "" if pace["target_year"] == year else f"{pace['target_year']} "
    target = f"the {after}target {words.share(pace['target'])}"
    taken = f"The rest is taken to be spent as last year's, {words.pounds(pace['rest_amount'])}."
    if high <= 0:
        return f"Pace not needed: {target} is reached whatever the rest of {year} brings. {taken}"
    if low > 1:
        return f"Out of reach: were all the rest of {year} local, {target} would be missed. {taken}"
    part, reach = _headline(pace), f"{_part(low)} to {_part(high)}"
    open_ = (
        "" if " to " in part or _part(low) == _part(high) else f" ({reach}, by places not known)"
    )
    before = pace["rest_share_last_year"]
    last = "" if words.missing(before) else f"; last year {words.share(before)} of it was"
    return f"To reach {target}, {part} of the rest of {year} must be local{open_}{last}. {taken}"


def pace_tile(pace: Row | None) -> Tile | None:
    """The pace as a tile; None where there is none to tell."""
    if pace is None or _lacking_pace(pace):
        return None
    low, high = _ends(pace)
    value = "Not needed" if high <= 0 else "Out of reach" if low > 1 else _headline(pace)
    after = "" if pace["target_year"] == pace["financial_year"] else f"{pace['target_year']} "
    return Tile(
        f"Pace needed, rest of {pace['financial_year']}",
        value[0].upper() + value[1:],
        note="of what is still to be spent, local",
        target=f"{after}target {words.share(pace['target'])}".capitalize(),
    )


def projection(path: Path, points: pd.DataFrame) -> str:
    """Where the present path leads, beside the target that stands then, or why that is not told."""
    if not path.line:
        return path.lacking
    year, share = path.line[-1]
    target, _ = target_for(points, year)
    beside = "" if target is None else f"; the {standing(points, year)}"
    return (
        f"On the present path, a straight line through {words.count(len(path.rests_on), 'year')} "
        f"from {path.rests_on[0]} to {path.rests_on[-1]}, it would be {words.share(share)} in "
        f"{year}{beside}. That carries on what was, and is no forecast."
    )


def one_row_each(pairs: pd.DataFrame) -> pd.DataFrame:
    """Without the row for all where it would only repeat a single organisation."""
    return pairs.tail(1) if len(pairs) == 2 else pairs


def year_to_date_title(pairs: pd.DataFrame) -> str:
    """This year so far beside the same months of last year, for all organisations together."""
    if pairs.empty:
        return "No month stands in both years"
    row = pairs.iloc[0]
    now, before = words.share(row["this_share"]), words.share(row["last_share"])
    spans = [share_span(row, which) for which in ("this", "last")]
    if any(low is None or low != high for low, high in spans):
        return "Too little has a known place to compare"
    if now == before:
        return f"Local share is {now}, as a year ago"
    moved = "up" if row["this_share"] > row["last_share"] else "down"
    so_far = "so far" if row["months"] < 12 else "this year"
    return f"Local share is {now} {so_far}, {moved} from {before}"


def trend_alt(
    shares: pd.DataFrame, points: pd.DataFrame, projected: str, marks: Sequence[Mark]
) -> str:
    """The picture in sentences: every period with its share, or its range; targets, what was
    published, where the path leads, notes."""
    said = []
    for row in shares.to_dict("records"):
        if words.missing(row["share_known"]) or row["share_known"] < ENOUGH_KNOWN:
            low, high = words.share(row["lowest"]), words.share(row["highest"])
            said.append(f"{row['period']} between {low} and {high}")
        else:
            said.append(f"{row['period']} {words.share(row['local_share'])}")
    parts = [f"Local share: {words.listed(said)}."]
    for kinds, called in ((("target",), "Target"), (("baseline", "published"), "Published")):
        rows = points.loc[points["kind"].isin(kinds) & points["value"].notna()]
        each = zip(rows["financial_year"], rows["value"], strict=True)
        figures = dict.fromkeys(f"{year} {words.share(value)}" for year, value in each)
        parts += [f"{called}: {words.listed([*figures])}."] if figures else []
    newest = str(shares["financial_year"].iloc[-1])
    _, called = target_for(points, newest)
    parts += [f"In {newest} the {called} stands."] if " target " in called else []
    return " ".join([*parts, projected, *(mark.sentence() for mark in marks)]).strip()


def tiers_title(tiers: pd.DataFrame, *, as_shares: bool = False) -> str:
    """What went to the local tiers in the newest period, the innermost and all of them."""
    newest = tiers.loc[tiers["period"] == tiers["period"].iloc[-1]] if len(tiers) else tiers
    local = newest.loc[newest["is_local"]]
    if local.empty:
        return "No local spend in the newest period"
    parts = [
        f"{words.share(row['share_of_all']) if as_shares else words.pounds(row['amount'])} in "
        f"{'the rest of ' if row['tier'] > 1 else ''}{row['tier_name']}"
        for row in local.to_dict("records")
    ]
    return f"{newest['period'].iloc[0]}: {words.listed(parts)}"


def year_to_date_span(pairs: pd.DataFrame) -> str:
    """Which months are compared with which."""
    row = pairs.iloc[0]
    this, last = (
        words.span(row["this_from"], row["this_to"]),
        words.span(row["last_from"], row["last_to"]),
    )
    return f"Local share of spend with a known place, {this} beside {last}"


def year_to_date_rests_on(pairs: pd.DataFrame) -> str:
    """On how much of both years' money the comparison rests, and the range the rest leaves open."""
    row = pairs.iloc[0]
    reach = [
        f"between {words.share(row[f'{which}_lowest'])} and {words.share(row[f'{which}_highest'])} "
        f"{year}"
        for which, year in (("this", "this year"), ("last", "last"))
        if not words.missing(row[f"{which}_lowest"]) and not words.missing(row[f"{which}_highest"])
    ]
    of_all = f" Of all spend, {words.listed(reach)} is local." if reach else ""
    return (
        f"Rests on {words.pounds(row['this_known'])} of {words.pounds(row['this_amount'])} this "
        f"year and {words.pounds(row['last_known'])} of {words.pounds(row['last_amount'])} last, "
        f"which has a known place; {words.count(int(row['months']), 'month')} compared.{of_all}"
    )


NO_SHARED_MONTHS = (
    "There is nothing to compare year to date.",
    "It needs spend for the same month in this financial year and the last, for one organisation.",
)
