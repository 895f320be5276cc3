"""Each query's answer as a table: which columns, in what words, with what total."""

from collections.abc import Mapping

import pandas as pd

from components import words
from components.map_shades import Shade
from components.tables import Column, Table

Row = Mapping[str, object]


def with_change(found: pd.DataFrame, change: pd.DataFrame) -> pd.DataFrame:
    """`spend/by_area` with `change_share` and `last_amount` of `spend/change_by_area`."""
    changes = {_key(row): row for row in change.to_dict("records")}
    rows = [changes.get(_key(row), {}) for row in found.to_dict("records")]
    columns = ("change_share", "last_amount")
    return found.assign(**{c: pd.Series([r.get(c) for r in rows], dtype=object) for c in columns})


def _key(row: Row) -> str:
    return "" if words.missing(row["area_code"]) else str(row["area_code"])


_OF_KNOWN = {"place": "Share of known (%)", "ward": "Share of known wards (%)"}


def areas(found: pd.DataFrame, coverage: Row, shade: Shade, known: str = "place") -> Table:
    """`spend/by_area`, with the totals of `spend/coverage`, and what the map is shaded by. `known`
    is what spend on the map has: a known place, or a known ward."""
    shaded_by = {
        "per_supplier": Column("per_supplier", "Per supplier (£)", "pounds"),
        "sme_share": Column("sme_share", "SME share of known (%)", "share"),
        "change_share": Column("change_share", "Change on last year (%)", "share"),
    }
    columns = (
        Column("area", "Area"),
        Column("amount", "Spend (£)", "pounds"),
        Column("share_of_known", _OF_KNOWN[known], "share", bar=True),
        Column("suppliers", "Suppliers", "count"),
        *([shaded_by[shade.column]] if shade.column in shaded_by else []),
        Column("tier_name", "Tier"),
    )
    total = {
        "area": "All spend",
        "amount": coverage["amount"],
        "suppliers": coverage["suppliers"],
    }
    # The row of places not known closes the frame, and must not be lost among those left out.
    last = int(found["area_code"].isna().any())
    return Table(found, columns, "Spend by area", total=total, first=12, last=last)


def tiers(found: pd.DataFrame, coverage: Row) -> Table:
    """`spend/by_tier`, with the totals of `spend/coverage`."""
    columns = (
        Column("tier_name", "Tier"),
        Column("amount", "Spend (£)", "pounds"),
        Column("share_of_known", "Share of known (%)", "share", bar=True),
        Column("share_up_to", "Up to here (%)", "share"),
        Column("share_of_all", "Share of all (%)", "share"),
        Column("suppliers", "Suppliers", "count"),
    )
    total = {
        "tier_name": "All spend",
        "amount": coverage["amount"],
        "suppliers": coverage["suppliers"],
    }
    return Table(found, columns, "Spend by tier", total=total)


def scope(found: pd.DataFrame) -> Table:
    """`spend/scope`: what counts and what does not, adding up to everything received."""
    columns = (
        Column("left_out", "Counted or left out"),
        Column("amount", "Amount (£)", "pounds"),
        Column("lines", "Lines", "count"),
    )
    total = {
        "left_out": "Everything received",
        "amount": found["amount"].sum(),
        "lines": found["lines"].sum(),
    }
    return Table(found, columns, "What counted and what was left out", total=total)


def shares(found: pd.DataFrame, notes: Mapping[str, str]) -> Table:
    """`spend/local_share`: the share and its range, period by period, with the notes of each."""
    columns = (
        Column("period", "Period", absent="No date"),
        Column("months_with_data", "Months with data", "count"),
        Column("amount", "Spend (£)", "pounds"),
        Column("known", "With a known place (£)", "pounds"),
        Column("local", "Local (£)", "pounds"),
        Column("local_share", "Local share (%)", "share"),
        Column("lowest", "Lowest (%)", "share"),
        Column("highest", "Highest (%)", "share"),
        *([Column("notes", "Notes", absent="")] if notes else []),
    )
    found = found.assign(notes=[notes.get(period) for period in found["period"].astype(object)])
    return Table(found, columns, "Local share by period")


def parts(found: pd.DataFrame, called: str) -> Table:
    """`spend/local_share_by_part`, each part's years together; `called` is what a part is."""
    columns = (
        Column("part", called),
        Column("financial_year", "Year"),
        Column("months_with_data", "Months with data", "count"),
        Column("amount", "Spend (£)", "pounds"),
        Column("known", "With a known place (£)", "pounds"),
        Column("local", "Local (£)", "pounds"),
        Column("local_share", "Local share (%)", "share", bar=True),
        Column("lowest", "Lowest (%)", "share"),
        Column("highest", "Highest (%)", "share"),
    )
    return Table(found, columns, f"Local share by {called.lower()} and year")


