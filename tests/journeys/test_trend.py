"""An officer notes something on the chart; it stands for whoever opens the link, on a phone too."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from data import publish
from data.store import Store
from tests.journeys.conftest import running
from tests.journeys.test_pages import PAGES, SETTLED, assert_clean, settled

pytestmark = pytest.mark.journey

SPEND = "Payment Date,Supplier Name,Directorate,Net Amount\n" + "".join(
    f"01/{month:02d}/{year},Arden Paving Ltd,{directorate},60000.00\n"
    for year in (2022, 2023)
    for month in (5, 6)
    for directorate in ("Streets", "Adult & Child Care")
)


def test_a_note_stands_on_the_chart_and_a_small_chart_opens_its_part(write, tmp_path, open_page):
    root = tmp_path / "store"
    publish.publish(Store(root), write("spend.csv", SPEND), organisation="Luton Council")
    with running(root, tmp_path / "log.txt") as server:
        page, wire = open_page(server, "/spend-trend?strategy=Luton+2019–24")
        settled(page, PAGES["/spend-trend"])
        page.get_by_text("Note something on the chart", exact=True).click()
        page.get_by_label("day, Day").click()
        page.keyboard.type("14052022")
        page.get_by_label("Your name").fill("Ann Officer")
        page.get_by_label("What happened").fill("New <b>supplier list</b>")
        # Straight from the field to the button: what was typed last must not be lost.
        page.get_by_role("button", name="Put it on the chart").click()
        note = "1. 14 May 2022: New <b>supplier list</b> (Ann Officer)"
        expect(page.locator(".lp-foot", has_text=note)).to_be_visible(timeout=SETTLED)
        link = page.url.removeprefix(server.address)
        phone = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}
        other, other_wire = open_page(server, link, **phone)
        settled(other, PAGES["/spend-trend"])
        expect(other.locator(".lp-foot", has_text=note)).to_be_visible()
        wide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert other.evaluate(wide) <= 0
        panels = other.locator(".lp-multiples li")
        first, second = (panels.nth(n).bounding_box() for n in (0, 1))
        assert first["x"] == second["x"] and second["y"] > first["y"]  # one column
        expect(panels.nth(0).locator("span").first).to_have_attribute(
            "title", re.compile("2022/23, 2 months: £0.00 local of £0.00")
        )
        panels.get_by_role("link", name="Adult & Child Care").click()
        chip = other.get_by_role("button", name="Directorate: Adult & Child Care ×")
        expect(chip).to_be_visible(timeout=SETTLED)
        for one in (wire, other_wire):
            assert_clean(one)
