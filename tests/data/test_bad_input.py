"""What is no table, or asks too much: refused at the command line with exit 2 and one plain
sentence, nothing written, in bounded memory and time. Every file here is made small, and a few are
large once unpacked."""

from __future__ import annotations

import csv
import io
import os
import random
import re
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from tests.data.mutations import as_ods, zipped

ROOT = Path(__file__).resolve().parents[2]
MEGABYTE = 1 << 20
# Starting takes 100 MB, and a million blank rows in a workbook the most of what is tried here.
MOST_MEMORY_MB = 1500
SECONDS = 300
SPEND = "Date,Supplier,Net\n" + "01/04/2021,Arden Paving Ltd,1000.10\n" * 40
SHEET = "xl/worksheets/sheet1.xml"


def saved(book: openpyxl.Workbook) -> bytes:
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in csv.reader(io.StringIO(SPEND)):
        book.active.append(row)
    return saved(book)


def with_part(book: bytes, part: str, change: Callable[[bytes], bytes | None]) -> bytes:
    """A workbook with one of its parts changed, or left out where `change` gives None."""
    with zipfile.ZipFile(io.BytesIO(book)) as before:
        parts = [
            (n, change(before.read(n)) if n == part else before.read(n)) for n in before.namelist()
        ]
    return zipped(*((name, content) for name, content in parts if content is not None))


def locked(archive: bytes) -> bytes:
    """A zip that says of its first file that it is encrypted."""
    made = bytearray(archive)
    made[made.index(b"PK\x03\x04") + 6] |= 1
    made[made.index(b"PK\x01\x02") + 8] |= 1
    return bytes(made)


def modest(archive: bytes, said: int = 100) -> bytes:
    """A zip that says of its files that each unpacks to next to nothing."""
    made = bytearray(archive)
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = -1
        while (at := made.find(mark, at + 1)) >= 0:
            made[at + place : at + place + 4] = struct.pack("<I", said)
    return bytes(made)


def compound(*streams: tuple[str, bytes]) -> bytes:
    """An OLE compound file, as old Excel writes, with these streams (of 4,096 bytes each)."""
    padded = [(name, content.ljust(4096, b"\0")[:4096]) for name, content in streams]
    free, end, fat_mark = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    fat = [fat_mark, end]
    for _ in padded:
        first = len(fat)
        fat += [*range(first + 1, first + 8), end]
    fat += [free] * (128 - len(fat))

    def entry(name: str, kind: int, child: int, right: int, start: int, size: int) -> bytes:
        wide = (name + "\0").encode("utf-16-le")
        return struct.pack(
            "<64sHBBIII16sIQQIQ", wide, len(wide), kind, 1, free, right, child, b"", 0, 0, 0, start,
            size,
        )  # fmt: skip

    entries = [entry("Root Entry", 5, 1, free, end, 0)]
    for place, (name, _) in enumerate(padded):
        right = place + 2 if place + 1 < len(padded) else free
        entries.append(entry(name, 2, free, right, 2 + 8 * place, 4096))
    directory = b"".join(entries).ljust(512, b"\0")
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6,
        b"", 0, 1, 1, 0, 4096, end, 0, end, 0, 0,
    )  # fmt: skip
    header += struct.pack("<I", free) * ((512 - len(header)) // 4)
    return header + struct.pack("<128I", *fat) + directory + b"".join(c for _, c in padded)


def biff(*records: tuple[int, bytes]) -> bytes:
    return b"".join(struct.pack("<HH", kind, len(body)) + body for kind, body in records)


BOF = (0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))


def flipped(content: bytes, seed: int, times: int = 30) -> bytes:
    chance, made = random.Random(seed), bytearray(content)
    for _ in range(times):
        made[chance.randrange(len(made))] ^= 1 << chance.randrange(8)
    return bytes(made)


