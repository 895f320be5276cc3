import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from components import theme
from components.theme import DARK, LIGHT, Palette

ROOT = Path(__file__).resolve().parents[2]
THEMES = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio, 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_measured_as_the_standard_does() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@THEMES
@pytest.mark.parametrize("ground", ["background", "surface"])
@pytest.mark.parametrize("name", ["text", "muted", "primary", "good", "amber", "bad", "ink"])
def test_text_can_be_read_on_every_ground(colours: Palette, ground: str, name: str) -> None:
    assert contrast(getattr(colours, name), getattr(colours, ground)) >= 4.5


@THEMES
def test_text_can_be_read_where_it_lies_on_a_range(colours: Palette) -> None:
    assert contrast(colours.text, colours.band) >= 4.5


@THEMES
@pytest.mark.parametrize("name", ["elsewhere", "not_known", "zero", "ink"])
def test_graphics_stand_out_from_the_page(colours: Palette, name: str) -> None:
    assert contrast(getattr(colours, name), colours.background) >= 3


@THEMES
def test_every_tier_stands_out_from_the_page(colours: Palette) -> None:
    assert min(contrast(tier, colours.background) for tier in colours.tiers) >= 3


@THEMES
def test_tiers_and_classes_run_one_way_and_can_be_told_apart(colours: Palette) -> None:
    for steps in (colours.tiers, colours.ramp):
        lights = [luminance(step) for step in steps]
        assert lights in (sorted(lights), sorted(lights, reverse=True))
        assert min(contrast(one, other) for one, other in pairwise(steps)) >= 1.2


def test_light_tiers_start_darkest() -> None:
    assert LIGHT.tiers[0] == "#12436D"
    assert luminance(LIGHT.tiers[0]) < luminance(LIGHT.tiers[-1])


@THEMES
def test_a_tier_has_one_colour(colours: Palette) -> None:
    found = [theme.tier_colour(colours, tier) for tier in (1, 2, 3, 4, 98, 99)]
    assert found == [*colours.tiers, colours.tiers[-1], colours.elsewhere, colours.not_known]


def test_a_theme_that_does_not_exist_is_an_error_that_names_it() -> None:
    assert theme.palette("dark") is DARK
    with pytest.raises(ValueError, match="'blue'"):
        theme.palette("blue")


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_streamlit_wears_the_same_colours(colours: Palette) -> None:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    chosen = settings["theme"][colours.name]
    assert chosen["backgroundColor"] == colours.background
    assert chosen["secondaryBackgroundColor"] == colours.surface
    assert chosen["textColor"] == colours.text
    assert chosen["primaryColor"] == chosen["linkColor"] == colours.primary
    assert chosen["borderColor"] == colours.rule


def test_streamlit_keeps_to_this_machine_and_asks_no_one_else() -> None:
    text = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    settings = tomllib.loads(text)
    assert settings["server"]["address"] == "localhost"
    assert settings["server"]["enableXsrfProtection"] is True
    assert settings["server"]["enableStaticServing"] is True
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["runner"]["magicEnabled"] is False
    assert "http" not in text


def test_every_colour_the_stylesheet_uses_is_given_for_both_themes() -> None:
    sheet = theme.stylesheet()
    used = {re.split("[,)]", part)[0] for part in sheet.split("var(--lp-")[1:]}
    # The size of a chart, which only the browser that drew it knows.
    used -= set(re.findall(r'setProperty\("--lp-(\w+)"', theme.FOLLOWED))
    given = {part.split(":")[0] for part in sheet.split("--lp-") if part.split(":")[0] in used}
    assert used == given
    assert f"--lp-text:light-dark({LIGHT.text},{DARK.text})" in sheet
    assert "url(" not in sheet
