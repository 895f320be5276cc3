"""A rehearsal shows what publishing would make of every headline figure, and writes nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest

import queries
from data import ledger, publish
from data.refused import Refused
from data.rehearse import rehearse

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
    assert (now or 0, round(after, 4)) == (0, round(30000.10 / 56000.10, 4))
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
