"""The ledger: which uploads are published, which build is served, who did what and when.

A SQLite file. One transaction records an upload and says which build is served; nothing else
decides either.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from data.check import Report
from data.geography import Loaded
from data.reference_ledger import SCHEMA, Reference, every_reference, keep_reference
from data.store import Store

SECONDS_TO_WAIT = 30

_SCHEMA = """
create table if not exists upload (
    upload_id integer primary key,
    sha256 text not null,
    file_name text not null,
    kind text not null,
    organisation text not null,
    rows_read integer not null,
    rows_accepted integer not null,
    rows_rejected integer not null,
    rows_set_aside integer not null,
    control_total text not null,
    date_from text,
    date_to text,
    columns text not null,
    is_sample integer not null,
    replaces_period integer not null,
    published_at text not null,
    published_by text not null,
    state text not null check (state in ('published', 'withdrawn', 'purged'))
);
create table if not exists event (
    event_id integer primary key,
    at text not null,
    who text not null,
    action text not null,
    upload_id integer,
    detail text not null
);
create table if not exists build (
    build_id integer primary key autoincrement,
    name text not null unique,
    made_at text not null,
    models text not null
);
create table if not exists column_choice (
    organisation text not null,
    layout text not null,
    field text not null,
    header text not null,
    who text not null,
    at text not null,
    primary key (organisation, layout, field)
);
create table if not exists directorate_merge (
    organisation text not null,
    name text not null,
    into_name text not null,
    who text not null,
    at text not null,
    primary key (organisation, name)
);
create table if not exists supplier_decision (
    decision_id integer primary key autoincrement,
    one text not null,
    other text not null,
    one_name text not null,
    other_name text not null,
    is_same integer not null,
    who text not null,
    at text not null,
    ended_at text
);
create table if not exists served (
    one integer primary key check (one = 1),
    build text not null
);
"""


@dataclass(frozen=True)
class Upload:
    """One published file, or one that was. Money in pounds; times in UTC, ISO 8601."""

    upload_id: int
    sha256: str
    file_name: str
    kind: str
    organisation: str
    rows_read: int
    rows_accepted: int
    rows_rejected: int
    rows_set_aside: int
    control_total: Decimal
    date_from: date | None
    date_to: date | None
    columns: dict[str, str]
    is_sample: bool
    replaces_period: bool
    published_at: str
    published_by: str
    state: str

    @staticmethod
    def of(
        upload_id: int,
        sha256: str,
        report: Report,
        by: str,
        *,
        is_sample: bool = False,
        replaces_period: bool = False,
    ) -> Upload:
        """A new upload, as it will be recorded, from the report of its file."""
        return Upload(
            upload_id=upload_id,
            sha256=sha256,
            file_name=report.file_name,
            kind=report.kind,
            organisation=report.organisation,
            rows_read=report.rows_read,
            rows_accepted=report.rows_accepted,
            rows_rejected=report.rows_rejected,
            rows_set_aside=report.rows_set_aside,
            control_total=report.control_total,
            date_from=report.date_from,
            date_to=report.date_to,
            columns=dict(report.columns),
            is_sample=is_sample,
            replaces_period=replaces_period,
            published_at=now(),
            published_by=by,
            state="published",
        )


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


@contextmanager
def open_ledger(store: Store, tables: str = "") -> Iterator[sqlite3.Connection]:
    """The ledger, made if it is not there, with `tables` that who opens it keeps there as well.
    What is not committed is rolled back on leaving."""
    store.make()
    con = sqlite3.connect(store.ledger, timeout=SECONDS_TO_WAIT, isolation_level=None)
    try:
        con.row_factory = sqlite3.Row
        _log_ahead(con)
        con.execute("pragma synchronous = full")
        con.executescript(_SCHEMA + SCHEMA + tables)
        yield con
    finally:
        con.close()


def _log_ahead(con: sqlite3.Connection) -> None:
    """Readers and a writer at once. SQLite waits for no one while it changes to this, as it does in
    a new ledger that two open at the same moment; so we wait."""
    end = time.monotonic() + SECONDS_TO_WAIT
    while True:
        try:
            con.execute("pragma journal_mode = wal")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > end:
                raise
            time.sleep(0.02)


def uploads(store: Store, states: Sequence[str] = ("published",)) -> list[Upload]:
    """Uploads in these states, in the order they were published."""
    if not store.ledger.exists():
        return []
    with open_ledger(store) as con:
        rows = con.execute("select * from upload order by upload_id").fetchall()
    return [_upload(row) for row in rows if row["state"] in states]


def _upload(row: sqlite3.Row) -> Upload:
    def day(text: str | None) -> date | None:
        return date.fromisoformat(text) if text else None

    values = dict(row)
    return Upload(
        **{
            **values,
            "control_total": Decimal(values["control_total"]),
            "date_from": day(values["date_from"]),
            "date_to": day(values["date_to"]),
            "columns": json.loads(values["columns"]),
            "is_sample": bool(values["is_sample"]),
            "replaces_period": bool(values["replaces_period"]),
        }
    )


def served_build(store: Store) -> str | None:
    """The name of the build that pages read, or None while nothing is published."""
    if not store.ledger.exists():
        return None
    ledger = f"{store.ledger.resolve().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(ledger, uri=True, timeout=SECONDS_TO_WAIT)) as con:
            row = con.execute("select build from served").fetchone()
    except sqlite3.OperationalError as error:
        if "no such table" in str(error) or not store.ledger.exists():
            return None  # the ledger is being made, or was taken away, this moment
        raise
    return row[0] if row else None


def served_build_and_uploads(store: Store) -> tuple[str | None, list[Upload]]:
    """The served build and the published uploads, of the same moment."""
    if not store.ledger.exists():
        return None, []
    with open_ledger(store) as con:
        con.execute("begin")
        served = con.execute("select build from served").fetchone()
        rows = con.execute("select * from upload where state = 'published' order by upload_id")
        return (served[0] if served else None), [_upload(row) for row in rows]


def served_models(store: Store) -> str | None:
    """What the served build was made by (`warehouse.models`), None while nothing is served."""
    if served_build(store) is None:
        return None
    with open_ledger(store) as con:
        row = con.execute(
            "select models from build inner join served on build.name = served.build"
        ).fetchone()
    return row[0] if row else None


def next_upload_id(store: Store) -> int:
    """Numbers are never used twice, for whatever is uploaded: those withdrawn keep theirs."""
    with open_ledger(store) as con:
        return con.execute(
            "select coalesce(max(upload_id), 0) + 1 "
            "from (select upload_id from upload union all select upload_id from reference)"
        ).fetchone()[0]


def next_build_name(store: Store) -> str:
    """A name that was never used: "build-000012-5f0c9a1e".

    The number counts builds; what follows it is new each time, so that neither what a crash left
    nor what a server still reads of a store since emptied by hand is taken for the new build.
    """
    with open_ledger(store) as con:
        row = con.execute("select seq from sqlite_sequence where name = 'build'").fetchone()
    return f"build-{(row[0] if row else 0) + 1:06d}-{secrets.token_hex(4)}"


def builds(store: Store) -> list[str]:
    """Names of the builds that may be kept, newest first."""
    with open_ledger(store) as con:
        rows = con.execute("select name from build order by build_id desc").fetchall()
    return [row[0] for row in rows]


def column_choices(store: Store, organisation: str, layout: str) -> dict[str, str]:
    """What an officer chose before for this organisation and layout: our field -> the header."""
    if not store.ledger.exists():
        return {}
    with open_ledger(store) as con:
        rows = con.execute(
            "select field, header from column_choice where organisation = ? and layout = ?",
            [organisation, layout],
        )
        return {row["field"]: row["header"] for row in rows}


def references(store: Store, states: Sequence[str] = ("published",)) -> list[Reference]:
    """Reference files in these states, in the order they were loaded."""
    if not store.ledger.exists():
        return []
    with open_ledger(store) as con:
        return [one for one in every_reference(con) if one.state in states]


def loaded_reference(store: Store) -> Loaded:
    """The folders of the reference in force: of each kind the latest that is published."""
    return folders_of(store, references(store))


def folders_of(store: Store, loaded: Sequence[Reference]) -> Loaded:
    """The folders of these reference files; of several that cover the same, the last."""
    return Loaded(
        **{one.covers: store.reference_folder(one.upload_id, one.sha256) for one in loaded}
    )


@dataclass(frozen=True)
class DirectorateMerge:
    """An officer's word that a directorate goes by another name now; what was received stays."""

    organisation: str
    name: str
    into_name: str
    who: str
    at: str


