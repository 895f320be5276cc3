"""A map leaves as a picture, as shapes, and as a page that opens without a network."""

import io
import json
import re

import pytest
from PIL import Image

from components import map_files
from components.theme import DARK, LIGHT, Palette
from tests.components import frames


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_the_picture_is_sharp_and_shows_the_areas_in_their_colours(colours: Palette) -> None:
    made = frames.scene(colours=colours, suppliers=frames.places("100.00"), circles=True)
    picture = Image.open(io.BytesIO(map_files.picture(made, "Most stays", "Spend by area")))
    assert (picture.format, picture.size) == ("PNG", (2000, 1500))
    seen = {colour for _, colour in picture.convert("RGB").getcolors(maxcolors=1 << 22)}
    fills = made.shaded.fills
    for fill in (fills[5], fills[made.shaded.classes["E2"]], fills[0], colours.background):
        assert tuple(bytes.fromhex(fill[1:])) in seen


def test_names_that_look_like_mathematics_are_drawn_as_they_are() -> None:
    made = frames.scene(credit=r"$\frac{1}{0}$ $x", organisations=("Oakton Council",))
    assert map_files.picture(made, r"$\nope{", "£5 to $5 $").startswith(b"\x89PNG")


def test_the_shapes_have_every_area_with_its_figures() -> None:
    found = json.loads(map_files.geojson(frames.scene()))
    about = {one["id"]: one["properties"] for one in found["features"]}
    assert about["E1"]["says"] == "£80.00, 80.0% of spend with a known place, 3 suppliers"
    assert (about["E1"]["class"], about["E4"]["class"]) == (5, 0)
    assert about["E4"]["says"] == "no spend"
    assert found["features"][0]["geometry"]["type"] == "Polygon"


def test_the_page_holds_its_library_and_fetches_nothing() -> None:
    page = map_files.page(frames.scene(), "Most stays", "Spend by area").decode()
    assert "Leaflet 1.9.3" in page
    for way in (r"<script[^>]+src=", r"<link[^>]+href=", r"@import", r"url\(\s*['\"]?http"):
        assert not re.search(way, page), way
    assert "Most stays" in page and "Boundaries © someone" in page


def test_hostile_text_stays_text_in_the_page() -> None:
    tiers = frames.strategy_tiers().assign(tier_name=[frames.HOSTILE] * 3)
    made = frames.scene(
        tiers=tiers, label=frames.HOSTILE, credit=frames.HOSTILE,
        suppliers=frames.places("5.00", name=frames.HOSTILE), circles=True,
    )  # fmt: skip
    page = map_files.page(made, frames.HOSTILE, frames.HOSTILE).decode()
    assert "<img src=x" not in page
    assert "&'</script>" not in page


def test_a_name_cannot_run_between_the_backticks_of_a_tooltip() -> None:
    name = "Evil ${alert(1)} `+alert(2)+` \\"
    outlines = frames.outlines().assign(name=[name] * 4)
    made = frames.scene(
        suppliers=frames.places("5.00", name=name), circles=True,
        outlines=frames.Shapes(frame=outlines), districts=frames.Shapes(frame=outlines),
        organisations=(name,),
    )  # fmt: skip
    page = map_files.page(made, name, name).decode()
    tips = re.findall(r"bindTooltip\(\s*`(.*?)`", page, re.DOTALL)
    assert len(tips) >= 2
    for tip in tips:
        assert "${" not in tip and "alert(2)+`" not in tip
