"""What the figures of contracts and social value say, in sentences."""

from collections.abc import Mapping

import pandas as pd

from components import words
from components.judge import Verdict, judge
from components.secured import YEAR_NOT_KNOWN
from components.sentences import target_for
from components.tiles import Tile

Row = Mapping[str, object]

NO_CONTRACTS = (
    "No contracts or social value have been published for this choice.",
    "Choose another organisation. An officer brings a contracts register or a social value record "
    "under Data, Bring an extract.",
)


def secured_title(summary: Row) -> str:
    """The secured share of contract value, over the contracts that count."""
    if not summary["records"]:
        counted = words.count(int(summary["contracts_counted"]), "contract")
        return f"No social value is recorded on {counted}"
    if words.missing(summary["secured_share"]):
        return "No contract counts toward social value secured"
    return f"{words.share(summary['secured_share'])} secured over all award years"


def rests_on(summary: Row) -> str:
    """On which contracts the secured share rests, reconciled to all that is committed."""
    counted = words.count(int(summary["contracts_counted"]), "contract")
    nothing = words.number(int(summary["contracts_with_nothing"]))
    return (
        f"Rests on {counted} worth {words.pounds(summary['contract_value_counted'])}, {nothing} of "
        f"them with nothing recorded. {words.pounds(summary['committed_counted'])} of "
        f"{words.pounds(summary['committed_all'])} committed counts."
    )


def tiles(
    summary: Row, years: pd.DataFrame, points: pd.DataFrame, measure: pd.DataFrame
) -> list[Tile]:
    """The newest award year's share and verdict, what is committed, contracts that count, those
    with nothing. years: `social_value/secured_by_year`."""
    over_all = words.share(summary["secured_share"])
    dated = years.loc[(years["award_year"] != YEAR_NOT_KNOWN) & years["secured_share"].notna()]
    year = str(dated["award_year"].iloc[-1]) if len(dated) else ""
    share = dated["secured_share"].iloc[-1] if len(dated) else None
    target, called = target_for(points, year)
    tolerance = measure["tolerance"].iloc[0] if len(measure) else None
    found = judge(share, share, target, tolerance)
    value = words.share(share)
    if not summary["records"]:
        found, value = Verdict("Not judged", "no social value is recorded"), "Not recorded"
    return [
        Tile(
            f"Secured, awards of {year}" if year else "Secured of contract value",
            value,
            note=found.reason.capitalize() or f"{over_all} over all award years",
            target=called,
            status=found.status,
        ),
        Tile(
            "Committed in all",
            words.pounds(summary["committed_all"]),
            note=f"{words.pounds(summary['committed_counted'])} on contracts that count",
        ),
        Tile(
            "Contracts that count",
            words.number(int(summary["contracts_counted"])),
            note=f"of {words.count(int(summary['contracts']), 'contract')} known",
        ),
        Tile(
            "With nothing recorded",
            words.number(int(summary["contracts_with_nothing"])),
            note="their value counts all the same",
        ),
    ]


def latest_target(points: pd.DataFrame) -> float | None:
    """The target of the last year that has one, as a share; None where none is set."""
    rows = points.loc[(points["kind"] == "target") & points["value"].notna()]
    return None if rows.empty else float(rows.sort_values("financial_year")["value"].iloc[-1])


def years_title(years: pd.DataFrame) -> str:
    """The newest award year known, in a sentence."""
    dated = years.loc[(years["award_year"] != YEAR_NOT_KNOWN) & years["secured_share"].notna()]
    if dated.empty:
        return "No award year is known"
    row = dated.iloc[-1]
    return f"Contracts awarded in {row['award_year']} secure {words.share(row['secured_share'])}"


def years_alt(years: pd.DataFrame) -> str:
    """Every award year with its share."""
    said = [
        f"{row['award_year']} {words.share(row['secured_share'])}"
        for row in years.to_dict("records")
    ]
    return (
        f"Social value secured by award year: {words.listed(said)}."
        if said
        else "No contract counts."
    )


def nothing_title(missing: pd.DataFrame) -> str:
    """How many contracts that count have nothing recorded."""
    if missing.empty:
        return "Every contract that counts has social value recorded"
    has = "contract has" if len(missing) == 1 else "contracts have"
    return f"{words.number(len(missing))} {has} no social value recorded"


def not_counted_title(summary: Row) -> str:
    """How much of what is committed counts."""
    counted, every = summary["committed_counted"], summary["committed_all"]
    if not every:
        return "Nothing is committed yet"
    if counted == every:
        return f"All {words.pounds(every)} committed counts"
    if words.pounds(counted) == words.pounds(every):
        return f"All but {words.pounds(every - counted)} of {words.pounds(every)} committed counts"
    return f"{words.pounds(counted)} of {words.pounds(every)} committed counts"
