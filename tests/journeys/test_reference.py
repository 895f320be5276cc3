"""By keyboard alone an officer loads the postcodes, sees what they change, and takes them back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from data import ledger, publish
from data.store import Store
from tests.data.official import directory
from tests.journeys.test_pages import AREA, SETTLED, assert_clean
from tests.journeys.test_upload import LONG, at_rest
from tests.server import running

pytestmark = pytest.mark.journey

# One supplier that the default knows by its sector, one of a postcode that is none.
SPEND = (
    "Payment Date,Supplier Name,Postcode,Net Amount\n"
    "01/05/2020,Alpha Ltd,SG1 1AA,900.00\n02/05/2020,Delta Ltd,Various,100.00\n"
)


def press(page: Page, what: Locator, key: str = "Enter") -> None:
    what.focus()
    page.keyboard.press(key)


def known_by(page: Page, server: str, words: str) -> None:
    page.goto(f"{server}/upload-quality")
    expect(page.get_by_text(words).first).to_be_visible(timeout=SETTLED)


def credited(page: Page, server: str, words: str) -> None:
    page.goto(server)
    expect(page.locator(AREA).first).to_be_attached(timeout=SETTLED)
    expect(page.locator(".lp-credit")).to_contain_text(words)


def test_postcodes_are_loaded_and_taken_back(tmp_path: Path, write, open_page) -> None:
    store = Store(tmp_path / "store")
    publish.publish(store, write("spend.csv", SPEND), organisation="Stevenage Borough Council")
    path = write("ONSPD_MAY_2025_UK.csv", directory(year=25))
    with running(store.root, tmp_path / "log.txt") as server:
        page, wire = open_page(server, "/upload-quality")
        at = server.address
        known_by(page, at, "90% of spend is placed by postcode sector")
        page.goto(f"{at}/upload-reference")
        expect(page.get_by_text("Comes with Local Pound").first).to_be_visible(timeout=SETTLED)
        page.locator("input[type=file]").set_input_files(path)
        name = page.get_by_label("Your name")
        name.fill("Ann Officer")
        press(page, name)
        at_rest(page)
        press(page, page.get_by_role("button", name="Rehearse", exact=True))
        expect(page.get_by_text("9 postcodes, 8 of them live").first).to_be_visible(timeout=LONG)
        load = page.get_by_role("button", name="Load 9 postcodes")
        expect(load).to_be_enabled(timeout=LONG)
        press(page, load)
        expect(page.get_by_text("ONSPD_MAY_2025_UK.csv is loaded").first).to_be_visible(
            timeout=LONG
        )
        assert [one.published_by for one in ledger.references(store)] == ["Ann Officer"]

        known_by(page, at, "90% of spend is placed by full postcode")
        credited(page, at, "ONS Postcode Directory, May 2025")

        page.goto(f"{at}/upload-history")
        expect(page.get_by_text("ONSPD_MAY_2025_UK.csv").first).to_be_visible(timeout=SETTLED)
        press(page, page.get_by_role("link", name="Take back a reference file"))
        expect(page.get_by_role("heading", name="Reference", level=1)).to_be_visible(
            timeout=SETTLED
        )
        at_rest(page)
        chosen = page.get_by_role("combobox", name="Loaded file")
        press(page, chosen, "ArrowDown")
        press(page, page.get_by_role("option", name=re.compile("ONSPD")).first)
        undo = page.get_by_role("button", name="Undo upload 2")
        expect(undo).to_be_visible(timeout=LONG)
        name.fill("Ann Officer")
        press(page, name)
        expect(undo).to_be_enabled(timeout=LONG)
        press(page, undo)
        expect(page.get_by_text("is in use no longer").first).to_be_visible(timeout=LONG)
        credited(page, at, "postcodes of 2017")
        known_by(page, at, "90% of spend is placed by postcode sector")
        assert_clean(wire)
    assert ledger.references(store) == []
