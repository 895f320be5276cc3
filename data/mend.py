"""The rows of a file that have a fault, as they came, with the reason beside: to mend and send.

Cells are those of the file under the file's own header, so that the mended rows are read as the
whole was. Two columns follow: the row's number in the file, and what is wrong. What a spreadsheet
would run as a formula gets an apostrophe before it; plain numbers, such as -12.50, are left alone.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from data.check import Checked
from data.clean import Fault
from data.columns import normal_header
from data.read import Sheet, read_file
from data.recognise import Layout, find_layout

ROW_HEADER = "Row as received"
REASON_HEADER = "What is wrong"

_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
_PLAIN_NUMBER = re.compile(r"\s*[+-]?\s?£?[\d,]*\.?\d*\s*")
# Our field -> the header that says it, for a file that has no header of its own.
_HEADERS = {
    "payment_date": "Payment Date",
    "supplier": "Supplier Name",
    "transaction": "Transaction Number",
}


def mend_file(
    path: Path, checked: Checked, name: str | None = None, *, rejected_only: bool = False
) -> bytes:
    """The rows of `path` that `checked` finds at fault, as CSV (see `mend`)."""
    return mend(read_file(path, name), checked, rejected_only=rejected_only)


def mend(sheets: Sequence[Sheet], checked: Checked, *, rejected_only: bool = False) -> bytes:
    """The rows at fault of the sheets of a file as CSV, UTF-8 with a byte-order mark.

    One row per row at fault, in the order of the file; with `rejected_only` those alone that are
    not accepted, which may be published beside the rest once they are mended. Columns of several
    sheets stand under the headers of the first, by name. Empty where there is no such row.
    """
    rejected = {(f.sheet, f.row) for f in checked.report.faults if f.rejected}
    faults = [f for f in checked.report.faults if not rejected_only or (f.sheet, f.row) in rejected]
    columns: list[str] = []
    lines: list[tuple[dict[str, str], int, str]] = []
    for sheet in sheets:
        of_sheet = [fault for fault in faults if fault.sheet == sheet.name]
        if not of_sheet:
            continue
        layout = checked.layout if len(sheets) == 1 else _layout(sheet, checked)
        headers = _headers(sheet, layout)
        columns += [header for header in headers if header not in columns]
        why = _reasons(of_sheet)
        for row, cells in _rows(sheet, sorted(why)):
            lines.append((dict(zip(headers, cells, strict=True)), row, why[row]))
    if not lines:
        return b""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    shown = [header.rpartition("\x00")[2] for header in columns]
    writer.writerow([*map(safe_cell, shown), ROW_HEADER, REASON_HEADER])
    for cells, row, reason in lines:
        writer.writerow([*(safe_cell(cells.get(column, "")) for column in columns), row, reason])
    return out.getvalue().encode("utf-8-sig")


def safe_cell(text: str) -> str:
    """A cell that no spreadsheet runs as a formula; a plain number stays as it is.

    >>> safe_cell("=1+1"), safe_cell("-12.50")
    ("'=1+1", '-12.50')
    """
    if _FORMULA.match(text) and not _PLAIN_NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def _layout(sheet: Sheet, checked: Checked) -> Layout:
    """How this sheet of several was read: its header may stand elsewhere than in the best."""
    return find_layout(sheet, checked.report.kind, checked.report.columns) or checked.layout


def _headers(sheet: Sheet, layout: Layout) -> list[str]:
    """A name for each column of the sheet. One that comes twice bears its place before a mark,
    which is taken off when the header is written."""
    said = [*layout.headers, *[""] * (sheet.width - len(layout.headers))]
    if not layout.header_row:
        for field, column in layout.columns.items():
            said[int(column[1:])] = _HEADERS.get(field, field.replace("_", " ").capitalize())
    seen: set[str] = set()
    headers = []
    for place, header in enumerate(said[: sheet.width]):
        again = normal_header(header) in seen or not header
        seen.add(normal_header(header))
        headers.append(f"{place}\x00{header}" if again else header)
    return headers


def _reasons(faults: Sequence[Fault]) -> dict[int, str]:
    """Row -> everything wrong with it, in a line."""
    found: dict[int, list[str]] = {}
    for fault in faults:
        found.setdefault(fault.row, []).append(f"{fault.column}: {fault.reason}")
    return {row: ". ".join(reasons) for row, reasons in found.items()}


def _rows(sheet: Sheet, wanted: Sequence[int]) -> list[tuple[int, list[str]]]:
    chosen = pc.is_in(sheet.cells["row"], value_set=pa.array(wanted, pa.int64()))
    return replace(sheet, cells=sheet.cells.filter(chosen)).slice(0, len(wanted))