def points(found: pd.DataFrame) -> Table:
    """`strategy/points`: what the strategy prints."""
    columns = (
        Column("financial_year", "Year"),
        Column("kind", "Kind"),
        Column("value", "Share (%)", "share"),
        Column("tier_name", "Tier", absent="Headline"),
        Column("source", "Where it stands"),
    )
    return Table(found, columns, "Targets and published history")


def tier_periods(found: pd.DataFrame) -> Table:
    """`spend/tier_by_period`."""
    columns = (
        Column("period", "Period"),
        Column("tier_name", "Tier"),
        Column("amount", "Spend (£)", "pounds"),
        Column("share_of_known", "Share of known (%)", "share", bar=True),
        Column("share_of_all", "Share of all (%)", "share"),
    )
    return Table(found, columns, "Spend by tier and period")


def year_to_date(found: pd.DataFrame) -> Table:
    """`spend/year_to_date`."""
    columns = (
        Column("organisation", "Organisation"),
        Column("months", "Months compared", "count"),
        Column("last_amount", "Last year (£)", "pounds"),
        Column("this_amount", "This year (£)", "pounds"),
        Column("last_share", "Local last year (%)", "share"),
        Column("this_share", "Local this year (%)", "share"),
        Column("last_lowest", "Lowest last year (%)", "share"),
        Column("last_highest", "Highest last year (%)", "share"),
        Column("this_lowest", "Lowest this year (%)", "share"),
        Column("this_highest", "Highest this year (%)", "share"),
    )
    return Table(found, columns, "Year to date beside the same months of last year")


def contracts(found: pd.DataFrame, caption: str, first: int | None = None) -> Table:
    """`social_value/contracts`, with where each stands in its file."""
    columns = (
        Column("title", "Contract", absent="No title"),
        Column("organisation", "Organisation"),
        Column("suppliers", "Supplier"),
        Column("award_year", "Award year"),
        Column("contract_value", "Value (£)", "pounds"),
        Column("committed", "Committed (£)", "pounds", absent="Not recorded"),
        Column("secured_share", "Secured (%)", "share", absent="Not recorded"),
        Column("value_flag", "Note", absent=""),
        Column("why_not_counted", "Why not counted", absent=""),
        Column("file_name", "File"),
        Column("source_row", "Row", "count"),
    )
    return Table(found, columns, caption, first=first)


def nothing_recorded(found: pd.DataFrame, summary: Row) -> Table:
    """Contracts that count and have nothing recorded, the largest first."""
    columns = (
        Column("title", "Contract", absent="No title"),
        Column("contract_value", "Value (£)", "pounds"),
        Column("suppliers", "Supplier"),
        Column("award_year", "Award year"),
    )
    total = {"title": f"{summary['contracts_with_nothing']:,} contracts"} if len(found) else {}
    return Table(
        found, columns, "Contracts with nothing recorded", total=total, first=12, stacks=True
    )


def award_years(found: pd.DataFrame, summary: Row) -> Table:
    """`social_value/secured_by_year`, with the totals of `social_value/summary`."""
    columns = (
        Column("award_year", "Award year"),
        Column("contracts", "Contracts", "count"),
        Column("with_nothing", "Nothing recorded", "count"),
        Column("contract_value", "Value (£)", "pounds"),
        Column("committed", "Committed (£)", "pounds"),
        Column("secured_share", "Secured (%)", "share"),
    )
    total = {
        "award_year": "All that count",
        "contracts": summary["contracts_counted"],
        "with_nothing": summary["contracts_with_nothing"],
        "contract_value": summary["contract_value_counted"],
        "committed": summary["committed_counted"],
        "secured_share": summary["secured_share"],
    }
    return Table(found, columns, "Social value secured by award year", total=total)


def not_counted(found: pd.DataFrame, summary: Row) -> Table:
    """`social_value/not_counted` under what counts, adding up to all that is committed."""
    counted = {
        "why_not_counted": "Counted",
        "contracts": summary["contracts_counted"],
        "contract_value": summary["contract_value_counted"],
        "committed": summary["committed_counted"],
    }
    rows = [counted, *found.to_dict("records")]
    columns = (
        Column("why_not_counted", "Counted, or why not"),
        Column("contracts", "Contracts", "count"),
        Column("committed", "Committed (£)", "pounds"),
    )
    total = {
        "why_not_counted": "All known",
        "contracts": summary["contracts"],
        "committed": summary["committed_all"],
    }
    return Table(pd.DataFrame(rows), columns, "Contracts counted and not", total=total)
