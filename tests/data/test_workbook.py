"""Workbooks are read beside our own process: what one asks for, or how it is hurt, ends there."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from data.read import read_file
from data.refused import Refused

SHEET = "xl/worksheets/sheet1.xml"


def saved(book: openpyxl.Workbook) -> bytes:
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def small() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.active.append(["Supplier", "Net"])
    book.active.append(["A", 1.5])
    return book


def changed(workbook: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The workbook with bytes of one of its parts changed."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as before,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            content = before.read(name)
            if name == part:
                assert old in content
                content = content.replace(old, new)
            after.writestr(name, content)
    return made.getvalue()


def test_cells_stand_where_a_person_sees_them(tmp_path):
    book = openpyxl.Workbook()
    book.active["C3"] = "Net"
    book.active["B5"] = 12.0
    book.active["C5"] = date(2021, 4, 1)
    book.active["D5"] = datetime(2021, 4, 1, 9, 30)
    book.active["E5"] = True
    book.active["F5"] = 'two\n"lines", and ; |'
    book.active["G5"] = 1234567.89
    (tmp_path / "a.xlsx").write_bytes(saved(book))
    (sheet,) = read_file(tmp_path / "a.xlsx")
    assert sheet.first_rows(9) == [
        (1, [""] * 7),
        (2, [""] * 7),
        (3, ["", "", "Net", "", "", "", ""]),
        (4, [""] * 7),
        (5, ["", "12", "2021-04-01", "2021-04-01 09:30:00", "TRUE",
             'two\n"lines", and ; |', "1234567.89"]),
    ]  # fmt: skip


def test_a_cell_at_the_far_corner_does_not_take_all_the_memory_there_is(write):
    book = small()
    book.active["XFD1048576"] = "stray"
    with pytest.raises(Refused, match=r"far\.xlsx asks for more memory or time"):
        read_file(write("far.xlsx", saved(book)))


def test_a_cell_far_below_costs_rows_and_no_more(write):
    book = small()
    book.active["A200000"] = " "
    (sheet,) = read_file(write("a.xlsx", saved(book)))
    assert (sheet.cells.num_rows, sheet.width) == (200_000, 2)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<sheetData>", b"\0\1\2 <not xml"),
        (b'r="A1"', b'r="ZZZZZZZ99999999999"'),
        (b'r="A1"', b'r="A4294967295"'),
        (b'r="A1"', b'r=""'),
        (b"</sheetData>", b""),
    ],
)
def test_a_damaged_sheet_is_read_or_refused_with_a_sentence(write, capfd, old, new):
    try:
        read_file(write("hurt.xlsx", changed(saved(small()), SHEET, old, new)))
    except Refused as refused:
        assert str(refused).startswith("hurt.xlsx")
        assert str(refused).endswith(".")
    assert capfd.readouterr() == ("", "")


def test_a_workbook_with_a_password_is_refused_as_one(write):
    wrapped = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    wrapped += "EncryptedPackage".encode("utf-16-le") + b"\0" * 600
    with pytest.raises(Refused, match="protected with a password"):
        read_file(write("locked.xlsx", wrapped))


def test_an_empty_workbook_is_refused(write):
    with pytest.raises(Refused, match="every sheet in it is empty"):
        read_file(write("a.xlsx", saved(openpyxl.Workbook())))
