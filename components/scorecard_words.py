"""What the scorecard says around its rows: whose it is, its cards, its order, its sources."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from components import as_reported, scorecard, words
from components import scorecard_board as board
from components.as_reported import Kept
from components.card import Card, Drawn
from components.filters import ALL_DATES, Filters
from components.measure_view import MEASURE
from components.scorecard import Line
from components.scorecard_board import Board, Written
from components.tiles import STATUS_MARKS, Tile

HEAD = (
    "Scorecard",
    "Each measure of the strategy: what it came to, against its target, and which way it goes.",
)
AS_REPORTED = (
    "As reported",
    "Keep the scorecard as it stands today, to the penny. What comes later shows beside it, with "
    "what changed and why.",
)
HOW = (
    "Actual is the newest whole year of what a measure is worked out from or what was read in, no "
    "later than the period chosen; where there is neither, the figure the council published. It is "
    "held against that year's target, and after the last target year against the last one. On "
    "target is at or past it, close is within the measure's tolerance, and it is judged only "
    "where both ends of what the figure may be come to the same word. Direction compares the "
    "newest whole quarter with the one before and with the same quarter last year, or year with "
    "year where there are no quarters; a move within the tolerance is none."
)
_GROUP, _SORT = "group", "sort"


@dataclass(frozen=True)
class Whose:
    """Whose figures a scorecard shows. `organisation` is the one it is of, None for the whole of
    them; `reads_as` is the name that readings of it bear; `can_type` is false where the strategy
    is not theirs."""

    organisations: list[str] | None
    organisation: str | None
    reads_as: str
    can_type: bool


def whose(chosen: Filters) -> Whose:
    """Whose figures are looked at."""
    several = None if chosen.organisations is None else list(chosen.organisations)
    only = several[0] if several is not None and len(several) == 1 else None
    return Whose(several, only, only or chosen.council, not chosen.borrowed)


def printed(points: pd.DataFrame, chosen: Filters) -> pd.DataFrame:
    """What a strategy prints that holds for them: of a borrowed one the targets alone, for what its
    own council published is no figure of theirs."""
    return points.loc[points["kind"] == "target"] if chosen.borrowed else points


def until(chosen: Filters) -> str:
    """What time the scorecard covers, for its chip."""
    return "Newest figures" if chosen.period == ALL_DATES else f"As at the end of {chosen.period}"


def address(chosen: Filters, **more: object) -> str:
    """The address of the scorecard in the order chosen, or of a measure opened from it."""
    held = {name: st.query_params.get(name) for name in (_GROUP, _SORT)}
    return chosen.address(**held, **more)


def tiles(every: Sequence[Line]) -> list[Tile]:
    """How many measures come to each word."""
    counts = scorecard.tally(every)
    of = f"of {words.count(len(every), 'measure')}"
    return [
        Tile(f"{STATUS_MARKS[status]} {status}", words.number(number), note=of)
        for status, number in counts.items()
    ]


def choose_order() -> tuple[str, str]:
    """How the measures are grouped and sorted, both kept in the URL."""
    with st.container(key="scorecard-order"):
        left, right = st.columns([2, 1], vertical_alignment="bottom")
    with left:
        group = st.segmented_control(
            "Group by",
            list(board.GROUPS),
            key=_GROUP,
            default=next(iter(board.GROUPS)),
            required=True,
            bind="query-params",
        )
    with right:
        sort = st.selectbox("Sort by", list(board.SORTS), key=_SORT, bind="query-params")
    return group or next(iter(board.GROUPS)), sort or next(iter(board.SORTS))


def exceptions(
    make: Callable[..., Card], every: Sequence[Line], texts: Sequence[Written], chosen: Filters
) -> Card:
    """The sentence, and under it what is off target or close to it."""
    found = scorecard.exceptions(every)
    drawn = _board([("", found)], texts, chosen) if found else Drawn(_none(every))
    named = [f"{line.name}, {line.verdict.status.lower()}" for line in found]
    return make(
        key="scorecard-exceptions",
        title=scorecard.sentence(every),
        subtitle=f"Exceptions: measures off target or close to it, {until(chosen).lower()}",
        figure=drawn,
        table=board.table(found, texts),
        alt=f"Exceptions: {words.listed(named)}." if named else "No exceptions.",
        coverage=scorecard.why_not_judged(every),
    )


def _none(every: Sequence[Line]) -> str:
    judged = [line for line in every if line.verdict.status != "Not judged"]
    said = (
        "Nothing that could be judged is off its target."
        if judged
        else "No measure can be judged yet; each says why below."
    )
    return f'<div class="lp-empty"><p>{said}</p></div>'


def every_measure(
    make: Callable[..., Card],
    every: Sequence[Line],
    texts: Sequence[Written],
    chosen: Filters,
    group: str,
    sort: str,
) -> Card:
    """Every measure, grouped and sorted."""
    groups = board.grouped(every, group, sort)
    in_order = [line for _, lines in groups for line in lines]
    going_on = sum(line.actual is not None for line in every)
    return make(
        key="scorecard",
        title=f"{words.number(going_on)} of {words.count(len(every), 'measure')} have a figure",
        subtitle="Every measure of the strategy; a name opens its definition and its figures",
        figure=_board(groups, texts, chosen),
        table=board.table(in_order, texts),
        alt=scorecard.sentence(every),
        coverage="Each row says what it rests on.",
    )


def _board(
    groups: Sequence[tuple[str, Sequence[Line]]], texts: Sequence[Written], chosen: Filters
) -> Drawn:
    rows = tuple((name, tuple(lines)) for name, lines in groups)
    return Drawn(Board(rows, texts, lambda name: address(chosen, **{MEASURE: name})).html())


def kept(make: Callable[..., Card], one: Kept, every: Sequence[Line], since: str) -> Card:
    """A scorecard as it was reported, beside today."""
    found = as_reported.changes(one.figures, every)
    return make(
        key="scorecard-kept",
        title=as_reported.title(found),
        subtitle=f"As reported on {as_reported.label(one)}; beside it the same periods today",
        figure=as_reported.table(found),
        table=as_reported.table(found),
        alt=as_reported.title(found),
        coverage=since,
    )


def heading(title: str, about: str) -> None:
    """The heading of a box that is no figure."""
    st.html(
        f'<div class="lp-step"><h2>{words.escape(title)}</h2><p>{words.escape(about)}</p></div>'
    )


def read_in(every: Sequence[Line]) -> list[Line]:
    """The measures that only officers can tell."""
    return [line for line in every if line.is_read_in]


def notes(chosen: Filters, every: Sequence[Line]) -> tuple[str, ...]:
    """What a reader of any card here must not miss."""
    late = scorecard.later(every, chosen.date_to)
    said = [chosen.borrowed_sentence()]
    if late:
        verb = "is" if late == 1 else "are"
        said.append(
            f"{words.count(late, 'reading')} {verb} of a later period than {chosen.period}: choose "
            f"{ALL_DATES.lower()} to see {'it' if late == 1 else 'them'}."
        )
    return tuple(said)


def sources(spend: pd.DataFrame, contracts: pd.DataFrame, readings: pd.DataFrame) -> pd.DataFrame:
    """The uploads behind a scorecard: of spend, of contracts and social value, of readings."""
    columns = [
        "file_name", "organisation", "published_at", "published_by", "lines", "amount", "is_sample"
    ]  # fmt: skip
    told = readings.groupby(columns[:4], sort=False).size().reset_index(name="lines")
    told = told.assign(amount=None, is_sample=False)
    frames = [frame[columns].astype(object) for frame in (spend, contracts, told) if len(frame)]
    if not frames:
        return pd.DataFrame(columns=columns, dtype=object)
    return pd.concat(frames, ignore_index=True)
