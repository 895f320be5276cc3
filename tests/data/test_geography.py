"""The reference geography: places people know, names people write, outlines that fit together."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from pathlib import Path

import duckdb
import geopandas
import pandas
import pytest
import shapely

from data import geography, reference_build
from data.geography import UnknownArea, area_codes, outlines

REFERENCE = Path(geography.__file__).parent / "reference"


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        geography.load_reference(connection)
        geography.load_postcode_macros(connection)
        yield connection


@pytest.fixture(scope="module")
def areas() -> list[dict[str, str]]:
    with (REFERENCE / "area.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def names_of(codes: tuple[str, ...], areas: list[dict[str, str]]) -> set[str]:
    return {row["name"] for row in areas if row["area_code"] in codes}


# -- postcodes ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("district", "authority", "county"),
    [
        ("SG1", "Stevenage", "Hertfordshire"),
        ("SG18", "Central Bedfordshire", "Bedfordshire"),  # Biggleswade: SG and not Hertfordshire
        ("LU1", "Luton", "Bedfordshire"),
        ("MK45", "Central Bedfordshire", "Bedfordshire"),  # Ampthill: MK and not Milton Keynes
        ("MK40", "Bedford", "Bedfordshire"),
        ("WR1", "Worcester", "Worcestershire"),
        ("M1", "Manchester", "Greater Manchester"),
        ("M33", "Trafford", "Greater Manchester"),  # Sale
        ("SK1", "Stockport", "Greater Manchester"),
        ("OL11", "Rochdale", "Greater Manchester"),
        ("OL6", "Tameside", "Greater Manchester"),  # Ashton-under-Lyne
        ("M5", "Salford", "Greater Manchester"),
        ("CO1", "Colchester", "Essex"),
        ("B1", "Birmingham", "West Midlands"),
        ("EH1", "City of Edinburgh", "City of Edinburgh"),
        ("CF10", "Cardiff", "Cardiff"),
        ("ZE1", "Shetland Islands", "Shetland Islands"),
        ("TR21", "Isles of Scilly", "Isles of Scilly"),
    ],
)
def test_a_postcode_district_lies_where_people_know_it_does(
    con: duckdb.DuckDBPyConnection, district: str, authority: str, county: str
) -> None:
    found = con.execute(
        """
        select area.name, area.county
        from postcode_district inner join area using (area_code)
        where postcode_district = ?
        """,
        [district],
    ).fetchall()
    assert found == [(authority, county)]


@pytest.mark.parametrize(
    ("postcode", "authority"),
    [
        ("SG1 1HR", "Stevenage"),
        ("SG1 4BX", "Stevenage"),
        ("LU1 2BQ", "Luton"),
        ("LU1 4DD", "Central Bedfordshire"),  # Slip End, where the sector knows more than LU1
        ("M27 5FJ", "Salford"),
        ("M32 0TH", "Trafford"),
        ("SK1 3XE", "Stockport"),
        ("CO3 3WG", "Colchester"),
    ],
)
def test_a_sector_knows_the_authority(
    con: duckdb.DuckDBPyConnection, postcode: str, authority: str
) -> None:
    found = con.execute(
        """
        select area.name from postcode_sector inner join area using (area_code)
        where postcode_sector = postcode_sector_of(?)
        """,
        [postcode],
    ).fetchall()
    assert found == [(authority,)]


@pytest.mark.parametrize("level", ["postcode_sector", "postcode_district"])
def test_postcode_tables_are_whole(con: duckdb.DuckDBPyConnection, level: str) -> None:
    rows, distinct, faults = con.execute(f"""
        select
            count(*),
            count(distinct {level}),
            count(*) filter (
                not coalesce(
                    share > 0 and share <= 1 and postcodes > 0
                    and latitude between 49.8 and 60.9 and longitude between -8.7 and 1.8
                    and area_code in (select area_code from area),
                    false
                )
            )
        from {level}
    """).fetchall()[0]
    assert rows == distinct == {"postcode_sector": 10_852, "postcode_district": 2_879}[level]
    assert faults == 0


def test_every_authority_has_sectors_and_an_outline(con: duckdb.DuckDBPyConnection) -> None:
    britain = "select area_code from area where country in ('England', 'Scotland', 'Wales')"
    codes = {row[0] for row in con.execute(britain).fetchall()}
    in_sectors = con.execute("select distinct area_code from postcode_sector").fetchall()
    assert codes == {row[0] for row in in_sectors}
    assert codes == set(outlines()["area_code"])
    # Great Britain has 296 districts in England, 32 in Scotland and 22 in Wales since April 2023.
    assert len(codes) == len(outlines()) == 296 + 32 + 22


def test_a_sector_belongs_to_a_district_and_counts_agree(con: duckdb.DuckDBPyConnection) -> None:
    assert (
        con.execute("""
        select postcode_district, sum(s.postcodes), any_value(d.postcodes)
        from postcode_sector as s
        full join postcode_district as d
            on postcode_district_of(s.postcode_sector) = d.postcode_district
        group by all
        having sum(s.postcodes) is distinct from any_value(d.postcodes)
    """).fetchall()
        == []
    )


def test_places_under_another_licence_are_left_out(con: duckdb.DuckDBPyConnection) -> None:
    assert con.execute("""
        select count(*) from postcode_district
        where postcode_area_of(postcode_district) in ('BT', 'JE', 'GY', 'IM')
    """).fetchall() == [(0,)]
    # Their areas have names, for a postcode directory to place a supplier in, and no postcodes.
    assert con.execute("""
        select country, count(*) from area
        where area_code not in (select area_code from postcode_part)
        group by country order by country
    """).fetchall() == [("Channel Islands", 1), ("Isle of Man", 1), ("Northern Ireland", 11)]


def test_an_empty_field_is_null(con: duckdb.DuckDBPyConnection) -> None:
    found = con.execute("select combined_authority from area where name = 'Stevenage'").fetchall()
    assert found == [(None,)]


# -- names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "members"),
    [
        ("Stevenage", {"Stevenage"}),
        ("Luton", {"Luton"}),
        ("Colchester", {"Colchester"}),
        ("Bedfordshire", {"Luton", "Bedford", "Central Bedfordshire"}),
        (
            "Hertfordshire",
            {
                "Broxbourne", "Dacorum", "East Hertfordshire", "Hertsmere", "North Hertfordshire",
                "St Albans", "Stevenage", "Three Rivers", "Watford", "Welwyn Hatfield",
            },
        ),
        (
            "Worcestershire",
            {
                "Bromsgrove", "Malvern Hills", "Redditch", "Worcester", "Wychavon", "Wyre Forest",
            },
        ),
        (
            "Greater Manchester",
            {
                "Bolton", "Bury", "Manchester", "Oldham", "Rochdale", "Salford", "Stockport",
                "Tameside", "Trafford", "Wigan",
            },
        ),
        (
            "Essex",
            {
                "Basildon", "Braintree", "Brentwood", "Castle Point", "Chelmsford", "Colchester",
                "Epping Forest", "Harlow", "Maldon", "Rochford", "Tendring", "Uttlesford",
            },
        ),
        # Councils made by merger since 2016, and the counties they lie in.
        ("Buckinghamshire", {"Buckinghamshire"}),
        ("Somerset", {"Somerset"}),
        ("North Yorkshire", {"North Yorkshire"}),
        ("Cumbria", {"Cumberland", "Westmorland and Furness"}),
        ("Westmorland & Furness", {"Westmorland and Furness"}),
        ("BCP Council", {"Bournemouth, Christchurch and Poole"}),
        ("Northamptonshire", {"North Northamptonshire", "West Northamptonshire"}),
        ("Suffolk", {"Babergh", "East Suffolk", "Ipswich", "Mid Suffolk", "West Suffolk"}),
        ("ceremonial Dorset", {"Dorset", "Bournemouth, Christchurch and Poole"}),
        (
            "West of England",
            {"Bath and North East Somerset", "Bristol", "South Gloucestershire"},
        ),
        ("Gwent", {"Blaenau Gwent", "Caerphilly", "Monmouthshire", "Newport", "Torfaen"}),
    ],
)  # fmt: skip
def test_a_name_is_the_districts_people_mean(
    name: str, members: set[str], areas: list[dict[str, str]]
) -> None:
    assert names_of(area_codes(name), areas) == members


def test_the_wider_essex_has_to_be_asked_for(areas: list[dict[str, str]]) -> None:
    wider = set(area_codes("ceremonial Essex")) - set(area_codes("Essex"))
    assert names_of(tuple(wider), areas) == {"Southend-on-Sea", "Thurrock"}


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("STEVENAGE BOROUGH COUNCIL", "Stevenage"),
        (" central  bedfordshire ", "Central Bedfordshire"),
        ("Telford & Wrekin", "Telford and Wrekin"),
        ("St. Helens", "St Helens"),
        ("Kings Lynn & West Norfolk", "King's Lynn and West Norfolk"),
        ("Stoke on Trent City Council", "Stoke-on-Trent"),
        ("City of Lincoln", "Lincoln"),
        ("City of York Council", "York"),
        ("Bristol, City of", "Bristol"),
        ("Herefordshire, County of", "Herefordshire"),
        ("Hull", "Kingston upon Hull"),
        ("Edinburgh", "City of Edinburgh"),
        ("Glasgow City Council", "Glasgow"),
        ("Durham County Council", "County Durham"),
        ("London Borough of Camden", "Camden"),
        ("Royal Borough of Windsor and Maidenhead", "Windsor and Maidenhead"),
        ("Rochdale MBC", "Rochdale"),
        ("Peterborough City Council", "Peterborough"),
        ("Essex County Council", "Essex"),
        ("Greater Manchester Combined Authority", "Greater Manchester"),
        ("London", "Greater London"),
        ("Shepway", "Folkestone and Hythe"),
        ("E07000243", "Stevenage"),
        ("e07000243", "Stevenage"),
        ("Bristol", "Bristol, City of"),
        ("Bristol City Council", "Bristol, City of"),
        ("St. Albans", "St Albans"),
        ("St Albans City & District Council", "St Albans"),
        # What it was called, or coded, before.
        ("E07000101", "Stevenage"),
        ("E07000007", "Buckinghamshire"),
        ("Wycombe District Council", "Buckinghamshire"),
        ("Taunton Deane", "Somerset"),
        ("E07000246", "Somerset"),
        ("Harrogate", "North Yorkshire"),
        ("Carlisle City Council", "Cumberland"),
        ("E08000016", "Barnsley"),
        ("S12000046", "Glasgow City"),
        # Codes of what is larger than a district.
        ("E10000015", "Hertfordshire"),
        ("E11000005", "West Midlands county"),
        ("E12000005", "West Midlands region"),
        ("E47000001", "Greater Manchester"),
    ],
)
def test_a_name_may_be_written_as_people_write_it(written: str, plain: str) -> None:
    assert area_codes(written) == area_codes(plain)


def test_london_is_not_the_city_of_london() -> None:
    assert len(area_codes("London")) == 33
    assert len(area_codes("City of London")) == 1
    assert area_codes("City of London Corporation") == area_codes("City of London")


def test_every_name_in_the_table_means_its_own_rows(areas: list[dict[str, str]]) -> None:
    """Every county, region and so on, but for the one name that has two meanings."""
    for column in ("name", "county", "combined_authority", "region", "country"):
        for label in {row[column] for row in areas} - {"", "West Midlands"}:
            rows = tuple(row["area_code"] for row in areas if row[column] == label)
            assert area_codes(label) == tuple(sorted(rows)), (column, label)


def test_a_name_with_two_meanings_is_refused_with_both() -> None:
    with pytest.raises(UnknownArea, match=r"West Midlands county.*West Midlands region"):
        area_codes("West Midlands")
    assert len(area_codes("West Midlands county")) == 7
    assert len(area_codes("West Midlands region")) == 30
    assert len(area_codes("West Midlands Combined Authority")) == 7


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("Stevnage", '"Stevenage"'),
        ("Herfordshire", '"Hertfordshire"'),
        ("Grater Manchester", '"Greater Manchester"'),
        ("Worcestershire Council Area", '"Worcestershire"'),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(name: str, nearest: str) -> None:
    with pytest.raises(UnknownArea) as caught:
        area_codes(name)
    assert f'"{name}"' in str(caught.value)
    assert nearest in str(caught.value)


@pytest.mark.parametrize("name", ["", "qqqqqq", "—"])
def test_a_name_like_nothing_says_where_to_look(name: str) -> None:
    with pytest.raises(UnknownArea, match=r"area\.csv"):
        area_codes(name)


# -- outlines -------------------------------------------------------------------------------------


def test_outlines_are_valid_and_fit_together() -> None:
    shapes = outlines().geometry
    assert shapes.crs == "EPSG:4326"
    assert shapes.is_valid.all()
    assert set(shapes.geom_type) <= {"Polygon", "MultiPolygon"}
    # Two hundred metres: no gap narrower than that lies between neighbours, and none overlap.
    assert shapely.coverage_is_valid(shapes.to_numpy(), gap_width=0.002)
    britain = shapely.union_all(shapes.to_numpy())
    assert [ring for part in britain.geoms for ring in part.interiors] == []


def test_a_county_is_the_sum_of_its_districts(areas: list[dict[str, str]]) -> None:
    shape_of = outlines().set_index("area_code").geometry
    britain = {row["county"] for row in areas if row["country"] in geography.GREAT_BRITAIN}
    for county in britain - {"West Midlands"}:
        members = shape_of[list(area_codes(f"{county} county"))].to_numpy()
        whole = shapely.union_all(members)
        assert whole.area == pytest.approx(shapely.area(members).sum(), rel=1e-9), county


@pytest.mark.parametrize(
    ("name", "kilometres", "islands"),
    [
        # Square kilometres as commonly given; the outlines are drawn coarsely, so within 5%.
        ("Hertfordshire", 1643, 0),
        ("Greater Manchester", 1276, 0),
        ("Worcestershire", 1741, 0),
        ("Essex", 3465, 1),  # Mersea
        ("Buckinghamshire", 1565, 0),
        ("Somerset", 3451, 0),
        ("North Yorkshire", 8037, 0),
        ("Cumbria", 6768, 1),  # Walney
        ("North Northamptonshire", 987, 0),
    ],
)
def test_a_union_is_one_piece_without_holes_or_slivers(
    name: str, kilometres: int, islands: int
) -> None:
    shape_of = outlines().set_index("area_code").geometry
    whole = shapely.union_all(shape_of[list(area_codes(name))].to_numpy())
    assert whole.is_valid
    parts = [whole] if whole.geom_type == "Polygon" else list(whole.geoms)
    assert len(parts) == 1 + islands
    assert not any(part.interiors for part in parts)
    # Nothing falls away where what is narrower than two hundred metres is worn off and put back.
    metres = geopandas.GeoSeries([whole], crs="EPSG:4326").to_crs("EPSG:27700").iloc[0]
    assert metres.buffer(-100).buffer(100).symmetric_difference(metres).area < 0.01 * metres.area
    assert metres.area / 1e6 == pytest.approx(kilometres, rel=0.05)


def test_a_district_that_is_no_more_is_no_area(areas: list[dict[str, str]]) -> None:
    """Every old code leads to an area of today, and is none itself."""
    before = geography.codes_before()
    assert set(before).isdisjoint(row["area_code"] for row in areas)
    assert set(before.values()) <= {row["area_code"] for row in areas}
    # 41 districts merged into 11 councils; four Scottish and two English ones have a new code.
    assert len(before) == 41 + 6 + 7


def test_sectors_have_their_middle_in_their_authority(con: duckdb.DuckDBPyConnection) -> None:
    """Not all do (a sector may bend around another authority), but nearly all."""
    rows = con.execute("select area_code, longitude, latitude from postcode_sector").fetchall()
    shape_of = outlines().set_index("area_code").geometry
    codes, longitudes, latitudes = zip(*rows, strict=True)
    inside = shapely.contains_xy(shape_of[list(codes)].to_numpy(), longitudes, latitudes)
    assert inside.mean() > 0.96


def test_outlines_are_small_and_read_once() -> None:
    assert (REFERENCE / "outlines.geojson").stat().st_size < 700_000
    assert outlines() is outlines()
    assert list(outlines().columns) == ["area_code", "name", "geometry"]


def test_status_counts_what_is_there(con: duckdb.DuckDBPyConnection) -> None:
    status = geography.reference_status()
    counted = con.execute("select count(*), sum(postcodes) from postcode_sector").fetchall()[0]
    assert (status["postcode_sectors"], status["postcodes"]) == counted
    assert status["areas"] == 350
    assert "2023" in status["vintage"] and "2017" in status["vintage"]
    assert status["licence"] in " ".join(
        (REFERENCE / "README.md").read_text(encoding="utf-8").replace("> ", "").split()
    )


# -- how it is made -------------------------------------------------------------------------------


def test_places_and_table_agree(areas: list[dict[str, str]]) -> None:
    """A change of places.toml asks for a new build."""
    places = tomllib.loads((REFERENCE / "places.toml").read_text(encoding="utf-8"))
    for column in ("county", "ceremonial_county", "combined_authority"):
        assert set(places[column]) <= {row[column] for row in areas}, column
    assert set(places["council_now"]) <= {row["name"] for row in areas}
    assert set(places["code_now"].values()) <= {row["area_code"] for row in areas}
    for code, name in places["wider_code"].items():
        assert area_codes(code) == area_codes(name)


@pytest.fixture
def two_squares() -> geopandas.GeoDataFrame:
    """Two authorities side by side on the equator's scale, with the sea to the east."""
    squares = [shapely.box(-1.0, 52.0, -0.5, 52.5), shapely.box(-0.5, 52.0, 0.0, 52.5)]
    return geopandas.GeoDataFrame({"area_code": ["E1", "E2"]}, geometry=squares, crs="EPSG:4326")