def wide_workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["Date", "Supplier", "Net"])
    book.active.append(["01/04/2021", "A Ltd", 1.5])
    book.active.append([f"Column {n}" for n in range(16_384)])
    return saved(book)


def without_sheets() -> bytes:
    return with_part(
        workbook(),
        "xl/workbook.xml",
        lambda xml: re.sub(rb"<sheets>.*</sheets>", b"<sheets/>", xml),
    )


def laughs() -> bytes:
    """A sheet whose one cell says itself a thousand million times over."""
    names = [f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)]
    doctype = f'<!DOCTYPE worksheet [<!ENTITY l0 "ha">{"".join(names)}]>'.encode()

    book = openpyxl.Workbook()
    book.active.append(["Date", "Supplier", "Net"])
    row = b'<row r="2"><c r="B2" t="inlineStr"><is><t>&l9;</t></is></c></row></sheetData>'
    return with_part(saved(book), SHEET, lambda xml: doctype + xml.replace(b"</sheetData>", row))


def said_again(sheets: int = 3, cells: int = 2000) -> bytes:
    """A small workbook with one long text in thousands of cells of several sheets."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    for _ in range(sheets):
        sheet = book.add_worksheet()
        for row in range(cells):
            sheet.write(row, 0, "long " * 6_000)
    book.close()
    return made.getvalue()


def repeated_cells() -> bytes:
    """An ODS workbook that says one cell over and over, to the right and below."""
    sheet = (
        '<table:table-row table:number-rows-repeated="1000000"><table:table-cell '
        'table:number-columns-repeated="1000" office:value-type="string"><text:p>again</text:p>'
        "</table:table-cell></table:table-row>"
    )
    return with_part(
        as_ods([["Date"]]),
        "content.xml",
        lambda xml: xml.replace(b"</table:table>", sheet.encode() + b"</table:table>"),
    )


HTML = "<tr><th>Date<th>Supplier<th>Net</tr><tr><td>1/4/2021<td>A<td>5</table>"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x01\x00H\x00H\x00\x00\xff\xdb\x00C\x00"
NOISE = random.Random(1).randbytes(200_000)
PASSWORD = "protected with a password"
DAMAGED = "damaged"
BEYOND = "more memory or time|would unpack to more than"
WEB_PAGE = r"is a web page .* save it as CSV or XLSX"
# name, how to make it, what the sentence says
REFUSED: list[tuple[str, Callable[[], bytes], str]] = [
    (
        "locked.xlsx",
        lambda: compound(("EncryptionInfo", b"\4\0\4\0"), ("EncryptedPackage", NOISE)),
        PASSWORD,
    ),
    ("locked.xls", lambda: compound(("Workbook", biff(BOF, (0x2F, b"\1\0" * 3)))), PASSWORD),
    ("locked.zip", lambda: locked(zipped(("a.csv", SPEND.encode()))), PASSWORD),
    ("cut.xlsx", lambda: workbook()[:3000], DAMAGED),
    ("cut short.xlsx", lambda: workbook()[:-10], DAMAGED),
    ("flipped.xlsx", lambda: flipped(workbook(), 1), DAMAGED),
    ("part missing.xlsx", lambda: with_part(workbook(), SHEET, lambda xml: None), DAMAGED),
    ("laughs.xlsx", laughs, DAMAGED),
    ("bomb.zip", lambda: zipped(("a.csv", b"0" * (60 * MEGABYTE))), BEYOND),
    ("bomb.xlsx", lambda: with_part(workbook(), SHEET, lambda xml: xml + BLANKS), BEYOND),
    ("modest.zip", lambda: modest(zipped(("a.csv", b"0" * (60 * MEGABYTE)))), DAMAGED),
    (
        "modest.xlsx",
        lambda: modest(with_part(workbook(), SHEET, lambda xml: xml + BLANKS)),
        DAMAGED,
    ),
    ("said again.xlsx", said_again, BEYOND),
    ("repeated.ods", repeated_cells, f"{BEYOND}|{DAMAGED}"),
    ("report.csv", lambda: b"\r\n%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + NOISE, "is a PDF"),
    ("empty.csv", lambda: b"", "is empty"),
    ("blank.csv", lambda: b"\xef\xbb\xbf" + b" \r\n\t \r\n,,,\r\n" * 500, "is blank"),
    ("zeros.csv", lambda: b"\0" * 5000, "binary"),
    ("noise.csv", lambda: NOISE, "binary"),
    ("photo.csv", lambda: JPEG + NOISE, "binary"),
    ("page.xls", lambda: f"<HTML><body><table>{HTML}".encode("utf-16"), WEB_PAGE),
    ("table.xls", lambda: f'\n<table border="1">{HTML}'.encode(), WEB_PAGE),
    ("archive.xls", lambda: f"MIME-Version: 1.0\r\n\r\n<html>{HTML}".encode(), WEB_PAGE),
    (
        "letter.docx",
        lambda: zipped(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>")),
        "is a document or slides",
    ),
    ("large.csv", lambda: SPEND.encode() * 1000, "over the limit of 1 MB"),
    ("deep.zip", lambda: zipped(("b.csv", zipped(("a.csv", SPEND.encode())))), "another zip"),
    ("two.zip", lambda: zipped(("a.csv", b"x"), ("b.csv", b"y")), "one at a time"),
    ("folder.zip", lambda: zipped(("folder/", b"")), r"holds 0 \(none\)"),
    ("no sheets.xlsx", without_sheets, "holds no rows"),
    ("blank.xlsx", lambda: saved(openpyxl.Workbook()), "every sheet in it is empty"),
    ("wide.xlsx", wide_workbook, "a row of 16,384 cells"),
    (
        "wide.csv",
        lambda: ",".join(f"Column {n}" for n in range(100_000)).encode() + b"\n1,2\n",
        "a row of 100,000 cells",
    ),
    (
        "long.csv",
        lambda: b'Date,Supplier,Net\n01/04/2021,"' + b"x" * (50 * MEGABYTE) + b'",5\n',
        "Row 2 of .* more than 1,000,000 letters",
    ),
    (
        "open.csv",
        lambda: b'Date,Supplier,Net\n01/04/2021,"A,5\n' + b"02/04/2021,B,6\n" * 60_000,
        "quotation mark",
    ),
]
BLANKS = b" " * (60 * MEGABYTE)
# Under a limit of 1 MB; the rest under the limit that comes with the project.
SMALL_LIMIT = {"bomb.zip", "bomb.xlsx", "modest.zip", "modest.xlsx", "large.csv", "said again.xlsx"}


@dataclass(frozen=True)
class Outcome:
    """What the command answered, the most memory (MB) it or what it started took, and whether a
    store was there afterwards."""

    code: int
    out: str
    err: str
    megabytes: int
    store_written: bool


# Says the most memory of what it runs, not its own; it is small itself.
_MEASURED = (
    "import resource, subprocess, sys\n"
    "code = subprocess.run(sys.argv[2:]).returncode\n"
    "most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss\n"
    "open(sys.argv[1], 'w').write(str(most // 1024))\n"
    "sys.exit(code)"
)


def rehearse(path: Path, **settings: str) -> Outcome:
    """`python -m data rehearse PATH`, as a scheduled task runs it, with no store yet."""
    store = path.parent / f"store of {path.name}"
    measured = path.parent / f"memory of {path.name}"
    command = [sys.executable, "-S", "-c", _MEASURED, str(measured)]
    done = subprocess.run(
        [*command, sys.executable, "-m", "data", "rehearse", str(path)],
        cwd=ROOT,
        env={**os.environ, "LOCALPOUND_STORE": str(store), **settings},
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
    )
    most = int(measured.read_text())
    return Outcome(done.returncode, done.stdout, done.stderr, most, store.exists())


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory) -> Iterator[dict[str, Future[Outcome]]]:
    """What is said to each file that is refused; two at a time."""
    folder = tmp_path_factory.mktemp("bad")

    def answered(name: str, make: Callable[[], bytes]) -> Outcome:
        path = folder / name
        path.write_bytes(make())
        limit = {"LOCALPOUND_LARGEST_FILE_MB": "1"} if name in SMALL_LIMIT else {}
        return rehearse(path, **limit)

    with ThreadPoolExecutor(2) as pool:
        yield {name: pool.submit(answered, name, make) for name, make, _ in REFUSED}
        pool.shutdown(cancel_futures=True)


def refused_in_one_sentence(outcome: Outcome, name: str, says: str) -> None:
    assert outcome.code == 2
    assert re.search(says, outcome.err)
    assert name in outcome.err
    assert outcome.out == ""
    assert re.fullmatch(r"[^\n]{20,500}\.\n", outcome.err)
    assert not outcome.store_written
    assert outcome.megabytes < MOST_MEMORY_MB


@pytest.mark.parametrize(("name", "says"), [(name, says) for name, _, says in REFUSED])
def test_what_cannot_be_taken_is_refused_in_a_sentence(outcomes, name, says):
    refused_in_one_sentence(outcomes[name].result(), name, says)


def test_a_folder_and_a_file_that_is_not_there_are_refused(tmp_path):
    (tmp_path / "a folder").mkdir()
    refused_in_one_sentence(rehearse(tmp_path / "a folder"), "a folder", "not a file")
    refused_in_one_sentence(rehearse(tmp_path / "gone.csv"), "gone.csv", "could not be opened")


def test_a_stray_cell_in_the_very_last_row_is_set_aside(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Date", "Supplier", "Net"])
    book.active.append(["01/04/2021", "A Ltd", 1.5])
    book.active.cell(1_048_576, 2, "end of report")
    path = tmp_path / "far down.xlsx"
    path.write_bytes(saved(book))
    outcome = rehearse(path)
    assert outcome.code == 0
    assert "1 rows read: 1 accepted, 0 rejected; 1,048,574 lines set aside" in outcome.out
    assert outcome.megabytes < MOST_MEMORY_MB
    assert not outcome.store_written


def test_formulas_and_macros_are_never_run_only_their_stored_results_read(tmp_path):
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    sheet = book.add_worksheet("Spend")
    sheet.write_row(0, 0, ["Date", "Supplier", "Net"])
    touched = tmp_path / "touched"
    command = f"=cmd|'/c touch {touched}'!A1"
    for row, (supplier, formula, stored) in enumerate(
        [("A Ltd", "=1+1", 40), ("B Ltd", "=2+2", 2.5), (command, "=WEBSERVICE(A1)", "#VALUE!")], 1
    ):
        sheet.write_string(row, 0, "01/04/2021")
        sheet.write_string(row, 1, supplier)
        sheet.write_formula(row, 2, formula, value=stored)
    book.close()
    macros = with_part(
        made.getvalue(),
        "[Content_Types].xml",
        lambda xml: xml.replace(b"spreadsheetml.sheet.main", b"sheet.macroEnabled.main"),
    )
    path = tmp_path / "macros.xlsm"
    path.write_bytes(zip_with(macros, "xl/vbaProject.bin", NOISE))
    outcome = rehearse(path)
    assert outcome.code == 0
    # The third has a stored error and no amount, and is rejected; nothing is worked out again.
    assert "3 rows read: 2 accepted, 1 rejected" in outcome.out
    assert "Control total £42.50" in outcome.out
    assert not touched.exists()


def zip_with(archive: bytes, name: str, content: bytes) -> bytes:
    made = io.BytesIO(archive)
    with zipfile.ZipFile(made, "a") as opened:
        opened.writestr(name, content)
    return made.getvalue()
