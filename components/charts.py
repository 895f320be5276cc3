"""Charts, frame in and plotly figure out: the house style and year to date.

Money turns into floating point here and no earlier. Every name that came from a file is
escaped: plotly reads a little HTML in its texts.
"""

import re
from collections.abc import Sequence
from textwrap import wrap

import pandas as pd
import plotly.graph_objects as go

from components import words
from components.theme import FONT, NOT_KNOWN, Palette, tier_colour

# Below this share of spend with a known place, the range is the message and not the point.
ENOUGH_KNOWN = 0.8

# Pixels.
_PAIR_ROW = 92


def frame_of(colours: Palette, height: int, **layout: object) -> go.Figure:
    """An empty figure in the house style: no border, pale grid, legend above, nothing to drag."""
    axis = {
        "gridcolor": colours.grid,
        "zeroline": False,
        "linecolor": colours.zero,
        "tickcolor": colours.zero,
        "tickfont": {"color": colours.muted, "size": 13},
        "title": {"font": {"color": colours.muted, "size": 13}, "standoff": 12},
        "automargin": True,
        "fixedrange": True,
    }
    house = {
        "height": height,
        "margin": {"l": 0, "r": 8, "t": 8, "b": 4},
        "paper_bgcolor": colours.background,
        "plot_bgcolor": colours.background,
        "font": {"family": FONT, "size": 14, "color": colours.text},
        "hoverlabel": {
            "bgcolor": colours.background,
            "bordercolor": colours.zero,
            "font": {"family": FONT, "size": 14, "color": colours.text},
            "align": "left",
        },
        "legend": {
            "orientation": "h",
            "x": 0,
            "xanchor": "left",
            "y": 1.02,
            "yanchor": "bottom",
            "font": {"color": colours.text, "size": 13},
            "itemclick": False,
            "itemdoubleclick": False,
            "traceorder": "normal",
        },
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "xaxis": {**axis, "showgrid": False},
        "yaxis": {**axis, "showgrid": True},
    }
    # Given at once: plotly takes a dozen times as long over the same, told bit by bit.
    return go.Figure(layout={**house, **layout})


def floats(values: pd.Series) -> list[float | None]:
    """A column of decimals or shares as numbers for an axis; a missing one stays missing."""
    return [None if words.missing(value) else float(value) for value in values]


def hatch(colours: Palette, tier: int) -> dict[str, object]:
    """The fill of one tier's bars: its one colour, and for what is not known a hatching."""
    colour = tier_colour(colours, tier)
    if tier != NOT_KNOWN:
        return {"color": colour, "line": {"color": colours.background, "width": 1}}
    return {
        "color": colours.background,
        "line": {"color": colour, "width": 1},
        "pattern": {"shape": "/", "fgcolor": colour, "bgcolor": colours.background, "size": 6},
    }


def folded(text: str, width: int, tail: str = "", most: int = 3) -> str:
    """Text of a file over as many lines as it needs, escaped, for a chart; `tail` is ours."""
    lines = wrap(text, width, max_lines=most, placeholder=" …") or [""]
    short = len(lines[-1]) + len(re.sub("<[^>]+>", "", tail)) <= width
    joint = " " if short else "<br>"
    return f"{'<br>'.join(words.chart_text(line) for line in lines)}{joint if tail else ''}{tail}"


def _above(place: int, text: str, rise: int, colours: Palette) -> dict[str, object]:
    """A line of words over a horizontal bar, so that long names cost no width."""
    return {
        "x": 0,
        "y": place,
        "xref": "x domain",
        "yref": "y",
        "xanchor": "left",
        "yanchor": "bottom",
        "yshift": rise,
        "showarrow": False,
        "align": "left",
        "text": text,
        "font": {"size": 14, "color": colours.text},
    }


def tier_hover(row: dict[str, object]) -> str:
    """A tier's money, share and suppliers, exactly and in words."""
    parts = [words.pounds_exact(row["amount"])]
    if not words.missing(row["share_of_known"]):
        parts.append(f"{words.share(row['share_of_known'], 1)} of spend with a known place")
    if "suppliers" in row:
        parts.append(words.count(int(row["suppliers"]), "supplier"))
    return f"{words.chart_text(row['tier_name'])}: {', '.join(parts)}"


def year_labels(years: Sequence[str]) -> list[str]:
    """Names of years for an axis; many of them over two lines, so that they fit on a phone."""
    if len(years) <= 4:
        return list(years)
    return [year.replace("/", "/<br>") for year in years]