def postcode_frame(*rows: tuple[str, float, float]) -> pandas.DataFrame:
    return pandas.DataFrame(rows, columns=["postcode", "latitude", "longitude"])


def test_a_postcode_lies_where_its_point_lies(two_squares: geopandas.GeoDataFrame) -> None:
    placed = reference_build.place_postcodes(
        postcode_frame(
            ("AA1 1AA", 52.2, -0.7),  # in the first
            ("AA1 1AB", 52.2, -0.5),  # on the line between: the lower code
            ("AA1 1AC", 52.2, 0.01),  # 700 metres off the coast: the nearest
            ("AA1 1AD", 52.2, 3.0),  # 200 kilometres off: nowhere
            ("AA1 1AE", 99.999999, 0.0),  # no coordinates
            ("BT1 1AA", 52.2, -0.7),  # left out for its licence
        ),
        two_squares,
    )
    found = dict(zip(placed["postcode"], placed["area_code"], strict=True))
    assert found == {"AA1 1AA": "E1", "AA1 1AB": "E1", "AA1 1AC": "E2"}


def test_most_postcodes_decide_and_the_lower_code_breaks_a_tie(
    two_squares: geopandas.GeoDataFrame,
) -> None:
    placed = reference_build.place_postcodes(
        postcode_frame(
            ("AA1 1AA", 52.2, -0.7),  # AA1 1: one of three in the first
            ("AA1 1AB", 52.2, -0.3),
            ("AA1 1AC", 52.4, -0.2),
            ("AA1 2AA", 52.2, -0.7),  # AA1 2: one each
            ("AA1 2AB", 52.2, -0.3),
        ),
        two_squares,
    )
    sectors = reference_build.postcode_table(placed, "postcode_sector")
    assert sectors.to_dict("records") == [
        {
            "postcode_sector": "AA1 1", "area_code": "E2", "share": 0.6667,
            "latitude": 52.2, "longitude": -0.3, "postcodes": 3, "reach_km": 27.26,
        },
        {
            "postcode_sector": "AA1 2", "area_code": "E1", "share": 0.5,
            "latitude": 52.2, "longitude": -0.5, "postcodes": 2, "reach_km": 13.63,
        },
    ]  # fmt: skip


