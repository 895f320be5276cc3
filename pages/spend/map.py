"""Where we spend: which places our money reaches, and what of it counts."""

import streamlit as st

from components import card, charts, definitions, filters, listings, sentences, states, theme
from components import map as spend_map
from components.card import Card
from queries import describe, outlines, reference_status, run

chosen = filters.current()
filters.head("Where we spend", "Which places and suppliers our money reaches.", chosen)
params = chosen.spend_params()
coverage = run("spend/coverage", **params).iloc[0]
scope = run("spend/scope", **params)
if coverage["lines"] == 0:
    states.empty(*sentences.nothing_in_view(scope, chosen))
    st.stop()

colours = theme.chosen()
areas = run("spend/by_area", **params)
tiers = run("spend/by_tier", **params)
rests_on = sentences.rests_on(coverage)
basis = sentences.amount_basis(run("spend/amount_basis", **params))
shared = {
    "coverage": rests_on,
    "sources": run("spend/sources", **params),
    "notes": (chosen.borrowed_sentence(), basis),
}
area_table = listings.areas(areas, coverage)
picture = spend_map.draw(
    areas,
    outlines(),
    run("strategy/tiers", strategy=chosen.strategy),
    chosen.organisations or (),
    colours,
    alt=sentences.areas_alt(areas),
    credit=sentences.reference_credit(reference_status()),
)
left, right = st.columns([3, 2])
with left:
    card.show(
        Card(
            key="spend-map",
            title=sentences.stays_title(coverage, chosen.headline_name),
            subtitle=f"Spend by district authority, {chosen.span()}",
            figure=picture,
            alt=sentences.areas_alt(areas),
            table=area_table,
            definition=definitions.local_share(chosen),
            questions=(describe("spend/by_area"), describe("spend/coverage")),
            **shared,
        )
    )
with right:
    card.show(
        Card(
            key="spend-tiers",
            title=sentences.split_title(tiers),
            subtitle=f"Spend by tier, share of spend with a known place, {chosen.span()}",
            figure=charts.tier_split(tiers, colours),
            alt=sentences.tiers_alt(tiers),
            table=listings.tiers(tiers, coverage),
            definition=definitions.split(chosen),
            questions=(describe("spend/by_tier"),),
            **shared,
        )
    )
    scope_table = listings.scope(scope)
    card.show(
        Card(
            key="spend-scope",
            title=sentences.scope_title(scope),
            subtitle=f"Everything received, in pounds, {chosen.span()}",
            figure=scope_table,
            alt=sentences.scope_title(scope),
            table=scope_table,
            definition=definitions.scope(chosen),
            questions=(describe("spend/scope"),),
            **shared,
        )
    )
card.show(
    Card(
        key="spend-areas",
        title=sentences.areas_title(areas),
        subtitle=f"Areas by spend in pounds, {chosen.span()}",
        figure=area_table,
        alt=sentences.areas_alt(areas),
        table=area_table,
        definition=definitions.places(chosen),
        questions=(describe("spend/by_area"),),
        **shared,
    )
)
