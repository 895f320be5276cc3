"""Loading a reference: what it changes, how it is undone, and that a crash changes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
import shapely

from data import geography, ledger, publish, reference_load, reference_status
from data.__main__ import main
from data.engine import connect_to_read
from data.refused import Refused
from data.store import Store
from tests.data import official
from tests.data.official import PLACES, STEVENAGE, Place, boundaries, directory
from tests.queries.town import BY_AREA

Write = Callable[..., Path]

# Why each supplier is there, and its postcode.
SUPPLIERS = (
    ("as the default has it", "SG1 1AA"),
    ("over the border exactly", "SG1 1AB"),
    ("ended postcode Ltd", "SG1 1AD"),
    ("not in the county exactly", "AL5 3AA"),
    ("by the code before", "HP11 1AA"),
    ("Northern Ireland", "BT1 1AA"),
    ("Jersey", "JE2 3AA"),
    ("no point", "LS1 1BA"),
    ("made since: its sector", "SG1 1ZZ"),
    ("sector of the default", "WD17 1AB"),
    ("district only", "SG1"),
    ("Various", "Various"),
    ("nothing", ""),
)
SPEND = "Payment Date,Supplier Name,Postcode,Net Amount\n" + "".join(
    f"01/05/2020,{name},{postcode},1000.00\n" for name, postcode in SUPPLIERS
)
CIRCLE = """
[[tier]]
rank = 3
name = "Ten kilometres"
radius_km = 10
centre = "SG1 1AD"
source = "Made up"

