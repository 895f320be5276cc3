"""How many behaviours are at each level of maturity, and how that moved."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from components import words
from components.charts import frame_of, zero_line
from components.recorded import Record
from components.theme import Palette


def at_levels(told: pd.DataFrame, levels: Sequence[str]) -> pd.DataFrame:
    """level, now, wanted: how many behaviours, from the lowest level."""
    return pd.DataFrame(
        {
            "level": list(levels),
            "now": [int((told["now"] == level).sum()) for level in levels],
            "wanted": [int((told["wanted"] == level).sum()) for level in levels],
        }
    )


def levels_chart(counts: pd.DataFrame, colours: Palette) -> go.Figure:
    """`at_levels` as pairs of bars, from the lowest level."""
    figure = frame_of(colours, height=280, showlegend=True, bargap=0.3, bargroupgap=0.1)
    names = [words.chart_text(level) for level in counts["level"]]
    for field, name, fill in (
        ("now", "Now", colours.tiers[0]),
        ("wanted", "Wanted", colours.background),
    ):
        values = [int(value) for value in counts[field]]
        figure.add_trace(
            go.Bar(
                x=list(range(len(names))),
                y=values,
                name=name,
                marker={"color": fill, "line": {"color": colours.tiers[0], "width": 1.5}},
                text=[str(value) if value else "" for value in values],
                textposition="outside",
                cliponaxis=False,
                hovertext=[
                    f"{level}, {name.lower()}: {words.count(value, 'behaviour')}"
                    for level, value in zip(names, values, strict=True)
                ],
                hoverinfo="text",
            )
        )
    top = max([*counts["now"], *counts["wanted"], 1])
    figure.update_xaxes(tickvals=list(range(len(names))), ticktext=names, tickangle=0, ticks="")
    figure.update_yaxes(range=[0, top * 1.15], nticks=5, tickformat="d")
    zero_line(figure, colours)
    return figure


def over_time(
    told: pd.DataFrame, levels: Sequence[str], records: Sequence[Record], first: date
) -> pd.DataFrame:
    """day, there, moved: behaviours where they are wanted, and above the level printed, from the
    level printed (`first`) and then on each day a level is recorded for. Where one is recorded for
    a day before, what is printed is taken to have held then."""
    wanted = dict(zip(told["behaviour"], told["wanted"], strict=True))
    start = dict(zip(told["behaviour"], told["printed"], strict=True))
    at = dict(start)

    def row(day: date) -> dict[str, object]:
        place = levels.index
        return {
            "day": day,
            "there": sum(place(at[one]) >= place(wanted[one]) for one in at),
            "moved": sum(place(at[one]) > place(start[one]) for one in at),
        }

    counting = [r for r in records if not r.withdrawn_by and r.item in at and r.stands in levels]
    first = min([first, *(one.as_of for one in counting)])
    rows = {first: row(first)}
    for one in counting:
        at[one.item] = one.stands
        rows[one.as_of] = row(one.as_of)
    return pd.DataFrame(list(rows.values()), dtype=object)


def progress_chart(moved: pd.DataFrame, every: int, colours: Palette) -> go.Figure:
    """`over_time` as steps, of `every` behaviour there is."""
    figure = frame_of(colours, height=280, showlegend=True)
    for field, name, colour, dash in (
        ("there", "Where wanted", colours.tiers[0], "solid"),
        ("moved", "Above the level printed", colours.tiers[2], "dot"),
    ):
        figure.add_trace(
            go.Scatter(
                x=[day.isoformat() for day in moved["day"]],
                y=[int(value) for value in moved[field]],
                name=name,
                mode="lines+markers",
                line={"color": colour, "shape": "hv", "width": 2.5, "dash": dash},
                marker={"size": 8},
                hovertext=[
                    f"{words.day(row['day'])}: {row[field]} of {every}, {name.lower()}"
                    for row in moved.to_dict("records")
                ],
                hoverinfo="text",
            )
        )
    top = max([*moved["there"], *moved["moved"], 4])
    figure.update_xaxes(type="date", nticks=5)
    figure.update_yaxes(range=[0, top * 1.15], nticks=5, tickformat="d")
    zero_line(figure, colours)
    return figure
