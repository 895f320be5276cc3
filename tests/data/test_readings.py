"""Readings: what an officer says of a measure and a period, for what no extract can tell."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import duckdb
import pytest

from data import ledger, publish
from data.check import check_file
from data.refused import Refused
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
    + "Oakton Council,Cycle days,some time,12,days,\n"  # no period: rejected
    + "Oakton Council,,2024-25,-12,days,\n"  # no measure: rejected
    + "Oakton Council,Cycle days,2024-25,-12,days,\n"
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
    assert (report.rows_read, report.rows_accepted, report.rows_rejected) == (8, 5, 3)
    assert report.rows_set_aside == 1
    assert report.control_total == Decimal("0.00")  # readings are not money
    assert (report.date_from, report.date_to) == (date(2024, 4, 1), date(2026, 9, 30))
    assert [(f.row, f.field, f.value, f.rejected) for f in report.faults] == [
        (6, "value", "n/k", True),
        (8, "period", "some time", True),
        (9, "measure", None, True),
    ]
    assert report.message.startswith("3 of 8 rows are rejected because their value or period")


def test_published_readings_keep_their_value_unit_and_row(store, write):
    publish.publish(store, write("readings.csv", MADE_UP), by="Jo Officer")
    assert readings(store) == [
        ("Supplier events held", "2025/26", "2025/26", Decimal("4.0000"), "events", 3, True),
        ("Total spend", "2026/27 Q1", "2026/27", Decimal("1234567.8900"), "£", 4, True),
        ("SME share", "Q2 2026/27", "2026/27", Decimal("37.5000"), "%", 5, True),
        ("Cycle days", "01/04/2026", "2026/27", Decimal("12.3456"), "days", 7, True),
        ("Cycle days", "2024-25", "2024/25", Decimal("-12.0000"), "days", 10, True),
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


OF_LUTON = "Organisation,Measure,Period,Value\n"


def refused(store, write, line):
    """Why the one reading of a file is refused."""
    with pytest.raises(Refused) as said:
        publish.publish(store, write("readings.csv", OF_LUTON + line))
    assert ledger.uploads(store) == []
    return str(said.value)


@pytest.mark.parametrize(
    ("measure", "nearest"),
    [
        ("Events where suppliers meet sellers", "Events where suppliers meet buyers"),
        ("event", "Events where suppliers meet buyers"),
        ("% spend with SMEs", "Spend with local suppliers"),
        ("cycle_days_quick_quotes", "Days to buy: quick quote"),
    ],
)
def test_a_reading_of_an_unknown_measure_is_refused_with_the_nearest(
    store, write, measure, nearest
):
    said = refused(store, write, f"Luton Council,{measure},2023/24,4\n")
    assert "the strategy for Luton Council has no such measure" in said
    assert f"the nearest is “{nearest}”" in said


@pytest.mark.parametrize(
    ("period", "nearest"),
    [
        ("2023/25", "the nearest is “2023/24”"),
        ("2023/24 Q5", "the nearest is “2023/24”"),
        ("calendar 2022", "the nearest is “2022/23”"),
        ("last year", "a period is written 2023/24, 2023/24 Q1"),
    ],
)
def test_a_reading_of_an_unknown_period_is_refused_with_the_nearest(store, write, period, nearest):
    said = refused(store, write, f"Luton Council,Savings,{period},4\n")
    assert "the period could not be read" in said
    assert nearest in said


@pytest.mark.parametrize("value", ["101%", "37", "-1%"])
def test_a_share_is_no_more_than_all_and_no_less_than_nothing(store, write, value):
    line = f"Luton Council,Share of spend with small and medium-sized suppliers,2023/24,{value}\n"
    assert "a share is from 0% to 100%, written 37% or 0.37" in refused(store, write, line)


def test_readings_find_their_strategy_by_name_or_id_and_the_whole_by_its_council(store, write):
    lines = (
        "Luton Council,savings,2023/24,250000\n"  # by its name, small letters
        "luton council,sme_spend_share,2023/24,51%\n"  # by its id
        "STAR,Share of spend within Greater Manchester,2021/22,0.78\n"  # of the whole
        "Trafford Council,wider share,2021/22,0.7\n"  # of a partner
        "Oakton Council,Anything at all,2023/24,1\n"  # no strategy: what is known is not known
    )
    publish.publish(store, write("one.csv", OF_LUTON + lines))
    again = "Luton Council,Savings,2023-24,260000\n"
    publish.publish(store, write("two.csv", OF_LUTON + again))
    con = duckdb.connect(str(store.build_file(ledger.served_build(store))), read_only=True)
    try:
        found = con.execute(
            "select strategy_id, measure, organisation, is_whole, financial_year, value "
            "from strategy_reading order by all"
        ).fetchall()
    finally:
        con.close()
    assert found == [
        ("luton-2019-24", "savings", "Luton Council", False, "2023/24", Decimal("260000.000000")),
        (
            "luton-2019-24",
            "sme_spend_share",
            "Luton Council",
            False,
            "2023/24",
            Decimal("0.510000"),
        ),
        ("star-2021", "wider_share", "STAR", True, "2021/22", Decimal("0.780000")),
        ("star-2021", "wider_share", "Trafford Council", False, "2021/22", Decimal("0.700000")),
    ]


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
        ("2023/24 Q5", None, None),  # no quarter, and not the year
        ("Quarter 0, 2023/24", None, None),
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


def test_per_cent_is_per_cent_whichever_cell_says_so(store, write):
    """In the value, in the unit's column, in both; and a part of one where neither does."""
    rows = "".join(
        f"Luton Council,local_share,{year},{value},{unit},\n"
        for year, value, unit in (
            ("2019/20", "37%", ""), ("2020/21", "37", "%"), ("2021/22", "37%", "Per cent"),
            ("2022/23", "0.37", ""),
        )
    )  # fmt: skip
    publish.publish(store, write("readings.csv", HEADER + rows))
    con = duckdb.connect(str(store.build_file(ledger.served_build(store))), read_only=True)
    found = con.execute("select value from strategy_reading order by reading_id").fetchall()
    con.close()
    assert found == [(Decimal("0.370000"),)] * 4
