"""Typed rows out of a sheet of text, with every fault found on the way.

The work is done in SQL (`clean/*.sql`) over the sheet as an Arrow table. Money is DECIMAL(18,2).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.columns import Kind, kind_named
from data.engine import connect
from data.listed import Listed
from data.read import Sheet
from data.recognise import Layout

SQL = Path(__file__).parent / "clean"
POSTCODE_SQL = Path(__file__).parent / "warehouse" / "postcode.sql"

ROWS_AT_A_TIME = 500_000
CLEANERS = 2
# Fields that hold the same few texts again and again: each text is typed once for all its rows.
REPEATED = frozenset(
    {
        *("organisation", "directorate", "service", "category", "supplier", "supplier_number"),
        *("company_number", "charity_number", "postcode", "contract_type", "process"),
        *("sme", "vcse", "measure_reference", "measure", "unit", "payment_date", "award_date"),
        *("start_date", "end_date", "expiry_date"),
    }
)
# The column by which a total row is told from data, for each kind.
_DATED = {
    "spend": "payment_date",
    "contracts": "start_date",
    "social_value": "award_date",
    "readings": "period",
}


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
    Text that comes again and again (REPEATED) is a dictionary there: one copy of each.
    `rejected_rows` counts the rest of the data rows; money is null only where it is not known.
    """

    rows: pa.Table
    rejected_rows: int
    repeated_rows: int
    faults: Listed[Fault]
    set_aside: Listed[SetAside]
    control_total: Decimal
    day_first: bool
    decimal_comma: bool


def clean_sheet(sheet: Sheet, layout: Layout, organisation: str | None) -> Cleaned:
    """Type every data row of `sheet` as `layout` says. `organisation` overrides the file's own."""
    kind = kind_named(layout.kind)
    lines = sheet.cells.slice(layout.first_row - 1, layout.last_row - layout.first_row + 1)
    lines = lines.append_column("width", _filled_cells(lines))
    recipe = _recipe(sheet, layout, kind, organisation)
    con = _open(lines, recipe, where="width > 0")
    try:
        decided = {
            "decimal_comma": _decimal_comma(con) if kind.money else False,
            "day_first": _day_first(con, [f for f in kind.fields if f.endswith("_date")]),
        }
        for name, value in decided.items():
            _set(con, name, value)
        con.execute((SQL / "sort_lines.sql").read_text(encoding="utf-8"))
        told_apart = con.sql("select row, reason, text, amount from set_aside").to_arrow_table()
        outside = _outside(con, sheet, layout, kind, told_apart.schema)
    finally:
        con.close()
    set_aside = _with_blank_lines(told_apart, lines)
    is_data = np.ones(lines.num_rows, bool)
    is_data[set_aside["row"].to_numpy() - layout.first_row] = False
    if layout.first_row <= layout.header_row <= layout.last_row:
        is_data[layout.header_row - layout.first_row] = False
        set_aside = set_aside.filter(pc.not_equal(set_aside["row"], layout.header_row))
    set_aside = pa.concat_tables([outside, set_aside]).sort_by("row")
    recipe = replace(recipe, variables={**recipe.variables, **decided})
    rows, faults = _typed(lines, is_data, recipe)
    return Cleaned(
        rows=rows,
        rejected_rows=int(is_data.sum()) - rows.num_rows,
        repeated_rows=_repeated(lines["letters"].to_numpy()[is_data]),
        faults=_faults(faults, sheet, layout),
        set_aside=_in_sheet(set_aside, sheet),
        control_total=_total(rows, kind.money),
        **decided,
    )


@cache
def workshop() -> duckdb.DuckDBPyConnection:
    """An empty database in memory with the macros. Each sheet works through a cursor of its own,
    which sees the macros and shares nothing else: tables, views and variables are the cursor's."""
    con = connect()
    con.execute(POSTCODE_SQL.read_text(encoding="utf-8"))
    con.execute((SQL / "macros.sql").read_text(encoding="utf-8"))
    return con


