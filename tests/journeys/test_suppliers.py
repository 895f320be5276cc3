"""From the list of suppliers to the row of a file, and back by a link."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.test_pages import SETTLED, assert_clean, settled

pytestmark = pytest.mark.journey


def test_a_supplier_is_searched_for_opened_and_reopened_by_its_link(sample_server, open_page):
    page, wire = open_page(sample_server, "/spend-suppliers")
    settled(page, "Suppliers")
    table = page.get_by_role("region", name="Suppliers by spend")
    name = table.get_by_role("link").nth(2).inner_text()
    search = page.get_by_label("Find a supplier")
    search.fill(name.upper())
    search.press("Enter")
    expect(page.get_by_role("heading", name=re.compile(r"^1 of .* match"))).to_be_visible(
        timeout=SETTLED
    )
    assert "search=" in page.url
    table.get_by_role("link", name=name).click()
    settled(page, name)
    payments = page.get_by_role("region", name="Payments to this supplier").first
    row = payments.get_by_role("row").nth(1).get_by_role("cell").all_inner_texts()
    assert re.fullmatch(r"\d{1,2} \w+ \d{4}", row[0])
    assert row[-2].endswith(".csv")
    assert int(row[-1].replace(",", "")) > 1
    # The link opens the same supplier for who never saw the list; the way back finds the search.
    other, other_wire = open_page(sample_server, page.url.removeprefix(sample_server.address))
    settled(other, name)
    again = other.get_by_role("region", name="Payments to this supplier").first
    assert again.get_by_role("row").nth(1).get_by_role("cell").all_inner_texts() == row
    other.get_by_role("link", name="Back to all suppliers").click()
    settled(other, "Suppliers")
    expect(other.get_by_label("Find a supplier")).to_have_value(name.upper())
    for one in (wire, other_wire):
        assert_clean(one)


def test_on_a_phone_the_page_does_not_scroll_sideways(sample_server, open_page):
    page, _ = open_page(sample_server, "/spend-suppliers", viewport={"width": 390, "height": 844})
    settled(page, "Suppliers")
    wide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0
    page.get_by_role("region", name="Suppliers by spend").get_by_role("link").first.click()
    expect(page.get_by_role("link", name="Back to all suppliers")).to_be_visible(timeout=SETTLED)
    assert page.evaluate(wide) <= 0
