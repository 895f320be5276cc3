"""How fast a large dirty extract is read, cleaned and checked, beside DuckDB and pandas.

    python -m tests.benchmarks.ingest --rows 1000000

Makes a spend extract (amounts with pounds, commas and brackets, dates in several forms, blank and
unreadable cells, repeated rows) of which rows and pounds are known, and has it read by our front
door, by DuckDB as text with try_cast, and by pandas. Each runs in a process of its own, in turn, as
often as asked; the fastest of each counts. All must come to the same pounds. Nothing is said about
faults, repeats, dates in doubt or columns by the other two: theirs is the bare reading.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
AMOUNT, DATE = "Net Amount", "Payment Date"
SHOWN = {"ours": "Local Pound", "duckdb": "DuckDB", "pandas": "pandas"}

# Everything follows from the row's number, so any two runs make the same file.
_MAKE = """
create temp macro die(seed, name, sides) as (hash(seed, name) % sides)::int;

create temp view line as
select
    -- one row in fifty repeats the one before it
    case when i % 50 = 49 then i - 1 else i end as seed,
    (die(seed, 'pence', 2000000) // if(die(seed, 'large', 20) = 0, 1, 100) + 1) * 7::bigint
        * if(die(seed, 'refund', 15) = 0, -1, 1) as pence,
    die(seed, 'form', 1000) as form,
    date '2019-04-01' + die(seed, 'day', 1825) as day
from range($rows) as numbers(i)
order by i;

create temp view written as
select
    seed, pence, form,
    form < 3 as is_unreadable,
    format('{:d}.{:02d}', abs(pence) // 100, abs(pence) % 100) as plain,
    format('{:,d}.{:02d}', abs(pence) // 100, abs(pence) % 100) as commas,
    if(pence < 0, '-', '') as minus,
    case die(seed, 'form of date', 10)
        when 0 then strftime(day, '%Y-%m-%d')
        when 1 then strftime(day, '%d-%b-%y')
        when 2 then if(die(seed, 'no date', 20) = 0, 'TBC', null)
        else strftime(day, '%d/%m/%Y')
    end as day
from line;

copy (
    select
        'Anytown Borough Council' as "Organisation Name",
        if(die(seed, 'blank', 40) = 0, null, (
            ['Place', 'People', 'Resources', 'Housing', 'Growth and Regeneration']
        )[1 + die(seed, 'directorate', 5)]) as "Directorate",
        'Service ' || die(seed, 'service', 60) as "Service",
        (
            ['Building maintenance', 'Adult care, residential', 'IT', 'Agency staff', 'Legal']
        )[1 + die(seed, 'category', 5)] as "Expense Type",
        'Supplier ' || die(seed, 'supplier', 20000) || ' Limited' as "Supplier Name",
        100000 + die(seed, 'supplier', 20000) as "Supplier Number",
        day as "Payment Date",
        5000000 + seed as "Transaction Number",
        if(die(seed, 'contract', 5) = 0, 'C' || die(seed, 'which', 900), null)
            as "Contract Reference",
        'Invoice ' || seed || ' for services' as "Description",
        null as "VAT",
        case
            when is_unreadable then (['n/k', 'see note', '#REF!'])[1 + form]
            when form < 400 then minus || plain
            when form < 700 then minus || commas
            when form < 850 and pence < 0 then '(' || commas || ')'
            else minus || '£' || commas
        end as "Net Amount"
    from written
) to $path (header, delimiter ',');

select
    count(*) as rows,
    count(*) filter (is_unreadable) as unreadable,
    sum(pence) filter (not is_unreadable) / 100::decimal(18, 2) as pounds
from written;
"""

AS_DUCKDB_READS = """
create table payment as
with bare as (
    select
        *,
        regexp_replace("Net Amount", '[£,()-]', '', 'g') as digits,
        regexp_matches("Net Amount", '^[(-]') as minus
    from read_csv(?, all_varchar = true, header = true)
)

select
    * exclude (digits, minus, "Net Amount", "Payment Date"),
    try_strptime("Payment Date", ['%d/%m/%Y', '%Y-%m-%d', '%d-%b-%y'])::date as payment_date,
    try_cast(digits as decimal(18, 2)) * case when minus then -1 else 1 end as amount
from bare
"""

Answer = tuple[int, int, str]


def make(rows: int, path: Path) -> Answer:
    """Write an extract of so many rows: gives its rows, how many cannot be read, its pounds."""
    from data.engine import connect

    con = connect()
    statements = _MAKE.replace("$rows", str(rows)).replace("$path", f"'{path}'")
    count, unreadable, pounds = con.execute(statements).fetchone()
    return count, unreadable, f"{Decimal(pounds):.2f}"


def by_ours(path: Path) -> Answer:
    from data.check import check_file

    report = check_file(path).report
    return report.rows_read, report.rows_rejected, f"{report.control_total:.2f}"


def by_duckdb(path: Path) -> Answer:
    from data.engine import connect

    con = connect()
    con.execute(AS_DUCKDB_READS, [str(path)])
    rows, unreadable, pounds = con.execute(
        "select count(*), count(*) - count(amount), sum(amount) from payment"
    ).fetchone()
    return rows, unreadable, f"{pounds:.2f}"


def by_pandas(path: Path) -> Answer:
    """Money in whole pence, as somebody at home in pandas would keep it exact."""
    import pandas as pd

    frame = pd.read_csv(path, dtype="str", keep_default_na=False)
    for name in frame.columns:
        frame[name] = frame[name].str.strip()
    text = frame[AMOUNT].str.replace(r"[£,()-]", "", regex=True)
    pence = (pd.to_numeric(text, errors="coerce") * 100).round()
    frame[AMOUNT] = pence.where(~frame[AMOUNT].str.match(r"[(-]"), -pence).astype("Int64")
    dates = pd.to_datetime(frame[DATE], format="%d/%m/%Y", errors="coerce")
    for form in ("%Y-%m-%d", "%d-%b-%y"):
        dates = dates.fillna(pd.to_datetime(frame[DATE], format=form, errors="coerce"))
    frame[DATE] = dates
    pounds = Decimal(int(frame[AMOUNT].sum())) / 100
    return len(frame), int(frame[AMOUNT].isna().sum()), f"{pounds:.2f}"


WAYS: dict[str, Callable[[Path], Answer]] = {
    "ours": by_ours, "duckdb": by_duckdb, "pandas": by_pandas,
}  # fmt: skip


# Loaded before the clock starts. Ours does not use pandas, but Arrow loads it where it is there.
NEEDS = {
    "ours": ["data.check", "pandas"],
    "duckdb": ["data.engine"],
    "pandas": ["pandas", "pyarrow"],
}


def measured(way: str, path: Path) -> dict:
    """What one way comes to, its seconds (by the clock, and of the processors) and peak memory."""
    import resource

    for module in NEEDS[way]:
        importlib.import_module(module)
    before, cpu = time.perf_counter(), time.process_time()
    answer = WAYS[way](path)
    return {
        "answer": answer,
        "seconds": time.perf_counter() - before,
        "cpu": time.process_time() - cpu,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _apart(*arguments: str) -> dict:
    """This module run as a process of its own. It counts its memory from what starts it, so that
    must be small: nothing large is imported above."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.ingest", *arguments],
        cwd=ROOT,
        env={**os.environ, "LOCALPOUND_LARGEST_FILE_MB": "8192"},
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(done.stdout)


def compare(rows: int, times: int, ways: Sequence[str] = tuple(WAYS)) -> dict[str, dict]:
    """The fastest of `times` runs of each way. Raises ValueError where one comes to other pounds
    than the file holds."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "spend.csv"
        truth = _apart("--make", str(path), "--rows", str(rows))["answer"]
        runs: dict[str, list[dict]] = {way: [] for way in ways}
        for _ in range(times):
            for way in ways:
                run = _apart("--measure", way, "--file", str(path))
                if run["answer"] != truth:
                    raise ValueError(f"{way} comes to {run['answer']}, the file holds {truth}")
                runs[way].append(run)
        size = path.stat().st_size / 1e6
    print(f"{rows:,} rows, {size:,.0f} MB, £{Decimal(truth[2]):,.2f}, {truth[1]:,} unreadable")
    return {
        way: {key: min(run[key] for run in of_way) for key in ("seconds", "cpu", "megabytes")}
        for way, of_way in runs.items()
    }


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--without", choices=WAYS, action="append", default=[])
    for hidden in ("--make", "--file", "--measure"):
        parser.add_argument(hidden, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.make:
        print(json.dumps({"answer": make(options.rows, Path(options.make))}))
        return
    if options.measure:
        print(json.dumps(measured(options.measure, Path(options.file))))
        return
    found = compare(options.rows, options.times, [w for w in WAYS if w not in options.without])
    bare = found.get("duckdb", found["ours"])
    print(f"{'':<12}{'seconds':>9}{'x DuckDB':>10}{'of CPU':>9}{'x DuckDB':>10}{'peak MB':>9}")
    for way, run in found.items():
        print(
            f"{SHOWN[way]:<12}{run['seconds']:>9.2f}{run['seconds'] / bare['seconds']:>10.2f}"
            f"{run['cpu']:>9.2f}{run['cpu'] / bare['cpu']:>10.2f}{run['megabytes']:>9,.0f}"
        )


if __name__ == "__main__":
    main()
