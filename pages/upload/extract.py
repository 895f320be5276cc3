"""Bring an extract: from a file as received to figures that everyone sees, step by step."""

from functools import partial

import streamlit as st

from components import publishing, report, states, upload
from data import bring, ledger, publish
from data.columns import KINDS
from data.refused import Refused
from data.store import default_store
from data.templates import template, template_name

store = default_store()


def rehearsal(draft: upload.Draft, reading: bring.Reading) -> bool:
    """Step 5. True once it is done for the choices as they stand."""
    publishing.rehearsal_step(draft)
    if not draft.is_rehearsed():
        return False
    path, options, replaces = draft.path, draft.options(), draft.replace
    changes = draft.answer(
        "rehearse",
        (draft.question(), replaces, ledger.served_build(store)),
        lambda tell: bring.changes(store, path, **options, replace_period=replaces, progress=tell),
        Refused,
    )
    if changes:
        report.said(publishing.placed_sentences(changes.placed))
        publishing.changes(changes.headlines, reading.own_strategies, reading.report.organisations)
        publishing.overlap_choice(draft, changes.overlaps, reading.kind)
    return changes is not None


def publication(draft: upload.Draft, reading: bring.Reading, rehearsed: bool) -> None:
    """Step 6."""
    path, options, by = draft.path, draft.options(), upload.officer()

    def job(tell: upload.Progress) -> object:
        replaces = draft.replace
        return publish.publish(
            store, path, **options, replace_period=replaces, by=by, progress=tell
        )

    begin = partial(draft.begin, "publish", draft.question(), job, Refused)
    publishing.publish_step(draft, reading.report, rehearsed, reading.says_whose, by, begin)


states.head("Bring an extract", "From a file as received to figures that everyone sees.")
draft = upload.draft()
by = upload.officer()
if publishing.outcome(draft, by, lambda number: partial(publish.undo, store, number, by), Refused):
    st.stop()
draft = upload.file_step(
    bring.organisations_known(store),
    {kind: (template_name(kind), template(kind)) for kind in KINDS},
    bring.largest_megabytes(),
)
if draft.path is None:
    st.stop()
path, options = draft.path, draft.options()
reading = draft.answer(
    "read",
    draft.question(),
    lambda tell: bring.read(store, path, **options, progress=tell),
    Refused,
)
if reading is None:
    st.stop()
report.standing(reading)
report.read_step(reading.previews, reading.report)
if reading.fields:
    report.columns_step(draft, reading.fields, reading.headers, reading.report)
if reading.report:
    report.checks_step(reading.report, reading.rejected, reading.faulty, reading.report_json)
if reading.report and not reading.already_published:
    with st.container(border=True, key="step-rehearsal"):
        rehearsed = rehearsal(draft, reading)
    with st.container(border=True, key="step-publish"):
        publication(draft, reading, rehearsed)
