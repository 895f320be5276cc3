"""From the scorecard to a measure's figures and its payments, and back in the order chosen."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.test_pages import SETTLED, assert_clean, settled

pytestmark = pytest.mark.journey


def test_a_measure_is_opened_from_the_scorecard_and_leads_to_its_payments(sample_server, open_page):
    page, wire = open_page(
        sample_server, "/strategy-scorecard?strategy=STAR+2019–24&period=2020%2F21"
    )
    settled(page, "Scorecard")
    page.get_by_role("radio", name="Verdict").click()
    expect(page.get_by_role("columnheader", name="On target")).to_be_visible(timeout=SETTLED)
    assert "group=Verdict" in page.url
    page.get_by_role("link", name="Share of spend within the boroughs").first.click()
    settled(page, "Share of spend within the boroughs")
    figures = page.get_by_role("region", name="Figures by period").first
    row = figures.get_by_role("row").filter(has_text="2020/21").first
    assert row.get_by_role("cell").nth(1).inner_text() == "53.9%"
    page.get_by_role("link", name="Back to the scorecard").click()
    settled(page, "Scorecard")
    assert "group=Verdict" in page.url
    page.get_by_role("link", name="Share of spend within the boroughs").first.click()
    page.get_by_role("link", name="The suppliers and payments behind it").click()
    settled(page, "Suppliers")
    assert "2020%2F21" in page.url
    assert_clean(wire)


def test_on_a_phone_each_measure_is_a_block_and_nothing_scrolls_sideways(sample_server, open_page):
    page, _ = open_page(
        sample_server, "/strategy-scorecard", viewport={"width": 390, "height": 844}
    )
    settled(page, "Scorecard")
    wide = "e => e.scrollWidth - e.clientWidth"
    assert page.evaluate(f"({wide})(document.documentElement)") <= 0
    assert page.get_by_role("region", name="Measures").first.evaluate(wide) <= 0
