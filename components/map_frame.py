"""A scene in the browser: outlines are fetched once and kept there, and what a change of filter
sends is only how each area is filled and what it says. The drawing is `static/map/map.js`."""

import hashlib
import json
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path

import shapely
import streamlit as st

from components.leaflet import keep
from components.map import Outlines, Scene, legend

STATIC = Path(__file__).resolve().parents[1] / "static"
# The file of districts that was laid last, by which the first page opens.
_districts: list[str] = []

# The page's own address says where our files lie, under any base path and behind any proxy.
_START = """
export default function (component) {
  const { data, parentElement } = component;
  const here = location.pathname.replace(/\\/+$/, "");
  const base = data.page && here.endsWith(`/${data.page}`)
    ? here.slice(0, -data.page.length - 1) : here;
  const root = `${location.origin}${base}/app/static`;
  const drawing = import(`${root}/map/map.js?${data.version}`);
  drawing.then((map) => map.show(component, root));
  return () => drawing.then((map) => map.leave(parentElement));
}
"""
_PLACE = """
<div class="lp-map">
<div class="lp-map-frame" role="group" aria-roledescription="map" tabindex="0"></div>
<div class="lp-map-side"><p class="lp-map-title">Open an area</p>
<ol class="lp-map-list" aria-label="Open an area"></ol></div>
<p class="lp-map-said" role="status"></p><p class="lp-hidden lp-map-told" role="status"></p></div>
"""


@cache
def _component() -> Callable[..., object]:
    # In a run and not on import: the server imports this before there is anyone to draw for.
    return st.components.v2.component(
        "local_pound_map", html=_PLACE, js=_START, isolate_styles=False
    )


@cache
def _version() -> str:
    return hashlib.sha256((STATIC / "map" / "map.js").read_bytes()).hexdigest()[:12]


def ahead(root: str, *, other_level: bool = False) -> list[str]:
    """Links, as an answer's `Link` header has them, to what the first map will fetch from `root`;
    without the outlines where none were drawn yet, or areas of another level are asked for."""
    links = [
        f"<{root}/map/map.js?{_version()}>; rel=modulepreload",
        f"<{root}/leaflet/leaflet.js>; rel=preload; as=script",
        f"<{root}/leaflet/leaflet.css>; rel=preload; as=style",
    ]
    if _districts and not other_level:
        links.append(f"<{root}/shapes/{_districts[-1]}>; rel=preload; as=fetch; crossorigin")
    return links


def show(
    drawn: Scene, key: str, page: str, chosen: str | None, choose: Callable[[str], None]
) -> None:
    """Set a scene on the page called `page` in its address. `choose(code)` is called, before the
    page runs again, with the area that is clicked, or chosen in the list beside the map."""

    def opened() -> None:
        code = st.session_state[key].opened
        if code is not None:
            choose(str(code))

    _component()(data=sent(drawn, page, chosen), key=key, on_opened_change=opened)
    st.html(legend(drawn))


def sent(drawn: Scene, page: str, chosen: str | None) -> dict[str, object]:
    """What the browser is sent of a scene; shapes go by the name of a file that it fetches."""
    colours = drawn.colours
    return {
        "page": page,
        "version": _version(),
        "shapes": served_areas(drawn.outlines),
        "rings": served_rings(drawn.rings),
        "fills": drawn.shaded.fills,
        "areas": {
            code: [drawn.shaded.classes.get(code, 0), said] for code, said in drawn.says.items()
        },
        "nothing": "no spend",
        "points": [[p.latitude, p.longitude, p.radius, p.name, p.says] for p in drawn.points],
        "marks": [[p.latitude, p.longitude, p.name] for p in drawn.marks],
        "bounds": drawn.bounds,
        "list": [[one.code, one.name, one.amount, one.share] for one in drawn.listed],
        "chosen": chosen,
        "label": drawn.label,
        "colours": {
            "background": colours.background,
            "boundary": colours.boundary,
            "ink": colours.ink,
            "chosen": colours.chosen,
        },
    }


@lru_cache(maxsize=16)
def served_areas(outlines: Outlines) -> str:
    """Lay the areas where the browser can fetch them; the name of their file."""
    rows = zip(
        outlines.frame["area_code"], outlines.frame["name"], outlines.frame["geometry"], strict=True
    )
    name = _served([(code, {"name": name}, shape) for code, name, shape in rows])
    if outlines.level == "district":
        _districts[:] = [name]
    return name


@lru_cache(maxsize=64)
def served_rings(rings: tuple[tuple[str, shapely.Geometry], ...]) -> str | None:
    """The same for the outlines of tiers; None where there are none."""
    return _served([(name, {}, shape) for name, shape in rings]) if rings else None


def _served(shapes: list[tuple[str, dict[str, str], shapely.Geometry]]) -> str:
    features = [
        {"type": "Feature", "id": id_, "properties": about, "geometry": _rounded(shape)}
        for id_, about, shape in shapes
    ]
    text = json.dumps(
        {"type": "FeatureCollection", "features": features}, separators=(",", ":")
    ).encode()
    # Named by its content: a browser may keep it for good.
    name = f"{hashlib.sha256(text).hexdigest()[:24]}.json"
    keep(text, STATIC / "shapes" / name)
    return name


def _rounded(shape: shapely.Geometry) -> dict[str, object]:
    # Four places are eleven metres.
    return json.loads(shapely.to_geojson(shapely.set_precision(shape, 0.0001, mode="pointwise")))