@dataclass(frozen=True)
class _Recipe:
    """What cleaning any part of a sheet must know: its kind, our field -> its column, the SQL that
    gives `line` its fields, and what is the same for every row, by name."""

    kind: Kind
    columns: Mapping[str, str]
    fields: str
    variables: Mapping[str, object]


def _recipe(sheet: Sheet, layout: Layout, kind: Kind, organisation: str | None) -> _Recipe:
    # Column names are ours (c0, c1, …), so nothing from the file is ever part of the SQL.
    text = "cast(null as varchar)"
    cells = [f"c{i}" for i in range(sheet.width)]
    fields = [
        f"{layout.columns.get(kind.money or '', text)} as money",
        f"{layout.columns.get(_DATED.get(kind.name, ''), text)} as dated",
        f"[{', '.join(cells)}]::varchar[] as cells",
        *(f"{layout.columns.get(field, text)} as {field}" for field in kind.fields),
    ]
    return _Recipe(
        kind,
        layout.columns,
        ", ".join(fields),
        {
            "sheet": sheet.name,
            "organisation": organisation,
            "amount_basis": layout.amount_basis,
            "header_cells": [*layout.headers, *[""] * (len(cells) - len(layout.headers))],
            **{f"has_{field}": field in layout.columns for field in kind.fields},
        },
    )


def _open(lines: pa.Table, recipe: _Recipe, where: str = "true") -> duckdb.DuckDBPyConnection:
    """A cursor of its own that sees `lines` as `line`, and the recipe's variables."""
    con = workshop().cursor()
    for name, value in recipe.variables.items():
        _set(con, name, value)
    con.register("sheet_cells", lines)
    con.execute(
        f"create temp view line as select row, width, {recipe.fields} from sheet_cells "
        f"where {where}"
    )
    return con


def _set(con: duckdb.DuckDBPyConnection, name: str, value: object) -> None:
    con.execute(f"set variable {name} = ?", [value])


def _filled_cells(lines: pa.Table) -> pa.Array:
    """How many cells of each line are filled."""
    width = np.zeros(lines.num_rows, np.int32)
    for column in lines.columns[2:]:
        width += pc.greater(pc.binary_length(column), 0).to_numpy()
    return pa.array(width)


