"""Rows at fault go out as they came, and come back mended."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest
import xlsxwriter

from data.check import check_file
from data.mend import REASON_HEADER, ROW_HEADER, mend_file, safe_cell

SPEND = (
    "Payments over £500,,,,\n"
    "Payment Date,Supplier Name,Directorate,Notes,Net Amount\n"
    "01/05/2020,Alpha Ltd,Place,,100.00\n"
    "02/05/2020,=cmd|' /C calc'!A0,Place,@x,oops\n"
    "never,Gamma Ltd,Place,,-12.50\n"
    "04/05/2020,Delta Ltd,Place,,\n"
    "05/05/2020,Epsilon Ltd,Place,,9.00\n"
)


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_the_rows_at_fault_go_out_under_their_own_header_with_the_reason(write):
    path = write("spend.csv", SPEND)
    found = rows(mend_file(path, check_file(path)))
    assert [row[ROW_HEADER] for row in found] == ["4", "5", "6"]
    assert list(found[0]) == [
        "Payment Date", "Supplier Name", "Directorate", "Notes", "Net Amount", ROW_HEADER,
        REASON_HEADER,
    ]  # fmt: skip
    assert found[1]["Supplier Name"] == "Gamma Ltd"
    assert found[1]["Net Amount"] == "-12.50"
    assert found[1][REASON_HEADER] == (
        "Payment Date: The date could not be read; kept with date not known"
    )


def test_rejected_rows_alone_can_be_asked_for(write):
    path = write("spend.csv", SPEND)
    found = rows(mend_file(path, check_file(path), rejected_only=True))
    assert [row[ROW_HEADER] for row in found] == ["4", "6"]


def test_a_rejected_row_goes_out_with_everything_that_is_wrong_with_it(write):
    path = write("spend.csv", SPEND.replace("02/05/2020", "soon"))
    (first, _) = rows(mend_file(path, check_file(path), rejected_only=True))
    assert "Net Amount: " in first[REASON_HEADER]
    assert "Payment Date: " in first[REASON_HEADER]


def test_what_a_spreadsheet_would_run_is_neutralised_and_numbers_are_not(write):
    path = write("spend.csv", SPEND)
    found = rows(mend_file(path, check_file(path)))
    assert found[0]["Supplier Name"].startswith("'=cmd")
    assert found[0]["Notes"] == "'@x"


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("  =1+1", "'  =1+1"),
        ("-2+3", "'-2+3"),
        ("+44 20 7946", "'+44 20 7946"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1+1", "'＝1+1"),
        ("\t=1", "'\t=1"),
        ("-12.50", "-12.50"),
        ("+1,234.00", "+1,234.00"),
        ("-£1,234.56", "-£1,234.56"),
        ("Alpha Ltd", "Alpha Ltd"),
        ("", ""),
    ],
)
def test_cells_that_are_formulas_and_cells_that_are_not(cell, safe):
    assert safe_cell(cell) == safe


def test_mended_rows_come_back_through_the_same_door(write):
    path = write("spend.csv", SPEND)
    whole = check_file(path).report
    out = mend_file(path, check_file(path), rejected_only=True).decode("utf-8-sig")
    again = check_file(
        write("mended.csv", out.replace("oops", "55.00").replace(",,6,", ",1.00,6,"))
    )
    assert dict(again.report.columns) == dict(whole.columns)
    assert (again.report.rows_accepted, again.report.rows_rejected) == (2, 0)
    assert again.report.control_total == Decimal("56.00")


def test_a_file_without_a_header_gets_one_that_we_know(write):
    lines = [f"01/05/2020,Supplier {n} Ltd,{n}.25" for n in range(1, 12)]
    path = write("bare.csv", "\n".join([*lines, "02/05/2020,Omega Ltd,oops"]) + "\n")
    checked = check_file(path)
    assert checked.layout.header_row == 0
    found = rows(mend_file(path, checked))
    assert found[0]["Supplier Name"] == "Omega Ltd"
    assert found[0]["Amount"] == "oops"
    assert found[0][ROW_HEADER] == "12"


def test_rows_of_several_sheets_stand_under_one_header(tmp_path):
    path = tmp_path / "book.xlsx"
    book = xlsxwriter.Workbook(path)
    for name, header in (
        ("April", ["Payment Date", "Supplier Name", "Net Amount"]),
        ("May", ["Supplier Name", "Net Amount", "Payment Date"]),
    ):
        sheet = book.add_worksheet(name)
        values = {"Payment Date": "01/05/2020", "Supplier Name": f"{name} Ltd"}
        sheet.write_row(0, 0, header)
        sheet.write_row(1, 0, [values.get(cell, "10.00") for cell in header])
        sheet.write_row(2, 0, [values.get(cell, "oops") for cell in header])
    book.close()
    found = rows(mend_file(path, check_file(path)))
    assert [(row["Supplier Name"], row["Net Amount"]) for row in found] == [
        ("April Ltd", "oops"),
        ("May Ltd", "oops"),
    ]


def test_a_file_without_faults_has_nothing_to_mend(write):
    path = write("spend.csv", "Payment Date,Supplier Name,Net Amount\n01/05/2020,Alpha Ltd,1.00\n")
    assert mend_file(path, check_file(path)) == b""
