"""Bytes to tables of text: encodings, delimiters, line ends, row numbers, and what is refused."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from data.read import read_file
from data.refused import Refused


def cells(sheet):
    return [row for _, row in sheet.first_rows(1000)]


def numbers(sheet):
    return [number for number, _ in sheet.first_rows(1000)]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("Name,£\nCafé,1\n".encode(), "plain UTF-8"),
        (b"\xef\xbb\xbf" + "Name,£\nCafé,1\n".encode(), "with a byte-order mark"),
        ("\ufeffName,£\nCafé,1\n".encode().decode("latin-1").encode(), "all encoded twice"),
        ("Name,£\nCafé,1\n".encode("cp1252"), "Windows"),
        ("Name,£\nCafé,£1\n".encode("cp437"), "old DOS, the pound sign as 0x9C"),
        ("Name,£\nCafé,1\n".encode("utf-16"), "UTF-16 with a mark"),
        ("Name,£\nCafé,1\n".encode("utf-16-le"), "UTF-16LE without one"),
        ("Name;£\nCafé;1\n".encode(), "semicolons"),
        ("Name\t£\nCafé\t1\n".encode(), "tabs"),
        ("Name|£\nCafé|1\n".encode(), "bars"),
        ("Name,£\rCafé,1\r".encode(), "bare carriage returns"),
        ("Name,£\r\nCafé,1\r\n".encode(), "Windows line ends"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_table_reads_the_same_however_it_is_written(write, content, why):
    (sheet,) = read_file(write("a.csv", content))
    header, row = cells(sheet)
    if why == "all encoded twice":
        # Only the mark can be undone with certainty; the letters are kept as they stand.
        assert header[0] == "Name"
    else:
        assert header == ["Name", "£"]
        assert row[0] == "Café"


def test_letters_of_an_old_code_page_are_known_without_a_pound_sign(write):
    (sheet,) = read_file(write("a.csv", "Name,Net\nCafé Müller,1\n".encode("cp437")))
    assert cells(sheet)[1] == ["Café Müller", "1"]
    (sheet,) = read_file(write("a.csv", "Name,Net\nCafé O’Neill – “Old”,1\n".encode("cp1252")))
    assert cells(sheet)[1] == ["Café O’Neill – “Old”", "1"]


def test_a_mark_that_was_encoded_twice_does_not_hide_the_first_header(write):
    (sheet,) = read_file(write("a.csv", b"\xc3\xaf\xc2\xbb\xc2\xbfName,Net\nA,1\n"))
    assert cells(sheet)[0] == ["Name", "Net"]


def test_row_numbers_are_those_of_a_spreadsheet(write):
    # A blank line is a row; a record with a line break inside a cell is one row.
    (sheet,) = read_file(write("a.csv", 'Name,Net\n\n"two\nlines",5\nlast,6\n'))
    assert numbers(sheet) == [1, 2, 3, 4]
    assert cells(sheet)[2] == ["two\nlines", "5"]


def test_cells_lose_white_space_at_their_ends_and_short_rows_are_padded(write):
    (sheet,) = read_file(write("a.csv", "Name,Net,Note\n\u00a0 A \t, 5 \n"))
    assert cells(sheet)[1] == ["A", "5", ""]


def test_rows_the_same_to_the_letter_share_a_mark_and_others_do_not(write):
    (sheet,) = read_file(write("a.csv", "Name,Net\nA,1\nA,1\nA ,1\n"))
    _, one, same, padded = sheet.cells["letters"].to_pylist()
    assert one == same
    assert one != padded


def test_a_workbook_reads_as_a_person_sees_it(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Spend"
    sheet.append([])
    sheet.append(["Supplier", "Net", "Paid", "Card"])
    sheet.append(["A", 12.5, date(2021, 4, 1), True])
    sheet.append(["B", 1000, datetime(2021, 4, 1, 9, 30), None])
    book.create_sheet("Empty")
    path = tmp_path / "a.xlsx"
    book.save(path)
    (read,) = read_file(path)
    assert read.name == "Spend"
    assert numbers(read) == [1, 2, 3, 4]
    assert cells(read)[2:] == [
        ["A", "12.5", "2021-04-01", "TRUE"],
        ["B", "1000", "2021-04-01 09:30:00", ""],
    ]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.csv", b"", "empty"),
        ("report.csv", b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        ("noise.csv", bytes(range(1, 9)) * 500, "binary"),
        ("broken.xlsx", b"PK\x03\x04 not really a workbook", "damaged"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "damaged"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(write, name, content, says):
    with pytest.raises(Refused, match=says) as refusal:
        read_file(write(name, content))
    assert name in str(refusal.value)
    assert str(refusal.value).endswith(".")


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(Refused, match=r"nowhere\.csv could not be opened"):
        read_file(tmp_path / "nowhere.csv")


def test_a_quote_never_closed_is_refused(write):
    with pytest.raises(Refused, match="quotation mark"):
        read_file(write("a.csv", 'Name,Net\n"A,1\n' + "x,2\n" * 400_000))


def zipped(*files: tuple[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return made.getvalue()


def test_a_zip_that_holds_one_file_is_that_file(write):
    made = zipped(("spend/april.csv", b"Name,Net\nA,1\n"), ("__MACOSX/._april.csv", b"\0"))
    (sheet,) = read_file(write("april.zip", made))
    assert sheet.name == "april.csv"
    assert cells(sheet) == [["Name", "Net"], ["A", "1"]]


def test_a_workbook_is_known_by_what_it_is_not_by_its_name(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Name", "Net"])
    book.save(tmp_path / "a.xlsx")
    (tmp_path / "a.xlsx").rename(tmp_path / "a.csv")
    assert cells(read_file(tmp_path / "a.csv")[0]) == [["Name", "Net"]]


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ([("a.csv", b"x"), ("b.csv", b"y")], r"holds 2 \(a\.csv, b\.csv\)"),
        ([], r"holds 0 \(none\)"),
        ([("inner.zip", b"PK")], "another zip"),
        ([("a.pdf", b"%PDF-1.4")], "PDF"),
    ],
)
def test_a_zip_that_holds_anything_else_is_refused(write, files, says):
    with pytest.raises(Refused, match=says):
        read_file(write("a.zip", zipped(*files)))


def test_a_zip_with_a_password_or_cut_short_is_refused(write):
    made = bytearray(zipped(("a.csv", b"Name,Net\nA,1\n" * 50)))
    with pytest.raises(Refused, match="damaged"):
        read_file(write("short.zip", bytes(made[:60])))
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):  # the flag that says "encrypted"
        made[made.index(mark) + (6 if mark.endswith(b"\x04") else 8)] |= 1
    with pytest.raises(Refused, match="password"):
        read_file(write("locked.zip", bytes(made)))


def test_what_is_too_large_or_unpacks_beyond_reason_is_not_opened(write, monkeypatch):
    monkeypatch.setenv("LOCALPOUND_LARGEST_FILE_MB", "1")
    with pytest.raises(Refused, match="over the limit of 1 MB"):
        read_file(write("large.csv", b"Name,Net\n" + b"A,1\n" * 400_000))
    with pytest.raises(Refused, match="unpack to more than 8 MB"):
        read_file(write("bomb.zip", zipped(("a.csv", b"0" * (9 << 20)))))
