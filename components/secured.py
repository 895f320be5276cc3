"""Charts of social value secured: contract by contract, and award years against target."""

from math import ceil, floor, log10

import pandas as pd
import plotly.graph_objects as go

from components import words
from components.charts import floats, folded, frame_of, year_labels, zero_line
from components.theme import Palette

YEAR_NOT_KNOWN = "Year not known"


def scatter(contracts: pd.DataFrame, target: float | None, colours: Palette) -> go.Figure:
    """Committed social value against contract value, both in pounds on scales of tens.

    contracts: `social_value/contracts`. A contract with nothing recorded has no place on such a
    scale and stands on a line of its own at the foot. target is a share of contract value, 0 to 1;
    its line is where committed is that share, None where no target is set.
    """
    placed = contracts.loc[contracts["contract_value"].notna()]
    placed = placed.loc[placed["contract_value"] > 0]
    some = placed["committed"].notna() & (placed["committed"].fillna(0) > 0)
    lowest, highest = _decades(placed.loc[some, "committed"])
    left, right = _decades(placed["contract_value"])
    foot = 10 ** (lowest - 0.4)
    figure = frame_of(colours, height=620, showlegend=True)
    groups = (
        ("Counted", some & placed["counted"], {"color": colours.tiers[0], "opacity": 0.75}),
        (
            "Not counted",
            some & ~placed["counted"],
            {"symbol": "circle-open", "color": colours.zero, "line": {"width": 1.5}},
        ),
        (
            "Counted, nothing recorded",
            ~some & placed["counted"],
            {"symbol": "x-thin", "line": {"width": 1.5, "color": colours.bad}},
        ),
    )
    for name, chosen, marker in groups:
        rows = placed.loc[chosen]
        if rows.empty:
            continue
        nothing = name.endswith("recorded")
        figure.add_trace(
            go.Scatter(
                x=floats(rows["contract_value"]),
                y=[foot] * len(rows) if nothing else floats(rows["committed"]),
                name=name,
                mode="markers",
                marker={"size": 9, **marker},
                hovertext=[_hover(row) for row in rows.to_dict("records")],
                hoverinfo="text",
            )
        )
    if target:
        _target_line(figure, target, (left, right), (lowest, highest), colours)
    figure.update_xaxes(
        type="log",
        range=[left - 0.1, right + 0.1],
        title_text="Contract value, excluding VAT",
        showgrid=True,
        **_log_ticks(left, right),
    )
    ticks = _log_ticks(lowest, highest)
    figure.update_yaxes(
        type="log",
        range=[lowest - 0.7, highest + 0.1],
        title_text="Social value committed",
        tickvals=[foot, *ticks["tickvals"]],
        ticktext=["None", *ticks["ticktext"]],
    )
    return figure


def _decades(amounts: pd.Series) -> tuple[int, int]:
    """The powers of ten around positive amounts; thousands to millions where there are none."""
    found = [float(amount) for amount in amounts]
    if not found:
        return 3, 6
    low, high = floor(log10(min(found))), ceil(log10(max(found)))
    return low, max(high, low + 1)


def _log_ticks(low: int, high: int) -> dict[str, list]:
    powers = list(range(low, high + 1))
    if len(powers) > 7:
        powers = powers[(len(powers) - 1) % 2 :: 2]
    texts = [words.pounds(10**power).replace(".0", "") if power >= 0 else "" for power in powers]
    return {"tickvals": [10.0**power for power in powers], "ticktext": texts}


def _target_line(
    figure: go.Figure,
    target: float,
    across: tuple[int, int],
    upright: tuple[int, int],
    colours: Palette,
) -> None:
    # Kept inside the picture: the line starts where it enters it and ends where it leaves.
    start = max(across[0] - 0.1, upright[0] - log10(target))
    end = min(across[1] + 0.1, upright[1] + 0.1 - log10(target))
    if end <= start:
        return
    text = f"Target {words.share(target)}"
    figure.add_trace(
        go.Scatter(
            x=[10**start, 10**end],
            y=[target * 10**start, target * 10**end],
            name=text,
            mode="lines",
            line={"color": colours.ink, "width": 2, "dash": "dash"},
            hoverinfo="skip",
        )
    )


