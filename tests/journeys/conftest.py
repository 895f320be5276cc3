"""A real server, a real browser, and a record of everything that went over the wire."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, Response, Route, sync_playwright

from tests import browser as browsers
from tests.server import Server, running


@dataclass
class Wire:
    """What one browser page asked for, and what went wrong."""

    address: str
    foreign: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("request", self._request)
        page.on("response", self._response)
        page.on("requestfailed", self._request_failed)
        page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _is_ours(self, url: str) -> bool:
        host = self.address.split("/")[2]
        return url.startswith(("data:", "blob:", "about:")) or url.split("/")[2:3] == [host]

    def _request(self, request: Request) -> None:
        self.asked.append(request.url)
        if not self._is_ours(request.url):
            self.foreign.append(request.url)

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.failed.append(f"{response.status} {response.url}")

    def _request_failed(self, request: Request) -> None:
        # A download is handed to the browser, which playwright reports as aborted.
        if request.failure != "net::ERR_ABORTED":
            self.failed.append(f"{request.failure} {request.url}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browsers.executable(), args=list(browsers.FLAGS)
        )
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Callable[..., tuple[Page, Wire]]]:
    """Open an address with every other host blocked; gives the page and the record of its wire."""
    contexts = []

    def opened(server: Server, path: str = "/", **context: object) -> tuple[Page, Wire]:
        made = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, **context})
        contexts.append(made)
        page = made.new_page()
        wire = Wire(server.address)

        def only_ours(route: Route) -> None:
            if wire._is_ours(route.request.url):
                route.continue_()
            else:
                route.abort()

        made.route("**/*", only_ours)
        wire.watch(page)
        page.goto(server.address + path)
        return page, wire

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def sample_server(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One warm server on the sample, for journeys that do not need a cold one."""
    with running(sample_store, tmp_path_factory.mktemp("server") / "log.txt") as server:
        yield server
