"""Suppliers: who is paid, how sure that is, and one supplier down to each line of its files."""

from functools import partial

import streamlit as st

from components import card, definitions, filters, sentences, states, suppliers, theme, tiles
from components import supplier_view as view
from components.card import Card
from queries import describe, run

chosen = filters.current()
key = st.query_params.get(suppliers.SUPPLIER)
scope = definitions.scope(chosen)


def every_supplier() -> None:
    """Those paid in this view, ranked, searched and sorted; then how many there are each year."""
    filters.head("Suppliers", "Who is paid, how much, and where they are.", chosen)
    params = chosen.spend_params()
    top = run("suppliers/ranked", **params, **suppliers.LARGEST.params(1))
    if top.empty:
        states.empty(*sentences.nothing_in_view(run("spend/scope", **params), chosen))
        return
    sources = run("spend/sources", **params)
    figure = partial(Card, sources=sources, notes=(chosen.borrowed_sentence(),))
    ask, places = partial(run, "suppliers/ranked", **params), definitions.places(chosen)
    ranked = partial(figure, questions=(describe("suppliers/ranked"),))
    suppliers.show_ranked(ranked, ask, top, run("spend/coverage", **params), chosen, places)
    whenever = chosen.spend_params(dates=False)
    years = run("suppliers/numbers_by_year", **whenever)
    sources = run("spend/sources", **whenever)
    figure = partial(figure, sources=sources, questions=(describe("suppliers/numbers_by_year"),))
    card.show(suppliers.numbers(figure, years, scope, theme.chosen()))
    sme, vcse = (suppliers.kind(figure, years, scope, flag) for flag in ("sme", "vcse"))
    card.show(sme)
    card.show(vcse)


def one_supplier() -> None:
    """Who it is and why we think so, its money, its contracts, and each of its payments."""
    of_it = {"supplier_key": key}
    asked = {"strategy": chosen.strategy, **of_it}
    found = run("suppliers/one", **asked)
    states.head(view.name(found), view.QUESTION, filtered=True)
    view.back(suppliers.asked().address(chosen))
    if found.empty:
        states.empty(*suppliers.nobody(key))
        return
    one = found.iloc[0]
    states.notice(view.doubts(run("suppliers/doubts", **of_it)))
    tiles.show(view.tiles(one, chosen.strategy_name))

    def figure(question: str, **parts: object) -> Card:
        parts.setdefault("coverage", view.rests_on(one, chosen.strategy_name))
        sources = run("suppliers/sources", **of_it)
        return Card(sources=sources, questions=(describe(question),), **parts)

    card.show(
        view.known(partial(figure, "suppliers/claims"), one, run("suppliers/claims", **of_it))
    )
    if one["lines"]:
        paid_by = partial(figure, "suppliers/paid_by")
        ask = partial(run, "suppliers/paid_by", **asked)
        by_year = view.by_year(paid_by, ask(split_by="year"), scope)
        by_kind = view.by_category(paid_by, ask(split_by="category"), scope)
        card.beside([by_year], [by_kind], widths=(1, 1))
    contracts = run("suppliers/contracts", **of_it)
    if len(contracts):
        card.show(view.contracts(partial(figure, "suppliers/contracts"), contracts))
    if one["lines"]:
        ask = partial(run, "suppliers/payments", **of_it)
        view.show_payments(partial(figure, "suppliers/payments"), one, ask)


if key:
    one_supplier()
else:
    every_supplier()
