"""The card: the one way to show a figure.

A card cannot be made without its title, what it rests on, its table, its definition, the
queries behind it and its source files, so no figure stands on a page without them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Protocol

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components import map_files, map_frame, tables, words
from components.map import Scene
from components.tables import Column, Table

SAMPLE_LABEL = "Sample data, invented"
# Rows past which the table of a map is not sent before it is opened.
LONG = 100


class Question(Protocol):
    """What a card says of a query: its name, the question it answers, its grain, its SQL."""

    name: str
    question: str
    grain: str
    sql: str


@dataclass(frozen=True)
class DrawnMap:
    """A map on the page called `page` in its address. `choose(code)` is called with the area that
    is opened in it; `chosen` is the one that is open."""

    scene: Scene
    page: str
    chosen: str | None
    choose: Callable[[str], None]


@dataclass(frozen=True)
class Drawn:
    """A figure that a component set as HTML, with every text from a file escaped."""

    html: str


@dataclass(frozen=True)
class Card:
    """One figure and everything that must stand beside it.

    key         short name, unique on the page: "spend-map"
    title       the message, in a sentence of about ten words
    subtitle    what is measured, its unit, its period
    figure      a plotly figure, a map, HTML of a component, or a table that is itself the figure
    alt         the figure in a sentence, for who cannot see it
    table       the figure's numbers
    coverage    on how much the figure rests, in a sentence
    definition  how it is calculated, in plain words
    questions   the queries behind it
    sources     the uploads behind it: file_name, organisation, published_at,
                published_by, lines, amount, is_sample; None where it is from a document
    notes       further sentences that a reader must not miss
    grows       a plotly figure that fills a card made taller by its neighbour
    document    where the figure is from a document and not from files: which
    """

    key: str
    title: str
    subtitle: str
    figure: go.Figure | DrawnMap | Drawn | Table
    alt: str
    table: Table
    coverage: str
    definition: str
    questions: tuple[Question, ...]
    sources: pd.DataFrame | None
    notes: tuple[str, ...] = ()
    grows: bool = False
    document: str = ""


def show(card: Card) -> None:
    """Set a card on the page."""
    with st.container(border=True, height="stretch", gap="xsmall", key=f"card-{card.key}"):
        st.html(heading(card))
        _figure(card)
        st.html(footing(card))
        with st.container(horizontal=True, gap="small"):
            _table(card)
            st.download_button(
                "Download",
                card.table.csv,
                file_name=f"local-pound-{card.key}.csv",
                mime="text/csv",
                key=f"download-{card.key}",
                type="tertiary",
                on_click="ignore",
                help=tables.DOWNLOAD_NOTE,
            )
            if isinstance(card.figure, DrawnMap):
                with st.popover("Download the map", type="tertiary", key=f"files-{card.key}"):
                    _files(card, card.figure.scene)
            with st.popover("How this is calculated", type="tertiary", key=f"how-{card.key}"):
                _how(card)


def of_table(figure: Callable[..., Card], table: Table, **parts: object) -> Card:
    """A card whose figure is its own table; its title says the table in a sentence."""
    return figure(figure=table, table=table, alt=str(parts["title"]), **parts)


def beside(left: Sequence[Card], right: Sequence[Card], widths: tuple[int, int]) -> None:
    """Cards in two columns of these relative widths, one under the other on a phone."""
    for column, cards in zip(st.columns(widths), (left, right), strict=True):
        with column:
            for each in cards:
                show(each)


def heading(card: Card) -> str:
    """Title and subtitle as escaped HTML."""
    return (
        f'<header class="lp-head"><h2>{words.escape(card.title)}</h2>'
        f"<p>{words.escape(card.subtitle)}</p></header>"
    )


def footing(card: Card) -> str:
    """What the figure rests on, what must not be missed, and its source, as escaped HTML."""
    lines = [f"<p>{words.escape(line)}</p>" for line in (card.coverage, *card.notes) if line]
    source = words.escape(
        f"Source: {card.document}." if card.document else source_line(card.sources)
    )
    return f'<div class="lp-foot">{"".join(lines)}<p class="lp-source">{source}</p></div>'


def source_line(sources: pd.DataFrame) -> str:
    """The uploads behind a figure in a sentence, marked where they are invented."""
    if sources.empty:
        return "Source: no file."
    names = sources["file_name"].drop_duplicates().tolist()
    files = names[0] if len(names) == 1 else words.count(len(names), "file")
    whose = sources["organisation"].drop_duplicates().tolist()
    whose = ["no organisation stated" if name == "Not stated" else name for name in whose]
    whose = words.listed(whose) if len(whose) <= 2 else words.count(len(whose), "organisation")
    published = words.day(_day(max(sources["published_at"])))
    line = f"Source: {files}, {whose}, published {published}."
    return f"{SAMPLE_LABEL}. {line}" if bool(sources["is_sample"].any()) else line


def source_table(sources: pd.DataFrame) -> Table:
    """The uploads behind a figure as a table."""
    columns = (
        Column("file_name", "File"),
        Column("organisation", "Organisation"),
        Column("published_at", "Published", "day"),
        Column("published_by", "By"),
        Column("lines", "Lines", "count"),
        Column("amount", "Amount (£)", "pounds"),
    )
    days = sources.assign(published_at=[_day(moment) for moment in sources["published_at"]])
    return Table(days, columns, "Source files")


def _day(moment: datetime | str) -> date:
    """The day of a moment, which the ledger keeps as text: 2026-11-20T09:30:00+00:00."""
    return (datetime.fromisoformat(moment) if isinstance(moment, str) else moment).date()


def _figure(card: Card) -> None:
    match card.figure:
        case go.Figure():
            st.plotly_chart(
                card.figure,
                theme=None,
                height="stretch" if card.grows else "content",
                key=f"figure-{card.key}",
                alt=card.alt,
                config={"displayModeBar": False},
            )
        case DrawnMap(scene=scene, page=page, chosen=chosen, choose=choose):
            st.html(f'<p class="lp-hidden">{words.escape(card.alt)}</p>')
            map_frame.show(scene, f"figure-{card.key}", page, chosen, choose)
        case Drawn(html=html):
            st.html(html)
        case Table():
            st.html(card.figure.html(all_rows=False))


def _table(card: Card) -> None:
    """The whole table, to be opened. A map's may be as large as all else of the page together: a
    long one is sent to who opens it, which runs no more than the map's own part of the page."""
    is_long = isinstance(card.figure, DrawnMap) and len(card.table.frame) > LONG
    when = "rerun" if is_long else "ignore"
    with st.popover("Table", type="tertiary", key=f"table-{card.key}", on_change=when) as table:
        if table.open or not is_long:
            st.html(card.table.html())


