"""What it takes to tell who is who, beside DuckDB reading the same files twice.

    python -m tests.benchmarks.identity --payments 1000000 --suppliers 100000 --companies 5000000

Makes the files of two councils (spend of two years each, supplier lists, a contracts register) and
an extract of a company register as Companies House lays it out, with its 55 columns. Ours reads
them through the front door and builds from what that leaves; of the build, the models that say who
is who and what is known of each supplier are timed. DuckDB reads the same files twice, as
it does in tests/benchmarks/ingest.py. Then the register is read, cleaned and kept by our front
door, and a build with it is set beside the build without. Each runs in a process of its own, in
turn, as often as asked; the fastest of each counts.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

from tests.benchmarks.identity_files import FILES, REGISTER, make

ROOT = Path(__file__).resolve().parents[2]
# The models of a build that say who is who and what is known of each.
IDENTITY = (
    *("current lines", "named", "mention", "registered number", "name known", "supplier number"),
    *("mention key", "supplier mention"),
    *("told of", "supplier postcode", "supplier claim", "supplier", "supplier doubt"),
)
AS_TEXT = "create table payment as from read_csv(?, all_varchar = true, header = true)"


def _keep(folder: Path, number: int, file: str, kind: str, organisation: str | None) -> None:
    """One file through our front door: its clean rows, and what the ledger would say of it."""
    import pickle

    from data.check import check_file, write_rows
    from data.ledger import Upload

    checked = check_file(folder / file, kind, organisation)
    write_rows(checked, number, folder / f"{number}.parquet")
    upload = Upload.of(number, f"{number:064d}", checked.report, "benchmark")
    (folder / f"{number}.upload").write_bytes(pickle.dumps(upload))


def keep_councils(folder: Path) -> dict:
    for number, (name, kind, organisation) in enumerate(FILES, start=1):
        _keep(folder, number, f"{name}.csv", kind, organisation)
    return {}


def keep_register(folder: Path) -> dict:
    _keep(folder, len(FILES) + 1, REGISTER, "suppliers", None)
    return {}


def build(folder: Path, uploads: int) -> dict:
    """A build from the first so many uploads: seconds of each of its steps, and who was found."""
    import pickle

    from data import warehouse
    from data.engine import connect_to_read
    from data.ledger import Words
    from data.store import Store

    store = Store(folder / "store")
    store.make()
    target = folder / "build.duckdb"
    used = [pickle.loads((folder / f"{n}.upload").read_bytes()) for n in range(1, uploads + 1)]
    clean = {n: folder / f"{n}.parquet" for n in range(1, uploads + 1)}
    marks: list[tuple[str, float, float]] = []

    def mark(share: float, step: str) -> None:
        marks.append((step.removeprefix("Building "), time.perf_counter(), time.process_time()))

    warehouse.build(store, target, used, mark, clean, Words())
    mark(1.0, "end")
    steps = {step: (then[1] - at, then[2] - cpu) for (step, at, cpu), then in pairwise(marks)}
    con = connect_to_read(target)
    found = con.execute(
        "select count(*), count(company_number), count(area_code), "
        "count(*) filter (place_source = 'company register') from supplier"
    ).fetchone()
    con.close()
    return {
        "steps": steps,
        "identity": sum(steps[step][0] for step in IDENTITY),
        "identity_cpu": sum(steps[step][1] for step in IDENTITY),
        "found": found,
    }


def build_without(folder: Path) -> dict:
    return build(folder, len(FILES))


def build_with(folder: Path) -> dict:
    return build(folder, len(FILES) + 1)


def read_twice(folder: Path) -> dict:
    """DuckDB reading the councils' files two times over, as it reads spend in the benchmark of
    reading: all as text, with money and dates tried."""
    from data.engine import connect
    from tests.benchmarks.ingest import AS_DUCKDB_READS

    con = connect()
    for _ in range(2):
        for name, kind, _ in FILES:
            con.execute("drop table if exists payment")
            con.execute(
                AS_DUCKDB_READS if kind == "spend" else AS_TEXT, [str(folder / f"{name}.csv")]
            )
    con.close()
    return {}


CASES: dict[str, Callable[[Path], dict]] = {
    "keep": keep_councils,
    "duckdb": read_twice,
    "build": build_without,
    "register": keep_register,
    "build with it": build_with,
}
SHOWN = {
    "duckdb": "DuckDB reads the files twice",
    "build": "ours, who is who in a build",
    "keep": "(our front door, all files)",
    "register": "the register, read and kept",
    "build with it": "who is who with the register",
}


def measured(case: str, folder: Path) -> dict:
    """What one case gives, its seconds (by the clock, and of the processors) and peak memory."""
    import resource

    import pandas  # noqa: F401, reading a file has loaded it when a build begins
    import pyarrow.parquet  # noqa: F401, loaded before the clock starts

    import data.warehouse  # noqa: F401

    before, cpu = time.perf_counter(), time.process_time()
    answer = CASES[case](folder)
    return {
        "seconds": time.perf_counter() - before,
        "cpu": time.process_time() - cpu,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        **answer,
    }


def _apart(*arguments: str) -> dict:
    """This module run as a process of its own, which has its own memory."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.identity", *arguments],
        cwd=ROOT,
        env={**os.environ, "LOCALPOUND_LARGEST_FILE_MB": "8192"},
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(done.stdout)


