"""What a person meets in a real browser, with every other host blocked."""

from __future__ import annotations

import json
import re
import threading
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from data import ledger
from data.store import Store
from tests import browser as browsers
from tests.journeys.conftest import Wire
from tests.server import running

pytestmark = pytest.mark.journey

# Streamlit asks for these two under the page's own path on a deep link, in vain.
PROBES = re.compile(r"404 .*/(_stcore/)?(health|host-config)$")

PAGES = {
    "/": "Where we spend",
    "/spend-trend": "Local spend against target",
    "/spend-suppliers": "Suppliers",
    "/social-value-secured": "Secured against contract value",
    "/strategy-scorecard": "Scorecard",
    "/strategy-milestones": "Milestones and maturity",
    "/strategy-definitions": "What counts as local",
}
AREA = ".lp-map-frame path.leaflet-interactive"
SETTLED = 30_000


def settled(page: Page, heading: str) -> None:
    """Wait until the page named is drawn to its end."""
    expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible(timeout=SETTLED)
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0, timeout=SETTLED)
    expect(page.get_by_text("How this is calculated").first).to_be_visible(timeout=SETTLED)
    page.wait_for_timeout(500)


def assert_clean(wire: Wire) -> None:
    assert wire.foreign == []
    assert [line for line in wire.failed if not PROBES.search(line)] == []
    # Chromium repeats each failed probe on the console, without its address.
    probes = sum(bool(PROBES.search(line)) for line in wire.failed)
    not_found = [e for e in wire.errors if "404" in e]
    assert len(not_found) <= probes
    assert [error for error in wire.errors if error not in not_found] == []


# One of each depth of folder; the others open by deep link from a warm server, on a phone.
@pytest.mark.parametrize("path", ["/", "/spend-trend", "/strategy-scorecard"])
def test_a_page_opens_by_deep_link_from_a_cold_server(sample_store, tmp_path, open_page, path):
    with running(sample_store, tmp_path / "log.txt") as server:
        page, wire = open_page(server, path)
        settled(page, PAGES[path])
        assert_clean(wire)
        assert page.get_by_text("Traceback").count() == 0
        if path == "/":
            expect(page.locator(AREA).first).to_be_attached(timeout=SETTLED)
            assert any("/app/static/leaflet/" in url for url in wire.asked)


def test_the_map_is_drawn_under_a_base_path(sample_store, tmp_path, open_page):
    with running(sample_store, tmp_path / "log.txt", base_path="council/pound") as server:
        page, wire = open_page(server, "/")
        settled(page, PAGES["/"])
        expect(page.locator(AREA).first).to_be_attached(timeout=SETTLED)
        assert_clean(wire)


def test_two_browsers_that_open_an_empty_store_at_once_fill_it_once(tmp_path):
    store = tmp_path / "store"
    faults: list[str] = []

    def visit(address: str) -> None:
        from playwright.sync_api import sync_playwright

        with sync_playwright() as playwright:
            browser: Browser = playwright.chromium.launch(
                executable_path=browsers.executable(), args=list(browsers.FLAGS)
            )
            page = browser.new_page()
            page.goto(address)
            try:
                expect(page.get_by_role("progressbar").first).to_be_visible(timeout=SETTLED)
                expect(page.get_by_role("heading", name=PAGES["/"], level=1)).to_be_visible(
                    timeout=120_000
                )
                expect(page.get_by_text("Sample data, invented").first).to_be_visible()
            except AssertionError as error:
                faults.append(str(error))
            browser.close()

    with running(store, tmp_path / "log.txt") as server:
        visitors = [threading.Thread(target=visit, args=(server.address,)) for _ in range(2)]
        for visitor in visitors:
            visitor.start()
        for visitor in visitors:
            visitor.join()
    assert faults == []
    uploads = ledger.uploads(Store(Path(store)))
    assert len({upload.sha256 for upload in uploads}) == len(uploads)
    assert [event["action"] for event in ledger.events(Store(Path(store)))] == ["sample"] * len(
        uploads
    )


def test_charts_fit_the_paper_they_are_printed_on(sample_server, open_page):
    page, wire = open_page(sample_server, "/spend-trend")
    settled(page, PAGES["/spend-trend"])
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_attached(timeout=SETTLED)
    right = """(name) => [...document.querySelectorAll(name)].map(
        (one) => Math.round(one.getBoundingClientRect().right))"""
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 794, "height": 1123})
    # Read at once, as a printer does: nothing has drawn a chart again by then.
    charts = page.evaluate(right, ".js-plotly-plot .main-svg[viewBox]")
    assert charts
    assert max(charts) < 794
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(right, ".main-svg[viewBox]") == []
    assert_clean(wire)


def test_filters_stay_from_page_to_page_and_a_link_reopens_the_view(sample_server, open_page):
    page, wire = open_page(sample_server, "/")
    settled(page, PAGES["/"])
    page.get_by_test_id("stSidebar").get_by_label("Strategy").first.click()
    page.get_by_role("option", name=re.compile("Luton")).click()
    expect(page.get_by_text(re.compile("stays? in", re.I)).first).to_be_visible(timeout=SETTLED)
    page.wait_for_url(re.compile("strategy="), timeout=SETTLED)
    assert "strategy=" in page.url
    link = page.url
    page.goto(link.replace("/?", "/spend-trend?"))
    settled(page, PAGES["/spend-trend"])
    chosen = page.get_by_test_id("stSidebar").get_by_role("combobox", name="Strategy")
    expect(chosen).to_have_value(re.compile("Luton"))
    page.get_by_test_id("stTopNavSection").filter(has_text="Social value").click()
    link = page.get_by_test_id("stTopNavDropdownLink")
    link.filter(has_text=PAGES["/social-value-secured"]).click()
    settled(page, PAGES["/social-value-secured"])
    expect(chosen).to_have_value(re.compile("Luton"))
    assert_clean(wire)


@pytest.mark.parametrize(("path", "heading"), PAGES.items())
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_runs_off_a_phone(sample_server, open_page, path, heading, scheme):
    page, wire = open_page(
        sample_server, path, viewport={"width": 390, "height": 844}, color_scheme=scheme
    )
    settled(page, heading)
    wider = page.evaluate(
        "() => [...document.querySelectorAll('[data-testid=stMain] *')]"
        ".filter(e => e.getBoundingClientRect().right > innerWidth + 1"
        " && !e.closest('[data-scrolls], .leaflet-container, [data-testid=stDataFrame]')"
        " && getComputedStyle(e).position !== 'fixed')"
        ".map(e => e.tagName + '.' + e.className).slice(0, 5)"
    )
    assert wider == []
    assert_clean(wire)


def test_the_download_is_the_table_of_the_card(sample_server, open_page, tmp_path):
    page, _ = open_page(sample_server, "/")
    settled(page, PAGES["/"])
    expect(page.locator(AREA).first).to_be_attached(timeout=SETTLED)
    page.wait_for_timeout(1000)
    with page.expect_download(timeout=2 * SETTLED) as waiting:
        page.locator(".st-key-download-spend-tiers").get_by_role("button").click()
    saved = tmp_path / "download.csv"
    waiting.value.save_as(saved)
    lines = saved.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) > 3
    assert "Spend" in lines[0] or "area" in lines[0].lower()


def test_the_status_line_says_what_is_served(sample_store, capsys, monkeypatch):
    from data.__main__ import main

    monkeypatch.setenv("LOCALPOUND_STORE", str(sample_store))
    assert main(["status", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["is_sample"] is True
