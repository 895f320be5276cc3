"""Boundaries as downloaded: codes, projections, mended rings, neighbours without gaps."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import geopandas
import pytest
import shapely

from data import geography, reference_load
from data.geography import area_codes
from data.reference_found import Found
from data.refused import Refused
from tests.data.official import STEVENAGE, boundaries, zipped

Write = Callable[..., Path]


def wavy(west: float, east: float, *, left: bool, right: bool) -> shapely.Polygon:
    """A square in degrees whose sides, where asked, swing five metres to and fro every twenty: far
    too fine for a screen, and the same for both neighbours of a side."""
    steps = 500

    def side(x: float, waves: bool) -> list[tuple[float, float]]:
        swing = 0.00007 if waves else 0.0
        return [
            (x + swing * (n % 2), 51.85 + 0.1 * n / steps) for n in range(steps + 1)
        ]  # fmt: skip

    return shapely.Polygon([*side(west, left), *reversed(side(east, right))])


WEST = wavy(-0.30, -0.20, left=False, right=True)
EAST = wavy(-0.20, -0.10, left=True, right=False)
TWO = {STEVENAGE: ("Stevenage", WEST), "E07000242": ("East Hertfordshire", EAST)}


@pytest.fixture
def read(tmp_path: Path, write: Write) -> Callable[..., tuple[Found, Path]]:
    def reading(name: str, content: str | bytes) -> tuple[Found, Path]:
        target = tmp_path / "made"
        target.mkdir()
        return reference_load.read(write(name, content), target), target

    return reading


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("LAD_MAY_2024.geojson", boundaries(TWO)),
        ("LAD_MAY_2024_grid.geojson", boundaries(TWO, grid=True)),
        # Without a word on it, the numbers decide.
        ("LAD_MAY_2024_silent.geojson", boundaries(TWO, grid=True, says=None)),
        ("LAD_MAY_2024_84.geojson", boundaries(TWO, says="urn:ogc:def:crs:OGC:1.3:CRS84")),
        ("LAD_MAY_2024_25.geojson", boundaries(TWO, prefix="LAD25")),
        ("LAD_MAY_2024_small.json", boundaries(TWO, prefix="lad24").replace("24NM", "24nm")),
        ("LAD_MAY_2024.zip", zipped({"a/LAD_MAY_2024.geojson": boundaries(TWO)})),
    ],
)
def test_both_projections_and_every_year_give_the_same_outlines(
    read: Callable[..., tuple[Found, Path]], name: str, content: str | bytes
) -> None:
    found, folder = read(name, content)
    assert (found.covers, found.vintage) == ("districts", "May 2024")
    assert found.counted == {"areas": 2, "mended": 0, "new_areas": 0, "kept_areas": 348}
    drawn = geography.outlines(folder).set_index("area_code")
    assert len(drawn) == 350
    own = drawn.loc[[STEVENAGE, "E07000242"]]
    assert list(own["name"]) == ["Stevenage", "East Hertfordshire"]
    assert own.total_bounds == pytest.approx([-0.30, 51.85, -0.10, 51.95], abs=0.0002)
    # Simplified together: hardly a corner is left of a thousand, and no gap between the two.
    assert shapely.get_num_coordinates(own.geometry.to_numpy()).sum() < 30
    assert shapely.coverage_is_valid(own.geometry.to_numpy())
    whole = shapely.union_all(own.geometry.to_numpy())
    assert whole.geom_type == "Polygon" and not whole.interiors
    # Everything else stays as it was, and every area keeps county and region.
    rest = geography.outlines().set_index("area_code").geometry["E08000006"]
    assert drawn.geometry["E08000006"].equals(rest)
    assert (folder / "area.csv").read_text() == (geography.REFERENCE / "area.csv").read_text()


def test_codes_before_are_brought_to_todays_areas(
    read: Callable[..., tuple[Found, Path]],
) -> None:
    """Boundaries of 2019 still have Wycombe and Aylesbury Vale."""
    old = {
        "E07000007": ("Wycombe", shapely.box(-0.9, 51.5, -0.7, 51.7)),
        "E07000004": ("Aylesbury Vale", shapely.box(-0.9, 51.7, -0.7, 51.9)),
    }
    found, folder = read("old.geojson", boundaries(old, prefix="LAD19"))
    assert found.counted["areas"] == 1
    assert found.vintage == "2019"
    shape = geography.outlines(folder).set_index("area_code").geometry["E06000060"]
    assert shape.bounds == pytest.approx((-0.9, 51.5, -0.7, 51.9), abs=0.001)


def test_a_council_made_after_this_version_takes_the_old_ones_in(
    read: Callable[..., tuple[Found, Path]],
) -> None:
    """Say that Stevenage and Welwyn Hatfield merge: codes and names of both lead to the new one."""
    drawn = geography.outlines().set_index("area_code").geometry
    merged = shapely.union_all([drawn[STEVENAGE], drawn["E07000241"], drawn["E07000242"]])
    new = {"E06000099": ("Mid Hertfordshire", merged)}
    found, folder = read("LAD_APR_2028.geojson", boundaries(new, prefix="LAD28"))
    assert found.counted["new_areas"] == 1
    assert "Mid Hertfordshire" in " ".join(found.notices)
    assert area_codes("Stevenage", folder) == ("E06000099",)
    assert area_codes(STEVENAGE, folder) == ("E06000099",)
    assert area_codes("E07000101", folder) == ("E06000099",)  # Stevenage's code before 2012
    assert area_codes("Mid Hertfordshire", folder) == ("E06000099",)
    assert len(area_codes("Hertfordshire", folder)) == 10 - 3 + 1
    with (folder / "area.csv").open(encoding="utf-8", newline="") as file:
        row = next(row for row in csv.DictReader(file) if row["area_code"] == "E06000099")
    assert (row["county"], row["region"]) == ("Hertfordshire", "East of England")
    codes = set(geography.outlines(folder)["area_code"])
    assert STEVENAGE not in codes and len(codes) == 350 - 3 + 1


def test_wards_know_their_district(read: Callable[..., tuple[Found, Path]]) -> None:
    wards = {
        "E05004771": ("Bedwell", shapely.box(-0.20, 51.90, -0.18, 51.92)),
        "E05004772": ("Chells", shapely.box(-0.18, 51.90, -0.16, 51.92)),
    }
    more = [{"LAD24CD": STEVENAGE, "LAD24NM": "Stevenage"}] * 2
    text = boundaries(wards, grid=True, prefix="WD24", more=more)
    found, folder = read("Wards_May_2024.geojson", text)
    assert (found.covers, found.counted["areas"]) == ("wards", 2)
    drawn = geography.ward_outlines(folder)
    assert list(zip(drawn["ward_code"], drawn["name"], drawn["area_code"], strict=True)) == [
        ("E05004771", "Bedwell", STEVENAGE),
        ("E05004772", "Chells", STEVENAGE),
    ]


BOW_TIE = shapely.Polygon([(-0.2, 51.9), (-0.1, 52.0), (-0.1, 51.9), (-0.2, 52.0)])


def test_a_broken_ring_is_mended_and_said(read: Callable[..., tuple[Found, Path]]) -> None:
    found, folder = read("LAD24.geojson", boundaries({STEVENAGE: ("Stevenage", BOW_TIE)}))
    assert found.counted["mended"] == 1
    assert "1 shapes had crossed or broken rings and were mended." in found.notices
    shape = geography.outlines(folder).set_index("area_code").geometry[STEVENAGE]
    assert shape.is_valid and shape.geom_type == "MultiPolygon"
    assert shape.area == pytest.approx(0.005, rel=0.01)


LINE = shapely.Polygon([(-0.2, 51.9), (-0.1, 52.0), (-0.2, 51.9), (-0.2, 51.9)])
PARIS = {STEVENAGE: ("Stevenage", shapely.box(2.2, 48.8, 2.4, 48.9))}


def ringed(corners: str) -> str:
    """Boundaries of one district with these corners, as text: shapely makes no such ring."""
    return (
        '{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Polygon",'
        f'"coordinates":[[{corners}]]}},'
        '"properties":{"LAD24CD":"E07000243","LAD24NM":"Stevenage"}}]}'
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (boundaries(TWO).replace("LAD24CD", "reference"), "no codes"),
        (boundaries(TWO).replace(STEVENAGE, "FR-75"), "not those of the United Kingdom's"),
        (boundaries(PARIS), "another country"),
        (boundaries(TWO, says="urn:ogc:def:crs:EPSG::3857"), "projection that is not known"),
        (
            boundaries({STEVENAGE: ("S", shapely.box(-33000, 6780000, -11000, 6800000))}),
            "projection that is not known",
        ),
        (boundaries({STEVENAGE: ("Stevenage", LINE)}), "cannot be mended: Stevenage"),
        (boundaries(TWO)[:-2000], "cut short or damaged"),
        ('{"type":"FeatureCollection","features":[]}', "holds no shape at all"),
        # Rings that do not close, a point that is no number, points off any map.
        (ringed("[-0.2, 51.9], [-0.1, 52.0], [-0.1, 51.9]"), "rings that do not close"),
        (ringed("[-0.2, 51.9], [-0.1, 52.0]"), "rings that do not close"),
        (ringed("[NaN, NaN], [-0.1, 52.0], [-0.1, 51.9], [NaN, NaN]"), "cannot be read"),
        (ringed("[1e308, 51.9], [-1e308, 52.0], [-0.1, 51.9], [1e308, 51.9]"), "not known"),
        (ringed("[1e999, 51.9], [-0.1, 52.0], [-0.1, 51.9], [1e999, 51.9]"), "cannot be read"),
        (
            '{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,'
            '"properties":{"LAD24CD":"E07000243","LAD24NM":"Stevenage"}}]}',
            "no shape for Stevenage",
        ),
        ('{"name": "not shapes"}', "not a reference file"),
    ],
)
def test_boundaries_that_cannot_be_trusted_are_refused(
    read: Callable[..., tuple[Found, Path]], content: str, said: str
) -> None:
    with pytest.raises(Refused) as caught:
        read("bounds.geojson", content)
    assert said in str(caught.value)
    assert "bounds.geojson" in str(caught.value)


def test_outlines_leave_as_they_are_read(read: Callable[..., tuple[Found, Path]]) -> None:
    _, folder = read("LAD24.geojson", boundaries(TWO, grid=True))
    frame = geopandas.read_file(folder / "outlines.geojson")
    assert frame.crs == "EPSG:4326"
    assert frame.is_valid.all()
