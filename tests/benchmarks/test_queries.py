"""The benchmark runs, on few lines, and would notice an answer that differs. Nothing is timed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import redirect_stdout

import pytest

import queries
from data.store import Store
from tests.benchmarks import in_pandas, in_polars
from tests.benchmarks.queries import OURS, agree, main, ours, tables_of
from tests.benchmarks.tables import VIEWS


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, str]]:
    """A store of 2,000 lines, and what the benchmark printed of it."""
    store = Store(tmp_path_factory.mktemp("benchmark") / "store")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOCALPOUND_STORE", str(store.root))
        with redirect_stdout(io.StringIO()) as out:
            timings = main(["--rows", "2000", "--rounds", "1", "--store", str(store.root)])
        assert len(timings) == 12
        yield store, out.getvalue()
    queries.close()


def test_every_page_is_compared_in_every_view(printed: tuple[Store, str]) -> None:
    _, table = printed
    assert table.startswith("Built 2,000 payment lines")
    for view in ("everything", "one organisation, one year", "one category"):
        for page in ("sidebar", "map", "trend", "secured"):
            assert f"{view}: {page} " in table
    heads = "view: page Local Pound pandas polars pandas polars"
    assert heads in [" ".join(line.split()) for line in table.splitlines()]


def test_a_penny_less_or_another_order_is_noticed(printed: tuple[Store, str]) -> None:
    store, _ = printed
    view, tables = VIEWS[0], tables_of(store)
    answers = {
        OURS: ours(view)["map"](),
        "pandas": in_pandas.spend_map(in_pandas.hold(tables), view),
        "polars": in_polars.spend_map(in_polars.hold(tables), view),
    }
    agree(view, answers)
    right = answers["pandas"]["spend/by_area"]
    for wrong in (
        right.assign(amount=right["amount"] - 1),
        right.assign(suppliers=right["suppliers"] + 1),
        right.iloc[::-1],
        right.iloc[1:],
    ):
        answers["pandas"]["spend/by_area"] = wrong
        with pytest.raises(AssertionError, match="spend/by_area"):
            agree(view, answers)