def _hover(row: dict[str, object]) -> str:
    title = folded("No title" if words.missing(row["title"]) else row["title"], 60, most=2)
    nothing = words.missing(row["committed"]) or row["committed"] == 0
    committed = (
        "nothing recorded" if nothing else f"{words.pounds_exact(row['committed'])} committed"
    )
    part = "" if nothing else f", {words.share(row['secured_share'], 1)}"
    why = words.missing(row["why_not_counted"]) or not row["why_not_counted"]
    reason = "" if why else f"<br>Not counted: {words.chart_text(row['why_not_counted'])}"
    return (
        f"{title}<br>{words.chart_text(row['organisation'])}, {row['award_year']}<br>"
        f"{committed} against {words.pounds_exact(row['contract_value'])}{part}{reason}"
    )


def by_year(years: pd.DataFrame, targets: pd.DataFrame, colours: Palette) -> go.Figure:
    """Social value secured as a share of contract value, by award year, against the target.

    years: `social_value/secured_by_year`; targets: `strategy/points` for the same measure. After
    the last target year the last target stands, and says which year's it is.
    """
    figure = frame_of(colours, height=320, bargap=0.4)
    names = [words.chart_text(year) for year in years["award_year"]]
    values = floats(years["secured_share"])
    # Where all are small a whole per cent would be the same for each.
    places = 0 if max([value for value in values if value], default=1) > 0.05 else 1
    figure.add_trace(
        go.Bar(
            x=list(range(len(names))),
            y=values,
            name="Secured",
            showlegend=False,
            marker={
                "color": [
                    colours.elsewhere if year == YEAR_NOT_KNOWN else colours.tiers[0]
                    for year in years["award_year"]
                ]
            },
            text=["Not known" if value is None else words.share(value, places) for value in values],
            textposition="outside",
            cliponaxis=False,
            hovertext=[_year_hover(row) for row in years.to_dict("records")],
            hoverinfo="text",
        )
    )
    found = targets.loc[(targets["kind"] == "target") & targets["value"].notna()]
    goals = dict(zip(found["financial_year"], floats(found["value"]), strict=True))
    if goals:
        _year_targets(figure, years["award_year"].tolist(), goals, colours)
    top = max([value for value in [*values, *goals.values()] if value], default=0.5)
    figure.update_xaxes(
        tickvals=list(range(len(names))),
        ticktext=[name.replace(YEAR_NOT_KNOWN, "Not<br>known") for name in year_labels(names)],
        tickangle=0,
        range=[-0.6, max(len(names), 1) - 0.4],
    )
    figure.update_yaxes(range=[0, top * 1.2], tickformat=".1~%")
    zero_line(figure, colours)
    return figure


def _year_targets(
    figure: go.Figure, years: list[str], goals: dict[str, float], colours: Palette
) -> None:
    end = max(goals)
    x: list[float | None] = []
    y: list[float | None] = []
    for place, year in enumerate(years):
        value = goals.get(year, goals[end] if year != YEAR_NOT_KNOWN and year > end else None)
        x += [None] if value is None else [place - 0.5, place + 0.5]
        y += [None] if value is None else [value, value]
    if all(value is None for value in y):
        return
    past = any(year != YEAR_NOT_KNOWN and year > end for year in years)
    figure.add_trace(
        go.Scatter(
            x=x,
            y=y,
            # In the legend: along the line its words would lie on those of the bars.
            name=f"{f'{end} target' if past else 'Target'} {words.share(goals[end])}",
            mode="lines",
            line={"color": colours.ink, "width": 2, "dash": "dash"},
            hoverinfo="skip",
            showlegend=True,
        )
    )
    figure.update_layout(showlegend=True)


def _year_hover(row: dict[str, object]) -> str:
    return (
        f"{words.chart_text(row['award_year'])}: {words.pounds_exact(row['committed'])} committed "
        f"against {words.pounds_exact(row['contract_value'])}, "
        f"{words.share(row['secured_share'], 1)}<br>"
        f"{words.count(int(row['contracts']), 'contract')}, "
        f"{words.number(int(row['with_nothing']))} with nothing recorded"
    )
