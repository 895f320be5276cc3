"""Publish, undo, purge: one commit point, figures exact, nothing left behind."""

from __future__ import annotations

import json
import threading
from decimal import Decimal

import duckdb
import pytest

import queries
from data import ledger, publish, warehouse
from data.refused import Refused
from data.store import one_writer
from data.strategy import StrategyFaults

APRIL = "Date,Supplier,Net\n01/04/2021,Arden Paving Ltd,100.10\n02/04/2021,Bell Care Ltd,50.05\n"
MAY = "Date,Supplier,Net\n01/05/2021,Arden Paving Ltd,7.00\n"
APRIL_MENDED = "Date,Supplier,Net\n01/04/2021,Arden Paving Ltd,111.11\n30/04/2021,Bell Care,1.00\n"
PLACES = (
    "Supplier,Postcode\nARDEN PAVING LIMITED,SK1 3XE\nArden Paving,M1 1AA\nArden Paving,SK1 3XE\n"
)


def publish_text(store, write, name, text, **options):
    options = {"organisation": "Anytown Council", **options}
    return publish.publish(store, write(name, text), **options)


def spend():
    return queries.run("spend/coverage", strategy="star-2021", organisations=["Anytown Council"])


def payments(store):
    path = store.build_file(ledger.served_build(store))
    con = duckdb.connect(str(path), read_only=True)
    try:
        return con.execute(
            "select payment_date::varchar, supplier_named, amount, upload_id, source_row "
            "from payment order by payment_id"
        ).fetchall()
    finally:
        con.close()


def test_publishing_serves_the_money_of_the_file_and_undo_takes_it_back(store, write):
    first = publish_text(store, write, "april.csv", APRIL, by="Jo Officer")
    before = payments(store)
    assert sum(row[2] for row in before) == first.report.control_total == Decimal("150.15")
    second = publish_text(store, write, "may.csv", MAY)
    assert sum(row[2] for row in payments(store)) == Decimal("157.15")
    publish.undo(store, second.upload_id, by="Jo Officer")
    assert payments(store) == before
    states = {u.upload_id: u.state for u in ledger.uploads(store, ("published", "withdrawn"))}
    assert states == {1: "published", 2: "withdrawn"}
    assert [(e["action"], e["upload_id"]) for e in ledger.events(store)] == [
        ("publish", 1), ("publish", 2), ("undo", 2),
    ]  # fmt: skip


def test_every_payment_leads_back_to_the_row_of_its_file(store, write):
    publish_text(store, write, "april.csv", "Title line,,\n" + APRIL)
    assert [row[4] for row in payments(store)] == [3, 4]


def test_the_same_file_twice_is_refused_with_when_and_by_whom(store, write):
    publish_text(store, write, "april.csv", APRIL, by="Jo Officer")
    with pytest.raises(Refused, match=r"published already.*upload 1 \(april\.csv\).*Jo Officer"):
        publish_text(store, write, "renamed.csv", APRIL)
    assert len(payments(store)) == 2


def test_a_withdrawn_file_can_be_published_again(store, write):
    publish_text(store, write, "april.csv", APRIL)
    publish.undo(store, 1)
    again = publish_text(store, write, "april.csv", APRIL)
    assert again.upload_id == 2  # numbers are never used twice
    assert len(payments(store)) == 2


def test_replacing_a_period_takes_the_place_of_its_dates_only_and_can_be_undone(store, write):
    publish_text(store, write, "april.csv", APRIL)
    publish_text(store, write, "may.csv", MAY)
    before = payments(store)
    publish_text(store, write, "mended.csv", APRIL_MENDED, replace_period=True)
    assert [(row[2], row[3]) for row in payments(store)] == [
        (Decimal("7.00"), 2), (Decimal("111.11"), 3), (Decimal("1.00"), 3),
    ]  # fmt: skip
    publish.undo(store, 3)
    assert payments(store) == before


