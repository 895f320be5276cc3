"""Typed columns out of lines of text, and what could not be read in them.

Text that comes again and again is typed once. Lines go in and rows come out in the same order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.columns import Kind, kind_named, register_of
from data.engine import connect
from data.read import Sheet
from data.recognise import Layout
from data.suppliers import NAMES_SQL, name_rules

SQL = Path(__file__).parent / "clean"
POSTCODE_SQL = Path(__file__).parent / "warehouse" / "postcode.sql"

ROWS_AT_A_TIME = 500_000
TYPISTS = 2
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


@cache
def workshop() -> duckdb.DuckDBPyConnection:
    """An empty database in memory with the macros. Each sheet works through a cursor of its own,
    which sees the macros and shares nothing else: tables, views and variables are the cursor's."""
    con = connect()
    con.execute(POSTCODE_SQL.read_text(encoding="utf-8"))
    con.execute(NAMES_SQL.read_text(encoding="utf-8"))
    con.execute((SQL / "macros.sql").read_text(encoding="utf-8"))
    return con


@dataclass(frozen=True)
class Recipe:
    """What typing any part of a sheet must know: its kind, our field -> its column (money and date
    among them), the SQL that gives a line its fields, and what is the same for every row."""

    kind: Kind
    columns: Mapping[str, str]
    money: str | None
    dated: str | None
    fields: str
    variables: Mapping[str, object]


def recipe_of(
    sheet: Sheet,
    layout: Layout,
    kind: Kind,
    organisation: str | None,
    measures: Sequence[Mapping[str, str]] = (),
) -> Recipe:
    # Column names are ours (c0, c1, …), so nothing from the file is ever part of the SQL.
    text = "cast(null as varchar)"
    cells = [f"c{i}" for i in range(sheet.width)]
    money = layout.columns.get(kind.money or "")
    dated = layout.columns.get(_DATED.get(kind.name, ""))
    fields = [
        f"{money or text} as money",
        f"{dated or text} as dated",
        f"[{', '.join(cells)}]::varchar[] as cells",
        *(f"{layout.columns.get(field, text)} as {field}" for field in kind.fields),
    ]
    return Recipe(
        kind,
        layout.columns,
        money,
        dated,
        ", ".join(fields),
        {
            "sheet": sheet.name,
            "organisation": organisation,
            "amount_basis": layout.amount_basis,
            "measures": list(measures),
            "register": register_of(layout.headers),
            "name_rules": name_rules(),
            "charity_number_is_mixed": layout.columns.get("charity_number")
            == layout.columns.get("sme", "none"),
            "header_cells": [*layout.headers, *[""] * (len(cells) - len(layout.headers))],
            **{f"has_{field}": field in layout.columns for field in kind.fields},
        },
    )


def open_lines(recipe: Recipe, **lines: pa.Table) -> duckdb.DuckDBPyConnection:
    """A cursor of its own that sees each of `lines` under its name, with the fields of the kind,
    and the recipe's variables."""
    con = workshop().cursor()
    for name, value in recipe.variables.items():
        set_variable(con, name, value)
    for name, cells in lines.items():
        con.register(f"{name}_cells", cells)
        con.execute(f"create temp view {name} as select row, {recipe.fields} from {name}_cells")
    return con


def set_variable(con: duckdb.DuckDBPyConnection, name: str, value: object) -> None:
    con.execute(f"set variable {name} = ?", [value])


def typed_rows(lines: pa.Table, is_data: np.ndarray, recipe: Recipe) -> tuple[pa.Table, pa.Table]:
    """The accepted rows of a sheet (Arrow: `sheet`, `source_row`, the fields of the kind) and the
    faults (source_row, field, value, reason, rejected), by row. Two parts are typed at a time."""

    def typed(start: int) -> tuple[pa.Table, pa.Table]:
        end = start + ROWS_AT_A_TIME
        return _typed_part(lines.slice(start, ROWS_AT_A_TIME), is_data[start:end], recipe)

    with ThreadPoolExecutor(TYPISTS) as pool:
        parts = list(pool.map(typed, range(0, max(1, lines.num_rows), ROWS_AT_A_TIME)))
    rows, faults = zip(*parts, strict=True)
    return pa.concat_tables(rows), pa.concat_tables(faults)


