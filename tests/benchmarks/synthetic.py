"""A warehouse of as many invented payment lines as wanted, by a short cut.

The clean files are written directly, without a file to read first; from there on it is the
project's own build. Nothing here is meant to look like a council: only the number of months,
organisations, suppliers, directorates and categories, and how unevenly money falls on them, matter.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from data import geography, ledger, publish
from data.engine import connect
from data.ledger import Change, Upload
from data.store import Store

MONTHS, SUPPLIERS, ORGANISATIONS, DIRECTORATES, CATEGORIES = 100, 20_000, 8, 20, 60
FIRST_MONTH = np.datetime64("2015-12")
CONTRACTS, RECORDS = 4_000, 12_000
SEED = 2026


def build(store: Store, rows: int, suppliers: int = SUPPLIERS) -> None:
    """Publish `rows` payment lines, a supplier list, a register and social-value records."""
    store.make()
    rng = np.random.default_rng(SEED)
    files = [
        *(
            (f"spend-{n}.csv", "spend", table)
            for n, table in enumerate(spend(rng, rows, suppliers), start=1)
        ),
        ("suppliers.csv", "suppliers", supplier_list(rng, suppliers)),
        ("register.csv", "contracts", register(rng)),
        ("records.csv", "social_value", records(rng)),
    ]
    uploads = tuple(keep(store, number, *file) for number, file in enumerate(files, start=1))
    change = Change("build", "benchmark", "Invented lines", added=uploads)
    publish.build_and_commit(store, change, list(uploads), lambda share, step: None)


def keep(store: Store, upload_id: int, name: str, kind: str, table: pa.Table) -> Upload:
    """One clean file as publishing would leave it; pence become pounds."""
    money = [c for c in table.column_names if c in MONEY]
    pounds = ", ".join(f"({c}::decimal(18, 2) * 0.01)::decimal(18, 2) as {c}" for c in money)
    con = connect()
    con.register("file", table)
    clean = con.sql(
        f"select {upload_id}::integer as upload_id, '' as sheet, "
        f"row_number() over () + 1 as source_row, * replace ({pounds}) from file"
        if money
        else f"select {upload_id}::integer as upload_id, '' as sheet, "
        "row_number() over () + 1 as source_row, * from file"
    ).to_arrow_table()
    con.close()
    pq.write_table(clean, store.clean_file(upload_id))
    dates = pc.min_max(clean["payment_date"]).as_py() if kind == "spend" else {}
    return Upload(
        upload_id=upload_id, sha256=f"{upload_id:064d}", file_name=name, kind=kind,
        organisation=str(clean["organisation"][0]), rows_read=clean.num_rows,
        rows_accepted=clean.num_rows, rows_rejected=0, rows_set_aside=0,
        control_total=Decimal("0.00"),
        date_from=dates.get("min"), date_to=dates.get("max"),
        columns={}, is_sample=False, replaces_period=False, published_at=ledger.now(),
        published_by="benchmark", state="published",
    )  # fmt: skip


MONEY = ("amount", "contract_value", "committed", "delivered")


def organisation(n: int) -> str:
    return f"Council {n}"


def spend(rng: np.random.Generator, rows: int, suppliers: int) -> list[pa.Table]:
    """One table for each organisation. A few suppliers take most lines; each is mostly paid by one
    organisation, out of one directorate and category, as in real extracts."""
    weight = 1 / (np.arange(suppliers) + 20.0) ** 0.9
    supplier = rng.choice(suppliers, rows, p=weight / weight.sum())

    def mostly(own: np.ndarray, many: int, often: float) -> np.ndarray:
        return np.where(rng.random(rows) < often, own[supplier], rng.integers(0, many, rows))

    whose = mostly(rng.integers(0, ORGANISATIONS, suppliers), ORGANISATIONS, 0.7)
    directorate = mostly(rng.integers(0, DIRECTORATES, suppliers), DIRECTORATES, 0.8)
    category = mostly(rng.integers(0, CATEGORIES, suppliers), CATEGORIES, 0.8)
    month = FIRST_MONTH + rng.integers(0, MONTHS, rows)
    day = month.astype("datetime64[D]") + rng.integers(0, 28, rows)
    pence = np.maximum(np.exp(rng.normal(11.5, 1.6, rows)), 1).astype(np.int64)
    pence[rng.random(rows) < 0.02] *= -1
    table = pa.table(
        {
            "payment_date": pa.array(day.astype("datetime64[D]")),
            "directorate": named("Directorate", directorate),
            "category": named("Category", category),
            "supplier": named("Firm", supplier, " Ltd"),
            "redacted": pa.array(np.zeros(rows, bool)),
            "transaction": named("T", np.arange(rows)),
            "amount": pa.array(pence),
            "amount_basis": pa.array(["net"] * rows),
        }
    )
    return [
        mine.append_column("organisation", pa.array([organisation(n)] * mine.num_rows))
        for n in range(ORGANISATIONS)
        if (mine := table.filter(pa.array(whose == n))).num_rows
    ]


def named(word: str, numbers: np.ndarray, end: str = "") -> pa.Array:
    """ "Supplier 17 Ltd" for 17, each text made once."""
    every = int(numbers.max(initial=0)) + 1
    words = pa.array([f"{word} {n}{end}" for n in range(every)])
    return pa.DictionaryArray.from_arrays(pa.array(numbers, pa.int32()), words).cast(pa.string())


def supplier_list(rng: np.random.Generator, suppliers: int) -> pa.Table:
    """A postcode for most suppliers: a third in Bedfordshire, the rest anywhere."""
    con = connect()
    geography.load_reference(con)
    sectors, near = (
        np.array([row[0] for row in con.execute(question).fetchall()])
        for question in (
            "select postcode_sector from postcode_sector order by 1",
            "select postcode_sector from postcode_sector inner join area using (area_code) "
            "where county = 'Bedfordshire' order by 1",
        )
    )
    con.close()
    chosen = np.where(
        rng.random(suppliers) < 0.33, rng.choice(near, suppliers), rng.choice(sectors, suppliers)
    )
    told = np.where(rng.random(suppliers) < 0.85, np.char.add(chosen, "AA"), "")
    return pa.table(
        {
            "organisation": pa.array([organisation(0)] * suppliers),
            "supplier": named("Firm", np.arange(suppliers), " Ltd"),
            "redacted": pa.array(np.zeros(suppliers, bool)),
            "postcode": pa.array([code or None for code in told]),
            "sme": pa.array(rng.random(suppliers) < 0.5),
        }
    )


def register(rng: np.random.Generator) -> pa.Table:
    """Contracts of all organisations; one in ten without a value, one in ten without a date, and
    one in eight listed by the next organisation too."""
    number = np.arange(CONTRACTS)
    value = np.exp(rng.normal(16.5, 1.8, CONTRACTS)).astype(np.int64)
    days = np.datetime64("2015-12-01") + rng.integers(0, 3000, CONTRACTS)
    rows = [
        {
            "organisation": organisation((n + shift) % ORGANISATIONS),
            "contract_reference": f"C{n}",
            "title": f"Contract {n}",
            "contract_type": "Framework" if n % 50 == 0 else "Contract",
            "framework_reference": f"C{n - 8}" if n % 50 == 8 else None,
            "supplier": f"Firm {n} Ltd",
            "redacted": False,
            "contract_value": None if n % 10 == 3 else int(value[n]),
            "award_date": None if n % 10 == 7 else days[n].astype(date),
        }
        for n in number
        for shift in ((0, 1) if n % 8 == 0 else (0,))
    ]
    return pa.Table.from_pylist(rows)


def records(rng: np.random.Generator) -> pa.Table:
    """Several measures on two thirds of the contracts."""
    contract = rng.integers(0, CONTRACTS * 2 // 3, RECORDS)
    return pa.table(
        {
            "organisation": pa.array([organisation(n % ORGANISATIONS) for n in contract]),
            "contract_reference": pa.array([f"C{n}" for n in contract]),
            "project": named("Contract", contract),
            "measure": named("Measure", rng.integers(0, 40, RECORDS)),
            "redacted": pa.array(np.zeros(RECORDS, bool)),
            "committed": pa.array(np.exp(rng.normal(12, 1.5, RECORDS)).astype(np.int64)),
            "delivered": pa.array(np.exp(rng.normal(11, 1.5, RECORDS)).astype(np.int64)),
        }
    )
