"""Directorates that count as another: saying so, and taking it back."""

from collections.abc import Callable, Sequence
from typing import Protocol

import pandas as pd
import streamlit as st

from components import words
from components.history import NOT_RECORDED, needs_name
from components.tables import Column, Table


def merged(organisation: str, name: str, into: str) -> str:
    """Says that a directorate was made another."""
    return f"“{name}” of {organisation} counts as “{into}” from now on."


def unmerged(organisation: str, name: str) -> str:
    """Says that such a merge was taken back."""
    return f"“{name}” of {organisation} stands by its own name again."


class Merge(Protocol):
    """One directorate counted as another."""

    organisation: str
    name: str
    into_name: str
    who: str
    at: str


def merges_table(merges: Sequence[Merge]) -> Table:
    """Directorates that count as another."""
    columns = (
        Column("organisation", "Organisation"),
        Column("name", "Received as"),
        Column("into_name", "Counts as"),
        Column("who", "Said by", absent=NOT_RECORDED),
        Column("at", "When (UTC)"),
    )
    rows = [
        {
            "organisation": merge.organisation,
            "name": merge.name,
            "into_name": merge.into_name,
            "who": merge.who or NOT_RECORDED,
            "at": words.moment(merge.at),
        }
        for merge in merges
    ]
    frame = pd.DataFrame(rows, columns=[c.field for c in columns], dtype=object)
    return Table(frame, columns, "Directorates that count as another")


def choose_merge(
    directorates: pd.DataFrame, by: str, merge: Callable[[str, str, str], None]
) -> None:
    """Say that two directorates of an organisation are one: `merge(organisation, name, into)`."""
    several = directorates.groupby("organisation")["name"].count()
    names = [name for name, count in several.items() if count > 1]
    if not names:
        st.html('<p class="lp-why">No organisation has two directorates to make one.</p>')
        return
    first, second, third = st.columns(3)
    with first:
        whose = st.selectbox("Organisation", names, key="merge-organisation")
    mine = directorates[directorates["organisation"] == whose]
    about = {row["name"]: row for row in mine.to_dict("records")}
    with second:
        name = st.selectbox(
            "Directorate", list(about), index=None, key="merge-name", placeholder="Choose one"
        )
    with third:
        into = st.selectbox(
            "is the same as",
            [other for other in about if other != name],
            index=None,
            key="merge-into",
            placeholder="Choose the other",
        )
    for chosen in (name, into):
        if chosen in about:
            st.html(f'<p class="lp-why">{words.escape(_directorate(about[chosen]))}</p>')
    st.button(
        words.label(f"Count “{name}” as “{into}”" if name and into else "Count one as the other"),
        on_click=merge,
        args=(whose, name, into),
        disabled=not (name and into and by),
        key="merge",
    )
    needs_name(by)


def _directorate(row: dict[str, object]) -> str:
    span = words.span(row["date_from"], row["date_to"])
    counts = "" if row["counts_as"] == row["name"] else f", counts as {row['counts_as']}"
    return (
        f"{row['name']}: {span}, {words.count(row['lines'], 'line')}, "
        f"{words.pounds_exact(row['amount'])}{counts}"
    )


def in_force(merges: Sequence[Merge], by: str, take_back: Callable[[str, str], None]) -> None:
    """What counts as another now, and how to take it back: `take_back(organisation, name)`."""
    st.html(merges_table(merges).html())
    by_label = {f"{merge.organisation}: {merge.name}": merge for merge in merges}
    chosen = by_label.get(
        st.selectbox(
            "Take back",
            list(by_label),
            index=None,
            placeholder="Choose a directorate",
            key="unmerge-which",
        )
    )
    st.button(
        "Let it stand by its own name again",
        on_click=take_back,
        args=(chosen.organisation, chosen.name) if chosen else (),
        disabled=chosen is None or not by,
        key="unmerge",
    )
