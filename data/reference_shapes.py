"""Boundaries of districts or wards, as outlines for the screen and the areas they stand for."""

from __future__ import annotations

import csv
import json
import re
import warnings
from collections.abc import Iterable, Sequence
from pathlib import Path

import geopandas
import numpy
import pyogrio.errors
import shapely

from data import geography
from data.reference_files import Opened, Progress
from data.reference_found import Found
from data.refused import Refused

DEGREES, GRID = "EPSG:4326", "EPSG:27700"
# West, south, east, north of the United Kingdom: in degrees, and in metres of the National Grid.
_WITHIN = {DEGREES: (-9.5, 49.0, 3.0, 61.5), GRID: (-350_000.0, -100_000.0, 800_000.0, 1_350_000.0)}
# Corners nearer to the line than this are not seen on a screen that shows a county.
TOLERANCE_METRES = {"districts": 100, "wards": 30}
DECIMAL_PLACES = 5
_CODE = r"[ENSW]\d{8}"
_NAMED = 5


def read_boundaries(
    opened: Opened, name: str, areas: Path, target: Path, progress: Progress
) -> Found:
    """Write outlines.geojson into `target`; for districts area.csv and area_before.csv, for wards
    ward.csv.

    `areas` is the folder of the default areas: a code known there keeps its name, county and
    region; areas it does not cover stay. Raises Refused with a sentence where the file has no
    codes, an unknown projection, shapes that cannot be mended, or another country.
    """
    progress(0.1, "Reading boundaries")
    try:
        with warnings.catch_warnings():
            # It warns of a ring that does not close, and then fails on it.
            warnings.simplefilter("ignore", RuntimeWarning)
            shapes = geopandas.read_file(opened.parts[0])
    except (pyogrio.errors.DataSourceError, shapely.errors.GEOSException, ValueError) as error:
        raise Refused(
            f"{name} cannot be read as GeoJSON; it may be cut short or damaged, or have rings that "
            "do not close. Please download it again."
        ) from error
    if shapes.empty:
        raise Refused(f"{name} holds no shape at all. Please download it again.")
    covers, code, label = _columns(shapes.columns, name)
    shapes = shapes.dropna(subset=[code])
    odd = [one for one in shapes[code] if not re.fullmatch(_CODE, str(one))]
    if odd or shapes.empty:
        raise Refused(
            f"{name} gives codes that are not those of the United Kingdom's statistics offices "
            f"({', '.join(map(str, odd[:_NAMED])) or 'none at all'})."
        )
    bare = shapes.loc[shapes.geometry.isna() | shapes.geometry.is_empty, label]
    if len(bare):
        raise Refused(f"{name} has no shape for {_some(bare)}. Please download it again.")
    shapes = _projected(shapes, name)
    progress(0.4, "Mending and simplifying shapes")
    geometry, mended, lost = _mended(shapes.geometry.to_numpy())
    if lost.any():
        raise Refused(f"{name} has shapes that cannot be mended: {_some(shapes[label][lost])}.")
    codes = shapes[code]
    if covers == "districts":
        codes = codes.replace(geography.codes_before(areas))
    frame = geopandas.GeoDataFrame(
        {"area_code": codes, "name": shapes[label]}, geometry=geometry, crs=GRID
    )
    if covers == "wards":
        district = next((h for h in shapes.columns if re.fullmatch(r"(?i)LAD\d\dCD", h)), None)
        frame["district_code"] = shapes[district] if district else ""
    frame = frame.dissolve("area_code", as_index=False).sort_values("area_code", ignore_index=True)
    frame = _simplified(frame, TOLERANCE_METRES[covers])
    progress(0.8, "Keeping the outlines")
    counted = {"areas": len(frame), "mended": int(mended)}
    notices = [f"{mended} shapes had crossed or broken rings and were mended."] if mended else []
    if covers == "districts":
        frame, new, kept = _with_default(frame, areas, target)
        counted |= {"new_areas": len(new), "kept_areas": kept}
        if new:
            notices.append(
                f"{len(new)} areas are new here ({', '.join(new[:_NAMED])}): their county and "
                "region are those of the place they lie in."
            )
        if kept:
            notices.append(f"{kept} areas are not in the file and keep the outline they have here.")
    else:
        frame = frame.rename(columns={"area_code": "ward_code", "district_code": "area_code"})
        _write_table(target / "ward.csv", frame.drop(columns="geometry").to_dict("records"), "name")
    _write(frame, target / "outlines.geojson")
    year = re.search(r"\d\d", code)
    vintage = opened.dated or f"20{year[0]}"
    return Found(covers, f"{covers.capitalize()[:-1]} boundaries", vintage, counted, tuple(notices))


def _columns(headers: Iterable[str], name: str) -> tuple[str, str, str]:
    """What the file covers, and its columns of codes and names: of wards before those of districts,
    since a file of wards says the district of each too."""
    for covers, letters in (("wards", "WD"), ("districts", "LAD")):
        codes = sorted(one for one in headers if re.fullmatch(rf"(?i){letters}\d\dCD", one))
        if codes:
            code = codes[-1]
            label = next((h for h in headers if h.upper() == code.upper()[:-2] + "NM"), code)
            return covers, code, label
    raise Refused(
        f"{name} has shapes but no codes: a column such as LAD24CD for districts or WD24CD for "
        "wards. Without them no shape can be told from another. Please download the boundaries "
        "of local authority districts or wards from the Office for National Statistics."
    )


