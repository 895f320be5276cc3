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
create table if not exists reference_erased (
    upload_id integer primary key
);
"""


@dataclass(frozen=True)
class Reference:
    """One loaded reference file, numbered among the uploads. `covers` is "postcodes", "districts"
    or "wards"; `source` is what kind of file it is, `vintage` its date in words, and `counted` what
    is in it: how many postcodes, areas and so on. `state` is "published", "withdrawn" or "purged"
    (its files are destroyed)."""

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
    # Kept apart, so that a ledger made before files could be erased needs no change.
    gone = {row[0] for row in con.execute("select upload_id from reference_erased")}
    found = []
    for row in rows:
        state = "purged" if row["upload_id"] in gone else row["state"]
        counted = json.loads(row["counted"])
        found.append(Reference(**{**dict(row), "counted": counted, "state": state}))
    return found


def keep_reference(con: sqlite3.Connection, one: Reference) -> None:
    """Record one, or the new state of one. The same file under another number is erased with it."""
    if one.state == "purged":
        con.execute(
            "insert or ignore into reference_erased "
            "select upload_id from reference where sha256 = ?",
            [one.sha256],
        )
        return
    values = {**one.__dict__, "counted": json.dumps(one.counted)}
    marks = ", ".join(f":{name}" for name in values)
    con.execute(f"insert or replace into reference values ({marks})", values)
