"""How fast a postcode directory is loaded and suppliers placed by it, beside a plain pandas merge.

    python -m tests.benchmarks.places --postcodes 2600000 --suppliers 1000000

Makes a directory in the columns of the ONS Postcode Directory, spread over the sectors and
authorities of the default reference, and suppliers' postcodes as people type them: any case, some
without the gap, one in fifty no postcode, one in twenty of a known sector but not in the file.
Ours loads the file once as `python -m data reference load` does (tidied, sorted, counted, kept as
Parquet with the middle and reach of each sector and what it is split into), and then places the
suppliers by the very SQL of a build, their point, their ward and how they are known included.
pandas reads six columns, tidies both sides and merges by postcode, and by sector what is left;
keeping nothing, it reads the file whenever it places.

Both do so in turn, `--times` over; medians are printed. Processor seconds stand beside them, since
ours uses every core and a busy machine makes waits of them.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from data import geography, reference_load, warehouse
from data.engine import connect
from data.geography import Loaded

_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
_DIRECTORY = """
    copy (
        with

        numbered as (
            select *, row_number() over (order by postcode_sector) as n, count(*) over () as sectors
            from sector
        ),

        spread as (
            select numbered.*, units.range as unit
            from numbered
            cross join range(0, ceil($postcodes / sectors)::bigint) as units
            where units.range * sectors + n <= $postcodes and units.range < 400
        )

        select
            replace(postcode_sector, ' ', '') || letters as pcd,
            postcode_sector || letters as pcd2,
            postcode_sector || letters as pcds,
            '198001' as dointr,
            case when unit % 3 = 0 then '201001' end as doterm,
            area_code as oslaua,
            'E05' || lpad((n % 8000)::varchar, 6, '0') as osward,
            latitude + (unit % 20) * 0.0001 as lat,
            longitude + (unit // 20) * 0.0001 as long
        from (
            select
                *, substr($letters, (unit // 20 + 1)::integer, 1)
                    || substr($letters, (unit % 20 + 1)::integer, 1) as letters
            from spread
        )
    ) to '{path}' (header, delimiter ',')
"""
_SUPPLIERS = """
    create table written as
    select
        n as supplier_id,
        case
            when n % 50 = 0 then 'Various'
            when n % 20 = 1 then left(pcds, -2) || 'ZZ'
            when n % 3 = 0 then lower(pcd)
            when n % 7 = 0 then ' ' || pcd || ' '
            else pcds
        end as written
    from (
        select pcd, pcds, row_number() over (order by hash(pcds), copy) as n
        from directory
        cross join range(0, $copies) as copies (copy)
    )
    where n <= $suppliers
"""


def make(folder: Path, postcodes: int, suppliers: int) -> tuple[Path, pd.DataFrame]:
    """The directory as CSV, and supplier_id with what is written for its postcode."""
    path = folder / "ONSPD_MAY_2025_UK.csv"
    con = connect()
    try:
        con.read_csv(str(geography.REFERENCE / "postcode_sector.csv")).create_view("sector")
        con.execute(_DIRECTORY.format(path=path), {"postcodes": postcodes, "letters": _LETTERS})
        con.read_csv(str(path), all_varchar=True).create_view("directory")
        made = con.execute("select count(*) from directory").fetchall()[0][0]
        copies = -(-suppliers // made)
        con.execute(_SUPPLIERS, {"suppliers": suppliers, "copies": copies})
        return path, con.table("written").df()
    finally:
        con.close()


def placing_sql() -> str:
    """The part of the build that places a supplier, as it stands there."""
    body = re.search(r"\nplaced as \((.*?)\n\)\n\nselect", warehouse.sql("supplier"), re.DOTALL)[1]
    return f"create table placed as {body}"


# Waited to load and to place, then the processor's own to load and to place, in seconds.
Seconds = tuple[float, float, float, float]


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _between(began: tuple, loaded: tuple, placed: tuple) -> Seconds:
    return (
        loaded[0] - began[0],
        placed[0] - loaded[0],
        loaded[1] - began[1],
        placed[1] - loaded[1],
    )


def ours(path: Path, written: pd.DataFrame, folder: Path) -> tuple[Seconds, pd.DataFrame]:
    """Seconds, and supplier_id with area_code."""
    began = _now()
    reference_load.read(path, folder)
    loaded = _now()
    con = connect()
    try:
        geography.load_postcode_macros(con)
        geography.load_reference(con, Loaded(postcodes=folder))
        con.register("written", written)
        con.execute("""
            create table supplier_postcode as
            select
                supplier_id, postcode_tidy(written) as postcode, true as chosen,
                false as is_registered, 1 as nearness, false as by_officer, '' as told_by
            from written
            where postcode_district_of(written) is not null
        """)
        con.execute(placing_sql())
        placed = _now()
        answer = con.sql("select supplier_id, area_code from placed order by supplier_id").df()
    finally:
        con.close()
    return _between(began, loaded, placed), answer


def in_pandas(path: Path, written: pd.DataFrame) -> tuple[Seconds, pd.DataFrame]:
    """The same, plainly."""
    began = _now()
    columns = ["pcds", "doterm", "oslaua", "osward", "lat", "long"]
    directory = pd.read_csv(path, usecols=columns, dtype={"doterm": str})
    directory["key"] = directory["pcds"].str.upper().str.replace(" ", "")
    directory["sector"] = directory["key"].str[:-2]
    counts = directory.groupby(["sector", "oslaua"], as_index=False).size()
    counts = counts.sort_values(["size", "oslaua"], ascending=[False, True])
    sectors = counts.drop_duplicates("sector").rename(columns={"oslaua": "by_sector"})
    loaded = _now()
    keys = written["written"].str.upper().str.replace(" ", "")
    form = r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}"
    suppliers = written.assign(key=keys, sector=keys.str[:-2])[keys.str.fullmatch(form)]
    found = suppliers.merge(directory.drop(columns="sector"), on="key", how="left")
    found = found.merge(sectors[["sector", "by_sector"]], on="sector", how="left")
    found["area_code"] = found["oslaua"].fillna(found["by_sector"])
    placed = _now()
    answer = found[["supplier_id", "area_code"]].sort_values("supplier_id", ignore_index=True)
    return _between(began, loaded, placed), answer


def main(arguments: Sequence[str] | None = None) -> dict[str, Seconds]:
    """Time both and print the ratios; they must place every supplier alike."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--postcodes", type=int, default=2_600_000)
    parser.add_argument("--suppliers", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=3)
    options = parser.parse_args(arguments)
    runs: dict[str, list[Seconds]] = {"Local Pound": [], "pandas": []}
    with TemporaryDirectory() as name:
        folder = Path(name)
        path, written = make(folder, options.postcodes, options.suppliers)
        for _ in range(options.times):
            seconds, own = ours(path, written, folder)
            runs["Local Pound"].append(seconds)
            seconds, plain = in_pandas(path, written)
            runs["pandas"].append(seconds)
            same = own["area_code"].tolist() == plain["area_code"].tolist()
            if not same or own["supplier_id"].tolist() != plain["supplier_id"].tolist():
                raise AssertionError("the two ways place suppliers differently")
    found = {who: tuple(map(statistics.median, zip(*all_, strict=True)))
             for who, all_ in runs.items()}  # fmt: skip
    print(f"{options.postcodes:,} postcodes, {options.suppliers:,} suppliers, {len(own):,} placed")
    print(f"{'':<12}{'load, s':>10}{'place, s':>10}{'processor: load':>18}{'place':>8}")
    for who, (load, place, load_used, place_used) in found.items():
        print(f"{who:<12}{load:>10.2f}{place:>10.2f}{load_used:>18.2f}{place_used:>8.2f}")
    (own_load, own_place, *_), (load, place, *_) = found.values()
    print(
        f"With every build pandas takes {(load + place) / own_place:.1f} times as long (it reads, "
        f"then places); to read alone {load / own_load:.1f}, to place alone "
        f"{place / own_place:.1f} times."
    )
    return found


if __name__ == "__main__":
    main(sys.argv[1:])
