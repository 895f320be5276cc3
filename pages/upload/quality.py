"""Data quality: what is missing over time, by how much money, and what to do about it."""

import streamlit as st

import queries
from components import card, filters, history, quality, states, upload, worklist
from components.card import Card
from data import ledger, publish, twins
from data.refused import Refused
from data.store import default_store
from data.strategy import StrategyFaults
from queries import describe, run

SENTENCES = (Refused, StrategyFaults)
store = default_store()
draft = upload.draft()


def decide(pair: twins.Pair, is_same: bool) -> None:
    """Begin to record what an officer says of two suppliers."""
    by, word = upload.officer(), pair.decided(is_same, upload.officer())
    draft.begin(
        "decided",
        worklist.decision_said(pair, is_same),
        lambda tell: publish.decide_suppliers(store, [word], by, tell),
        SENTENCES,
    )


def take_back(number: int) -> None:
    """Begin to let the files decide again."""
    by, said = upload.officer(), "The files decide again on these two."
    draft.begin(
        "undecided",
        said,
        lambda tell: publish.undecide_suppliers(store, number, by, tell),
        SENTENCES,
    )


states.head(
    "Data quality",
    "What is missing, by how much money, and what to do about it.",
    filtered=not queries.is_empty(),
)
if queries.is_empty():
    states.empty(*quality.NOTHING)
    st.stop()

if history.under_way(draft, ("decided", "undecided")):
    st.stop()
organisations = filters.current().organisations
params = {"organisations": organisations}
uploads = run("quality/uploads", **params)
if uploads.empty:
    states.empty(*quality.NOTHING)
    st.stop()

gaps = run("quality/missing_in_all", **params)
missing = run("quality/missing", **params)
published = ledger.uploads(store)
whose = quality.whose(organisations)
shared = {
    "coverage": quality.rests_on(gaps),
    "definition": quality.DEFINITION,
    "sources": uploads,
}
to_do = quality.what_to_do(gaps, uploads, published)
card.show(
    Card(
        key="quality-gaps",
        title=quality.title(gaps),
        subtitle=f"What is missing from the spend of {whose}, in pounds, all dates",
        figure=to_do,
        alt=quality.title(gaps),
        table=to_do,
        questions=(describe("quality/missing_in_all"),),
        **shared,
    )
)
lacking = worklist.choose_lacking()
found = run("quality/to_look_up", lacking=lacking, first=200, **params)
next_ones = worklist.table(found, lacking)
card.show(
    Card(
        key="quality-worklist",
        title=worklist.title(found, lacking),
        subtitle=f"Suppliers of whom something is not known, in pounds, {whose}",
        figure=next_ones,
        alt=worklist.title(found, lacking),
        table=next_ones,
        questions=(describe("quality/to_look_up"),),
        **{**shared, "definition": worklist.DEFINITION},
    )
)
if lacking == "place":
    worklist.type_postcodes(found, sorted(set(uploads["organisation"])))
with st.container(border=True, key="twins"):
    history.heading("Suppliers that may be one", "Names alike, with what speaks for and against.")
    pairs = draft.answer(
        "twins", ledger.served_build(store), lambda tell: twins.suspected(store), SENTENCES
    )
    if pairs is not None:
        worklist.choose_twins(pairs, upload.officer(), decide)
    worklist.decided(ledger.supplier_decisions(store), upload.officer(), take_back)
quarters = quality.by_quarter(missing)
card.show(
    Card(
        key="quality-quarters",
        title=quality.quarters_title(missing),
        subtitle=f"Share of each quarter's spend that lacks something, {whose}",
        figure=quarters,
        alt=quality.quarters_title(missing),
        table=quarters,
        questions=(describe("quality/missing"),),
        **shared,
    )
)
files = quality.by_upload(uploads, published)
card.show(
    Card(
        key="quality-uploads",
        title=quality.uploads_title(uploads, published),
        subtitle=f"What each upload lacks, in pounds, {whose}",
        figure=files,
        alt=quality.uploads_title(uploads, published),
        table=files,
        questions=(describe("quality/uploads"),),
        **shared,
    )
)
