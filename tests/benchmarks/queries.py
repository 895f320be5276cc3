"""What each page's questions take, beside pandas and polars: `python -m tests.benchmarks.queries`.

A page's questions are asked one after the other, as the page asks them, with no answer kept from
before. pandas and polars answer the same questions from the same payment lines, suppliers and
contracts. They are given an easier task: their tables are in memory, in the types they like best,
with the tier of each supplier and what the strategy leaves out worked out beforehand, and a page
filters and joins once for all its questions. Not counted: reading the tables into memory for them,
opening the warehouse for us. Everyone takes turns, and the best of several rounds stands, since
this is meant for a machine with other things to do. The answers must agree to the penny.
"""

from __future__ import annotations

import argparse
import math
import os
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa

import queries
from data.ledger import served_build
from data.store import Store
from tests.benchmarks import in_pandas, in_polars, synthetic
from tests.benchmarks.tables import STRATEGY, VIEWS, Tables, View, read

ROUNDS = 7
OURS = "Local Pound"

Answers = Mapping[str, pd.DataFrame | pl.DataFrame]

# What is compared of each answer, row by row in order; money in pence, shares to nine places.
COMPARED: dict[str, str] = {
    "filters/strategies": "strategy_id headline_name local_name own_organisations_with_data",
    "filters/data_to": "data_to data_from is_sample uploads",
    "filters/organisations": "organisation is_own amount lines",
    "filters/periods": "period kind date_from date_to lines",
    "filters/parts, directorates": "part amount lines",
    "filters/parts, categories": "part amount lines",
    "strategy/tiers": "tier area_codes postcode_areas",
    "strategy/points": "kind financial_year value tier tier_name source",
    "strategy/measure": "measure name unit target_note",
    "spend/coverage": "amount known local lines suppliers share_known local_share lowest highest",
    "spend/scope": "left_out amount lines",
    "spend/by_area": "area_code area county tier amount lines suppliers share_of_known",
    "spend/by_tier": "tier amount lines suppliers share_of_known share_up_to share_of_all",
    "spend/amount_basis": "amount_basis amount lines",
    "spend/sources": "upload_id file_name organisation amount lines",
    "spend/local_share": "period starts_on months_with_data amount known local share_known "
    "local_share lowest highest",
    "spend/tier_by_period": "period starts_on tier amount suppliers share_of_known",
    **dict.fromkeys(
        ("spend/local_share_by_part, directorates", "spend/local_share_by_part, organisations"),
        "part financial_year months_with_data amount known local share_known local_share lowest "
        "highest part_amount",
    ),
    "spend/year_to_date": "organisation months this_from this_to last_from last_to this_amount "
    "last_amount this_known last_known this_local last_local this_share last_share",
    "social_value/sources": "upload_id file_name kind",
    "social_value/contracts": "contract_id reference title organisation suppliers award_year "
    "contract_value committed delivered secured_share past_threshold file_name source_row",
    "social_value/contracts with nothing": "contract_id contract_value",
    "social_value/secured_by_year": "award_year contracts with_nothing contract_value committed "
    "secured_share",
    "social_value/not_counted": "why_not_counted contracts contract_value committed",
    "social_value/summary": "committed_all committed_counted committed_below_threshold "
    "committed_value_not_known committed_otherwise contract_value_counted secured_share contracts "
    "contracts_counted contracts_with_nothing records delivered_all",
}


def ours(view: View) -> dict[str, Callable[[], dict[str, pd.DataFrame]]]:
    """Every question of each page, as the page asks it (`pages/`, `components/filters.py`)."""
    whose = {"organisations": view.organisations}
    dates = {"date_from": view.date_from, "date_to": view.date_to}
    chosen = {"strategy": STRATEGY, **whose, "category": view.category}
    spend = {**chosen, **dates}
    contracts = {"strategy": STRATEGY, **whose}

    def parts(part_of: str) -> pd.DataFrame:
        return queries.run("filters/parts", part_of=part_of, **whose, **dates)

    def sidebar() -> dict[str, pd.DataFrame]:
        return {
            "filters/strategies": queries.run("filters/strategies"),
            "filters/data_to": queries.run("filters/data_to"),
            "filters/organisations": queries.run("filters/organisations", strategy=STRATEGY),
            "filters/periods": queries.run("filters/periods", **whose),
            "filters/parts, directorates": parts("directorate"),
            "filters/parts, categories": parts("category"),
        }

    def said(measure: str) -> dict[str, pd.DataFrame]:
        names = ("strategy/points", "strategy/measure")
        return {n: queries.run(n, strategy=STRATEGY, measure=measure) for n in names}

    def spend_map() -> dict[str, pd.DataFrame]:
        names = ("coverage", "scope", "by_tier", "amount_basis", "sources")
        return {
            "strategy/tiers": queries.run("strategy/tiers", strategy=STRATEGY),
            "spend/by_area": queries.run("spend/by_area", level="district", **spend),
            **{f"spend/{name}": queries.run(f"spend/{name}", **spend) for name in names},
        }

    def trend() -> dict[str, pd.DataFrame]:
        names = ("year_to_date", "coverage", "sources")
        answers = said("local_share")
        answers |= {f"spend/{name}": queries.run(f"spend/{name}", **chosen) for name in names}
        for name in ("spend/local_share", "spend/tier_by_period"):
            for by in ("year", "quarter"):
                answers[f"{name} by {by}"] = queries.run(name, by=by, **chosen)
        name = "spend/local_share_by_part"
        for part_of in ("directorate", "organisation"):
            answers[f"{name}, {part_of}s"] = queries.run(name, part_of=part_of, **chosen)
        return answers

    def secured() -> dict[str, pd.DataFrame]:
        names = ("contracts", "summary", "secured_by_year", "not_counted")
        answers = said("social_value_secured")
        for name in names:
            answers[f"social_value/{name}"] = queries.run(f"social_value/{name}", **contracts)
        answers["social_value/sources"] = queries.run("social_value/sources", **whose)
        answers["social_value/contracts with nothing"] = queries.run(
            "social_value/contracts", recorded=False, counted=True, **contracts
        )
        return answers

    pages = {"sidebar": sidebar, "map": spend_map, "trend": trend, "secured": secured}
    return {page: cold(ask) for page, ask in pages.items()}


