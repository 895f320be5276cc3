"""Which reference places the suppliers, how good it is, and loading a better one."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import pandas as pd
import streamlit as st

from components import publishing, words
from components.publishing import Headline
from components.tables import Column, Table
from components.upload import Draft, step

_COVERS = {
    "postcodes": "Postcodes",
    "districts": "District boundaries",
    "wards": "Ward boundaries",
}
_DEFAULT = {
    "postcodes": ("Comes with Local Pound", "2017", "By sector: right for about 96 in 100"),
    "districts": (
        "Comes with Local Pound",
        "2016, merged as since April 2023",
        "Drawn for a small map, a corner every kilometre",
    ),
    "wards": ("None loaded", "", "No map by ward"),
}
_LOADED = {
    "postcodes": "Exact for every full postcode it holds",
    "districts": "As published, drawn for the screen",
    "wards": "As published, drawn for the screen",
}
ACCURACY = (
    "Measured once against the district boundaries of May 2024, a postcode’s sector gave the right "
    "authority in 95.6% of cases, its district alone in 91.9%.",
    "Of the sectors that come with Local Pound 73% lie in one authority whole. A supplier in one "
    "of the others may lie on either side, and every local share says by how much that could move "
    "it.",
    "With a postcode directory loaded a full postcode is exact. Postcodes that have ended still "
    "place a supplier; one made since the directory is looked up by its sector.",
)
WHERE_FROM = (
    "The Office for National Statistics gives the ONS Postcode Directory, the National Statistics "
    "Postcode Lookup and boundaries of districts and wards on its geography portal; the Ordnance "
    "Survey gives Code-Point Open. All are free under the Open Government Licence. Download one "
    "there, and bring the file here as it came: nothing is fetched from this page."
)


FILE = "As downloaded: CSV, GeoJSON, or the zip that holds it."
TYPES = ("csv", "zip", "geojson", "json")


class Loaded(Protocol):
    """One loaded reference file; times in UTC, ISO 8601."""

    upload_id: int
    file_name: str
    covers: str
    source: str
    vintage: str
    counted: Mapping[str, int]
    published_at: str
    published_by: str
    state: str


class Found(Protocol):
    """What a reference file holds."""

    covers: str
    source: str
    vintage: str
    counted: Mapping[str, int]
    notices: Sequence[str]


def in_use_table(loaded: Sequence[Loaded]) -> Table:
    """What is in use for each thing a reference covers; of several files the last."""
    latest = {one.covers: one for one in loaded}
    rows = []
    for covers, name in _COVERS.items():
        one = latest.get(covers)
        source, vintage, how_good = _DEFAULT[covers]
        by = ""
        if one:
            source, vintage, how_good = one.source, one.vintage, _LOADED[covers]
            by = f"Upload {one.upload_id}, {words.moment(one.published_at)}"
            by += f", {one.published_by}" if one.published_by else ""
        rows.append(
            {"covers": name, "source": source, "vintage": vintage or "None", "how_good": how_good,
             "holds": holds(one.covers, one.counted) if one else "", "by": by}
        )  # fmt: skip
    columns = (
        Column("covers", "For"),
        Column("source", "In use"),
        Column("vintage", "Of"),
        Column("how_good", "How good"),
        *((Column("holds", "Holds"), Column("by", "Loaded")) if latest else ()),
    )
    frame = pd.DataFrame(rows, columns=[column.field for column in columns], dtype=object)
    return Table(frame, columns, "The reference in use", stacks=True)


def holds(covers: str, counted: Mapping[str, int]) -> str:
    """What a file holds, in words: 2,612,443 postcodes, 1,790,112 of them live."""
    if covers == "postcodes":
        live = words.number(counted["live"])
        return f"{words.count(counted['postcodes'], 'postcode')}, {live} of them live"
    return words.count(counted["areas"], covers.removesuffix("s"))


def accuracy(how_good: str) -> None:
    """How far the places can be trusted, as measured."""
    said = "".join(f"<p>{words.escape(line)}</p>" for line in (how_good, *ACCURACY))
    st.html(f'<div class="lp-why">{said}</div>')


def where_from() -> None:
    """Where the official files are to be had."""
    st.html(f'<p class="lp-why">{words.escape(WHERE_FROM)}</p>')


def rehearsal_step(draft: Draft) -> bool:
    """The heading of step 2, and its button while it is still to be done."""
    step(2, "Rehearsal", "What is in it, and what every headline figure would become.")
    if not draft.is_rehearsed():
        st.button("Rehearse", on_click=draft.rehearse, key="rehearse-reference")
    return draft.is_rehearsed()


def found(what: Found, headlines: Sequence[Headline], organisations: Sequence[str]) -> None:
    """What a file holds, what an officer should know of it, and what it would change."""
    said = f"{what.source}, {what.vintage}: {holds(what.covers, what.counted)}."
    lines = "".join(f"<p>{words.escape(line)}</p>" for line in (said, *what.notices))
    st.html(f'<div class="lp-notice">{lines}</div>')
    moved = [line for line in headlines if line.now != line.after]
    publishing.changes(moved, (), organisations)


def load_step(what: Found | None, by: str, load: Callable[[], None]) -> None:
    """Step 3: the button that says what it does, or what is still to be done first."""
    step(3, "Load", "Every page goes by it at once, or not at all. It can be undone.")
    missing = [] if by else ["Type your name in step 1: the history says who loaded it."]
    missing += [] if what else ["Rehearse first, in step 2."]
    if missing:
        st.html(f'<p class="lp-why">{words.escape(" ".join(missing))}</p>')
    label = f"Load {words.count(what.counted['postcodes'], 'postcode')}" if _many(what) else "Load"
    st.button(label, type="primary", disabled=bool(missing), on_click=load, key="load-reference")


def _many(what: Found | None) -> bool:
    return what is not None and what.covers == "postcodes"


def choose(loaded: Sequence[Loaded]) -> Loaded | None:
    """Which loaded file to take back or to erase; what is erased is there no more."""
    there = {one.upload_id: one for one in loaded}
    if not there:
        st.html('<p class="lp-why">There is nothing to take back: no file is loaded.</p>')
        return None
    number = st.selectbox(
        "Loaded file",
        sorted(there, reverse=True),
        index=None,
        format_func=lambda number: f"{number} · {there[number].file_name}{_gone(there[number])}",
        placeholder="Choose a file",
        key=f"undo-reference-{'-'.join(map(str, there))}",
    )
    return there.get(number)


def _gone(one: Loaded) -> str:
    return "" if one.state == "published" else ", withdrawn"


def undo_step(
    one: Loaded,
    headlines: Sequence[Headline],
    organisations: Sequence[str],
    by: str,
    undo: Callable[[], None],
) -> None:
    """Which figures would move, and the button that takes a file back."""
    st.html(
        f'<div class="lp-notice"><p>{words.escape(one.source)}, {words.escape(one.vintage)}, '
        "would be in use no longer, and what was before it would be again. The file is kept.</p>"
        "</div>"
    )
    publishing.changes([h for h in headlines if h.now != h.after], (), organisations)
    if not by:
        st.html('<p class="lp-why">Type your name above first: the history says who.</p>')
    st.button(f"Undo upload {one.upload_id}", on_click=undo, disabled=not by, key="undo-reference")