def test_replacing_leaves_other_organisations_alone(store, write):
    publish_text(store, write, "april.csv", APRIL)
    publish_text(
        store,
        write,
        "other.csv",
        MAY + "04/04/2021,Cole Books,3.00\n",
        organisation="Othertown Council",
    )
    publish_text(store, write, "mended.csv", APRIL_MENDED, replace_period=True)
    assert sum(row[2] for row in payments(store)) == Decimal("10.00") + Decimal("112.11")


def test_purge_erases_the_file_its_rows_and_the_builds_that_held_them(store, write):
    done = publish_text(store, write, "april.csv", APRIL)
    sha = ledger.uploads(store)[0].sha256
    assert (store.received / sha).exists()
    publish.purge(store, done.upload_id, by="Jo Officer")
    assert not (store.received / sha).exists()
    assert not store.clean_file(1).exists()
    assert not store.report_file(1).exists()
    assert [p.stem for p in store.warehouse.glob("*.duckdb")] == [ledger.served_build(store)]
    assert payments(store) == []
    assert ledger.events(store)[-1]["action"] == "purge"
    everything = b"".join(p.read_bytes() for p in store.root.rglob("*") if p.is_file())
    assert b"Bell Care" not in everything


@pytest.mark.parametrize("purged", [1, 2])
def test_purging_reaches_the_same_file_under_its_other_number(store, write, purged):
    publish_text(store, write, "april.csv", APRIL)
    publish.undo(store, 1)
    publish_text(store, write, "april.csv", APRIL)
    publish.purge(store, purged)
    assert payments(store) == []
    assert list(store.received.iterdir()) == []
    assert {u.state for u in ledger.uploads(store, ("purged",))} == {"purged"}


@pytest.mark.parametrize("act", [publish.undo, publish.purge])
def test_what_is_not_there_cannot_be_undone_or_purged(store, write, act):
    publish_text(store, write, "april.csv", APRIL)
    with pytest.raises(Refused, match="no upload 7"):
        act(store, 7)
    publish.purge(store, 1)
    with pytest.raises(Refused, match="purged already"):
        act(store, 1)


def test_a_refused_file_changes_nothing(store, write):
    publish_text(store, write, "april.csv", APRIL)
    before = sorted(p.name for p in store.root.rglob("*") if not p.name.startswith("ledger"))
    build = ledger.served_build(store)
    with pytest.raises(Refused):
        publish_text(store, write, "bad.csv", "Colour,Size\nred,4\n")
    assert ledger.served_build(store) == build
    after = sorted(p.name for p in store.root.rglob("*") if not p.name.startswith("ledger"))
    assert after == before


def test_a_build_that_fails_leaves_the_one_before(store, write, monkeypatch):
    publish_text(store, write, "april.csv", APRIL)
    build = ledger.served_build(store)
    monkeypatch.setattr(warehouse, "MODELS", (*warehouse.MODELS, "no_such_model"))
    with pytest.raises(FileNotFoundError):
        publish_text(store, write, "may.csv", MAY)
    assert ledger.served_build(store) == build
    assert [p.stem for p in store.warehouse.glob("*.duckdb")] == [build]
    monkeypatch.undo()
    monkeypatch.setenv("LOCALPOUND_STORE", str(store.root))
    publish_text(store, write, "may.csv", MAY)
    assert sum(row[2] for row in payments(store)) == Decimal("157.15")


