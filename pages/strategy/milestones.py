"""Milestones and maturity: what the strategy promised, how far it is, and who says so."""

from datetime import date
from functools import partial

import streamlit as st

from components import (
    card,
    filters,
    maturity,
    milestones,
    recorded,
    reviews,
    states,
    theme,
)
from components.card import Card
from components.recorded import Record, Said
from components.upload import officer
from data import progress
from data.refused import Refused
from data.store import default_store
from queries import describe, run

store, today = default_store(), date.today()
chosen = filters.current()
filters.head_of_strategy(
    "Milestones and maturity",
    "What the strategy set out to do, how far each part is, and how that is known.",
    chosen,
)
params, colours = {"strategy": chosen.strategy}, theme.chosen()
plan = run("strategy/plan", **params).iloc[0]
of_document = partial(Card, sources=None, document=plan["document"])


def keep(kind: str, item: str, said: Said) -> None:
    """Record what an officer said, and show it."""
    try:
        progress.record(
            store, chosen.strategy, kind, item, said.stands, said.as_of,
            note=said.note, evidence=said.evidence, by=said.by,
        )  # fmt: skip
    except Refused as why:
        states.refused(str(why))
    else:
        st.rerun()


def take_back(number: int) -> None:
    """Take a record back, or say why it cannot be: somebody else may have done it."""
    try:
        progress.withdraw(store, number, officer())
    except Refused as why:
        states.refused(str(why))


def one(
    kind: str, called: str, item: str, records: list[Record], choices: list[str], **more: object
) -> None:
    """What was recorded of one action or behaviour, and the way to add to it or take it back."""
    mine = [record for record in records if record.item == item]
    if mine or more:
        st.html(recorded.table(mine, called, **more).html())
    said = recorded.form(item, called, choices, len(mine), today)
    recorded.take_back(mine, officer(), take_back)
    if said:
        keep(kind, item, said)


def actions() -> None:
    """The actions on a time line and as a list, and one of them opened."""
    records = progress.records(store, chosen.strategy, progress.ACTION)
    told = milestones.with_status(run("strategy/milestones", **params), records)
    look = milestones.ask(told)
    with st.container(border=True, key="one-action"):
        item = recorded.choose(milestones.OPEN, milestones.ACTION, milestones.names(told))
        if item:
            st.html(milestones.details(told, item))
            one(progress.ACTION, "Status", item, records, list(progress.STATUSES))
    notes = milestones.notes(plan, told, records, today)
    figure = partial(of_document, questions=(describe("strategy/milestones"),), notes=notes)
    milestones.cards(figure, plan, told, look, chosen, colours)


def behaviours() -> None:
    """The behaviours on their levels, and one of them opened."""
    levels = run("strategy/levels", **params)["level"].tolist()
    records = progress.records(store, chosen.strategy, progress.BEHAVIOUR)
    themes = run("strategy/themes", **params)
    told = maturity.with_levels(run("strategy/maturity", **params), themes, levels, records)
    look = maturity.ask(told)
    with st.container(border=True, key="one-behaviour"):
        item = recorded.choose(maturity.OPEN, maturity.BEHAVIOUR, maturity.names(told))
        if item:
            st.html(maturity.details(told, item))
            printed = maturity.first_point(told, item, plan)
            one(progress.BEHAVIOUR, "Level", item, records, levels, printed=printed)
    figure = partial(of_document, questions=(describe("strategy/maturity"),))
    maturity.cards(figure, plan, told, levels, records, look, chosen, colours)


def contract_reviews() -> None:
    """Contracts that the strategy wants looked at before they end."""
    day = reviews.ask_day(today)
    view = {**chosen.contract_params(), "as_of": day}
    summary, found = run("strategy/reviews_summary", **view), run("strategy/reviews_due", **view)
    figure = partial(
        Card,
        sources=run("social_value/sources", organisations=view["organisations"]),
        questions=(describe("strategy/reviews_due"), describe("strategy/reviews_summary")),
        notes=(chosen.borrowed_sentence(),),
    )
    card.show(reviews.due(figure, summary.iloc[0], found, day, chosen.organisation))


if plan["milestones"]:
    actions()
if plan["has_review"]:
    contract_reviews()
if plan["behaviours"]:
    behaviours()
for there, nothing in ((plan["milestones"], milestones), (plan["behaviours"], maturity)):
    if not there:
        states.empty(*nothing.nothing(plan))
