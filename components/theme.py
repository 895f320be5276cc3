"""Every colour on the screen, once for light and once for dark.

A figure takes a `Palette` as an argument and is drawn for it. Whatever is set as HTML takes
its colours from `stylesheet()`, which follows the browser's choice by itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import streamlit as st

FONT = '"Source Sans", "Source Sans Pro", "Segoe UI", sans-serif'

ELSEWHERE = 98
NOT_KNOWN = 99


@dataclass(frozen=True)
class Palette:
    """Colours of one theme, each as #RRGGBB.

    `tiers` runs from the innermost tier outwards, `ramp` from the least to the most, `change` from
    much less to much more.
    """

    name: str
    background: str
    surface: str
    text: str
    muted: str
    primary: str
    rule: str
    grid: str
    zero: str
    ink: str
    land: str
    boundary: str
    refund: str
    ramp: tuple[str, str, str, str, str]
    tiers: tuple[str, str, str]
    change: tuple[str, str, str, str, str]
    elsewhere: str
    not_known: str
    chosen: str
    band: str
    bar: str
    good: str
    amber: str
    bad: str


LIGHT = Palette(
    name="light",
    background="#FFFFFF",
    surface="#F4F4F1",
    text="#1D2327",
    muted="#565F68",
    primary="#12436D",
    rule="#D5D6D2",
    grid="#E8E8E4",
    zero="#737A81",
    ink="#1D2327",
    land="#F0F0EC",
    boundary="#FFFFFF",
    refund="#D9B8CB",
    ramp=("#D6E4F1", "#A9CBEA", "#6BA5DA", "#2F77B8", "#12436D"),
    tiers=("#12436D", "#2073BC", "#4F93D2"),
    change=("#A8480F", "#EDAE84", "#DEDED8", "#8FB8DD", "#12436D"),
    elsewhere="#868B90",
    not_known="#565F68",
    chosen="#B8460B",
    band="#D6E4F1",
    bar="#C7DBEE",
    good="#00703C",
    amber="#8A5A00",
    bad="#B10E1E",
)

DARK = Palette(
    name="dark",
    background="#15191D",
    surface="#1E2429",
    text="#E8EAEC",
    muted="#A9B1B9",
    primary="#7FB4E6",
    rule="#3A434B",
    grid="#2B3239",
    zero="#7E868E",
    ink="#E8EAEC",
    land="#252B31",
    boundary="#15191D",
    refund="#7A4762",
    ramp=("#1F3A54", "#255A87", "#3B82BF", "#77B3E6", "#C4E0FA"),
    tiers=("#3E86C6", "#6BACE6", "#B5D6F5"),
    change=("#F5A06B", "#8F5A38", "#454E56", "#36648C", "#A6D0F5"),
    elsewhere="#7E868E",
    not_known="#A9B1B9",
    chosen="#F5A06B",
    band="#1F3A54",
    bar="#264D70",
    good="#5FBF86",
    amber="#E0AE4A",
    bad="#F0868E",
)

# Names in components/style.css, from the palette's field of the same name.
_STYLE_COLOURS = (
    "background",
    "surface",
    "text",
    "muted",
    "primary",
    "rule",
    "grid",
    "zero",
    "ink",
    "land",
    "refund",
    "elsewhere",
    "not_known",
    "chosen",
    "boundary",
    "bar",
    "good",
    "amber",
    "bad",
)


def palette(theme: str) -> Palette:
    """The palette called "light" or "dark"; anything else is a ValueError that says so."""
    for each in (LIGHT, DARK):
        if each.name == theme:
            return each
    raise ValueError(f'A theme is "light" or "dark", not {theme!r}.')


def chosen() -> Palette:
    """The palette of the theme this browser shows; light where it has not said."""
    return DARK if st.context.theme.type == "dark" else LIGHT


# Streamlit does not run a page again when its reader turns from light to dark, and a figure drawn
# for the one cannot be read on the other. This asks for that run. A chart is drawn as wide as the
# screen, too: on paper it is made smaller as a picture is, since nothing is drawn again there.
FOLLOWED = """
export default function ({ data, setTriggerValue }) {
  const page = document.querySelector(".stApp");
  const tell = () => {
    const shown = getComputedStyle(page).colorScheme;
    if (shown !== data.drawn) setTriggerValue("shown", shown);
  };
  const watcher = new MutationObserver(tell);
  watcher.observe(page, { attributes: true, attributeFilter: ["class", "style"] });
  const fit = () => {
    for (const drawn of document.querySelectorAll(".js-plotly-plot .svg-container")) {
      const { offsetWidth: width, offsetHeight: height } = drawn;
      drawn.style.setProperty("--lp-drawn", `${width} / ${height}`);
      // No taller than most of a page, either.
      drawn.style.setProperty("--lp-widest", `${width * Math.min(1, 640 / height)}px`);
      for (const layer of drawn.querySelectorAll(":scope > svg.main-svg"))
        layer.setAttribute("viewBox", `0 0 ${width} ${height}`);
    }
  };
  const smaller = () => {
    for (const frame of document.querySelectorAll(".lp-map-frame")) {
      const width = frame.offsetWidth;
      frame.style.setProperty("--lp-widest", `${width}px`);
      // What is left of A4 within its margins and those of the card.
      frame.style.setProperty("--lp-smaller", Math.min(1, 660 / width));
    }
  };
  const unfit = () => {
    for (const layer of document.querySelectorAll("svg.main-svg[viewBox]"))
      layer.removeAttribute("viewBox");
  };
  addEventListener("beforeprint", fit);
  addEventListener("beforeprint", smaller);
  addEventListener("afterprint", unfit);
  tell();
  return () => {
    watcher.disconnect();
    removeEventListener("beforeprint", fit);
    removeEventListener("beforeprint", smaller);
    removeEventListener("afterprint", unfit);
  };
}
"""


@cache
def _watcher() -> Callable[..., object]:
    # In a run and not on import: the server imports this before there is anyone to watch.
    return st.components.v2.component("local_pound_theme", js=FOLLOWED)


def follow() -> None:
    """Run the page again when its reader changes theme, and fit its charts to the paper they are
    printed on. Call once in a run."""
    _watcher()(data={"drawn": chosen().name}, on_shown_change=lambda: None, key="theme", height=0)


def tier_colour(colours: Palette, tier: int) -> str:
    """The one colour of a tier: 1 is the innermost, 98 elsewhere, 99 not known."""
    if tier == NOT_KNOWN:
        return colours.not_known
    if tier == ELSEWHERE:
        return colours.elsewhere
    return colours.tiers[min(max(tier, 1), len(colours.tiers)) - 1]


@cache
def stylesheet() -> str:
    """The CSS of everything set as HTML, as one `<style>` element.

    `light-dark()` is resolved by the browser, so text and tables follow a change of theme
    at once, without a run of the page.
    """
    pairs = [(name, getattr(LIGHT, name), getattr(DARK, name)) for name in _STYLE_COLOURS]
    steps = zip(LIGHT.ramp, DARK.ramp, strict=True)
    pairs += [(f"ramp-{step}", *both) for step, both in enumerate(steps, start=1)]
    steps = zip(LIGHT.tiers, DARK.tiers, strict=True)
    pairs += [(f"tier-{step}", *both) for step, both in enumerate(steps, start=1)]
    steps = zip(LIGHT.change, DARK.change, strict=True)
    pairs += [(f"change-{step}", *both) for step, both in enumerate(steps, start=1)]
    colours = "".join(
        f"--lp-{name.replace('_', '-')}:light-dark({light},{dark});" for name, light, dark in pairs
    )
    rules = Path(__file__).with_name("style.css").read_text(encoding="utf-8")
    return f"<style>:root{{{colours}}}\n{rules}</style>"
