"""Where places are: district authorities, counties and regions, postcodes, and their outlines.

Reads the files in ``reference/``, and those a council has loaded over them. An area is always a
set of district authorities of today, so a county or a region is the union of its districts, and a
tier is a set of codes. Codes and names of districts since merged are still understood.
"""

from __future__ import annotations

import csv
import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    import geopandas

REFERENCE = Path(__file__).parent / "reference"
POSTCODE_SQL = Path(__file__).parent / "warehouse" / "postcode.sql"
REFERENCE_SQL = Path(__file__).parent / "warehouse" / "reference.sql"

NAME = "Reference that comes with Local Pound"
VINTAGE = "district authorities as they are since April 2023, postcodes of 2017"
HOW_GOOD = (
    "Each postcode is looked up by its sector: right for about 96 in 100, and where a sector lies "
    "across a border the range says so."
)
LICENCE = (
    "Contains OS data © Crown copyright and database right 2017. Contains Royal Mail data © Royal "
    "Mail copyright and database right 2017. Contains National Statistics data © Crown copyright "
    "and database right 2017. Licensed under the Open Government Licence v3.0."
)


@dataclass(frozen=True)
class Loaded:
    """Folders of what a council has loaded; None where the default stands.

    `postcodes` holds postcodes, sectors, splits and districts (Parquet); `districts` holds
    area.csv, area_before.csv and outlines.geojson as the default does; `wards` holds ward.csv and
    outlines.geojson.
    """

    postcodes: Path | None = None
    districts: Path | None = None
    wards: Path | None = None

    @property
    def areas(self) -> Path:
        """The folder whose areas and outlines are in use."""
        return self.districts or REFERENCE


DEFAULT = Loaded()
GREAT_BRITAIN = ("England", "Scotland", "Wales")

_READ = {
    "area": "create table area as from read_csv(?, header = true, all_varchar = true)",
    "area_before": """
        create temp table area_before as from read_csv(?, header = true, all_varchar = true)
    """,
    "postcode_sector": """
        create temp table default_sector as from read_csv(?, header = true, columns = {
            'postcode_sector': 'varchar', 'area_code': 'varchar', 'share': 'double',
            'latitude': 'double', 'longitude': 'double', 'postcodes': 'integer',
            'reach_km': 'double'
        })
    """,
    "postcode_district": """
        create temp table default_district as from read_csv(?, header = true, columns = {
            'postcode_district': 'varchar', 'area_code': 'varchar', 'share': 'double',
            'latitude': 'double', 'longitude': 'double', 'postcodes': 'integer',
            'reach_km': 'double'
        })
    """,
    "postcode_split": """
        create temp table default_split as from read_csv(?, header = true, columns = {
            'postcode_sector': 'varchar', 'area_code': 'varchar', 'postcodes': 'integer'
        })
    """,
}
# What a council's own set of postcodes says, and what stands in its place where there is none.
_NO_POSTCODES = """
    create view reference_postcode as
    select
        null::varchar as postcode, null::varchar as area_code, null::varchar as ward_code,
        null::double as latitude, null::double as longitude, null::boolean as live
    where false
"""
_LOADED = {
    "loaded_sector": """
        postcode_sector varchar, latitude double, longitude double, reach_km double
    """,
    "loaded_split": "postcode_sector varchar, area_code varchar, postcodes bigint",
    "loaded_district": """
        postcode_district varchar, latitude double, longitude double, reach_km double
    """,
}

# Other ways to write a name, normalised: what people say on the left, ours on the right.
_ALSO_CALLED = {
    "aberdeen": "aberdeen city",
    "anglesey": "isle of anglesey",
    "bcp": "bournemouth christchurch and poole",
    "city of durham": "county durham",
    "city of westminster": "westminster",
    "comhairle nan eilean siar": "na h eileanan siar",
    "council of the isles of scilly": "isles of scilly",
    "dundee": "dundee city",
    "durham": "county durham",
    "east riding": "east riding of yorkshire",
    "east": "east of england",
    "edinburgh": "city of edinburgh",
    "eilean siar": "na h eileanan siar",
    "glamorgan": "vale of glamorgan",
    "glasgow": "glasgow city",
    "hull": "kingston upon hull",
    "newcastle": "newcastle upon tyne",
    "orkney": "orkney islands",
    "rhondda cynon taff": "rhondda cynon taf",
    "scilly": "isles of scilly",
    "shepway": "folkestone and hythe",
    "shetland": "shetland islands",
    "southend": "southend on sea",
    "st albans city and district": "st albans",
    "teesside": "tees valley",
    "western isles": "na h eileanan siar",
    "yorkshire and humber": "yorkshire and the humber",
}

