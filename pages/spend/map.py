"""Where we spend: which places our money reaches, and what of it counts."""

from functools import partial

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
basis = sentences.amount_basis(run("spend/amount_basis", **params))
figure = partial(
    Card,
    coverage=f"{sentences.rests_on(coverage)} {basis}",
    sources=run("spend/sources", **params),
    notes=(chosen.borrowed_sentence(),),
)
by_area = figure(
    key="spend-map",
    title=sentences.stays_title(coverage, chosen.headline_name),
    subtitle=f"Spend by district authority, {chosen.span()}",
    figure=spend_map.draw(
        areas,
        outlines(),
        run("strategy/tiers", strategy=chosen.strategy),
        chosen.organisations or (),
        colours,
        alt=sentences.areas_alt(areas),
        credit=sentences.reference_credit(reference_status()),
    ),
    alt=sentences.areas_alt(areas),
    table=listings.areas(areas, coverage),
    definition=definitions.local_share(chosen),
    questions=(describe("spend/by_area"), describe("spend/coverage")),
)
by_tier = figure(
    key="spend-tiers",
    title=sentences.split_title(tiers),
    subtitle=f"Spend by tier, share of spend with a known place, {chosen.span()}",
    figure=charts.tier_split(tiers, colours),
    alt=sentences.tiers_alt(tiers),
    table=listings.tiers(tiers, coverage),
    definition=definitions.split(chosen),
    questions=(describe("spend/by_tier"),),
)
counted = card.of_table(
    partial(figure, coverage=sentences.scope_rests_on(scope)),
    listings.scope(scope),
    key="spend-scope",
    title=sentences.scope_title(scope),
    subtitle=f"Everything received, in pounds, {chosen.span()}",
    definition=definitions.scope(chosen),
    questions=(describe("spend/scope"),),
)
places = card.of_table(
    figure,
    listings.areas(areas, coverage),
    key="spend-areas",
    title=sentences.areas_title(areas),
    subtitle=f"Areas by spend in pounds, {chosen.span()}",
    definition=definitions.places(chosen),
    questions=(describe("spend/by_area"),),
)
card.beside([by_area], [by_tier, counted], widths=(3, 2))
card.show(places)