def cold(ask: Callable[[], dict[str, pd.DataFrame]]) -> Callable[[], dict[str, pd.DataFrame]]:
    """Asked as in a page's run, of one build, with no answer kept from before."""

    def asked() -> dict[str, pd.DataFrame]:
        queries.forget_answers()
        with queries.one_build():
            return ask()

    return asked


def facts(question: str, answer: pd.DataFrame | pl.DataFrame) -> list[list[object]]:
    """What an answer says, in one form for all: rows in order, money as whole pence."""
    wanted = COMPARED[question.removesuffix(" by year").removesuffix(" by quarter")].split()
    if isinstance(answer, pl.DataFrame):
        rows = answer.to_dicts()
    else:
        rows = pa.Table.from_pandas(answer, preserve_index=False).to_pylist()
    if rows and "strategy" in rows[0]:
        rows = [{**row, "strategy_id": row["strategy"]} for row in rows]
    return [[plainly(row[column]) for column in wanted] for row in rows]


def plainly(value: object) -> object:
    match value:
        case Decimal():
            return int(value * 100)
        case float():
            return None if math.isnan(value) else round(value, 9)
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case "":
            return None
    return value


@dataclass(frozen=True)
class Timing:
    """Best seconds of each contender for one page and view."""

    view: str
    page: str
    questions: int
    seconds: Mapping[str, float]

    def times_faster(self, other: str) -> float:
        return self.seconds[other] / self.seconds[OURS]


def compare(tables: Tables, rounds: int) -> list[Timing]:
    """Every page in every view by every contender. Raises AssertionError where they differ."""
    pandas, polars = in_pandas.hold(tables), in_polars.hold(tables)
    timings = []
    for view in VIEWS:
        for page, ask in ours(view).items():
            contenders: dict[str, Callable[[], Answers]] = {
                OURS: ask,
                "pandas": lambda page=page, view=view: in_pandas.PAGES[page](pandas, view),
                "polars": lambda page=page, view=view: in_polars.PAGES[page](polars, view),
            }
            best = dict.fromkeys(contenders, float("inf"))
            for _ in range(rounds):
                answers = {}
                for name, answer in contenders.items():
                    began = time.perf_counter()
                    answers[name] = answer()
                    best[name] = min(best[name], time.perf_counter() - began)
            agree(view, answers)
            timings.append(Timing(view.name, page, len(answers[OURS]), best))
    return timings


def agree(view: View, answers: Mapping[str, Answers]) -> None:
    """Raise AssertionError unless all contenders say the same."""
    for question, answer in answers[OURS].items():
        ours_said = facts(question, answer)
        for name in ("pandas", "polars"):
            theirs = facts(question, answers[name][question])
            where = f"{question} ({view.name}), {OURS} and {name}"
            assert len(ours_said) == len(theirs), f"{where}: {len(ours_said)}, {len(theirs)} rows"
            for mine, other in zip(ours_said, theirs, strict=True):
                assert mine == other, f"{where}: {mine}, {other}"


def show(timings: Sequence[Timing]) -> None:
    heads = [OURS, "pandas", "polars", "pandas", "polars"]
    print(f"{'':<48}{'milliseconds':^33}{'times faster than':^22}")
    print(f"{'view: page':<48}" + "".join(f"{head:>11}" for head in heads))
    for timing in timings:
        times = "".join(f"{timing.seconds[name] * 1000:>11.0f}" for name in heads[:3])
        ratios = "".join(f"{timing.times_faster(name):>11.1f}" for name in heads[3:])
        print(f"{f'{timing.view}: {timing.page}':<48}{times}{ratios}")


def main(arguments: Sequence[str] | None = None) -> list[Timing]:
    """Build, compare, print; gives the timings. The store is a temporary folder unless named."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.queries", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--store", type=Path, help="keep the warehouse here, or use the one there")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        store = Store(options.store or Path(folder) / "store")
        os.environ["LOCALPOUND_STORE"] = str(store.root)
        if served_build(store) is None:
            began = time.perf_counter()
            synthetic.build(store, options.rows)
            took = time.perf_counter() - began
            print(f"Built {options.rows:,} payment lines in {took:.1f} s.\n")
        timings = compare(tables_of(store), options.rounds)
        queries.close()
    show(timings)
    return timings


def tables_of(store: Store) -> Tables:
    con = duckdb.connect(str(store.build_file(served_build(store))), read_only=True)
    try:
        return read(con)
    finally:
        con.close()


if __name__ == "__main__":
    main()
