"""The postcode macros: right on what people type, null on the rest, never an error."""

from __future__ import annotations

import re
from collections.abc import Iterator

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.geography import load_postcode_macros, load_reference

ASK = """
    select
        postcode_tidy(value) as tidy,
        postcode_sector_of(value) as sector,
        postcode_district_of(value) as district,
        postcode_area_of(value) as area
    from (select unnest($values::varchar[]) as value)
"""

Parts = tuple[str | None, str | None, str | None, str | None]
NOTHING: Parts = (None, None, None, None)

# None of these is typed, so that the test has the shape of the code and not its pattern.
AREAS = ["SG", "LU", "MK", "WR", "M", "SK", "OL", "CO", "B", "E", "EC", "W", "WC", "ZE", "BT"]
UNIT_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        load_postcode_macros(connection)
        yield connection


def parts(con: duckdb.DuckDBPyConnection, *values: str | None) -> list[Parts]:
    return con.execute(ASK, {"values": list(values)}).fetchall()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("SG1 1AA", ("SG1 1AA", "SG1 1", "SG1", "SG")),
        ("sg11aa", ("SG1 1AA", "SG1 1", "SG1", "SG")),  # no gap: the unit is the last three
        ("SG11 1AA", ("SG11 1AA", "SG11 1", "SG11", "SG")),
        ("SG111AA", ("SG11 1AA", "SG11 1", "SG11", "SG")),
        ("  m33\u00a0 7zf ", ("M33 7ZF", "M33 7", "M33", "M")),  # a no-break space from a web page
        ("M 3 3 7 Z F", NOTHING),  # gaps inside the first half are not a postcode's
        ("EC1A 1BB", ("EC1A 1BB", "EC1A 1", "EC1A", "EC")),
        ("W1T4JZ", ("W1T 4JZ", "W1T 4", "W1T", "W")),
        ("B1-1BB.", ("B1 1BB", "B1 1", "B1", "B")),
        ('"OL6 6DL"', ("OL6 6DL", "OL6 6", "OL6", "OL")),
        ("SG1 1", (None, "SG1 1", "SG1", "SG")),  # a sector
        ("SG1 1**", (None, "SG1 1", "SG1", "SG")),  # masked, and the sector still shows
        ("SG1 1XX", ("SG1 1XX", "SG1 1", "SG1", "SG")),  # masked by letters: a postcode in form
        ("SG1", (None, None, "SG1", "SG")),
        ("sg1 ", (None, None, "SG1", "SG")),
        ("SG1 ***", (None, None, "SG1", "SG")),
        ("SG11**", NOTHING),  # the sector SG1 1 or the district SG11
        ("SG", NOTHING),  # an area is not asked for by itself
        ("BT1 1AA", ("BT1 1AA", "BT1 1", "BT1", "BT")),  # a postcode, though not in the reference
        ("Various", NOTHING),
        ("VARIOUS", NOTHING),
        ("N/A", NOTHING),
        ("#N/A", NOTHING),
        ("", NOTHING),
        (" ", NOTHING),
        (None, NOTHING),
        ("REDACTED", NOTHING),
        ("Stevenage", NOTHING),
        ("12 High Street, SG1 1AA", NOTHING),  # an address is not a postcode
        ("SG1 1AA / SG1 2BB", NOTHING),  # two
        ("D02 X285", NOTHING),  # Dublin
        ("D6W", NOTHING),  # Dublin
        ("75008", NOTHING),  # Paris
        ("1012 AB", NOTHING),  # Amsterdam
        ("K1A 0B1", NOTHING),  # Ottawa
        ("T1 1AA", NOTHING),  # no such area
        ("SG1 1CA", NOTHING),  # a unit never has C, I, K, M, O or V
        ("ЅG1 1AA", NOTHING),  # a Cyrillic letter that looks like S
        ("2017-04-01", NOTHING),
    ],
)
def test_what_people_type(
    con: duckdb.DuckDBPyConnection, typed: str | None, expected: Parts
) -> None:
    assert parts(con, typed) == [expected]


def test_values_that_are_not_text(con: duckdb.DuckDBPyConnection) -> None:
    found = con.execute("""
        select postcode_tidy(12), postcode_sector_of(1.5::decimal(18, 2)),
            postcode_district_of(date '2021-04-01'), postcode_area_of(null), postcode_tidy(true)
    """).fetchall()
    assert found == [(None, None, None, None, None)]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text() | st.text("SGLU1 23A*/.-\u00a0\x00'\"\\$", max_size=9), max_size=20))
def test_any_text_gives_parts_that_agree_or_nothing(
    con: duckdb.DuckDBPyConnection, values: list[str]
) -> None:
    for tidy, sector, district, area in parts(con, *values):
        assert tidy is None or (sector is not None and tidy[:-2] == sector)
        assert sector is None or (district is not None and sector[:-2] == district)
        assert (district is None) == (area is None)
        assert district is None or re.fullmatch(rf"{area}[0-9][A-Z0-9]?", district)


@st.composite
def postcodes(draw: st.DrawFn) -> tuple[str, str, str]:
    """District, digit and unit of a postcode in form: 'SG1', '1', 'AA'."""
    ending = draw(st.sampled_from(["1", "9", "10", "27", "1A", "2Y"]))
    district = draw(st.sampled_from(AREAS)) + ending
    unit = draw(st.text(UNIT_LETTERS, min_size=2, max_size=2))
    return district, draw(st.sampled_from("0123456789")), unit


GAPS = st.text(" \t\n\u00a0.-", max_size=3)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(postcodes(), GAPS, GAPS, GAPS, st.booleans()), max_size=20))
def test_a_postcode_comes_back_however_it_was_typed(
    con: duckdb.DuckDBPyConnection, cases: list
) -> None:
    typed, expected = [], []
    for (district, digit, unit), before, between, after, lower in cases:
        text = f"{before}{district}{between}{digit}{unit}{after}"
        typed.append(text.lower() if lower else text)
        sector = f"{district} {digit}"
        expected.append((sector + unit, sector, district, re.match("[A-Z]+", district).group()))
    assert parts(con, *typed) == expected
    # What is tidy stays as it is.
    tidied = [row[0] for row in expected]
    assert parts(con, *tidied) == expected


def test_every_sector_and_district_of_the_reference_is_read_as_itself(
    con: duckdb.DuckDBPyConnection,
) -> None:
    load_reference(con)
    wrong = con.execute("""
        select postcode_sector from postcode_sector
        where
            postcode_sector_of(postcode_sector || 'AA') is distinct from postcode_sector
            or postcode_sector_of(lower(replace(postcode_sector, ' ', '')) || 'aa')
            is distinct from postcode_sector
            or postcode_sector_of(postcode_sector) is distinct from postcode_sector
        union all
        select postcode_district from postcode_district
        where postcode_district_of(postcode_district) is distinct from postcode_district
    """).fetchall()
    assert wrong == []


def test_macros_stay_in_a_finished_warehouse(tmp_path) -> None:
    path = tmp_path / "warehouse.duckdb"
    with duckdb.connect(path) as writer:
        load_postcode_macros(writer)
    locked = {"enable_external_access": "false", "lock_configuration": "true"}
    with duckdb.connect(path, read_only=True, config=locked) as reader:
        assert reader.execute("select postcode_tidy('sg11aa')").fetchall() == [("SG1 1AA",)]
