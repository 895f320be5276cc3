"""The scorecard's benchmark runs, on few lines, and would notice a share that differs."""

from __future__ import annotations

import pytest

import queries
from components import scorecard
from data.store import Store
from tests.benchmarks import in_pandas
from tests.benchmarks.queries import tables_of
from tests.benchmarks.scorecard import STRATEGIES, agree, local_share, main, ours
from tests.benchmarks.tables import STRATEGY, View


def test_every_strategy_is_compared_and_another_share_is_noticed(
    tmp_path, monkeypatch, capsys
) -> None:
    store = Store(tmp_path / "store")
    monkeypatch.setenv("LOCALPOUND_STORE", str(store.root))
    timings = main(["--rows", "2000", "--rounds", "1", "--store", str(store.root)])
    assert [one.strategy for one in timings] == [*STRATEGIES]
    printed = capsys.readouterr().out
    assert all(name in printed for name in STRATEGIES)
    lines: tuple[scorecard.Line, ...] = ours(STRATEGY)
    queries.close()
    theirs = local_share(in_pandas.hold(tables_of(store)), View("all"))
    agree(lines, theirs)
    theirs["quarter"]["local_share"] += 0.001
    with pytest.raises(AssertionError):
        agree(lines, theirs)
