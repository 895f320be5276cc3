"""Delimited text (CSV and its relatives) to cells: in any encoding, and fast where it is regular.

A file is taken in blocks of whole rows. Where the quotation marks of a block keep to the rules,
Arrow reads it; where they do not, Python's csv does. Both give the same cells, which a test holds
them to. Rows are counted as a spreadsheet counts them, blank lines among them.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import tempfile
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from data.cells import MOST_COLUMNS, TooWide, join, part_of, parts_of, table_of
from data.columns import register_columns
from data.encoding import encoding_of_all, encoding_of_start, rewrite
from data.refused import Refused

MEGABYTE = 1 << 20
BLOCK = 8 * MEGABYTE
DELIMITERS = (",", ";", "\t", "|")
# A cell longer than this is a quote that was never closed, not a value.
LONGEST_CELL = 1_000_000
csv.field_size_limit(LONGEST_CELL)
LONGEST_LINE = 16 * MEGABYTE
# Ten million rows of a hundred columns: more is a file of line ends or of delimiters.
MOST_CELLS = 1_000_000_000
READERS = 2
# Given to csv after the last line: what it turns up in was never closed.
_END = "\0end of file\0"
# A byte-order mark, and one that was itself encoded once more.
_MARKS = re.compile(b"(?:\xef\xbb\xbf|\xc3\xaf\xc2\xbb\xc2\xbf)*")


@dataclass(frozen=True)
class _Form:
    """What stands between the cells of a file, how many most of its first rows have, and which of
    them are kept where it is a public register (data/columns.py): None for all."""

    delimiter: str
    width: int
    kept: tuple[int, ...] | None = None

    @property
    def may_be_regular(self) -> bool:
        return 2 <= self.width <= MOST_COLUMNS

    def of(self, row: list[str]) -> list[str]:
        """The cells of a row that are kept."""
        if self.kept is None:
            return row
        return [row[place] if place < len(row) else "" for place in self.kept]


@dataclass
class _LeftOpen(Exception):
    """The row at this place (from 0) opens a quotation mark that is not closed as it should be, or
    has a cell longer than any value."""

    place: int
    too_long: bool = False


_Piece = memoryview | list[list[str]] | _LeftOpen


def read_delimited(path: Path, name: str, block: int = BLOCK) -> pa.Table:
    """The cells of a text file (see data/cells.py), `block` bytes taken at a time.

    Raises Refused, calling the file `name`, for what is no table of text.
    """
    encoding = encoding_of_start(path, name)
    if encoding == "utf-8":
        try:
            return _read_utf8(path, name, block)
        except UnicodeDecodeError:
            encoding = encoding_of_all(path)
    with tempfile.TemporaryDirectory() as folder:
        rewritten = Path(folder) / "rewritten"
        rewrite(path, encoding, rewritten)
        return _read_utf8(rewritten, name, block)


def read_written(path: Path, name: str) -> pa.Table:
    """The same of a file we wrote ourselves: UTF-8, and commas."""
    return _read_utf8(path, name, BLOCK, delimiters=(",",))


def _read_utf8(
    path: Path, name: str, block: int, delimiters: Sequence[str] = DELIMITERS
) -> pa.Table:
    with path.open("rb") as file:
        start = file.read(100_000)
        marks = _MARKS.match(start).end()
        form = _form(start[marks:].decode("utf-8", errors="ignore"), delimiters)
        file.seek(marks)
        return table_of(_parts(file, form, name, block))


def _form(start: str, delimiters: Sequence[str]) -> _Form:
    """The delimiter that cuts most of the first lines into the same number of cells."""
    forms = []
    for delimiter in delimiters:
        text = csv.reader(io.StringIO(start, newline=""), delimiter=delimiter)
        rows = list(islice(text, 200))
        widths = Counter(len(row) for row in rows)
        width = max(widths, key=lambda w: (widths[w] * (w - 1), w), default=0)
        kept = register_columns(rows[0]) if rows and len(rows[0]) == width else None
        forms.append((widths[width] * (width - 1), _Form(delimiter, width, kept)))
    return max(forms, key=lambda scored: scored[0])[1]


def _parts(file: BinaryIO, form: _Form, name: str, block: int) -> Iterator[pa.Table]:
    """The file part by part and in order; several pieces are read at once."""
    rows_before = 0
    with ThreadPoolExecutor(READERS) as pool:
        try:
            for parts in _at_once(pool, partial(_read, form), _pieces(file, form, block)):
                for part in parts:
                    rows_before += part.num_rows
                    yield part
                    if rows_before * part.num_columns > MOST_CELLS:
                        raise Refused(
                            f"{name} has more than {MOST_CELLS:,} cells, most of them blank or all "
                            "but blank. Please export it again, or split it by month."
                        )
        except TooWide as too_wide:
            raise Refused(
                f"{name} has a row of {too_wide.cells:,} cells, and no table of payments or "
                f"contracts has more than {MOST_COLUMNS:,} columns: something may stand far to the "
                "right of the table. Please export the figures again."
            ) from too_wide
        except _LeftOpen as left_open:
            row = f"{rows_before + left_open.place + 1:,}"
            raise Refused(
                f"Row {row} of {name} has a cell of more than {LONGEST_CELL:,} letters, which is "
                "no value: a quotation mark may be opened there and not closed. "
                "Please mend it, or export the file again as CSV or XLSX."
                if left_open.too_long
                else f"In row {row} of {name} a quotation mark is opened and not closed, so that "
                "rows after it would be lost inside one cell. "
                "Please mend it, or export the file again as CSV or XLSX."
            ) from left_open


def _at_once(
    pool: ThreadPoolExecutor, work: Callable[[_Piece], list[pa.Table]], pieces: Iterator[_Piece]
) -> Iterator[list[pa.Table]]:
    """What comes of each piece, in order; only a few are held at a time."""
    waiting: deque[Future[list[pa.Table]]] = deque()
    for piece in pieces:
        waiting.append(pool.submit(work, piece))
        if len(waiting) > 2 * READERS:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _pieces(file: BinaryIO, form: _Form, block: int) -> Iterator[_Piece]:
    """From where `file` stands to its end: the bytes of whole rows where they are regular, the rows
    themselves where they are not, and last of all what stopped it."""
    at = file.tell()
    while window := _window(file, at, block):
        length = _regular_length(window, form, whole=len(window) < block)
        if length:
            yield memoryview(window)[:length]
        else:
            rows, length, stopped = _rows_from(file, at, form, at_least=max(1, block // 32))
            yield rows
            if stopped:
                yield stopped
                return
        at += length


def _read(form: _Form, piece: _Piece) -> list[pa.Table]:
    if isinstance(piece, _LeftOpen):
        raise piece
    regular = isinstance(piece, memoryview)
    return _read_quickly(form, piece) if regular else list(parts_of(map(form.of, piece)))


def _window(file: BinaryIO, at: int, size: int) -> bytes:
    file.seek(at)
    return file.read(size)


def _regular_length(window: bytes, form: _Form, *, whole: bool) -> int:
    """How many of the first bytes are whole rows that Arrow and csv read alike; 0 where none are.

    A window begins where a row does. Its quotation marks are regular where they stand about a whole
    cell, or doubled inside one; a line end is the end of a row where an even number stand before.
    `whole` says that the window runs to the end of the file.
    """
    if not form.may_be_regular or window.startswith(codecs.BOM_UTF8):
        return 0  # Arrow would pass over a mark where csv keeps it
    data = np.frombuffer(window, np.uint8)
    quotes = np.flatnonzero(data == ord('"'))
    end = len(window)
    odd_one = _first_irregular(data, quotes, form.delimiter)
    if whole and odd_one is None and len(quotes) % 2 == 0:
        return end
    if odd_one is not None:
        end = odd_one
    line_end = b"\n" if b"\n" in window else b"\r"
    if line_end == b"\r":
        end = min(end, len(window) - 1)  # "\n" may follow the last byte
    while (end := window.rfind(line_end, 0, end) + 1) > 0:
        before = int(np.searchsorted(quotes, end))
        if before % 2 == 0:
            return end
        end = int(quotes[before - 1])
    return 0


def _first_irregular(data: np.ndarray, quotes: np.ndarray, delimiter: str) -> int | None:
    """Where the first quotation mark stands that neither opens, closes nor doubles as it should."""
    if not len(quotes):
        return None
    edge = np.zeros(256, bool)
    edge[[ord(delimiter), ord("\n"), ord("\r"), ord('"')]] = True
    opening, closing = quotes[0::2], quotes[1::2]
    opens = edge[data[np.maximum(opening - 1, 0)]] | (opening == 0)
    closes = edge[data[np.minimum(closing + 1, len(data) - 1)]] | (closing == len(data) - 1)
    wrong = [opening[~opens], closing[~closes]]
    return int(min(places[0] for places in wrong if len(places))) if any(map(len, wrong)) else None


def _rows_from(
    file: BinaryIO, at: int, form: _Form, at_least: int
) -> tuple[list[list[str]], int, _LeftOpen | None]:
    """Rows by Python's csv from byte `at` on, at least so many bytes of them; how many bytes they
    are; and what is wrong with the row that follows, if it cannot be read."""
    lines = _Lines(file, at)
    reader = csv.reader(lines, delimiter=form.delimiter)
    rows: list[list[str]] = []
    line = 0
    try:
        for row in reader:
            height = reader.line_num - line
            if row == [_END] and height == 1:
                break
            if row and row[-1].endswith(_END):
                row[-1] = row[-1].removesuffix(_END)
                height -= 1
                if height > 1:
                    return rows, lines.taken, _LeftOpen(0)
            if height > 1 and _holds_rows(row, form):
                return rows, lines.taken, _LeftOpen(0)
            rows.append(row)
            line = reader.line_num
            if lines.taken >= at_least:
                break
    except csv.Error:
        return rows, lines.taken, _LeftOpen(0, too_long=True)
    return rows, lines.taken, None


def _holds_rows(row: list[str], form: _Form) -> bool:
    """Whether a cell holds whole rows, which an opened quotation mark swallowed."""
    inside = (line for cell in row for line in cell.splitlines()[1:])
    return form.width > 3 and any(line.count(form.delimiter) >= form.width - 1 for line in inside)


class _Lines:
    """The lines of a file of UTF-8 from byte `at` on, for csv; `taken` counts the bytes given."""

    def __init__(self, file: BinaryIO, at: int) -> None:
        self.taken = 0
        self._lines = self._read(file, at)

    def __iter__(self) -> Iterator[str]:
        return self._lines

    def _read(self, file: BinaryIO, at: int) -> Iterator[str]:
        begun = b""
        while block := _window(file, at, MEGABYTE):
            at += len(block)
            *lines, begun = (begun + block).splitlines(keepends=True)
            if len(begun) > LONGEST_LINE:
                raise csv.Error("line too long")
            yield from self._give(lines)
        yield from self._give(begun.splitlines(keepends=True))
        yield _END

    def _give(self, lines: list[bytes]) -> Iterator[str]:
        for line in lines:
            self.taken += len(line)
            yield line.decode("utf-8")


def _read_quickly(form: _Form, piece: memoryview) -> list[pa.Table]:
    """Whole and regular rows through Arrow; those of another width are put in by csv."""
    _check_utf8(piece)
    names = [f"c{i}" for i in range(form.width)]
    kept = names if form.kept is None else [names[place] for place in form.kept]
    others: list[tuple[int, str]] = []

    def set_apart(row: arrow_csv.InvalidRow) -> str:
        others.append((row.number - 1, row.text))
        return "skip"

    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(piece),
            arrow_csv.ReadOptions(use_threads=False, column_names=names, block_size=len(piece) + 1),
            arrow_csv.ParseOptions(
                delimiter=form.delimiter,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=set_apart,
            ),
            arrow_csv.ConvertOptions(
                check_utf8=False,
                column_types=dict.fromkeys(names, pa.string()),
                include_columns=kept,
            ),
        )
    except pa.ArrowInvalid:  # a row longer than it takes
        table = None
    if table is None or len(others) > 1000 or _longest(table) > LONGEST_CELL:
        return _read_rows(bytes(piece).decode("utf-8"), form)
    part = part_of([column.combine_chunks() for column in table.columns])
    return [_with_others(part, others, form)] if others else [part]


def _check_utf8(piece: memoryview) -> None:
    """Raise UnicodeDecodeError where a piece is not UTF-8; Arrow finds out without a copy."""
    ends = pa.py_buffer(np.array([0, len(piece)], np.int32))
    whole = pa.Array.from_buffers(pa.binary(), 1, [None, ends, pa.py_buffer(piece)])
    try:
        whole.cast(pa.string())
    except pa.ArrowInvalid:
        bytes(piece).decode("utf-8")


def _read_rows(text: str, form: _Form) -> list[pa.Table]:
    """Whole rows through Python's csv. Raises _LeftOpen for a cell past the limit."""
    rows: list[list[str]] = []
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=form.delimiter)
        rows.extend(map(form.of, reader))
    except csv.Error as error:
        raise _LeftOpen(len(rows), too_long=True) from error
    return list(parts_of(rows))


def _longest(table: pa.Table) -> int:
    return max(pc.max(pc.binary_length(column)).as_py() or 0 for column in table.columns)


def _with_others(part: pa.Table, others: list[tuple[int, str]], form: _Form) -> pa.Table:
    """A part with the rows of other widths back in their places (from 0)."""
    rows = [
        form.of(next(csv.reader(io.StringIO(text, newline=""), delimiter=form.delimiter)))
        for _, text in others
    ]
    both = join([part, *parts_of(rows)])
    is_other = np.zeros(both.num_rows, bool)
    is_other[[place for place, _ in others]] = True
    order = np.empty(both.num_rows, np.int64)
    order[~is_other] = np.arange(part.num_rows)
    order[is_other] = np.arange(part.num_rows, both.num_rows)
    return both.take(pa.array(order))
