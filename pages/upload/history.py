"""History: what was published, by whom and when, and the ways to take it back."""

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


def take_back(one: ledger.Upload) -> None:
    """Show which figures go with an upload, and let it go."""
    number, by = one.upload_id, officer()
    headlines = draft.answer(
        "rehearse undo",
        (number, ledger.served_build(store)),
        lambda tell: rehearse_undo(store, number, tell),
        SENTENCES,
    )

    def undo() -> None:
        done = f"Upload {number} is withdrawn. Its file is kept."
        draft.begin("undone", done, lambda tell: publish.undo(store, number, by, tell), SENTENCES)

    if headlines is not None:
        own = bring.own_strategies(store, [one.organisation])
        history.confirm_undo(one, headlines, own, by, undo)


def purge(number: int) -> None:
    """Begin to erase an upload."""
    by, done = officer(), f"Upload {number} is erased: its file and its rows are gone for good."
    draft.begin("purged", done, lambda tell: publish.purge(store, number, by, tell), SENTENCES)


def merge(organisation: str, name: str, into: str) -> None:
    """Begin to count one directorate as another."""
    by, done = officer(), f"“{name}” of {organisation} counts as “{into}” from now on."
    draft.begin(
        "merged",
        done,
        lambda tell: publish.merge_directorates(store, organisation, name, into, by, tell),
        SENTENCES,
    )


def unmerge(organisation: str, name: str) -> None:
    """Begin to let a directorate stand by its own name again."""
    by, done = officer(), f"“{name}” of {organisation} stands by its own name again."
    draft.begin(
        "unmerged",
        done,
        lambda tell: publish.unmerge_directorates(store, organisation, name, by, tell),
        SENTENCES,
    )


states.head("History", "What was published, by whom and when, and how to take it back.")
if history.under_way(draft, ("undone", "purged", "merged", "unmerged")):
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
    history.heading("Take back", "Undo an upload, or erase it for good.")
    upload.name_field()
    one = history.choose(uploads)
    if one:
        history.details(one)
        if history.ask_undo(one):
            take_back(one)
        history.erase(one, officer(), lambda: purge(one.upload_id))
if not queries.is_empty():
    with st.container(border=True, key="merges"):
        history.heading("Directorates", "Names change over the years. Say here which two are one.")
        history.choose_merge(queries.run("quality/directorates"), officer(), merge)
        merges = ledger.directorate_merges(store)
        if merges:
            history.in_force(merges, officer(), unmerge)
events = history.events_table(ledger.events(store))
history.listed(
    "Everything done", "Who did what, and when; nothing is ever removed.", events, "events"
)
