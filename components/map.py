"""Where the money goes, on a quiet map: frames and outlines in, a scene out that says all it shows.

A scene is drawn by the browser (`map_frame.py`) and leaves as a file (`map_files.py`). There is no
tile layer: the land is our own outlines, so the map is whole on a closed network.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians
from typing import Protocol

import geopandas
import pandas as pd
import shapely
import shapely.affinity

from components import words
from components.map_shades import Shade, Shaded, shaded
from components.theme import Palette

# Words of an organisation's name that say what it is, not where.
_KINDS = frozenset(
    {"council", "borough", "city", "county", "district", "metropolitan", "royal", "london"}
    | {"unitary", "authority", "corporation", "of", "the"}
)
# Screen pixels: the largest circle, and the least that can be seen and pointed at.
_LARGEST, _LEAST = 26.0, 3.0

Corners = tuple[tuple[float, float], tuple[float, float]]


class Outlines(Protocol):
    """Areas of one level as shapes; the same object for as long as the reference is the same.

    frame: area_code, name, geometry (longitude and latitude, WGS 84).
    """

    level: str
    frame: geopandas.GeoDataFrame


@dataclass(frozen=True)
class Point:
    """A supplier or a council as a dot: degrees, radius in pixels, and what it says."""

    latitude: float
    longitude: float
    radius: float
    name: str
    says: str = ""


@dataclass(frozen=True)
class Listed:
    """An area in the list beside the map."""

    code: str
    name: str
    amount: str
    share: str


@dataclass(frozen=True, eq=False)
class Scene:
    """Everything a map shows.

    outlines  the areas, and `shaded` the class of each
    says      what an area with spend says, after its name, by area code
    rings     each tier made of areas, with those inside it, as one shape; innermost first
    marks     the councils themselves; `points` the suppliers
    bounds    south-west and north-east corners of what matters, latitude first
    listed    the areas with spend, the largest first
    unplaced  what is not on the map, in sentences
    label     the map in a sentence, for who cannot see it
    """

    outlines: Outlines
    shaded: Shaded
    says: Mapping[str, str]
    rings: tuple[tuple[str, shapely.Geometry], ...]
    marks: tuple[Point, ...]
    points: tuple[Point, ...]
    bounds: Corners
    listed: tuple[Listed, ...]
    unplaced: tuple[str, ...]
    colours: Palette
    label: str
    credit: str


def scene(
    areas: pd.DataFrame,
    outlines: Outlines,
    districts: Outlines,
    tiers: pd.DataFrame,
    organisations: Sequence[str],
    colours: Palette,
    shade: Shade,
    *,
    label: str,
    credit: str = "",
    suppliers: pd.DataFrame | None = None,
    circles: bool = False,
) -> Scene:
    """Spend by area, with the strategy's tiers outlined and its council marked.

    areas: `spend/by_area` of the outlines' level, with `change_share` for that shade; tiers:
    `strategy/tiers`, drawn from the districts; suppliers: `spend/points`, shown as circles, or
    without `circles` only those in tiers that have no outline, as dots. Organisations are marked
    where their name is a district's.
    """
    own = _own(tuple(organisations), districts)
    rings = tier_rings(_ring_parts(tiers), districts)
    placed = areas.loc[areas["area_code"].notna()].to_dict("records")
    return Scene(
        outlines=outlines,
        shaded=shaded(areas, shade, colours),
        says={
            row["area_code"]: says(row, shade, _known(outlines))
            for row in placed
            if row["amount"] != 0
        },
        rings=rings,
        marks=tuple(mark for mark, _ in own),
        points=circled(suppliers) if circles else dots(suppliers, tiers, rings),
        bounds=_view(areas, outlines.frame, rings, [shape for _, shape in own]),
        listed=tuple(_listed(row) for row in placed),
        unplaced=_unplaced(areas, tiers, rings, _known(outlines)),
        colours=colours,
        label=label,
        credit=credit,
    )


def own_areas(organisations: Sequence[str], frame: geopandas.GeoDataFrame) -> list[str]:
    """Codes of the areas that the organisations are the councils of, by name."""
    names = zip(frame["name"], frame["area_code"], strict=True)
    places = {" ".join(_place(name)): code for name, code in names}
    found = [places.get(" ".join(_place(organisation))) for organisation in organisations]
    return [code for code in dict.fromkeys(found) if code]


def _place(name: str) -> list[str]:
    letters = "".join(letter if letter.isalnum() else " " for letter in name.lower())
    return [word for word in letters.split() if word not in _KINDS]


# A tier's name, its areas' codes, and the circle it is, as latitude, longitude and kilometres.
_Parts = tuple[str, tuple[str, ...], tuple[float, float, float] | None]


def _ring_parts(tiers: pd.DataFrame) -> tuple[_Parts, ...]:
    parts = []
    for row in tiers.sort_values("tier").to_dict("records"):
        # A list from the warehouse is a list, an array, or null.
        codes = () if row["area_codes"] is None else tuple(row["area_codes"])
        around = tuple(row.get(name) for name in ("latitude", "longitude", "radius_km"))
        circle = None if any(map(words.missing, around)) else tuple(map(float, around))
        parts.append((row["tier_name"], codes, circle))
    return tuple(parts)


@lru_cache(maxsize=64)
def tier_rings(
    tiers: tuple[_Parts, ...], districts: Outlines
) -> tuple[tuple[str, shapely.Geometry], ...]:
    """Each tier made of areas or of a circle, with those inside it, as one shape; innermost
    first."""
    rings: list[tuple[str, shapely.Geometry]] = []
    shapes: list[shapely.Geometry] = []
    frame = districts.frame
    for name, codes, circle in tiers:
        own = frame.loc[frame["area_code"].isin(codes), "geometry"].tolist()
        own += [] if circle is None else [_around(*circle)]
        shapes += own
        if own:
            rings.append((name, shapely.union_all(shapes)))
    return tuple(rings)


def _around(latitude: float, longitude: float, kilometres: float) -> shapely.Geometry:
    # A degree of latitude is 111.2 km, and one of longitude less by the cosine of the latitude.
    north = kilometres / 111.2
    circle = shapely.Point(0, 0).buffer(1, quad_segs=24)
    east = north / cos(radians(latitude))
    return shapely.affinity.translate(
        shapely.affinity.scale(circle, east, north), longitude, latitude
    )


def _known(outlines: Outlines) -> str:
    """What spend on the map has: a supplier known by a sector has a place and no ward."""
    return "ward" if outlines.level == "ward" else "place"


def says(row: Mapping[str, object], shade: Shade, known: str = "place") -> str:
    """What an area says of itself after its name: money, share, suppliers, and the shade's own."""
    suppliers = words.count(int(row["suppliers"]), "supplier")
    said = (
        f"{words.pounds_exact(row['amount'])}, {words.share(row['share_of_known'], 1)} of spend "
        f"with a known {known}, {suppliers}"
    )
    match shade.column:
        case "per_supplier":
            return f"{said}, {words.pounds_exact(row['per_supplier'])} each"
        case "sme_share":
            return f"{said}, {words.share(row['sme_share'])} of spend of known size with SMEs"
        case "change_share" if words.missing(row["change_share"]):
            return f"{said}, nothing to compare with a year before"
        case "change_share":
            return f"{said}, {_moved(row['change_share'])} on the year before"
    return said


