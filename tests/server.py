"""The dashboard as users start it, on a free port, for journeys and benchmarks."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SECONDS_TO_START = 60


@dataclass
class Server:
    """A dashboard that runs; `address` ends without a slash and holds the base path."""

    address: str
    log: Path
    process_id: int


@contextmanager
def running(
    store: Path, log: Path, base_path: str = "", script: str = "app.py"
) -> Iterator[Server]:
    """Start `streamlit run` on a free port and stop it in the end. Raises RuntimeError with its
    log where it does not start."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = [f"--server.port={port}", "--server.headless=true", "--server.fileWatcherType=none"]
    options += [f"--server.baseUrlPath={base_path}"] if base_path else []
    address = f"http://localhost:{port}" + (f"/{base_path}" if base_path else "")
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", script, *options],
            cwd=ROOT,
            env={**os.environ, "LOCALPOUND_STORE": str(store)},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_until_up(address, process, log)
            yield Server(address, log, process.pid)
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait_until_up(address: str, process: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=2).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    said = log.read_text(encoding="utf-8", errors="replace")
    raise RuntimeError(f"The dashboard did not start: {said}")
