"""What an officer is asked to look at: seen on small files where the right answer is plain."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from data.check import check_file

HEADER = "Date,Supplier,Net,Ref\n"


def seen(write, rows):
    return {n.kind: n for n in check_file(write("a.csv", HEADER + rows)).report.notices}


def test_an_amount_ten_times_the_usual_for_its_supplier(write):
    usual = "".join(f"0{d}/04/2021,Arden,200.00,{d}\n" for d in range(1, 6))
    # Bell is paid large sums always; Cole has too few payments for anything to be usual.
    large = "".join(f"0{d}/04/2021,Bell,9000.00,{d}\n" for d in range(1, 6))
    few = "01/04/2021,Cole,1.00,1\n02/04/2021,Cole,50000.00,2\n"
    found = seen(write, usual + "06/04/2021,Arden,-2000.10,6\n" + large + few)
    (row,) = found["unusual amount"].rows
    assert (row.row, row.supplier, row.amount) == (7, "Arden", Decimal("-2000.10"))
    assert row.compared_with == "£200.00"


def test_dates_in_the_future(write):
    tomorrow = date.today() + timedelta(days=1)
    found = seen(write, f"01/04/2021,A,1.00,1\n{tomorrow:%d/%m/%Y},A,2.00,2\n")
    assert [row.row for row in found["future date"].rows] == [3]
    assert found["future date"].amount == Decimal("2.00")


def test_bodies_that_look_like_no_procurement(write):
    rows = "01/04/2021,HM Revenue & Customs,70.00,1\n01/04/2021,Taxi Firm Ltd,5.00,2\n"
    notice = seen(write, rows)["not procurement"]
    assert (notice.row_count, notice.amount) == (1, Decimal("70.00"))
    assert "Tax" in notice.rows[0].compared_with


def test_redacted_suppliers_are_money_without_a_place(write):
    notice = seen(write, "01/04/2021,REDACTED PERSONAL DATA,8.50,1\n01/04/2021,A,1,2\n")[
        "redacted supplier"
    ]
    assert (notice.row_count, notice.amount) == (1, Decimal("8.50"))


def test_months_without_a_row_are_named(write):
    found = seen(write, "01/12/2020,A,1,1\n01/03/2021,A,1,2\n")
    assert found["gap"].message == "No row is dated in January 2021, February 2021."


def test_the_files_own_total_is_a_check_on_ours(write):
    rows = "01/04/2021,A,1.50,1\n02/04/2021,B,2.00,2\n"
    assert "own total agrees" in seen(write, rows + ",,3.50,\n")
    differs = seen(write, rows + ",Grand Total,4.00,\n")["own total differs"]
    assert differs.amount == Decimal("0.50")
    assert "row 4" in differs.message


def test_a_file_with_nothing_to_say_of_it_has_no_notices(write):
    assert seen(write, "01/04/2021,A,1.50,1\n02/04/2021,B,2.00,2\n") == {}
