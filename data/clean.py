"""Typed rows out of a sheet of text, with every fault found on the way.

The work is done in SQL (`clean/*.sql`) over the sheet as an Arrow table. Money is DECIMAL(18,2).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from data.columns import kind_named
from data.engine import connect
from data.read import Sheet
from data.recognise import Layout

SQL = Path(__file__).parent / "clean"
POSTCODE_SQL = Path(__file__).parent / "warehouse" / "postcode.sql"

# The column by which a total row is told from data, for each kind.
_DATED = {"spend": "payment_date", "contracts": "start_date", "social_value": "award_date"}


@dataclass(frozen=True)
class Fault:
    """One thing wrong with one row: our field, the file's header for it, and the value as found."""

    sheet: str
    row: int
    field: str
    column: str
    value: str | None
    reason: str
    rejected: bool


@dataclass(frozen=True)
class SetAside:
    """A row that is not data (a blank line, a title, a total), with the reason.

    `amount` is what stands in its money column, in pounds; None where nothing readable does.
    """

    sheet: str
    row: int
    reason: str
    text: str
    amount: Decimal | None = None


@dataclass(frozen=True)
class Cleaned:
    """A sheet after cleaning.

    `rows` is an Arrow table: `sheet`, `source_row` and the fields of the kind, accepted rows only.
    `rejected_rows` counts the rest of the data rows; money is null only where it is not known.
    """

    rows: pa.Table
    rejected_rows: int
    repeated_rows: int
    faults: tuple[Fault, ...]
    set_aside: tuple[SetAside, ...]
    control_total: Decimal
    day_first: bool
    decimal_comma: bool


def clean_sheet(sheet: Sheet, layout: Layout, organisation: str | None) -> Cleaned:
    """Type every data row of `sheet` as `layout` says. `organisation` overrides the file's own."""
    con = workshop().cursor()
    try:
        con.register("sheet_cells", sheet.cells)
        return _clean(con, sheet, layout, organisation)
    finally:
        con.close()


@cache
def workshop() -> duckdb.DuckDBPyConnection:
    """An empty database in memory with the macros. Each sheet works through a cursor of its own,
    which sees the macros and shares nothing else: tables, views and variables are the cursor's."""
    con = connect()
    con.execute(POSTCODE_SQL.read_text(encoding="utf-8"))
    con.execute((SQL / "macros.sql").read_text(encoding="utf-8"))
    return con


def _clean(
    con: duckdb.DuckDBPyConnection, sheet: Sheet, layout: Layout, organisation: str | None
) -> Cleaned:
    kind = kind_named(layout.kind)
    money = kind.money
    cells = [f"c{i}" for i in range(sheet.width)]
    _set(con, "organisation", organisation)
    _set(con, "amount_basis", layout.amount_basis)
    _set(con, "header_cells", [*layout.headers, *[""] * (len(cells) - len(layout.headers))])
    for field in kind.fields:
        _set(con, f"has_{field}", field in layout.columns)
    # Column names are ours (c0, c1, …), so nothing from the file is ever part of the SQL.
    text = "cast(null as varchar)"
    fields = [f"{layout.columns.get(field, text)} as {field}" for field in kind.fields]
    con.execute(
        f"""
        create temp view line as
        select
            row,
            letters,
            {layout.columns.get(money or "", text)} as money,
            {layout.columns.get(_DATED.get(kind.name, ""), text)} as dated,
            [{", ".join(cells)}]::varchar[] as cells,
            {" + ".join(f"(filled({c}) is not null)::int" for c in cells)} as width,
            {", ".join(fields)}
        from sheet_cells
        where row between {layout.first_row} and {layout.last_row}
        """
    )
    decimal_comma = _decimal_comma(con) if money else False
    day_first = _day_first(con, [f for f in kind.fields if f.endswith("_date")])
    _set(con, "decimal_comma", decimal_comma)
    _set(con, "day_first", day_first)
    con.execute((SQL / "sort_lines.sql").read_text(encoding="utf-8"))
    con.execute(
        "create temp view data_line as "
        "select * from line where row not in (select row from set_aside)"
    )
    con.execute((SQL / f"{kind.name}.sql").read_text(encoding="utf-8"))
    faults = _faults(con, sheet, layout)
    rejected = {fault.row for fault in faults if fault.rejected}
    con.register("rejected_row", pa.table({"row": pa.array(sorted(rejected), pa.int64())}))
    _set(con, "sheet", sheet.name)
    rows = con.sql(
        "select getvariable('sheet')::varchar as sheet, * from typed "
        "where source_row not in (select row from rejected_row) order by source_row"
    ).to_arrow_table()
    extra = [n for n in rows.column_names if n.endswith(("_text", "_not_stated"))]
    return Cleaned(
        rows=rows.drop_columns(extra),
        rejected_rows=len(rejected),
        repeated_rows=con.execute(
            "select coalesce(sum(times - 1), 0)::bigint "
            "from (select count(*) as times from data_line group by letters)"
        ).fetchone()[0],
        faults=faults,
        set_aside=_outside(sheet, layout) + _set_aside(con, sheet),
        control_total=_total(rows, money),
        day_first=day_first,
        decimal_comma=decimal_comma,
    )


