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
    listing = suppliers.ask()
    ask = partial(run, "suppliers/ranked", **params)
    figure = partial(
        Card, sources=run("spend/sources", **params), notes=(chosen.borrowed_sentence(),)
    )
    with suppliers.above(ask(**listing.params(1))) as page:
        found = ask(**listing.params(page))
        if found.empty:
            states.empty(*suppliers.nothing_found(listing))
        else:
            ranked = partial(
                figure,
                questions=(describe("suppliers/ranked"),),
                coverage=suppliers.named(top, run("spend/coverage", **params).iloc[0]),
            )
            title = suppliers.ranked_title(top, found, listing)
            whole = partial(ask, **listing.every())
            places = definitions.places(chosen)
            card.show(suppliers.ranked(ranked, found, whole, chosen, listing, title, places))
    whenever = chosen.spend_params(dates=False)
    years = run("suppliers/numbers_by_year", **whenever)
    figure = partial(
        figure,
        sources=run("spend/sources", **whenever),
        questions=(describe("suppliers/numbers_by_year"),),
    )
    card.show(suppliers.numbers(figure, years, scope, theme.chosen()))
    sme, vcse = (suppliers.kind(figure, years, scope, flag) for flag in ("sme", "vcse"))
    card.beside([sme], [vcse], widths=(1, 1))


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

    claims = run("suppliers/claims", **of_it)
    card.show(view.known(partial(figure, "suppliers/claims"), one, claims))
    if one["lines"]:
        years, categories = (run(f"suppliers/by_{by}", **asked) for by in ("year", "category"))
        by_year = view.by_year(partial(figure, "suppliers/by_year"), years, scope)
        by_category = view.by_category(partial(figure, "suppliers/by_category"), categories, scope)
        card.beside([by_year], [by_category], widths=(1, 1))
    contracts = run("suppliers/contracts", **of_it)
    if len(contracts):
        card.show(view.contracts(partial(figure, "suppliers/contracts"), contracts))
    if one["lines"]:
        ask = partial(run, "suppliers/payments", **of_it)
        with suppliers.above(ask(page=1, page_size=suppliers.PAGE_SIZE), key="lines") as page:
            lines = ask(page=page, page_size=suppliers.PAGE_SIZE)
            whole = partial(ask, page=1, page_size=suppliers.EVERY_ROW)
            card.show(view.payments(partial(figure, "suppliers/payments"), one, lines, whole))


if key:
    one_supplier()
else:
    every_supplier()
