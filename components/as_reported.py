"""A scorecard as it was reported: what is kept of it, and what has changed since."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Protocol

import pandas as pd
import streamlit as st

from components import words
from components.measured import Figure
from components.scorecard import Line
from components.tables import Column, Table

FROZEN = "frozen"
_DONE = {
    "publish": "published",
    "undo": "taken back",
    "purge": "erased",
    "reference": "loaded as the reference",
}


class Kept(Protocol):
    """A scorecard as the ledger keeps it."""

    frozen_id: int
    period: str
    note: str
    who: str
    at: str
    figures: Sequence[Mapping[str, str]]


def figures_of(lines: Sequence[Line]) -> tuple[dict[str, str], ...]:
    """What is kept of each measure: its figure exactly, money to the penny, and what was said of
    it. Text throughout; "" for what there is not."""
    return tuple(_kept(line) for line in lines)


def _kept(line: Line) -> dict[str, str]:
    actual, target = line.in_words()
    figure = line.actual
    return {
        "measure": line.id,
        "name": line.name,
        "unit": line.unit,
        "period": figure.period if figure else "",
        "kind": figure.kind if figure else "",
        "origin": figure.origin if figure else "",
        "value": _exact(figure.value) if figure else "",
        "lowest": _exact(figure.lowest) if figure else "",
        "highest": _exact(figure.highest) if figure else "",
        "known": _exact(figure.known) if figure else "",
        "whole": _exact(figure.whole) if figure else "",
        "said": actual,
        "target": target,
        "status": line.verdict.status,
        "reason": line.verdict.reason,
        "moves": json.dumps([[move.word, move.since] for move in line.moves]),
    }


def _exact(value: object) -> str:
    """A number as it is: decimals to the last place, shares as far as twelve."""
    if words.missing(value):
        return ""
    if isinstance(value, float):
        return f"{value:.12g}"
    return str(value)


def changes(kept: Sequence[Mapping[str, str]], lines: Sequence[Line]) -> pd.DataFrame:
    """Each measure as it was reported, beside what the same period comes to today.

    One row per measure of the kept scorecard: name, period, then, now, status_then, status_now,
    and what `changed`, in words, "" where nothing did.
    """
    today = {line.id: line for line in lines}
    rows = []
    for was in kept:
        line = today.get(was["measure"])
        now = _same_period(line, was) if line else None
        status = line.judged(now)[1].status if line and now else "Not judged"
        rows.append(
            {
                "name": was["name"],
                "period": was["period"] or None,
                "then": _said(was["value"], was["unit"]) or None,
                "now": _said(_exact(now.value), was["unit"]) if now else None,
                "status_then": was["status"],
                "status_now": status,
                "changed": _changed(was, line, now, status),
            }
        )
    columns = ["name", "period", "then", "now", "status_then", "status_now", "changed"]
    return pd.DataFrame(rows, columns=columns, dtype=object)


def _same_period(line: Line, was: Mapping[str, str]) -> Figure | None:
    return next(
        (f for f in line.figures if (f.period, f.kind) == (was["period"], was["kind"])), None
    )


def _said(value: str, unit: str) -> str:
    """A figure as exact as a reader can use: money to the penny, a share to a tenth."""
    if not value:
        return ""
    return words.measured(Decimal(value), unit, 1 if unit in ("share", "change") else 2)


def _changed(was: Mapping[str, str], line: Line | None, now: Figure | None, status: str) -> str:
    if line is None:
        return "No longer a measure of the strategy"
    if not was["value"]:
        return f"{line.in_words()[0]} in {line.actual.period} now" if line.actual else ""
    if now is None or words.missing(now.value):
        return "No figure for this period any more"
    said = []
    then, since = Decimal(was["value"]), Decimal(_exact(now.value))
    if then != since:
        said.append(_difference(since - then, was["unit"]))
    elif (was["lowest"], was["highest"]) != (_exact(now.lowest), _exact(now.highest)):
        said.append("what it may be")
    if status != was["status"]:
        said.append(f"{was['status']} to {status}")
    return "; ".join(said)


def _difference(by: Decimal, unit: str) -> str:
    sign = "+" if by > 0 else ""
    if unit in ("share", "change"):
        points = by * 100
        shown = words.number(points, 1) if abs(points) >= Decimal("0.05") else "under 0.1"
        return f"{sign if abs(points) >= Decimal('0.05') else ''}{shown} percentage points"
    return f"{sign}{words.measured(by, unit, 2)}"


def title(found: pd.DataFrame) -> str:
    """How much of a kept scorecard has changed, in a sentence."""
    changed = int((found["changed"] != "").sum())
    if not changed:
        return "Nothing on it has changed since"
    return f"{changed:,} of {words.count(len(found), 'measure')} changed since it was reported"


def table(found: pd.DataFrame) -> Table:
    """What was reported beside today."""
    columns = (
        Column("name", "Measure"),
        Column("period", "Period", absent="None"),
        Column("then", "As reported", absent="Nothing to go on"),
        Column("now", "The same period today", absent="Nothing to go on"),
        Column("changed", "What changed", absent=""),
        Column("status_then", "Verdict as reported"),
        Column("status_now", "Verdict today"),
    )
    frame = found.sort_values("changed", key=lambda c: c == "", kind="stable")
    return Table(frame, columns, "As reported, beside today")


def label(kept: Kept) -> str:
    """A kept scorecard in the list of them."""
    return f"{words.moment(kept.at)}, {kept.note or kept.period}, kept by {kept.who}"


def choose(found: Sequence[Kept]) -> Kept | None:
    """Which of the kept scorecards is looked at, None for today's alone; kept in the URL."""
    # The address holds an option as it reads, so its number comes first.
    by_label = {f"{one.frozen_id}. {label(one)}": one for one in found}
    if st.session_state.get(FROZEN) not in (None, *by_label):
        st.session_state[FROZEN] = None
    chosen = st.selectbox(
        "Look at one kept before",
        list(by_label),
        index=None,
        key=FROZEN,
        placeholder="Today's alone",
        bind="query-params",
    )
    return by_label.get(chosen or "")


def reasons(events: Sequence[Mapping[str, object]], organisations: Sequence[str] | None) -> str:
    """What was done since that may have moved the figures of these organisations, in sentences."""
    told = [
        _told(event)
        for event in events
        if organisations is None
        or not event["organisation"]
        or event["organisation"] in organisations
    ]
    if not told:
        return "Since then nothing was done that could move its figures."
    shown, rest = told[-8:], len(told) - 8
    more = (
        f" Before that, {words.count(rest, 'more change')}; History lists all." if rest > 0 else ""
    )
    return f"Since then: {'; '.join(reversed(shown))}.{more}"


def _told(event: Mapping[str, object]) -> str:
    who = event["who"] or "somebody who gave no name"
    what = _DONE.get(str(event["action"]))
    when = words.moment(str(event["at"]))
    number = "" if words.missing(event["upload_id"]) else f" (upload {event['upload_id']})"
    if what is None:
        return f"{event['action']}, {event['detail']}, by {who}, {when}"
    instead = " in the place of its period" if event["replaces_period"] else ""
    return f"{event['detail']}{number} {what}{instead} by {who}, {when}"
