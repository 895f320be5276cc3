"""The part of the ledger that holds loaded reference files; `data/ledger.py` opens it."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

SCHEMA = """
create table if not exists reference (
    upload_id integer primary key,
    sha256 text not null,
    file_name text not null,
    covers text not null,
    source text not null,
    vintage text not null,
    counted text not null,
    published_at text not null,
    published_by text not null,
    state text not null check (state in ('published', 'withdrawn'))
);
"""


@dataclass(frozen=True)
class Reference:
    """One loaded reference file, numbered among the uploads. `covers` is "postcodes", "districts"
    or "wards"; `source` is what kind of file it is, `vintage` its date in words, and `counted` what
    is in it: how many postcodes, areas and so on."""

    upload_id: int
    sha256: str
    file_name: str
    covers: str
    source: str
    vintage: str
    counted: dict[str, int]
    published_at: str
    published_by: str
    state: str


def every_reference(con: sqlite3.Connection) -> list[Reference]:
    """All there ever were, in the order they were loaded."""
    rows = con.execute("select * from reference order by upload_id").fetchall()
    return [Reference(**{**dict(row), "counted": json.loads(row["counted"])}) for row in rows]


def keep_reference(con: sqlite3.Connection, one: Reference) -> None:
    """Record one, or the new state of one."""
    values = {**one.__dict__, "counted": json.dumps(one.counted)}
    marks = ", ".join(f":{name}" for name in values)
    con.execute(f"insert or replace into reference values ({marks})", values)
