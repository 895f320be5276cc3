"""Local spend against target: how the local share moves, and how sure we are of it."""

from datetime import date
from functools import partial

import streamlit as st

from components import card, filters, sentences, states, theme, tiles
from components import dated_notes as on_chart
from components import trend_cards as cards
from components import trend_words as said
from components.card import Card
from components.scorecard_words import printed
from data import dated_notes
from data.refused import Refused
from data.store import default_store
from queries import describe, run

chosen, store = filters.current(), default_store()
filters.head(*cards.HEAD, chosen, period=False)
by = filters.year_or_quarter()
params = chosen.spend_params(dates=False)
every = run("spend/local_share", by=by, **params)
shares = every.loc[every["period"].notna()]
if shares.empty:
    states.empty(*sentences.nothing_in_view(run("spend/scope", **params), chosen))
    st.stop()

measured = {"strategy": chosen.strategy, "measure": "local_share"}
measure, of_whole = run("strategy/measure", **measured), run("strategy/points", **measured)
own = run("strategy/points", organisation=chosen.only(), **measured)
points = cards.of_headline(printed(own, chosen), chosen)
pairs = said.one_row_each(run("spend/year_to_date", **params))
paces = run("spend/pace_needed", **measured | params).to_dict("records")
pace = paces[0] if paces else None
figure = partial(
    Card,
    coverage=sentences.rests_on(run("spend/coverage", **params).iloc[0], " over all years"),
    sources=run("spend/sources", **params),
)
said_of_all = (chosen.borrowed_sentence(), sentences.of_the_whole(of_whole, chosen))
view = cards.View(chosen, by, theme.chosen(), figure, *said_of_all)
notes = dated_notes.notes(store, chosen.noted_about())


def note(day: date, text: str, who: str) -> None:
    """Keep a note about what is looked at."""
    dated_notes.write(store, chosen.organisation, day, text, who)


tiles.show(said.trend_tiles(shares, points, measure, pace))
asked = tuple(map(describe, ("spend/local_share", "strategy/points", "spend/pace_needed")))
marks = on_chart.marks(notes, chosen.organisation)
to_go = said.pace_needed(pace)
card.show(cards.against_target(view, every, points, measure, marks, to_go, asked))
withdraw = partial(dated_notes.withdraw, store)
on_chart.desk(notes, chosen.organisation, note, withdraw, (Refused,))
as_shares = cards.choose_tiers()
tiers = run("spend/tier_by_period", by=by, **params)
split = cards.by_tier(view, tiers, (describe("spend/tier_by_period"),), as_shares=as_shares)
if pairs.empty:
    card.show(split)
    states.empty(*said.NO_SHARED_MONTHS)
else:
    to_date = cards.to_date(view, pairs, (describe("spend/year_to_date"),))
    card.beside([split], [to_date], widths=(1, 1))
for part_of in cards.PARTS:
    parts = run("spend/local_share_by_part", part_of=part_of, **params)
    for made in cards.by_part(
        view, part_of, parts, points, (describe("spend/local_share_by_part"),)
    ):
        card.show(made)
