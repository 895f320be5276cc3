"""Where we spend: which places our money reaches, what of it counts, and one place to the row."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from components import area_panel, area_view, card, filters, listings, sentences, states, theme
from components import map as areas_map
from components import where_spent as cards
from components.card import Card
from queries import build_label, describe, levels, one_build, outlines, reference_status, run

chosen = filters.current()
filters.head("Where we spend", "Which places and suppliers our money reaches.", chosen)
params = chosen.spend_params()
coverage = run("spend/coverage", **params).iloc[0]
scope = run("spend/scope", **params)
if coverage["lines"] == 0:
    states.empty(*sentences.nothing_in_view(scope, chosen))
    st.stop()

colours, drawn_of = theme.chosen(), build_label()
figure = partial(
    Card,
    coverage=sentences.rests_on(coverage),
    sources=run("spend/sources", **params),
    notes=(sentences.amount_basis(run("spend/amount_basis", **params)), chosen.borrowed_sentence()),
)


def of(*questions: str) -> Callable[..., Card]:
    """A card that answers these questions."""
    return partial(figure, questions=tuple(describe(name) for name in questions))


@st.fragment
def places() -> None:
    """The map and the area open in it: choosing there runs no more than this, unless something was
    published since the rest of the page was drawn."""
    if build_label() != drawn_of:
        st.rerun()
    with one_build():
        map_and_area()


def map_and_area() -> None:
    """The map as it is looked at, and under it the area that is open."""
    look = area_view.ask(levels())
    where = {**params, "level": look.level}
    areas = run("spend/by_area", **where)
    if look.shade.column == "change_share":
        areas = listings.with_change(areas, run("spend/change_by_area", **where))
    scene = areas_map.scene(
        areas,
        outlines(look.level),
        outlines("district"),
        run("strategy/tiers", strategy=chosen.strategy),
        chosen.organisations or (),
        colours,
        look.shade,
        label=cards.described(areas, look),
        credit=sentences.reference_credit(reference_status()),
        suppliers=run("spend/points", first=500, **params),
        circles=look.circles,
    )
    made = of("spend/by_area", "spend/coverage")
    card.show(cards.the_map(made, chosen, look, areas, coverage, scene))
    area_panel.show(figure, run, describe, chosen, look, areas, colours)


places()
tiers = run("spend/by_tier", **params)
by_tier = cards.tiers(of("spend/by_tier"), chosen, tiers, coverage)
card.beside([by_tier], [cards.counted(of("spend/scope"), chosen, scope)], widths=(1, 1))
