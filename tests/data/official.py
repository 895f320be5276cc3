"""Official reference files in small, in the forms in which they are downloaded."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import geopandas
import shapely

STEVENAGE, NORTH_HERTS, CENTRAL_BEDS = "E07000243", "E07000099", "E06000056"
NONE = "99.999999"


@dataclass(frozen=True)
class Place:
    """One row of a directory; `ended` is a month (yyyymm), nothing while the postcode is live."""

    postcode: str
    area: str
    latitude: str
    longitude: str
    ended: str = ""
    ward: str = "E05004771"


# Why each is there.
PLACES = (
    Place("SG1 1AA", STEVENAGE, "51.9010", "-0.2010"),  # as the default has it
    Place("SG1 1AB", NORTH_HERTS, "51.9040", "-0.2100"),  # where the default says Stevenage
    Place("SG1 1AD", STEVENAGE, "51.9020", "-0.2020", ended="201001"),  # ended: it still places
    Place("AL5 3AA", CENTRAL_BEDS, "51.8300", "-0.3600"),  # where the default says St Albans
    Place("HP11 1AA", "E07000007", "51.6280", "-0.7480"),  # Wycombe, by the code before
    Place("BT1 1AA", "N09000003", "54.6000", "-5.9300"),  # Northern Ireland
    Place("JE2 3AA", "L99999999", NONE, "0.000000"),  # Jersey: an area and no point
    Place("LS1 1BA", "E08000035", NONE, "0.000000"),  # a point that is none
    Place("ZE1 0AA", "S12000027", "60.1550", "-1.1450"),  # Shetland: the last postcode area
)


def directory(places: Iterable[Place] = PLACES, *, year: int | None = None, la: str = "") -> str:
    """The directory as CSV: in the columns before 2025 (`la` "oslaua" or "laua"), or in those
    since, whose digits are those of `year`."""
    old = ("pcd", "pcd2", "pcds", "dointr", "doterm", la or "oslaua", "osward", "lat", "long")
    new = ("pcd7", "pcd8", "pcds", "dointr", "doterm", f"lad{year}cd", f"wd{year}cd", "lat", "long")
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(new if year else old)
    for one in places:
        outward, inward = one.postcode.split()
        writer.writerow(
            [f"{outward:<4}{inward}", f"{outward:<5}{inward}", one.postcode, "198001", one.ended,
             one.area, one.ward, one.latitude, one.longitude]
        )  # fmt: skip
    return out.getvalue()


def zipped(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


def code_point(places: Iterable[Place] = PLACES) -> bytes:
    """Code-Point Open as downloaded: one headerless CSV for each postcode area, with papers."""
    degrees = [one for one in places if not one.postcode.startswith(("BT", "JE"))]
    points = geopandas.GeoSeries(
        shapely.points([(float(p.longitude), float(p.latitude)) for p in degrees]), crs="EPSG:4326"
    ).to_crs("EPSG:27700")
    files: dict[str, str] = {"Doc/Code-Point_Open_Column_Headers.csv": "PC,PQ,EA,NO\n"}
    for one, point in zip(degrees, points, strict=True):
        east, north = (0, 0) if one.latitude == NONE else (round(point.x), round(point.y))
        area = "".join(letter for letter in one.postcode[:2] if letter.isalpha()).lower()
        row = f'"{one.postcode}",10,{east},{north},"E92000001","E19","E18","","{one.area}",'
        files[f"Data/CSV/{area}.csv"] = (
            files.get(f"Data/CSV/{area}.csv", "") + f'{row}"{one.ward}"\n'
        )
    return zipped(files)


def boundaries(
    shapes: dict[str, tuple[str, shapely.Geometry]],
    *,
    grid: bool = False,
    says: str | None = "same",
    prefix: str = "LAD24",
    more: Sequence[dict[str, str]] = (),
) -> str:
    """GeoJSON of {code: (name, shape in degrees)}, in degrees or on the National Grid; `says` is
    the projection it names, None for none."""
    series = geopandas.GeoSeries([shape for _, shape in shapes.values()], crs="EPSG:4326")
    drawn = series.to_crs("EPSG:27700") if grid else series
    features = [
        {
            "type": "Feature",
            "properties": {f"{prefix}CD": code, f"{prefix}NM": name, **(dict(extra))},
            "geometry": shapely.geometry.mapping(shape),
        }
        for (code, (name, _)), shape, extra in zip(
            shapes.items(), drawn, more or [{}] * len(shapes), strict=True
        )
    ]
    collection: dict[str, object] = {"type": "FeatureCollection", "features": features}
    named = ("urn:ogc:def:crs:EPSG::27700" if grid else None) if says == "same" else says
    if named:
        collection["crs"] = {"type": "name", "properties": {"name": named}}
    return json.dumps(collection)