def directorate_merges(store: Store) -> list[DirectorateMerge]:
    """Every merge in force, by organisation and name."""
    if not store.ledger.exists():
        return []
    with open_ledger(store) as con:
        rows = con.execute("select * from directorate_merge order by organisation, name")
        return [DirectorateMerge(**dict(row)) for row in rows]


@dataclass(frozen=True)
class SupplierDecision:
    """An officer's word that two suppliers are one, or are not. `one` and `other` are keys of the
    warehouse ("company 01234567", "name arden paving"), which mean the same in every build; the
    names are those the officer saw. `decision_id` is 0 until it is recorded."""

    decision_id: int
    one: str
    other: str
    one_name: str
    other_name: str
    is_same: bool
    who: str
    at: str


def supplier_decisions(store: Store) -> list[SupplierDecision]:
    """Every decision in force, in the order in which they were made."""
    if not store.ledger.exists():
        return []
    with open_ledger(store) as con:
        rows = con.execute(
            "select decision_id, one, other, one_name, other_name, is_same, who, at "
            "from supplier_decision where ended_at is null order by decision_id"
        ).fetchall()
    return [SupplierDecision(**{**dict(row), "is_same": bool(row["is_same"])}) for row in rows]


@dataclass(frozen=True)
class Words:
    """What officers said that a build must follow."""

    merges: tuple[DirectorateMerge, ...] = ()
    decisions: tuple[SupplierDecision, ...] = ()


