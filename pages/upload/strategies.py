"""Strategies: which are in force, and how a council brings its own as one file."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from components import history, states, upload
from components import strategy_files as files
from components.upload import STRATEGY, officer
from data import bring, ledger, strategy_draft
from data.refused import Refused
from data.store import default_store
from data.strategy import Strategy, StrategyFaults

store = default_store()


def begin(done: str, job: Callable[..., object], about: object) -> None:
    """Begin to change the store in the background; `done` is said when it is changed."""
    draft.begin("changed", done, partial(job, store, about, officer()), Refused)


def faultless(read: Callable[..., object], *about: object) -> object | None:
    """What the files say; where they are at fault, that stands here instead."""
    try:
        return read(store, *about)
    except StrategyFaults as why:
        files.faults(why.faults)
        return None


def withdraw(done: str, strategy_id: str) -> None:
    """Begin to take a strategy back."""
    begin(done, strategy_draft.withdraw, strategy_id)


def steps(one: Strategy) -> None:
    """What the file says, what it would change, and putting it in force."""
    files.says(one, bring.organisations_known(store))
    headlines = None
    if files.try_step(draft):
        asked = (draft.question(), ledger.served_build(store))
        tried = partial(strategy_draft.try_out, store, path)
        headlines = draft.answer("try", asked, tried, Refused)
        if headlines is not None:
            is_sample = all(u.is_sample for u in ledger.uploads(store))
            files.tried(one, headlines, is_sample)
    adopt = partial(begin, files.adopted(one), strategy_draft.adopt, path)
    files.adopt_step(one, headlines is not None, officer(), adopt)


states.head("Strategies", "What spending is held against, and how to bring a strategy of your own.")
draft = upload.draft(STRATEGY)
if history.under_way(draft, STRATEGY):
    st.stop()
found = faultless(strategy_draft.in_force) or ()
table = files.in_force_table(found)
history.listed("In force", "Each is chosen on the left of every page.", table, "strategies")
with st.container(border=True, key="strategy-file"):
    states.heading("Bring a strategy", "Checked, tried on the data, then adopted.")
    draft = upload.plain_step(STRATEGY, files.FILE, files.TYPES, files.MEGABYTES)
    if draft.path is None:
        files.to_begin_with(found, strategy_draft.guide(), strategy_draft.example())
    else:
        path = strategy_draft.named_by_id(draft.path)
        strategy = faultless(strategy_draft.read, path)
        if strategy:
            steps(strategy)
with st.container(border=True, key="strategy-undo"):
    states.heading("Take back", "What was in force before a file was adopted is in force again.")
    files.take_back(strategy_draft.own(store), found, officer(), withdraw)