def test_a_sector_in_several_authorities_is_split(two_squares: geopandas.GeoDataFrame) -> None:
    placed = reference_build.place_postcodes(
        postcode_frame(
            ("AA1 1AA", 52.2, -0.7),  # one of three in the first
            ("AA1 1AB", 52.2, -0.3),
            ("AA1 1AC", 52.4, -0.2),
            ("AA1 2AA", 52.2, -0.7),  # whole: not in the table
        ),
        two_squares,
    )
    assert reference_build.split_table(placed).to_dict("records") == [
        {"postcode_sector": "AA1 1", "area_code": "E1", "postcodes": 1},
        {"postcode_sector": "AA1 1", "area_code": "E2", "postcodes": 2},
    ]


def test_places_that_fit_no_authority_are_all_named(two_squares: geopandas.GeoDataFrame) -> None:
    names = pandas.DataFrame(
        {"code": ["E1", "E2"], "name": ["Left", "Right"], "regionName": ["East", "East"]}
    )
    places = {
        "name": {}, "region": {}, "ceremonial_county": {}, "council_now": {},
        "county": {"Squareshire": ["Left", "Wrong"]},
        "combined_authority": {"One": ["Right"], "Two": ["E2"]},
    }  # fmt: skip
    with pytest.raises(ValueError, match="Squareshire: no authority is called Wrong") as caught:
        reference_build.area_table(names, two_squares, places)
    assert "E2 is in One and in Two" in str(caught.value)


