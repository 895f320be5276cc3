"""Where the header of a sheet may stand, and what an officer calls each column to choose it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from statistics import median
from string import ascii_uppercase

from data.columns import normal_header
from data.content import contents, looks_like
from data.read import Sheet

# Titles, scripts and notes seen before a header run to some twenty lines.
ROWS_SEARCHED = 60
ROWS_TRIED = 4
ROWS_COMPARED = 2000
_PLACE = re.compile(r"\s*\(column [A-Z]{1,3}\)\s*$", re.I)


def header_rows(sheet: Sheet, known: Collection[str]) -> list[tuple[int, int, list[str]]]:
    """Rows that may be the header, the likeliest first, as (row, how many rows tall, headers); last
    of all row 0, for a sheet without one. `known` are the headers we know, as normal_header."""
    rows = sheet.first_rows(ROWS_SEARCHED)
    end = sheet.slice(max(len(rows), sheet.cells.num_rows - 3), 3)
    found: list[tuple[int, int, int, list[str]]] = []
    for place, (row, cells) in enumerate([*rows, *end]):
        count = sum(normal_header(cell) in known for cell in cells if cell)
        if count:
            found.append((count, row, 1, cells))
        below = rows[place + 1][1] if place + 1 < len(rows) else []
        if _all_words(cells) and _all_words(below):
            # A header over two rows: "Net" above "Amount".
            both = [f"{a} {b}".strip() for a, b in zip(cells, below, strict=True)]
            taller = sum(normal_header(cell) in known for cell in both if cell)
            if taller > count:
                found.append((taller, row, 2, both))
    found.sort(key=lambda item: (-item[0], item[1]))
    likely = [(row, height, cells) for _, row, height, cells in found[:ROWS_TRIED]]
    named = [f"Column {letters(i)}" for i in range(sheet.width)]
    return [*likely, (0, 1, named)]


def _all_words(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return len(filled) >= 2 and not any(re.search(r"\d", cell) for cell in filled)


def rows_between(sheet: Sheet, first: int, last: int) -> list[list[str]]:
    """The cells of the rows from `first` to `last`, as far as it takes to compare them."""
    part = sheet.slice(first - 1, min(last - first + 1, ROWS_COMPARED))
    return [cells for _, cells in part]


def first_data_row(
    sheet: Sheet, columns: Mapping[str, int], header_row: int, first: int, last: int
) -> int:
    """The first row that is data: above `first` where a sheet was sorted with its header among the
    rows. Such a row is half as full as those below, and holds what they hold.

    `columns` is our field -> the place of its column (0 is the first).
    """
    if header_row < 2 or first != header_row + 1:
        return first
    below = [row for row in rows_between(sheet, first, last) if any(row)]
    held = contents(below, sheet.width)
    telling = {
        name: column
        for name, column in columns.items()
        if held[column].filled > 0.8
        and 5 * sum(looks_like(name, row[column]) for row in below) > 4 * len(below)
    }
    usual = median(sum(map(bool, row)) for row in below) if below else 0
    for row, cells in sheet.first_rows(min(header_row - 1, ROWS_SEARCHED)):
        alike = all(looks_like(name, cells[column]) for name, column in telling.items())
        if telling and alike and 2 * sum(map(bool, cells)) > usual:
            return row
    return first


def letters(column: int) -> str:
    """The letters a spreadsheet shows over a column: 0 is A, 26 is AA."""
    said = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        said = ascii_uppercase[rest] + said
    return said


def labels(headers: Sequence[str]) -> tuple[str, ...]:
    """A name of its own for each column: its header, and for one that bears the header of another
    before it also its place.

    >>> labels(["Net", "Gross", "Net"])
    ('Net', 'Gross', 'Net (column C)')
    """
    seen: Counter[str] = Counter()
    named = []
    for place, header in enumerate(headers):
        seen[normal_header(header)] += 1
        again = bool(header) and seen[normal_header(header)] > 1
        named.append(with_place(header, place) if again else header)
    return tuple(named)


def with_place(header: str, place: int) -> str:
    return f"{header} (column {letters(place)})"


def without_place(label: str) -> str:
    """The header alone of a label that says its place too."""
    return _PLACE.sub("", label)


def places_of(label: str, headers: Sequence[str]) -> list[int]:
    """The columns (0 is the first) that an officer may mean by a header, the likeliest first: one
    where its place is said, or else all that bear it."""
    wanted = normal_header(label)
    told = [
        normal_header(with_place(header, n)) if header else "" for n, header in enumerate(headers)
    ]
    return [
        n for n, header in enumerate(headers) if wanted and normal_header(header) == wanted
    ] or [n for n, name in enumerate(told) if wanted and name == wanted]
