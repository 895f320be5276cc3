"""History: what was published, by whom and when, and the ways to take it back."""

from collections.abc import Callable
from functools import partial

import streamlit as st

import queries
from components import history, states, upload
from components.upload import officer
from data import bring, ledger, publish
from data.refused import Refused
from data.rehearse import rehearse_undo
from data.store import default_store
from data.strategy import StrategyFaults

SENTENCES = (Refused, StrategyFaults)
store = default_store()
draft = upload.draft()


def begin(done: str, job: Callable[..., object], *about: object) -> None:
    """Begin to change the store in the background; `done` is said when it is changed."""
    draft.begin("changed", done, partial(job, store, *about, officer()), SENTENCES)


def take_back(one: ledger.Upload) -> None:
    """Show which figures go with an upload, and let it go."""
    number, done = one.upload_id, f"Upload {one.upload_id} is withdrawn. Its file is kept."
    headlines = draft.answer(
        "rehearse undo",
        (number, ledger.served_build(store)),
        partial(rehearse_undo, store, number),
        SENTENCES,
    )
    if headlines is not None:
        own = bring.own_strategies(store, [one.organisation])
        undo = partial(begin, done, publish.undo, number)
        history.confirm_undo(one, headlines, own, officer(), undo)


def purge(number: int) -> None:
    """Begin to erase an upload."""
    done = f"Upload {number} is erased: its file and its rows are gone for good."
    begin(done, publish.purge, number)


def merge(organisation: str, name: str, into: str) -> None:
    """Begin to count one directorate as another."""
    done = f"“{name}” of {organisation} counts as “{into}” from now on."
    begin(done, publish.merge_directorates, organisation, name, into)


def unmerge(organisation: str, name: str) -> None:
    """Begin to let a directorate stand by its own name again."""
    done = f"“{name}” of {organisation} stands by its own name again."
    begin(done, publish.unmerge_directorates, organisation, name)


states.head("History", "What was published, by whom and when, and how to take it back.")
if history.under_way(draft, "changed"):
    st.stop()
uploads = ledger.uploads(store, ("published", "withdrawn", "purged"))
if not uploads:
    states.empty(
        "Nothing was ever published here.", "The first file that is brought will stand here."
    )
    st.stop()
real = [one for one in uploads if not one.is_sample]
shown = not [one for one in real if one.state == "published"]
history.listed("Uploads", "The latest first.", history.uploads_table(uploads, shown), "uploads")
with st.container(border=True, key="take-back"):
    states.heading("Take back", "Undo an upload, or erase it for good.")
    upload.name_field()
    one = history.choose(uploads)
    if one:
        history.details(one)
        if history.ask_undo(one):
            take_back(one)
        history.erase(one, officer(), lambda: purge(one.upload_id))
if not queries.is_empty():
    with st.container(border=True, key="merges"):
        states.heading("Directorates", "Names change over the years. Say here which two are one.")
        history.choose_merge(queries.run("quality/directorates"), officer(), merge)
        merges = ledger.directorate_merges(store)
        if merges:
            history.in_force(merges, officer(), unmerge)
events = history.events_table(ledger.events(store))
history.listed(
    "Everything done", "Who did what, and when; nothing is ever removed.", events, "events"
)
