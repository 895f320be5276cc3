"""How we open DuckDB: in one place, so that every connection has the same safeguards."""

from __future__ import annotations

from pathlib import Path

import duckdb

# DuckDB 2.0.0 packs sorted answers into too few bits where its statistics of a sum are wrong:
# `order by` turned 38,055 lines into -27,481 (tests/data/test_engine.py). Off, sorts are plain.
_SAFE = {"disabled_optimizers": "compressed_materialization"}


def connect(path: Path | None = None) -> duckdb.DuckDBPyConnection:
    """A connection that may write: to the file `path`, or to memory only."""
    return duckdb.connect(str(path) if path else ":memory:", config=_SAFE)


def connect_to_read(path: Path) -> duckdb.DuckDBPyConnection:
    """A connection to a finished build: it cannot write, reach other files or the network, and
    these settings cannot be changed from SQL."""
    locked = {"enable_external_access": "false", "lock_configuration": "true"}
    return duckdb.connect(str(path), read_only=True, config={**_SAFE, **locked})
