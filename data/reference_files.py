"""Official reference files as downloaded: opened, unpacked where they lie in a zip, and told apart.

A file is one of three kinds: a postcode directory (the ONS Postcode Directory or the National
Statistics Postcode Lookup), Code-Point Open, or boundaries as GeoJSON.
"""

from __future__ import annotations

import csv
import re
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from data.read import MEGABYTE, UNPACKS_TO, largest_file
from data.refused import Refused

Progress = Callable[[float, str], None]

DIRECTORY, CODE_POINT, BOUNDARIES = "postcode directory", "Code-Point Open", "boundaries"
CODE_POINT_COLUMNS = 10
WHAT_IS_TAKEN = (
    "It should be the ONS Postcode Directory, the National Statistics Postcode Lookup or "
    "Code-Point Open (CSV, or the zip as downloaded), or district or ward boundaries as GeoJSON."
)
# Columns by what they are called, in older and in newer files: the year's two digits change.
_POSTCODE = ("pcds", "pcd8", "pcd7", "pcd2", "pcd")
_AREA = (r"oslaua", r"laua", r"lad\d\dcd")
_WARD = (r"osward", r"ward", r"wd\d\dcd")
_HEAD = 64 * 1024

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True)
class Columns:
    """The headers of a directory's columns; None where it has no such column."""

    postcode: str
    area: str
    ward: str | None
    latitude: str | None
    longitude: str | None
    ended: str | None
    began: str | None


@dataclass(frozen=True)
class Opened:
    """A reference file told apart. `parts` lie unpacked on the disk; `dated` is the month the file
    says of itself by its name or the zip's, in words, or nothing."""

    kind: str
    parts: tuple[Path, ...]
    inner: str
    dated: str
    columns: Columns | None = None


def open_reference(path: Path, name: str, folder: Path, progress: Progress) -> Opened:
    """Tell what `path` is, unpacking into `folder` what is in a zip.

    Raises Refused with a sentence for what is missing, damaged, protected or not such a file.
    """
    if path.is_dir():
        raise Refused(f"{name} is a folder, not a file. Please choose a file in it.")
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(4)
    except OSError as error:
        raise Refused(f"{name} could not be opened: {error.strerror}.") from error
    if not size:
        raise Refused(f"{name} is empty: it holds no bytes at all. Please download it again.")
    if size > UNPACKS_TO * largest_file():
        raise Refused(f"{name} is larger than any reference file, so it is not opened.")
    if head == b"PK\x03\x04":
        return _open_zip(path, name, folder, progress)
    with path.open("rb") as file:
        told = _tell(file.read(_HEAD), name)
    if told is None:
        raise Refused(f"{name} is not a reference file. {WHAT_IS_TAKEN}")
    kind, columns = told
    return Opened(kind, (path,), name, month_in(name), columns)


def _open_zip(path: Path, name: str, folder: Path, progress: Progress) -> Opened:
    try:
        with zipfile.ZipFile(path) as archive:
            kind, columns, chosen = _choose(archive, name)
            parts = tuple(_unpack(archive, chosen, name, folder, progress))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise Refused(
            f"{name} is damaged or cut short: it cannot be unpacked. Please download it again."
        ) from error
    inner = chosen[0].filename
    year, month = chosen[0].date_time[:2]
    packed = f"{_MONTHS[month - 1]} {year}" if year > 2000 and 1 <= month <= 12 else ""
    return Opened(kind, parts, inner, month_in(inner) or month_in(name) or packed, columns)


def _choose(
    archive: zipfile.ZipFile, name: str
) -> tuple[str, Columns | None, list[zipfile.ZipInfo]]:
    """The members of a zip that make one reference file, and what it is."""
    members = [
        member
        for member in archive.infolist()
        if not member.is_dir() and not member.filename.startswith("__MACOSX/")
    ]
    if any(member.flag_bits & 1 for member in members):
        raise Refused(f"{name} is protected with a password. Please send it without one.")
    found: dict[str, list[tuple[zipfile.ZipInfo, Columns | None]]] = {}
    for member in members:
        if not member.filename.lower().endswith((".csv", ".geojson", ".json")):
            continue
        with archive.open(member) as file:
            told = _tell(file.read(_HEAD), f"{member.filename} in {name}", strict=False)
        if told:
            found.setdefault(told[0], []).append((member, told[1]))
    if len(found) > 1:
        raise Refused(f"{name} holds {' and '.join(found)}. Please load them one at a time.")
    if not found:
        shapes = any(member.filename.lower().endswith((".shp", ".gpkg")) for member in members)
        more = " Boundaries are taken as GeoJSON: please download that format." if shapes else ""
        raise Refused(f"{name} holds no reference file.{more} {WHAT_IS_TAKEN}")
    ((kind, every),) = found.items()
    if kind == DIRECTORY:
        # The directory comes whole, and once more in pieces by postcode area: one of the two.
        pieces = [one for one in every if "multi_csv" in one[0].filename.lower()]
        whole = [one for one in every if one not in pieces]
        if whole:
            every = [max(whole, key=lambda one: one[0].file_size)]
    if kind == BOUNDARIES and len(every) > 1:
        held = ", ".join(one.filename for one, _ in every[:5])
        raise Refused(f"{name} holds {len(every)} sets of boundaries ({held}). Please load one.")
    return kind, every[0][1], [member for member, _ in every]