# Words around a name that say what kind of council it is, not where.
_BEFORE = re.compile(
    r"^(the |city and county of |city of |county of |royal borough of |london borough of "
    r"|metropolitan borough of |borough of |district of )"
)
_AFTER = re.compile(
    r"( council| corporation| authority| county| city| district| borough| metropolitan| london"
    r"| royal| mbc| mdc| bc| cc| dc| city of| county of)$"
)


class UnknownArea(ValueError):
    """A name that is no area of the reference, or of two; the message says what to write."""


def load_reference(con: duckdb.DuckDBPyConnection, loaded: Loaded = DEFAULT) -> None:
    """Create the tables of places from the reference files, and from what is loaded over them.

    area: one row per district authority (all text). postcode_sector and postcode_district: one row
    per sector ("SG1 1") or district ("SG1") with area_code, share (0 to 1, the part of its
    postcodes in that authority), latitude, longitude (degrees), postcodes (how many) and reach_km
    (from there to the furthest of them). postcode_part: one row per sector or district (part) and
    each authority in it, with how many of its postcodes lie there. reference_postcode: a temporary
    view of every full postcode that a council has loaded, none while the default stands. ward: one
    row per ward of the boundaries a council has loaded.
    """
    for table, statement in _READ.items():
        folder = loaded.areas if table.startswith("area") else REFERENCE
        con.execute(statement, [str(folder / f"{table}.csv")])
    for table, columns in _LOADED.items():
        con.execute(f"create temp table {table} ({columns})")
    if loaded.postcodes:
        path = str(loaded.postcodes / "postcodes.parquet")
        con.from_parquet(path).create_view("reference_postcode")
        for table in _LOADED:
            name = table.removeprefix("loaded_") + "s"
            con.from_parquet(str(loaded.postcodes / f"{name}.parquet")).insert_into(table)
    else:
        con.execute(_NO_POSTCODES)
    con.execute("create table ward (ward_code varchar, name varchar, area_code varchar)")
    if loaded.wards:
        con.execute(
            "insert into ward by name from read_csv(?, header = true, all_varchar = true)",
            [str(loaded.wards / "ward.csv")],
        )
    con.execute(REFERENCE_SQL.read_text(encoding="utf-8"))


def let_go(con: duckdb.DuckDBPyConnection) -> None:
    """Drop the view of loaded postcodes: a finished warehouse refers to no file beside it."""
    con.execute("drop view if exists reference_postcode")


def load_postcode_macros(con: duckdb.DuckDBPyConnection) -> None:
    """Create the macros of ``warehouse/postcode.sql``: postcode_sector_of(text) and its kin."""
    con.execute(POSTCODE_SQL.read_text(encoding="utf-8"))


@cache
def outlines(folder: Path = REFERENCE) -> geopandas.GeoDataFrame:
    """One row per district authority: area_code, name, geometry (longitude and latitude, WGS 84).

    Shared and cached: take a copy before changing anything.
    """
    import geopandas  # takes three seconds, which a command that draws no map need not wait

    shapes = geopandas.read_file(folder / "outlines.geojson")
    return shapes[["area_code", "name", "geometry"]]


@dataclass(frozen=True, eq=False)
class Outlines:
    """Areas of one level as shapes; the same object for as long as the reference is the same.

    frame: area_code, name, geometry (longitude and latitude, WGS 84). Districts go by their code,
    counties and regions by their name, as in the macro `areas_at`.
    """

    level: str
    frame: geopandas.GeoDataFrame


@cache
def outlines_at(level: str, folder: Path = REFERENCE) -> Outlines:
    """The areas of a level: "district", and as unions of those "county" and "region"; or "ward",
    where `folder` is that of loaded ward boundaries."""
    if level == "ward":
        wards = ward_outlines(folder).drop(columns="area_code")
        wards = wards.rename(columns={"ward_code": "area_code"})
        return Outlines(level, wards[["area_code", "name", "geometry"]])
    frame = outlines(folder)
    if level == "district":
        return Outlines(level, frame)
    instead = {"county": "name", "region": "country"}[level]
    names = {row["area_code"]: row[level] or row[instead] for row in _rows("area", folder)}
    wider = frame.assign(name=frame["area_code"].map(names)).dissolve("name", as_index=False)
    return Outlines(level, wider.assign(area_code=wider["name"])[[*frame.columns]])


