"""What counts as local: the same spend under every definition, and under one of one's own."""

from functools import partial

import streamlit as st

from components import card, definitions, filters, sentences, states, theme
from components import definition_view as view
from components.card import Card
from queries import bordering_counties, describe, outlines, postcode_areas, run, strategy_file

chosen = filters.current()
filters.head("What counts as local", "How much the answer hangs on who is called local.", chosen)
params, whenever = chosen.spend_params(), chosen.spend_params(dates=False)
coverage = run("spend/coverage", **params).iloc[0]
if coverage["lines"] == 0:
    states.empty(*sentences.nothing_in_view(run("spend/scope", **params), chosen))
    st.stop()

colours, scope = theme.chosen(), definitions.scope(chosen)
districts = outlines("district").frame
whose = chosen.organisations or tuple(
    run("filters/organisations", strategy=chosen.strategy)["organisation"]
)
figure = partial(
    Card,
    coverage=sentences.rests_on(coverage),
    sources=run("spend/sources", **params),
    notes=(chosen.borrowed_sentence(),),
)
room = st.container()
with st.container(border=True, key="own-definition-choice"):
    states.heading("A definition of your own", "Pick any of these; they add up.")
    own = view.ask(districts, postcode_areas(), partial(run, "definitions/centre"))
ready = view.ready(whose, districts, bordering_counties, own)
everyone = run("definitions/of_strategies", **params)
in_all = [run("definitions/by_year", **params, **one.params()).iloc[0] for one in ready.values()]
with room:
    asked = tuple(describe(f"definitions/{name}") for name in ("of_strategies", "by_year"))
    found = view.rows(everyone, list(ready.values()), in_all)
    card.show(view.side_by_side(partial(figure, questions=asked), found, chosen.span(), colours))
if view.YOURS in ready:
    years = run("definitions/by_year", **whenever, **own.params())
    by_year = partial(
        figure,
        questions=asked[1:],
        sources=run("spend/sources", **whenever),
        coverage=sentences.rests_on(run("spend/coverage", **whenever).iloc[0]),
    )
    card.show(view.own_by_year(by_year, years, own, scope, colours))
    made = partial(strategy_file, like=chosen.strategy, organisations=whose)
    view.offer_file(own, chosen.organisation, years, made)
others = view.others(ready, everyone, chosen.strategy)
other = view.choose_other(others)
if other:
    against = ready[other].params() if other in ready else {"other": other}
    moved = run("definitions/moves", **params, **against)
    asked = partial(figure, questions=(describe("definitions/moves"),))
    card.show(view.moves(asked, moved, others[other], chosen))
