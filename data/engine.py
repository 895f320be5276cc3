"""How we open DuckDB: in one place, so that every connection has the same safeguards."""

from __future__ import annotations

from pathlib import Path

import duckdb

# DuckDB 2.0.0 misjudges how large a sum can be, and trusts that: `order by` turned 38,055 lines
# into -27,481, and comparisons were decided without looking (tests/data/test_engine.py). Without
# statistics_propagation it judges no sum.
_SAFE = {"disabled_optimizers": "statistics_propagation"}


def connect(path: Path | None = None) -> duckdb.DuckDBPyConnection:
    """A connection that may write: to the file `path`, or to memory only."""
    return duckdb.connect(str(path) if path else ":memory:", config=_SAFE)


def connect_to_read(path: Path) -> duckdb.DuckDBPyConnection:
    """A connection to a finished build: it cannot write, reach other files or the network, and
    these settings cannot be changed from SQL."""
    locked = {"enable_external_access": "false", "lock_configuration": "true"}
    return duckdb.connect(str(path), read_only=True, config={**_SAFE, **locked})
