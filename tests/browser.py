"""A Chromium for the browser tests: found on the machine, or installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
)
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@cache
def executable() -> str | None:
    """The path of a browser, or None where playwright has just installed its own.

    LOCALPOUND_BROWSER names one outright. Raises RuntimeError with what to do when there is none
    and none could be installed.
    """
    named = os.environ.get("LOCALPOUND_BROWSER")
    found = named or next(filter(None, map(shutil.which, NAMES)), None)
    found = found or next((place for place in PLACES if Path(place).exists()), None)
    if found:
        return found
    if _run(sys.executable, "-m", "playwright", "install", "chromium"):
        return None
    if (
        shutil.which("apt-get")
        and _run("apt-get", "update")
        and _run("apt-get", "install", "-y", "chromium")
    ):
        return shutil.which("chromium")
    raise RuntimeError(
        "The browser tests need Chromium, Chrome or Edge. Install one, or name it in "
        "LOCALPOUND_BROWSER."
    )


def _run(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0
