"""Notes of a day on a chart: a number on it, the text under it, and the way to write another.

What an officer wrote is never changed; what was taken back stays in the list, marked.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import pandas as pd
import streamlit as st

from components import states, upload, words
from components.tables import Column, Table

LONGEST = 300
_DAY, _TEXT, _WHICH, _SAID = "note-day", "note-text", "note-gone", "note-refused"
_FIRST_DAY = date(2000, 1, 1)


class Note(Protocol):
    """An officer's note of a day; `at` in UTC, ISO 8601. `about` is whose figures it concerns, and
    `withdrawn_by` is "" while it stands."""

    note_id: int
    about: str
    as_of: date
    text: str
    who: str
    at: str
    withdrawn_by: str


@dataclass(frozen=True)
class Mark:
    """A note as the chart bears it. `about` is "" where it is about all that is looked at."""

    number: int
    day: date
    text: str
    who: str
    about: str = ""

    def sentence(self) -> str:
        """The note under the chart: "1. 3 June 2021: New supplier list. (Ann Officer)"."""
        whose = f"{self.about}; " if self.about else ""
        return f"{self.number}. {words.day(self.day)}: {self.text} ({whose}{self.who})"


def marks(notes: Sequence[Note], organisation: str) -> list[Mark]:
    """The notes that stand, numbered from the earliest day."""
    standing = [one for one in notes if not one.withdrawn_by]
    return [
        Mark(number, one.as_of, one.text, one.who, "" if one.about == organisation else one.about)
        for number, one in enumerate(standing, start=1)
    ]


def table(notes: Sequence[Note]) -> Table:
    """Every note ever written here, those taken back too, the latest day first."""
    columns = (
        Column("as_of", "Day", "day"),
        Column("text", "Note"),
        Column("about", "About"),
        Column("by", "Written by"),
    )
    rows = [
        {
            "as_of": one.as_of,
            "text": f"Taken back: {one.text}" if one.withdrawn_by else one.text,
            "about": one.about,
            "by": f"{one.who}, {words.moment(one.at)}"
            + (f"; taken back by {one.withdrawn_by}" if one.withdrawn_by else ""),
        }
        for one in reversed(notes)
    ]
    frame = pd.DataFrame(rows, columns=[column.field for column in columns], dtype=object)
    return Table(frame, columns, "Notes on the chart", stacks=True)


def desk(
    notes: Sequence[Note],
    organisation: str,
    write: Callable[[date, str, str], None],
    withdraw: Callable[[int, str], None],
    refusals: tuple[type[Exception], ...],
) -> None:
    """A place to write a note about an organisation, to read those there are, and to take one back.

    `write` takes the day, the text and who wrote it; `withdraw` the note's number and who takes it
    back. Their errors of the types in `refusals` are sentences to show.
    """
    said = st.session_state.pop(_SAID, "")
    if said:
        states.refused(said)
    with st.expander("Note something on the chart", expanded=bool(said), key="note-desk"):
        left, right = st.columns(2)
        with left:
            st.date_input(
                "Day",
                None,
                min_value=_FIRST_DAY,
                max_value=date.today(),
                format="DD/MM/YYYY",
                key=_DAY,
            )
        with right:
            upload.name_field()
        st.text_area(
            words.label(f"What happened, for {organisation}"),
            key=_TEXT,
            max_chars=LONGEST,
            height=80,
            placeholder="A new supplier list was loaded; leisure was taken in house",
        )
        st.button("Put it on the chart", on_click=_write, args=(write, refusals), key="note-go")
        if notes:
            st.html(table(notes).html())
            _take_back([one for one in notes if not one.withdrawn_by], withdraw, refusals)


def _write(write: Callable[[date, str, str], None], refusals: tuple[type[Exception], ...]) -> None:
    day = st.session_state.get(_DAY)
    if day is None:
        st.session_state[_SAID] = "Choose the day first: the note stands on the chart at it."
        return
    try:
        write(day, st.session_state.get(_TEXT, ""), upload.officer_typed())
    except refusals as error:
        st.session_state[_SAID] = str(error)
        return
    st.session_state[_DAY], st.session_state[_TEXT] = None, ""


def _take_back(
    standing: Sequence[Note],
    withdraw: Callable[[int, str], None],
    refusals: tuple[type[Exception], ...],
) -> None:
    names = {
        f"{number}. {words.day(one.as_of)}: {one.text}": one.note_id
        for number, one in enumerate(standing, start=1)
    }
    if st.session_state.get(_WHICH) not in names:
        st.session_state[_WHICH] = None

    def press() -> None:
        try:
            withdraw(names[st.session_state[_WHICH]], upload.officer_typed())
        except refusals as error:
            st.session_state[_SAID] = str(error)

    if names:
        st.selectbox("Take one off the chart", list(names), index=None, key=_WHICH,
                     placeholder="Choose one")  # fmt: skip
        st.button(
            "Take it off",
            on_click=press,
            disabled=st.session_state[_WHICH] is None,
            type="tertiary",
            key="note-take-back",
        )
