"""Scorecard: each measure of the strategy, its target, how it moves, and what is done about it."""

from functools import partial

import streamlit as st

from components import as_reported, card, filters, officer_forms, scorecard, states, tiles, upload
from components import measure_view as view
from components import scorecard_board as board
from components import scorecard_words as said
from components.card import Card
from data import reported
from data.refused import Refused
from data.store import default_store
from queries import build_label, describe, run
from queries import scorecard as asked

chosen, store = filters.current(), default_store()
whose, strategy = said.whose(chosen), {"strategy": chosen.strategy}
about = (chosen.strategy, chosen.organisation)
reads = (chosen.strategy, whose.reads_as, chosen.period)
drawn = build_label()
readings = run("strategy/readings", organisation=whose.organisation, **strategy)
every = scorecard.lines(
    run("strategy/measures", **strategy),
    said.printed(run("strategy/points", organisation=whose.organisation, **strategy), chosen),
    asked.figures(chosen.strategy, whose.organisations),
    readings,
    chosen.headline_tier,
    chosen.date_to,
)
texts = reported.written(store, *about)
sources = said.sources(
    run("spend/sources", organisations=whose.organisations, **strategy),
    run("social_value/sources", organisations=whose.organisations),
    readings,
)
figure = partial(Card, sources=sources, notes=said.notes(chosen, every), definition=said.HOW)


def write(line: scorecard.Line, typed: list[tuple[str, str]], who: str) -> None:
    """Record what an officer wrote of a measure."""
    of = (*about, line.id, line.actual.period if line.actual else "")
    reported.write(store, [reported.Written(*of, *one, who) for one in typed])


def freeze(note: str, who: str) -> None:
    """Keep the scorecard as it stands."""
    parts = (*about, chosen.period, note, who)
    reported.freeze(store, reported.Frozen(*parts, as_reported.figures_of(every), drawn))


def one(line: scorecard.Line) -> None:
    """A measure opened: its figures, its definition, what is written of it."""
    states.head(line.name, view.QUESTION, filtered=True)
    view.links(line, chosen, said.address(chosen))
    questions = () if line.is_read_in else (describe(line.measure["query"]),)
    made = partial(figure, coverage=board.rests_on(line), questions=questions)
    card.show(view.figures(made, line))
    card.show(view.definition(made, line))
    with st.container(border=True, key="measure-texts"):
        view.texts([text for text in texts if text.measure == line.id])
        who = upload.name_field()
        officer_forms.write(line, about, who, partial(write, line), Refused)
        if line.is_read_in and whose.can_type:
            officer_forms.type_readings([line], *reads, who)


def whole() -> None:
    """The sentence, the exceptions, every measure; what was reported before; what officers add."""
    filters.head(*said.HEAD, chosen, spend=False, over=said.until(chosen))
    tiles.show(said.tiles(every))
    made = partial(figure, questions=asked.questions(chosen.strategy))
    card.show(said.exceptions(made, every, texts, chosen))
    card.show(said.every_measure(made, every, texts, chosen, *said.choose_order()))
    with st.container(border=True, key="officers"):
        said.heading(*said.AS_REPORTED)
        kept = as_reported.choose(reported.frozen(store, *about))
        who = upload.name_field()
        officer_forms.freeze(who, freeze, Refused)
        if whose.can_type and said.read_in(every):
            officer_forms.type_readings(said.read_in(every), *reads, who)
    if kept:
        since = as_reported.reasons(reported.done_since(store, kept), whose.organisations)
        card.show(said.kept(made, kept, every, since))


opened = next((line for line in every if line.id == st.query_params.get(view.MEASURE)), None)
if opened:
    one(opened)
else:
    whole()