[scope]
"""


@pytest.fixture
def town(store: Store, write: Write) -> Store:
    """A store with thirteen suppliers of a thousand pounds each, and a strategy with a circle."""
    store.make()
    strategy = store.strategies / "made-up-areas.toml"
    strategy.write_text(BY_AREA.replace("[scope]", CIRCLE, 1), encoding="utf-8")
    publish.publish(store, write("spend.csv", SPEND), organisation="Ash Council")
    return store


def asked(store: Store, question: str) -> list[tuple]:
    con = connect_to_read(store.build_file(ledger.served_build(store)))
    try:
        return con.execute(question).fetchall()
    finally:
        con.close()


def places(store: Store) -> dict[str, tuple]:
    rows = asked(
        store,
        "select supplier.name, place_known_by, area.name from supplier "
        "left join area using (area_code)",
    )
    return {row[0]: row[1:] for row in rows}


BEFORE = {
    "as the default has it": ("sector", "Stevenage"),
    "over the border exactly": ("sector", "Stevenage"),
    "ended postcode Ltd": ("sector", "Stevenage"),
    "not in the county exactly": ("sector", "St Albans"),
    "by the code before": ("sector", "Buckinghamshire"),
    "Northern Ireland": ("none", None),
    "Jersey": ("none", None),
    "no point": ("sector", "Leeds"),
    "made since: its sector": ("sector", "Stevenage"),
    "sector of the default": ("sector", "Watford"),
    "district only": ("district", "Stevenage"),
    "Various": ("none", None),
    "nothing": ("none", None),
}
AFTER = {
    "as the default has it": ("full postcode", "Stevenage"),
    "over the border exactly": ("full postcode", "North Hertfordshire"),
    "ended postcode Ltd": ("full postcode", "Stevenage"),
    "not in the county exactly": ("full postcode", "Central Bedfordshire"),
    "by the code before": ("full postcode", "Buckinghamshire"),
    "Northern Ireland": ("full postcode", "Belfast"),
    "Jersey": ("full postcode", "Channel Islands"),
    "no point": ("full postcode", "Leeds"),
    "made since: its sector": ("sector", "Stevenage"),
    "sector of the default": ("sector", "Watford"),
    "district only": ("district", "Stevenage"),
    "Various": ("none", None),
    "nothing": ("none", None),
}


def test_a_directory_places_exactly_and_undo_brings_the_default_back(
    town: Store, write: Write
) -> None:
    assert places(town) == BEFORE
    before = ledger.served_build(town)
    one, found = reference_load.load(
        town, write("ONSPD_MAY_2025_UK.csv", directory(year=25)), "Jo Officer"
    )
    assert one.upload_id == 2 and found.vintage == "May 2025"
    assert ledger.served_build(town) != before
    assert places(town) == AFTER
    tiers = {
        row[0]: row[1:]
        for row in asked(
            town,
            "select name, tier, nearest_tier, furthest_tier from supplier_tier "
            "join supplier using (supplier_id) where strategy_id = 'made-up-areas'",
        )
    }
    assert tiers["over the border exactly"] == (2, 2, 2)  # exact: no range
    assert tiers["not in the county exactly"] == (98, 98, 98)
    assert tiers["made since: its sector"] == (1, 1, 2)  # one of the sector's three is over it
    assert tiers["Northern Ireland"] == (98, 98, 98)
    # The circle's centre is the ended postcode's own point.
    assert asked(
        town, "select latitude, longitude, radius_km from tier_radius"
    ) == [(51.902, -0.202, 10.0)]  # fmt: skip
    spot = "select latitude, longitude, place_reach_km, ward_code from supplier where name = "
    assert asked(town, f"{spot}'ended postcode Ltd'") == [(51.902, -0.202, 0.0, "E05004771")]
    # No point in the directory: the default's middle of the sector draws it.
    assert asked(town, f"{spot}'no point'")[0][2] > 0

    status = reference_status.status(town)
    assert "ONS Postcode Directory, May 2025" in status["vintage"]
    assert status["loaded"][0]["upload"] == 2
    assert "exact" in status["how_good"]

    reference_load.undo(town, 2, "Jo Officer")
    assert places(town) == BEFORE
    assert reference_status.status(town) == geography.reference_status()
    actions = [(event["action"], event["upload_id"]) for event in ledger.events(town)]
    assert actions == [("publish", 1), ("load reference", 2), ("undo reference", 2)]


def test_a_finished_build_refers_to_no_file_beside_it(town: Store, write: Write) -> None:
    reference_load.load(town, write("ONSPD_MAY_2025_UK.csv", directory()))
    names = [
        row[0] for row in asked(town, "select view_name from duckdb_views() where not internal")
    ]
    assert names == []


def test_the_later_load_stands_and_undo_brings_the_earlier_back(town: Store, write: Write) -> None:
    moved = [Place("SG1 1AA", official.NORTH_HERTS, "51.9", "-0.2"), *PLACES[1:]]
    first, _ = reference_load.load(town, write("ONSPD_MAY_2024_UK.csv", directory()))
    second, _ = reference_load.load(town, write("ONSPD_MAY_2025_UK.csv", directory(moved)))
    assert places(town)["as the default has it"][1] == "North Hertfordshire"
    reference_load.undo(town, second.upload_id)
    assert places(town)["as the default has it"] == ("full postcode", "Stevenage")
    assert [one.upload_id for one in ledger.references(town)] == [first.upload_id]
    # Its file is kept, and the next number is a new one.
    third, _ = reference_load.load(town, write("ONSPD_MAY_2025_UK.csv", directory(moved)))
    assert (first.upload_id, second.upload_id, third.upload_id) == (2, 3, 4)
    publish.publish(town, write("more.csv", SPEND.replace("2020", "2021")), organisation="Ash")
    assert [upload.upload_id for upload in ledger.uploads(town)] == [1, 5]


def test_boundaries_of_a_new_council_carry_suppliers_and_strategies_with_them(
    town: Store, write: Write
) -> None:
    drawn = geography.outlines().set_index("area_code").geometry
    merged = shapely.union_all([drawn[STEVENAGE], drawn[official.NORTH_HERTS]])
    text = boundaries({"E06000099": ("North and Stevenage", merged)}, prefix="LAD28")
    one, _ = reference_load.load(town, write("LAD_APR_2028.geojson", text))
    assert places(town)["as the default has it"] == ("sector", "North and Stevenage")
    tier = "select tier, furthest_tier from supplier_tier join supplier using (supplier_id) where "
    named = "name = 'made since: its sector' and strategy_id = 'made-up-areas'"
    assert asked(town, tier + named) == [(1, 1)]
    folder = ledger.loaded_reference(town).areas
    assert "E06000099" in set(geography.outlines(folder)["area_code"])
    reference_load.undo(town, one.upload_id)
    assert places(town) == BEFORE


def test_a_rehearsal_tells_the_change_and_writes_nothing(town: Store, write: Write) -> None:
    kept = sorted(str(path) for path in town.root.rglob("*") if path.is_file())
    told = []
    rehearsed = reference_load.rehearse(
        town, write("ONSPD.csv", directory()), lambda share, step: told.append(share)
    )
    known = next(
        one
        for one in rehearsed.headlines
        if one.strategy == "made-up-areas" and one.name.startswith("Share of spend with a known")
    )
    # Nine of thirteen, then also Belfast and Jersey.
    assert (known.now, known.after) == pytest.approx((9 / 13, 11 / 13))
    assert told == sorted(told) and len(told) > 5
    after = sorted(str(path) for path in town.root.rglob("*") if path.is_file())
    assert [path for path in after if "ledger" not in path and "writer" not in path] == [
        path for path in kept if "ledger" not in path and "writer" not in path
    ]


def test_the_same_file_twice_and_an_undo_twice_are_refused(town: Store, write: Write) -> None:
    path = write("ONSPD_MAY_2025_UK.csv", directory())
    one, _ = reference_load.load(town, path)
    with pytest.raises(Refused, match="in use already: the same file came as upload 2"):
        reference_load.load(town, path)
    reference_load.undo(town, one.upload_id)
    with pytest.raises(Refused, match="withdrawn already"):
        reference_load.undo(town, one.upload_id)
    with pytest.raises(Refused, match="Upload 1 is no reference file"):
        reference_load.undo(town, 1)
    reference_load.load(town, path)


def test_what_a_crash_left_is_swept_and_what_is_in_force_is_not(town: Store, write: Write) -> None:
    one, _ = reference_load.load(town, write("ONSPD.csv", directory()))
    for name in ("000009-0a0a0a0a", f"{one.upload_id:06d}-{one.sha256[:8]}.part", "odd"):
        (town.reference / name).mkdir()
    publish.sweep_now(town)
    kept = town.reference_folder(one.upload_id, one.sha256)
    assert list(town.reference.iterdir()) == [kept]
    assert (town.received / one.sha256).exists()


def test_a_failed_build_leaves_the_reference_before(
    town: Store, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **values: object) -> None:
        raise duckdb.IOException("disk full")

    before = ledger.served_build(town)
    monkeypatch.setattr("data.warehouse.run_models", fail)
    with pytest.raises(duckdb.IOException):
        reference_load.load(town, write("ONSPD.csv", directory()))
    assert ledger.served_build(town) == before
    assert ledger.references(town) == []
    publish.sweep_now(town)
    assert list(town.reference.iterdir()) == []


def test_a_reference_may_be_loaded_before_any_figure(store: Store, write: Write) -> None:
    reference_load.load(store, write("ONSPD.csv", directory()))
    publish.publish(store, write("spend.csv", SPEND), organisation="Ash Council")
    assert places(store) == AFTER


def test_purging_a_reference_destroys_its_files_and_keeps_a_line(town: Store, write: Write) -> None:
    path = write("ONSPD.csv", directory())
    first, _ = reference_load.load(town, path)
    reference_load.undo(town, first.upload_id)
    again, _ = reference_load.load(town, path)  # the same file, under another number
    assert places(town) == AFTER
    reference_load.purge(town, again.upload_id, by="Jo Officer")
    assert places(town) == BEFORE
    assert list(town.reference.iterdir()) == []
    assert not (town.received / first.sha256).exists()
    assert len(list(town.warehouse.iterdir())) == 1  # no build that holds its places is kept
    states = {one.upload_id: one.state for one in ledger.references(town, reference_load.STATES)}
    assert states == {first.upload_id: "purged", again.upload_id: "purged"}
    line = ledger.events(town)[-1]
    assert (line["action"], line["who"], line["upload_id"]) == ("purge", "Jo Officer", 3)
    assert "ONSPD.csv" in line["detail"]
    for act, said in ((reference_load.purge, "purge"), (reference_load.undo, "undo")):
        with pytest.raises(Refused, match=f"nothing to {said}: upload 3 is purged already"):
            act(town, again.upload_id)


def test_a_reference_is_purged_before_there_is_any_figure(store: Store, write: Write) -> None:
    one, _ = reference_load.load(store, write("ONSPD.csv", directory()))
    reference_load.purge(store, one.upload_id)
    assert list(store.reference.iterdir()) == list(store.received.iterdir()) == []
    assert ledger.references(store) == []


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = main([str(word) for word in words])
    return code, *capsys.readouterr()


def test_the_command_line_is_the_same_door(
    town: Store, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write("ONSPD_MAY_2025_UK.csv", directory(year=25))
    code, out, _ = run(capsys, "reference", "load", path, "--by", "Jo Officer")
    assert code == 0
    assert "ONS Postcode Directory, May 2025" in out
    assert "9 postcodes, 8 of them live, in 8 areas" in out
    assert "Loaded as upload 2." in out
    status = json.loads(run(capsys, "reference", "status", "--json")[1])
    assert status["loaded"][0]["vintage"] == "May 2025"
    assert json.loads(run(capsys, "status", "--json")[1])["reference"] == status
    assert "May 2025" in run(capsys, "reference", "status")[1]
    assert "reference     ONS Postcode Directory, May 2025" in run(capsys, "history")[1]
    assert json.loads(run(capsys, "history", "--json")[1])["references"][0]["upload_id"] == 2
    code, out, _ = run(capsys, "undo", 2)
    assert code == 0 and "withdrawn" in out
    assert places(town) == BEFORE
    code, out, _ = run(capsys, "purge", 2)
    assert code == 0 and "Upload 2 is erased: ONS Postcode Directory, May 2025" in out
    assert "purged" in run(capsys, "history")[1]
    code, _, err = run(capsys, "reference", "load", write("x.csv", "a,b\n1,2\n"))
    assert (code, err.count("\n")) == (2, 1) and "not a reference file" in err
