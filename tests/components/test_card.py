import plotly.graph_objects as go
import pytest

from components import card, states, tiles
from components.card import Card
from components.tiles import Tile
from queries import Query
from tests.components import frames
from tests.components.test_tables import table

QUESTION = Query("spend/by_area", "Which places?", "One row per area.", (), "select 1")


def made(**changes: object) -> Card:
    parts = {
        "key": "spend-map",
        "title": "37p of each pound stays",
        "subtitle": "Spend by area",
        "figure": go.Figure(),
        "alt": "A map",
        "table": table(),
        "coverage": "Rests on £100 of £150 spend (67%).",
        "definition": "Local is …",
        "questions": (QUESTION,),
        "sources": frames.sources(),
    }
    return Card(**(parts | changes))


@pytest.mark.parametrize(
    "part", ["title", "alt", "table", "coverage", "definition", "questions", "sources"]
)
def test_a_figure_cannot_be_shown_without_what_must_stand_beside_it(part: str) -> None:
    parts = {name: getattr(made(), name) for name in made().__dataclass_fields__}
    del parts[part]
    with pytest.raises(TypeError, match=part):
        Card(**parts)


def test_heading_and_footing_escape_what_came_from_files() -> None:
    hostile = made(title=frames.HOSTILE, subtitle=frames.HOSTILE, notes=(frames.HOSTILE,))
    for html in (card.heading(hostile), card.footing(hostile)):
        assert "<img" not in html and "&lt;img" in html


def test_footing_says_coverage_then_notes_and_leaves_out_empty_ones() -> None:
    html = card.footing(made(notes=("Not STAR's own.", "")))
    assert html.index("Rests on £100") < html.index("Not STAR&#x27;s own.") < html.index("Source:")
    assert "<p></p>" not in html


def test_the_source_names_one_file_or_counts_several_and_the_newest_day() -> None:
    assert card.source_line(frames.sources().head(1)) == (
        "Source: april.csv, Oakton Council, published 19 November 2026."
    )
    assert card.source_line(frames.sources()) == (
        "Source: 2 files, Oakton Council, published 20 November 2026."
    )
    assert card.source_line(frames.sources().head(0)) == "Source: no file."


def test_invented_figures_say_so() -> None:
    assert card.source_line(frames.sources(is_sample=True)).startswith("Sample data, invented.")
    assert "Sample data, invented" in card.footing(made(sources=frames.sources(is_sample=True)))


def test_a_file_without_an_organisation_is_not_given_one() -> None:
    unknown = frames.sources().assign(organisation="Not stated")
    assert "no organisation stated" in card.source_line(unknown)


def test_the_source_table_shows_days_and_money() -> None:
    html = card.source_table(frames.sources()).html()
    assert "19 November 2026" in html and "100.00" in html and "<img" not in html


def test_tiles_give_status_by_shape_word_and_colour() -> None:
    html = tiles.html(
        [
            Tile("Local share", "37%", target="Target 50%", status="Off target"),
            Tile(frames.HOSTILE, frames.HOSTILE, note=frames.HOSTILE),
        ]
    )
    assert '<span class="lp-status lp-bad">■ Off target</span>' in html
    assert html.count("<li>") == 2
    assert html.count("lp-status") == 1
    assert "<img" not in html


def test_an_empty_state_says_why_and_what_would_fill_it() -> None:
    html = states.empty_html("No spend yet.", f"Publish {frames.HOSTILE}")
    assert "<strong>No spend yet.</strong>" in html
    assert "<img" not in html
