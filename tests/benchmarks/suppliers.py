"""What the questions about suppliers and data quality take: `python -m tests.benchmarks.suppliers`.

A million payments to 100,000 suppliers. Each question is asked as its page asks it, with no answer
kept from before, beside pandas, which has payments and suppliers in memory and answers the part of
it that is compared. They take turns, the best of several rounds stands, and the answers must agree
to the penny.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb
import pandas as pd

import queries
from data.ledger import served_build
from data.store import Store
from tests.benchmarks import synthetic
from tests.benchmarks.tables import STRATEGY

PAGE, FIRST = 50, 200
_TABLES = {
    "payments": "select supplier_id, organisation, quarter, redacted, category, directorate, "
    "payment_date, supplier_named, (amount * 100)::bigint as pence from payment",
    "suppliers": "select supplier_id, supplier_key, name, area_code, place_known_by, sme, vcse, "
    "coalesce(individual, false) or is_catch_all as nobody_knows from supplier",
    "areas": "select area_code, name as place from area",
}
Frames = dict[str, pd.DataFrame]
Answer = list[tuple[object, int]]


def whole(pounds: pd.Series) -> list[int]:
    return [int(amount * 100) for amount in pounds]


def ranked_by_us(**asked: object) -> Answer:
    found = queries.run(
        "suppliers/ranked", strategy=STRATEGY, page_size=PAGE,
        **{"search": None, "sort": "amount", "descending": True, "page": 1, **asked},
    )  # fmt: skip
    return list(zip(found["supplier_key"], whole(found["amount"]), strict=True))


def ranked_by_pandas(
    frames: Frames,
    search: str | None = None,
    sort: str = "amount",
    descending: bool = True,
    page: int = 1,
) -> Answer:
    sums = frames["payments"].groupby("supplier_id", as_index=False).agg(pence=("pence", "sum"))
    found = sums.merge(frames["suppliers"], on="supplier_id").merge(
        frames["areas"], on="area_code", how="left"
    )
    found = found.sort_values(["pence", "supplier_id"], ascending=[False, True])
    found["running_share"] = found["pence"].cumsum() / found["pence"].sum()
    found["low"] = found["name"].str.lower()
    if search:
        found = found[found["low"].str.contains(search.lower(), regex=False)]
    if sort != "amount":
        by = {"name": "low", "place": "place"}[sort]
        found = found.sort_values(by, ascending=not descending, kind="stable", na_position="last")
    shown = found.iloc[(page - 1) * PAGE : page * PAGE]
    return list(zip(shown["supplier_key"], shown["pence"], strict=True))


def to_look_up_by_us(lacking: str) -> Answer:
    found = queries.run("quality/to_look_up", lacking=lacking, first=FIRST)
    return list(zip(found["supplier_key"], whole(found["amount"]), strict=True))


def to_look_up_by_pandas(frames: Frames, lacking: str) -> Answer:
    sums = frames["payments"].groupby("supplier_id", as_index=False).agg(pence=("pence", "sum"))
    found = sums.merge(frames["suppliers"], on="supplier_id")
    lacks = found["place_known_by"] == "none" if lacking == "place" else found["sme"].isna()
    found = found[lacks & ~found["nobody_knows"]]
    found = found.sort_values(["pence", "name", "supplier_key"], ascending=[False, True, True])
    shown = found.head(FIRST)
    return list(zip(shown["supplier_key"], shown["pence"], strict=True))


def missing_by_us() -> Answer:
    found = queries.run("quality/missing", by_quarter=True)
    sums = found.assign(pence=whole(found["amount"])).groupby("missing")["pence"].sum()
    return sorted(sums.items())


def missing_by_pandas(frames: Frames) -> Answer:
    lines = frames["payments"].merge(frames["suppliers"], on="supplier_id", how="left")
    lacks = {
        "Place not known": lines["place_known_by"].fillna("none") == "none",
        "Supplier redacted": lines["redacted"],
        "Supplier missing": lines["supplier_named"].isna(),
        "Date missing": lines["payment_date"].isna(),
        "Category missing": lines["category"].isna(),
        "Directorate missing": lines["directorate"].isna(),
    }
    by = [lines["organisation"], lines["quarter"]]
    return sorted(
        (missing, int(lines["pence"].where(lacking, 0).groupby(by, dropna=False).sum().sum()))
        for missing, lacking in lacks.items()
    )


def places_by_us() -> Answer:
    found = queries.run("quality/places")
    known = found[found["is_known"]]
    return [("known", sum(whole(known["amount"]))), ("suppliers", int(known["suppliers"].sum()))]


def places_by_pandas(frames: Frames) -> Answer:
    lines = frames["payments"].merge(frames["suppliers"], on="supplier_id", how="left")
    lines = lines[lines["place_known_by"].fillna("none") != "none"]
    ways = lines.groupby("place_known_by").agg(
        pence=("pence", "sum"), suppliers=("supplier_id", "nunique")
    )
    return [("known", int(ways["pence"].sum())), ("suppliers", int(ways["suppliers"].sum()))]


_RANKED = {
    "ranked": {},
    "ranked, searched for": {"search": "firm 77"},
    "ranked, by name": {"sort": "name", "descending": False},
    "ranked, by place, page 3": {"sort": "place", "descending": False, "page": 3},
}


def cases(frames: Frames) -> dict[str, tuple[Callable[[], Answer], Callable[[], Answer]]]:
    """Each question: how we answer it, and how pandas does."""
    every = {
        name: (
            lambda asked=asked: ranked_by_us(**asked),
            lambda asked=asked: ranked_by_pandas(frames, **asked),
        )
        for name, asked in _RANKED.items()
    }
    for lacking in ("place", "size"):
        every[f"to look up, {lacking}"] = (
            lambda lacking=lacking: to_look_up_by_us(lacking),
            lambda lacking=lacking: to_look_up_by_pandas(frames, lacking),
        )
    every["missing, by quarter"] = (missing_by_us, lambda: missing_by_pandas(frames))
    every["places"] = (places_by_us, lambda: places_by_pandas(frames))
    return every


def one_supplier(frames: Frames) -> dict[str, Callable[[], object]]:
    """The questions of one supplier's own page, of the one that is paid most often."""
    often = frames["payments"]["supplier_id"].value_counts().idxmax()
    suppliers = frames["suppliers"].set_index("supplier_id")
    key = {"supplier_key": suppliers.loc[often, "supplier_key"]}
    asked = {
        "one": {"strategy": STRATEGY, **key}, "claims": key, "doubts": key, "contracts": key,
        "sources": key, "payments": {"page": 1, "page_size": PAGE, **key},
        "paid_by": {"strategy": STRATEGY, "split_by": "year", **key},
    }  # fmt: skip
    return {
        name: lambda name=name, params=params: queries.run(f"suppliers/{name}", **params)
        for name, params in asked.items()
    }


