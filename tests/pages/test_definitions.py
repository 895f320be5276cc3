"""What counts as local, on the sample and on Salford's files, against plain Python."""

from __future__ import annotations

from decimal import Decimal
from math import asin, cos, radians, sin, sqrt

import pytest

from data import ledger
from data.engine import connect_to_read
from data.geography import area_codes, area_rows
from data.strategy import BUILT_IN, load_strategies

PAGE = "pages/strategy/definitions.py"
TABLE = "Local share by definition"


@pytest.mark.usefixtures("sample")
def test_every_strategy_and_the_two_ready_definitions_stand_side_by_side(look) -> None:
    screen = look(strategy="Luton 2019–24", period="2017/18").go(PAGE)
    shares = {row[0]: row[2] for row in screen.rows(TABLE)}
    assert len(load_strategies((BUILT_IN,))) == len(shares) - 2
    # What Luton published for that year, by its own definition.
    assert shares["Luton"] == "25.0"
    assert set(shares) >= {"STAR", "Own area", "Own area and bordering counties"}


@pytest.mark.usefixtures("sample")
def test_a_definition_of_ones_own_is_answered_over_all_years_and_compared(look) -> None:
    address = {"local-areas": "Luton", "local-postcodes": "LU", "strategy": "Luton 2019–24"}
    screen = look(**address).go(PAGE)
    screen.app.multiselect(key="local-postcodes").set_value(["LU"]).run()
    assert not screen.app.exception
    words = screen.words()
    assert "By your definition" in words
    assert "becomes local" in words and "no longer" in words
    assert len(screen.rows("Local share by your definition")) >= 6
    files = [button.proto.label for button in screen.app.get("download_button")]
    assert "Download it as a strategy file" in files


@pytest.mark.inputs
def test_the_shares_of_salfords_files_are_those_of_a_dull_second_computation(real, look) -> None:
    """STAR's boroughs, Stevenage's headline tier, and twelve kilometres round M5 4."""
    screen = look(strategy="STAR 2019–24", organisation="Salford City Council", period="All dates")
    screen = screen.go(PAGE)
    screen.app.text_input(key="centre").set_value("M5 4").run()
    screen.app.number_input(key="km").set_value(12.0).run()
    assert not screen.app.exception
    shown = {row[0]: row[2] for row in screen.rows(TABLE)}
    paid, placed = suppliers_paid(real)
    star, stevenage = (headline_codes(name) for name in ("star-2021", "stevenage-2021-24"))
    middle = next(point for code, point in placed["sectors"].items() if code == "M5 4")
    wanted = {
        "STAR": lambda one: one["area"] in star,
        "Stevenage": lambda one: one["area"] in stevenage,
        "Your definition": lambda one: away(one["point"], middle) <= 12,
    }
    known = sum(amount for one, amount in paid if one["area"])
    for name, is_local in wanted.items():
        local = sum(amount for one, amount in paid if one["area"] and is_local(one))
        assert shown[name] == f"{100 * local / known:.1f}", name


def headline_codes(name: str) -> set[str]:
    one = next(one for one in load_strategies((BUILT_IN,)) if one.id == name)
    areas = [area for tier in one.tiers if tier.rank <= one.headline_tier for area in tier.areas]
    return {code for area in areas for code in area_codes(area)}


def suppliers_paid(store) -> tuple[list[tuple[dict, Decimal]], dict]:
    """Each supplier's spend that STAR's strategy counts, and where the supplier is: read row by
    row from the tables, joined and summed in Python."""
    build = store.build_file(ledger.served_build(store))
    con = connect_to_read(build)
    scope = con.execute("select scope_id from strategy where strategy_id = 'star-2021'").fetchone()
    lines = con.execute(
        "select supplier_id, amount, scope_id, left_out, organisation from spend_month"
    ).fetchall()
    where = {
        row[0]: {"area": row[1], "point": row[2:]}
        for row in con.execute(
            "select supplier_id, area_code, latitude, longitude from supplier"
        ).fetchall()
    }
    sectors = con.execute("select postcode_sector, latitude, longitude from postcode_sector")
    middles = {row[0]: row[1:] for row in sectors.fetchall()}
    con.close()
    nowhere = {"area": None, "point": (None, None)}
    counted = [
        (where.get(supplier, nowhere), amount)
        for supplier, amount, of, left_out, whose in lines
        if of == scope[0] and left_out is None and whose == "Salford City Council"
    ]
    assert {row["area_code"] for row in area_rows()} >= {one["area"] for one, _ in counted} - {None}
    return counted, {"sectors": middles}


def away(one: tuple, other: tuple) -> float:
    """Kilometres by the haversine; far where a point is not known."""
    if None in one:
        return 1e9
    north, east, north_too, east_too = map(radians, (*one, *other))
    half = sin((north_too - north) / 2) ** 2
    half += cos(north) * cos(north_too) * sin((east_too - east) / 2) ** 2
    return 2 * 6371 * asin(sqrt(half))
