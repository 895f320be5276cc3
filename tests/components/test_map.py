import json
import re
from decimal import Decimal
from itertools import pairwise

import folium
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit_folium import generate_leaflet_string

from components import leaflet
from components import map as spend_map
from components.theme import DARK, LIGHT, Palette
from tests.components import frames


def drawn(colours: Palette = LIGHT, organisations: tuple[str, ...] = ("Oakton Council",)):
    return spend_map.draw(
        frames.by_area(),
        frames.outlines(),
        frames.strategy_tiers(),
        organisations,
        colours,
        alt="Spend by area",
        credit="Boundaries © someone",
    )


def script(picture: folium.Map) -> str:
    picture.get_root().render()
    return generate_leaflet_string(picture)


def layers(picture: folium.Map) -> list[dict]:
    return [child.data for child in picture._children.values() if isinstance(child, folium.GeoJson)]


def test_every_area_is_drawn_and_says_its_money_exactly() -> None:
    land = layers(drawn().picture)[0]
    says = {part["id"]: part["properties"]["says"] for part in land["features"]}
    assert says["E1"] == ("<b>Oakton</b>: £80.00, 80.0% of spend with a known place, 3 suppliers")
    assert says["E3"].startswith("<b>Farham</b>: −£5.00, ")
    assert says["E4"].endswith("</b>: no spend")


def test_areas_wear_their_class_and_refunds_and_no_spend_their_own() -> None:
    land = layers(drawn().picture)[0]
    classes = {part["id"]: part["properties"]["class"] for part in land["features"]}
    assert classes["E1"] == 5
    assert 1 <= classes["E2"] < 5
    assert (classes["E3"], classes["E4"]) == (0, None)
    text = script(drawn().picture)
    for colour in (LIGHT.ramp[4], LIGHT.refund, LIGHT.land):
        assert f'"fillColor": "{colour}"' in text


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_the_ground_is_the_pages_own(colours: Palette) -> None:
    picture = drawn(colours).picture
    picture.get_root().render()
    header = picture.get_root().header.render()
    assert f".leaflet-container {{ background: {colours.background}" in header


def test_tiers_made_of_areas_are_outlined_and_the_others_say_why_not() -> None:
    rings = spend_map.tier_rings(frames.strategy_tiers(), frames.outlines())
    assert [name for name, _ in rings] == ["Oakton", "Oakshire"]
    assert rings[0][1].bounds == (-4, 52, -3, 53)
    assert rings[1][1].bounds == (-4, 52, -2, 53)
    text = script(drawn().picture)
    for colour in (LIGHT.ink, LIGHT.background):
        assert text.count(f'"color": "{colour}", "fill": false') == 2
    legend = drawn().legend
    assert "Oakton postcode is made of postcodes, so it has no outline" in legend


def test_the_councils_own_area_is_marked_by_name() -> None:
    own = spend_map.own_areas(
        ("Oakton Borough Council", "The Royal Borough of Elmford", "Nowhere Council"),
        frames.outlines(),
    )
    assert own == ["E1", "E2"]
    assert "Oakton" in script(drawn().picture).split("L.divIcon")[1][:200]
    assert "L.divIcon" not in script(drawn(organisations=()).picture)


def test_the_view_is_the_tiers_and_the_council() -> None:
    text = script(drawn().picture)
    assert "[[52.0, -4.0], [53.0, -2.0]]" in text


def test_without_tiers_or_council_the_view_is_where_most_money_goes() -> None:
    nothing = frames.strategy_tiers().head(0)
    picture = spend_map.draw(
        frames.by_area(), frames.outlines(), nothing, (), LIGHT, alt="x"
    ).picture
    assert "[[52.0, -4.0], [53.0, -3.0]]" in script(picture)


def test_the_legend_prints_each_range_once_with_none_refunds_and_not_known() -> None:
    legend = drawn().legend
    ranges = [text for _, text in spend_map.class_ranges(spend_map.breaks(frames.by_area()))]
    for text in ranges:
        assert legend.count(f"</span>{text}</li>") == 1
    assert "No spend" in legend
    assert "More came back than went out" in legend
    assert "Not known, so not on the map: £50" in legend
    assert "Boundaries © someone" in legend