def _projected(shapes: geopandas.GeoDataFrame, name: str) -> geopandas.GeoDataFrame:
    """The shapes in metres of the National Grid, whichever of the two projections they came in.

    Numbers decide: a file without a word on its projection is taken for degrees by every reader.
    """
    said = shapes.crs.to_epsg() if shapes.crs else None
    bounds = shapes.total_bounds
    for projection, (west, south, east, north) in _WITHIN.items():
        fits = west <= bounds[0] <= bounds[2] <= east and south <= bounds[1] <= bounds[3] <= north
        spans_degrees = numpy.abs(bounds).max() <= 180
        if fits and spans_degrees == (projection == DEGREES) and said in (
            None, 4326, 4258, int(projection[5:]),
        ):  # fmt: skip
            return shapes.set_crs(projection, allow_override=True).to_crs(GRID)
    if said in (None, 4326, 4258) and numpy.abs(bounds).max() <= 180:
        raise Refused(f"{name} does not lie in the United Kingdom, but in another country.")
    raise Refused(
        f"{name} is in a projection that is not known here. Please download it in British National "
        "Grid or in longitude and latitude (WGS 84)."
    )


def _mended(shapes: numpy.ndarray) -> tuple[numpy.ndarray, int, numpy.ndarray]:
    """The shapes as polygons, how many had to be mended, and which cannot be."""
    flat = shapely.force_2d(shapes)
    broken = ~shapely.is_valid(flat)
    flat[broken] = shapely.make_valid(flat[broken])
    kept = numpy.array([_polygons(shape) for shape in flat])
    return kept, int(broken.sum()), shapely.is_empty(kept)


def _polygons(shape: shapely.Geometry) -> shapely.Geometry:
    """What of a shape is land: lines and points, which mending may leave, are not."""
    inner = [one for part in shapely.get_parts(shape) for one in shapely.get_parts(part)]
    return shapely.union_all([one for one in inner if one.geom_type == "Polygon"])


def _simplified(frame: geopandas.GeoDataFrame, metres: float) -> geopandas.GeoDataFrame:
    """The shapes in degrees, with fewer corners. Neighbours share their lines, so all are
    simplified as one coverage: each line once, and no gap opens."""
    shapes = frame.geometry.to_numpy()
    if not shapely.coverage_is_valid(shapes):
        shapes = shapely.coverage_clean(shapes)
    slim = shapely.coverage_simplify(shapes, metres)
    degrees = geopandas.GeoSeries(slim, crs=GRID).to_crs(DEGREES).to_numpy()
    rounded = shapely.transform(degrees, lambda corners: corners.round(DECIMAL_PLACES))
    broken = ~shapely.is_valid(rounded)
    rounded[broken] = [_polygons(one) for one in shapely.make_valid(rounded[broken])]
    return frame.set_geometry(geopandas.GeoSeries(rounded, index=frame.index, crs=DEGREES))


def _with_default(
    frame: geopandas.GeoDataFrame, areas: Path, target: Path
) -> tuple[geopandas.GeoDataFrame, list[str], int]:
    """Write the table of areas; give the outlines in force, the names of areas that the default
    does not know, and how many of its own stay because the file does not cover them.

    An area of the default that lies in a new one has been merged into it: its code and name lead
    there from now on.
    """
    default = {row["area_code"]: row for row in geography.area_rows(areas)}
    before = [
        {"code": code, "name": name, "area_code": now}
        for code, name, now in geography.rows_before(areas)
    ]
    new = frame[~frame["area_code"].isin(default)]
    drawn = geography.outlines(areas)
    rows, merged = [], {}
    points = drawn.geometry.representative_point()
    for one in new.itertuples():
        inside = drawn.loc[points.within(one.geometry), "area_code"]
        gone = [code for code in inside if code not in set(frame["area_code"])]
        merged |= dict.fromkeys(gone, one.area_code)
        spot = one.geometry.representative_point()
        nearest = shapely.distance(drawn.geometry.to_numpy(), spot).argmin()
        like = default[drawn["area_code"].iloc[nearest]]
        alone = like["county"] == like["name"]
        county = one.name if alone else like["county"]
        rows.append({**like, "area_code": one.area_code, "name": one.name, "county": county})
    rows += [row for code, row in default.items() if code not in merged]
    before += [
        {"code": code, "name": default[code]["name"], "area_code": now}
        for code, now in merged.items()
    ]
    for row in before:  # what led to an area since merged leads on
        row["area_code"] = merged.get(row["area_code"], row["area_code"])
    _write_table(target / "area.csv", rows, "area_code")
    _write_table(target / "area_before.csv", before, "code")
    names = {row["area_code"]: row["name"] for row in rows}
    frame = frame.assign(name=frame["area_code"].map(names))
    stay = drawn[~drawn["area_code"].isin({*frame["area_code"], *merged})]
    return geopandas.pd.concat([frame, stay]), sorted(new["name"]), len(stay)


def _write_table(path: Path, rows: Sequence[dict[str, str]], key: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda row: row[key]))


def _write(frame: geopandas.GeoDataFrame, path: Path) -> None:
    fields = [column for column in frame.columns if column != "geometry"]
    features = [
        {
            "type": "Feature",
            "properties": {field: row[field] for field in fields},
            "geometry": shapely.geometry.mapping(row["geometry"]),
        }
        for row in frame.to_dict("records")
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
    path.write_text(text, encoding="utf-8")


def _some(names: Iterable[str]) -> str:
    every = [str(name) for name in names]
    more = len(every) - _NAMED
    return ", ".join(every[:_NAMED]) + (f" and {more} more" if more > 0 else "")