def test_a_failed_download_says_so_and_leaves_the_reference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reference_build, "PACKAGES", "./no-such-package.whl\n")
    with pytest.raises(reference_build.PackagesNotFetched, match="stays as it was"):
        reference_build.build_reference(tmp_path / "reference", progress=lambda line: None)
    assert not (tmp_path / "reference").exists()


@pytest.mark.parametrize(
    ("name", "counties"),
    [
        # A district lies in its county, and touches no other.
        ("Stevenage", {"Hertfordshire"}),
        # A council of its own on the edge of one county, in another by history.
        ("Luton", {"Bedfordshire", "Hertfordshire"}),
        # Across the Stour.
        ("Colchester", {"Essex", "Suffolk"}),
        # An island borders nobody.
        ("Isle of Wight", {"Isle of Wight"}),
    ],
)
def test_bordering_counties_are_those_that_touch_and_the_one_it_lies_in(
    name: str, counties: set[str], areas: list[dict[str, str]]
) -> None:
    codes = geography.with_bordering_counties(geography.area_codes(name))
    found = {row["county"] for row in areas if row["area_code"] in codes}
    assert found == counties
    whole = [row["area_code"] for row in areas if row["county"] in counties]
    assert sorted(whole) == list(codes)


@pytest.mark.parametrize(("level", "many"), [("district", 350), ("county", 133), ("region", 11)])
def test_outlines_of_each_level_hold_all_of_great_britain(level: str, many: int) -> None:
    made = geography.outlines_at(level)
    assert geography.outlines_at(level) is made
    assert len(made.frame) == many and made.frame["area_code"].is_unique
    assert list(made.frame.columns) == ["area_code", "name", "geometry"]
    assert made.frame.geometry.is_valid.all()
