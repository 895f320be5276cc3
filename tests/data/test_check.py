"""What happens to a row: accepted, accepted with a fault, rejected, or set aside."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.check import check_file
from data.refused import Refused

MESSY = """\
Payments over £500,,,,
,,,,
Date,Supplier Name,Net Amount,Directorate,Doc No
01/04/2021,Arden Paving Ltd,"£1,000.00",Place,1
01/04/2021,Arden Paving Ltd,"£1,000.00",Place,1
TBC,Bell Care Ltd,250.50,People,2
03/04/2021,,(50.00),People,3
04/04/2021,REDACTED PERSONAL DATA,99.99,People,4
05/04/2021,Cole Books Ltd,not known,Place,5
06/04/2021,Cole Books Ltd,,Place,6
,,,,
Date,Supplier Name,Net Amount,Directorate,Doc No
,Total,2300.49,,
,,2300.49,,
Printed on 7 May 2021,,,,
"""


@pytest.fixture
def messy(write):
    return check_file(write("messy.csv", MESSY), organisation="Anytown Council")


def test_rows_are_counted_and_none_is_lost(messy):
    report = messy.report
    assert report.rows_read == 7  # rows 4 to 10
    assert report.rows_accepted == 5
    assert report.rows_rejected == 2  # rows 9 and 10: no amount that can be read
    assert report.rows_set_aside == 7  # rows 1, 2, 11 to 15; the header itself is no row
    assert report.rows_read == report.rows_accepted + report.rows_rejected


def test_the_control_total_is_the_accepted_money(messy):
    # 1,000.00 + 1,000.00 + 250.50 - 50.00 + 99.99
    assert messy.report.control_total == Decimal("2300.49")
    assert sum(messy.rows["amount"].to_pylist()) == Decimal("2300.49")


def test_each_fault_has_its_row_column_value_and_reason(messy):
    faults = {(f.row, f.column): f for f in messy.report.faults}
    assert set(faults) == {
        (6, "Date"), (7, "Supplier Name"), (9, "Net Amount"), (10, "Net Amount")
    }  # fmt: skip
    assert faults[6, "Date"].value == "TBC"
    assert not faults[6, "Date"].rejected
    assert faults[9, "Net Amount"].value == "not known"
    assert faults[9, "Net Amount"].rejected
    assert faults[10, "Net Amount"].value is None


def test_rows_set_aside_say_why(messy):
    assert [(row.row, row.reason) for row in messy.report.set_aside] == [
        (1, "Above the data"),
        (2, "Blank line"),
        (11, "Blank line"),
        (12, "Header repeated"),
        (13, "Total or subtotal"),
        (14, "Total without a label"),
        (15, "Title or note"),
    ]


def test_repeats_and_redacted_rows_are_counted_and_kept(messy):
    assert messy.report.repeated_rows == 1
    assert messy.report.redacted_rows == 1
    assert messy.rows["redacted"].to_pylist().count(True) == 1


def test_dates_and_decisions_are_told(messy):
    assert (messy.report.date_from, messy.report.date_to) == (date(2021, 4, 1), date(2021, 4, 4))
    assert "The header stands in row 3." in messy.report.decisions
    assert any("net of VAT" in decision for decision in messy.report.decisions)


def test_source_rows_are_those_a_person_sees(messy):
    assert messy.rows["source_row"].to_pylist() == [4, 5, 6, 7, 8]


def test_a_supplier_whose_name_begins_with_total_is_no_total(write):
    text = "Date,Supplier,Net,Ref\n01/04/2021,Total,10.00,1\n02/04/2021,Total Gas Ltd,5.00,2\n"
    report = check_file(write("a.csv", text)).report
    assert (report.rows_accepted, report.control_total) == (2, Decimal("15.00"))


def test_month_first_is_decided_on_the_whole_column(write):
    # 04/13 can only be 13 April, so 05/06 is 6 May.
    text = "Date,Supplier,Net\n04/13/2021,A,1\n05/06/2021,B,2\n"
    checked = check_file(write("a.csv", text))
    assert checked.rows["payment_date"].to_pylist() == [date(2021, 4, 13), date(2021, 5, 6)]
    assert any("month first" in decision for decision in checked.report.decisions)


def test_a_register_keeps_a_contract_without_a_value(write):
    text = (
        "Contract Reference,Contract Title,Supplier,Total Contract Value,Start Date\n"
        "C1,Paving,A Ltd,1000.00,01/04/2021\n"
        "C2,Books,B Ltd,-,Rolling\n"  # a dash is no value; the date cannot be read
        "C3,Paint,C Ltd,lots,01/04/2021\n"  # a value that cannot be read
    )
    report = check_file(write("a.csv", text)).report
    assert report.kind == "contracts"
    assert (report.rows_accepted, report.rows_rejected) == (2, 1)
    assert report.control_total == Decimal("1000.00")
    assert [(f.row, f.field, f.rejected) for f in report.faults] == [
        (3, "contract_value", False), (3, "start_date", False), (4, "contract_value", True),
    ]  # fmt: skip


def test_social_value_controls_on_what_is_committed(write):
    text = "Project;TOMs Ref;Target LEV;Delivered LEV\nP1;M1;£1.000,50;£0,00\nP1;M2;;£3,00\n"
    report = check_file(write("a.csv", text)).report
    assert (report.kind, report.rows_accepted) == ("social_value", 2)
    assert report.control_total == Decimal("1000.50")
    assert any("decimal comma" in decision for decision in report.decisions)


def test_like_sheets_are_stacked_and_others_left_out_by_name(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Notes"
    book.active.append(["How to read this workbook"])
    for month, amount in (("April", 10.25), ("May", 20.5)):
        sheet = book.create_sheet(month)
        sheet.append(["Date", "Supplier", "Net"])
        sheet.append([date(2021, 4, 1), "A Ltd", amount])
    book.save(tmp_path / "a.xlsx")
    checked = check_file(tmp_path / "a.xlsx")
    assert checked.rows["sheet"].to_pylist() == ["April", "May"]
    assert checked.report.control_total == Decimal("30.75")
    assert any("left out" in d and "Notes" in d for d in checked.report.decisions)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Colour,Size\nred,4\n", r"no amount column.*Net Amount.*“Colour”, “Size”"),
        ("Date,Supplier,Net\n", "holds no rows.*row 1"),
        ("Date,Supplier,Net\n1/4/21,A,x\n", r"no row we can accept.*row 2.*“x”"),
    ],
)
def test_a_file_with_nothing_to_publish_is_refused(write, text, says):
    with pytest.raises(Refused, match=says):
        check_file(write("a.csv", text))


def test_a_choice_of_a_header_that_is_not_there_names_those_that_are(write):
    with pytest.raises(Refused, match=r"no column headed “Cost”.*“Net”"):
        check_file(write("a.csv", "Date,Supplier,Net\n1/4/21,A,1\n"), chosen={"amount": "Cost"})


def test_the_file_says_whose_it_is_unless_the_officer_does(write):
    text = "Authority Name,Date,Supplier,Net\nAnytown,1/4/21,A,1\nAnytown,1/4/21,B,2\n"
    path = write("a.csv", text)
    assert check_file(path).report.organisation == "Anytown"
    assert check_file(path, organisation="Othertown").report.organisation == "Othertown"


AMOUNT_TEXTS = st.sampled_from(
    ["1.00", "£2,000.10", "(3.33)", "4-", "", "n/a", "x", "#REF!", "12,34", "£", "7e2"]
)
WORDS = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(WORDS, WORDS, AMOUNT_TEXTS), max_size=12), st.sampled_from(",;\t|"))
def test_whatever_the_cells_hold_every_row_is_accounted_for(tmp_path_factory, rows, delimiter):
    path = tmp_path_factory.mktemp("any") / "any.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(["Payment Date", "Supplier Name", "Net Amount"])
        writer.writerows(rows)
    try:
        checked = check_file(path, kind="spend")
    except Refused:
        return
    report = checked.report
    assert report.rows_read == report.rows_accepted + report.rows_rejected
    assert report.rows_read + report.rows_set_aside == len(rows)
    assert sum(checked.rows["amount"].to_pylist()) == report.control_total


MAIN = """\
Date,Supplier,Directorate,Ref,Net
01/04/2021,A Ltd,Place,1,10.00
02/04/2021,B Ltd,People,2,20.00
03/04/2021,C Ltd,People,3,30.00
"""


@pytest.mark.parametrize(
    "below",
    [
        ",,,,\nDirectorate,Spend,,,\nPlace,10.00,,,\nPeople,50.00,,,\n",
        "Summary,,,,\nDirectorate,,,,Amount\nPlace,,,,10.00\nPeople,,,,50.00\n",
    ],
    ids=["in other columns", "in the same columns"],
)
def test_a_second_narrower_table_further_down_is_set_aside(write, below):
    report = check_file(write("a.csv", MAIN + below)).report
    assert (report.rows_read, report.control_total) == (3, Decimal("60.00"))
    assert report.rows_set_aside == 4
    assert [r.row for r in report.set_aside if r.reason == "Another table further down"] == [
        6,
        7,
        8,
    ]


def test_a_narrow_row_that_is_data_is_not_taken_for_another_table(write):
    report = check_file(write("a.csv", MAIN + ",D Ltd,,,5.00\n")).report
    assert (report.rows_read, report.control_total) == (4, Decimal("65.00"))


@pytest.mark.parametrize(
    ("below", "rejected"),
    [
        ("03/05/2020,Beta,,oops\n", 1),
        ("03/05/2020,Beta,,oops\n04/05/2020,Gamma,,oops\n", 2),
        (",Beta,,oops\n", 1),
    ],
    ids=["with a date", "two of them", "the very last, without a date"],
)
def test_a_narrow_last_row_with_an_unreadable_amount_is_rejected(write, below, rejected):
    above = "Date,Supplier,Ref,Net\n01/05/2020,Alpha,1,10.00\n02/05/2020,Alpha,2,20.00\n"
    report = check_file(write("a.csv", above + below)).report
    assert (report.rows_accepted, report.rows_rejected) == (2, rejected)
    assert report.rows_set_aside == 0


SORTED = """\
Spend of May
{above}Date,Supplier,Ref,Net
01/05/2020,Alpha,1,10.00
02/05/2020,Beta,2,20.00
"""


def test_rows_above_a_header_that_was_sorted_among_them_are_data(write):
    above = "03/05/2020,Gamma,3,30.00\n,,,\nnot a row,of data,,\n04/05/2020,Delta,4,40.00\n"
    report = check_file(write("a.csv", SORTED.format(above=above))).report
    assert (report.rows_accepted, report.rows_rejected) == (4, 1)
    assert report.control_total == Decimal("100.00")
    assert [(row.row, row.reason) for row in report.set_aside] == [
        (1, "Above the data"),
        (3, "Blank line"),
    ]


def test_what_stands_above_the_data_is_set_aside_with_its_money(write):
    report = check_file(write("a.csv", SORTED.format(above="Total of May,,,30.00\n"))).report
    assert (report.rows_accepted, report.control_total) == (2, Decimal("30.00"))
    assert [(row.row, row.amount) for row in report.set_aside] == [(1, None), (2, Decimal(30))]


def test_a_bare_total_before_a_header_said_once_more_is_a_total(write):
    text = MAIN + ",,,,60.00\nDate,Supplier,Directorate,Ref,Net\n"
    report = check_file(write("a.csv", text)).report
    assert (report.rows_read, report.control_total) == (3, Decimal("60.00"))
    assert [row.reason for row in report.set_aside] == ["Total without a label", "Header repeated"]


def test_a_long_check_tells_how_far_it_is(write):
    told = []
    path = write(
        "spend.csv", "Date,Supplier,Amount\n01/04/2021,A Ltd,1.50\n02/04/2021,B Ltd,2.50\n"
    )
    check_file(path, progress=lambda share, step: told.append((share, step)))
    assert [step for _, step in told] == [
        "Reading spend.csv",
        "Checking 3 lines",
        "Looking over 2 rows",
    ]
    assert [share for share, _ in told] == sorted(share for share, _ in told)
