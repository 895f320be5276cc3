"""An officer records how far an action is; it stands for whoever opens the link, and in History."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from data import ledger, publish
from data.store import Store
from tests.journeys.conftest import running
from tests.journeys.test_pages import SETTLED, assert_clean, settled

pytestmark = pytest.mark.journey

PAGE = "Milestones and maturity"
REGISTER = (
    "Contract Reference,Title,Supplier Name,Total Contract Value,End Date\n"
    "R1,Roads,Alpha Ltd,100000.00,31/05/2030\n"
)


def listed(page: Page) -> Page:
    return page.get_by_role("region", name="Actions of the strategy").first


def test_a_status_recorded_stands_after_a_reload_and_in_history(write, tmp_path, open_page):
    root = tmp_path / "store"
    register = write("register.csv", REGISTER)
    whose = "Stevenage Borough Council"
    publish.publish(Store(root), register, kind="contracts", organisation=whose)
    with running(root, tmp_path / "log.txt") as server:
        page, wire = open_page(server, "/strategy-milestones?strategy=Stevenage+2021–24")
        settled(page, PAGE)
        expect(page.get_by_text("17 actions, and no status recorded yet").first).to_be_visible()
        listed(page).get_by_role("link", name=re.compile("^2. Show local suppliers")).click()
        settled(page, PAGE)
        expect(page).to_have_url(re.compile("action=wealth_2"))
        page.get_by_text("Record its status", exact=True).click()
        settled(page, PAGE)
        page.get_by_role("combobox", name="Status").last.click()
        page.get_by_role("option", name="Under way").click()
        page.get_by_label("Your name").fill("Ann Officer")
        page.get_by_label("Note").fill("Two events held <b>so far</b>")
        # Straight from the field to the button, as people do: what was typed last must not be lost.
        page.get_by_role("button", name="Record", exact=True).click()
        title = "0 of 17 actions done, 1 under way, 16 without a status"
        expect(page.get_by_text(title).first).to_be_visible(timeout=SETTLED)
        link = page.url.removeprefix(server.address)
        other, other_wire = open_page(
            server, link, viewport={"width": 390, "height": 844}, color_scheme="dark"
        )
        settled(other, PAGE)
        row = listed(other).get_by_role("row").filter(has_text="2. Show local suppliers")
        expect(row).to_contain_text("◐ Under way")
        expect(row).to_contain_text("Ann Officer")
        expect(row).to_contain_text("Two events held <b>so far</b>")
        wide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert other.evaluate(wide) <= 0
        other.goto(f"{server.address}/upload-history")
        expect(other.get_by_role("region", name="Everything done").first).to_contain_text(
            "Recorded how far something is", timeout=SETTLED
        )
        for one in (wire, other_wire):
            assert_clean(one)
    (said,) = [e for e in ledger.events(Store(root)) if e["action"] == "record progress"]
    assert said["who"] == "Ann Officer"