def _unpack(
    archive: zipfile.ZipFile,
    chosen: Sequence[zipfile.ZipInfo],
    name: str,
    folder: Path,
    progress: Progress,
) -> list[Path]:
    whole, done, parts = sum(member.file_size for member in chosen) or 1, 0, []
    for number, member in enumerate(chosen):
        target = folder / f"part-{number:04d}{PurePosixPath(member.filename).suffix.lower()}"
        with archive.open(member) as source, target.open("wb") as out:
            while block := source.read(8 * MEGABYTE):
                done += len(block)
                if done > UNPACKS_TO * largest_file():
                    raise Refused(f"{name} unpacks beyond reason, so it is not opened.")
                out.write(block)
                progress(min(done / whole, 1.0), "Unpacking")
        parts.append(target)
    return parts


def _tell(head: bytes, name: str, *, strict: bool = True) -> tuple[str, Columns | None] | None:
    """What a file is by its first bytes; None for anything else.

    Where `strict`, a file that has postcodes but not what is needed with them is Refused.
    """
    text = head.decode("utf-8-sig", errors="replace").lstrip()
    if text.startswith("{"):
        return (BOUNDARIES, None) if re.search(r'"(FeatureCollection|Feature)"', text) else None
    row = next(csv.reader(text.splitlines()[:1]), [])
    if len(row) >= CODE_POINT_COLUMNS and re.fullmatch(
        r"[A-Z]{1,2}[0-9][A-Z0-9]? *[0-9][A-Z]{2}", row[0].strip()
    ):
        return CODE_POINT, None
    headers = {cell.strip().lower(): cell for cell in row}
    postcode = next((headers[one] for one in _POSTCODE if one in headers), None)
    area = _newest(headers, _AREA)
    if postcode and area:
        return DIRECTORY, Columns(
            postcode,
            area,
            _newest(headers, _WARD),
            *(headers.get(key) for key in ("lat", "long", "doterm", "dointr")),
        )
    if postcode and strict:
        raise Refused(
            f"{name} has postcodes, but no column that says the local authority of each "
            "(oslaua, laua or lad25cd). Please load the directory as it was downloaded."
        )
    return None


def _newest(headers: dict[str, str], patterns: Sequence[str]) -> str | None:
    """The header that fits a pattern; of several years' the latest."""
    fits = [key for key in headers if any(re.fullmatch(pattern, key) for pattern in patterns)]
    return headers[max(fits)] if fits else None


def refuse_cut_short(part: Path, name: str) -> None:
    """Raise Refused where the last line of a CSV has fewer cells than the first."""
    with part.open("rb") as file:
        first = file.readline(_HEAD)
        file.seek(max(0, part.stat().st_size - _HEAD))
        last = file.read().rstrip(b"\r\n").rsplit(b"\n", 1)[-1]
    cells = [len(next(csv.reader([line.decode("utf-8", "replace")]), [])) for line in (first, last)]
    if cells[1] < cells[0]:
        raise Refused(
            f"{name} is cut short: its last line has {cells[1]} of {cells[0]} columns. "
            "Please download it again."
        )


def month_in(text: str) -> str:
    """'May 2025' of 'ONSPD_MAY_2025_UK.csv'; a year alone, or nothing, where that is all."""
    plain = re.sub(r"[\W_]+", " ", text).title()
    names = "|".join(f"{month[:3]}(?:{month[3:]})?" for month in _MONTHS)
    found = re.search(rf"\b({names}) ?(20\d\d)\b", plain)
    if found:
        month = next(one for one in _MONTHS if one.startswith(found[1][:3]))
        return f"{month} {found[2]}"
    year = re.search(r"\b(20\d\d)\b", plain)
    return year[1] if year else ""


def month_of(digits: str | None) -> str:
    """'May 2025' of '202505'; nothing for what is no month."""
    found = re.fullmatch(r"(20\d\d)(0[1-9]|1[0-2])", digits or "")
    return f"{_MONTHS[int(found[2]) - 1]} {found[1]}" if found else ""