def words(store: Store) -> Words:
    """All that is in force."""
    return Words(tuple(directorate_merges(store)), tuple(supplier_decisions(store)))


@dataclass(frozen=True)
class Change:
    """What one commit writes: uploads added, states changed, choices and merges, and the event that
    says so. `choices` are (organisation, layout, field, header); a merge in `unmerged` ends, and so
    does a decision in `undecided`."""

    action: str
    by: str
    detail: str
    added: tuple[Upload, ...] = ()
    upload_id: int | None = None
    new_state: str | None = None
    choices: tuple[tuple[str, str, str, str], ...] = ()
    merged: tuple[DirectorateMerge, ...] = ()
    unmerged: tuple[DirectorateMerge, ...] = ()
    decided: tuple[SupplierDecision, ...] = ()
    undecided: tuple[SupplierDecision, ...] = ()
    reference: Reference | None = None
    """Reference loaded, or withdrawn or erased where its `state` says so."""


def commit(store: Store, change: Change, build: str, models: str) -> None:
    """Record a change and say which build is served, in one transaction: the only commit point.

    `models` says what the build was made by.
    """
    with open_ledger(store) as con:
        con.execute("begin immediate")
        for upload in change.added:
            _insert(con, upload)
            _event(con, change, upload.upload_id, upload.file_name)
        if change.new_state == "withdrawn":
            con.execute(
                "update upload set state = 'withdrawn' where upload_id = ?", [change.upload_id]
            )
        if change.new_state == "purged":
            # The same file may have been published and withdrawn before: it goes too. So do the
            # builds that hold its rows, which the next sweep then removes.
            con.execute(
                "update upload set state = 'purged' where sha256 = "
                "(select sha256 from upload where upload_id = ?)",
                [change.upload_id],
            )
            con.execute("delete from build")
        con.executemany(
            "insert or replace into column_choice values (?, ?, ?, ?, ?, ?)",
            [(*choice, change.by, now()) for choice in change.choices],
        )
        con.executemany(
            "insert or replace into directorate_merge values (?, ?, ?, ?, ?)",
            [tuple(merge.__dict__.values()) for merge in change.merged],
        )
        con.executemany(
            "delete from directorate_merge where organisation = ? and name = ?",
            [(merge.organisation, merge.name) for merge in change.unmerged],
        )
        con.executemany(
            "insert into supplier_decision (one, other, one_name, other_name, is_same, who, at) "
            "values (?, ?, ?, ?, ?, ?, ?)",
            [
                (d.one, d.other, d.one_name, d.other_name, int(d.is_same), d.who, d.at)
                for d in change.decided
            ],
        )
        con.executemany(
            "update supplier_decision set ended_at = ? where decision_id = ?",
            [(now(), decision.decision_id) for decision in change.undecided],
        )
        if change.reference:
            keep_reference(con, change.reference)
            if change.reference.state == "purged":  # the builds that hold its places go too
                con.execute("delete from build")
        if not change.added:
            _event(con, change, change.upload_id, change.detail)
        con.execute(
            "insert into build (name, made_at, models) values (?, ?, ?)", [build, now(), models]
        )
        con.execute("insert or replace into served (one, build) values (1, ?)", [build])
        con.execute("commit")


def record(store: Store, change: Change) -> None:
    """Record a change of reference alone, while there is nothing to build from."""
    with open_ledger(store) as con:
        con.execute("begin immediate")
        keep_reference(con, change.reference)
        _event(con, change, change.upload_id, change.detail)
        con.execute("commit")


def _insert(con: sqlite3.Connection, upload: Upload) -> None:
    values = {
        **upload.__dict__,
        "control_total": f"{upload.control_total:.2f}",
        "date_from": upload.date_from and upload.date_from.isoformat(),
        "date_to": upload.date_to and upload.date_to.isoformat(),
        "columns": json.dumps(upload.columns),
        "is_sample": int(upload.is_sample),
        "replaces_period": int(upload.replaces_period),
    }
    names = ", ".join(values)
    marks = ", ".join(f":{name}" for name in values)
    con.execute(f"insert into upload ({names}) values ({marks})", values)


def _event(con: sqlite3.Connection, change: Change, upload_id: int | None, detail: str) -> None:
    con.execute(
        "insert into event (at, who, action, upload_id, detail) values (?, ?, ?, ?, ?)",
        [now(), change.by, change.action, upload_id, detail],
    )


def add_event(con: sqlite3.Connection, by: str, action: str, detail: str) -> None:
    """Say what is done, about no upload, within the caller's own transaction."""
    con.execute(
        "insert into event (at, who, action, detail) values (?, ?, ?, ?)",
        [now(), by, action, detail],
    )


def events(store: Store) -> list[dict]:
    """Everything done to the store, oldest first: event_id, at, who, action, upload_id, detail."""
    with open_ledger(store) as con:
        return [dict(row) for row in con.execute("select * from event order by event_id")]
