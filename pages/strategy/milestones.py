"""Milestones and maturity: what the strategy promised, how far it is, and who says so."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from components import card, filters, maturity, milestones, recorded, reviews, states, theme
from components.card import Card
from components.recorded import Book
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


def book(kind: str, called: str, choices: Sequence[str]) -> Book:
    """What officers recorded of this strategy's actions or behaviours, and how they go on."""
    records = progress.records(store, chosen.strategy, kind)
    record = partial(progress.record, store, chosen.strategy, kind)
    return Book(called, choices, records, record, partial(progress.withdraw, store), Refused)


def actions() -> None:
    """The actions on a time line and as a list, and one of them opened."""
    kept = book(progress.ACTION, "Status", progress.STATUSES)
    told = milestones.with_status(run("strategy/milestones", **params), kept.records)
    look = milestones.ask(told)
    names, details = milestones.names(told), partial(milestones.details, told)
    recorded.one_open(kept, milestones.OPEN, milestones.ACTION, names, details, today)
    notes = milestones.notes(plan, told, kept.records, today)
    figure = partial(of_document, questions=(describe("strategy/milestones"),), notes=notes)
    milestones.cards(figure, plan, told, look, chosen, colours)


def behaviours() -> None:
    """The behaviours on their levels, and one of them opened."""
    levels = run("strategy/levels", **params)["level"].tolist()
    kept = book(progress.BEHAVIOUR, "Level", levels)
    themes = run("strategy/themes", **params)
    told = maturity.with_levels(run("strategy/maturity", **params), themes, levels, kept.records)
    look = maturity.ask(told)
    names, details = maturity.names(told), partial(maturity.details, told)
    printed = partial(maturity.first_point, told, plan=plan)
    recorded.one_open(kept, maturity.OPEN, maturity.BEHAVIOUR, names, details, today, printed)
    figure = partial(of_document, questions=(describe("strategy/maturity"),))
    maturity.cards(figure, plan, told, levels, kept.records, look, chosen, colours)


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


parts = {"milestones": actions, "has_review": contract_reviews, "behaviours": behaviours}
for part, show in parts.items():
    if plan[part]:
        show()
for part, nothing in (("milestones", milestones.nothing), ("behaviours", maturity.nothing)):
    if not plan[part]:
        states.empty(*nothing(plan))
