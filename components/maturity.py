"""Behaviours on the strategy's levels of maturity: where each is, where it is wanted, its way."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import pandas as pd
import streamlit as st

from components import card, recorded, words
from components.card import Card, Drawn
from components.filters import Filters
from components.grid import Grid, Line
from components.maturity_charts import at_levels, levels_chart, over_time, progress_chart
from components.recorded import Record
from components.tables import Column, Table
from components.theme import Palette

Row = Mapping[str, object]
MakeCard = Callable[..., Card]

# The name of the open behaviour in the address.
BEHAVIOUR = "behaviour"
OPEN = "Open a behaviour: its levels, source and history, and the place to record its level"
_ALL = "All behaviours"
_WHICH = {
    "Success measures": lambda told: told["is_success_measure"].astype(bool),
    "Not yet where wanted": lambda told: told["to_go"] > 0,
    "Where wanted": lambda told: told["to_go"] <= 0,
    "Moved since printed": lambda told: told["now"] != told["printed"],
    "Body and appendix differ": lambda told: told["disagrees"].astype(bool),
}
_IN_ORDER, _FURTHEST = "As in the document", "Furthest to go"
DEFINITION = (
    "Levels as the strategy's document gives them, from the lowest to the highest, now and wanted. "
    "An officer records a level as of a day; the latest day stands, and until there is one the "
    "level printed does. A behaviour is where it is wanted at that level or above. Where the "
    "body of the document and its appendix give different levels the appendix is counted, as it "
    "alone gives all behaviours, and the body's stand beside it."
)


@dataclass(frozen=True)
class Look:
    """Which behaviours are shown, and in what order; None shows all."""

    theme: str | None
    which: str | None
    find: str
    order: str

    def of(self, told: pd.DataFrame) -> pd.DataFrame:
        """The rows of `with_levels` that are looked for, in order."""
        found = told if self.theme is None else told.loc[told["theme"] == self.theme]
        if self.which:
            found = found.loc[_WHICH[self.which](found).astype(bool)]
        if self.find:
            text = found[["name", "now_means", "wanted_means", "said", "note"]]
            whole = text.fillna("").astype(str).agg(" ".join, axis=1).str.casefold()
            found = found.loc[whole.str.contains(self.find.casefold(), regex=False)]
        if self.order == _FURTHEST:
            return found.sort_values("to_go", ascending=False, kind="stable")
        return found

    def address(self, chosen: Filters, behaviour: str) -> str:
        """The address of this view with one behaviour open."""
        order = None if self.order == _IN_ORDER else self.order
        held = {"area": self.theme, "which": self.which, "seek": self.find or None, "rank": order}
        return chosen.address(**held, **{BEHAVIOUR: behaviour})


def with_levels(
    found: pd.DataFrame, themes: pd.DataFrame, levels: Sequence[str], records: Sequence[Record]
) -> pd.DataFrame:
    """`strategy/maturity` with the level that stands on each (`now`), the one `printed`, how many
    levels there are `to_go`, and of `strategy/themes` what its theme is part of. A level that the
    strategy has no longer does not stand."""
    last = recorded.standing([one for one in records if one.stands in levels])
    names = dict(zip(themes["theme"], themes["name"], strict=True))
    above = dict(zip(themes["theme"], themes["part_of"], strict=True))
    rows = []
    for row in found.to_dict("records"):
        word = last.get(row["behaviour"])
        now = word.stands if word else row["now"]
        rows.append(
            {
                **row,
                "theme": row["theme_name"],
                "part_of": names.get(above.get(row["theme"])),
                "note": row["note"] or None,
                "printed": row["now"],
                "now": now,
                "to_go": levels.index(row["wanted"]) - levels.index(now),
                "as_of": word.as_of if word else None,
                "said": word.note if word and word.note else None,
                "who": word.who if word else None,
            }
        )
    return pd.DataFrame(rows, dtype=object)


def ask(told: pd.DataFrame) -> Look:
    """The choices over the grid, all kept in the URL."""
    with st.container(key="look-behaviours"):
        first, second, third, fourth = st.columns([2, 2, 3, 2])
        with first:
            theme = recorded.one_of("Theme", "area", "All themes", told["theme"])
        with second:
            which = recorded.one_of("Show", "which", _ALL, list(_WHICH))
        with third:
            find = st.text_input(
                "Find a behaviour", key="seek", bind="query-params", max_chars=200,
                placeholder="Part of a name, or of what a level means",
            )  # fmt: skip
        with fourth:
            order = st.selectbox("Sort by", [_IN_ORDER, _FURTHEST], key="rank", bind="query-params")
    return Look(theme, which, (find or "").strip(), order or _IN_ORDER)


def title(told: pd.DataFrame, plan: Row) -> str:
    """How many behaviours are where the council wants them, or were where nobody has recorded a
    level since the document."""
    there = int((told["to_go"] <= 0).sum())
    if told["as_of"].isna().all():
        were, then = "was" if there == 1 else "were", f" in {plan['first_year']}"
    else:
        were, then = "is" if there == 1 else "are", ""
    return f"{there} of {words.count(len(told), 'behaviour')} {were} where wanted{then}"


def coverage(told: pd.DataFrame, plan: Row) -> str:
    """On how many records the grid rests, and how many levels are as printed."""
    known = int(told["as_of"].notna().sum())
    if not known:
        return f"Every level is as printed for {plan['first_year']}: none has been recorded since."
    return (
        f"A level is recorded for {known} of {words.count(len(told), 'behaviour')}; the rest are "
        f"as printed for {plan['first_year']}."
    )


def notes(told: pd.DataFrame, records: Sequence[Record]) -> tuple[str, ...]:
    """What must not be missed: where the document contradicts itself."""
    differ = told.loc[told["disagrees"].astype(bool)]
    said = [
        f"{row['name']} ({row['body_now']} to {row['body_wanted']})"
        for row in differ.to_dict("records")
    ]
    return (
        f"Body and appendix give different levels for {words.count(len(said), 'behaviour')}. The "
        f"appendix is drawn and counted; the body has: {'; '.join(said)}."
        if said
        else "",
        recorded.lost(records, told["behaviour"].tolist()),
    )


def cards(
    figure: MakeCard,
    plan: Row,
    told: pd.DataFrame,
    levels: Sequence[str],
    records: Sequence[Record],
    look: Look,
    chosen: Filters,
    colours: Palette,
) -> None:
    """The grid of behaviours, how many are at each level, and how that moved."""
    shown = look.of(told)
    of_them = "" if len(shown) == len(told) else f" Shown: {len(shown)} of {len(told)}."
    whole = listing(shown)
    figure = partial(figure, definition=DEFINITION, coverage=coverage(told, plan))
    counts = at_levels(told, levels)
    spread = figure(
        key="levels",
        title=title(told, plan),
        subtitle="Behaviours at each level, now and as wanted",
        figure=levels_chart(counts, colours),
        alt=f"{title(told, plan)}. {_spread_title(counts)}.",
        table=Table(counts, _COUNTS, "Behaviours at each level"),
    )
    moved = over_time(told, levels, records, _first_day(plan))
    if len(moved) > 1:
        way = figure(
            key="progress",
            title=_progress_title(moved),
            subtitle="Behaviours where they are wanted, by day of record",
            figure=progress_chart(moved, len(told), colours),
            alt=_progress_title(moved),
            table=Table(moved, _MOVES, "Behaviours where they are wanted, over time"),
        )
        card.beside([spread], [way], widths=(1, 1))
    else:
        card.show(spread)
    card.show(
        figure(
            key="maturity",
            title=_spread_title(counts),
            subtitle=f"Each behaviour from {levels[0]} to {levels[-1]}; open one for what its "
            f"levels mean, its history and its source.{of_them}",
            figure=Drawn(grid(shown, levels, look, chosen).html()),
            alt=_spread_title(counts),
            table=whole,
            notes=notes(told, records),
        )
    )


_COUNTS = (
    Column("level", "Level"),
    Column("now", "Now", "count"),
    Column("wanted", "Wanted", "count"),
)
_MOVES = (
    Column("day", "As of", "day"),
    Column("there", "Where wanted", "count"),
    Column("moved", "Above the level printed", "count"),
)


def grid(shown: pd.DataFrame, levels: Sequence[str], look: Look, chosen: Filters) -> Grid:
    """The behaviours as a grid, each under its theme."""
    lines = []
    for row in shown.to_dict("records"):
        above = "" if words.missing(row["part_of"]) else f"{row['part_of']}: "
        marks = ("Success measure",) if row["is_success_measure"] else ()
        others: list[tuple[int, str]] = []
        if row["disagrees"]:
            marks += ("Body and appendix differ",)
            others = [
                (levels.index(row[key]), word)
                for key, word in (("body_now", "Body: now"), ("body_wanted", "Body: wanted"))
            ]
        lines.append(
            Line(
                name=row["name"],
                theme="" if words.missing(row["theme"]) else f"{above}{row['theme']}",
                now=levels.index(row["now"]),
                wanted=levels.index(row["wanted"]),
                printed=levels.index(row["printed"]),
                marks=marks,
                others=tuple(others),
                address=look.address(chosen, row["behaviour"]),
            )
        )
    return Grid(tuple(levels), lines, "Behaviours by level of maturity", "Behaviour")


def listing(shown: pd.DataFrame) -> Table:
    """The same in words."""
    columns = (
        Column("name", "Behaviour"),
        Column("theme", "Theme", absent="None"),
        Column("is_success_measure", "Success measure", "yes"),
        Column("now", "Now"),
        Column("as_of", "As of", "day", absent="As printed"),
        Column("wanted", "Wanted"),
        Column("printed", "Printed"),
        Column("body_now", "Body: now", absent="Appendix only"),
        Column("body_wanted", "Body: wanted", absent="Appendix only"),
        Column("now_means", "The level printed means"),
        Column("wanted_means", "The level wanted means"),
        Column("said", "Note", absent="None"),
        Column("who", "Recorded by", absent="Nobody yet"),
        Column("source", "Source"),
    )
    return Table(shown, columns, "Behaviours, now and wanted", stacks=True)


def _spread_title(counts: pd.DataFrame) -> str:
    most = {key: counts.loc[counts[key].idxmax()] for key in ("now", "wanted")}
    now, wanted = most["now"], most["wanted"]
    if now["level"] == wanted["level"]:
        return f"Most are at {now['level']} ({now['now']}), where most are wanted"
    return (
        f"Most are at {now['level']} ({now['now']}); most are wanted at {wanted['level']} "
        f"({wanted['wanted']})"
    )


def _first_day(plan: Row) -> date:
    return date(int(str(plan["first_year"])[:4]), 4, 1)


def _progress_title(moved: pd.DataFrame) -> str:
    first, last = moved.iloc[0], moved.iloc[-1]
    return (
        f"{last['there']} where wanted on {words.day(last['day'])}, {first['there']} when printed"
    )


def names(told: pd.DataFrame) -> dict[str, str]:
    """Id -> name of every behaviour."""
    return dict(zip(told["behaviour"], told["name"], strict=True))


def details(told: pd.DataFrame, item: str) -> str:
    """What is known of one behaviour, as escaped HTML."""
    row = _one(told, item)
    parts = [
        f"Now {row['now']}, wanted {row['wanted']}.",
        f"{row['printed']}, as printed: {row['now_means']}",
        f"{row['wanted']}, as wanted: {row['wanted_means']}",
        "" if words.missing(row["note"]) else f"Note: {row['note']}.",
        f"Source: {row['source']}.",
    ]
    said = "".join(f"<p>{words.escape(part)}</p>" for part in parts if part)
    return f'<div class="lp-how"><h3>{words.escape(row["name"])}</h3>{said}</div>'


def _one(told: pd.DataFrame, item: str) -> Row:
    return next(row for row in told.to_dict("records") if row["behaviour"] == item)


def first_point(told: pd.DataFrame, item: str, plan: Row) -> dict[str, object]:
    """The level printed, as the first row of a behaviour's history."""
    row = _one(told, item)
    return {
        "stands": row["printed"],
        "by": f"Printed for {plan['first_year']}",
        "note": row["now_means"],
    }


def nothing(plan: Row) -> tuple[str, str]:
    """Why there is no maturity, and what would bring some."""
    return (
        f"{words.possessive(str(plan['council']))} strategy has no levels of maturity.",
        f"{plan['document']} does not say how mature the council's procurement is, behaviour by "
        "behaviour. A strategy file that has maturity behaviours shows them here.",
    )
