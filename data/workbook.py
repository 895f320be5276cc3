"""Workbooks (XLSX, XLSM, XLSB, XLS, ODS) to cells, by another process.

What unpacks a workbook can be made to ask for all the memory there is, and then takes the whole
process down with it: two cells at opposite corners of a sheet will do. So it runs beside ours
(data/workbook_as_text.py), with a limit, and hands over plain text.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from mmap import ACCESS_READ, mmap
from pathlib import Path

import pyarrow as pa

from data.delimited import read_written
from data.refused import Refused
from data.workbook_as_text import DAMAGED, LISTED, PROTECTED

SCRIPT = Path(__file__).with_name("workbook_as_text.py")
SECONDS = 600
# An XLSX file with a password is wrapped in another format, with a part of this name; in an XLS
# file with one, a record that says so follows the first.
_LOCKED = re.compile(
    re.escape("EncryptedPackage".encode("utf-16-le"))
    + rb"|\x09\x08\x10\x00.{16}(?:\x86\x00\x00\x00)?\x2f\x00",
    re.DOTALL,
)


def read_workbook(path: Path, name: str, most_bytes: int) -> list[tuple[str, pa.Table]]:
    """The name and the cells of each sheet in which anything stands; their text comes to at most
    `most_bytes` in all.

    Raises Refused, calling the file `name`, where it is protected, damaged or empty, or asks for
    more memory, room or time than any table needs.
    """
    with tempfile.TemporaryDirectory() as folder:
        try:
            done = subprocess.run(
                [sys.executable, "-P", str(SCRIPT), str(path), folder, str(most_bytes)],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise Refused(_beyond_reason(name)) from error
        if done.returncode:
            raise Refused(_why_not(path, name, done.returncode))
        titles = json.loads((Path(folder) / LISTED).read_text(encoding="utf-8"))
        sheets = [
            (title, read_written(Path(folder) / f"{place}.csv", f"{title} in {name}"))
            for place, title in enumerate(titles)
        ]
    filled = [(title, cells) for title, cells in sheets if "c0" in cells.column_names]
    if not filled:
        raise Refused(f"{name} holds no rows: every sheet in it is empty.")
    return filled


def _why_not(path: Path, name: str, code: int) -> str:
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
        locked = _LOCKED.search(content)
    if code == PROTECTED or locked:
        return (
            f"{name} is protected with a password. Please open it, save it without one, and "
            "bring that."
        )
    if code == DAMAGED:
        return (
            f"{name} looks like a workbook but could not be read. It may be damaged. "
            "Please open it and save it again, or export it as CSV."
        )
    return _beyond_reason(name)


def _beyond_reason(name: str) -> str:
    return (
        f"{name} asks for more memory or time than a workbook of payments needs: something may "
        "stand far to the right or far below its table, or it may be damaged. Please copy the "
        "table to a new workbook, or export it as CSV."
    )