def _decimal_comma(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether the money column writes 1.234,56: decided on the whole column, not cell by cell."""

    def ending_with(mark: str) -> int:
        # A cell without the mark need not be looked at letter by letter.
        return con.execute(
            f"select count(*) from line where contains(money, '{mark}') "
            rf"and regexp_matches(money, '[{mark}]\d{{1,2}}\D*$')"
        ).fetchone()[0]

    comma = ending_with(",")
    return comma > 0 and comma > ending_with(".")


def _day_first(con: duckdb.DuckDBPyConnection, date_fields: list[str]) -> bool:
    """Whether 3/4/2021 is 3 April: so unless some date can only be month first and none day first.
    Decided over all the date columns of the sheet."""
    day = month = 0
    for field in date_fields:
        # A column holds few different dates, so each is looked at once.
        found = con.execute(
            rf"select coalesce(sum(times) filter (regexp_matches(day, "
            rf"'^(1[3-9]|2\d|3[01])[-./]\d{{1,2}}[-./]\d{{2,4}}\b')), 0), "
            rf"coalesce(sum(times) filter (regexp_matches(day, "
            rf"'^\d{{1,2}}[-./](1[3-9]|2\d|3[01])[-./]\d{{2,4}}\b')), 0) "
            rf"from (select {field} as day, count(*) as times from line group by {field})"
        ).fetchone()
        day, month = day + found[0], month + found[1]
    return day >= month


def _with_blank_lines(told_apart: pa.Table, lines: pa.Table) -> pa.Table:
    """What sort_lines.sql set aside and, what it is spared, the blank lines; in order."""
    blank = lines["row"].filter(pc.equal(lines["width"], 0))
    blank_lines = pa.table(
        {
            "row": blank,
            "reason": pa.repeat("Blank line", len(blank)),
            "text": pa.repeat("", len(blank)),
            "amount": pa.nulls(len(blank), told_apart.schema.field("amount").type),
        }
    )
    both = [told_apart, blank_lines.cast(told_apart.schema)]
    return pa.concat_tables(both).sort_by("row")


def _typed(lines: pa.Table, is_data: np.ndarray, recipe: _Recipe) -> tuple[pa.Table, pa.Table]:
    """The accepted rows and the faults of a sheet; its parts are cleaned two at a time."""

    def clean(start: int) -> tuple[pa.Table, pa.Table]:
        mine = is_data[start : start + ROWS_AT_A_TIME]
        part = lines.slice(start, ROWS_AT_A_TIME)
        return _typed_part(part if mine.all() else part.filter(pa.array(mine)), recipe)

    with ThreadPoolExecutor(CLEANERS) as pool:
        parts = list(pool.map(clean, range(0, max(1, lines.num_rows), ROWS_AT_A_TIME)))
    rows, faults = zip(*parts, strict=True)
    return pa.concat_tables(rows), pa.concat_tables(faults)


def _typed_part(lines: pa.Table, recipe: _Recipe) -> tuple[pa.Table, pa.Table]:
    kind = recipe.kind.name
    typing = (SQL / f"{kind}.sql").read_text(encoding="utf-8")
    faults_sql = (SQL / f"{kind}_faults.sql").read_text(encoding="utf-8")
    con = _open(lines, recipe)
    try:
        con.execute(typing)
        # Without a join and a sort, rows come out in the order in which they went in.
        once = _typed_from_one_field(con, recipe)
        left_out = ", ".join(name for names in once.values() for name in names)
        rows = con.sql(
            f"select getvariable('sheet')::varchar as sheet, * exclude ({left_out}) from typed"
        ).to_arrow_table()
        for name, column in _typed_once(con, typing, lines, recipe, once).items():
            rows = rows.append_column(name, column)
        con.execute("drop view typed")
        con.register("typed", rows)
        faults = con.sql(f"select * from ({faults_sql}) order by source_row, field")
        faults = faults.to_arrow_table()
    finally:
        con.close()
    rejected = faults["source_row"].filter(faults["rejected"])
    if len(rejected):
        rows = rows.filter(pc.invert(pc.is_in(rows["source_row"], rejected)))
    extra = [name for name in rows.column_names if name.endswith(("_text", "_not_stated"))]
    return rows.drop_columns(extra), faults


def _typed_from_one_field(con: duckdb.DuckDBPyConnection, recipe: _Recipe) -> dict[str, list[str]]:
    """Each field that holds few different texts -> the columns of `typed` that come of it alone."""
    found = con.execute(
        "select column_name from duckdb_columns() where table_name = 'typed'"
    ).fetchall()
    typed = [name for (name,) in found]
    beside = {"supplier": "redacted"}
    of_field = {
        field: [n for n in (field, beside.get(field, f"{field}_text")) if n in typed]
        for field in recipe.kind.fields
        if field in REPEATED
    }
    return {field: names for field, names in of_field.items() if names}


def _typed_once(
    con: duckdb.DuckDBPyConnection,
    typing: str,
    lines: pa.Table,
    recipe: _Recipe,
    once: Mapping[str, Sequence[str]],
) -> dict[str, pa.Array]:
    """The columns of fields that hold few different texts. Each text is typed once, and every row
    that has it points to the result."""
    seen = {}
    for field in once:
        cells = recipe.columns.get(field)
        column = lines[cells].combine_chunks() if cells else pa.repeat("", lines.num_rows)
        seen[field] = column.dictionary_encode()
    most = max(len(column.dictionary) for column in seen.values())
    texts = {
        field: pa.concat_arrays([of.dictionary, pa.nulls(most - len(of.dictionary), pa.string())])
        for field, of in seen.items()
    }
    con.register("different_texts", pa.table(texts))
    others = [f"cast(null as varchar) as {f}" for f in recipe.kind.fields if f not in seen]
    con.execute(
        "create or replace temp view line as "
        f"select {', '.join(['0::bigint as row', *seen, *others])} from different_texts"
    )
    con.execute(typing)
    names = ", ".join(name for names in once.values() for name in names)
    typed = con.sql(f"select {names} from typed").to_arrow_table()
    return {
        name: _pointed_to(typed[name].combine_chunks(), of.indices)
        for field, of in seen.items()
        for name in once[field]
    }


def _pointed_to(values: pa.Array, places: pa.Array) -> pa.Array:
    """The value at each of `places`; text stays one copy of each, with a place for every row."""
    if not pa.types.is_string(values.type):
        return values.take(places)
    known = pc.if_else(values.is_null(), None, pa.array(np.arange(len(values), dtype=np.int32)))
    return pa.DictionaryArray.from_arrays(known.take(places), values.fill_null(""))


def _repeated(letters: np.ndarray) -> int:
    """How many rows repeat an earlier one."""
    marks = np.sort(letters)
    return int(np.count_nonzero(marks[1:] == marks[:-1]))


def _faults(faults: pa.Table, sheet: Sheet, layout: Layout) -> Listed[Fault]:
    """Each with its sheet, and the header that the file has for its field."""
    fields = faults["field"].combine_chunks().dictionary_encode()
    headers = [layout.header_of(field.as_py()) for field in fields.dictionary]
    headers = pa.array(headers, pa.string())
    columns = {
        "sheet": pa.repeat(sheet.name, len(faults)),
        "row": faults["source_row"],
        "field": fields,
        "column": pa.DictionaryArray.from_arrays(fields.indices, headers),
        **{name: faults[name] for name in ("value", "reason", "rejected")},
    }
    return Listed(Fault, pa.table(columns))


def _outside(
    con: duckdb.DuckDBPyConnection, sheet: Sheet, layout: Layout, kind: Kind, schema: pa.Schema
) -> pa.Table:
    """The rows above and below the data but for the header itself, with what money they hold."""
    above = sheet.slice(0, layout.first_row - 1)
    below = sheet.slice(layout.last_row, sheet.cells.num_rows - layout.last_row)
    header = range(
        layout.header_row, layout.header_row + max(1, layout.first_row - layout.header_row)
    )
    money = int(layout.columns.get(kind.money or "", "c-1")[1:])
    rows = [(row, cells) for row, cells in [*above, *below] if row not in header]
    texts = [cells[money] if money >= 0 else "" for _, cells in rows]
    amounts = con.execute("select list_transform(?::varchar[], lambda t: amount_of(t))", [texts])
    outside = [
        {
            "row": row,
            "reason": ("Above the data" if row < layout.first_row else "Below the data")
            if any(cells)
            else "Blank line",
            "text": " · ".join(cell for cell in cells if cell),
            "amount": amount,
        }
        for (row, cells), amount in zip(rows, amounts.fetchone()[0], strict=True)
    ]
    return pa.Table.from_pylist(outside, schema)


def _in_sheet(set_aside: pa.Table, sheet: Sheet) -> Listed[SetAside]:
    columns = {"sheet": pa.repeat(sheet.name, len(set_aside))}
    columns |= {name: set_aside[name] for name in ("row", "reason", "text", "amount")}
    return Listed(SetAside, pa.table({**columns, "text": pc.fill_null(columns["text"], "")}))


def _total(rows: pa.Table, money: str | None) -> Decimal:
    if money is None:
        return Decimal("0.00")
    return pc.sum(rows.column(money)).as_py() or Decimal("0.00")
