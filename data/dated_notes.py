"""What officers note beside a day: a new supplier list, a service taken in house. It stands on the
chart of local spend at that day, so that who reads a rise or a fall can tell what else happened.

A note is no figure, so nothing is built when one is written: it lies in a table of the ledger that
only this module knows. What it says is never changed; one written by mistake is taken back, and
stays in sight with who did so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from data.ledger import add_event, now, open_ledger
from data.refused import Refused
from data.store import Store

LONGEST = 300

_SCHEMA = """
create table if not exists dated_note (
    note_id integer primary key autoincrement,
    about text not null,
    as_of text not null,
    text text not null,
    who text not null,
    at text not null,
    withdrawn_by text not null default '',
    withdrawn_at text not null default ''
);
"""


@dataclass(frozen=True)
class Note:
    """An officer's note of one day.

    `about` is whose figures it concerns, as the pages name them: an organisation, or all of a
    council's. `at` (UTC, ISO 8601) is when it was written, `who` by whom. `withdrawn_by` is who
    took it back, "" while it stands.
    """

    note_id: int
    about: str
    as_of: date
    text: str
    who: str
    at: str
    withdrawn_by: str
    withdrawn_at: str


def notes(store: Store, about: Sequence[str] | None) -> list[Note]:
    """Every note about any of these, about anything with None; the earliest day first, those of one
    day in the order in which they were written."""
    if not store.ledger.exists():
        return []
    with open_ledger(store, _SCHEMA) as con:
        rows = con.execute("select * from dated_note order by as_of, note_id").fetchall()
    every = (Note(**{**dict(row), "as_of": date.fromisoformat(row["as_of"])}) for row in rows)
    return [one for one in every if about is None or one.about in about]


def write(store: Store, about: str, as_of: date, text: str, by: str) -> None:
    """Keep a note of a day. Raises Refused, with nothing kept, where nobody writes it, nothing is
    written, it is too long or its day is still to come."""
    by, text = (" ".join(said.split()) for said in (by, text))
    if not by:
        raise Refused("Please type your name first: what is written bears it.")
    if not text:
        raise Refused("There is nothing written yet.")
    if len(text) > LONGEST:
        raise Refused(f"The note is too long: {len(text):,} letters of at most {LONGEST:,}.")
    if as_of > date.today():
        raise Refused(f"{as_of:%d/%m/%Y} is still to come; please choose today or a day before.")
    with open_ledger(store, _SCHEMA) as con:
        con.execute("begin immediate")
        con.execute(
            "insert into dated_note (about, as_of, text, who, at) values (?, ?, ?, ?, ?)",
            [about, as_of.isoformat(), text, by, now()],
        )
        add_event(con, by, "write dated note", f"{about}, {as_of:%d/%m/%Y}: {text}")
        con.execute("commit")


def withdraw(store: Store, note_id: int, by: str) -> None:
    """Take back a note written by mistake. Raises Refused where nobody does so or it is gone."""
    if not by.strip():
        raise Refused("Please type your name first: what is taken back bears it.")
    with open_ledger(store, _SCHEMA) as con:
        con.execute("begin immediate")
        row = con.execute(
            "select * from dated_note where note_id = ? and withdrawn_by = ''", [note_id]
        ).fetchone()
        if row is None:
            raise Refused("That note stands no longer: it may have been taken back.")
        con.execute(
            "update dated_note set withdrawn_by = ?, withdrawn_at = ? where note_id = ?",
            [by, now(), note_id],
        )
        detail = f"{row['about']}: {row['text']}, written by {row['who']}"
        add_event(con, by, "withdraw dated note", detail)
        con.execute("commit")