def _moved(change: float) -> str:
    if words.share(abs(change)) == "0%":
        return "no change"
    return f"{'up' if change > 0 else 'down'} {words.share(abs(change))}"


def circled(suppliers: pd.DataFrame | None) -> tuple[Point, ...]:
    """Suppliers (`spend/points`) as circles whose area is in proportion to their spend."""
    rows = [] if suppliers is None else suppliers.to_dict("records")
    most = max((float(row["amount"]) for row in rows), default=1.0)
    return tuple(
        _point(row, round(max(_LEAST, _LARGEST * (float(row["amount"]) / most) ** 0.5), 1))
        for row in rows
        if row["amount"] > 0
    )


def dots(
    suppliers: pd.DataFrame | None,
    tiers: pd.DataFrame,
    rings: Sequence[tuple[str, shapely.Geometry]],
) -> tuple[Point, ...]:
    """The suppliers of tiers that are made of postcodes, which have no outline, as dots."""
    drawn = {name for name, _ in rings}
    without = set(tiers.loc[~tiers["tier_name"].isin(drawn), "tier"])
    if suppliers is None or not without:
        return ()
    rows = suppliers.loc[suppliers["tier"].isin(without)].to_dict("records")
    return tuple(_point(row, _LEAST) for row in rows)


def _point(row: Mapping[str, object], radius: float) -> Point:
    by = "an officer" if row["place_known_by"] == "officer" else row["place_known_by"]
    said = f"{words.pounds_exact(row['amount'])}, placed by {by}"
    name = str(row["name"])
    return Point(float(row["latitude"]), float(row["longitude"]), radius, name, said)


