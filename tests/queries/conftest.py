"""The town's warehouse, published once through the front door and asked by every test here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from data import publish
from data.store import Store
from tests.queries import town


@pytest.fixture(scope="session")
def town_store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store with the town's files published, in order, under its own two strategies as well."""
    folder = tmp_path_factory.mktemp("town")
    store = Store(folder / "store")
    store.make()
    for name, text in town.STRATEGIES.items():
        (store.strategies / f"{name}.toml").write_text(text, encoding="utf-8")
    for file in town.FILES:
        path = folder / file.name
        path.write_text(file.text(), encoding="utf-8")
        publish.publish(
            store, path, kind=file.kind, organisation=file.organisation, by="Jo Officer"
        )
    return store


@pytest.fixture
def in_town(town_store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Every question is put to the town."""
    monkeypatch.setenv("LOCALPOUND_STORE", str(town_store.root))
    yield town_store.root
