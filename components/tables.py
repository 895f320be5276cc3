"""Tables as HTML that reads well and as CSV that opens safely.

A `Table` is a frame with the columns to show; every cell of text is escaped on its way to
the screen and kept from running as a formula on its way to a spreadsheet.
"""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

from components import words

Kind = Literal["text", "pounds", "share", "count", "day", "yes"]

_NUMERIC = ("pounds", "share", "count")
# What a spreadsheet may take for the beginning of a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

DOWNLOAD_NOTE = (
    "Comma-separated, for any spreadsheet. Text that begins with = + - or @ has an apostrophe "
    "before it, so that a spreadsheet does not run it as a formula. Numbers are untouched."
)


@dataclass(frozen=True)
class Column:
    """One column: the frame's field, its header (with the unit), how its cells are set.

    `bar` draws a thin bar beside the number, the longest for the largest of the column. `absent`
    is what a missing value is called. `link` is the frame's field with the address, made by us,
    that the cell leads to.
    """

    field: str
    header: str
    kind: Kind = "text"
    bar: bool = False
    absent: str = words.NOT_KNOWN
    csv_header: str | None = None
    link: str = ""


@dataclass(frozen=True)
class Table:
    """A frame, the columns of it to show, and a total row by field where there is one.

    The total is given, not summed here: a query says it, so that it is one. `first` is how
    many rows the page shows before the rest is left to the full table; None shows all. The last
    `last` rows are shown whatever else is left out. Where the frame is one page of many, `whole`
    gives them all, and is asked only by who downloads them. One that `stacks` is a list on a phone:
    each row a block, each cell under its header.
    """

    frame: pd.DataFrame
    columns: tuple[Column, ...]
    caption: str
    total: Mapping[str, object] = field(default_factory=dict)
    first: int | None = None
    last: int = 0
    whole: Callable[[], pd.DataFrame] | None = None
    stacks: bool = False

    def html(self, *, all_rows: bool = True) -> str:
        """The table as one scrollable region of HTML, reachable by keyboard."""
        size = len(self.frame)
        shown = size if all_rows or self.first is None else self.first
        # A row left out is only worth a line of its own where it saves more than one.
        first, last = (size, 0) if shown + self.last + 1 >= size else (shown, self.last)
        head = "".join(
            f'<th scope="col" class="{_side(column)}">{words.escape(column.header)}</th>'
            for column in self.columns
        )
        longest = {column.field: self._longest(column) for column in self.columns if column.bar}
        rows = [_row(self.columns, row, longest, self.stacks) for row in self._set()]
        body = "".join(rows[:first])
        if first + last < size:
            rest = f"and {words.number(size - first - last)} more, in the full table"
            body += f'<tr class="lp-rest"><td colspan="{len(self.columns)}">{rest}</td></tr>'
            body += "".join(rows[size - last :])
        foot = f"<tfoot>{_row(self.columns, self.total, None)}</tfoot>" if self.total else ""
        name = words.escape(self.caption)
        tall = (" lp-scrolls" if all_rows else "") + (" lp-stacks" if self.stacks else "")
        return (
            f'<div class="lp-table{tall}" data-scrolls tabindex="0" role="region" '
            f'aria-label="{name}">'
            f'<table><caption class="lp-hidden">{name}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>{foot}</table></div>"
        )

    def _set(self) -> Iterator[dict[str, object]]:
        """The rows with what the table sets of them; a frame may hold much more."""
        fields = {one for column in self.columns for one in (column.field, column.link)}
        held = [one for one in self.frame.columns if one in fields]
        for values in zip(*(self.frame[one] for one in held), strict=True):
            yield dict(zip(held, values, strict=True))

    def _longest(self, column: Column) -> float:
        values = [float(value) for value in self.frame[column.field] if not words.missing(value)]
        return max(values, default=0.0) or 1.0

    def csv(self) -> bytes:
        """The table as UTF-8 CSV with a byte-order mark, values unrounded, total row left out."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow([column.csv_header or _plain_header(column) for column in self.columns])
        frame = self.frame if self.whole is None else self.whole()
        for row in frame.to_dict("records"):
            writer.writerow([_plain(column, row.get(column.field)) for column in self.columns])
        return out.getvalue().encode("utf-8-sig")


def safe_text(text: str) -> str:
    """Text a spreadsheet will not run: a leading = + - @, tab or line end gets an apostrophe.

    Spaces before such a character do not hide it.
    """
    starts = text.startswith(_FORMULA_STARTS) or text.lstrip().startswith(_FORMULA_STARTS)
    return f"'{text}" if starts else text


def cell(kind: Kind, value: object, absent: str = words.NOT_KNOWN) -> str:
    """One value as it stands in a table, not yet escaped; units are in the header."""
    if words.missing(value):
        return absent
    match kind:
        case "pounds":
            return words.pounds_exact(value).replace("£", "")
        case "share":
            return words.share(value, 1).removesuffix("%")
        case "count":
            return words.number(value)
        case "day":
            return words.day(value)
        case "yes":
            return "Yes" if value else "No"
        case _:
            return str(value)


def _side(column: Column) -> str:
    if column.kind == "day":
        return "lp-text lp-day"
    if column.field == "financial_year":
        return "lp-text lp-year"
    if column.kind == "yes":
        return "lp-text lp-yes"
    return "lp-number" if column.kind in _NUMERIC else "lp-text"


def _row(
    columns: tuple[Column, ...],
    row: Mapping[str, object],
    longest: Mapping[str, float] | None,
    stacks: bool = False,
) -> str:
    """One row; without `longest` it is the total, which has no bars and may leave cells blank. A
    cell that may stand by itself, where the table stacks, bears its header."""
    cells = []
    for column in columns:
        value = row.get(column.field)
        absent = "" if longest is None and column.field not in row else column.absent
        text = words.escape(cell(column.kind, value, absent))
        if column.link and not words.missing(row.get(column.link)):
            text = f'<a href="{words.escape(row[column.link])}">{text}</a>'
        bar = ""
        if longest and column.bar and not words.missing(value):
            width = min(max(float(value) / longest[column.field], 0.0), 1.0) * 100
            bar = f'<i class="lp-track"><i class="lp-bar" style="width:{width:.1f}%"></i></i>'
        head = f' data-head="{words.escape(column.header)}"' if stacks else ""
        cells.append(f'<td class="{_side(column)}"{head}>{bar}{text}</td>')
    return f"<tr>{''.join(cells)}</tr>"


def _plain_header(column: Column) -> str:
    return column.header.replace("(%)", "(0 to 1)")


def _plain(column: Column, value: object) -> object:
    if words.missing(value):
        return "" if column.kind in _NUMERIC else safe_text(column.absent)
    if column.kind in _NUMERIC:
        return value
    if column.kind == "day":
        return value.isoformat()
    if column.kind == "yes":
        return "Yes" if value else "No"
    return safe_text(str(value))
