"""Payment lines as a table, one page of many, each with its file, sheet and row."""

from collections.abc import Callable, Mapping

import pandas as pd

from components import words
from components.suppliers import PAGE_SIZE
from components.tables import Column, Table

_COLUMNS = (
    Column("payment_date", "Date", "day"),
    Column("organisation", "Organisation"),
    Column("supplier_named", "Named as"),
    Column("directorate", "Directorate", absent="Not stated"),
    Column("category", "Category", absent="Not stated"),
    Column("description", "Description", absent=""),
    Column("amount", "Amount (£)", "pounds"),
    Column("file_name", "File"),
    Column("sheet", "Sheet", absent=""),
    Column("source_row", "Row", "count"),
)


def table(
    found: pd.DataFrame,
    caption: str,
    whole: Callable[[], pd.DataFrame],
    same: Mapping[str, bool] | None = None,
) -> Table:
    """One page of `suppliers/payments` or `areas/payments`; `whole` asks for all of them.

    A column that the answer does not have, that is blank, or that would say the `same` in every
    line is left out.
    """
    alike = same or {}
    columns = tuple(
        column
        for column in _COLUMNS
        if column.field in found
        and not alike.get(column.field, False)
        and not (column.absent == "" and _is_blank(found[column.field]))
    )
    return Table(found, columns, caption, whole=whole)


def _is_blank(column: pd.Series) -> bool:
    return all(words.missing(value) or value == "" for value in column)


def title(found: pd.DataFrame) -> str:
    """How many lines there are on all pages."""
    return words.count(int(found.iloc[0]["of_how_many"]), "payment line")


def shown(found: pd.DataFrame) -> str:
    """Which of them this page shows: "26 to 50 of 1,204"."""
    rows = found.iloc[0]
    first = (int(rows["page"]) - 1) * PAGE_SIZE + 1
    return f"{first:,} to {first + len(found) - 1:,} of {int(rows['of_how_many']):,}"
