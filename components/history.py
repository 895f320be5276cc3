"""What was published, by whom and when, and the ways to take it back."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol

import pandas as pd
import streamlit as st

from components import publishing, states, tables, upload, words
from components.publishing import Headline
from components.tables import Column, Table
from components.upload import Draft
from components.work import refused, watch

NOTHING = (
    "Nothing was ever published here.",
    "The first file that is brought will stand here.",
)
_CHOSEN = "history-upload"
_ERASE = "history-erase"
_ASKED = "history-undo-asked"
_STATES = {"published": "Counts", "withdrawn": "Withdrawn", "purged": "Erased"}
NOT_RECORDED = "Not recorded"
_ACTIONS = {
    "publish": "Published",
    "undo": "Undone",
    "purge": "Erased for good",
    "sample": "Sample made",
    "build": "Built again",
    "merge directorates": "Made two directorates one",
    "load reference": "Reference loaded",
    "undo reference": "Reference undone",
    "decide suppliers": "Said whether two suppliers are one",
    "undecide suppliers": "Took such a word back",
    "adopt strategy": "Strategy adopted",
    "withdraw strategy": "Strategy taken back",
    "unmerge directorates": "Took a directorate's merge back",
    "write commentary": "Wrote a commentary",
    "freeze a scorecard": "Kept a scorecard as reported",
    "record progress": "Recorded how far something is",
    "withdraw progress": "Took such a record back",
    "write dated note": "Wrote a note on the chart",
    "withdraw dated note": "Took a note off the chart",
}


class Upload(Protocol):
    """One published file, or one that was. Money in pounds; times in UTC, ISO 8601."""

    upload_id: int
    sha256: str
    file_name: str
    kind: str
    organisation: str
    rows_accepted: int
    rows_rejected: int
    control_total: Decimal
    date_from: date | None
    date_to: date | None
    is_sample: bool
    replaces_period: bool
    published_at: str
    published_by: str
    state: str


def state(one: Upload, sample_is_shown: bool) -> str:
    """What has become of an upload, in a word or two."""
    if one.is_sample and one.state == "published":
        return "Sample, shown" if sample_is_shown else "Sample, retired"
    return _STATES[one.state]


class Reference(Protocol):
    """One loaded reference file, or one that was; times in UTC, ISO 8601."""

    upload_id: int
    file_name: str
    vintage: str
    counted: Mapping[str, int]
    published_at: str
    published_by: str
    state: str


def uploads_table(uploads: Sequence[Upload], references: Sequence[Reference] = ()) -> Table:
    """Every upload and every reference file, the latest first. The sample is shown only while
    nothing real counts, and of a reference the rows are its postcodes or areas."""
    sample_is_shown = not any(o.state == "published" and not o.is_sample for o in uploads)
    columns = (
        Column("file_name", "File"),
        Column("number", "Upload", "count"),
        Column("state", "State"),
        Column("rows", "Rows", "count"),
        Column("rejected", "Rejected", "count", absent="None"),
        Column("money", "Money (£)", "pounds", absent="None"),
        Column("by", "By"),
        Column("at", "Published (UTC)"),
        Column("organisation", "Organisation"),
        Column("kind", "Kind"),
        Column("dates", "Dates"),
    )
    rows = [
        {
            "file_name": one.file_name,
            "number": one.upload_id,
            "kind": upload.KINDS.get(one.kind, one.kind),
            "organisation": one.organisation,
            "dates": words.span(one.date_from, one.date_to) if one.date_from else "No dates",
            "rows": one.rows_accepted,
            "rejected": one.rows_rejected,
            "money": None if one.kind in upload.WITHOUT_MONEY else one.control_total,
            "at": words.moment(one.published_at),
            "by": one.published_by or NOT_RECORDED,
            "state": state(one, sample_is_shown)
            + (", replaced what was there" if one.replaces_period else ""),
        }
        for one in uploads
    ]
    rows += [_reference_row(one) for one in references]
    rows.sort(key=lambda row: -row["number"])
    frame = pd.DataFrame(rows, columns=[c.field for c in columns], dtype=object)
    return Table(frame, columns, "Uploads", first=25)


def _reference_row(one: Reference) -> dict[str, object]:
    return {
        "file_name": one.file_name,
        "number": one.upload_id,
        "kind": "Reference",
        "organisation": "All",
        "dates": one.vintage,
        "rows": one.counted.get("postcodes", one.counted.get("areas")),
        "rejected": None,
        "money": None,
        "at": words.moment(one.published_at),
        "by": one.published_by or NOT_RECORDED,
        "state": "Loaded" if one.state == "published" else _STATES[one.state],
    }


def events_table(events: Sequence[dict[str, object]]) -> Table:
    """Everything done to the store, the latest first."""
    columns = (
        Column("when", "When (UTC)"),
        Column("who", "Who"),
        Column("action", "What"),
        Column("upload_id", "Upload", "count", absent="None"),
        Column("detail", "Of what"),
    )
    rows = [
        {
            **event,
            "when": words.moment(str(event["at"])),
            "who": event["who"] or NOT_RECORDED,
            "action": _ACTIONS.get(str(event["action"]), event["action"]),
        }
        for event in reversed(events)
    ]
    frame = pd.DataFrame(rows, columns=[c.field for c in columns], dtype=object)
    return Table(frame, columns, "Everything done", first=25)


def listed(title: str, about: str, table: Table, key: str) -> None:
    """A table with its heading and its download."""
    with st.container(border=True, key=f"card-{key}"):
        states.heading(title, about)
        st.html(table.html(all_rows=table.first is None))
        with st.container(horizontal=True, gap="small"):
            if table.first is not None and len(table.frame) > table.first:
                with st.popover("Table", type="tertiary", key=f"table-{key}"):
                    st.html(table.html())
            st.download_button(
                "Download",
                table.csv,
                file_name=f"local-pound-{key}.csv",
                mime="text/csv",
                key=f"download-{key}",
                type="tertiary",
                on_click="ignore",
                help=tables.DOWNLOAD_NOTE,
            )


def to_references(references: Sequence[Reference]) -> None:
    """The way to where reference files are taken back, where there are any."""
    if any(one.state != "purged" for one in references):
        st.page_link("pages/upload/reference.py", label="Take back a reference file")


def choose(uploads: Sequence[Upload]) -> Upload | None:
    """Which upload to take back or to erase; those that are there to be chosen."""
    there = {one.upload_id: one for one in uploads if one.state != "purged" and not one.is_sample}
    if not there:
        st.html('<p class="lp-why">There is nothing to take back: no file is published.</p>')
        return None
    if st.session_state.get(_CHOSEN) not in (None, *there):
        st.session_state[_CHOSEN] = None
    number = st.selectbox(
        "Upload",
        sorted(there, reverse=True),
        index=None,
        format_func=lambda number: f"{number} · {there[number].file_name}",
        placeholder="Choose an upload",
        key=_CHOSEN,
    )
    return there.get(number)


def details(one: Upload) -> None:
    """What is known of one upload."""
    st.html(
        f'<p class="lp-why">{words.escape(one.organisation)}, '
        f"{words.count(one.rows_accepted, 'row')}, {words.pounds_exact(one.control_total)}, "
        f"published {words.moment(one.published_at)} by "
        f"{words.escape(one.published_by or 'no name')}. "
        f"The file received is known by {words.escape(one.sha256[:12])}…</p>"
    )


def ask_undo(one: Upload) -> bool:
    """Whether the figures that undoing would change were asked for."""

    def ask() -> None:
        st.session_state[_ASKED] = one.upload_id

    if one.state != "published":
        st.html('<p class="lp-why">It is withdrawn already: it counts in no figure.</p>')
        return False
    if st.session_state.get(_ASKED) == one.upload_id:
        return True
    st.button(f"Undo upload {one.upload_id}", on_click=ask, key="ask-undo")
    return False


def confirm_undo(
    one: Upload,
    headlines: Sequence[Headline],
    own: Sequence[str],
    by: str,
    undo: Callable[[], None],
) -> None:
    """Which figures go, and the button that lets them go."""
    st.html(
        f'<div class="lp-notice"><p>Its {words.count(one.rows_accepted, "row")} and '
        f"{words.pounds_exact(one.control_total)} would count no longer. The file is kept, and "
        "can be brought again.</p></div>"
    )
    publishing.changes(headlines, own, (one.organisation,))

    def keep() -> None:
        st.session_state.pop(_ASKED, None)

    with st.container(horizontal=True):
        st.button(
            f"Yes, undo upload {one.upload_id}",
            on_click=undo,
            type="primary",
            disabled=not by,
            key="undo",
        )
        st.button("Keep it", on_click=keep, key="keep")
    needs_name(by)


def needs_name(by: str) -> None:
    """Say that a name is needed first, where there is none."""
    if not by:
        st.html('<p class="lp-why">Type your name first: the history says who.</p>')


def erase(one: Upload, by: str, purge: Callable[[], None]) -> None:
    """Erase an upload for good, behind a confirmation that is typed."""
    with st.expander("Erase for good", key=f"erase-{one.upload_id}"):
        st.html(
            '<p class="lp-why">Only for what should never have been here, such as a name. '
            "The file received and every row of it are destroyed; nobody can bring them back. The "
            "history keeps a line that says so, with the file's name and yours.</p>"
        )
        phrase = f"erase {one.upload_id}"
        typed = st.text_input(f"Type “{phrase}” to go on", key=f"{_ERASE}-{one.upload_id}")
        st.button(
            f"Erase upload {one.upload_id} for good",
            on_click=purge,
            disabled=typed.strip().lower() != phrase or not by,
            key="purge",
        )
        needs_name(by)


def under_way(draft: Draft, room: str | None = None) -> bool:
    """Whether a change of the store is under way, its progress shown. What has ended is said once,
    and the file brought to this `room` for it is let go."""
    begun = draft.work.get("changed")
    if begun is None:
        return False
    if not watch(begun):
        return True
    del draft.work["changed"]
    if not refused(begun):
        publishing.done(str(begun.key))
        if room is not None:
            upload.give_up(room)
    return False


def withdrawn(one: Upload) -> str:
    """Says that an upload was undone."""
    return f"Upload {one.upload_id} is withdrawn. Its file is kept."


def erased(one: Upload) -> str:
    """Says that an upload was purged."""
    return f"Upload {one.upload_id} is erased: its file and its rows are gone for good."
