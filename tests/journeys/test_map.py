"""The map in a real browser: drawn once, restyled with each answer, opened by click and by key."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

from tests.journeys.test_pages import AREA, PAGES, SETTLED, assert_clean, settled

LIST = ".lp-map-list button"


@pytest.fixture
def at_the_map(sample_server, open_page):
    """The map on the sample, with the size of every message that comes."""
    page, wire = open_page(sample_server, "/")
    settled(page, PAGES["/"])
    expect(page.locator(AREA).first).to_be_attached(timeout=SETTLED)
    return page, wire


def test_a_change_of_filter_restyles_the_map_and_sends_little(sample_server, open_page):
    page, wire = open_page(sample_server, "/_stcore/health")
    sent: list[int] = []
    page.on(
        "websocket", lambda socket: socket.on("framereceived", lambda data: sent.append(len(data)))
    )
    page.goto(sample_server.address)
    settled(page, PAGES["/"])
    expect(page.locator(AREA).first).to_be_attached(timeout=SETTLED)
    page.evaluate("() => { document.querySelector('.lp-map-frame').drawn = 'once' }")
    before = page.locator(LIST).first.inner_text()
    fetched = [url for url in wire.asked if "/static/shapes/" in url]
    sent.clear()
    page.get_by_test_id("stSidebar").get_by_role("combobox", name="Period").fill("2019/20")
    page.get_by_role("option", name="2019/20", exact=True).first.click()
    expect(page.locator(LIST).first).not_to_have_text(re.compile(re.escape(before)))
    expect(page.get_by_text("April 2019 to March 2020").first).to_be_visible(timeout=SETTLED)
    assert page.evaluate("() => document.querySelector('.lp-map-frame').drawn") == "once"
    assert [url for url in wire.asked if "/static/shapes/" in url] == fetched
    assert 0 < sum(sent) < 150_000
    # Moving the map is no business of the server's.
    settled(page, PAGES["/"])
    page.wait_for_timeout(2000)
    sent.clear()
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_timeout(1500)
    assert sum(sent) == 0
    assert_clean(wire)


def test_by_key_alone_an_area_is_opened_down_to_the_row_and_reopened_by_its_link(
    at_the_map, sample_server, open_page
):
    page, wire = at_the_map
    first = page.locator(LIST).first
    name = first.locator(".lp-map-name").inner_text()
    first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible(timeout=SETTLED)
    expect(page.get_by_role("button", name=name, pressed=True)).to_have_count(1)
    expect(page.locator(".lp-map-told")).to_have_text(f"{name} is open under the map.")
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Close")).to_be_focused()
    assert "img" not in page.locator(".lp-map").aria_snapshot()  # no picture without a name
    expect(page.get_by_text("payment lines").first).to_be_visible(timeout=SETTLED)
    rows = page.locator(".st-key-card-area-payments tbody tr")
    expect(rows.first).to_contain_text(re.compile(r"\.csv|\.xlsx"))
    assert "area=" in page.url
    assert_clean(wire)
    # No shape of the map is a stop on the way of the Tab key.
    assert page.locator(f"{AREA}:not([tabindex='-1'])").count() == 0
    again, _ = open_page(sample_server, "/?" + page.url.split("?", 1)[1])
    expect(again.get_by_role("heading", name=name, exact=True)).to_be_visible(timeout=SETTLED)
    again.get_by_role("button", name="Close").click()
    expect(again.get_by_role("heading", name=name, exact=True)).to_have_count(0)
    # The way back in the browser is from the open area to the page without one.
    link = page.url
    page.go_back()
    expect(page.get_by_role("heading", name=name, exact=True)).to_have_count(0, timeout=SETTLED)
    settled(page, PAGES["/"])
    expect(page.get_by_text("encountered an error")).to_have_count(0)
    expect(page.locator(LIST).first).to_be_visible()
    page.go_forward()
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible(timeout=SETTLED)
    assert page.url == link


def test_a_click_on_the_map_opens_what_the_list_opens(at_the_map):
    page, _ = at_the_map
    page.locator(AREA).first.evaluate(
        "path => path.dispatchEvent(new MouseEvent('click', {bubbles: true}))"
    )
    expect(page.get_by_role("button", name="Close")).to_be_visible(timeout=SETTLED)


def test_the_map_leaves_as_picture_page_and_shapes(at_the_map, chromium, tmp_path):
    page, _ = at_the_map
    page.get_by_role("button", name="Download the map").click()
    files = {}
    for kind in ("PNG", "HTML", "GeoJSON"):
        with page.expect_download(timeout=SETTLED) as waiting:
            page.get_by_role("button", name=re.compile(kind)).click()
        files[kind] = tmp_path / f"map.{kind.lower()}"
        waiting.value.save_as(files[kind])
    assert files["PNG"].read_bytes().startswith(b"\x89PNG")
    assert len(json.loads(files["GeoJSON"].read_bytes())["features"]) > 300
    offline = chromium.new_context(offline=True)
    opened, asked = offline.new_page(), []
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto(files["HTML"].as_uri())
    expect(opened.locator("path.leaflet-interactive").first).to_be_attached()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    offline.close()


def test_shades_levels_and_circles_are_kept_in_the_link(sample_server, open_page):
    page, wire = open_page(
        sample_server, "/?areas=Regions&shade=SME+share&circles=true&period=2019%2F20"
    )
    settled(page, PAGES["/"])
    expect(page.get_by_text("SME share of spend of known size by region").first).to_be_visible()
    expect(page.locator(".lp-legend").first).to_contain_text("80% and over")
    expect(page.locator(".lp-map-frame path.leaflet-interactive").nth(20)).to_be_attached(
        timeout=SETTLED
    )
    assert 3 < page.locator(LIST).count() < 12
    assert_clean(wire)
