"""One measure opened: what it is, its figures by period, what is said of it, its payments."""

import json
from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from components import scorecard_board as board
from components import words
from components.card import Card
from components.filters import (
    ALL_CATEGORIES,
    ALL_DIRECTORATES,
    CATEGORY,
    DIRECTORATE,
    PERIOD,
    Filters,
)
from components.measured import YEAR
from components.scorecard import Line
from components.scorecard_board import Written
from components.tables import Column, Table

# The name of an opened measure in the address.
MEASURE = "measure"
QUESTION = "What it is, what it came to, and what is said of it."
# Where the payments or contracts of a measure stand, by how its question begins.
_WAYS = (
    ("measures/awards", "social-value-secured", "The contracts behind it"),
    ("measures/weighting", "social-value-secured", "The contracts behind it"),
    ("measures/social_value", "social-value-secured", "The contracts behind it"),
    ("social_value/", "social-value-secured", "The contracts behind it"),
    ("", "spend-suppliers", "The suppliers and payments behind it"),
)
_UNITS = {
    "share": "Share, %",
    "pounds": "Pounds",
    "count": "Number",
    "days": "Days",
    "hours": "Hours",
    "change": "Change on the year before, %",
    "words": "Words",
}
_POLARITY = {
    "higher": "Higher is better",
    "lower": "Lower is better",
    "none": "Neither higher nor lower is better",
}


def way_to_payments(line: Line, chosen: Filters) -> tuple[str, str] | None:
    """What leads to the payments or contracts behind its newest figure, and their address: the same
    organisation and period. None for what no extract holds."""
    if line.is_read_in:
        return None
    query = str(line.measure["query"])
    page, said = next((page, said) for start, page, said in _WAYS if query.startswith(start))
    period = line.actual.period if line.actual else chosen.period
    # A measure is of every directorate and category, whatever the sidebar holds.
    every = {DIRECTORATE: ALL_DIRECTORATES, CATEGORY: ALL_CATEGORIES}
    return said, f"{page}{chosen.address(**{PERIOD: period, **every})}"


def links(line: Line, chosen: Filters, back: str) -> None:
    """The way back to the scorecard, and on to the payments."""
    found = [("Back to the scorecard", back)]
    way = way_to_payments(line, chosen)
    if way:
        period = f", {line.actual.period}" if line.actual else ""
        found.append((f"{way[0]}{period}", way[1]))
    ways = " ".join(
        f'<a href="{words.escape(address)}">{words.escape(said)}</a>' for said, address in found
    )
    st.html(f'<p class="lp-back lp-ways">{ways}</p>')


def definition(make: Callable[..., Card], line: Line) -> Card:
    """What the measure is, as a card."""
    table = _definition(line)
    return make(
        key="measure-definition",
        title="What is measured, and why",
        subtitle=f"As the strategy has it: {line.measure['source']}",
        figure=table,
        table=table,
        alt="What is measured, and why",
    )


def _definition(line: Line) -> Table:
    measure = line.measure
    how_found = "Read in: no extract holds it, an officer says it"
    if not line.is_read_in:
        params = json.loads(str(measure["params"]) or "{}")
        told = ", ".join(f"{key} {value}" for key, value in params.items())
        how_found = f"Worked out by the question {measure['query']}" + (f", {told}" if told else "")
    rows = [
        ("Why it matters", measure["why"]),
        ("How it is worked out", measure["how"]),
        ("Where its figures come from", how_found),
        ("Unit", _UNITS.get(line.unit, line.unit)),
        ("Which way is better", _POLARITY[str(measure["polarity"])]),
        ("Tolerance", _tolerance(line)),
        ("Target", line.in_words()[1] or "None"),
        ("Of its target", _notes(line)),
        ("Heading", measure["theme_name"]),
        ("Source", measure["source"]),
    ]
    told = [(name, said) for name, said in rows if not words.missing(said) and said]
    columns = (Column("name", "What"), Column("said", "Said"))
    frame = pd.DataFrame(told, columns=["name", "said"], dtype=object)
    return Table(frame, columns, "Definition")


def _tolerance(line: Line) -> str:
    value = line.measure["tolerance"]
    if words.missing(value):
        return "None: any move counts as one, and close is not judged"
    said = words.printed(value, line.unit)
    said = said.replace("%", " percentage points") if line.unit == "share" else said
    whose = "our assumption" if line.measure["tolerance_is_ours"] else "the strategy's own"
    return f"{said}, {whose}"


def _notes(line: Line) -> str:
    said = [line.measure["target_note"], line.measure["rule_note"]]
    return "; ".join(str(one) for one in said if not words.missing(one) and one)


def figures(make: Callable[..., Card], line: Line) -> Card:
    """Its figures period by period, the newest first, as a card."""
    table = figures_table(line)
    found = f"{line.name}: {line.in_words()[0]} in {line.actual.period}" if line.actual else ""
    return make(
        key="measure-figures",
        title=found or f"{line.name}: nothing to go on yet",
        subtitle=f"{_UNITS.get(line.unit, line.unit)}, years, then quarters, the newest first",
        figure=table,
        table=table,
        alt=board.trend_in_words(line),
    )


def figures_table(line: Line) -> Table:
    """Every figure there is with its range, its target and the verdict on it."""
    rows = []
    newest_first = sorted(line.figures, key=lambda f: (f.ends_on, f.starts_on), reverse=True)
    for figure in sorted(newest_first, key=lambda f: f.kind != YEAR):
        target, verdict = line.judged(figure)
        places = 1 if line.unit in ("share", "change") else 2
        ends = [words.measured(e, line.unit, places) for e in (figure.lowest, figure.highest)]
        rows.append(
            {
                "period": figure.period + ("" if figure.is_whole else ", not whole"),
                "value": words.measured(figure.value, line.unit, places),
                "range": None if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}",
                "target": target.said(line.unit) or None,
                "verdict": verdict.status + (f": {verdict.reason}" if verdict.reason else ""),
                "origin": figure.origin.capitalize(),
                "known": figure.known_share,
                "note": "; ".join(one for one in (figure.source, figure.note) if one) or None,
            }
        )
    columns = (
        Column("period", "Period"),
        Column("value", "Figure"),
        Column("range", "May be", absent="As it stands"),
        Column("target", "Target", absent="None"),
        Column("verdict", "Verdict"),
        Column("origin", "Where from"),
        Column("known", "Known (%)", "share", absent="All"),
        Column("note", "Source and note", absent=""),
    )
    frame = pd.DataFrame(rows, columns=[c.field for c in columns], dtype=object)
    return Table(frame, columns, "Figures by period", first=12)


def texts(found: Sequence[Written], *, heading: str = "Commentary and corrective action") -> None:
    """Everything written of a measure, the latest first; none is ever removed."""
    said = "".join(board.written(text) for text in found)
    st.html(
        f'<div class="lp-step"><h2>{words.escape(heading)}</h2></div>'
        + (said or '<p class="lp-why">Nothing is written yet.</p>')
    )
