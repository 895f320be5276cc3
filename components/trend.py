"""Charts over years and quarters: local share against target, and spend by tier."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from components import words
from components.charts import (
    ENOUGH_KNOWN,
    floats,
    folded,
    frame_of,
    hatch,
    pounds_axis,
    tier_hover,
    year_labels,
    zero_line,
)
from components.dated_notes import Mark
from components.projection import Path
from components.theme import Palette

# Names of years that a phone has room for.
_FIT = 10
# How much of its place a bar fills: beside a year without data, plotly would draw it over that too.
_BAR = 0.65


def periods_between(periods: Sequence[str]) -> list[str]:
    """Every year ("2019/20") or quarter ("2019/20 Q1") from the first given to the last.

    Months without spend then stand as gaps, and no line is drawn across what is not there.
    """
    if not periods:
        return []
    first, last = min(periods), max(periods)
    quarters = " Q" in first
    found = []
    for year in range(int(first[:4]), int(last[:4]) + 1):
        name = f"{year}/{(year + 1) % 100:02d}"
        found += [f"{name} Q{quarter}" for quarter in range(1, 5)] if quarters else [name]
    return [period for period in found if first <= period <= last]


def share_by_period(
    shares: pd.DataFrame,
    points: pd.DataFrame,
    council: str,
    by: str,
    colours: Palette,
    path: Path = Path(),  # noqa: B008 (it is frozen)
    marks: Sequence[Mark] = (),
) -> go.Figure:
    """Local share by year or quarter, with the range left open, the targets and what was published.

    shares: `spend/local_share`; points: `strategy/points` of the same measure and the headline's
    tier. A period with less than four fifths of its spend placed shows its range and no point.
    `path` is drawn by year; `marks` are notes of a day, numbered.
    """
    figure = frame_of(colours, height=420, showlegend=True, bargap=0.35)
    axis = axis_of(shares, points, by, path)
    where = {period: place for place, period in enumerate(axis)}
    targets = targets_along(points, axis)
    in_sight = points.loc[points["financial_year"].isin({period[:7] for period in axis})]
    ends = [*floats(shares["highest"]), *floats(in_sight["value"]), *(y for _, y in path.line)]
    ends += [one[1] for one in targets if one is not None]
    top = min(1.04, max([end for end in ends if end], default=0.5) * 1.15)
    _range(figure, shares, where, colours)
    _targets(figure, targets, axis, colours)
    _projection(figure, path, where, colours)
    _line(figure, shares, axis, colours)
    _published(figure, points, axis, council, colours)
    _marks(figure, marks, axis, top, colours)
    _period_axis(figure, axis, shares, by)
    figure.update_yaxes(range=[0, top], tickformat=".0%")
    zero_line(figure, colours)
    return figure


def axis_of(shares: pd.DataFrame, points: pd.DataFrame, by: str, path: Path) -> list[str]:
    """Every period from the first to the last of which there is anything to show."""
    if by == "quarter":
        return periods_between(shares["period"].tolist())
    known = points.loc[points["value"].notna(), "financial_year"].tolist()
    return periods_between([*shares["period"], *known, *(year for year, _ in path.line)])


def _range(figure: go.Figure, shares: pd.DataFrame, where: dict, colours: Palette) -> None:
    ends = ("lowest", "highest")
    rows = [r for r in shares.to_dict("records") if not any(words.missing(r[end]) for end in ends)]
    rows = [row for row in rows if row["highest"] > row["lowest"]]
    if not rows:
        return
    figure.add_trace(
        go.Bar(
            x=[where[row["period"]] for row in rows],
            base=[row["lowest"] for row in rows],
            y=[row["highest"] - row["lowest"] for row in rows],
            name="Range left open by places not known",
            width=_BAR,
            marker={"color": colours.band, "line": {"width": 0}},
            # Where there is no point to label, the range is the message and says itself.
            text=["" if _point(row) is not None else _range_text(row) for row in rows],
            textposition="inside",
            insidetextanchor="start",
            textangle=0,
            constraintext="none",
            insidetextfont={"color": colours.text, "size": 14},
            hovertext=[_share_hover(row) for row in rows],
            hoverinfo="text",
        )
    )


def _range_text(row: dict[str, object]) -> str:
    return f"{words.share(row['lowest'])} to {words.share(row['highest'])}"


def _line(figure: go.Figure, shares: pd.DataFrame, axis: list[str], colours: Palette) -> None:
    rows = {row["period"]: row for row in shares.to_dict("records")}
    drawn = [_point(rows.get(period)) for period in axis]
    last = max((place for place, value in enumerate(drawn) if value is not None), default=None)
    if last is None:
        return
    figure.add_trace(
        go.Scatter(
            x=list(range(len(axis))),
            y=drawn,
            name="Local share",
            mode="lines+markers+text",
            text=[words.share(value) if place == last else "" for place, value in enumerate(drawn)],
            textposition="top center",
            textfont={"color": colours.text, "size": 15},
            cliponaxis=False,
            connectgaps=False,
            line={"color": colours.tiers[0], "width": 3},
            marker={"size": 8, "color": colours.tiers[0]},
            hovertext=[_share_hover(rows[period]) if period in rows else "" for period in axis],
            hoverinfo="text",
        )
    )


def _point(row: dict[str, object] | None) -> float | None:
    if row is None or words.missing(row["local_share"]) or words.missing(row["share_known"]):
        return None
    return float(row["local_share"]) if row["share_known"] >= ENOUGH_KNOWN else None


def _share_hover(row: dict[str, object]) -> str:
    known = words.share(row["share_known"])
    return (
        f"{words.chart_text(row['period'])}: {words.pounds_exact(row['local'])} local "
        f"of {words.pounds_exact(row['known'])} with a known place, "
        f"{words.share(row['local_share'], 1)}<br>"
        f"{known} of {words.pounds_exact(row['amount'])} has a known place; "
        f"between {words.share(row['lowest'], 1)} and {words.share(row['highest'], 1)} is local"
    )


def _projection(figure: go.Figure, path: Path, where: dict, colours: Palette) -> None:
    drawn = [(where[year], share) for year, share in path.line if year in where]
    if len(drawn) < 2:
        return
    ahead = [
        f"{year}: {words.share(share, 1)} if the years {path.rests_on[0]} to "
        f"{path.rests_on[-1]} went on in a straight line"
        for year, share in path.line
    ]
    figure.add_trace(
        go.Scatter(
            x=[place for place, _ in drawn],
            y=[share for _, share in drawn],
            name="Present path, projected",
            mode="lines+text",
            text=[*[""] * (len(drawn) - 1), words.share(drawn[-1][1])],
            textposition="top center",
            textfont={"color": colours.muted, "size": 14},
            cliponaxis=False,
            line={"color": colours.tiers[1], "width": 2, "dash": "dot"},
            hovertext=ahead,
            hoverinfo="text",
        )
    )


def _marks(
    figure: go.Figure, marks: Sequence[Mark], axis: list[str], top: float, colours: Palette
) -> None:
    """A numbered mark at the foot of the picture for each note, with a fine line up from it."""
    placed = [(place_of(mark.day, axis), mark) for mark in marks]
    placed = [(x, mark) for x, mark in placed if x is not None]
    if not placed:
        return
    room, ends, heights = len(axis) * 0.045, [], []
    for x, _ in placed:
        # On the lowest line where no earlier mark is in its way.
        level = next((n for n, end in enumerate(ends) if x - end >= room), len(ends))
        ends[level : level + 1] = [x]
        heights.append(top * (0.045 + 0.075 * level))
    line = {"color": colours.zero, "width": 1, "dash": "dot"}
    figure.update_layout(
        shapes=[
            {"type": "line", "x0": x, "x1": x, "y0": 0, "y1": top, "line": line, "layer": "below"}
            for x, _ in placed
        ]
    )
    figure.add_trace(
        go.Scatter(
            x=[x for x, _ in placed],
            y=heights,
            name="Note, listed below",
            mode="markers+text",
            text=[str(mark.number) for _, mark in placed],
            textposition="middle center",
            textfont={"color": colours.ink, "size": 12},
            cliponaxis=False,
            marker={
                "size": 20,
                "color": colours.background,
                "line": {"color": colours.ink, "width": 1.5},
            },
            hovertext=[
                f"{words.day(mark.day)}<br>{folded(mark.text, 60, most=6)}" for _, mark in placed
            ],
            hoverinfo="text",
        )
    )


def period_of(day: date, by: str) -> str:
    """The financial year or quarter that a day lies in: "2023/24", "2023/24 Q1"."""
    first = day.year - (day.month < 4)
    year = f"{first}/{(first + 1) % 100:02d}"
    return year if by == "year" else f"{year} Q{(day.month - 4) % 12 // 3 + 1}"


def place_of(day: date, axis: Sequence[str]) -> float | None:
    """Where a day lies along an axis of years or quarters; None where the axis does not hold it."""
    quarters = bool(axis) and " Q" in axis[0]
    period = period_of(day, "quarter" if quarters else "year")
    if period not in axis:
        return None
    months = (day.month - 4) % 12 + (day.day - 1) / 31
    return axis.index(period) - 0.5 + (months % 3 / 3 if quarters else months / 12)


def targets_along(points: pd.DataFrame, axis: Sequence[str]) -> list[tuple[str, float] | None]:
    """For each period the target that stands in it, with the year it was set for; after the last
    target year the last target stands."""
    rows = points.loc[(points["kind"] == "target") & points["value"].notna()]
    targets = dict(zip(rows["financial_year"], floats(rows["value"]), strict=True))
    end = max(targets, default="")
    years = [end if end and period[:7] > end else period[:7] for period in axis]
    return [(year, targets[year]) if year in targets else None for year in years]


def _targets(
    figure: go.Figure,
    along: Sequence[tuple[str, float] | None],
    axis: Sequence[str],
    colours: Palette,
) -> None:
    standing = [(place, *one) for place, one in enumerate(along) if one is not None]
    if not standing:
        return
    x: list[float | None] = []
    y: list[float | None] = []
    for place, one in enumerate(along):
        if one is None:
            x, y = [*x, None], [*y, None]
        else:
            x, y = [*x, place - 0.5, place + 0.5], [*y, one[1], one[1]]
    figure.add_trace(
        go.Scatter(
            x=x,
            y=y,
            name="Target",
            mode="lines",
            line={"color": colours.ink, "width": 2, "dash": "dash"},
            hoverinfo="skip",
        )
    )
    last, year, value = standing[-1]
    text = "Target" if axis[last][:7] == year else f"{year} target"
    figure.add_annotation(
        x=last + 0.5,
        y=value,
        text=f"{text} {words.share(value)}",
        showarrow=False,
        xanchor="right",
        yanchor="bottom",
        font={"color": colours.ink, "size": 14},
    )


def _published(
    figure: go.Figure, points: pd.DataFrame, axis: list[str], council: str, colours: Palette
) -> None:
    rows = points.loc[points["kind"].isin(["published", "baseline"]) & points["value"].notna()]
    rows = rows.drop_duplicates(["financial_year", "value"])
    found = []
    for row in rows.to_dict("records"):
        places = [n for n, period in enumerate(axis) if period[:7] == row["financial_year"]]
        if places:
            found.append((sum(places) / len(places), row))
    if not found:
        return
    figure.add_trace(
        go.Scatter(
            x=[place for place, _ in found],
            y=[float(row["value"]) for _, row in found],
            name=f"Published by {words.chart_text(council)}",
            mode="markers",
            marker={
                "symbol": "diamond-open",
                "size": 12,
                "color": colours.ink,
                "line": {"width": 2},
            },
            hovertext=[_published_hover(row) for _, row in found],
            hoverinfo="text",
        )
    )


def _published_hover(row: dict[str, object]) -> str:
    note = (
        ""
        if words.missing(row["note"]) or not row["note"]
        else f"<br>{words.chart_text(row['note'])}"
    )
    value = words.share(row["value"], 1).replace(".0%", "%")
    return (
        f"Published for {row['financial_year']}: {value}<br>{words.chart_text(row['source'])}{note}"
    )


def _year_starts(axis: Sequence[str]) -> list[int]:
    """Where each financial year begins along the axis; by year that is everywhere."""
    return [n for n, period in enumerate(axis) if n == 0 or period[:7] != axis[n - 1][:7]]


def _period_axis(figure: go.Figure, axis: list[str], shares: pd.DataFrame, by: str) -> None:
    held = dict(zip(shares["period"], shares["months_with_data"], strict=True))
    whole = dict(zip(shares["period"], shares["months"], strict=True))
    ticks = _year_starts(axis) if by == "quarter" else list(range(len(axis)))
    texts = year_labels([axis[place][:7] for place in ticks])
    if by == "year":
        texts = [
            f"{text}<br>{words.count(int(held[period]), 'month')}"
            if period in held and held[period] < whole[period]
            else text
            for period, text in zip(axis, year_labels(axis), strict=True)
        ]
    if len(ticks) > _FIT:
        # Side by side on a phone they would run into each other; the newest keeps its name.
        texts = [text if (len(texts) - 1 - n) % 2 == 0 else "" for n, text in enumerate(texts)]
    figure.update_xaxes(
        tickvals=ticks,
        ticktext=texts,
        tickangle=0,
        tickfont={"size": 13 if len(ticks) < _FIT - 2 else 11},
        range=[-0.6, len(axis) - 0.4],
        ticks="",
    )


def tiers_by_period(tiers: pd.DataFrame, colours: Palette, *, as_shares: bool = False) -> go.Figure:
    """`spend/tier_by_period` as stacked bars, innermost tier at the bottom: of pounds, or of shares
    of all spend. Where credits leave a tier without a share, its part of the bar is missing."""
    axis = periods_between(tiers["period"].drop_duplicates().tolist())
    where = {period: place for place, period in enumerate(axis)}
    figure = frame_of(colours, height=360, showlegend=True, barmode="relative", bargap=0.35)
    for tier, rows in tiers.groupby("tier", sort=True):
        figure.add_trace(
            go.Bar(
                x=[where[period] for period in rows["period"]],
                y=floats(rows["share_of_all" if as_shares else "amount"]),
                name=words.chart_text(rows["tier_name"].iloc[0]),
                marker=hatch(colours, int(tier)),
                width=_BAR,
                hovertext=[
                    f"{row['period']}<br>{tier_hover(row)}" for row in rows.to_dict("records")
                ],
                hoverinfo="text",
            )
        )
    starts = _year_starts(axis)
    figure.update_xaxes(
        tickvals=starts,
        ticktext=year_labels([axis[place][:7] for place in starts]),
        tickangle=0,
        range=[-0.6, len(axis) - 0.4],
    )
    if as_shares:
        figure.update_yaxes(range=[0, 1.02], tickformat=".0%")
    else:
        pounds_axis(figure, "y", tiers.groupby("period")["amount"].sum())
    zero_line(figure, colours)
    return figure