def timed(ask: Callable[[], object], rounds: int) -> tuple[float, object]:
    """Best seconds, and the answer."""
    best, answer = float("inf"), None
    for _ in range(rounds):
        queries.forget_answers()
        began = time.perf_counter()
        answer = ask()
        best = min(best, time.perf_counter() - began)
    return best, answer


def compare(store: Store, rounds: int) -> dict[str, tuple[float, float | None]]:
    """Seconds of each question, ours and theirs. Raises AssertionError where the answers differ."""
    con = duckdb.connect(str(store.build_file(served_build(store))), read_only=True)
    frames = {name: con.sql(table).to_arrow_table().to_pandas() for name, table in _TABLES.items()}
    con.close()
    found: dict[str, tuple[float, float | None]] = {}
    for name, (by_us, by_pandas) in cases(frames).items():
        (ours, mine), (theirs, other) = timed(by_us, rounds), timed(by_pandas, rounds)
        assert mine == other, f"{name}: {mine[:3]} …, pandas {other[:3]} …"
        found[name] = ours, theirs
    for name, ask in one_supplier(frames).items():
        found[f"one supplier: {name}"] = timed(ask, rounds)[0], None
    return found


def main(arguments: Sequence[str] | None = None) -> dict[str, tuple[float, float | None]]:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.suppliers")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--suppliers", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--store", type=Path, help="keep the warehouse here, or use the one there")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        store = Store(options.store or Path(folder) / "store")
        os.environ["LOCALPOUND_STORE"] = str(store.root)
        if served_build(store) is None:
            synthetic.build(store, options.rows, options.suppliers)
        found = compare(store, options.rounds)
        queries.close()
    print(f"{'milliseconds':<32}{'ours':>8}{'pandas':>8}")
    for name, (ours, theirs) in found.items():
        beside = "" if theirs is None else f"{theirs * 1000:>8.0f}"
        print(f"{name:<32}{ours * 1000:>8.0f}{beside}")
    return found


if __name__ == "__main__":
    main()