@cache
def with_bordering_counties(codes: tuple[str, ...], folder: Path = REFERENCE) -> tuple[str, ...]:
    """The districts of an area, of the counties it lies in and of those that border it, as codes in
    order. Worked out from the outlines: what is nearer than fifty metres borders."""
    # In metres, on the national grid.
    districts, counties = (
        frame.to_crs(27700) for frame in (outlines(folder), outlines_at("county", folder).frame)
    )
    own = districts.loc[districts["area_code"].isin(codes), "geometry"].union_all()
    near = counties["geometry"].distance(own) < 50
    names = set(counties.loc[near, "area_code"])
    rows = _rows("area", folder)
    return tuple(sorted(r["area_code"] for r in rows if (r["county"] or r["name"]) in names))


@cache
def ward_outlines(folder: Path) -> geopandas.GeoDataFrame:
    """One row per ward of loaded boundaries: ward_code, name, area_code (its district), geometry
    (longitude and latitude). Shared and cached: take a copy before changing anything."""
    import geopandas

    return geopandas.read_file(folder / "outlines.geojson")


def area_codes(name: str, folder: Path = REFERENCE) -> tuple[str, ...]:
    """The district authorities that ``name`` is made of, as codes in order.

    ``name`` is a district, county, combined authority, region or country, or the code of one. A
    district since merged means the council that holds it now ("Wycombe" is Buckinghamshire). Case,
    punctuation, "&", "City of" and "Borough Council" do not matter.
    A county is the area of the council that bears its name where there is one ("Essex" is without
    Southend-on-Sea and Thurrock); "ceremonial Essex" is the wider one. Add "county", "combined
    authority" or "region" to say which is meant.

    Raises UnknownArea, naming the nearest, or both meanings where a name has two.
    """
    names = _names(folder)
    for wording in _wordings(name):
        meanings = names.get(wording)
        if meanings is None:
            continue
        if len(set(meanings.values())) > 1:
            choice = " or ".join(f'"{meaning}"' for meaning in meanings)
            raise UnknownArea(f'"{name}" is the name of two areas: write {choice}.')
        return next(iter(meanings.values()))
    raise UnknownArea(_not_found(name, folder))


def point(centre: str) -> tuple[float, float] | None:
    """Latitude and longitude, in degrees, of a centre written "51.9, -0.2"; None if it is not."""
    found = re.fullmatch(r"(-?\d{1,2}(?:\.\d+)?), ?(-?\d{1,2}(?:\.\d+)?)", centre, re.ASCII)
    if not found:
        return None
    latitude, longitude = (float(part) for part in found.groups())
    within = 49 <= latitude <= 61 and -9 <= longitude <= 2.5  # the United Kingdom's own waters
    return (latitude, longitude) if within else None


def knows_postcode(centre: str) -> bool:
    """Whether the default reference knows the district of a postcode written "SG1 1EP"."""
    form = r"([A-Z]{1,2}[0-9][A-Z0-9]?)( [0-9]([A-Z]{2})?)?"
    found = re.fullmatch(form, centre, re.ASCII)
    known = {row["postcode_district"] for row in _rows("postcode_district")}
    return bool(found) and found[1] in known


def reference_status() -> dict[str, object]:
    """What the default reference is: name, vintage, how good, areas and postcodes, licence."""
    sectors = _rows("postcode_sector")
    return {
        "name": NAME,
        "vintage": VINTAGE,
        "how_good": HOW_GOOD,
        "areas": sum(row["country"] in GREAT_BRITAIN for row in _rows("area")),
        "postcode_sectors": len(sectors),
        "postcode_districts": len(_rows("postcode_district")),
        "postcodes": sum(int(row["postcodes"]) for row in sectors),
        "left_out": "Northern Ireland, Jersey, Guernsey and the Isle of Man",
        "licence": LICENCE,
    }


@cache
def _rows(table: str, folder: Path = REFERENCE) -> tuple[dict[str, str], ...]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def area_rows(folder: Path = REFERENCE) -> tuple[dict[str, str], ...]:
    """The rows of area.csv: one per district authority, every field text."""
    return _rows("area", folder)


