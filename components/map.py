"""Where the money goes, on a quiet map: a frame and outlines in, a drawn map out.

No tile layer: the land is our own outlines, so the map is whole on a closed network.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

import folium
import geopandas
import pandas as pd
import shapely
from branca.element import Element, MacroElement
from folium.template import Template
from folium.utilities import JsCode

from components import words
from components.card import DrawnMap
from components.theme import Palette

CLASSES = 5
# Words of an organisation's name that say what it is, not where.
_KINDS = frozenset(
    {"council", "borough", "city", "county", "district", "metropolitan", "royal", "london"}
    | {"unitary", "authority", "corporation", "of", "the"}
)


class _Labelled(MacroElement):
    """Names the map for who hears the page instead of seeing it."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        {{ this._parent.get_name() }}.getContainer().setAttribute("role", "group");
        {{ this._parent.get_name() }}.getContainer().setAttribute(
            "aria-label", {{ this.text|tojson }});
        {% endmacro %}
        """
    )

    def __init__(self, text: str) -> None:
        super().__init__()
        self._name = "Labelled"
        self.text = text


class _Fitted(MacroElement):
    """Shows these corners, and again whenever the frame takes another size: a phone turned, a
    neighbour grown, a page printed."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        {{ this._parent.get_name() }}.fitBounds({{ this.corners|tojson }}, {padding: [18, 18]});
        {{ this._parent.get_name() }}.on("resize", function () {
            this.fitBounds({{ this.corners|tojson }}, {padding: [18, 18], animate: false});
        });
        {% endmacro %}
        """
    )

    def __init__(self, corners: list[list[float]]) -> None:
        super().__init__()
        self._name = "Fitted"
        self.corners = corners


class _Mark(MacroElement):
    """A dot with a name. Not folium's own marker, which first asks for a picture of a pin."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        L.marker({{ this.place|tojson }}, {
            icon: L.divIcon({html: {{ this.html|tojson }}, className: "lp-mark", iconSize: [0, 0]}),
            interactive: false,
            keyboard: false
        }).addTo({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self, name: str, point: shapely.Point) -> None:
        super().__init__()
        self._name = "Mark"
        self.place = [round(point.y, 4), round(point.x, 4)]
        self.html = f'<span class="lp-dot"></span><span class="lp-own">{words.escape(name)}</span>'


def draw(
    areas: pd.DataFrame,
    outlines: geopandas.GeoDataFrame,
    tiers: pd.DataFrame,
    organisations: Sequence[str],
    colours: Palette,
    *,
    alt: str,
    credit: str = "",
) -> DrawnMap:
    """Spend by district authority, with the strategy's tiers outlined and its council marked.

    areas: `spend/by_area`; tiers: `strategy/tiers`; outlines: area_code, name, geometry (WGS 84),
    left as they are. Organisations are marked where their name is a district's.
    """
    limits = breaks(areas)
    own = own_areas(organisations, outlines)
    rings = tier_rings(tiers, outlines)
    picture = folium.Map(
        location=[52.8, -1.8],
        tiles=None,
        zoom_start=6,
        min_zoom=5,
        max_zoom=12,
        zoom_snap=0.25,
        attribution_control=False,
        # A wheel or a finger moves the page, not the map; the buttons move the map.
        scroll_wheel_zoom=False,
        dragging=JsCode("!L.Browser.mobile"),
    )
    # The same map has the same name in every run, so that it is sent to the browser only once.
    picture._id = "spend"
    picture.get_root().header.add_child(Element(f"<style>{_map_style(colours)}</style>"))
    _land(areas, outlines, limits, colours).add_to(picture)
    # Each line lies on a wider one in the page's own colour, so that it shows on every fill.
    for width, colour in ((2.4, colours.background), (0.0, colours.ink)):
        for place, (_, ring) in enumerate(rings):
            _ring(ring, _ring_weight(place) + width, colour).add_to(picture)
    for code in own:
        row = outlines.loc[outlines["area_code"] == code].iloc[0]
        _Mark(row["name"], row["geometry"].representative_point()).add_to(picture)
    _Labelled(alt).add_to(picture)
    _Fitted(_view(areas, outlines, rings, own)).add_to(picture)
    return DrawnMap(picture, legend(areas, limits, tiers, rings, credit))


def breaks(areas: pd.DataFrame) -> tuple[Decimal, ...]:
    """Up to four rounded amounts, rising, that part the areas with spend into classes.

    Each is 1, 2 or 5 with noughts. Spend falls away steeply from a council outwards, so the
    steps are equal in proportion, not in pounds; a step that would part nothing is left out.
    """
    placed = areas.loc[areas["area_code"].notna(), "amount"]
    amounts = sorted(Decimal(amount) for amount in placed if amount > 0)
    if len(amounts) < 2:
        return ()
    low, high = float(amounts[len(amounts) // 4]), float(amounts[-1])
    steps = (low * (high / low) ** (step / CLASSES) for step in range(1, CLASSES))
    kept: list[Decimal] = []
    for step in sorted({_rounded(step) for step in steps if step > 0}):
        below = bisect_right(amounts, step - Decimal("0.01"))
        floor = bisect_right(amounts, kept[-1] - Decimal("0.01")) if kept else 0
        if floor < below < len(amounts):
            kept.append(step)
    return tuple(kept)


def _rounded(value: float) -> Decimal:
    size = Decimal(10) ** (len(str(max(int(value), 1))) - 1)
    return min((Decimal(n) * size for n in (1, 2, 5, 10)), key=lambda n: abs(float(n) - value))


def class_of(amount: Decimal | None, limits: Sequence[Decimal]) -> int | None:
    """The class of an area, 1 the least; 0 where more came back than went out; None for no spend.

    With fewer than five classes the strongest colours are used, so the most is always darkest.
    """
    if amount is None or amount == 0:
        return None
    if amount < 0:
        return 0
    return CLASSES - len(limits) + bisect_right(limits, amount)


def class_ranges(limits: Sequence[Decimal]) -> list[tuple[int, str]]:
    """Each class with its range in words, from the least."""
    if not limits:
        return [(CLASSES, "Any spend")]
    first = CLASSES - len(limits)
    names = [_round_pounds(limit) for limit in limits]
    ranges = [f"Under {names[0]}"]
    ranges += [f"{low} to {high}" for low, high in pairwise(names)]
    ranges.append(f"{names[-1]} and over")
    return list(enumerate(ranges, start=first))


def _round_pounds(amount: Decimal) -> str:
    return words.pounds(amount).replace(".0", "")


def own_areas(organisations: Sequence[str], outlines: geopandas.GeoDataFrame) -> list[str]:
    """Codes of the districts that the organisations are the councils of, by name."""
    places = {" ".join(_place(name)): code for name, code in _names(outlines)}
    found = [places.get(" ".join(_place(organisation))) for organisation in organisations]
    return [code for code in dict.fromkeys(found) if code]


def _names(outlines: geopandas.GeoDataFrame) -> list[tuple[str, str]]:
    return list(zip(outlines["name"], outlines["area_code"], strict=True))


def _place(name: str) -> list[str]:
    letters = "".join(letter if letter.isalnum() else " " for letter in name.lower())
    return [word for word in letters.split() if word not in _KINDS]


def tier_rings(
    tiers: pd.DataFrame, outlines: geopandas.GeoDataFrame
) -> list[tuple[str, shapely.Geometry]]:
    """Each tier made of areas, with those inside it, as one shape; innermost first."""
    rings: list[tuple[str, shapely.Geometry]] = []
    codes: set[str] = set()
    for row in tiers.sort_values("tier").to_dict("records"):
        own = set(_codes(row["area_codes"]))
        codes |= own
        shapes = outlines.loc[outlines["area_code"].isin(codes), "geometry"]
        if own and len(shapes):
            rings.append((row["tier_name"], shapely.union_all(shapes.to_numpy())))
    return rings


def _codes(value: object) -> list[str]:
    # A list from the warehouse is a list, an array, or null.
    return [] if value is None or value is pd.NA else list(value)


def hover(area: str, row: Mapping[str, object] | None) -> str:
    """What an area says of itself, exactly and in words, escaped."""
    name = words.escape(area)
    if row is None or row["amount"] == 0:
        return f"<b>{name}</b>: no spend"
    share = words.share(row["share_of_known"], 1)
    suppliers = words.count(int(row["suppliers"]), "supplier")
    return (
        f"<b>{name}</b>: {words.pounds_exact(row['amount'])}, "
        f"{share} of spend with a known place, {suppliers}"
    )


def _land(
    areas: pd.DataFrame,
    outlines: geopandas.GeoDataFrame,
    limits: Sequence[Decimal],
    colours: Palette,
) -> folium.GeoJson:
    rows = {row["area_code"]: row for row in areas.to_dict("records") if pd.notna(row["area_code"])}
    features = []
    shapes = zip(outlines["area_code"], outlines["name"], outlines["geometry"], strict=True)
    for code, name, shape in shapes:
        row = rows.get(code)
        features.append(
            {
                "type": "Feature",
                "id": code,
                "properties": {
                    "says": hover(name, row),
                    "class": class_of(None if row is None else row["amount"], limits),
                },
                "geometry": shapely.geometry.mapping(shape),
            }
        )
    fills = {None: colours.land, 0: colours.refund}
    fills |= dict(enumerate(colours.ramp, start=1))

    def style(feature: dict) -> dict[str, object]:
        return {
            "fillColor": fills[feature["properties"]["class"]],
            "fillOpacity": 1,
            "color": colours.boundary,
            "weight": 0.7,
        }

    return folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        style_function=style,
        highlight_function=lambda _: {"weight": 2, "color": colours.ink},
        tooltip=folium.GeoJsonTooltip(["says"], labels=False, class_name="lp-tip"),
        smooth_factor=0.5,
    )


def _ring(ring: shapely.Geometry, weight: float, colour: str) -> folium.GeoJson:
    shape = shapely.geometry.mapping(ring)
    return folium.GeoJson(
        {"type": "Feature", "id": "ring", "properties": {}, "geometry": shape},
        style_function=lambda _: {"fill": False, "color": colour, "weight": weight, "opacity": 1},
        interactive=False,
    )


def _ring_weight(place: int) -> float:
    return (2.6, 1.4, 1.0)[min(place, 2)]


def _view(
    areas: pd.DataFrame,
    outlines: geopandas.GeoDataFrame,
    rings: Sequence[tuple[str, shapely.Geometry]],
    own: Sequence[str],
) -> list[list[float]]:
    """South-west and north-east corners of what matters: the tiers and the council itself.

    Where there are neither, the areas that together take four fifths of what has a place.
    """
    codes = list(own)
    boxes = [ring.bounds for _, ring in rings]
    if not boxes and not codes:
        placed = areas.loc[areas["area_code"].notna()]
        spent = placed["amount"].astype(float)
        reached = spent.cumsum() <= spent.sum() * 0.8
        codes = placed.loc[reached, "area_code"].tolist() or placed["area_code"].tolist()[:1]
    shapes = outlines.loc[outlines["area_code"].isin(codes), "geometry"]
    boxes += [shape.bounds for shape in shapes] or ([] if boxes else [outlines.total_bounds])
    west, south, east, north = zip(*boxes, strict=True)
    return [[float(min(south)), float(min(west))], [float(max(north)), float(max(east))]]


def legend(
    areas: pd.DataFrame,
    limits: Sequence[Decimal],
    tiers: pd.DataFrame,
    rings: Sequence[tuple[str, shapely.Geometry]],
    credit: str = "",
) -> str:
    """The map's key as escaped HTML: ranges, none, refunds, not known, outlines, credit."""
    items = [
        f'<li><span class="lp-swatch lp-ramp-{step}"></span>{words.escape(text)}</li>'
        for step, text in class_ranges(limits)
    ]
    items.append('<li><span class="lp-swatch lp-land"></span>No spend</li>')
    placed = areas.loc[areas["area_code"].notna(), "amount"]
    if any(amount < 0 for amount in placed):
        items.append(
            '<li><span class="lp-swatch lp-refund"></span>More came back than went out</li>'
        )
    lost = areas.loc[areas["area_code"].isna(), "amount"]
    if len(lost) and lost.iloc[0] != 0:
        text = f"Not known, so not on the map: {words.pounds(lost.iloc[0])}"
        items.append(f'<li><span class="lp-swatch lp-hatched"></span>{words.escape(text)}</li>')
    drawn = [name for name, _ in rings]
    for place, name in enumerate(drawn):
        line = f'<span class="lp-line" style="height:{_ring_weight(place)}px"></span>'
        items.append(f"<li>{line}{words.escape(name)}</li>")
    for row in tiers.sort_values("tier").to_dict("records"):
        if row["tier_name"] not in drawn:
            text = f"{row['tier_name']} is made of postcodes, so it has no outline"
            items.append(f"<li>{words.escape(text)}</li>")
    source = f'<p class="lp-credit">{words.escape(credit)}</p>' if credit else ""
    return f'<ul class="lp-legend">{"".join(items)}</ul>{source}'


def _map_style(colours: Palette) -> str:
    return f"""
    body {{ background: {colours.background}; }}
    #map_div {{ height: 100vh !important; }}
    .leaflet-container {{ background: {colours.background}; color: {colours.text};
        font: 14px/1.35 "Source Sans", "Segoe UI", system-ui, sans-serif; }}
    .leaflet-tooltip.lp-tip {{ background: {colours.background}; color: {colours.text};
        border: 1px solid {colours.zero}; box-shadow: none; white-space: normal;
        opacity: 1 !important;
        width: max-content; max-width: 250px; font-size: 14px; padding: 4px 6px; }}
    .leaflet-tooltip::before {{ display: none; }}
    .leaflet-bar a, .leaflet-bar a.leaflet-disabled {{ background: {colours.background};
        color: {colours.text}; border-color: {colours.rule}; }}
    .leaflet-bar a:hover {{ background: {colours.surface}; }}
    .leaflet-container path:focus {{ outline: none; }}
    .leaflet-container a:focus-visible, .leaflet-container:focus-visible {{
        outline: 2px solid {colours.primary}; outline-offset: -2px; }}
    .lp-mark {{ white-space: nowrap; }}
    .lp-dot {{ position: absolute; left: -4px; top: -4px; width: 8px; height: 8px;
        border-radius: 50%; background: {colours.ink}; border: 1.5px solid {colours.background}; }}
    .lp-own {{ position: absolute; left: 8px; top: -10px; padding: 0 4px; border-radius: 2px;
        font-weight: 600; color: {colours.ink}; background: {colours.background}; opacity: 0.92; }}
    """
