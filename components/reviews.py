"""Contracts to be looked at again before they end, where the strategy says when."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

import pandas as pd
import streamlit as st

from components import words
from components.card import Card
from components.tables import Column, Table

Row = Mapping[str, object]
MakeCard = Callable[..., Card]

_DAY = "reviewed"


def ask_day(today: date) -> date:
    """The day on which contracts are due, kept in the URL; today unless chosen."""
    with st.container(key="look-reviews"):
        chosen = st.date_input(
            "Due for review on", today, key=_DAY, format="DD/MM/YYYY", bind="query-params"
        )
    return chosen or today


def title(summary: Row, day: date) -> str:
    """How many contracts are due, and what they are worth."""
    due = int(summary["due"])
    if not summary["contracts"]:
        return "No contract of a register is here to review"
    if not due:
        return f"No contract is due for review on {words.day(day)}"
    verb = "is" if due == 1 else "are"
    worth = f", worth {words.pounds(summary['due_value'])}" if summary["due_value"] else ""
    return f"{words.count(due, 'contract')} {verb} due for review{worth}"


def coverage(summary: Row) -> str:
    """Of how many contracts it is known when they end, and how the rest stand."""
    every, unknown = int(summary["contracts"]), int(summary["end_not_known"])
    if not every:
        return "Rests on no contract: no register is published for these organisations."
    known = every - unknown
    return (
        f"Rests on {known:,} of {words.count(every, 'contract')} with a known end; {unknown:,} "
        f"without one could be due. Of those known: {summary['due']:,} due, "
        f"{summary['time_has_passed']:,} past the time for it, {summary['later']:,} later, "
        f"{summary['ended']:,} ended."
    )


def due(
    figure: MakeCard, summary: Row, found: pd.DataFrame, day: date, whose: str
) -> Card:  # fmt: skip
    """`strategy/reviews_due` down to the row of the register."""
    columns = (
        Column("title", "Contract", absent="No title"),
        Column("standing", "Review"),
        Column("review_by", "Review by", "day"),
        Column("end_date", "Ends", "day"),
        Column("contract_value", "Value (£)", "pounds"),
        Column("source_row", "Row of the register", "count"),
    )
    more = (
        Column("review_from", "Review from", "day"),
        Column("suppliers", "Supplier"),
        Column("reference", "Reference", absent="None"),
        Column("organisation", "Organisation"),
        Column("file_name", "Register"),
        Column("sheet", "Sheet", absent="None"),
    )
    months = f"{summary['earliest_months']} to {summary['latest_months']} months"
    shown = Table(found, columns, "Contracts due for review", first=12, stacks=True)
    return figure(
        figure=shown,
        table=replace(shown, columns=columns + more, stacks=False),
        alt=title(summary, day),
        key="reviews",
        title=title(summary, day),
        subtitle=f"Contracts {months} before their end on {words.day(day)}, then those past that "
        f"and not ended, {whose}",
        coverage=coverage(summary),
        definition=(
            f"{summary['purpose']} The strategy sets the time for it: {months} before a contract "
            "ends, both days included. The end is that with extensions where the register has "
            "one. Frameworks and their call-offs are reviewed each by itself; a contract that "
            f"several partners list counts once. {summary['source']}."
        ),
    )
