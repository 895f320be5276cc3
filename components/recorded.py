"""What officers record of actions and behaviours: which word stands, its history, the way to add.

An officer's word is never written over: the latest day stands, and what was taken back stays in
sight, marked.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import pandas as pd
import streamlit as st

from components import states, upload, words
from components.tables import Column, Table

_LONGEST = 2000


class Record(Protocol):
    """An officer's word on one action or behaviour; `at` in UTC, ISO 8601. `withdrawn_by` is ""
    while it counts."""

    record_id: int
    item: str
    stands: str
    as_of: date
    note: str
    evidence: str
    who: str
    at: str
    withdrawn_by: str
    withdrawn_at: str


@dataclass(frozen=True)
class Said:
    """What an officer is about to record."""

    stands: str
    as_of: date
    note: str
    evidence: str
    by: str


@dataclass(frozen=True)
class Book:
    """Where officers' words on one kind of thing are kept.

    called    what such a word is: "Status"
    choices   the words there are
    records   what was recorded so far, from the oldest day
    record    takes an item, the word, its day, and `note`, `evidence` and `by`
    withdraw  takes the number of a record and who takes it back
    refusal   the type of their errors that are sentences to show
    """

    called: str
    choices: Sequence[str]
    records: Sequence[Record]
    record: Callable[..., object]
    withdraw: Callable[[int, str], object]
    refusal: type[Exception]


def standing(records: Sequence[Record]) -> dict[str, Record]:
    """Item -> the word that stands on it: of those not taken back the last, as `records` run from
    the oldest day."""
    return {one.item: one for one in records if not one.withdrawn_by}


def lost(records: Sequence[Record], items: Sequence[str]) -> str:
    """Says what is recorded of that the strategy holds no longer; "" where nothing is."""
    count = sum(one.item not in items for one in records)
    if not count:
        return ""
    verb = "is" if count == 1 else "are"
    return f"{words.count(count, 'record')} {verb} of what the strategy's file holds no longer."


def one_of(label: str, key: str, everything: str, values: Sequence[object]) -> str | None:
    """A choice kept in the URL: one of the values, or None for everything."""
    options = [everything, *dict.fromkeys(v for v in values if not words.missing(v))]
    if st.session_state.get(key) not in (None, *options):
        st.session_state[key] = everything
    chosen = st.selectbox(label, options, key=key, bind="query-params")
    return None if chosen in (None, everything) else chosen


def choose(label: str, key: str, names: dict[str, str]) -> str | None:
    """Which item is open, kept in the URL by its id; `names` are id -> name."""

    def moved() -> None:
        # Bound to the URL a choice is held by its name there, and two behaviours can share one.
        if st.session_state[key] is None:
            st.query_params.pop(key, None)
        else:
            st.query_params[key] = st.session_state[key]

    held = st.session_state.get(key, st.query_params.get(key))
    st.session_state[key] = held if held in names else None
    return st.selectbox(
        label,
        list(names),
        format_func=lambda item: names[item],
        index=None,
        placeholder="Choose one",
        key=key,
        on_change=moved,
    )


def table(
    records: Sequence[Record], called: str, printed: dict[str, object] | None = None
) -> Table:
    """What was recorded of one item, the latest first; `called` heads the word itself. `printed` is
    the row of the document that it began with."""
    columns = (
        Column("as_of", "As of", "day", absent="Not dated"),
        Column("stands", called),
        Column("note", "Note", absent="None"),
        Column("evidence", "Evidence", absent="None"),
        Column("by", "Recorded by", absent="Not recorded"),
    )
    rows = [
        {
            "as_of": one.as_of,
            "stands": f"Taken back: {one.stands}" if one.withdrawn_by else one.stands,
            "note": one.note or None,
            "evidence": one.evidence or None,
            "by": f"{one.who}, {words.moment(one.at)}"
            + (
                f"; taken back by {one.withdrawn_by}, {words.moment(one.withdrawn_at)}"
                if one.withdrawn_by
                else ""
            ),
        }
        for one in reversed(records)
    ]
    rows += [printed] if printed else []
    frame = pd.DataFrame(rows, columns=[c.field for c in columns], dtype=object)
    return Table(frame, columns, "What was recorded", stacks=True)


def one_open(
    book: Book,
    label: str,
    key: str,
    names: dict[str, str],
    details: Callable[[str], str],
    today: date,
    printed: Callable[[str], dict[str, object]] | None = None,
) -> None:
    """One item to choose: its `details` as HTML, what was recorded of it, and the way to go on.

    key      its name in the URL
    names    item -> the name to choose by
    printed  the row of the document that its history begins with, where there is one
    """
    with st.container(border=True, key=f"one-{key}"):
        item = choose(label, key, names)
        if item:
            st.html(details(item))
            _history(book, item, today, printed(item) if printed else None)


def _history(book: Book, item: str, today: date, printed: dict[str, object] | None) -> None:
    mine = [record for record in book.records if record.item == item]
    if mine or printed:
        st.html(table(mine, book.called, printed).html())
    said = form(item, book.called, book.choices, len(mine), today)
    _take_back(mine, book)
    if said:
        try:
            book.record(
                item, said.stands, said.as_of, note=said.note, evidence=said.evidence, by=said.by
            )
        except book.refusal as why:
            states.refused(str(why))
        else:
            st.rerun()


def form(item: str, called: str, choices: Sequence[str], so_far: int, today: date) -> Said | None:
    """Ask for a word on an item; what was said when its button is pressed.

    `so_far` is how many records there are of it: with one more the fields are empty again.
    """
    key = f"{item}-{so_far}"
    with st.expander(f"Record its {called.lower()}", key=f"record-{item}"):
        left, middle, right = st.columns(3)
        with left:
            stands = st.selectbox(
                called, choices, index=None, placeholder="Choose one", key=f"stands-{key}"
            )
        with middle:
            as_of = st.date_input(
                "As of", today, max_value=today, format="DD/MM/YYYY", key=f"as-of-{key}"
            )
        with right:
            by = upload.name_field()
        note = st.text_area("Note", max_chars=_LONGEST, height=80, key=f"note-{key}")
        evidence = st.text_input(
            "Evidence",
            max_chars=_LONGEST,
            placeholder="A report, a minute, a web address",
            key=f"evidence-{key}",
        )
        ready = bool(stands and as_of and by)
        pressed = st.button("Record", type="primary", disabled=not ready, key=f"record-{key}-go")
        if not ready:
            st.html('<p class="lp-why">Choose and type your name: the history says who.</p>')
    return Said(stands, as_of, note, evidence, by) if pressed and ready else None


def _take_back(records: Sequence[Record], book: Book) -> None:
    """The latest word that counts, to be taken back where it was a mistake."""
    by = upload.officer()

    def withdraw(number: int) -> None:
        # Somebody else may have taken it back meanwhile.
        try:
            book.withdraw(number, by)
        except book.refusal as why:
            states.refused(str(why))

    counting = [one for one in records if not one.withdrawn_by]
    if counting:
        last = counting[-1]
        st.button(
            words.label(f"Take back “{last.stands}” of {words.day(last.as_of)}"),
            on_click=withdraw,
            args=(last.record_id,),
            disabled=not by,
            help=None if by else "Type your name where a word is recorded first.",
            type="tertiary",
            key=f"take-back-{last.record_id}",
        )