def pounds_axis(figure: go.Figure, side: str, amounts: pd.Series) -> None:
    """Round ticks with their unit along a linear axis of pounds from zero."""
    top = max((float(amount) for amount in amounts), default=0.0)
    step = 10.0 ** len(str(int(max(top, 10)))) / 100
    step = next(
        size for size in (step, 2 * step, 5 * step, 10 * step, 20 * step) if top / size <= 5
    )
    ticks = [step * n for n in range(int(top / step) + 2)]
    texts = [words.pounds(int(tick)).replace(".0", "") for tick in ticks]
    update = figure.update_yaxes if side == "y" else figure.update_xaxes
    update(tickvals=ticks, ticktext=texts, rangemode="tozero")


def zero_line(figure: go.Figure, colours: Palette) -> None:
    """Draw the zero of the upright axis stronger than the grid."""
    figure.update_yaxes(zeroline=True, zerolinecolor=colours.zero, zerolinewidth=1.5)


def year_to_date(pairs: pd.DataFrame, colours: Palette) -> go.Figure:
    """`spend/year_to_date`: local share this year so far beside the same months of last year.

    The range that places not known leave open stands beside each share; where less than four
    fifths has a known place, a pale bar shows it instead.
    """
    rows = pairs.to_dict("records")
    places = list(range(len(rows)))
    figure = frame_of(
        colours,
        height=_PAIR_ROW * max(len(rows), 1) + 50,
        showlegend=True,
        bargap=0.5,
        annotations=[
            _above(place, folded(row["organisation"], 44, most=1), 26, colours)
            for place, row in enumerate(rows)
        ],
    )
    ongoing = any(row["months"] < 12 for row in rows)
    styles = (
        ("last", "The same months last year", colours.elsewhere),
        ("this", "This year so far" if ongoing else "This year", colours.tiers[0]),
    )
    top = 0.0
    for which, label, colour in styles:
        spans = [share_span(row, which) for row in rows]
        top = max([top, *(high for _, high in spans if high is not None)])
        figure.add_trace(
            go.Bar(
                base=[0 if low is None or low == high else low for low, high in spans],
                x=[
                    None if low is None else high if low == high else high - low
                    for low, high in spans
                ],
                y=places,
                orientation="h",
                name=label,
                marker={
                    "color": [colour if low == high else colours.background for low, high in spans],
                    "line": {"color": colour, "width": 1.5},
                },
                text=[_span_text(row, which) for row in rows],
                textposition="outside",
                cliponaxis=False,
                hovertext=[_pair_hover(row, which, label) for row in rows],
                hoverinfo="text",
            )
        )
    # Room for the words at the end of the longest bar.
    figure.update_xaxes(visible=False, range=[0, max(top * 1.8, 0.05)])
    figure.update_yaxes(visible=False, range=[len(rows) - 0.6, -0.75])
    return figure


def share_span(row: dict[str, object], which: str) -> tuple[float | None, float | None]:
    """Lowest and highest local share of `this` or `last` year; one value where enough is placed."""
    amount, known = (float(row[f"{which}_{part}"]) for part in ("amount", "known"))
    if amount <= 0 or (words.missing(row[f"{which}_share"]) and known > 0):
        return None, None
    if known / amount >= ENOUGH_KNOWN:
        share = float(row[f"{which}_share"])
        return share, share
    low, high = row[f"{which}_lowest"], row[f"{which}_highest"]
    return (None, None) if words.missing(low) or words.missing(high) else (low, high)


def _span_text(row: dict[str, object], which: str) -> str:
    low, high = share_span(row, which)
    if low is None:
        return "Not known"
    if low != high:
        return f"{words.share(low)} to {words.share(high)}"
    reach = [words.share(row[f"{which}_{end}"]) for end in ("lowest", "highest")]
    open_ = reach[0] != reach[1] and words.NOT_KNOWN not in reach
    return f"{words.share(low)} ({reach[0]} to {reach[1]})" if open_ else words.share(low)


def _pair_hover(row: dict[str, object], which: str, label: str) -> str:
    months = words.span(row[f"{which}_from"], row[f"{which}_to"])
    return (
        f"{words.chart_text(row['organisation'])}, {label.lower()} ({months}):<br>"
        f"{words.pounds_exact(row[f'{which}_local'])} local of "
        f"{words.pounds_exact(row[f'{which}_known'])} with a known place, "
        f"{words.share(row[f'{which}_share'], 1)},<br>"
        f"of {words.pounds_exact(row[f'{which}_amount'])} in all; "
        f"between {words.share(row[f'{which}_lowest'], 1)} and "
        f"{words.share(row[f'{which}_highest'], 1)} is local"
    )
