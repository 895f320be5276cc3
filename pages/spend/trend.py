"""Local spend against target: how the local share moves, and how sure we are of it."""

from functools import partial

import streamlit as st

from components import card, charts, definitions, filters, listings, sentences, states, theme, tiles
from components import trend as over_time
from components.card import Card
from queries import describe, run

chosen = filters.current()
filters.head(
    "Local spend against target",
    "How much stays local, period by period, against what the strategy set out to reach.",
    chosen,
    period=False,
)
by = filters.year_or_quarter()
params = chosen.spend_params(dates=False)
every = run("spend/local_share", by=by, **params)
shares = every.loc[every["period"].notna()]
if shares.empty:
    states.empty(*sentences.nothing_in_view(run("spend/scope", **params), chosen))
    st.stop()

colours = theme.chosen()
measured = {"strategy": chosen.strategy, "measure": "local_share"}
points, measure = run("strategy/points", **measured), run("strategy/measure", **measured)
tiers = run("spend/tier_by_period", by=by, **params)
pairs = sentences.one_row_each(run("spend/year_to_date", **params))
borrowed = chosen.borrowed_sentence()
figure = partial(
    Card,
    coverage=sentences.rests_on(run("spend/coverage", **params).iloc[0]),
    sources=run("spend/sources", **params),
    notes=(borrowed, sentences.months_missing(shares), sentences.no_date(every)),
)
tiles.show(sentences.trend_tiles(shares, points, measure))
against_target = figure(
    key="local-share",
    title=sentences.trend_title(shares),
    subtitle=f"Share of spend that stays in {chosen.headline_name}, by {by}, of known places. "
    f"{sentences.to_be_set(points, measure)}",
    figure=over_time.share_by_period(
        shares, points, chosen.headline_tier, chosen.council, by, colours
    ),
    alt=sentences.trend_alt(shares),
    table=listings.shares(every),
    definition=definitions.local_share(chosen),
    questions=(describe("spend/local_share"), describe("strategy/points")),
)
by_tier = figure(
    key="tiers-by-period",
    title=sentences.tiers_title(tiers),
    subtitle=f"Spend by tier, in pounds, by {by}",
    figure=over_time.tiers_by_period(tiers, colours),
    alt=sentences.tiers_title(tiers),
    table=listings.tier_periods(tiers),
    definition=definitions.split(chosen),
    questions=(describe("spend/tier_by_period"),),
    grows=True,
)
card.show(against_target)
if pairs.empty:
    card.show(by_tier)
    states.empty(*sentences.NO_SHARED_MONTHS)
    st.stop()
to_date = figure(
    key="year-to-date",
    title=sentences.year_to_date_title(pairs),
    subtitle=sentences.year_to_date_span(pairs),
    figure=charts.year_to_date(pairs, colours),
    alt=sentences.year_to_date_title(pairs),
    table=listings.year_to_date(pairs),
    coverage=sentences.year_to_date_rests_on(pairs),
    definition=definitions.year_to_date(chosen),
    questions=(describe("spend/year_to_date"),),
    notes=(borrowed,),
)
card.beside([by_tier], [to_date], widths=(1, 1))