@lru_cache(maxsize=64)
def _own(
    organisations: tuple[str, ...], districts: Outlines
) -> tuple[tuple[Point, shapely.Geometry], ...]:
    """The mark and the shape of each area that the organisations are the councils of."""
    frame = districts.frame
    return tuple(
        _mark(frame.loc[frame["area_code"] == code].iloc[0])
        for code in own_areas(organisations, frame)
    )


def _mark(row: pd.Series) -> tuple[Point, shapely.Geometry]:
    middle = row["geometry"].representative_point()
    return Point(round(middle.y, 4), round(middle.x, 4), 4, row["name"]), row["geometry"]


def _listed(row: Mapping[str, object]) -> Listed:
    share = "" if words.missing(row["share_of_known"]) else words.share(row["share_of_known"])
    return Listed(row["area_code"], row["area"], words.pounds(row["amount"]), share)


def _view(
    areas: pd.DataFrame,
    frame: geopandas.GeoDataFrame,
    rings: Sequence[tuple[str, shapely.Geometry]],
    own: Sequence[shapely.Geometry],
) -> Corners:
    """What matters: the tiers and the council itself. Where there are neither, the areas that
    together take four fifths of what has a place."""
    codes: list[str] = []
    boxes = [shape.bounds for shape in (*(ring for _, ring in rings), *own)]
    if not boxes:
        placed = areas.loc[areas["area_code"].notna()]
        spent = placed["amount"].astype(float)
        reached = spent.cumsum() <= spent.sum() * 0.8
        codes = placed.loc[reached, "area_code"].tolist() or placed["area_code"].tolist()[:1]
    shapes = frame.loc[frame["area_code"].isin(codes), "geometry"]
    boxes += [shape.bounds for shape in shapes] or ([] if boxes else [frame.total_bounds])
    west, south, east, north = zip(*boxes, strict=True)
    return (float(min(south)), float(min(west))), (float(max(north)), float(max(east)))


def _unplaced(
    areas: pd.DataFrame,
    tiers: pd.DataFrame,
    rings: Sequence[tuple[str, shapely.Geometry]],
    known: str,
) -> tuple[str, ...]:
    drawn = {name for name, _ in rings}
    names = [name for name in tiers.sort_values("tier")["tier_name"] if name not in drawn]
    said = [f"{name} is made of postcodes: its suppliers are dots" for name in names]
    lost = areas.loc[areas["area_code"].isna(), "amount"]
    if len(lost) and lost.iloc[0] != 0:
        what = "Ward not known" if known == "ward" else "Not known"
        said.append(f"{what}, so not on the map: {words.pounds(lost.iloc[0])}")
    return tuple(said)


def ring_weight(place: int) -> float:
    """How many pixels wide the outline of a tier is, the innermost first; the others are dashed."""
    return (2.6, 1.8, 1.2)[min(place, 2)]


def legend(drawn: Scene) -> str:
    """The map's key as escaped HTML: ranges, none, refunds, outlines, what is not shown, credit."""
    kind = "change" if drawn.shaded.shade.kind == "change" else "ramp"
    swatches = {0: "land", 6: "refund"}
    items = [f"<li><b>{words.escape(drawn.shaded.shade.measured)}</b></li>"]
    for step, text in drawn.shaded.ranges:
        swatch = swatches.get(step, f"{kind}-{step}")
        items.append(f'<li><span class="lp-swatch lp-{swatch}"></span>{words.escape(text)}</li>')
    for place, (name, _) in enumerate(drawn.rings):
        dashed = " lp-dashed" if place else ""
        line = f'<span class="lp-line{dashed}" style="height:{ring_weight(place)}px"></span>'
        items.append(f"<li>{line}{words.escape(name)}</li>")
    if drawn.points:
        sized = any(point.radius > _LEAST for point in drawn.points)
        text = "A supplier, sized by its spend" if sized else "A supplier in a tier of postcodes"
        items.append(f'<li><span class="lp-circle"></span>{text}</li>')
    items += [f"<li>{words.escape(text)}</li>" for text in drawn.unplaced]
    source = f'<p class="lp-credit">{words.escape(drawn.credit)}</p>' if drawn.credit else ""
    return f'<ul class="lp-legend">{"".join(items)}</ul>{source}'
