"""Readings: what an officer says of a measure and a period, for what no extract can tell."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import duckdb
import pytest

from data import ledger, publish
from data.check import check_file
from data.typed import workshop

HEADER = "Organisation,Indicator,Reporting Period,Actual,Units,Comment\n"
MADE_UP = (
    "Readings for the committee\n"  # a title is no row
    + HEADER
    + "Oakton Council,Supplier events held,2025/26,4,events,two online\n"
    + 'Oakton Council,Total spend,2026/27 Q1,"£1,234,567.89",,\n'  # it has a period: no total
    + "Oakton Council,SME share,Q2 2026/27,37.5%,,\n"  # the unit comes of the cell
    + "Oakton Council,SME share,September 2026,n/k,,\n"  # no value: rejected
    + "Oakton Council,Cycle days,01/04/2026,12.3456,days,\n"
    + "Oakton Council,Cycle days,some time,12,days,\n"  # kept, its period not known
    + "Oakton Council,,2024-25,-12,days,\n"  # kept, its measure not known
)


def readings(store):
    con = duckdb.connect(str(store.build_file(ledger.served_build(store))), read_only=True)
    try:
        return con.execute(
            "select measure, period, financial_year, value, unit, source_row, stands from reading "
            "order by reading_id"
        ).fetchall()
    finally:
        con.close()


def test_a_list_of_readings_is_recognised_and_every_row_accounted_for(write):
    report = check_file(write("readings.csv", MADE_UP)).report
    assert report.kind == "readings"
    assert (report.rows_read, report.rows_accepted, report.rows_rejected) == (7, 6, 1)
    assert report.rows_set_aside == 1
    assert report.control_total == Decimal("0.00")  # readings are not money
    assert (report.date_from, report.date_to) == (date(2024, 4, 1), date(2026, 9, 30))
    assert [(f.row, f.field, f.value, f.rejected) for f in report.faults] == [
        (6, "value", "n/k", True),
        (8, "period", "some time", False),
        (9, "measure", None, False),
    ]
    assert report.message.startswith("1 of 7 rows are rejected because their value cannot be read")


def test_published_readings_keep_their_value_unit_and_row(store, write):
    publish.publish(store, write("readings.csv", MADE_UP), by="Jo Officer")
    assert readings(store) == [
        ("Supplier events held", "2025/26", "2025/26", Decimal("4.0000"), "events", 3, True),
        ("Total spend", "2026/27 Q1", "2026/27", Decimal("1234567.8900"), "£", 4, True),
        ("SME share", "Q2 2026/27", "2026/27", Decimal("37.5000"), "%", 5, True),
        ("Cycle days", "01/04/2026", "2026/27", Decimal("12.3456"), "days", 7, True),
        ("Cycle days", "some time", None, Decimal("12.0000"), "days", 8, True),
        (None, "2024-25", "2024/25", Decimal("-12.0000"), "days", 9, True),
    ]


def test_of_two_readings_of_one_period_the_later_stands_and_undo_brings_the_earlier_back(
    store, write
):
    first = HEADER + "Oakton Council,SME share,2025/26,30%,,\n"
    # the same measure and period, written another way
    second = HEADER + "Oakton Council,sme share,2025-26,32%,,mended\n"
    publish.publish(store, write("first.csv", first))
    later = publish.publish(store, write("second.csv", second))
    assert [(row[3], row[6]) for row in readings(store)] == [
        (Decimal("30.0000"), False),
        (Decimal("32.0000"), True),
    ]
    publish.undo(store, later.upload_id)
    assert [(row[3], row[6]) for row in readings(store)] == [(Decimal("30.0000"), True)]


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2023/24", date(2023, 4, 1), date(2024, 3, 31)),
        ("2023-24", date(2023, 4, 1), date(2024, 3, 31)),
        ("2023/2024", date(2023, 4, 1), date(2024, 3, 31)),
        ("FY 2023/24", date(2023, 4, 1), date(2024, 3, 31)),
        ("2023/24 Q4", date(2024, 1, 1), date(2024, 3, 31)),
        ("Quarter 1, 2023/24", date(2023, 4, 1), date(2023, 6, 30)),
        ("April 2023", date(2023, 4, 1), date(2023, 4, 30)),
        ("Feb 2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),  # a month, not a year: 24 + 1 is not 02
        ("30/06/2023", date(2023, 6, 30), date(2023, 6, 30)),
        ("2023/25", None, None),  # no financial year
        ("some time", None, None),
        ("", None, None),
    ],
)
def test_a_period_is_read_as_people_write_it(written, first, last):
    con = workshop().cursor()
    assert con.execute("select period_from(?), period_to(?)", [written, written]).fetchone() == (
        first,
        last,
    )
