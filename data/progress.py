"""What officers record of a strategy's actions and behaviours: how far each is, when, on what
evidence.

A status is not a figure, so nothing is built when one is recorded: it lies in two of the ledger's
tables, which only this module knows, and is read from there. Nothing is written over; the latest
day stands, and what was recorded by mistake is withdrawn and stays in sight.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from data.ledger import add_event, now, open_ledger
from data.refused import Refused
from data.store import Store
from data.strategy import BUILT_IN, Strategy, StrategyFaults, load_strategies
from data.strategy_file import nearest

ACTION, BEHAVIOUR = "action", "behaviour"
# How far an action is; a behaviour is at one of its strategy's levels.
STATUSES = ("Not started", "Under way", "On hold", "Done", "Dropped")
LONGEST = 2000

_SCHEMA = """
create table if not exists progress (
    record_id integer primary key autoincrement,
    strategy text not null,
    kind text not null check (kind in ('action', 'behaviour')),
    item text not null,
    stands text not null,
    as_of text not null,
    note text not null,
    evidence text not null,
    who text not null,
    at text not null
);
create table if not exists progress_withdrawn (
    record_id integer primary key references progress,
    who text not null,
    at text not null
);
"""


@dataclass(frozen=True)
class Record:
    """An officer's word on one action or behaviour of a strategy.

    `item` is its id in the strategy's file; `stands` its status, or its level of maturity, as of
    the day `as_of`; `at` (UTC, ISO 8601) when it was recorded, `who` by whom. `withdrawn_by` is
    who took it back, "" while it counts.
    """

    record_id: int
    strategy: str
    kind: str
    item: str
    stands: str
    as_of: date
    note: str
    evidence: str
    who: str
    at: str
    withdrawn_by: str
    withdrawn_at: str


def records(store: Store, strategy: str, kind: str) -> list[Record]:
    """Everything recorded of a strategy's actions or behaviours, the oldest day first; of one day
    in the order in which it was recorded."""
    if not store.ledger.exists():
        return []
    with open_ledger(store, _SCHEMA) as con:
        rows = con.execute(
            "select progress.*, coalesce(gone.who, '') as withdrawn_by, "
            "coalesce(gone.at, '') as withdrawn_at "
            "from progress left join progress_withdrawn as gone using (record_id) "
            "where strategy = ? and kind = ? order by as_of, record_id",
            [strategy, kind],
        ).fetchall()
    return [Record(**{**dict(row), "as_of": date.fromisoformat(row["as_of"])}) for row in rows]


def record(
    store: Store,
    strategy: str,
    kind: str,
    item: str,
    stands: str,
    as_of: date,
    *,
    note: str = "",
    evidence: str = "",
    by: str,
) -> None:
    """Record how far an action is (`STATUSES`) or which level a behaviour has reached, as of a day.

    Raises Refused, with nothing recorded, for what the strategy does not have, a day to come, a
    text too long or no name.
    """
    name, choices = _item(store, strategy, kind, item)
    by, note, evidence = (" ".join(text.split()) for text in (by, note, evidence))
    if not by:
        raise Refused("Please type your name first: what is recorded bears it.")
    if stands not in choices:
        known = ", ".join(choices)
        raise Refused(f"“{stands}” is none of these: {known}{nearest(stands, [*choices])}.")
    if as_of > date.today():
        raise Refused(f"{as_of:%d/%m/%Y} is still to come; please choose today or a day before.")
    for what, text in (("note", note), ("evidence", evidence)):
        if len(text) > LONGEST:
            raise Refused(f"The {what} is too long: {len(text):,} letters of at most {LONGEST:,}.")
    with open_ledger(store, _SCHEMA) as con:
        con.execute("begin immediate")
        con.execute(
            "insert into progress (strategy, kind, item, stands, as_of, note, evidence, who, at) "
            "values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [strategy, kind, item, stands, as_of.isoformat(), note, evidence, by, now()],
        )
        add_event(con, by, "record progress", f"{strategy}, “{name}”: {stands}, {as_of:%d/%m/%Y}")
        con.execute("commit")


def withdraw(store: Store, record_id: int, by: str) -> None:
    """Take back what was recorded by mistake; it stays in the history, marked so."""
    if not by.strip():
        raise Refused("Please type your name first: what is taken back bears it.")
    with open_ledger(store, _SCHEMA) as con:
        con.execute("begin immediate")
        row = con.execute(
            "select progress.* from progress left join progress_withdrawn as gone "
            "using (record_id) where record_id = ? and gone.record_id is null",
            [record_id],
        ).fetchone()
        if row is None:
            raise Refused(f"There is no record {record_id} that counts: it may be taken back.")
        con.execute("insert into progress_withdrawn values (?, ?, ?)", [record_id, by, now()])
        detail = f"{row['strategy']}, {row['item']}: {row['stands']}, recorded by {row['who']}"
        add_event(con, by, "withdraw progress", detail)
        con.execute("commit")


def _item(store: Store, strategy: str, kind: str, item: str) -> tuple[str, tuple[str, ...]]:
    """The name of an action or behaviour, and what may be recorded of it."""
    try:
        every = load_strategies((BUILT_IN, store.strategies), questions=None)
    except StrategyFaults as faults:
        raise Refused(str(faults)) from faults
    found = {one.id: one for one in every}
    if strategy not in found:
        raise Refused(f"There is no strategy “{strategy}”{nearest(strategy, [*found])}.")
    names = _names(found[strategy], kind)
    if item not in names:
        raise Refused(f"The strategy has no {kind} “{item}”{nearest(item, [*names])}.")
    return names[item], STATUSES if kind == ACTION else found[strategy].plan.levels


def _names(strategy: Strategy, kind: str) -> dict[str, str]:
    if kind == ACTION:
        return {one.id: one.action for one in strategy.plan.milestones}
    return {one.id: one.name for one in strategy.plan.behaviours}
