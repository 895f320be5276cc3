"""Data quality: what is missing over time, by how much money, and what to do about it."""

import streamlit as st

import queries
from components import card, filters, quality, states
from components.card import Card
from data import ledger
from data.store import default_store
from queries import describe, run

states.head(
    "Data quality",
    "What is missing, by how much money, and what to do about it.",
    filtered=not queries.is_empty(),
)
if queries.is_empty():
    states.empty(*quality.NOTHING)
    st.stop()

organisations = filters.current().organisations
params = {"organisations": organisations}
uploads = run("quality/uploads", **params)
if uploads.empty:
    states.empty(*quality.NOTHING)
    st.stop()

gaps = run("quality/missing_in_all", **params)
missing = run("quality/missing", **params)
history = ledger.uploads(default_store())
whose = quality.whose(organisations)
shared = {
    "coverage": quality.rests_on(gaps),
    "definition": quality.DEFINITION,
    "sources": uploads,
}
to_do = quality.what_to_do(gaps, uploads, history)
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
files = quality.by_upload(uploads, history)
card.show(
    Card(
        key="quality-uploads",
        title=quality.uploads_title(uploads, history),
        subtitle=f"What each upload lacks, in pounds, {whose}",
        figure=files,
        alt=quality.uploads_title(uploads, history),
        table=files,
        questions=(describe("quality/uploads"),),
        **shared,
    )
)
