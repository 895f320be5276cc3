"""A scene says all that a map shows; what the browser is sent of it is small and only text."""

import json
from decimal import Decimal

import pytest
import shapely

from components import leaflet, map_frame
from components import map as areas_map
from components.map_shades import SHADES
from components.theme import LIGHT
from tests.components import frames


@pytest.fixture(autouse=True)
def own_static(tmp_path, monkeypatch):
    """What is laid for browsers goes to the test's own folder, with the drawing beside it."""
    (tmp_path / "map").mkdir()
    drawing = (map_frame.STATIC / "map" / "map.js").read_bytes()
    (tmp_path / "map" / "map.js").write_bytes(drawing)
    monkeypatch.setattr(map_frame, "STATIC", tmp_path)
    return tmp_path


def test_every_area_says_its_money_exactly_and_what_it_is_shaded_by() -> None:
    made = frames.scene()
    assert made.says["E1"] == "£80.00, 80.0% of spend with a known place, 3 suppliers"
    assert made.says["E3"].startswith("−£5.00, ")
    assert "E4" not in made.says
    areas = frames.by_area().assign(change_share=[0.101, -0.3, 0.001, None])
    said = frames.scene(areas=areas, shade=SHADES["change"]).says
    assert said["E1"].endswith("up 10% on the year before")
    assert said["E2"].endswith("down 30% on the year before")
    assert frames.scene(shade=SHADES["per-supplier"]).says["E1"].endswith("£26.67 each")
    assert (
        frames.scene(shade=SHADES["sme"])
        .says["E1"]
        .endswith("50% of spend of known size with SMEs")
    )


def test_tiers_made_of_areas_are_outlined_and_the_others_say_why_not() -> None:
    made = frames.scene()
    assert [name for name, _ in made.rings] == ["Oakton", "Oakshire"]
    assert made.rings[0][1].bounds == (-4, 52, -3, 53)
    assert made.rings[1][1].bounds == (-4, 52, -2, 53)
    assert "Oakton postcode is made of postcodes: its suppliers are dots" in made.unplaced
    assert "Not known, so not on the map: £50" in made.unplaced


def test_the_councils_own_area_is_marked_by_name() -> None:
    own = areas_map.own_areas(
        ("Oakton Borough Council", "The Royal Borough of Elmford", "Nowhere Council"),
        frames.outlines(),
    )
    assert own == ["E1", "E2"]
    assert [mark.name for mark in frames.scene().marks] == ["Oakton"]
    assert frames.scene(organisations=()).marks == ()


def test_the_view_is_the_tiers_and_the_council_or_where_most_money_goes() -> None:
    assert frames.scene().bounds == ((52.0, -4.0), (53.0, -2.0))
    nothing = frames.strategy_tiers().head(0)
    assert frames.scene(tiers=nothing, organisations=()).bounds == ((52.0, -4.0), (53.0, -3.0))


def test_circles_are_in_proportion_by_area_and_never_too_small_to_see() -> None:
    """£100 has twice the radius of £25; a penny is as small as can be seen; a refund has none."""
    points = areas_map.circled(frames.places("100.00", "25.00", "0.01", "-5.00"))
    assert [point.radius for point in points] == [26.0, 13.0, 3.0]
    assert points[0].says == "£100.00, placed by sector"


def test_suppliers_of_a_tier_of_postcodes_are_dots_and_no_others() -> None:
    suppliers = frames.places("100.00", "25.00").assign(tier=[1, 3])
    assert [point.radius for point in frames.scene(suppliers=suppliers).points] == [3.0]
    circled = frames.scene(suppliers=suppliers, circles=True).points
    assert [point.radius for point in circled] == [26.0, 13.0]


def test_a_tier_that_is_a_circle_is_outlined_as_wide_as_it_is() -> None:
    """Ten kilometres are 0.09 degrees of latitude anywhere, and 0.146 of longitude at 52 north."""
    around = {"latitude": [52.0, None, None], "longitude": [-3.5, None, None]}
    tiers = frames.strategy_tiers().assign(**around, radius_km=[10.0, None, None])
    name, ring = frames.scene(tiers=tiers).rings[0]
    assert name == "Oakton postcode"
    west, south, east, north = ring.bounds
    assert north - south == pytest.approx(0.18, abs=0.001)
    assert east - west == pytest.approx(0.292, abs=0.001)