def _set(con: duckdb.DuckDBPyConnection, name: str, value: object) -> None:
    con.execute(f"set variable {name} = ?", [value])


def _decimal_comma(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether the money column writes 1.234,56: decided on the whole column, not cell by cell."""
    comma, point = con.execute(
        r"select count(*) filter (regexp_matches(money, ',\d{1,2}\D*$')), "
        r"count(*) filter (regexp_matches(money, '\.\d{1,2}\D*$')) from line"
    ).fetchone()
    return comma > point


def _day_first(con: duckdb.DuckDBPyConnection, date_fields: list[str]) -> bool:
    """Whether 3/4/2021 is 3 April: so unless some date can only be month first and none day first.
    Decided over all the date columns of the sheet."""
    day = month = 0
    for field in date_fields:
        found = con.execute(
            rf"select count(*) filter (regexp_matches(trim({field}), "
            rf"'^(1[3-9]|2\d|3[01])[-./]\d{{1,2}}[-./]\d{{2,4}}\b')), "
            rf"count(*) filter (regexp_matches(trim({field}), "
            rf"'^\d{{1,2}}[-./](1[3-9]|2\d|3[01])[-./]\d{{2,4}}\b')) from line"
        ).fetchone()
        day, month = day + found[0], month + found[1]
    return day >= month


def _faults(con: duckdb.DuckDBPyConnection, sheet: Sheet, layout: Layout) -> tuple[Fault, ...]:
    sql = (SQL / f"{layout.kind}_faults.sql").read_text(encoding="utf-8")
    found = con.execute(f"select * from ({sql}) order by source_row, field").fetchall()
    return tuple(
        Fault(sheet.name, row, field, layout.header_of(field), value, reason, rejected)
        for row, field, value, rejected, reason in found
    )


def _outside(sheet: Sheet, layout: Layout) -> tuple[SetAside, ...]:
    """Rows above the data and below it, but for the header itself."""
    above = sheet.slice(0, layout.first_row - 1)
    below = sheet.slice(layout.last_row, sheet.cells.num_rows - layout.last_row)
    header = range(
        layout.header_row, layout.header_row + max(1, layout.first_row - layout.header_row)
    )
    return tuple(
        SetAside(
            sheet.name,
            row,
            ("Above the data" if row < layout.first_row else "Below the data")
            if any(cells)
            else "Blank line",
            " · ".join(cell for cell in cells if cell),
        )
        for row, cells in [*above, *below]
        if row not in header
    )


def _set_aside(con: duckdb.DuckDBPyConnection, sheet: Sheet) -> tuple[SetAside, ...]:
    found = con.execute("select row, reason, text, amount from set_aside order by row").fetchall()
    return tuple(
        SetAside(sheet.name, row, reason, text or "", amount) for row, reason, text, amount in found
    )


def _total(rows: pa.Table, money: str | None) -> Decimal:
    if money is None:
        return Decimal("0.00")
    return pc.sum(rows.column(money)).as_py() or Decimal("0.00")