def test_hostile_names_stay_text_in_the_map_and_its_legend() -> None:
    areas = frames.by_area()
    outlines = frames.outlines().assign(name=[frames.HOSTILE] * 4)
    tiers = frames.strategy_tiers().assign(tier_name=[frames.HOSTILE] * 3)
    made = spend_map.draw(
        areas, outlines, tiers, (frames.HOSTILE,), LIGHT, alt=frames.HOSTILE, credit=frames.HOSTILE
    )
    text = script(made.picture)
    assert "<img" not in text and "<img" not in made.legend and "</script" not in text
    says = layers(made.picture)[0]["features"][0]["properties"]["says"]
    assert says.startswith("<b>&lt;img src=x onerror=alert(1)&gt;")


@given(st.text(max_size=40))
def test_no_name_breaks_out_of_the_hover(name: str) -> None:
    says = spend_map.hover(name, None)
    assert not set(says.removeprefix("<b>").removesuffix("</b>: no spend")) & set("<>\"'")


AMOUNTS = st.lists(
    st.decimals(min_value=Decimal("0.01"), max_value=Decimal("1e10"), places=2), max_size=60
)


@given(AMOUNTS)
def test_breaks_are_few_round_rising_and_part_what_there_is(amounts: list[Decimal]) -> None:
    areas = frames.frame(
        area_code=[f"E{n}" for n in range(len(amounts))],
        amount=frames.money(*map(str, amounts)),
    )
    limits = spend_map.breaks(areas)
    assert len(limits) <= 4
    assert list(limits) == sorted(set(limits))
    for limit in limits:
        assert re.fullmatch("[125]0*", str(limit))
    classes = {spend_map.class_of(amount, limits) for amount in amounts}
    named = {step for step, _ in spend_map.class_ranges(limits)}
    if limits:
        assert classes == named
        assert len(named) == len(limits) + 1 <= spend_map.CLASSES


@given(AMOUNTS)
def test_more_money_is_never_a_lower_class(amounts: list[Decimal]) -> None:
    limits = (Decimal(10_000), Decimal(1_000_000))
    classes = [spend_map.class_of(amount, limits) for amount in sorted(amounts)]
    assert all(one <= other for one, other in pairwise(classes))


def test_a_limit_belongs_to_the_class_above_it() -> None:
    limits = (Decimal(10_000), Decimal(1_000_000))
    assert spend_map.class_ranges(limits) == [
        (3, "Under £10k"),
        (4, "£10k to £1m"),
        (5, "£1m and over"),
    ]
    amounts = [Decimal("9999.99"), Decimal(10_000), Decimal(1_000_000)]
    assert [spend_map.class_of(amount, limits) for amount in amounts] == [3, 4, 5]


def test_drawing_leaves_the_shared_outlines_as_they_were() -> None:
    shapes = frames.outlines()
    before = shapes.to_json()
    spend_map.draw(frames.by_area(), shapes, frames.strategy_tiers(), (), LIGHT, alt="x")
    assert shapes.to_json() == before


def test_the_same_map_is_the_same_bytes_so_it_is_sent_once() -> None:
    assert script(drawn().picture) == script(drawn().picture)


def test_the_map_names_itself_for_a_screen_reader() -> None:
    assert json.dumps("Spend by area") in script(drawn().picture)


def test_a_map_asks_no_one_else_for_anything(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(folium.Map, "default_js", folium.Map.default_js)
    monkeypatch.setattr(folium.Map, "default_css", folium.Map.default_css)
    leaflet.prepare(tmp_path)
    picture = drawn().picture
    page = picture.get_root().render()
    assert "http" not in re.sub(r"http://www\.w3\.org\S+|http-equiv", "", page)
    assert page.count("../../app/static/leaflet/") == 2


def test_leaflet_is_copied_once_and_mended_when_it_differs(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(folium.Map, "default_js", folium.Map.default_js)
    monkeypatch.setattr(folium.Map, "default_css", folium.Map.default_css)
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
