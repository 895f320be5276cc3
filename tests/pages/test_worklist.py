"""The worklist on the data-quality page: postcodes pasted there go the way of any file, and what an
officer says of two suppliers is recorded and taken back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import queries
from data import ledger
from data.store import Store
from tests.pages.conftest import Screen

QUALITY = "pages/upload/quality.py"
SPEND = (
    "Payment Date,Supplier Name,Net Amount\n01/05/2020,Arden Paving Services Ltd,100.00\n"
    "02/05/2020,Arden Paveing Services Ltd,60.00\n03/05/2020,Bell Foods,40.00\n"
    "04/05/2020,Jane Quimby,7.00\n05/05/2020,Various,9.00\n"
)


@pytest.fixture
def quality(store: Store, made: Path, look) -> Screen:
    shutil.copytree(made, store.root)
    return look().go(QUALITY)


def test_the_largest_come_first_and_what_each_adds_is_said(quality: Screen) -> None:
    rows = quality.rows("Suppliers to look up next")
    # Nobody can look up a person or "Various". All was 216.00, and no place is known.
    assert [row[:3] for row in rows] == [
        ["Arden Paving Services Ltd", "Luton Council", "100.00"],
        ["Arden Paveing Services Ltd", "Luton Council", "60.00"],
        ["Bell Foods", "Luton Council", "40.00"],
    ]
    assert [row[4] for row in rows] == ["46.3", "74.1", "92.6"]
    assert "Looking up these 3 raises known place from 0% to 93% of spend" in quality.titles()


def test_pasted_postcodes_are_rehearsed_and_published_like_any_file(
    quality: Screen, store: Store
) -> None:
    screen = quality.named()
    assert screen.app.button(key="bring-postcodes").disabled
    screen.app.text_area(key="pasted-postcodes").set_value(
        "Arden Paving Services Ltd, LU1 2BQ\nBell Foods\n"
    ).run()
    assert "1 line without a postcode at the end will be left out" in screen.notices()
    assert not screen.app.button(key="bring-postcodes").disabled
    said = screen.press("bring-postcodes")
    assert "is ready to be checked, rehearsed and published" in said
    screen.go("pages/upload/extract.py")
    assert "It is the file of Luton Council" in screen.words()
    screen.named()
    screen.press("rehearse")
    screen.press("publish")
    upload = ledger.uploads(store)[-1]
    assert (upload.kind, upload.rows_accepted, upload.published_by) == (
        "suppliers", 1, "Cat Officer",
    )  # fmt: skip
    left = queries.run("quality/to_look_up", lacking="place", first=9)
    assert list(left["name"]) == ["Arden Paveing Services Ltd", "Bell Foods"]


def test_two_that_are_one_are_joined_and_parted_again(quality: Screen, store: Store) -> None:
    screen = quality.named()
    assert "Nothing is joined before somebody says so" in screen.words()
    said = screen.press("twins-are-one")
    assert (
        "“Arden Paving Services Ltd” and “Arden Paveing Services Ltd” are one from now on" in said
    )
    assert len(screen.rows("Suppliers to look up next")) == 2
    (decision,) = ledger.supplier_decisions(store)
    assert decision.who == "Cat Officer"
    screen.app.selectbox(key="undecide-which").set_value(
        screen.app.selectbox(key="undecide-which").options[0]
    ).run()
    screen.press("undecide")
    assert ledger.supplier_decisions(store) == []
    assert len(screen.rows("Suppliers to look up next")) == 3


def test_two_that_are_two_are_not_asked_about_again(quality: Screen, store: Store) -> None:
    screen = quality.named()
    said = screen.press("twins-are-two")
    assert "are two from now on" in said
    assert "No two names are alike enough to ask about" in said
    assert len(screen.rows("Suppliers to look up next")) == 3


def test_nothing_can_be_decided_without_a_name(quality: Screen) -> None:
    assert quality.app.button(key="twins-are-one").disabled
    assert "Type your name above first" in quality.words()
