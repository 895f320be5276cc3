"""The reference page without a browser: load, look, take back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from data import ledger
from data.store import Store
from tests.data.official import directory
from tests.pages.conftest import Screen

PAGE = "pages/upload/reference.py"
HISTORY = "pages/upload/history.py"
QUALITY = "pages/upload/quality.py"
# One supplier known by sector, one that the directory moves, one in Belfast, one of no postcode.
SPEND = (
    "Payment Date,Supplier Name,Postcode,Net Amount\n"
    "01/05/2020,Alpha Ltd,SG1 1AA,100.00\n02/05/2020,Beta Ltd,AL5 3AA,300.00\n"
    "03/05/2020,Gamma Ltd,BT1 1AA,500.00\n04/05/2020,Delta Ltd,Various,100.00\n"
)


@pytest.fixture
def page(store: Store, made: Path, look) -> Screen:
    shutil.copytree(made, store.root)
    return look().go(PAGE)


def bring(screen: Screen, name: str, content: str) -> str:
    kind = "application/geo+json" if name.endswith("json") else "text/csv"
    screen.app.file_uploader[0].set_value((name, content.encode(), kind)).run()
    return screen.plain()


def test_the_default_says_what_it_is_and_how_good(page: Screen) -> None:
    said = page.plain()
    assert "Postcodes Comes with Local Pound 2017 By sector" in said
    assert "95.6% of cases" in said
    assert "no file is loaded" in said


def test_a_directory_is_rehearsed_loaded_and_taken_back(page: Screen, store: Store) -> None:
    said = bring(page, "ONSPD_MAY_2025_UK.csv", directory(year=25))
    assert "Rehearse first" in said and "Type your name" in said
    page.app.text_input(key="officer-typed").set_value("Cat Officer").run()
    said = page.press("rehearse-reference")
    assert "ONS Postcode Directory, May 2025: 9 postcodes, 8 of them live." in said
    assert "It covers 5 of the 120 postcode areas" in said
    assert "Share of spend with a known place 40.0% 90.0% +50.0 points" in said
    assert ledger.references(store) == []
    said = page.press("load-reference")
    assert "ONSPD_MAY_2025_UK.csv is loaded" in said
    assert "Postcodes ONS Postcode Directory May 2025 Exact for every full postcode" in said
    assert [one.published_by for one in ledger.references(store)] == ["Cat Officer"]

    quality = page.go(QUALITY).plain()
    assert "90% of spend is placed by full postcode, exactly" in quality
    assert "Not known: Words where a postcode should be, such as “Various” 100.00 10" in quality

    page.go(PAGE)
    page.app.selectbox(key="undo-reference-2").set_value(2).run()
    assert "would be in use no longer" in page.plain()
    assert "Share of spend with a known place 90.0% 40.0% −50.0 points" in page.plain()
    page.app.text_input(key="officer-typed").set_value("Cat Officer").run()
    said = page.press("undo-reference")
    assert "is in use no longer" in said
    assert "Postcodes Comes with Local Pound" in said

    said = page.go(HISTORY).plain()
    assert "ONSPD_MAY_2025_UK.csv 2 Withdrawn 9 None None Cat Officer" in said
    assert "All Reference May 2025" in said

    page.go(PAGE)
    page.app.selectbox(key="undo-reference-2").set_value(2).run()
    assert "would be in use no longer" not in page.plain()
    page.app.text_input(key="officer-typed").set_value("Cat Officer").run()
    page.app.text_input(key="history-erase-2").set_value("erase 2").run()
    assert "Upload 2 is erased" in page.press("purge")
    assert not any((store.root / "reference").iterdir())
    assert "There is nothing to take back" in page.plain()
    assert "ONSPD_MAY_2025_UK.csv 2 Erased 9" in page.go(HISTORY).plain()


def test_a_file_that_is_none_is_refused_and_another_may_be_brought(page: Screen) -> None:
    bring(page, "payments.csv", "a,b\n1,2\n")
    said = page.press("rehearse-reference")
    assert "payments.csv is not a reference file" in said
    said = page.press("another-file")
    assert "payments.csv" not in said
