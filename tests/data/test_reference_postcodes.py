"""Postcode directories as downloaded: the same places, whichever form they come in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from data import reference_load
from data.reference_files import month_in
from data.refused import Refused
from tests.data import official
from tests.data.official import PLACES, Place, code_point, directory, zipped

Write = Callable[..., Path]

FORMS = {
    "ONSPD_MAY_2021_UK.csv": directory(),
    "NSPL_AUG_2023_UK.csv": directory(la="laua"),
    "ONSPD_NOV_2025_UK.csv": directory(year=25),
    "ONSPD_FEB_2027_UK.csv": directory(year=26),
    # As it comes: whole, in pieces, and with papers that are CSV too.
    "ONSPD_MAY_2025.zip": zipped(
        {
            "Documents/LA_UA names and codes UK as at 04_25.csv": "LAD25CD,LAD25NM\nE1,One\n",
            "Data/ONSPD_MAY_2025_UK.csv": directory(year=25),
            "Data/multi_csv/ONSPD_MAY_2025_UK_SG.csv": directory(PLACES[:3], year=25),
            "__MACOSX/Data/._ONSPD.csv": "\x00\x01",
        }
    ),
    # Only in pieces.
    "nspl pieces.zip": zipped(
        {
            "Data/multi_csv/NSPL_SG.csv": directory(PLACES[:3], la="laua"),
            "Data/multi_csv/NSPL_rest.csv": directory(PLACES[3:], la="laua"),
        }
    ),
}


@pytest.fixture
def read(tmp_path: Path, write: Write) -> Callable[..., tuple]:
    """Read a file: what was found, and the postcodes kept."""

    def reading(name: str, content: str | bytes) -> tuple:
        target = tmp_path / "made"
        target.mkdir(exist_ok=True)
        found = reference_load.read(write(name, content), target)
        rows = duckdb.sql(
            f"select * exclude (began) from '{target / 'postcodes.parquet'}' order by postcode"
        ).fetchall()
        return found, rows

    return reading


@pytest.mark.parametrize("name", FORMS)
def test_every_form_gives_the_same_places(read: Callable[..., tuple], name: str) -> None:
    found, rows = read(name, FORMS[name])
    has_point = [one.latitude != official.NONE for one in PLACES]
    wanted = [
        (
            one.postcode, one.area, one.ward,
            float(one.latitude) if point else None, float(one.longitude) if point else None,
            not one.ended,
        )
        for one, point in zip(PLACES, has_point, strict=True)
    ]  # fmt: skip
    assert rows == sorted(wanted)
    assert found.covers == "postcodes"
    assert found.counted["postcodes"] == 9
    assert found.counted["live"] == 8
    assert found.counted["without_point"] == 2
    assert found.counted["in_unknown_areas"] == 0
    lookup = name.lower().startswith("nspl")
    assert found.source == (
        "National Statistics Postcode Lookup" if lookup else "ONS Postcode Directory"
    )


def test_code_point_is_read_by_its_grid(read: Callable[..., tuple]) -> None:
    found, rows = read("codepo_gb.zip", code_point())
    britain = [one for one in PLACES if not one.postcode.startswith(("BT", "JE"))]
    britain.sort(key=lambda one: one.postcode)
    assert [row[:2] for row in rows] == [(one.postcode, one.area) for one in britain]
    for row, one in zip(rows, britain, strict=True):
        if one.latitude == official.NONE:
            assert row[3:5] == (None, None)
        else:  # to the metre it was rounded to
            assert row[3:5] == pytest.approx((float(one.latitude), float(one.longitude)), abs=2e-5)
    assert found.source == "Code-Point Open"


def test_sectors_hold_middle_reach_and_split(tmp_path: Path, write: Write) -> None:
    reference_load.read(write("ONSPD_MAY_2025_UK.csv", directory()), tmp_path)
    split = duckdb.sql(
        f"select * from '{tmp_path / 'splits.parquet'}' where postcode_sector = 'SG1 1' "
        "order by area_code"
    ).fetchall()
    assert split == [("SG1 1", official.NORTH_HERTS, 1), ("SG1 1", official.STEVENAGE, 2)]
    sector = duckdb.sql(
        f"select latitude, longitude, reach_km from '{tmp_path / 'sectors.parquet'}' "
        "where postcode_sector = 'SG1 1'"
    ).fetchall()[0]
    # The middles are 51.902 and -0.202; SG1 1AB lies 222 metres north and 549 metres west of it.
    assert sector == pytest.approx((51.902, -0.202, 0.592), abs=0.001)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("ONSPD_MAY_2025_UK.csv", "May 2025"),
        ("NSPL21_AUG_2023_UK.csv", "August 2023"),
        ("Local_Authority_Districts_December_2024_Boundaries_UK_BGC.geojson", "December 2024"),
        ("nspl 2022.zip", "2022"),
        ("postcodes.csv", ""),
        ("mayor.csv", ""),
    ],
)
def test_the_month_is_in_the_name(name: str, said: str) -> None:
    assert month_in(name) == said


def test_without_a_month_in_its_name_the_newest_postcode_dates_it(
    read: Callable[..., tuple],
) -> None:
    text = directory().replace('"198001"', '"202505"', 1)
    assert read("postcodes.csv", text)[0].vintage == "May 2025"


ABOUT_CORNWALL = "TR1 1AA,Truro,50.26,-5.05\n"
IN_ORDER = tuple(
    Place(f"{area}1 1AA", official.STEVENAGE, "51.9", "-0.2") for area in ("AB", "AL", "B", "BA")
)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("half.csv", directory()[:-40], "cut short: its last line has"),
        ("a to b.csv", directory(IN_ORDER), "end with BA, and those from BB to ZE are missing"),
        ("half.zip", FORMS["ONSPD_MAY_2025.zip"][:-300], "damaged or cut short"),
        ("empty.csv", "", "holds no bytes"),
        ("payments.csv", "Date,Supplier,Net\n01/04/2020,Acme,1.00\n", "not a reference file"),
        ("towns.csv", "pcds,town,lat,long\n" + ABOUT_CORNWALL, "no column that says the local"),
        (
            "france.csv",
            directory([Place("75010 AA", "E07000243", "48.8", "2.3")]).replace("75010 AA", "75010"),
            "None of the 1 rows",
        ),
        (
            "abroad.csv",
            directory([Place("SG1 1AA", "FR0000001", "51.9", "-0.2")]),
            "no local authorities of the United Kingdom",
        ),
        ("shapes.zip", zipped({"a.shp": "x", "a.dbf": "x"}), "taken as GeoJSON"),
        ("papers.zip", zipped({"readme.txt": "x"}), "holds no reference file"),
        (
            "both.zip",
            zipped({"a.csv": directory(), "b.geojson": '{"type":"FeatureCollection"}'}),
            "load them one at a time",
        ),
        ("photo.png", b"\x89PNG\r\n\x1a\n", "not a reference file"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_a_sentence(
    tmp_path: Path, write: Write, name: str, content: str | bytes, said: str
) -> None:
    with pytest.raises(Refused) as caught:
        reference_load.read(write(name, content), tmp_path)
    assert said in str(caught.value)
    assert name in str(caught.value)
    assert not list(tmp_path.glob("*.parquet"))


def test_a_missing_file_or_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="could not be opened"):
        reference_load.read(tmp_path / "none.csv", tmp_path)
    with pytest.raises(Refused, match="is a folder"):
        reference_load.read(tmp_path, tmp_path)


def test_what_an_officer_should_know_is_said(read: Callable[..., tuple]) -> None:
    strange = Place("SG1 1AE", "E06000999", "51.9", "-0.2")
    text = directory([*PLACES, strange]) + '"rubbish","","rubbish","","","","","",""\r\n'
    found, _ = read("ONSPD_MAY_2025_UK.csv", text)
    said = " ".join(found.notices)
    assert "1 rows are no postcode" in said
    assert "2 postcodes have no point" in said
    assert "1 postcodes lie in areas that are not known here (E06000999)" in said
    assert "covers 5 of the 120 postcode areas" in said


def test_a_point_off_any_map_is_none(read: Callable[..., tuple]) -> None:
    off = [
        Place("SG1 1AA", "E07000243", "51.9", "1e308"), Place("SG1 1AB", "E07000243", "1e308", "0"),
    ]  # fmt: skip
    found, rows = read("ONSPD.csv", directory((*off, *PLACES[3:])))
    assert found.counted["without_point"] == 4  # with Jersey and Leeds
    assert [row for row in rows if row[0].startswith("SG1") and any(
        isinstance(value, float) for value in row)] == []  # fmt: skip
