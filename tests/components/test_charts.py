from html import unescape

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components import charts, secured, trend
from components.theme import DARK, LIGHT
from tests.components import frames


def traces(figure: go.Figure) -> dict[str, object]:
    return {trace.name: trace for trace in figure.data}


def notes(figure: go.Figure) -> list[str]:
    return [note.text for note in figure.layout.annotations]


@given(st.text(max_size=200))
def test_folded_text_stays_text_and_short(text: str) -> None:
    said = charts.folded(text, 20, "<b>1%</b>").removesuffix("<b>1%</b>")
    assert not set(said.replace("<br>", "")) & set("<>")
    assert said.count("<br>") <= 3
    assert all(len(unescape(line)) <= 20 for line in said.split("<br>"))


def test_a_figure_is_drawn_for_its_theme() -> None:
    for colours in (LIGHT, DARK):
        figure = trend.tiers_by_period(frames.tier_by_period(), colours)
        assert figure.layout.paper_bgcolor == colours.background
        assert figure.layout.font.color == colours.text


@given(st.integers(min_value=0, max_value=10**11))
def test_an_axis_of_pounds_has_few_round_ticks_up_past_the_top(top: int) -> None:
    figure = charts.frame_of(LIGHT, 100)
    charts.pounds_axis(figure, "y", frames.frame(a=frames.money(str(top)))["a"])
    ticks = figure.layout.yaxis.tickvals
    assert ticks[0] == 0
    assert 2 <= len(ticks) <= 7
    assert ticks[-1] >= top


def test_scatter_sets_apart_counted_not_counted_and_nothing_recorded() -> None:
    figure = secured.scatter(frames.contracts(), 0.25, LIGHT)
    found = traces(figure)
    assert found["Counted"].x == (1_000_000.0,) and found["Counted"].y == (250_000.0,)
    assert found["Not counted"].x == (5_000.0,) and found["Not counted"].y == (1_000.0,)
    nothing = found["Counted, nothing recorded"]
    assert nothing.x == (200_000.0,)
    assert nothing.y[0] < 1_000 and nothing.y[0] == figure.layout.yaxis.tickvals[0]
    assert figure.layout.yaxis.ticktext[0] == "None"
    assert (figure.layout.xaxis.type, figure.layout.yaxis.type) == ("log", "log")


def test_the_target_line_is_that_share_of_value_everywhere_along_it() -> None:
    line = traces(secured.scatter(frames.contracts(), 0.25, LIGHT))["Target 25%"]
    assert [y / x for x, y in zip(line.x, line.y, strict=True)] == pytest.approx([0.25, 0.25])
    assert line.line.dash == "dash"


def test_without_a_target_no_line_is_drawn() -> None:
    figure = secured.scatter(frames.contracts(), None, LIGHT)
    assert not [name for name in traces(figure) if name.startswith("Target")]


def test_scatter_hovers_are_text_and_exact() -> None:
    figure = secured.scatter(frames.contracts(), None, LIGHT)
    hovers = "".join(text for trace in figure.data for text in trace.hovertext)
    assert "<img" not in hovers and "<script" not in hovers
    assert "£250,000.00 committed against £1,000,000.00, 25.0%" in hovers
    assert "nothing recorded against £200,000.00" in hovers
    assert "Not counted: Below the threshold" in hovers


def test_scatter_of_nothing_to_draw_is_an_empty_figure() -> None:
    assert not secured.scatter(frames.contracts().tail(1), None, LIGHT).data


def test_secured_by_year_puts_year_not_known_last_in_grey() -> None:
    figure = secured.by_year(frames.secured_by_year(), frames.points(), LIGHT)
    bars = traces(figure)["Secured"]
    assert bars.y == (0.25, 0.30, 0.0)
    assert bars.text == ("25%", "30%", "0%")
    assert bars.marker.color == (LIGHT.tiers[0], LIGHT.tiers[0], LIGHT.elsewhere)
    assert figure.layout.xaxis.ticktext == ("2019/20", "2021/22", "Not<br>known")


def test_secured_by_year_carries_the_last_target_on_and_none_into_an_unknown_year() -> None:
    figure = secured.by_year(frames.secured_by_year(), frames.points(), LIGHT)
    target = traces(figure)["2020/21 target 45%"]
    assert target.x == (-0.5, 0.5, 0.5, 1.5, None)
    assert target.y == (0.35, 0.35, 0.45, 0.45, None)
