"""From bytes as received to tables of text, each row with the number a spreadsheet shows for it.

Nothing is interpreted here: no header is chosen, no amount or date is read. A cell is the text a
person would see, without white space at its ends; blank cells are empty text, and formulas are
never evaluated (a workbook's stored result is read instead).
"""

from __future__ import annotations

import codecs
import csv
import os
import tempfile
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from data.columns import register_of
from data.delimited import read_delimited
from data.refused import Refused
from data.workbook import read_workbook

MEGABYTE = 1 << 20
UNPACKS_TO = 8
# How many times as large as any other file a public register may be: the whole company register is
# 2.5 GB.
REGISTER_TIMES = 4
HEAD = 8192
_ZIP_IN_ZIP = "{} holds another zip. Please bring the file inside it."


@dataclass(frozen=True)
class Sheet:
    """One sheet of a file; a CSV file is one sheet named "".

    `cells` has a column `row` (int64, counted from 1 as a spreadsheet does), `letters` (int64, the
    same for rows that are the same to the letter) and text columns c0, c1, … as wide as the widest
    row, some as dictionaries (data/cells.py).
    """

    name: str
    cells: pa.Table

    @property
    def width(self) -> int:
        return self.cells.num_columns - 2

    def first_rows(self, count: int) -> list[tuple[int, list[str]]]:
        """The first `count` rows as (row number, cells)."""
        return self.slice(0, count)

    def slice(self, start: int, count: int) -> list[tuple[int, list[str]]]:
        """`count` rows from the one at `start` (0 is the first) as (row number, cells)."""
        rows = self.cells.slice(start, count)
        cells = [column.cast(pa.string()).to_pylist() for column in rows.columns[2:]]
        if not cells:
            return [(row, []) for row in rows["row"].to_pylist()]
        return [
            (row, list(texts))
            for row, texts in zip(rows["row"].to_pylist(), zip(*cells, strict=True), strict=True)
        ]


def read_file(path: Path, name: str | None = None) -> list[Sheet]:
    """Every sheet of a CSV file or workbook, or of the one inside a zip.

    `name` is what to call the file where it lies under another. Raises Refused with a sentence when
    the file is missing, empty, damaged, protected, too large or of another kind.
    """
    return _read(path, name or path.name)


def _read(path: Path, name: str, *, from_zip: bool = False) -> list[Sheet]:
    if path.is_dir():
        raise Refused(f"{name} is a folder, not a file. Please choose a file in it.")
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(HEAD).lstrip()
    except OSError as error:
        raise Refused(f"{name} could not be opened: {error.strerror}.") from error
    # Of a public register most columns are passed over, so it takes far less memory than its size.
    limit = largest_file() * (REGISTER_TIMES if _is_register(head) else 1)
    if size > limit:
        raise Refused(
            f"{name} is {size / MEGABYTE:,.0f} MB, over the limit of "
            f"{limit / MEGABYTE:,.0f} MB. Please split it by month, or raise the limit "
            "(LOCALPOUND_LARGEST_FILE_MB)."
        )
    if not size:
        raise Refused(f"{name} is empty: it holds no bytes at all. Please export it again.")
    if head.startswith(b"PK"):
        return _read_zip(path, name, from_zip=from_zip)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return [Sheet(*sheet) for sheet in read_workbook(path, name, largest_file())]
    if head.startswith(b"%PDF"):
        raise Refused(
            f"{name} is a PDF, whatever its name says. "
            "Please export the figures as CSV or XLSX and bring that file."
        )
    sheet = Sheet("", read_delimited(path, name))
    if not sheet.width:
        raise Refused(f"{name} is blank: no cell in it holds anything. Please export it again.")
    return [sheet]


def largest_file() -> int:
    """The size in bytes up to which a file is taken, and to eight times which it may unpack."""
    return int(os.environ.get("LOCALPOUND_LARGEST_FILE_MB", "1024")) * MEGABYTE


def _is_register(head: bytes) -> bool:
    """Whether a file begins with the headers of a public register."""
    first = head.removeprefix(codecs.BOM_UTF8).decode("utf-8", errors="replace").splitlines()[:1]
    return register_of(next(csv.reader(first), [])) is not None


def _read_zip(path: Path, name: str, *, from_zip: bool) -> list[Sheet]:
    """A workbook is a zip of parts; any other zip must hold one file that we can read."""
    damaged = f"{name} is damaged: it cannot be unpacked. Please export or send it again."
    try:
        with zipfile.ZipFile(path) as archive:
            parts = [p for p in archive.infolist() if not p.is_dir()]
            inside = {part.filename for part in parts}
            if sum(part.file_size for part in parts) > UNPACKS_TO * largest_file():
                raise Refused(
                    f"{name} would unpack to more than "
                    f"{UNPACKS_TO * largest_file() / MEGABYTE:,.0f} MB, so it is not opened."
                )
            if inside.isdisjoint(("[Content_Types].xml", "content.xml")):
                if from_zip:
                    raise Refused(_ZIP_IN_ZIP.format(name))
                return _read_only_one(archive, parts, name)
            if any(part.startswith(("word/", "ppt/")) for part in inside):
                raise Refused(
                    f"{name} is a document or slides, not a workbook. "
                    "Please export the figures as CSV or XLSX and bring that file."
                )
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise Refused(damaged) from error
    return [Sheet(*sheet) for sheet in read_workbook(path, name, largest_file())]


def _read_only_one(
    archive: zipfile.ZipFile, parts: Sequence[zipfile.ZipInfo], name: str
) -> list[Sheet]:
    # What a Mac adds to a zip is no file of anybody's.
    tables = [p for p in parts if not p.filename.startswith("__MACOSX/")]
    if len(tables) != 1:
        held = ", ".join(p.filename for p in tables[:5]) or "none"
        raise Refused(
            f"{name} should hold one file and holds {len(tables)} ({held}). "
            "Please bring them one at a time."
        )
    if tables[0].flag_bits & 1:
        raise Refused(f"{name} is protected with a password. Please send it without one.")
    return _read_inside(archive, tables[0], name)


def _read_inside(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> list[Sheet]:
    inner = Path(part.filename).name
    if inner.lower().endswith(".zip"):
        raise Refused(_ZIP_IN_ZIP.format(name))
    with tempfile.TemporaryDirectory() as folder:
        unpacked = Path(folder) / "unpacked"
        with archive.open(part) as source, unpacked.open("wb") as target:
            left = UNPACKS_TO * largest_file()
            while block := source.read(MEGABYTE):
                left -= len(block)
                if left < 0:  # it said less of itself than it holds
                    raise Refused(f"{name} unpacks beyond reason, so it is not opened.")
                target.write(block)
        sheets = _read(unpacked, f"{inner} in {name}", from_zip=True)
    return [Sheet(sheet.name or inner, sheet.cells) for sheet in sheets]
