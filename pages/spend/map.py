"""Where we spend: which places our money reaches, what of it counts, and one place to the row."""

from functools import partial

import streamlit as st

from components import (
    area_panel,
    area_view,
    card,
    charts,
    definitions,
    filters,
    listings,
    sentences,
    states,
    theme,
)
from components import map as areas_map
from components.card import Card, DrawnMap
from queries import build_label, describe, levels, one_build, outlines, reference_status, run

PAGE = ""
chosen = filters.current()
filters.head("Where we spend", "Which places and suppliers our money reaches.", chosen)
params = chosen.spend_params()
coverage = run("spend/coverage", **params).iloc[0]
scope = run("spend/scope", **params)
if coverage["lines"] == 0:
    states.empty(*sentences.nothing_in_view(scope, chosen))
    st.stop()

colours, counts = theme.chosen(), definitions.scope(chosen)
basis = sentences.amount_basis(run("spend/amount_basis", **params))
figure = partial(
    Card,
    coverage=f"{sentences.rests_on(coverage)} {basis}",
    sources=run("spend/sources", **params),
    notes=(chosen.borrowed_sentence(),),
)


drawn_of = build_label()


@st.fragment
def places() -> None:
    """The map and the area open in it: choosing there runs no more than this, unless something was
    published since the rest of the page was drawn."""
    if build_label() != drawn_of:
        st.rerun()
    with one_build():
        the_map()


def the_map() -> None:
    """The map as it is looked at, and under it the area that is open."""
    look = area_view.ask(levels())
    where = {**params, "level": look.level}
    areas = run("spend/by_area", **where)
    if look.shade.column == "change_share":
        areas = listings.with_change(areas, run("spend/change_by_area", **where))
    alt = sentences.areas_alt(areas, area_view.ONE[look.level], area_view.MANY[look.level])
    scene = areas_map.scene(
        areas,
        outlines(look.level),
        outlines("district"),
        run("strategy/tiers", strategy=chosen.strategy),
        chosen.organisations or (),
        colours,
        look.shade,
        label=alt,
        credit=sentences.reference_credit(reference_status()),
        suppliers=run("spend/points", first=500, **params),
        circles=look.circles,
    )
    card.show(
        figure(
            key="spend-map",
            title=sentences.map_title(areas, coverage, chosen.headline_name, look.shade),
            subtitle=f"{look.shade.measured} by {area_view.ONE[look.level]}, {chosen.span()}",
            figure=DrawnMap(scene, PAGE, look.area, area_view.choose),
            alt=alt,
            table=listings.areas(areas, coverage, look.shade),
            definition=definitions.places(chosen),
            questions=(describe("spend/by_area"), describe("spend/coverage")),
        )
    )
    if look.area:
        row = area_view.opened(areas, look)
        area_view.head(row, look)
        if row is not None:
            area_panel.show(figure, run, describe, chosen, look, row, counts, colours)


places()
tiers = run("spend/by_tier", **params)
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
    definition=counts,
    questions=(describe("spend/scope"),),
)
card.beside([by_tier], [counted], widths=(1, 1))
