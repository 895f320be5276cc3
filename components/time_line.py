"""A strategy's actions along time: one row to an action, under its theme."""

from datetime import date, timedelta

import pandas as pd
import plotly.graph_objects as go

from components import words
from components.charts import folded, frame_of
from components.theme import Palette

# Pixels, but the width, which is letters.
_LINE, _MARKS, _THEME, _TOP = 18, 24, 34, 30
_WIDTH = 46


def time_line(rows: pd.DataFrame, first: date, last: date, colours: Palette) -> go.Figure:
    """Actions with at least one of `starts` and `ends`, as bars and marks under their names.

    rows: name, theme, kind, starts, ends, status, marked, as_of, owner, printed, reading. `first`
    and `last` are the strategy's own days, which the axis always holds.
    """
    every = rows.to_dict("records")
    days = [d for row in every for d in (row["starts"], row["ends"]) if not words.missing(d)]
    left = min([first, *days]) - timedelta(days=20)
    right = max([last, *days]) + timedelta(days=50)
    looks = _looks(colours)
    labels, y, theme = [], float(_TOP), None
    placed: list[tuple[float, dict[str, object]]] = []
    for row in every:
        if not words.missing(row["theme"]) and row["theme"] != theme:
            theme = row["theme"]
            y += _THEME
            labels.append((y - 4, f"<b>{folded(theme, _WIDTH, most=1)}</b>", colours.muted))
        text = folded(_label(row), _WIDTH, most=2)
        y += _LINE * (text.count("<br>") + 1) + 6
        labels.append((y, text, colours.text))
        placed.append((y + _MARKS / 2, row))
        y += _MARKS
    figure = frame_of(colours, height=int(y) + 40, showlegend=True)
    for status, (colour, fill) in looks.items():
        mine = [(at, row) for at, row in placed if row["status"] == status]
        if mine:
            _draw(figure, mine, last, colour, fill, str(mine[0][1]["marked"]), colours)
    for at, text, colour in labels:
        figure.add_annotation(
            x=0, y=at, xref="x domain", yref="y", xanchor="left", yanchor="bottom",
            showarrow=False, align="left", text=text, font={"size": 13, "color": colour},
            bgcolor=colours.background, borderpad=0,
        )  # fmt: skip
    _end_of_strategy(figure, last, y, colours)
    years = range(left.year, right.year + 1)
    starts = [day for day in (date(year, 4, 1) for year in years) if left <= day <= right]
    figure.update_xaxes(
        range=[left.isoformat(), right.isoformat()],
        type="date",
        showgrid=True,
        tickvals=[day.isoformat() for day in starts],
        ticktext=[f"Apr<br>{day.year}" for day in starts],
        tickangle=0,
        side="bottom",
    )
    figure.update_yaxes(visible=False, range=[y + 6, 0])
    return figure


def _label(row: dict[str, object]) -> str:
    """An action's name, behind the mark of its status where one is recorded: colour alone would
    not say which."""
    recorded = not words.missing(row["as_of"])
    return f"{str(row['marked'])[0]} {row['name']}" if recorded else str(row["name"])


def _looks(colours: Palette) -> dict[str, tuple[str, str]]:
    """Status -> the colour of its outline and of its fill."""
    return {
        "Done": (colours.tiers[0], colours.tiers[0]),
        "Under way": (colours.tiers[1], colours.band),
        "Not started": (colours.tiers[1], colours.background),
        "On hold": (colours.chosen, colours.background),
        "Dropped": (colours.elsewhere, colours.grid),
        "Status not recorded": (colours.zero, colours.background),
    }


def _draw(
    figure: go.Figure,
    rows: list[tuple[float, dict[str, object]]],
    last: date,
    colour: str,
    fill: str,
    name: str,
    colours: Palette,
) -> None:
    bars: dict[str, list] = {"x": [], "y": []}
    onward: dict[str, list] = {"x": [], "y": []}
    marks: dict[str, list] = {"x": [], "y": [], "symbol": [], "text": []}
    for at, row in rows:
        starts, ends = (None if words.missing(row[key]) else row[key] for key in ("starts", "ends"))
        if starts and ends:
            into = bars if starts <= ends else onward
            into["x"] += [starts.isoformat(), ends.isoformat(), None]
            into["y"] += [at, at, None]
        elif starts and starts < last:
            onward["x"] += [starts.isoformat(), last.isoformat(), None]
            onward["y"] += [at, at, None]
        for day, symbol in ((starts, "triangle-right"), (ends, "diamond")):
            if day:
                marks["x"].append(day.isoformat())
                marks["y"].append(at)
                marks["symbol"].append(symbol)
                marks["text"].append(hover(row))
    for line, style in ((bars, {"width": 7}), (onward, {"width": 1.5, "dash": "dot"})):
        if line["x"]:
            figure.add_trace(
                go.Scatter(
                    **line, mode="lines", line={"color": colour, **style}, showlegend=False,
                    hoverinfo="skip",
                )
            )  # fmt: skip
    figure.add_trace(
        go.Scatter(
            x=marks["x"],
            y=marks["y"],
            mode="markers",
            name=words.chart_text(name),
            marker={
                "symbol": marks["symbol"],
                "size": 13,
                "color": fill,
                "line": {"color": colour, "width": 2},
            },
            hovertext=marks["text"],
            hoverinfo="text",
        )
    )


def hover(row: dict[str, object]) -> str:
    """An action in words: what, who, when, how far."""
    lines = [folded(str(row["name"]), 60), words.chart_text(row["marked"])]
    lines += [words.chart_text(row["owner"]), folded(f"Printed: {row['printed']}", 60)]
    return "<br>".join([*lines, words.chart_text(row["reading"])])


def _end_of_strategy(figure: go.Figure, last: date, bottom: float, colours: Palette) -> None:
    figure.add_trace(
        go.Scatter(
            x=[last.isoformat()] * 2,
            y=[_TOP - 6, bottom],
            mode="lines",
            line={"color": colours.ink, "width": 1.5, "dash": "dash"},
            hoverinfo="skip",
            showlegend=False,
        )
    )
    figure.add_annotation(
        x=last.isoformat(), y=_TOP - 6, xanchor="right", yanchor="bottom", showarrow=False,
        text=f"Strategy ends {words.day(last)}", font={"size": 13, "color": colours.text},
    )  # fmt: skip