def _typed_part(lines: pa.Table, is_data: np.ndarray, recipe: Recipe) -> tuple[pa.Table, pa.Table]:
    faults_sql = (SQL / f"{recipe.kind.name}_faults.sql").read_text(encoding="utf-8")
    once = _typed_from_one_field(recipe.kind.name)
    left_out = ", ".join(name for names in once.values() for name in names)
    con = open_lines(recipe, line=lines)
    try:
        # Without a join and a sort, rows come out in the order in which they went in.
        rows = con.sql(
            f"with typed as ({_typing(recipe.kind.name)}) "
            f"select getvariable('sheet')::varchar as sheet, * exclude ({left_out}) from typed"
        ).to_arrow_table()
        for name, column in _typed_once(con, lines, recipe, once).items():
            rows = rows.append_column(name, column)
        con.register("typed", rows)
        faults = con.sql(f"select * from ({faults_sql}) order by source_row, field")
        faults = faults.to_arrow_table()
    finally:
        con.close()
    extra = [name for name in rows.column_names if name.endswith(("_text", "_not_stated"))]
    rows = rows.drop_columns(extra)
    # All lines are typed, and those that are no data left out at the end: one copy, not two.
    first = lines["row"][0].as_py() if len(lines) else 0
    if not is_data.all():
        faults = faults.filter(pa.array(is_data[faults["source_row"].to_numpy() - first]))
    accepted = is_data.copy()
    accepted[faults["source_row"].filter(faults["rejected"]).to_numpy() - first] = False
    return rows if accepted.all() else rows.filter(pa.array(accepted)), faults


def _typing(kind: str) -> str:
    return (SQL / f"{kind}.sql").read_text(encoding="utf-8")


@cache
def _typed_from_one_field(kind: str) -> dict[str, list[str]]:
    """Each field that holds few different texts -> the columns of `typed` that come of it alone."""
    fields = kind_named(kind).fields
    nothing = ", ".join(f"null::varchar as {field}" for field in fields)
    line = f"with line as (select 0::bigint as row, {nothing})"
    typed = workshop().cursor().sql(f"{line} {_typing(kind)}").columns
    beside = {"supplier": "redacted"}
    of_field = {
        field: [n for n in (field, beside.get(field, f"{field}_text")) if n in typed]
        for field in fields
        if field in REPEATED
    }
    return {field: names for field, names in of_field.items() if names}


def _typed_once(
    con: duckdb.DuckDBPyConnection,
    lines: pa.Table,
    recipe: Recipe,
    once: Mapping[str, Sequence[str]],
) -> dict[str, pa.Array]:
    """The columns of fields that hold few different texts. Each text is typed once, and every row
    that has it points to the result."""
    seen = {}
    for field in once:
        cells = recipe.columns.get(field)
        if cells:
            seen[field] = lines[cells].combine_chunks().dictionary_encode()
        else:
            nowhere = pa.array(np.zeros(lines.num_rows, np.int32))
            seen[field] = pa.DictionaryArray.from_arrays(nowhere, [""])
    most = max(len(column.dictionary) for column in seen.values())
    texts = {
        field: pa.concat_arrays([of.dictionary, pa.nulls(most - len(of.dictionary), pa.string())])
        for field, of in seen.items()
    }
    con.register("different_texts", pa.table(texts))
    others = [f"cast(null as varchar) as {f}" for f in recipe.kind.fields if f not in seen]
    names = ", ".join(name for names in once.values() for name in names)
    typed = con.sql(
        f"with line as (select {', '.join(['0::bigint as row', *seen, *others])} "
        f"from different_texts) select {names} from ({_typing(recipe.kind.name)})"
    ).to_arrow_table()
    return {
        name: _pointed_to(typed[name].combine_chunks().slice(0, len(of.dictionary)), of.indices)
        for field, of in seen.items()
        for name in once[field]
    }


def _pointed_to(values: pa.Array, places: pa.Array) -> pa.Array:
    """The value at each of `places`; text stays one copy of each, with a place for every row."""
    if not pa.types.is_string(values.type):
        return values.take(places)
    if values.null_count == 0:
        return pa.DictionaryArray.from_arrays(places, values)
    known = pc.if_else(values.is_null(), None, pa.array(np.arange(len(values), dtype=np.int32)))
    return pa.DictionaryArray.from_arrays(known.take(places), values.fill_null(""))
