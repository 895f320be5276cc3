"""Data quality: what is missing over time, by how much money, and what to do about it."""

from collections.abc import Callable
from functools import partial

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


def begin(said: str, job: Callable[..., object], about: object) -> None:
    """Begin to change the store in the background; `said` is told when it is changed."""
    draft.begin("changed", said, partial(job, store, about, upload.officer()), SENTENCES)


def decide(pair: twins.Pair, is_same: bool) -> None:
    """Record what an officer says of two suppliers."""
    word = pair.decided(is_same, upload.officer())
    begin(worklist.decision_said(pair, is_same), publish.decide_suppliers, [word])


def take_back(number: int) -> None:
    """Let the files decide again."""
    begin("The files decide again on these two.", publish.undecide_suppliers, number)


states.head(
    "Data quality",
    "What is missing, by how much money, and what to do about it.",
    filtered=not queries.is_empty(),
)
if queries.is_empty():
    states.empty(*quality.NOTHING)
    st.stop()

if history.under_way(draft, "changed"):
    st.stop()
organisations = filters.current().organisations
params = {"organisations": organisations}
uploads = run("quality/uploads", **params)
if uploads.empty:
    states.empty(*quality.NOTHING)
    st.stop()

gaps = run("quality/missing", by_quarter=False, **params)
missing = run("quality/missing", by_quarter=True, **params)
published = ledger.uploads(store)
whose = quality.whose(organisations)
figure = partial(Card, coverage=quality.rests_on(gaps), sources=uploads)
of_gaps = partial(card.of_table, figure, definition=quality.DEFINITION)
card.show(
    of_gaps(
        quality.what_to_do(gaps, uploads, published),
        key="quality-gaps",
        title=quality.title(gaps),
        subtitle=f"What is missing from the spend of {whose}, in pounds, all dates",
        questions=(describe("quality/missing"),),
    )
)
places = run("quality/places", **params)
card.show(
    card.of_table(
        figure,
        quality.places_known(places),
        key="quality-places",
        title=quality.places_title(places),
        subtitle=f"How the places of suppliers are known, in pounds, {whose}",
        definition=quality.PLACES,
        questions=(describe("quality/places"),),
    )
)
lacking = worklist.choose_lacking()
found = run("quality/to_look_up", lacking=lacking, first=200, **params)
card.show(
    card.of_table(
        figure,
        worklist.table(found, lacking),
        key="quality-worklist",
        title=worklist.title(found, lacking),
        subtitle=f"Suppliers of whom something is not known, in pounds, {whose}",
        definition=worklist.DEFINITION,
        questions=(describe("quality/to_look_up"),),
    )
)
if lacking == "place":
    worklist.type_postcodes(found, sorted(set(uploads["organisation"])))
with st.container(border=True, key="twins"):
    states.heading("Suppliers that may be one", "Alike in name or number: what speaks for it.")
    pairs = draft.answer(
        "twins", ledger.served_build(store), lambda tell: twins.suspected(store), SENTENCES
    )
    if pairs is not None:
        worklist.choose_twins(pairs, upload.officer(), decide)
    worklist.decided(ledger.supplier_decisions(store), upload.officer(), take_back)
card.show(
    of_gaps(
        quality.by_quarter(missing),
        key="quality-quarters",
        title=quality.quarters_title(missing),
        subtitle=f"Share of each quarter's spend that lacks something, {whose}",
        questions=(describe("quality/missing"),),
    )
)
card.show(
    of_gaps(
        quality.by_upload(uploads, published),
        key="quality-uploads",
        title=quality.uploads_title(uploads, published),
        subtitle=f"What each upload lacks, in pounds, {whose}",
        questions=(describe("quality/uploads"),),
    )
)
