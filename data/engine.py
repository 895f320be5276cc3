"""How we open DuckDB: in one place, so that every connection has the same safeguards."""

from __future__ import annotations

import tempfile
from pathlib import Path

import duckdb

# DuckDB 2.0.0 misjudges how large a sum can be, and trusts that: `order by` turned 38,055 lines
# into -27,481, and comparisons were decided without looking (tests/data/test_engine.py). Without
# statistics_propagation it judges no sum.
_SAFE = {"disabled_optimizers": "statistics_propagation"}


def connect(path: Path | None = None) -> duckdb.DuckDBPyConnection:
    """A connection that may write: to the file `path`, or to memory only."""
    if path:
        return duckdb.connect(str(path), config=_SAFE)
    # What does not fit into memory is set down here, not where the command happens to be run.
    aside = {"temp_directory": str(Path(tempfile.gettempdir()) / "local-pound-duckdb")}
    return duckdb.connect(":memory:", config={**_SAFE, **aside})


def connect_to_read(path: Path) -> duckdb.DuckDBPyConnection:
    """A connection to a finished build: it cannot write, reach other files or the network, and
    these settings cannot be changed from SQL."""
    locked = {"enable_external_access": "false", "lock_configuration": "true"}
    return duckdb.connect(str(path), read_only=True, config={**_SAFE, **locked})
