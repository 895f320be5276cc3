"""Secured against contract value: what contracts commit to, for what they cost."""

from functools import partial

import streamlit as st

from components import (
    card,
    contract_sentences,
    definitions,
    filters,
    listings,
    secured,
    sentences,
    states,
    theme,
    tiles,
)
from components.card import Card
from components.scorecard_words import printed
from queries import describe, run

chosen = filters.current()
filters.head(
    "Secured against contract value",
    "How much social value our contracts commit to, for what they cost.",
    chosen,
    spend=False,
)
params = chosen.contract_params()
contracts = run("social_value/contracts", **params)
if contracts.empty:
    states.empty(*contract_sentences.NO_CONTRACTS)
    st.stop()

colours = theme.chosen()
summary = run("social_value/summary", **params).iloc[0]
years = run("social_value/secured_by_year", **params)
missing = run("social_value/contracts", recorded=False, counted=True, **params)
measured = {"strategy": chosen.strategy, "measure": "social_value_secured"}
measure, of_whole = run("strategy/measure", **measured), run("strategy/points", **measured)
own = run("strategy/points", organisation=chosen.only(), **measured)
points = printed(own, chosen)
figure = partial(
    Card,
    coverage=contract_sentences.rests_on(summary),
    definition=definitions.secured(chosen),
    sources=run("social_value/sources", organisations=params["organisations"]),
    notes=(
        chosen.borrowed_sentence(),
        sentences.to_be_set(points, measure),
        sentences.of_the_whole(of_whole, chosen),
    ),
)
tiles.show(contract_sentences.tiles(summary, points, measure))
against_value = figure(
    key="secured-contracts",
    title=contract_sentences.secured_title(summary),
    subtitle=f"Committed social value against contract value, {chosen.contracts_counted}",
    figure=secured.scatter(contracts, contract_sentences.latest_target(points), colours),
    alt=contract_sentences.rests_on(summary),
    table=listings.contracts(contracts, "Every contract known"),
    questions=(describe("social_value/contracts"), describe("social_value/summary")),
    grows=True,
)
by_year = figure(
    key="secured-years",
    title=contract_sentences.years_title(years),
    subtitle="Committed social value as a share of contract value, by award year",
    figure=secured.by_year(years, points, colours),
    alt=contract_sentences.years_alt(years),
    table=listings.award_years(years, summary),
    questions=(describe("social_value/secured_by_year"),),
)
not_counted = card.of_table(
    figure,
    listings.not_counted(run("social_value/not_counted", **params), summary),
    key="not-counted",
    title=contract_sentences.not_counted_title(summary),
    subtitle="Contracts counted and not, adding up to all that is committed, in pounds",
    questions=(describe("social_value/not_counted"),),
)
nothing = card.of_table(
    figure,
    listings.nothing_recorded(missing, summary),
    key="nothing-recorded",
    title=contract_sentences.nothing_title(missing),
    subtitle=f"Contracts with no social value recorded, {chosen.contracts_counted}, in pounds",
    questions=(describe("social_value/contracts"),),
)
card.beside([against_value], [by_year, not_counted], widths=(3, 2))
card.show(nothing)