def test_the_legend_prints_each_range_once() -> None:
    made = frames.scene()
    legend = areas_map.legend(made)
    for _, text in made.shaded.ranges:
        assert legend.count(f"</span>{text}</li>") == 1
    for text in (*made.unplaced, "Boundaries © someone"):
        assert text in legend


def test_shapes_are_laid_once_and_sent_by_name(own_static) -> None:
    outlines = frames.Shapes()
    first = map_frame.sent(frames.scene(outlines=outlines), "", None)
    other = map_frame.sent(frames.scene(outlines=outlines, shade=SHADES["sme"]), "", "E1")
    assert first["shapes"] == other["shapes"] and first["rings"] == other["rings"]
    laid = json.loads((own_static / "shapes" / first["shapes"]).read_text("utf-8"))
    assert [feature["id"] for feature in laid["features"]] == ["E1", "E2", "E3", "E4"]
    assert laid["features"][0]["properties"] == {"name": "Oakton"}
    assert shapely.geometry.shape(laid["features"][0]["geometry"]).area == 1
    assert "geometry" not in json.dumps(first)


def test_what_is_sent_holds_class_and_words_of_each_area_and_the_list() -> None:
    sent = map_frame.sent(frames.scene(), "spend-map", "E1")
    assert sent["areas"]["E1"] == [5, "£80.00, 80.0% of spend with a known place, 3 suppliers"]
    assert sent["list"][0] == ["E1", "Oakton", "£80", "80%"]
    assert [row[0] for row in sent["list"]] == ["E1", "E2", "E3"]
    assert (sent["page"], sent["chosen"]) == ("spend-map", "E1")
    assert json.loads(json.dumps(sent))["bounds"] == [[52.0, -4.0], [53.0, -2.0]]


def test_a_change_of_filter_sends_little_even_of_every_area_there_is() -> None:
    from data.geography import outlines_at

    outlines = outlines_at("district")
    codes = outlines.frame["area_code"].tolist()
    areas = frames.frame(
        area_code=codes,
        area=outlines.frame["name"].tolist(),
        amount=frames.money(*["1234567.89"] * len(codes)),
        share_of_known=[1 / len(codes)] * len(codes),
        suppliers=[12] * len(codes),
    )
    scene = areas_map.scene(
        areas, outlines, outlines, frames.strategy_tiers(), (), LIGHT, SHADES["spend"], label="x"
    )
    assert len(json.dumps(map_frame.sent(scene, "", None))) < 100_000


def test_hostile_names_stay_text_in_the_legend_and_are_never_set_as_html() -> None:
    tiers = frames.strategy_tiers().assign(tier_name=[frames.HOSTILE] * 3)
    made = frames.scene(tiers=tiers, credit=frames.HOSTILE)
    assert "<img" not in areas_map.legend(made)
    drawing = (map_frame.STATIC / "map" / "map.js").read_text("utf-8")
    for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert way not in drawing


def test_a_scene_leaves_the_shared_outlines_as_they_were() -> None:
    shapes = frames.Shapes()
    before = shapes.frame.to_json()
    map_frame.sent(frames.scene(outlines=shapes), "", None)
    assert shapes.frame.to_json() == before


def test_leaflet_is_copied_once_and_mended_when_it_differs(tmp_path) -> None:
    leaflet.prepare(tmp_path)
    folder = tmp_path / "leaflet"
    assert sorted(path.name for path in folder.iterdir()) == ["leaflet.css", "leaflet.js"]
    whole = (folder / "leaflet.js").read_bytes()
    assert b"Leaflet 1.9.3" in whole
    (folder / "leaflet.js").write_bytes(whole[:100])
    leaflet.prepare(tmp_path)
    assert (folder / "leaflet.js").read_bytes() == whole
    stamp = (folder / "leaflet.js").stat().st_mtime_ns
    leaflet.prepare(tmp_path)
    assert (folder / "leaflet.js").stat().st_mtime_ns == stamp


def test_money_in_the_list_is_short_and_in_the_hover_exact() -> None:
    areas = frames.by_area().assign(amount=[Decimal("1234567.89")] * 4)
    sent = map_frame.sent(frames.scene(areas=areas), "", None)
    assert sent["list"][0][2] == "£1.2m"
    assert sent["areas"]["E1"][1].startswith("£1,234,567.89, ")