def compare(folder: Path, sizes: Sequence[str], times: int) -> dict[str, dict]:
    """The fastest run of each case; what is read is kept once."""
    made = _apart("--make", str(folder), *sizes)
    best = {"made": made}
    for case in CASES:
        runs = [
            _apart("--measure", case, "--folder", str(folder))
            for _ in range(1 if case in ("keep", "register") else times)
        ]
        best[case] = min(runs, key=lambda run: run.get("identity", run["seconds"]))
    return best


def _print(best: dict[str, dict]) -> None:
    made, twice = best["made"], best["duckdb"]
    print(
        f"{made['megabytes']:,.0f} MB of the councils' files, "
        f"{made['register_megabytes']:,.0f} MB of register"
    )
    print(f"{'':<32}{'seconds':>9}{'x twice':>9}{'of CPU':>9}{'x twice':>9}{'peak MB':>9}")
    for case, name in SHOWN.items():
        run = best[case]
        seconds, cpu = run.get("identity", run["seconds"]), run.get("identity_cpu", run["cpu"])
        print(
            f"{name:<32}{seconds:>9.2f}{seconds / twice['seconds']:>9.2f}"
            f"{cpu:>9.2f}{cpu / twice['cpu']:>9.2f}{run['megabytes']:>9,.0f}"
        )
    for case in ("build", "build with it"):
        steps = ", ".join(f"{step} {s:.1f}" for step, (s, _) in best[case]["steps"].items())
        every, company, placed, by_register = best[case]["found"]
        print(f"\n{SHOWN[case]}, seconds: {steps}")
        print(
            f"{every:,} suppliers, {company:,} with a company number, {placed:,} with a place, "
            f"{by_register:,} of them by the register"
        )


def main(arguments: Sequence[str] | None = None) -> dict[str, dict]:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--payments", type=int, default=1_000_000)
    parser.add_argument("--suppliers", type=int, default=100_000)
    parser.add_argument("--companies", type=int, default=5_000_000)
    parser.add_argument("--times", type=int, default=3)
    for hidden in ("--make", "--measure"):
        parser.add_argument(hidden, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help="keep the files here")
    options = parser.parse_args(arguments)
    sizes = (options.payments, options.suppliers, options.companies)
    if options.make:
        print(json.dumps(make(Path(options.make), *sizes)))
        return {}
    if options.measure:
        print(json.dumps(measured(options.measure, options.folder)))
        return {}
    asked = ("--payments", "--suppliers", "--companies")
    flags = [text for pair in zip(asked, map(str, sizes), strict=True) for text in pair]
    with tempfile.TemporaryDirectory() as folder:
        best = compare(options.folder or Path(folder), flags, options.times)
    _print(best)
    return best


if __name__ == "__main__":
    main()
