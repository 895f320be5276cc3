"""The quick way through a text file gives what the plain way gives, whatever the file holds."""

from __future__ import annotations

import csv
import io
import random
import re
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from data import delimited
from data.delimited import read_delimited
from data.refused import Refused

NAME = "any.csv"


def plainly(content: bytes) -> tuple[list[list[str]], list[tuple[str, ...]]]:
    """The whole file through Python's csv at once: the cells stripped and padded, and the rows as
    they stand."""
    text = re.sub("^(\ufeff|\u00ef\u00bb\u00bf)+", "", content.decode("utf-8"))

    def agreement(delimiter: str) -> int:
        rows = csv.reader(io.StringIO(text[:100_000], newline=""), delimiter=delimiter)
        widths = Counter(len(row) for row in islice(rows, 200))
        return max((times * (width - 1) for width, times in widths.items()), default=0)

    delimiter = max(",;\t|", key=agreement)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    stripped = [[cell.strip() for cell in row] for row in rows]
    filled = [
        len(row) - next((n for n, c in enumerate(row[::-1]) if c), len(row)) for row in stripped
    ]
    width = max(filled, default=0)
    return [(row + [""] * width)[:width] for row in stripped], [tuple(row) for row in rows]


def quickly(path: Path, block: int) -> tuple[list[int], list[int], list[list[str]]]:
    """Row numbers, marks and cells as read_delimited gives them."""
    cells = read_delimited(path, NAME, block)
    numbers, letters, *columns = (column.to_pylist() for column in cells.columns)
    width = len(columns)
    rows = [list(row) for row in zip(*columns, strict=True)] if width else [[] for _ in numbers]
    assert cells.column_names == ["row", "letters", *(f"c{i}" for i in range(width))]
    return numbers, letters, rows


def hold_together(path: Path, content: bytes, block: int) -> None:
    path.write_bytes(content)
    try:
        numbers, letters, rows = quickly(path, block)
    except Refused as refused:
        assert NAME in str(refused)
        assert re.search("quotation mark|binary data", str(refused))
        return
    expected, raw = plainly(content)
    assert rows == expected
    assert numbers == list(range(1, len(raw) + 1))
    # The same mark exactly where the same letters; what a blank line is marked as is all one.
    pairs = {(mark, row) for mark, row in zip(letters, raw, strict=True) if any(row)}
    assert len({mark for mark, _ in pairs}) == len({row for _, row in pairs}) == len(pairs)


PIECES = st.sampled_from(
    ['"', '""', ",", ",,", ";", "\t", "|", "\n", "\r", "\r\n", "\n\n", " ", "a", "é", "£1,000.00",
     '"£1,000.00"', '"a\nb"', '"say ""so"""', "1.5", "\ufeff", "\u00a0", "\x85", "\u2028", "c\0de",
     "🙂", "name,net\n", "a,1\n", "b,2\r\n", '"c","3"\n', '5" pipe,4\n', ",\n", "x,y,z\n"]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join), st.integers(1, 60))
@example('a,b\n"x,1\ny,"2"\n', 60)  # a mark that is opened, and closed by the next that opens
@example("a,b\n1,2\n\ufeff3,4\n", 4)  # a mark of byte order where a block may begin
@example('a,b\r\n"1\r\n\r\n2",3\r\n\r\n4,5', 7)
@example("a,b\r1,2\r\n3,4\r", 8)
def test_any_text_reads_as_csv_reads_it(tmp_path_factory, text, block):
    path = tmp_path_factory.mktemp("any") / NAME
    hold_together(path, text.encode(), block)


CELL = st.one_of(
    st.sampled_from(["", "", "1,234.56", "two\nlines", 'a "b"', " padded ", "\u00a0", "x;y", "\r"]),
    st.text(st.characters(codec="utf-8"), max_size=8),
)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.lists(CELL, min_size=1, max_size=6), max_size=25),
    st.sampled_from(",;\t|"),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.integers(1, 200),
)
def test_any_table_reads_as_csv_reads_it(tmp_path_factory, rows, delimiter, line_end, block):
    made = io.StringIO(newline="")
    csv.writer(made, delimiter=delimiter, lineterminator=line_end).writerows(rows)
    path = tmp_path_factory.mktemp("any") / NAME
    hold_together(path, made.getvalue().encode(), block)


