"""Secured against contract value: what contracts commit to, for what they cost."""

import streamlit as st

from components import (
    card,
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
    states.empty(*sentences.NO_CONTRACTS)
    st.stop()

colours = theme.chosen()
summary = run("social_value/summary", **params).iloc[0]
years = run("social_value/secured_by_year", **params)
missing = run("social_value/contracts", recorded=False, counted=True, **params)
points = run("strategy/points", strategy=chosen.strategy, measure="social_value_secured")
measure = run("strategy/measure", strategy=chosen.strategy, measure="social_value_secured")
shared = {
    "coverage": sentences.secured_rests_on(summary),
    "definition": definitions.secured(chosen),
    "sources": run("social_value/sources", organisations=params["organisations"]),
    "notes": (chosen.borrowed_sentence(), sentences.to_be_set(points, measure)),
}
tiles.show(sentences.secured_tiles(summary, points, measure))
left, right = st.columns([3, 2])
with left:
    card.show(
        Card(
            key="secured-contracts",
            title=sentences.secured_title(summary),
            subtitle=f"Each contract's committed social value against its value, in pounds, "
            f"{chosen.contracts_counted}",
            figure=secured.scatter(contracts, sentences.latest_target(points), colours),
            alt=sentences.secured_rests_on(summary),
            table=listings.contracts(contracts, "Every contract known"),
            grows=True,
            questions=(describe("social_value/contracts"), describe("social_value/summary")),
            **shared,
        )
    )
with right:
    card.show(
        Card(
            key="secured-years",
            title=sentences.secured_years_title(years),
            subtitle="Committed social value as a share of contract value, by award year",
            figure=secured.by_year(years, points, colours),
            alt=sentences.secured_years_alt(years),
            table=listings.award_years(years, summary),
            questions=(describe("social_value/secured_by_year"),),
            **shared,
        )
    )
    not_counted = listings.not_counted(run("social_value/not_counted", **params), summary)
    card.show(
        Card(
            key="not-counted",
            title=sentences.not_counted_title(summary),
            subtitle="Contracts counted and not, adding up to all that is committed, in pounds",
            figure=not_counted,
            alt=sentences.not_counted_title(summary),
            table=not_counted,
            questions=(describe("social_value/not_counted"),),
            **shared,
        )
    )
nothing = listings.nothing_recorded(missing, summary)
card.show(
    Card(
        key="nothing-recorded",
        title=sentences.nothing_title(missing),
        subtitle=f"Contracts with no social value recorded, {chosen.contracts_counted}, in pounds",
        figure=nothing,
        alt=sentences.nothing_title(missing),
        table=nothing,
        questions=(describe("social_value/contracts"),),
        **shared,
    )
)
