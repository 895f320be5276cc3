"""Wards, where a council has loaded them: spend by ward, drawn from its own boundaries."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import shapely

import queries
from components import area_view, sentences
from components.map import says
from components.map_shades import SHADES
from data import publish, reference_load
from tests.data.official import PLACES, STEVENAGE, boundaries, directory

SPEND = (
    "Payment Date,Supplier Name,Postcode,Net Amount\n"
    # In a ward by its full postcode; in no ward that is loaded; known to its sector only; nowhere.
    "01/05/2020,In The Ward Ltd,SG1 1AA,100.00\n"
    "01/05/2020,In Another Ltd,SG1 1AB,20.00\n"
    "01/05/2020,By Sector Ltd,SG1 1ZZ,3.00\n"
    "01/05/2020,Nowhere Ltd,,4.00\n"
)


def test_spend_is_shown_by_ward_once_boundaries_and_postcodes_are_loaded(store, write) -> None:
    publish.publish(store, write("spend.csv", SPEND), organisation="Stevenage Borough Council")
    queries.close()
    assert "ward" not in queries.levels()
    wards = {
        "E05004771": ("Old Town", shapely.box(-0.25, 51.89, -0.20, 51.92)),
        "E05004772": ("Bedwell", shapely.box(-0.20, 51.89, -0.17, 51.92)),
    }
    more = [{"LAD24CD": STEVENAGE}] * 2
    text = boundaries(wards, grid=True, prefix="WD24", more=more)
    reference_load.load(store, write("Wards_December_2024.geojson", text), "Jo Officer")
    elsewhere = [replace(p, ward="E05009999") if p.postcode == "SG1 1AB" else p for p in PLACES]
    postcodes = directory(elsewhere)
    reference_load.load(store, write("ONSPD_MAY_2025_UK.csv", postcodes), "Jo Officer")
    assert queries.levels()[-1] == "ward"
    shapes = queries.outlines("ward").frame
    assert dict(zip(shapes["area_code"], shapes["name"], strict=True)) == {
        "E05004771": "Old Town", "E05004772": "Bedwell",
    }  # fmt: skip
    found = queries.run("spend/by_area", strategy="stevenage-2021-24", level="ward")
    rows = {row["area"]: (row["area_code"], row["amount"]) for row in found.to_dict("records")}
    assert rows == {
        "Old Town": ("E05004771", Decimal("100.00")),
        "Not known": (None, Decimal("27.00")),
    }
    # A place known by its sector is a place, and has no ward: the map of wards rests on less.
    coverage = queries.run("spend/coverage", strategy="stevenage-2021-24").iloc[0]
    assert sentences.rests_on(coverage).startswith("Rests on £123 of £127 spend (97%)")
    said = sentences.wards_rest_on(found, coverage)
    assert said.startswith("This map rests on £100 of £127 spend (79%), which has a known ward")
    assert said.endswith(sentences.rests_on(coverage))
    place = area_view.opened(found, area_view.Look("ward", SHADES["spend"], False, "E05004771"))
    assert says(place, SHADES["spend"], "ward").endswith("of spend with a known ward, 1 supplier")
    queries.close()