def _files(card: Card, scene: Scene) -> None:
    """The map as a picture, a page that opens offline, and shapes: made when they are asked for."""
    titles = (card.title, card.subtitle)
    for name, label, mime, make in (
        ("map.png", "Picture (PNG)", "image/png", partial(map_files.picture, scene, *titles)),
        ("map.html", "Page that opens offline (HTML)", "text/html",
         partial(map_files.page, scene, *titles)),
        ("map.geojson", "Shapes and figures (GeoJSON)", "application/geo+json",
         partial(map_files.geojson, scene)),
    ):  # fmt: skip
        st.download_button(
            label,
            make,
            file_name=f"local-pound-{name}",
            mime=mime,
            key=f"{name}-{card.key}",
            on_click="ignore",
        )


def _how(card: Card) -> None:
    st.html(f'<div class="lp-how"><p>{words.escape(card.definition)}</p></div>')
    for question in card.questions:
        st.html(
            f'<div class="lp-how"><h3>{words.escape(question.question)}</h3>'
            f"<p>{words.escape(question.grain)} Query {words.escape(question.name)}.</p></div>"
        )
        st.code(question.sql, language="sql")
    st.html('<div class="lp-how"><h3>Sources</h3></div>')
    if card.document:
        st.html(f'<div class="lp-how"><p>{words.escape(card.document)}.</p></div>')
    else:
        st.html(source_table(card.sources).html())
