"""Where places are: district authorities, counties and regions, postcodes, and their outlines.

Reads the files in ``reference/`` and nothing else. An area is always a set of district
authorities of 2016 (see ``reference/README.md``), so a county or a council made since is the
union of its districts, and a tier is a set of codes.
"""

from __future__ import annotations

import csv
import difflib
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    import geopandas

REFERENCE = Path(__file__).parent / "reference"
POSTCODE_SQL = Path(__file__).parent / "warehouse" / "postcode.sql"

NAME = "Reference that comes with Local Pound"
VINTAGE = "district authorities of 2016, postcodes of 2017"
LICENCE = (
    "Contains OS data © Crown copyright and database right 2017. Contains Royal Mail data © Royal "
    "Mail copyright and database right 2017. Contains National Statistics data © Crown copyright "
    "and database right 2017. Licensed under the Open Government Licence v3.0."
)

_TABLES = {
    "area": """
        create or replace table area as
        select * from read_csv(?, header = true, all_varchar = true)
    """,
    "postcode_sector": """
        create or replace table postcode_sector as
        select * from read_csv(?, header = true, columns = {
            'postcode_sector': 'varchar', 'area_code': 'varchar', 'share': 'double',
            'latitude': 'double', 'longitude': 'double', 'postcodes': 'integer'
        })
    """,
    "postcode_district": """
        create or replace table postcode_district as
        select * from read_csv(?, header = true, columns = {
            'postcode_district': 'varchar', 'area_code': 'varchar', 'share': 'double',
            'latitude': 'double', 'longitude': 'double', 'postcodes': 'integer'
        })
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


def load_reference(con: duckdb.DuckDBPyConnection) -> None:
    """Create the tables area, postcode_sector and postcode_district from the reference files.

    area: one row per district authority (all text). postcode_sector and postcode_district: one row
    per sector ("SG1 1") or district ("SG1") with area_code, share (0 to 1, the part of its
    postcodes in that authority), latitude, longitude (degrees) and postcodes (how many).
    """
    for table, statement in _TABLES.items():
        con.execute(statement, [str(REFERENCE / f"{table}.csv")])


def load_postcode_macros(con: duckdb.DuckDBPyConnection) -> None:
    """Create the macros of ``warehouse/postcode.sql``: postcode_sector_of(text) and its kin."""
    con.execute(POSTCODE_SQL.read_text(encoding="utf-8"))


@cache
def outlines() -> geopandas.GeoDataFrame:
    """One row per district authority: area_code, name, geometry (longitude and latitude, WGS 84).

    Shared and cached: take a copy before changing anything.
    """
    import geopandas  # takes three seconds, which a command that draws no map need not wait

    shapes = geopandas.read_file(REFERENCE / "outlines.geojson")
    return shapes[["area_code", "name", "geometry"]]


def area_codes(name: str) -> tuple[str, ...]:
    """The district authorities that ``name`` is made of, as codes in order.

    ``name`` is a district, county, combined authority, region or country, a council made by merger
    since 2016, or a code. Case, punctuation, "&", "City of" and "Borough Council" do not matter.
    A county is the area of the council that bears its name where there is one ("Essex" is without
    Southend-on-Sea and Thurrock); "ceremonial Essex" is the wider one. Add "county", "combined
    authority" or "region" to say which is meant.

    Raises UnknownArea, naming the nearest, or both meanings where a name has two.
    """
    names = _names()
    for wording in _wordings(name):
        meanings = names.get(wording)
        if meanings is None:
            continue
        if len(set(meanings.values())) > 1:
            choice = " or ".join(f'"{meaning}"' for meaning in meanings)
            raise UnknownArea(f'"{name}" is the name of two areas: write {choice}.')
        return next(iter(meanings.values()))
    raise UnknownArea(_not_found(name))


def reference_status() -> dict[str, object]:
    """What reference is in use: name, vintage, how many areas and postcodes, licence line."""
    sectors = _rows("postcode_sector")
    return {
        "name": NAME,
        "vintage": VINTAGE,
        "areas": len(_rows("area")),
        "postcode_sectors": len(sectors),
        "postcode_districts": len(_rows("postcode_district")),
        "postcodes": sum(int(row["postcodes"]) for row in sectors),
        "left_out": "Northern Ireland, Jersey, Guernsey and the Isle of Man",
        "licence": LICENCE,
    }


@cache
def _rows(table: str) -> tuple[dict[str, str], ...]:
    with (REFERENCE / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


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
def _names() -> dict[str, dict[str, tuple[str, ...]]]:
    """Normalised name -> {the unmistakable way to write a meaning: its district codes}.

    District, county, region, country and council of today are equals: where two of them share a
    name and not the districts, the name alone is refused. Ceremonial counties and combined
    authorities without their last words give way to all of those.
    """
    names: dict[str, dict[str, tuple[str, ...]]] = {}

    def gather(column: str) -> dict[str, tuple[str, ...]]:
        members: dict[str, list[str]] = {}
        for row in _rows("area"):
            if row[column]:
                members.setdefault(row[column], []).append(row["area_code"])
        return {label: tuple(sorted(codes)) for label, codes in members.items()}

    def add(name: str, meaning: str, codes: tuple[str, ...]) -> None:
        names.setdefault(_normalised(name), {})[meaning] = codes

    levels = {"name": "", "council_now": "", "county": " county", "region": " region"}
    for column, kind in levels.items():
        for label, codes in gather(column).items():
            add(label, label + kind, codes)
            if kind:
                add(label + kind, label + kind, codes)
    for label, codes in gather("country").items():
        add(label, label, codes)
    add("Great Britain", "Great Britain", tuple(row["area_code"] for row in _rows("area")))
    for row in _rows("area"):
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
    return names


def _not_found(name: str) -> str:
    columns = ("name", "council_now", "county", "combined_authority", "region", "country")
    labels = {
        _normalised(row[column]): row[column]
        for row in _rows("area")
        for column in columns
        if row[column]
    }
    near = difflib.get_close_matches(_normalised(name), labels, n=3, cutoff=0.6)
    nearest = " or ".join(f'"{labels[match]}"' for match in near)
    advice = f"Did you mean {nearest}?" if near else "See data/reference/area.csv for the names."
    return f'No area in Great Britain is called "{name}". {advice}'
