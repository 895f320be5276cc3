"""When the first map stands, beside the text of its page: `python -m tests.benchmarks.first_map`.

Chromium opens the first page of the sample, once and again: as somebody who has never been there
(nothing kept), and as somebody who has. Seconds run from the request for the page until its title
is set, until the words of the map's own card are (they need the figures, as the map does), and
until the areas are drawn. All in one run, medians; the server has answered once before.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from data import publish
from data.store import Store
from tests import browser as browsers
from tests.server import running

# What is looked for; `seen` keeps the millisecond at which a change of the page brought each.
WHAT = {
    "title": "h1",
    "words": ".st-key-card-spend-map .lp-head h2",
    "map": ".lp-map-frame path.leaflet-interactive",
}
_LOOK = """what => {
    window.seen = {};
    const look = () => {
        for (const [name, where] of Object.entries(what))
            if (!(name in seen) && document.querySelector(where)) seen[name] = performance.now();
        if (Object.keys(seen).length === Object.keys(what).length) watcher.disconnect();
    };
    const watcher = new MutationObserver(look);
    watcher.observe(document, { childList: true, subtree: true });
}"""
NEW, BACK = "never here before", "here before"


def opened(context: BrowserContext, address: str) -> dict[str, float]:
    """Milliseconds until each of WHAT stood."""
    page = context.new_page()
    page.goto(address)
    page.wait_for_function(f"Object.keys(window.seen ?? {{}}).length === {len(WHAT)}")
    seen = page.evaluate("window.seen")
    page.close()
    return seen


def _context(browser: Browser) -> BrowserContext:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(120_000)
    context.add_init_script(f"({_LOOK})({WHAT})")
    return context


def measure(store: Path, times: int) -> dict[str, list[dict[str, float]]]:
    """What was seen each time, by who opened the page."""
    seen: dict[str, list[dict[str, float]]] = {NEW: [], BACK: []}
    with (
        tempfile.TemporaryDirectory() as logs,
        running(store, Path(logs) / "log.txt") as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=browsers.executable(), args=list(browsers.FLAGS)
        )
        back = _context(browser)
        opened(back, server.address)
        opened(back, server.address)
        for _ in range(times):
            new = _context(browser)
            seen[NEW].append(opened(new, server.address))
            new.close()
            seen[BACK].append(opened(back, server.address))
        browser.close()
    return seen


def main(arguments: Sequence[str] | None = None) -> dict[str, list[dict[str, float]]]:
    """Fill a store with the sample, measure, print; gives what was seen."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.first_map")
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--store", type=Path, help="a store to use, instead of a new sample")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        store = Store(options.store or Path(folder) / "store")
        publish.make_ready(store=store)
        seen = measure(store.root, options.times)
    print(f"{'milliseconds, median':<22}" + "".join(f"{name:>10}" for name in WHAT), end="")
    print(f"{'map/title':>12}{'map/words':>12}")
    for who, runs in seen.items():
        said = "".join(f"{statistics.median(run[name] for run in runs):>10,.0f}" for name in WHAT)
        for name in ("title", "words"):
            said += f"{statistics.median(run['map'] / run[name] for run in runs):>12.2f}"
        print(f"{who:<22}{said}")
    return seen


if __name__ == "__main__":
    main()