def many_rows(count: int, seed: int) -> list[str]:
    """Lines of a large file, nearly all regular."""
    pick = random.Random(seed)
    lines = ["Spend over £500", "", "Date,Supplier,Net,Note"]
    for n in range(count):
        note = pick.choice(["", "", '"with, comma"', '"on two\nlines"', " padded ", '"a ""word"""'])
        lines.append(f"01/04/2021,Supplier {n % 50},{n % 7}.50,{note}")
        if n % 997 == 0:
            lines.append(pick.choice(["", ",,,", "a,b", "a,b,c,d,e,f", 'x,5" pipe,1,y']))
    return lines


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_large_file_reads_the_same_in_blocks(tmp_path, line_end):
    lines = many_rows(12_000, seed=len(line_end))
    content = line_end.join(lines).encode()
    hold_together(tmp_path / NAME, content, 40_000)


def test_nearly_all_of_a_large_file_is_read_quickly(tmp_path, monkeypatch):
    """That the quick way is taken at all: without this, the tests above could hold of nothing."""
    kinds = []
    read = delimited._read

    def noted(form, piece):
        parts = read(form, piece)
        kinds.append((type(piece), sum(part.num_rows for part in parts)))
        return parts

    monkeypatch.setattr(delimited, "_read", noted)
    hold_together(tmp_path / NAME, "\n".join(many_rows(12_000, seed=5)).encode(), 100_000)
    rows = {kind: sum(n for k, n in kinds if k is kind) for kind in (memoryview, list)}
    assert rows[memoryview] > 5 * rows[list] > 0


def test_a_cell_at_the_limit_is_read_and_one_past_it_is_refused(tmp_path):
    path = tmp_path / NAME
    for size, fits in ((delimited.LONGEST_CELL, True), (delimited.LONGEST_CELL + 1, False)):
        path.write_bytes(b"a,b\n1,2\n" + b"x" * size + b",3\n")
        if fits:
            assert len(quickly(path, delimited.BLOCK)[2][2][0]) == size
        else:
            with pytest.raises(Refused, match=r"Row 3 of any\.csv has a cell of more than"):
                read_delimited(path, NAME)


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ('Date,Supplier,Net,Note\n1,A,2,\n1,"B,2,\n1,C,3,\n1,D,4,\n', 3),
        ('Date,Supplier,Net,Note\n1,A,2,\n1,"B,2,\n1,C,3,\n1,D,"4,000.00",\n', 3),
    ],
    ids=["never closed", "closed by the next that opens"],
)
def test_rows_swallowed_by_a_quotation_mark_are_not_lost_in_silence(tmp_path, text, row):
    path = tmp_path / NAME
    path.write_text(text)
    for block in (20, delimited.BLOCK):
        with pytest.raises(Refused, match=f"In row {row} of any.csv"):
            read_delimited(path, NAME, block)


def test_a_quotation_mark_left_open_in_the_last_row_loses_nothing(tmp_path):
    path = tmp_path / NAME
    path.write_text('a,b\n1,2\n3,"four')
    assert quickly(path, delimited.BLOCK)[2] == [["a", "b"], ["1", "2"], ["3", "four"]]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_a_file_cut_in_the_middle_of_a_letter_is_still_read(tmp_path, encoding):
    path = tmp_path / NAME
    path.write_bytes("Supplier,£\nCafé,12\n".encode(encoding) + b"\x41")
    rows = quickly(path, delimited.BLOCK)[2]
    assert rows[:2] == [["Supplier", "£"], ["Café", "12"]]


def test_a_few_damaged_bytes_do_not_turn_every_pound_sign_into_two_letters(tmp_path):
    path = tmp_path / NAME
    lines = ["Supplier,Net", *[f"Café {n},£{n}.00" for n in range(50)]]
    path.write_bytes("\n".join(lines).encode().replace("Café 7".encode(), b"Caf\xe9 7"))
    rows = quickly(path, delimited.BLOCK)[2]
    assert rows[1:] == [[f"Café {n}", f"£{n}.00"] for n in range(50)]


@pytest.mark.parametrize(
    "start", ["<!DOCTYPE html><html>", "\n <html><body>", "<?xml version='1'?>"]
)
def test_a_web_page_is_refused_as_what_it_is(tmp_path, start):
    path = tmp_path / NAME
    path.write_text(start + "<table><tr><td>Net</td></tr></table>")
    with pytest.raises(Refused, match="web page"):
        read_delimited(path, NAME)
