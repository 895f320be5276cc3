"""Typed rows out of a sheet of text, with every fault found on the way.

The work is done in SQL (`clean/*.sql`) over the sheet as an Arrow table. Money is DECIMAL(18,2).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.cells import is_filled, of_each
from data.columns import Kind, kind_named
from data.listed import Listed
from data.read import Sheet
from data.readings import Measures
from data.recognise import Layout
from data.typed import SQL, Recipe, open_lines, recipe_of, set_variable, typed_rows


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


def clean_sheet(
    sheet: Sheet, layout: Layout, organisation: str | None, measures: Measures = ()
) -> Cleaned:
    """Type every data row of `sheet` as `layout` says. `organisation` overrides the file's own;
    `measures` are those that a reading may be of."""
    kind = kind_named(layout.kind)
    lines = sheet.cells.slice(layout.first_row - 1, layout.last_row - layout.first_row + 1)
    recipe = recipe_of(sheet, layout, kind, organisation, measures)
    marks = _marks(lines, recipe)
    doubtful = lines.filter(marks["doubtful"])
    con = open_lines(recipe, line=lines, doubtful_line=doubtful)
    try:
        decided = {
            "decimal_comma": _decimal_comma(con) if kind.money else False,
            "day_first": _day_first(con, [f for f in kind.fields if f.endswith("_date")]),
        }
        for name, value in decided.items():
            set_variable(con, name, value)
        con.register("mark", marks.filter(pc.greater(marks["width"], 0)))
        con.execute((SQL / "sort_lines.sql").read_text(encoding="utf-8"))
        told_apart = con.sql("select row, reason, text, amount from set_aside").to_arrow_table()
        outside = _outside(con, sheet, layout, kind, told_apart.schema)
    finally:
        con.close()
    set_aside = _with_blank_lines(told_apart, marks)
    is_data = np.ones(lines.num_rows, bool)
    is_data[set_aside["row"].to_numpy() - layout.first_row] = False
    if layout.first_row <= layout.header_row <= layout.last_row:
        is_data[layout.header_row - layout.first_row] = False
        set_aside = set_aside.filter(pc.not_equal(set_aside["row"], layout.header_row))
    set_aside = pa.concat_tables([outside, set_aside]).sort_by("row")
    recipe = replace(recipe, variables={**recipe.variables, **decided})
    rows, faults = typed_rows(lines, is_data, recipe)
    return Cleaned(
        rows=rows,
        rejected_rows=int(is_data.sum()) - rows.num_rows,
        repeated_rows=_repeated(lines["letters"].to_numpy()[is_data]),
        faults=_faults(faults, sheet, layout),
        set_aside=_in_sheet(set_aside, sheet),
        control_total=_total(rows, kind.money),
        **decided,
    )


def _marks(lines: pa.Table, recipe: Recipe) -> pa.Table:
    """What sort_lines.sql must know of each line: how many of its cells are filled (width), what
    stands in its money and its date, and whether it is to be looked at cell by cell."""
    width = np.zeros(lines.num_rows, np.int32)
    for column in lines.columns[2:]:
        width += of_each(is_filled, column)
    money, dated = (lines[c] if c else None for c in (recipe.money, recipe.dated))
    nowhere = np.zeros(lines.num_rows, bool)
    has_figure = nowhere if money is None else of_each(_has_digit, money)
    if recipe.variables["register"]:
        # Written by a machine, and of millions of lines: only what has next to nothing in it, and
        # the header of another part put below, need be looked at.
        doubtful = (width <= 2) | _repeats_header(lines, recipe)
    else:
        doubtful = (width <= 4) | ~has_figure
    return pa.table(
        {
            "row": lines["row"],
            "width": width,
            "has_figure": has_figure,
            "is_dated": nowhere if dated is None else of_each(is_filled, dated),
            "has_day": nowhere if dated is None else of_each(_has_digit, dated),
            # Nearly every row is plainly data.
            "doubtful": (width > 0) & doubtful,
        }
    )


def _repeats_header(lines: pa.Table, recipe: Recipe) -> np.ndarray:
    """Which lines have the header itself for their supplier."""
    column = recipe.columns["supplier"]
    header = recipe.variables["header_cells"][int(column[1:])].lower()
    return of_each(lambda cells: pc.equal(pc.utf8_lower(cells), header), lines[column])


def _has_digit(cells: pa.Array) -> pa.Array:
    """Most amounts and dates end with a digit; only the others are searched for one."""
    last = pc.binary_slice(cells.cast(pa.binary()), -1)
    ends_so = pc.and_(pc.greater_equal(last, b"0"), pc.less_equal(last, b"9"))
    others = cells.filter(pc.invert(ends_so))
    return pc.replace_with_mask(
        ends_so, pc.invert(ends_so), pc.match_substring_regex(others, "[0-9]")
    )


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


def _with_blank_lines(told_apart: pa.Table, marks: pa.Table) -> pa.Table:
    """What sort_lines.sql set aside and, what it is spared, the blank lines; in order."""
    blank = marks["row"].filter(pc.equal(marks["width"], 0))
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
