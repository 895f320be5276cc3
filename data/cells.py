"""The cells of a sheet as an Arrow table of text: stripped, padded, each row with a mark.

Text that comes again and again is held once (an Arrow dictionary), with a place for every cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice, zip_longest

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.engine import connect

ROWS_AT_A_TIME = 50_000
# A spreadsheet goes to 16,384; no list of payments has a tenth of that.
MOST_COLUMNS = 1_000
# A column is held by its different texts where the first cells do not nearly all differ, and of all
# no more than one in two does.
_CELLS_TRIED = 8192
_FEW_OF_THOSE_TRIED = 0.9
_FEW = 0.5
# The first letter of ASCII that is not white space.
_FIRST_PLAIN = np.uint8(ord(" ") + 1)


@dataclass
class TooWide(Exception):
    """A row has so many cells, past MOST_COLUMNS, and not only blank ones."""

    cells: int


def part_of(raw: Sequence[pa.Array]) -> pa.Table:
    """Some rows of a sheet, from columns of text as they stand in the file: `letters`, c0, c1, …"""
    columns = {f"c{i}": _held(cells) for i, cells in enumerate(raw)}
    return pa.table({"letters": _letters(raw), **columns})


def _held(cells: pa.Array) -> pa.Array:
    """Cells without white space at their ends, by their different texts where they are few."""
    tried = cells.slice(0, _CELLS_TRIED)
    if len(tried.dictionary_encode().dictionary) > _FEW_OF_THOSE_TRIED * len(tried):
        return _stripped(cells)
    different = cells.dictionary_encode()
    if len(different.dictionary) > _FEW * len(cells):
        return _stripped(cells)
    stripped = _stripped(different.dictionary)
    if stripped is different.dictionary:
        return different
    again = stripped.dictionary_encode()  # two texts may be one without their white space
    return pa.DictionaryArray.from_arrays(again.indices.take(different.indices), again.dictionary)


def of_each(
    question: Callable[[pa.Array | pa.ChunkedArray], pa.Array | pa.ChunkedArray],
    cells: pa.ChunkedArray,
) -> np.ndarray:
    """The answer (bool) for each cell; a text that is held once is asked of once."""
    answers = [
        question(part.dictionary).take(part.indices)
        if pa.types.is_dictionary(part.type)
        else question(part)
        for part in cells.chunks
    ]
    return pa.chunked_array(answers, pa.bool_()).to_numpy()


def is_filled(cells: pa.Array) -> pa.Array:
    return pc.greater(pc.binary_length(cells), 0)


def _stripped(cells: pa.Array) -> pa.Array:
    """Cells without white space at their ends; the same cells where none has any."""
    if not len(cells):
        return cells
    _, places, letters = cells.buffers()
    ends = np.frombuffer(places, np.int32)[cells.offset : cells.offset + len(cells) + 1]
    if ends[0] == ends[-1]:
        return cells
    # A blank cell answers for its neighbours', which are asked anyhow.
    bytes_held = np.frombuffer(letters, np.uint8)
    first = bytes_held[np.minimum(ends[:-1], ends[-1] - 1)]
    last = bytes_held[np.maximum(ends[1:], ends[0] + 1) - 1]
    # Neither a plain space nor the like, nor a letter beyond ASCII, which may be one.
    are_plain = np.maximum(first - _FIRST_PLAIN, last - _FIRST_PLAIN).max() < 0x80 - _FIRST_PLAIN
    return cells if are_plain else pc.utf8_trim_whitespace(cells)


def parts_of(rows: Iterable[list[str]]) -> Iterator[pa.Table]:
    """The same from rows of any length, many at a time; short rows are padded."""
    iterator = iter(rows)
    while chunk := list(islice(iterator, ROWS_AT_A_TIME)):
        lengths = np.fromiter(map(len, chunk), np.int64, len(chunk))
        if lengths.max() > MOST_COLUMNS:
            chunk = [_cut_short(row) for row in chunk]
            lengths = np.minimum(lengths, MOST_COLUMNS)
        if lengths.max() == 0:
            chunk[0] = [""]
        raw = [pa.array(cells, pa.string()) for cells in zip_longest(*chunk, fillvalue="")]
        part = part_of(raw)
        if lengths.min() < len(raw):
            # Padding is nothing that a row says, so each is marked at its own length.
            letters = np.zeros(len(chunk), np.int64)
            for length in np.unique(lengths[lengths > 0]):
                alike = np.flatnonzero(lengths == length)
                letters[alike] = _letters([cells.take(alike) for cells in raw[:length]])
            part = part.set_column(0, "letters", pa.array(letters))
        yield part


def _cut_short(row: list[str]) -> list[str]:
    """A row without the blank cells that formatting leaves far to its right."""
    if any(cell.strip() for cell in row[MOST_COLUMNS:]):
        raise TooWide(len(row))
    return row[:MOST_COLUMNS]


def table_of(parts: Iterable[pa.Table]) -> pa.Table:
    """A sheet of these parts, each row with its number (`row`: 1, 2, 3 …), as wide as the last
    column in which anything stands."""
    table = join([pa.table({"letters": pa.array([], pa.int64())}), *parts])
    while table.num_columns > 1 and not _holds_any(table.columns[-1]):
        table = table.remove_column(table.num_columns - 1)
    numbers = pa.array(np.arange(1, table.num_rows + 1, dtype=np.int64))
    return table.add_column(0, "row", numbers)


def join(parts: Sequence[pa.Table]) -> pa.Table:
    """Parts one below the other, without row numbers. Cells that one has not are empty text."""
    width = max(part.num_columns - 1 for part in parts)
    padded = [_padded(part, width) for part in parts]
    for place in range(1, width + 1):
        padded = _held_alike(padded, place)
    return pa.concat_tables(padded).unify_dictionaries()


def _padded(part: pa.Table, width: int) -> pa.Table:
    for column in range(part.num_columns - 1, width):
        part = part.append_column(f"c{column}", pa.repeat("", part.num_rows))
    return part


def _held_alike(parts: list[pa.Table], place: int) -> list[pa.Table]:
    """Parts that hold the column at `place` as most rows do."""
    by_texts = [pa.types.is_dictionary(part.field(place).type) for part in parts]
    rows = [part.num_rows for part in parts]
    most = 2 * sum(n for n, held in zip(rows, by_texts, strict=True) if held) > sum(rows)
    return [
        part
        if held == most
        else part.set_column(place, part.field(place).name, _other_way(part.column(place)))
        for part, held in zip(parts, by_texts, strict=True)
    ]


def _other_way(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    by_texts = pa.types.is_dictionary(cells.type)
    return cells.cast(pa.string()) if by_texts else cells.dictionary_encode()


def _holds_any(column: pa.ChunkedArray) -> bool:
    return bool(of_each(is_filled, column).any())


@cache
def _workshop() -> duckdb.DuckDBPyConnection:
    """An empty database in memory; each use is through a cursor of its own."""
    return connect()


def _letters(raw: Sequence[pa.Array]) -> np.ndarray:
    """A number for each row (int64), the same where rows are the same to the letter."""
    names = [f"c{i}" for i in range(len(raw))]
    con = _workshop().cursor()
    try:
        con.register("raw_cells", pa.table(list(raw), names))
        marks = con.sql(f"select hash({', '.join(names)}) as mark from raw_cells").to_arrow_table()
    finally:
        con.close()
    return marks["mark"].to_numpy().view(np.int64)
