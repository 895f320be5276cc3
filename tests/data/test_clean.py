"""Text to values: every amount and date form seen, and nothing read that is not there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import typed
from data.clean import clean_sheet
from data.columns import KINDS
from data.listed import together
from data.read import read_file
from data.recognise import find_layout
from data.typed import workshop


def ask(sql, *values, decimal_comma=False, day_first=True):
    cursor = workshop().cursor()
    cursor.execute(f"set variable decimal_comma = {decimal_comma}")
    cursor.execute(f"set variable day_first = {day_first}")
    answer = cursor.execute(sql, list(values)).fetchone()[0]
    cursor.close()
    return answer


@pytest.mark.parametrize(
    ("text", "pounds"),
    [
        ("1234.56", "1234.56"),
        ("-1234.56", "-1234.56"),
        ("£1,234.56", "1234.56"),
        ("-£1,234.56", "-1234.56"),
        ("£-3", "-3.00"),
        ("(1,234.56)", "-1234.56"),
        ("(£12)", "-12.00"),
        ("1234.56-", "-1234.56"),
        ("100.00 CR", "-100.00"),
        ("GBP 15", "15.00"),
        ("−12.00", "-12.00"),  # a true minus sign, not a hyphen
        ("1 234 567.80", "1234567.80"),
        ("1.2E+05", "120000.00"),
        (".5", "0.50"),
        ("5.", "5.00"),
        ("1234.565", "1234.57"),  # half a penny goes away from zero
        ("-1234.565", "-1234.57"),
        ("9999999999999.99", "9999999999999.99"),
    ],
)
def test_amounts_are_read_to_the_penny(text, pounds):
    assert ask("select amount_of(?)", text) == Decimal(pounds)


@pytest.mark.parametrize(
    "text",
    ["", "-", "abc", "12abc", "1,23", "1,2345", "#N/A", "2020-21", "12/05/2020", "1.2.3", "£"],
)
def test_text_that_is_no_amount_is_not_guessed_at(text):
    assert ask("select amount_of(?)", text) is None


@pytest.mark.parametrize(
    ("text", "pounds"),
    [
        ("£28.758,00", "28758.00"),
        ("£0,66", "0.66"),
        ("1.500.000,00", "1500000.00"),
        ("22", "22.00"),
        ("1.234", "1234.00"),
        ("12.5", "12.50"),
    ],
)
def test_a_column_with_decimal_commas(text, pounds):
    assert ask("select amount_of(?)", text, decimal_comma=True) == Decimal(pounds)


@settings(deadline=None)
@given(st.decimals(-(10**12), 10**12, places=2, allow_nan=False))
def test_any_amount_survives_being_written_in_any_form(amount):
    plain = abs(amount)
    sign = "-" if amount < 0 else ""
    forms = [f"{amount}", f"{sign}£{plain:,}", f"{plain:,}{sign}"]
    forms += [f"({plain:,})"] if amount < 0 else []
    for form in forms:
        assert ask("select amount_of(?)", form) == amount, form
    comma = f"{amount:,}".translate(str.maketrans(",.", ".,"))
    assert ask("select amount_of(?)", comma, decimal_comma=True) == amount, comma


@settings(deadline=None)
@given(st.text(max_size=30))
def test_no_text_breaks_a_macro(text):
    for macro in (
        "amount_of",
        "date_of",
        "is_yes",
        "company_number_of",
        "charity_number_of",
        "is_redacted",
        "stated",
        "weighting_of",
    ):
        ask(f"select {macro}(?)", text.strip())


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021-04-03", date(2021, 4, 3)),
        ("2021-04-03 00:00:00", date(2021, 4, 3)),
        ("2021-04-03T10:00:00Z", date(2021, 4, 3)),
        ("03/04/2021", date(2021, 4, 3)),
        ("3/4/21", date(2021, 4, 3)),
        ("03.04.2021", date(2021, 4, 3)),
        ("03-Apr-21", date(2021, 4, 3)),
        ("3-Apr-2021", date(2021, 4, 3)),
        ("3 April 2021", date(2021, 4, 3)),
        ("3rd April 2021", date(2021, 4, 3)),
        ("3 Sept 2021", date(2021, 9, 3)),
        ("20210403", date(2021, 4, 3)),
        ("44289", date(2021, 4, 3)),  # a spreadsheet's day number
    ],
)
def test_dates_are_read(text, day):
    assert ask("select date_of(?)", text) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "TBC",
        "Rolling",
        "22/04/222",
        "31/02/2020",
        "2022-09-31",
        "13/13/2020",
        "April 2022",
        "99999",
        "1/1/1066",
    ],
)
def test_what_is_no_date_is_not_known(text):
    assert ask("select date_of(?)", text) is None


def test_month_first_only_where_the_column_says_so():
    assert ask("select date_of('04/03/2021')", day_first=False) == date(2021, 4, 3)


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("Yes", True),
        ("y", True),
        ("Micro", True),
        ("VCSE 1121596", True),
        ("No", False),
        ("Large", False),
        ("", None),
        ("N/A", None),
        ("Various", None),
        ("NA", None),
    ],
)
def test_a_flag_is_yes_no_or_not_known(text, known):
    assert ask("select is_yes(?)", text) is known


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("gb/02165763", "02165763"),
        ("2165763", "02165763"),
        ("02165763", "02165763"),
        ("SC123456", "SC123456"),
        ("IP22981R", "IP22981R"),
        ("Various", None),
        ("-", None),
        ("0", None),
        ("123456789", None),
    ],
)
def test_company_numbers_have_one_form(text, number):
    assert ask("select company_number_of(?)", text) == number


@pytest.mark.parametrize(
    ("text", "weighting"),
    [
        ("20%", "0.2"),
        ("20", "0.2"),
        ("0.2", "0.2"),
        ("12.5 %", "0.125"),
        ("20 per cent", "0.2"),
        ("0.5%", "0.005"),
        ("1%", "0.01"),
        ("0", "0"),
        ("100%", "1"),
        ("", None),
        ("1", None),  # 1% or all of it
        ("150", None),
        ("-10%", None),
        ("10-20%", None),
        ("20% quality", None),
        ("high", None),
    ],
)
def test_a_weighting_is_a_part_of_the_whole(text, weighting):
    wanted = None if weighting is None else Decimal(weighting)
    assert ask("select weighting_of(?)", text) == wanted


def test_a_weighting_that_cannot_be_read_is_kept_as_not_known_and_told(write):
    rows = ["Contract Ref,Title,Contract Value,SV weighting %"]
    rows += [f"C{n},Works,9000,{said}" for n, said in enumerate(("20%", "lots", "", "TBC", "1"))]
    (sheet,) = read_file(write("register.csv", "\n".join(rows)))
    cleaned = clean_sheet(sheet, find_layout(sheet, "contracts"), None)
    assert cleaned.rows["weighting"].to_pylist() == [Decimal("0.2"), None, None, None, None]
    told = [(f.row, f.value, f.rejected) for f in cleaned.faults if f.field == "weighting"]
    assert told == [(3, "lots", False), (6, "1", False)]


def test_a_sheet_cleaned_in_parts_comes_to_the_same(write, monkeypatch):
    made = ["Paid,Supplier,Directorate,Net,Ref", "Spend,,,,"]
    for n in range(60):
        amount = ["1.50", "£2,000.00", "n/k", "(3.00)", ""][n % 5]
        day = ["01/04/2021", "TBC", "", "2021-05-02"][n % 4]
        made.append(f"{day},{['A Ltd', 'n/a', 'REDACTED', ''][n % 4]},Place {n % 3},{amount},{n}")
        made += [",,,,"] if n % 11 == 0 else []
    path = write("a.csv", "\n".join([*made, "Total,,,120.00,"]))
    (sheet,) = read_file(path)
    layout = find_layout(sheet, "spend")
    whole = clean_sheet(sheet, layout, None)
    monkeypatch.setattr(typed, "ROWS_AT_A_TIME", 7)
    parts = clean_sheet(sheet, layout, None)
    assert whole.rows.num_rows == 36
    assert whole.rejected_rows == 24
    assert parts.rows.to_pylist() == whole.rows.to_pylist()
    assert list(parts.faults) == list(whole.faults)
    assert list(parts.set_aside) == list(whole.set_aside)
    assert parts.rows["source_row"].to_pylist() == sorted(parts.rows["source_row"].to_pylist())
    same = ("rejected_rows", "repeated_rows", "control_total", "day_first", "decimal_comma")
    assert [getattr(parts, n) for n in same] == [getattr(whole, n) for n in same]


def test_faults_are_a_sequence_like_any_other(write):
    path = write("a.csv", "Date,Supplier,Net\n" + "TBC,,1.00\n" * 12_000)
    (sheet,) = read_file(path)
    faults = clean_sheet(sheet, find_layout(sheet, "spend"), None).faults
    every = list(faults)
    assert len(faults) == len(every) == 24_000
    assert faults[-1] == every[-1]
    assert faults[3:5] == tuple(every[3:5])
    assert faults[::9000] == every[::9000]
    assert together([faults, faults])[24_001] == every[1]
    with pytest.raises(IndexError):
        faults[24_000]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_typed_once_for_all_its_rows_comes_of_one_column_alone(kind):
    """Each text of such a column is typed without the rest of its row."""
    fields = typed.kind_named(kind).fields
    select = typed._typing(kind)
    cursor = workshop().cursor()

    def typing(filled: Mapping[str, str]) -> dict[str, object]:
        cells = ", ".join(f"{filled.get(f, 'null')}::varchar as {f}" for f in fields)
        line = cursor.sql(f"with line as (select 1::bigint as row, {cells}) {select}")
        return line.to_arrow_table().to_pylist()[0]

    for text in ("'yes'", "'12/03/2024'", "'01234567'", "'45%'", "'Small charity'"):
        whole = typing(dict.fromkeys(fields, text))
        for field, columns in typed._typed_from_one_field(kind).items():
            alone = typing({field: text})
            assert {c: alone[c] for c in columns} == {c: whole[c] for c in columns}
