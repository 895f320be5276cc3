"""DuckDB 2.0.0 answers wrongly where it misjudges how large a sum can be; our connections do not.

Joined to a value out of an aggregate (`where scope = (select min(scope) from …)`), a table is taken
to have one row. A sum over it is then taken to be no larger than its largest part, and what is
built on that is wrong: sorted answers are packed into too few bits, and comparisons are decided
without looking. Seen with 1,000 rows and with a million. Whether a later DuckDB still does it:
`duckdb.connect(path).sql(SORTED)` gives -89 lines where it does.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from data.engine import connect, connect_to_read

ROWS = 38_055  # Trafford's lines of 2026/27, as they came in
SUMS = """
    with paid as (
        select
            organisation,
            sum(amount) as amount,
            cast(sum(lines) as bigint) as lines
        from spend_month
        where scope_id = (select min(scope_id) from scope)
        group by organisation
    )
"""
SORTED = f"{SUMS} select organisation, amount, lines from paid order by amount desc"
COMPARED = f"{SUMS} select case when lines > 100 then 'many' else 'few' end from paid"
FILTERED = f"{SUMS} select lines from paid where amount > 1000"
RIGHT = {
    SORTED: [("Trafford Council", Decimal("38055.00"), ROWS)],
    COMPARED: [("many",)],
    FILTERED: [(ROWS,)],
}


@pytest.fixture
def build(tmp_path: Path) -> Path:
    """A file with one organisation's lines, a pound each."""
    path = tmp_path / "build.duckdb"
    con = connect(path)
    con.execute("create table scope as select * from (values (0), (1)) as scopes (scope_id)")
    con.execute(
        "create table spend_month as select 0 as scope_id, 'Trafford Council' as organisation, "
        f"1.00::decimal(18, 2) as amount, 1::bigint as lines from range({ROWS})"
    )
    con.close()
    return path


def asked(open_it: Callable[[Path], duckdb.DuckDBPyConnection], path: Path, question: str) -> list:
    con = open_it(path)
    try:
        return con.execute(question).fetchall()
    finally:
        con.close()


@pytest.mark.parametrize(
    "question",
    [
        pytest.param(SORTED, id="sorted"),
        pytest.param(COMPARED, id="compared"),
        pytest.param(FILTERED, id="filtered"),
    ],
)
@pytest.mark.parametrize("open_it", [connect, connect_to_read])
def test_our_connections_sum_rightly(
    build: Path, open_it: Callable[[Path], duckdb.DuckDBPyConnection], question: str
) -> None:
    assert asked(open_it, build, question) == RIGHT[question]


def test_a_connection_to_read_cannot_write_or_be_unlocked(build: Path) -> None:
    con = connect_to_read(build)
    try:
        for statement in (
            "insert into scope values (2)",
            "create table other as select 1",
            "set enable_external_access = true",
            "select * from read_csv('pyproject.toml')",
        ):
            with pytest.raises(duckdb.Error):
                con.execute(statement)
        assert con.execute("select count(*) from scope").fetchall() == [(2,)]
    finally:
        con.close()


def test_a_connection_without_a_file_is_its_own(tmp_path: Path) -> None:
    first, second = connect(), connect()
    first.execute("create table t as select 1 as one")
    with pytest.raises(duckdb.CatalogException):
        second.execute("select * from t")
    first.close()
    second.close()
    assert list(tmp_path.iterdir()) == []
