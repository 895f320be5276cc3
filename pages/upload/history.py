"""History: what was published, by whom and when, and the ways to take it back."""

from collections.abc import Callable
from functools import partial

import streamlit as st

import queries
from components import directorates, history, states, upload
from components.upload import officer
from data import bring, ledger, publish, reference_load
from data.refused import Refused
from data.rehearse import rehearse_undo
from data.store import default_store

store = default_store()
draft = upload.draft()


def begin(done: str, job: Callable[..., object], *about: object) -> None:
    """Begin to change the store in the background; `done` is said when it is changed."""
    draft.begin("changed", done, partial(job, store, *about, officer()), Refused)


def take_back(one: ledger.Upload) -> None:
    """Show which figures go with an upload, and let it go."""
    number, build = one.upload_id, ledger.served_build(store)
    asked = partial(rehearse_undo, store, number)
    headlines = draft.answer("rehearse undo", (number, build), asked, Refused)
    if headlines is not None:
        own = bring.own_strategies(store, [one.organisation])
        undo = partial(begin, history.withdrawn(one), publish.undo, number)
        history.confirm_undo(one, headlines, own, officer(), undo)


def merge(*names: str) -> None:
    """Begin to count one directorate (organisation, name) as another."""
    begin(directorates.merged(*names), publish.merge_directorates, *names)


def unmerge(*names: str) -> None:
    """Begin to let a directorate (organisation, name) stand by its own name again."""
    begin(directorates.unmerged(*names), publish.unmerge_directorates, *names)


states.head("History", "What was published, by whom and when, and how to take it back.")
if history.under_way(draft):
    st.stop()
uploads = ledger.uploads(store, ("published", "withdrawn", "purged"))
loaded = ledger.references(store, reference_load.STATES)
if not (uploads or loaded):
    states.empty(*history.NOTHING)
    st.stop()
history.listed("Uploads", "The latest first.", history.uploads_table(uploads, loaded), "uploads")
with st.container(border=True, key="take-back"):
    states.heading("Take back", "Undo an upload, or erase it for good.")
    upload.name_field()
    one = history.choose(uploads)
    if one:
        history.details(one)
        if history.ask_undo(one):
            take_back(one)
        purge = partial(begin, history.erased(one), publish.purge, one.upload_id)
        history.erase(one, officer(), purge)
    history.to_references(loaded)
if not queries.is_empty():
    with st.container(border=True, key="merges"):
        states.heading("Directorates", "Names change over the years. Say here which two are one.")
        directorates.choose_merge(queries.run("quality/directorates"), officer(), merge)
        merges = ledger.directorate_merges(store)
        if merges:
            directorates.in_force(merges, officer(), unmerge)
events = history.events_table(ledger.events(store))
history.listed(
    "Everything done", "Who did what, and when; nothing is ever removed.", events, "events"
)