def rows_before(folder: Path = REFERENCE) -> list[tuple[str, str, str]]:
    """Code, name then, and area_code now of every district that is no more."""
    return [(row["code"], row["name"], row["area_code"]) for row in _rows("area_before", folder)]


@cache
def postcode_areas() -> list[str]:
    """The postcode areas of Great Britain, in order: AB, AL, B and so on."""
    districts = (row["postcode_district"] for row in _rows("postcode_district"))
    return sorted({re.match("[A-Z]+", district)[0] for district in districts})


def codes_before(folder: Path = REFERENCE) -> dict[str, str]:
    """Code of a district that is no more -> the area_code of the council that holds it now."""
    return {row["code"]: row["area_code"] for row in _rows("area_before", folder)}


def _normalised(name: str) -> str:
    text = name.casefold().replace("&", " and ").replace("'", "").replace("’", "")
    return " ".join(re.sub(r"[\W_]+", " ", text).split())


def _wordings(name: str) -> Iterable[str]:
    """The ways to look a name up, the most literal first, words of its kind taken off one by one.

    So "City of London Corporation" is "City of London" before it could be "London".
    """
    wording = _normalised(name)
    while True:
        yield wording
        yield _ALSO_CALLED.get(wording, wording)
        shorter = _AFTER.sub("", wording)
        if shorter == wording:
            shorter = _BEFORE.sub("", wording)
        if shorter == wording:
            return
        wording = shorter


@cache
def _names(folder: Path) -> dict[str, dict[str, tuple[str, ...]]]:
    """Normalised name -> {the unmistakable way to write a meaning: its district codes}.

    District, county, region and country are equals: where two of them share a name and not the
    districts, the name alone is refused. Ceremonial counties, combined authorities without their
    last words and districts that are no more give way to all of those, in that order.
    """
    areas = _rows("area", folder)
    names: dict[str, dict[str, tuple[str, ...]]] = {}

    def gather(column: str) -> dict[str, tuple[str, ...]]:
        members: dict[str, list[str]] = {}
        for row in areas:
            if row[column]:
                members.setdefault(row[column], []).append(row["area_code"])
        return {label: tuple(sorted(codes)) for label, codes in members.items()}

    def add(name: str, meaning: str, codes: tuple[str, ...]) -> None:
        names.setdefault(_normalised(name), {})[meaning] = codes

    levels = {"name": "", "county": " county", "region": " region"}
    for column, kind in levels.items():
        for label, codes in gather(column).items():
            add(label, label + kind, codes)
            if kind:
                add(label + kind, label + kind, codes)
    for label, codes in gather("country").items():
        add(label, label, codes)
    britain = tuple(row["area_code"] for row in areas if row["country"] in GREAT_BRITAIN)
    add("Great Britain", "Great Britain", britain)
    for row in areas:
        add(row["area_code"], row["area_code"], (row["area_code"],))

    for label, codes in gather("combined_authority").items():
        add(label, label, codes)
        bare = re.sub(r" Combined (County )?Authority$", "", label)
        add(f"{bare} Combined Authority", label, codes)
        if _normalised(bare) not in names:
            add(bare, label, codes)
    for label, codes in gather("ceremonial_county").items():
        add(f"ceremonial {label}", f"ceremonial {label}", codes)
        add(f"{label} ceremonial county", f"ceremonial {label}", codes)
        if _normalised(label) not in names:
            add(label, f"ceremonial {label}", codes)
    for row in _rows("area_before", folder):
        for written in (row["code"], row["name"]):
            if _normalised(written) not in names:
                add(written, row["name"], (row["area_code"],))
    for row in _rows("wider_code"):
        # A set of boundaries that knows nothing of an area does not know its code either.
        add(row["code"], row["name"], _one_meaning(names.get(_normalised(row["name"]), {})))
    return names


def _one_meaning(meanings: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    return next(iter(meanings.values()), ())


def _not_found(name: str, folder: Path) -> str:
    columns = ("name", "county", "combined_authority", "region", "country")
    labels = {
        _normalised(row[column]): row[column]
        for row in (*_rows("area_before", folder), *_rows("area", folder))
        for column in columns
        if row.get(column)
    }
    near = difflib.get_close_matches(_normalised(name), labels, n=3, cutoff=0.6)
    nearest = " or ".join(f'"{labels[match]}"' for match in near)
    advice = f"Did you mean {nearest}?" if near else "See data/reference/area.csv for the names."
    return f'No area is called "{name}". {advice}'
