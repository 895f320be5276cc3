"""An officer brings a real file to an empty store, sees it through, and takes it back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from data import ledger
from data.store import Store
from tests.journeys.test_pages import SETTLED, assert_clean
from tests.server import running

pytestmark = [pytest.mark.journey, pytest.mark.inputs]

LONG = 60_000


def at_rest(page: Page) -> None:
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0, timeout=LONG)
    page.wait_for_timeout(300)


def go_to(page: Page, title: str) -> None:
    page.get_by_test_id("stTopNavSection").filter(has_text="Data").click()
    page.get_by_test_id("stTopNavDropdownLink").filter(has_text=title).click()


def bring(page: Page, file: Path, organisation: str | None) -> None:
    """Step 1: the file, whose it is where it does not say, and a name."""
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_role("heading", name=re.compile("What we read"))).to_be_visible(timeout=LONG)
    if organisation:
        at_rest(page)
        # The sidebar and the columns have one of this name too.
        box = page.locator(".st-key-step-file").get_by_role("combobox", name="Organisation")
        box.fill(organisation)
        page.get_by_role("option", name=re.compile(organisation)).first.click()
        expect(page.get_by_text(f"It is the file of {organisation}.")).to_be_visible(timeout=LONG)
    page.get_by_label("Your name").fill("Ann Officer")
    page.get_by_label("Your name").press("Enter")
    at_rest(page)


def rehearse_and_publish(page: Page, organisation: str) -> None:
    page.get_by_role("button", name="Rehearse", exact=True).click()
    expect(page.get_by_text("Spend received").first).to_be_visible(timeout=LONG)
    publish = page.get_by_role("button", name=re.compile(f"^Publish .* for {organisation}$"))
    expect(publish).to_be_enabled(timeout=LONG)
    publish.click()
    expect(page.get_by_text("Published as upload")).to_be_visible(timeout=LONG)
    at_rest(page)


def test_from_an_empty_store_to_figures_and_back(tmp_path, inputs, open_page):
    store = Store(tmp_path / "store")
    whose = "Salford City Council"
    with running(store.root, tmp_path / "log.txt") as server:
        page, wire = open_page(server, "/upload-extract")
        expect(page.get_by_role("heading", name="Bring an extract", level=1)).to_be_visible(
            timeout=SETTLED
        )
        bring(page, inputs / "spend" / "salford_2018-06.csv", None)
        expect(page.locator(".lp-value").get_by_text("£23,713,179.29")).to_be_visible()
        expect(page.locator(".lp-value").get_by_text("1,290").first).to_be_visible()
        rehearse_and_publish(page, whose)
        (upload,) = ledger.uploads(store)
        assert (upload.published_by, upload.organisation) == ("Ann Officer", whose)

        page.get_by_role("link", name="See where we spend").click()
        expect(page.get_by_role("heading", name="Where we spend", level=1)).to_be_visible(
            timeout=SETTLED
        )
        expect(page.get_by_text("£23.7m").first).to_be_visible(timeout=SETTLED)
        expect(page.locator(".lp-source").first).to_contain_text("salford_2018-06.csv")
        expect(page.get_by_text("Sample data, invented")).to_have_count(0)

        go_to(page, "Bring an extract")
        page.get_by_role("button", name="Undo", exact=True).click()
        expect(page.get_by_text("The figures are as they were before.")).to_be_visible(timeout=LONG)
        at_rest(page)
        assert ledger.uploads(store) == []
        assert [event["action"] for event in ledger.events(store)] == ["publish", "undo"]

        for name, organisation, rows, money in (
            ("warwickshire_old-june-2013.csv", "Warwickshire County Council", 7356, "30292679.69"),
            ("lancsfire_fire-2024-25.xlsx", "Lancashire Fire and Rescue Service", None, None),
        ):
            page.get_by_role("button", name="Bring another file").click()
            expect(page.locator("input[type=file]")).to_be_attached(timeout=SETTLED)
            bring(page, inputs / "spend" / name, organisation)
            rehearse_and_publish(page, organisation)
            upload = ledger.uploads(store)[-1]
            assert (upload.file_name, upload.organisation) == (name, organisation)
            assert upload.rows_accepted == (rows or upload.rows_accepted)
            assert money in (None, str(upload.control_total))
        assert page.get_by_text("Traceback").count() == 0
        assert_clean(wire)


def test_a_changed_column_is_read_at_once_and_survives_another_page(tmp_path, inputs, open_page):
    store = Store(tmp_path / "store")
    with running(store.root, tmp_path / "log.txt") as server:
        page, wire = open_page(server, "/upload-extract")
        bring(page, inputs / "spend" / "salford_2018-06.csv", None)
        amount = page.get_by_role("combobox", name="Amount")
        amount.scroll_into_view_if_needed()  # a list closes while its page scrolls
        page.wait_for_timeout(500)
        amount.click()
        page.get_by_role("option", name="D · Gross").click()
        expect(page.get_by_text("Chosen by an officer", exact=False)).to_be_visible(timeout=LONG)
        at_rest(page)
        gross = page.locator(".lp-value").last.inner_text()
        assert gross != "£23,713,179.29"
        go_to(page, "History")
        expect(page.get_by_text("Nothing was ever published here.")).to_be_visible(timeout=SETTLED)
        go_to(page, "Bring an extract")
        expect(page.get_by_text("Chosen by an officer", exact=False)).to_be_visible(timeout=LONG)
        assert page.locator(".lp-value").last.inner_text() == gross
        assert page.get_by_label("Your name").input_value() == "Ann Officer"
        assert_clean(wire)


def test_the_upload_page_fits_a_phone(tmp_path, inputs, open_page):
    with running(tmp_path / "store", tmp_path / "log.txt") as server:
        for scheme in ("light", "dark"):
            page, wire = open_page(
                server,
                "/upload-extract",
                viewport={"width": 390, "height": 844},
                color_scheme=scheme,
            )
            bring(page, inputs / "spend" / "salford_2018-06.csv", None)
            wider = page.evaluate(
                "() => [...document.querySelectorAll('[data-testid=stMain] *')]"
                ".filter(e => e.getBoundingClientRect().right > innerWidth + 1"
                " && !e.closest('[data-scrolls]') && !e.closest('[data-testid=stDataFrame]')"
                " && getComputedStyle(e).position !== 'fixed')"
                ".map(e => e.tagName + '.' + e.className).slice(0, 5)"
            )
            assert wider == []
            assert_clean(wire)
