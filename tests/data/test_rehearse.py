"""A rehearsal shows what publishing would make of every headline figure, and writes nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest

import queries
from data import ledger, publish
from data import rehearse as rehearse_module
from data.refused import Refused
from data.rehearse import Placed, rehearse

TOWN = "Stockport Council"
APRIL = "Date,Supplier,Net\n01/04/2021,Arden Paving Ltd,30000.10\n02/04/2021,Bell Care,26000.00\n"
MAY = "Date,Supplier,Net\n01/05/2021,Arden Paving Ltd,40000.00\n01/05/2021,Bell Care,2.00\n"
PLACES = "Supplier,Postcode\nArden Paving,SK1 3XE\n"


def changed(rehearsal, strategy="star-2021"):
    return {
        h.name: (h.now, h.after)
        for h in rehearsal.headlines
        if h.strategy == strategy and h.now != h.after
    }


def test_now_and_after_are_what_is_served_before_and_after_publishing(store, write):
    publish.publish(store, write("april.csv", APRIL), organisation=TOWN)
    path = write("may.csv", MAY)
    seen = changed(rehearse(store, path, organisation=TOWN))
    assert seen == {
        "Spend received": (Decimal("56000.10"), Decimal("96002.10")),
        # STAR counts payments from £25,000 up.
        "Spend in scope": (Decimal("56000.10"), Decimal("96000.10")),
    }
    publish.publish(store, path, organisation=TOWN)
    served = queries.run("spend/coverage", strategy="star-2021", organisations=[TOWN]).iloc[0]
    assert served["amount"] == seen["Spend in scope"][1]


def test_a_supplier_list_shows_the_share_it_would_place(store, write):
    publish.publish(store, write("april.csv", APRIL), organisation=TOWN)
    places = write("places.csv", PLACES)
    seen = changed(rehearse(store, places, kind="suppliers", organisation=TOWN))
    now, after = seen["Share of spend with a known place"]
    assert (now, round(after, 4)) == (0, round(30000.10 / 56000.10, 4))
    assert seen["Local share of spend with a known place"] == (None, 1.0)


def test_a_rehearsal_writes_nothing_into_the_store(store, write):
    publish.publish(store, write("april.csv", APRIL), organisation=TOWN)
    before = {p: p.stat().st_mtime_ns for p in store.root.rglob("*") if "ledger" not in p.name}
    rehearse(store, write("may.csv", MAY), organisation=TOWN)
    after = {p: p.stat().st_mtime_ns for p in store.root.rglob("*") if "ledger" not in p.name}
    assert after == before
    assert len(ledger.events(store)) == 1


def test_replacing_is_rehearsed_as_replacing(store, write):
    publish.publish(store, write("april.csv", APRIL), organisation=TOWN)
    mended = write("mended.csv", APRIL.replace("30000.10", "30000.20"))
    added = changed(rehearse(store, mended, organisation=TOWN))
    replaced = changed(rehearse(store, mended, organisation=TOWN, replace_period=True))
    assert added["Spend received"][1] == Decimal("112000.30")
    assert replaced["Spend received"][1] == Decimal("56000.20")


def test_what_is_published_already_is_refused_in_rehearsal_too(store, write):
    path = write("april.csv", APRIL)
    publish.publish(store, path, organisation=TOWN)
    with pytest.raises(Refused, match="published already"):
        rehearse(store, path, organisation=TOWN)


def test_a_period_published_already_is_shown(store, write):
    publish.publish(store, write("april.csv", APRIL), organisation=TOWN)
    publish.publish(store, write("other.csv", APRIL + "03/04/2021,X,1\n"), organisation="Other")
    again = rehearse(store, write("mended.csv", APRIL + "04/04/2021,Y,1\n"), organisation=TOWN)
    assert [upload.upload_id for upload in again.overlaps] == [1]
    assert rehearse(store, write("may.csv", MAY), organisation=TOWN).overlaps == ()


BOTH = "Organisation,Date,Supplier,Net\n"


def test_every_organisation_of_a_file_is_looked_at(store, write):
    """A joint extract names its partners line by line; the first is not the only one."""
    joint = BOTH + f"Oldham Council,01/03/2021,X,1\n{TOWN},01/04/2021,Y,1\n{TOWN},30/04/2021,Y,1\n"
    publish.publish(store, write("joint.csv", joint))
    publish.publish(store, write("other.csv", MAY), organisation="Oldham Council")
    publish.publish(store, write("march.csv", f"{BOTH}{TOWN},31/03/2021,Z,1\n"))

    def overlaps(text, **options):
        return [u.upload_id for u in rehearse(store, write("new.csv", text), **options).overlaps]

    assert overlaps(APRIL, organisation=TOWN) == [1]
    assert overlaps(f"{BOTH}Bury Council,01/01/2021,X,1\n{TOWN},02/04/2021,X,1\n") == [1]
    # Each organisation by its own dates: Oldham has nothing on 15 April, Stockport nothing in May.
    assert overlaps(f"{BOTH}Oldham Council,15/04/2021,X,1\n{TOWN},01/05/2021,X,1\n") == []
    assert overlaps(f"{BOTH}Oldham Council,01/03/2021,X,1\n{TOWN},31/03/2021,X,1\n") == [1, 3]
    assert overlaps(f"{BOTH}{TOWN},TBC,X,1\n") == []  # without a date nothing is replaced


def test_a_supplier_list_meets_every_list_of_its_organisations(store, write):
    lists = "Organisation,Supplier,Postcode\n"
    both = f"{lists}Oldham Council,Arden,SK1 3XE\n{TOWN},Bell,M1 1AA\n"
    publish.publish(store, write("places.csv", both), kind="suppliers")
    publish.publish(store, write("april.csv", APRIL), organisation=TOWN)
    later = write("later.csv", PLACES)
    found = rehearse(store, later, kind="suppliers", organisation=TOWN).overlaps
    assert [upload.upload_id for upload in found] == [1]
    assert rehearse(store, later, kind="suppliers", organisation="Bury Council").overlaps == ()


def test_spend_of_which_nothing_is_placed_is_known_to_be_none(store, write):
    text = "Date,Supplier,Net\n01/04/2021,Arden,30000.00\n"
    found = rehearse(store, write("a.csv", text), organisation="Luton Council").headlines
    own = {h.name: h.after for h in found if h.strategy == "luton-2019-24"}
    assert own["Share of spend with a known place"] == 0
    assert "Local share of spend with a known place" not in own  # not known, before and after


def test_no_share_is_made_of_credits(store, write):
    text = "Date,Supplier,Net\n01/04/2021,Arden,-30000.00\n01/04/2021,Bell,20000.00\n"
    places = "Supplier,Postcode\nArden,LU1 1AA\nBell,LU1 1AA\n"
    publish.publish(store, write("p.csv", places), kind="suppliers", organisation="Luton Council")
    found = rehearse(store, write("a.csv", text), organisation="Luton Council").headlines
    own = {h.name: h.after for h in found if h.strategy == "luton-2019-24"}
    assert own["Spend in scope"] == Decimal("-10000.00")
    assert not [name for name in own if "hare of spend" in name]


def test_what_is_erased_while_a_rehearsal_looks_is_looked_at_again(store, write, monkeypatch):
    publish.publish(store, write("april.csv", APRIL), organisation=TOWN)
    publish.publish(store, write("june.csv", APRIL.replace("04", "06")), organisation=TOWN)
    build = rehearse_module.warehouse.build
    looks = []

    def erased_meanwhile(*args, **options):
        looks.append(len(looks))
        if len(looks) == 1:
            monkeypatch.setattr(rehearse_module.warehouse, "build", build)
            publish.purge(store, 2)
            monkeypatch.setattr(rehearse_module.warehouse, "build", erased_meanwhile)
        return build(*args, **options)

    monkeypatch.setattr(rehearse_module.warehouse, "build", erased_meanwhile)
    seen = changed(rehearse(store, write("may.csv", MAY), organisation=TOWN))
    assert seen["Spend received"] == (Decimal("56000.10"), Decimal("96002.10"))
    assert looks == [0, 1]


def test_how_much_of_the_file_can_be_placed_is_said_to_the_penny(store, write):
    publish.publish(store, write("places.csv", PLACES), kind="suppliers", organisation=TOWN)
    seen = rehearse(store, write("april.csv", APRIL), organisation=TOWN).placed
    assert (seen.amount, seen.with_place) == (Decimal("56000.10"), Decimal("30000.10"))
    assert seen.as_json()["share"] == pytest.approx(30000.10 / 56000.10)
    # What was published before is no part of it.
    publish.publish(store, write("april.csv", APRIL), organisation=TOWN)
    seen = rehearse(store, write("may.csv", MAY), organisation=TOWN).placed
    assert (seen.amount, seen.with_place) == (Decimal("40002.00"), Decimal("40000.00"))


def test_a_file_without_spend_places_nothing(store, write):
    assert rehearse(store, write("places.csv", PLACES), organisation=TOWN).placed is None


@pytest.mark.parametrize(
    ("amount", "with_place", "share"),
    [
        ("100.00", "25.00", 0.25),
        ("100.00", "0.00", 0.0),
        ("0.00", "0.00", None),
        ("-5.00", "-5.00", None),  # a file of credits
        ("100.00", "120.00", None),  # credits without a place: over 100% says nothing
    ],
)
def test_a_share_is_given_only_where_it_says_something(amount, with_place, share):
    assert Placed(Decimal(amount), Decimal(with_place)).share == share