def test_a_crash_between_build_and_commit_leaves_the_build_before(store, write, monkeypatch):
    publish_text(store, write, "april.csv", APRIL)
    build = ledger.served_build(store)

    def crash(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(ledger, "commit", crash)
    with pytest.raises(KeyboardInterrupt):
        publish_text(store, write, "may.csv", MAY)
    monkeypatch.undo()
    assert ledger.served_build(store) == build
    assert sum(row[2] for row in payments(store)) == Decimal("150.15")
    publish_text(store, write, "may.csv", MAY)  # what was left over is swept and done again
    assert len(list(store.clean.glob("*.parquet"))) == 2
    assert sum(row[2] for row in payments(store)) == Decimal("157.15")


def test_what_a_crash_left_is_swept_at_the_next_start_or_the_next_change(store, write):
    publish.sweep_now(store)
    assert not store.root.exists()  # there is nothing to sweep, and nothing is made
    publish_text(store, write, "april.csv", APRIL)
    before = sorted(store.root.rglob("*"))

    def leave():
        (store.warehouse / "build-000002-00000000.duckdb.wal").write_bytes(b"x")
        (store.warehouse / "build-000002-00000000.duckdb.tmp").mkdir()
        (store.warehouse / "build-000002-00000000.duckdb.tmp" / "part").write_bytes(b"x")
        (store.clean / "upload-000001.part").write_bytes(b"x")
        (store.received / "0123.part").write_bytes(b"x")

    leave()
    with one_writer(store, "Jo Officer"):
        publish.sweep_now(store)  # somebody is at work, and these may be theirs
    assert sorted(store.root.rglob("*")) != before
    publish.sweep_now(store)
    assert sorted(store.root.rglob("*")) == before
    leave()
    with pytest.raises(Refused, match="no upload 7"):
        publish.undo(store, 7)
    assert sorted(store.root.rglob("*")) == before


def test_the_last_three_builds_are_kept(store, write):
    for day in range(1, 6):
        publish_text(store, write, f"{day}.csv", f"Date,Supplier,Net\n0{day}/04/2021,A,1\n")
    names = sorted(path.stem for path in store.warehouse.glob("*.duckdb"))
    assert names == ledger.builds(store)[2::-1]
    assert [name[:12] for name in names] == ["build-000003", "build-000004", "build-000005"]


def test_a_second_writer_is_told_who_holds_the_store(store):
    with (
        one_writer(store, "Jo Officer"),
        pytest.raises(Refused, match="being changed by Jo Officer"),
        one_writer(store, "Sam", seconds=0.1),
    ):
        pytest.fail("two writers at once")


def test_two_who_publish_at_the_same_moment_both_land(store, write):
    paths = [write("april.csv", APRIL), write("may.csv", MAY)]
    threads = [
        threading.Thread(target=publish.publish, args=(store, path),
                         kwargs={"organisation": "Anytown Council"})
        for path in paths
    ]  # fmt: skip
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(row[2] for row in payments(store)) == Decimal("157.15")


def test_of_several_postcodes_the_most_frequent_stands_and_all_are_recorded(store, write):
    publish_text(store, write, "april.csv", APRIL)
    publish_text(store, write, "places.csv", PLACES, kind="suppliers")
    con = duckdb.connect(str(store.build_file(ledger.served_build(store))), read_only=True)
    met = con.execute(
        "select postcode, times_seen, chosen from supplier_postcode order by postcode"
    ).fetchall()
    placed = con.execute(
        "select supplier.name, postcode, place_known_by, area.name as area "
        "from supplier left join area using (area_code) order by name"
    ).fetchall()
    con.close()
    assert met == [("M1 1AA", 1, False), ("SK1 3XE", 2, True)]
    assert placed == [
        ("Arden Paving Ltd", "SK1 3XE", "sector", "Stockport"),
        ("Bell Care Ltd", None, "none", None),
    ]
    known = spend().iloc[0]
    assert known["amount"] == Decimal("0.00")  # STAR counts payments from £25,000 up


def test_places_join_by_number_before_name(store, write):
    text = "Date,Supplier,Supplier No,Net\n01/04/2021,Arden Paving,77,100\n01/04/2021,Bell,,5\n"
    publish_text(store, write, "april.csv", text)
    places = (
        "Supplier,Supplier No,Postcode\nAP Group,77,SK1 3XE\nArden Paving,,M1 1AA\nBell,,OL11 1AA\n"
    )
    publish_text(store, write, "places.csv", places, kind="suppliers")
    con = duckdb.connect(str(store.build_file(ledger.served_build(store))), read_only=True)
    found = dict(con.execute("select name, postcode from supplier").fetchall())
    con.close()
    assert found["Arden Paving"] == "SK1 3XE"
    assert found["Bell"] == "OL11 1AA"


def test_the_report_of_an_upload_is_kept_beside_its_rows(store, write):
    publish_text(store, write, "april.csv", APRIL + "TBC,Cole,1.00\n")
    report = json.loads(store.report_file(1).read_text(encoding="utf-8"))
    assert report["control_total"] == "151.15"
    assert report["faults"][0]["row"] == 4


def test_a_choice_of_columns_is_remembered_for_the_organisation_and_layout(store, write):
    header = "Date,Supplier,Net,Gross\n"
    publish_text(
        store, write, "april.csv", header + "01/04/2021,A,10,12\n", chosen={"amount": "Gross"}
    )
    # The same headers in another case and spacing are the same layout.
    may = write("may.csv", "DATE,Supplier, net ,Gross\n01/05/2021,A,100,120\n")
    later = publish.publish(store, may, organisation="Anytown Council")
    assert later.report.control_total == Decimal("120.00")
    reasons = {choice.field: choice.reason for choice in later.report.choices}
    assert reasons["amount"] == "Chosen by an officer before, for this layout"
    other = publish_text(
        store, write, "b.csv", header + "01/04/2021,B,1,2\n", organisation="Othertown"
    )
    assert other.report.control_total == Decimal("1.00")


def directorates(store):
    con = duckdb.connect(str(store.build_file(ledger.served_build(store))), read_only=True)
    try:
        return con.execute(
            "select directorate, directorate_received, amount from payment order by payment_id"
        ).fetchall()
    finally:
        con.close()


def test_two_directorates_can_be_one_without_touching_what_was_received(store, write):
    text = "Date,Supplier,Directorate,Net\n01/04/2020,A,Housing,1\n01/04/2021,A,Homes,2\n"
    publish_text(store, write, "a.csv", text)
    publish_text(store, write, "b.csv", text.replace("A,", "B,"), organisation="Othertown")
    before = directorates(store)
    publish.merge_directorates(store, "Anytown Council", "Housing", "Homes", by="Jo Officer")
    assert directorates(store) == [
        ("Homes", "Housing", 1), ("Homes", "Homes", 2), ("Housing", "Housing", 1),
        ("Homes", "Homes", 2),
    ]  # fmt: skip
    publish.undo(store, 2)  # carried to every later build
    assert [row[0] for row in directorates(store)] == ["Homes", "Homes"]
    publish.unmerge_directorates(store, "Anytown Council", "Housing")
    assert directorates(store) == before[:2]
    actions = [event["action"] for event in ledger.events(store)]
    assert actions[-3:] == ["merge directorates", "undo", "unmerge directorates"]


def test_a_directorate_cannot_be_merged_into_itself_or_unmerged_unmerged(store, write):
    publish_text(store, write, "april.csv", APRIL)
    with pytest.raises(Refused, match="two different"):
        publish.merge_directorates(store, "Anytown Council", "Homes", "Homes")
    with pytest.raises(Refused, match="not counted as another"):
        publish.unmerge_directorates(store, "Anytown Council", "Homes")


def test_a_change_of_strategy_builds_again_and_nothing_else_does(store, write):
    build = publish_text(store, write, "april.csv", APRIL).build
    assert publish.is_ready(store)
    assert not publish.make_ready(store=store)
    own = "id = 'x'"  # at fault: the build before is still served, and the fault is told
    (store.strategies / "x.toml").write_text(own, encoding="utf-8")
    assert not publish.is_ready(store)
    with pytest.raises(StrategyFaults):
        publish.make_ready(store=store)
    assert ledger.served_build(store) == build
    (store.strategies / "x.toml").unlink()
    assert publish.is_ready(store)


def test_a_build_by_older_models_is_built_again_once(store, write, monkeypatch):
    with monkeypatch.context() as older:
        older.setattr(warehouse, "models", lambda store: "models of last year")
        publish_text(store, write, "april.csv", APRIL)
    assert not publish.is_ready(store)
    assert publish.make_ready(store=store)
    assert publish.is_ready(store)
    assert sum(row[2] for row in payments(store)) == Decimal("150.15")
    assert ledger.events(store)[-1]["action"] == "build"
