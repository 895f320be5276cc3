"""What all measures of a strategy take, beside pandas' local share alone.

`python -m tests.benchmarks.scorecard`. Ours is what one pass of the scorecard asks and works out,
every measure by year and by quarter, with no answer kept from before. pandas is asked for the local
share by year and quarter and nothing else, from lines in memory in the types it likes best, with
the tier of each supplier worked out beforehand, as in `tests.benchmarks.queries`. Beside them
stands a change of filter, the same for one organisation: a switch of strategy should take no
longer. All take turns, and the best of several rounds stands. The local shares must agree.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

import queries
from components import scorecard
from data.ledger import served_build
from data.store import Store
from queries import scorecard as asked
from tests.benchmarks import in_pandas, synthetic
from tests.benchmarks.queries import tables_of
from tests.benchmarks.tables import STRATEGY, View

ROUNDS = 7
ONE = synthetic.organisation(0)
STRATEGIES = (
    "stevenage-2021-24", STRATEGY, "worcestershire-2022-25", "star-2021", "colchester-2021"
)  # fmt: skip


@dataclass(frozen=True)
class Timing:
    """Best seconds for one strategy's measures, for the same of one organisation, and for the local
    share alone in pandas."""

    strategy: str
    measures: int
    ours: float
    filtered: float
    pandas: float


def ours(strategy: str, organisations: Sequence[str] | None = None) -> tuple[scorecard.Line, ...]:
    """Every measure of a strategy, as the page has them."""
    queries.forget_answers()
    with queries.one_build():
        named = {"strategy": strategy}
        return scorecard.lines(
            queries.run("strategy/measures", **named),
            queries.run("strategy/points", **named),
            asked.figures(strategy, organisations),
            queries.run("strategy/readings", **named),
            2,
        )


def local_share(frames: in_pandas.Frames, view: View) -> Mapping[str, pd.DataFrame]:
    """The local share by year and by quarter, and nothing else."""
    lines = in_pandas.chosen(frames["lines"], view, dates=False)
    counting = in_pandas.parts(frames, in_pandas.placed(frames, lines))
    return {
        by: in_pandas.with_shares(in_pandas.grouped(counting, by, **in_pandas.KNOWN_AND_LOCAL))
        for by in ("financial_year", "quarter")
    }


def agree(lines: Sequence[scorecard.Line], theirs: Mapping[str, pd.DataFrame]) -> None:
    """Raise AssertionError unless the local share is the same in every period."""
    mine = {f.period: f.value for f in next(x for x in lines if x.id == "local_share").figures}
    for by, frame in theirs.items():
        for row in frame.reset_index().to_dict("records"):
            share = mine.get(row[by])
            # A published year has its figure where too few lines leave none to work out.
            if not pd.isna(row[by]) and share is not None and not pd.isna(row["local_share"]):
                assert abs(share - row["local_share"]) < 1e-9, row


def compare(store: Store, rounds: int) -> list[Timing]:
    """Each strategy in turn, pandas beside it in every round."""
    frames = in_pandas.hold(tables_of(store))
    timings = []
    for strategy in STRATEGIES:
        best = dict.fromkeys(("ours", "filtered", "pandas"), float("inf"))
        for _ in range(rounds):
            lines, best["ours"] = timed(lambda s=strategy: ours(s), best["ours"])
            _, best["filtered"] = timed(lambda s=strategy: ours(s, [ONE]), best["filtered"])
            theirs, best["pandas"] = timed(lambda: local_share(frames, View("all")), best["pandas"])
        if strategy == STRATEGY:
            agree(lines, theirs)
        timings.append(Timing(strategy, len(lines), **best))
    return timings


def timed(job: Callable[[], object], best: float) -> tuple[object, float]:
    """What a job gives, and the fewer of its seconds and the best so far."""
    began = time.perf_counter()
    answer = job()
    return answer, min(best, time.perf_counter() - began)


def main(arguments: Sequence[str] | None = None) -> list[Timing]:
    """Build, compare, print; gives the timings. The store is a temporary folder unless named."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.scorecard")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--store", type=Path, help="keep the warehouse here, or use the one there")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        store = Store(options.store or Path(folder) / "store")
        os.environ["LOCALPOUND_STORE"] = str(store.root)
        if served_build(store) is None:
            synthetic.build(store, options.rows)
        timings = compare(store, options.rounds)
        queries.close()
    print(
        f"{'milliseconds':<26}{'measures':>9}{'all of them':>13}{'filtered':>10}{'pandas, one':>13}"
        f"{'times':>8}"
    )
    for one in timings:
        print(
            f"{one.strategy:<26}{one.measures:>9}{one.ours * 1000:>13.0f}"
            f"{one.filtered * 1000:>10.0f}{one.pandas * 1000:>13.0f}{one.pandas / one.ours:>8.1f}"
        )
    return timings


if __name__ == "__main__":
    main()
