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
from queries import describe, run

store = default_store()
draft = upload.draft()


def begin(said: str, job: Callable[..., object], about: object) -> None:
    """Begin to change the store in the background; `said` is told when it is changed."""
    draft.begin("changed", said, partial(job, store, about, upload.officer()), Refused)


def decide(pair: twins.Pair, is_same: bool) -> None:
    """Record what an officer says of two suppliers."""
    word = pair.decided(is_same, upload.officer())
    begin(worklist.decision_said(pair, is_same), publish.decide_suppliers, [word])


def take_back(number: int) -> None:
    """Let the files decide again."""
    begin("The files decide again on these two.", publish.undecide_suppliers, number)


def of(question: str) -> Callable[..., Card]:
    """A card that rests on all spend received and answers this question."""
    about = (describe(question),)
    return partial(Card, coverage=quality.rests_on(gaps), sources=uploads, questions=about)


def twins_and_decisions() -> None:
    """Suppliers that may be one, to be told apart or joined, and what was decided before."""
    states.heading("Suppliers that may be one", "Alike in name or number: what speaks for it.")
    build = ledger.served_build(store)
    pairs = draft.answer("twins", build, lambda tell: twins.suspected(store), Refused)
    if pairs is not None:
        worklist.choose_twins(pairs, upload.officer(), decide)
    worklist.decided(ledger.supplier_decisions(store), upload.officer(), take_back)


states.head(
    "Data quality",
    "What is missing, by how much money, and what to do about it.",
    filtered=not queries.is_empty(),
)
if queries.is_empty():
    states.empty(*quality.NOTHING)
    st.stop()
if history.under_way(draft):
    st.stop()
organisations = filters.current().organisations
params, whose = {"organisations": organisations}, quality.whose(organisations)
uploads = run("quality/uploads", **params)
if uploads.empty:
    states.empty(*quality.NOTHING)
    st.stop()

gaps = run("quality/missing", by_quarter=False, **params)
missing = run("quality/missing", by_quarter=True, **params)
published = ledger.uploads(store)
card.show(quality.of_gaps(of("quality/missing"), gaps, uploads, published, whose))
card.show(quality.of_places(of("quality/places"), run("quality/places", **params), whose))
lacking = worklist.choose_lacking()
found = run("quality/to_look_up", lacking=lacking, first=200, **params)
card.show(worklist.to_look_up(of("quality/to_look_up"), found, lacking, whose))
if lacking == "place":
    worklist.type_postcodes(found, sorted(set(uploads["organisation"])))
with st.container(border=True, key="twins"):
    twins_and_decisions()
card.show(quality.of_quarters(of("quality/missing"), missing, whose))
card.show(quality.of_uploads(of("quality/uploads"), uploads, published, whose))
