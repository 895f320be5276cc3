"""The cards of local spend against target: each from the answers it shows to the card itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from components import charts, definitions, listings, sentences, small_multiples
from components import trend as over_time
from components import trend_words as said
from components.card import Card, Drawn, Question
from components.dated_notes import Mark
from components.filters import DIRECTORATE, ORGANISATION, Filters
from components.projection import Path, projected
from components.theme import Palette

HEAD = (
    "Local spend against target",
    "How much stays local, period by period, against what the strategy set out to reach.",
)
_POUNDS, _SHARES = "Pounds", "Shares"
# What each part is called: one, many, and the filter that looks at one of them alone.
PARTS = {
    "directorate": ("Directorate", "directorates", DIRECTORATE),
    "organisation": ("Organisation", "organisations", ORGANISATION),
}

Make = Callable[..., Card]


@dataclass(frozen=True)
class View:
    """What every card of the page is made with. `borrowed` is the sentence that none may leave
    unsaid, `of_whole` one that belongs wherever what the strategy prints is drawn; `make` knows
    what the figures rest on and where they are from."""

    chosen: Filters
    by: str
    colours: Palette
    make: Make
    borrowed: str
    of_whole: str


def of_headline(points: pd.DataFrame, chosen: Filters) -> pd.DataFrame:
    """What a strategy prints of its headline tier, or of no tier by name."""
    return points.loc[points["tier"].isna() | (points["tier"] == chosen.headline_tier)]


def against_target(
    view: View,
    every: pd.DataFrame,
    points: pd.DataFrame,
    measure: pd.DataFrame,
    marks: Sequence[Mark],
    pace: str,
    questions: tuple[Question, ...],
) -> Card:
    """Local share by period against the target path. every: `spend/local_share`, spend without a
    date among it; points: of the headline; `pace` is what the rest of
    the year must bring, in a sentence."""
    shares = every.loc[every["period"].notna()]
    path = projected(shares, points) if view.by == "year" else Path()
    ahead = said.projection(path, points)
    what = (
        f"Share of spend that stays in {view.chosen.headline_name}, by {view.by}, of known places."
    )
    to_be_set = sentences.to_be_set(points, measure)
    return view.make(
        key="local-share",
        title=said.trend_title(shares, points),
        subtitle=" ".join((what, said.moved_over(shares), to_be_set)).strip(),
        figure=over_time.share_by_period(
            shares, points, view.chosen.council, view.by, view.colours, path, marks
        ),
        alt=said.trend_alt(shares, points, ahead, marks),
        table=listings.shares(every, noted(marks, view.by)),
        definition=definitions.local_share_over_time(view.chosen),
        questions=questions,
        notes=(
            pace,
            ahead,
            view.borrowed,
            view.of_whole,
            said.months_missing(shares),
            said.no_date(every),
            *(mark.sentence() for mark in marks),
        ),
    )


def noted(marks: Sequence[Mark], by: str) -> dict[str, str]:
    """Period -> the notes of it."""
    found: dict[str, str] = {}
    for mark in marks:
        period = over_time.period_of(mark.day, by)
        found[period] = " ".join(filter(None, [found.get(period), f"{mark.number}. {mark.text}"]))
    return found


def choose_tiers() -> bool:
    """Whether the split by tier is shown in shares and not in pounds, kept in the URL."""
    chosen = st.segmented_control(
        "Tiers in",
        [_POUNDS, _SHARES],
        key="tiers",
        default=_POUNDS,
        required=True,
        bind="query-params",
    )
    return chosen == _SHARES


def by_tier(
    view: View, tiers: pd.DataFrame, questions: tuple[Question, ...], *, as_shares: bool
) -> Card:
    """Spend by tier, period by period. tiers: `spend/tier_by_period`."""
    title, rings = said.tiers_title(tiers, as_shares=as_shares), sentences.as_rings(tiers)
    unit = "as shares of all spend" if as_shares else "in pounds"
    return view.make(
        key="tiers-by-period",
        title=title,
        subtitle=f"Spend by tier, {unit}, by {view.by}",
        figure=over_time.tiers_by_period(rings, view.colours, as_shares=as_shares),
        alt=title,
        table=listings.tier_periods(rings),
        definition=definitions.split(view.chosen),
        questions=questions,
        notes=(view.borrowed,),
        grows=True,
    )


def to_date(view: View, pairs: pd.DataFrame, questions: tuple[Question, ...]) -> Card:
    """This year beside the same months of last year. pairs: `spend/year_to_date`."""
    title = said.year_to_date_title(pairs)
    return view.make(
        key="year-to-date",
        title=title,
        subtitle=said.year_to_date_span(pairs),
        figure=charts.year_to_date(pairs, view.colours),
        alt=title,
        table=listings.year_to_date(pairs),
        coverage=said.year_to_date_rests_on(pairs),
        definition=definitions.year_to_date(view.chosen),
        questions=questions,
        notes=(view.borrowed,),
    )


def by_part(
    view: View,
    part_of: str,
    parts: pd.DataFrame,
    points: pd.DataFrame,
    questions: tuple[Question, ...],
) -> list[Card]:
    """A small chart to each directorate or organisation, where there are several of them.
    parts: `spend/local_share_by_part`."""
    if parts["part"].nunique() < 2:
        return []
    one, many, key = PARTS[part_of]
    of_whole = view.of_whole if (points["kind"] == "target").any() else ""
    what = f"Share of spend that stays in {view.chosen.headline_name}, by {one.lower()} and year"
    drawn = small_multiples.panels(
        parts, points, lambda part: view.chosen.address(**{key: part, "by": view.by.capitalize()})
    )
    return [
        view.make(
            key=f"by-{part_of}",
            title=small_multiples.title(parts, points, many),
            subtitle=f"{what}, of known places; all on one scale, most spend first",
            figure=Drawn(drawn),
            alt=small_multiples.alt(parts),
            table=listings.parts(parts, one),
            definition=definitions.local_share(view.chosen),
            questions=questions,
            notes=(small_multiples.not_shown(parts), view.borrowed, of_whole),
        )
    ]
