"""Secured against contract value: what contracts commit to, for what they cost."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from components import (
    card,
    contract_sentences,
    definitions,
    filters,
    sentences,
    states,
    theme,
    tiles,
)
from components import secured_cards as cards
from components.card import Card
from components.scorecard_words import printed
from queries import describe, run

chosen = filters.current()
filters.head(*cards.HEAD, chosen, spend=False)
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


def of(*questions: str) -> Callable[..., Card]:
    """A card that answers these questions."""
    return partial(figure, questions=tuple(describe(name) for name in questions))


tiles.show(contract_sentences.tiles(summary, years, points, measure))
whole = of("social_value/contracts", "social_value/summary")
against_value = cards.against_value(whole, chosen, contracts, summary, points, colours)
by_year = cards.by_year(of("social_value/secured_by_year"), years, summary, points, colours)
left_out = run("social_value/not_counted", **params)
not_counted = cards.not_counted(of("social_value/not_counted"), left_out, summary)
card.beside([against_value], [by_year, not_counted], widths=(3, 2))
card.show(cards.nothing_recorded(of("social_value/contracts"), chosen, missing, summary))
