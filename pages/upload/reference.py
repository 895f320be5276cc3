"""Reference: where places come from, how good they are, and how to load better ones."""

from collections.abc import Callable
from functools import partial

import streamlit as st

import queries
from components import history, reference, states, upload
from components.upload import REFERENCE, officer
from data import bring, ledger, reference_load
from data.refused import Refused
from data.store import default_store

store = default_store()


def begin(done: str, job: Callable[..., object], about: object) -> None:
    """Begin to change the store in the background; `done` is said when it is changed."""
    draft.begin("changed", done, partial(job, store, about, officer()), Refused)


def rehearsal() -> reference_load.Rehearsed | None:
    """Step 2: what the file holds and would change; None until that is known."""
    if not reference.rehearsal_step(draft):
        return None
    rehearsed = draft.answer(
        "rehearse",
        (draft.question(), ledger.served_build(store)),
        partial(reference_load.rehearse, store, draft.path),
        Refused,
    )
    if rehearsed:
        reference.found(rehearsed.found, rehearsed.headlines, whose)
    return rehearsed


def take_back(one: ledger.Reference) -> None:
    """Show what undoing a file would change, and undo it."""
    headlines = draft.answer(
        "rehearse undo",
        (one.upload_id, ledger.served_build(store)),
        partial(reference_load.rehearse_undo, store, one.upload_id),
        Refused,
    )
    if headlines is not None:
        done = f"{one.source}, {one.vintage}, is in use no longer. Its file is kept."
        undo = partial(begin, done, reference_load.undo, one.upload_id)
        reference.undo_step(one, headlines, whose, officer(), undo)


states.head("Reference", "Where places come from, how good they are, and how to better them.")
draft = upload.draft(REFERENCE)
if history.under_way(draft, REFERENCE):
    st.stop()
draft = upload.draft(REFERENCE)
loaded = ledger.references(store)
there = ledger.references(store, ("published", "withdrawn"))
whose = bring.organisations_known(store)
table = reference.in_use_table(loaded)
history.listed("In use", "What places suppliers and draws the maps.", table, "reference")
with st.container(border=True, key="reference-accuracy"):
    states.heading("How good it is", "Measured, and how far to trust it.")
    reference.accuracy(str(queries.reference_status()["how_good"]))
with st.container(border=True, key="reference-load"):
    states.heading("Load official files", "Postcodes, district boundaries or ward boundaries.")
    reference.where_from()
    draft = upload.plain_step(REFERENCE, reference.FILE, reference.TYPES, bring.largest_megabytes())
    if draft.path is not None:
        rehearsed = rehearsal()
        done = f"{draft.path.name} is loaded, and every page goes by it."
        load = partial(begin, done, reference_load.load, draft.path)
        reference.load_step(rehearsed and rehearsed.found, officer(), load)
with st.container(border=True, key="reference-undo"):
    states.heading("Take back", "What was in use before a file was loaded is in use again.")
    one = reference.choose(there)
    if one and one.state == "published":
        take_back(one)
    if one:
        erase = partial(begin, history.erased(one), reference_load.purge, one.upload_id)
        history.erase(one, officer(), erase)
