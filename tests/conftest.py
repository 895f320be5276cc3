"""What every test may lean on: a store of its own, and small files written for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from data import publish
from data.store import Store

INPUTS = Path(__file__).resolve().parents[2] / "shared" / "inputs"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A file of tests stays on one core, so that what it sets up once is set up once; all that
    drives a browser or a server shares one, first of all, so that none waits for another's."""

    def is_served(item: pytest.Item) -> bool:
        return "journeys" in item.path.parts or item.path.name == "test_pages.py"

    for item in items:
        item.add_marker(pytest.mark.xdist_group("served" if is_served(item) else str(item.path)))
    items.sort(key=lambda item: not is_served(item))


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """An empty store, and the one every front door finds."""
    root = tmp_path / "store"
    monkeypatch.setenv("LOCALPOUND_STORE", str(root))
    return Store(root)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write text or bytes as a file and give its path: write("spend.csv", "Date,Net\\n…")."""

    def written(name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return written


@pytest.fixture(scope="session")
def inputs() -> Path:
    """The folder of real published files, where it stands beside the project."""
    if not INPUTS.is_dir():
        pytest.skip("the real published files (../shared/inputs) are not on this machine")
    return INPUTS


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store filled with the sample, made once: read it, never publish to it."""
    root = tmp_path_factory.mktemp("sample") / "store"
    publish.fill_with_sample(store=Store(root))
    return root


@pytest.fixture
def sample(sample_store: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The sample as the store that every front door finds."""
    monkeypatch.setenv("LOCALPOUND_STORE", str(sample_store))
    return Store(sample_store)
