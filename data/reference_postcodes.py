"""Postcodes of an official directory, as the Parquet files that a build reads.

DuckDB streams the file: 2.6 million rows take seconds, and none of them passes through Python.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import duckdb
from duckdb import ColumnExpression, ConstantExpression

from data import geography
from data.engine import connect
from data.reference_files import (
    CODE_POINT,
    DIRECTORY,
    Columns,
    Opened,
    Progress,
    month_of,
    refuse_cut_short,
)
from data.reference_found import Found
from data.refused import Refused

SQL = Path(__file__).parent / "postcodes"
# A cut that falls between two lines shows by the postcode areas: in order, and none after the last.
FEWEST_AREAS_IN_ORDER = 3
_UNKNOWN_NAMED = 5


def read_postcodes(
    opened: Opened, name: str, known_codes: Collection[str], target: Path, progress: Progress
) -> Found:
    """Write postcodes, sectors, districts and splits (Parquet) into `target`; say what is in it.

    `known_codes` are those of the areas in use and those before them. Raises Refused with a
    sentence where the file is cut short, cannot be read, or holds no postcode of the kingdom.
    """
    con = connect()
    try:
        geography.load_postcode_macros(con)
        progress(0.1, "Reading postcodes")
        try:
            (_directory if opened.kind == DIRECTORY else _code_point)(con, opened, name)
            con.execute((SQL / "tidy.sql").read_text(encoding="utf-8"))
        except duckdb.Error as error:
            raise Refused(
                f"{name} cannot be read as a {opened.kind}; it may be cut short or damaged. "
                "Please download it again."
            ) from error
        progress(0.6, "Counting what is there")
        cursor = con.execute(
            (SQL / "counted.sql").read_text(encoding="utf-8"), {"known_codes": [*known_codes]}
        )
        names = [column[0] for column in cursor.description]
        counted = dict(zip(names, cursor.fetchall()[0], strict=True))
        _refuse(counted, name)
        progress(0.7, "Keeping the postcodes")
        con.view("postcode").order("postcode").write_parquet(str(target / "postcodes.parquet"))
        for table in ("sectors", "districts", "splits"):
            con.view(table).write_parquet(str(target / f"{table}.parquet"))
    finally:
        con.close()
    notices = tuple(_notices(counted))
    counted["postcode_areas"] = len(_held(counted))
    return Found(
        covers="postcodes",
        source=_source(opened),
        vintage=opened.dated or month_of(counted["newest"]) or "date not stated",
        counted={
            key: counted[key]
            for key in (
                "postcodes",
                "live",
                "without_point",
                "in_unknown_areas",
                "areas",
                "wards",
                "postcode_areas",
            )
        },
        notices=notices,
    )


def _directory(con: duckdb.DuckDBPyConnection, opened: Opened, name: str) -> None:
    for part in opened.parts:
        refuse_cut_short(part, name)
    columns: Columns = opened.columns
    rows = con.read_csv(
        [str(part) for part in opened.parts], header=True, all_varchar=True, sep=",", quotechar='"'
    )

    def text(header: str | None) -> duckdb.Expression:
        return ColumnExpression(header.strip()) if header else ConstantExpression(None)

    def number(header: str | None) -> duckdb.Expression:
        return text(header).cast("double") if header else ConstantExpression(None).cast("double")

    rows.select(
        text(columns.postcode).alias("written"),
        text(columns.area).alias("area_code"),
        text(columns.ward).cast("varchar").alias("ward_code"),
        number(columns.latitude).alias("latitude"),
        number(columns.longitude).alias("longitude"),
        text(columns.ended).cast("varchar").alias("ended"),
        text(columns.began).cast("varchar").alias("began"),
    ).create_view("directory")


def _code_point(con: duckdb.DuckDBPyConnection, opened: Opened, name: str) -> None:
    """Code-Point Open has no headers, and eastings and northings for coordinates."""
    from pyproj import Transformer  # slow to load, and needed here only

    for part in opened.parts:
        refuse_cut_short(part, name)
    rows = con.read_csv([str(part) for part in opened.parts], header=False, all_varchar=True)
    first = rows.columns
    grid = rows.select(
        ColumnExpression(first[0]).alias("written"),
        ColumnExpression(first[2]).cast("double").alias("easting"),
        ColumnExpression(first[3]).cast("double").alias("northing"),
        ColumnExpression(first[8]).alias("area_code"),
        ColumnExpression(first[9]).alias("ward_code"),
    ).to_arrow_table()
    to_degrees = Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True)
    # Nought east and nought north is its way of saying that there is no point.
    longitude, latitude = to_degrees.transform(
        grid["easting"].to_numpy(), grid["northing"].to_numpy()
    )
    none = (grid["easting"].to_numpy() == 0) & (grid["northing"].to_numpy() == 0)
    latitude[none] = 0
    grid = grid.append_column("latitude", [latitude]).append_column("longitude", [longitude])
    con.register("grid", grid)
    con.execute(
        "create temp view directory as "
        "select *, null::varchar as ended, null::varchar as began from grid"
    )


def _refuse(counted: dict, name: str) -> None:
    if not counted["postcodes"]:
        raise Refused(
            f"None of the {counted['rows_read']:,} rows of {name} holds a postcode of the United "
            "Kingdom. It may be the file of another country."
        )
    if counted["in_unknown_areas"] + counted["without_area"] == counted["postcodes"]:
        raise Refused(
            f"{name} places its postcodes in areas that are no local authorities of the United "
            f"Kingdom ({', '.join(counted['unknown_areas'][:_UNKNOWN_NAMED]) or 'none'})."
        )
    every, held = geography.postcode_areas(), _held(counted)
    if FEWEST_AREAS_IN_ORDER <= len(held) < len(every) and held == every[: len(held)]:
        raise Refused(
            f"{name} is cut short: its postcodes end with {held[-1]}, and those from "
            f"{every[len(held)]} to {every[-1]} are missing. Please download it again."
        )


def _notices(counted: dict) -> list[str]:
    said = []
    odd = counted["rows_read"] - counted["postcodes"]
    if odd:
        said.append(f"{odd:,} rows are no postcode, or repeat one, and were left out.")
    if counted["without_point"]:
        said.append(f"{counted['without_point']:,} postcodes have no point: none to draw there.")
    if counted["in_unknown_areas"]:
        named = ", ".join(counted["unknown_areas"][:_UNKNOWN_NAMED])
        said.append(
            f"{counted['in_unknown_areas']:,} postcodes lie in areas that are not known here "
            f"({named}): suppliers there stay without a place until the district boundaries of "
            "the same year are loaded."
        )
    every, held = geography.postcode_areas(), _held(counted)
    if len(held) < len(every):
        said.append(
            f"It covers {len(held)} of the {len(every)} postcode areas of Great Britain; "
            "the rest stays with the reference that comes with Local Pound."
        )
    return said


def _held(counted: dict) -> list[str]:
    """The postcode areas of Great Britain that a directory holds something of, in order."""
    every = geography.postcode_areas()
    return [area for area in counted["postcode_areas"] if area in every]


def _source(opened: Opened) -> str:
    if opened.kind == CODE_POINT:
        return CODE_POINT
    inner = opened.inner.upper()
    if "NSPL" in inner or (opened.columns and opened.columns.area.lower() == "laua"):
        return "National Statistics Postcode Lookup"
    return "ONS Postcode Directory"
