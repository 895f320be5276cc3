"""What officers write beside the figures of a strategy, and scorecards kept as they were reported.

Neither is a figure, so nothing is built when one is recorded: they lie in two of the ledger's
tables, which only this module knows. Both only grow: a later text stands above an earlier one, and
none is changed or removed.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from data.ledger import add_event, now, open_ledger, served_build
from data.refused import Refused
from data.store import Store

COMMENTARY, ACTION = "commentary", "corrective action"
LONGEST = 4000

_SCHEMA = """
create table if not exists written (
    text_id integer primary key autoincrement,
    strategy text not null,
    organisation text not null,
    measure text not null,
    period text not null,
    kind text not null check (kind in ('commentary', 'corrective action')),
    text text not null,
    who text not null,
    at text not null
);
create table if not exists frozen_scorecard (
    frozen_id integer primary key autoincrement,
    strategy text not null,
    organisation text not null,
    period text not null,
    note text not null,
    who text not null,
    figures text not null,
    build text not null,
    last_event integer not null,
    at text not null
);
"""


@dataclass(frozen=True)
class Written:
    """A commentary, or what is being done about a measure that is off its target.

    `measure` is its id; `organisation` whose figures it is about, as the page names them; `period`
    the one it was written of ("2023/24"). `at` (UTC, ISO 8601) and `text_id` are given when it is
    recorded.
    """

    strategy: str
    organisation: str
    measure: str
    period: str
    kind: str
    text: str
    who: str
    text_id: int = 0
    at: str = ""


def write(store: Store, texts: Sequence[Written]) -> None:
    """Record what an officer writes, all of it or nothing. Raises Refused where nobody writes it,
    nothing is written or it is too long."""
    for one in texts:
        if not one.who.strip():
            raise Refused("Please type your name first: what is written bears it.")
        if not one.text.strip():
            raise Refused("There is nothing written yet.")
        if len(one.text) > LONGEST:
            raise Refused(
                f"The {one.kind} is too long: {len(one.text):,} letters of at most {LONGEST:,}."
            )
    with open_ledger(store, _SCHEMA) as con:
        con.execute("begin immediate")
        for one in texts:
            con.execute(
                "insert into written "
                "(strategy, organisation, measure, period, kind, text, who, at) "
                "values (?, ?, ?, ?, ?, ?, ?, ?)",
                [one.strategy, one.organisation, one.measure, one.period, one.kind,
                 one.text.strip(), one.who, now()],
            )  # fmt: skip
            detail = f"{one.kind.capitalize()} on {one.measure}, {one.strategy}, {one.period}"
            add_event(con, one.who, "write commentary", detail)
        con.execute("commit")


def written(store: Store, strategy: str, organisation: str) -> list[Written]:
    """Everything written beside the figures of these organisations, the latest first."""
    if not store.ledger.exists():
        return []
    with open_ledger(store, _SCHEMA) as con:
        rows = con.execute(
            "select * from written where strategy = ? and organisation = ? order by text_id desc",
            [strategy, organisation],
        )
        return [Written(**dict(row)) for row in rows]


@dataclass(frozen=True)
class Frozen:
    """A scorecard as it was reported. `figures` are its lines, each a mapping of text to text,
    money to the penny; `whose` names the organisations, `build` is what answered, and
    `last_event` the last thing done to the store before it."""

    strategy: str
    organisation: str
    period: str
    note: str
    who: str
    figures: tuple[dict[str, str], ...]
    build: str = ""
    last_event: int = 0
    frozen_id: int = 0
    at: str = ""


def freeze(store: Store, scorecard: Frozen) -> int:
    """Keep a scorecard as it stands. Gives its number. Raises Refused where nobody keeps it,
    there is nothing on it, or what answered it (its `build`) is served no longer."""
    if not scorecard.who.strip():
        raise Refused("Please type your name first: the frozen scorecard bears it.")
    if not scorecard.figures:
        raise Refused("There is nothing on this scorecard to keep.")
    with open_ledger(store, _SCHEMA) as con:
        con.execute("begin immediate")
        served = served_build(store) or ""
        if scorecard.build not in ("", served):
            raise Refused(
                "The figures have changed since you opened this page, so nothing was kept. "
                "Please look at them as they are now, and keep them again."
            )
        last = con.execute("select coalesce(max(event_id), 0) from event").fetchone()[0]
        kept = replace(scorecard, at=now(), last_event=last, build=served)
        values = {**kept.__dict__, "figures": json.dumps(kept.figures, ensure_ascii=False)}
        del values["frozen_id"]
        cursor = con.execute(
            f"insert into frozen_scorecard ({', '.join(values)}) "
            f"values ({', '.join(f':{name}' for name in values)})",
            values,
        )
        add_event(con, kept.who, "freeze a scorecard", f"{kept.strategy}, {kept.organisation}")
        con.execute("commit")
        return cursor.lastrowid


def frozen(store: Store, strategy: str, organisation: str) -> list[Frozen]:
    """The scorecards kept of a strategy and its organisation, the latest first."""
    if not store.ledger.exists():
        return []
    with open_ledger(store, _SCHEMA) as con:
        rows = con.execute(
            "select * from frozen_scorecard where strategy = ? and organisation = ? "
            "order by frozen_id desc",
            [strategy, organisation],
        )
        return [Frozen(**{**dict(r), "figures": tuple(json.loads(r["figures"]))}) for r in rows]


# What moves no figure.
_MOVES_NOTHING = (
    "write commentary", "freeze a scorecard", "record progress", "withdraw progress",
    "write dated note", "withdraw dated note",
)  # fmt: skip


def done_since(store: Store, scorecard: Frozen) -> list[dict]:
    """What was done to the store since a scorecard was kept that may have moved its figures,
    oldest first: at, who, action, detail, and where it was about an upload its upload_id, kind,
    organisation and whether it replaces_period."""
    marks = ", ".join("?" for _ in _MOVES_NOTHING)
    with open_ledger(store, _SCHEMA) as con:
        rows = con.execute(
            "select event.at, event.who, event.action, event.detail, event.upload_id, "
            "upload.kind, upload.organisation, upload.replaces_period "
            "from event left join upload on event.upload_id = upload.upload_id "
            f"where event_id > ? and action not in ({marks}) order by event_id",
            [scorecard.last_event, *_MOVES_NOTHING],
        )
        return [dict(row) for row in rows]
