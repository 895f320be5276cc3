"""Writes the sheets of a workbook as CSV. Run by data/workbook.py as a script of its own:

    python -P data/workbook_as_text.py WORKBOOK FOLDER MOST_BYTES

It leaves 0.csv, 1.csv … and the names of the sheets in FOLDER. It imports nothing of ours, so that
it starts quickly and its memory is the workbook's alone.
"""

from __future__ import annotations

import csv
import json
import sys
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

LISTED = "sheets.json"
DAMAGED, PROTECTED, TOO_LONG = 3, 4, 5
MOST_MEMORY = 4 << 30


def main(workbook: Path, folder: Path, most_bytes: int) -> int:
    """0, or why the workbook could not be read. Its text may come to so many bytes in all."""
    _limit_memory()
    try:
        with workbook.open("rb") as file:
            book = CalamineWorkbook.from_filelike(file)
            for place, title in enumerate(book.sheet_names):
                target = folder / f"{place}.csv"
                if not _write(book, title, target, most_bytes):
                    return TOO_LONG
                most_bytes -= target.stat().st_size
    except PasswordError:
        return PROTECTED
    except (CalamineError, OSError, ValueError):
        return DAMAGED
    (folder / LISTED).write_text(json.dumps(book.sheet_names), encoding="utf-8")
    return 0


def _limit_memory() -> None:
    """Past the limit this process ends at once; no other is touched, and nothing is dumped."""
    with suppress(ImportError):  # Windows has no such limit
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _write(book: CalamineWorkbook, title: str, target: Path, most_bytes: int) -> bool:
    """Every row of a sheet from the first, with the columns left blank before the first cell. False
    where they come to more than `most_bytes`: one text may stand in a thousand cells."""
    sheet = book.get_sheet_by_name(title)
    left = [""] * (sheet.start[1] if sheet.start else 0)
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for row in sheet.iter_rows():
            writer.writerow(left + [_as_seen(value) for value in row])
            if file.buffer.tell() > most_bytes:
                return False
    return target.stat().st_size <= most_bytes


def _as_seen(value: object) -> str:
    """A workbook value as text: whole numbers without '.0', dates as yyyy-mm-dd."""
    match value:
        case str():
            return value
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        case datetime():
            midnight = value.time() == time(0)
            return value.date().isoformat() if midnight else value.isoformat(" ")
        case date() | time() | timedelta() | int():
            return str(value)
    return "" if value is None else str(value)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])))
