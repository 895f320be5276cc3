"""Small charts of local share side by side, one to a directorate or partner, on one scale.

Set as HTML, so that they stand in one column on a phone and follow light and dark by themselves.
"""

from collections.abc import Callable, Sequence

import pandas as pd

from components import words
from components.charts import ENOUGH_KNOWN
from components.judge import judge
from components.projection import whole
from components.sentences import target_for
from components.trend import periods_between

# As many as can be looked at together.
MOST = 12
_NOT_STATED = "Not stated"

Link = Callable[[str], str]


def in_order(found: pd.DataFrame) -> list[str]:
    """The parts as they are shown, that of most spend first, what is not stated last."""
    every = found["part"].drop_duplicates().tolist()
    return sorted(every, key=lambda part: part == _NOT_STATED)


def panels(found: pd.DataFrame, points: pd.DataFrame, link: Link) -> str:
    """`spend/local_share_by_part` as escaped HTML, at most `MOST` of its parts.

    points: `strategy/points` with the targets; `link` gives the address of a part's own view.
    """
    years = periods_between(found["financial_year"].tolist())
    targets = {year: target_for(points, year)[0] for year in years}
    top = _top(found, targets)
    each = [
        _panel(part, found.loc[found["part"] == part], years, targets, top, link)
        for part in in_order(found)[:MOST]
    ]
    return f'{_legend(found, points, years)}<ol class="lp-multiples">{"".join(each)}</ol>'


def _top(found: pd.DataFrame, targets: dict[str, float | None]) -> float:
    """The end of the one scale: the highest mark, rounded up to a tenth."""
    drawn = [float(value) for value in found["highest"] if not words.missing(value)]
    drawn += [value for value in targets.values() if value is not None]
    tenths = int(max(drawn, default=0.5) * 10 + 0.999)
    return min(max(tenths, 1), 10) / 10


def _legend(found: pd.DataFrame, points: pd.DataFrame, years: Sequence[str]) -> str:
    said = [("lp-key-share", "Local share")]
    if (found["months_with_data"] < found["months"]).any():
        said.append(("lp-key-share lp-part", "Of a year that is not whole"))
    said.append(("lp-key-range", "Range left open by places not known"))
    target, called = target_for(points, years[-1])
    if target is not None:
        said.append(("lp-key-target", called))
    items = "".join(
        f'<li><span class="lp-key {look}"></span>{words.escape(text)}</li>' for look, text in said
    )
    return f'<ul class="lp-legend">{items}</ul>'


def _panel(
    part: str,
    rows: pd.DataFrame,
    years: Sequence[str],
    targets: dict[str, float | None],
    top: float,
    link: Link,
) -> str:
    by_year = {row["financial_year"]: row for row in rows.to_dict("records")}
    cells = "".join(_cell(by_year.get(year), targets[year], top, year) for year in years)
    newest = by_year[max(by_year)]
    said = "; ".join(_short(row) for row in by_year.values())
    return (
        f'<li><h3><a href="{words.escape(link(part))}" target="_self">{words.escape(part)}</a></h3>'
        f"<p>{words.escape(_short(newest))}</p>"
        f'<div class="lp-plot" role="img" aria-label="{words.escape(f"{part}: {said}")}">'
        f'<i class="lp-top">{words.share(top)}</i>{cells}</div>'
        f'<p class="lp-ends"><span>{words.escape(years[0])}</span>'
        f"<span>{words.escape(years[-1] if len(years) > 1 else '')}</span></p></li>"
    )


def _cell(row: dict[str, object] | None, target: float | None, top: float, year: str) -> str:
    marks = ""
    if row is not None:
        low, high = row["lowest"], row["highest"]
        if not words.missing(low) and not words.missing(high) and high > low:
            marks += f'<i class="lp-range" style="{_span(low, high, top)}"></i>'
        if _is_placed(row):
            part = " lp-part" if row["months_with_data"] < row["months"] else ""
            marks += f'<i class="lp-share{part}" style="bottom:{_up(row["local_share"], top)}"></i>'
    if target is not None:
        marks += f'<i class="lp-goal" style="bottom:{_up(target, top)}"></i>'
    title = _exact(row) if row is not None else f"{year}: no spend"
    return f'<span title="{words.escape(title)}">{marks}</span>'


def _span(low: float, high: float, top: float) -> str:
    return f"bottom:{_up(low, top)};height:{_up(high - low, top)}"


def _up(share: float, top: float) -> str:
    return f"{min(float(share) / top, 1.0) * 100:.1f}%"


def _is_placed(row: dict[str, object]) -> bool:
    if words.missing(row["local_share"]) or words.missing(row["share_known"]):
        return False
    return bool(row["share_known"] >= ENOUGH_KNOWN)


def _short(row: dict[str, object]) -> str:
    """A year in a few words: its share, or its range, or why there is neither."""
    year = row["financial_year"]
    if _is_placed(row):
        return f"{words.share(row['local_share'])} in {year}"
    if words.missing(row["lowest"]) or words.missing(row["highest"]):
        return f"Not known in {year}"
    return f"{words.share(row['lowest'])} to {words.share(row['highest'])} in {year}"


def _exact(row: dict[str, object]) -> str:
    held = row["months_with_data"] < row["months"]
    months = f", {words.count(int(row['months_with_data']), 'month')}" if held else ""
    return (
        f"{row['financial_year']}{months}: {words.pounds_exact(row['local'])} local of "
        f"{words.pounds_exact(row['known'])} with a known place, "
        f"{words.share(row['local_share'], 1)}; of {words.pounds_exact(row['amount'])} in all, "
        f"between {words.share(row['lowest'], 1)} and {words.share(row['highest'], 1)} is local"
    )


def title(found: pd.DataFrame, points: pd.DataFrame, many: str) -> str:
    """Against the target how many reach it; without one, who keeps most and least. `many` is what
    the parts are called: "directorates"."""
    told = whole(found.assign(period=found["financial_year"]))
    told = told.loc[told["financial_year"] == told["financial_year"].max()]
    if len(told) < 2:
        return f"Too little is placed to set {many} side by side"
    year = told["financial_year"].iloc[0]
    target, called = target_for(points, year)
    if target is None:
        ranked = told.sort_values("local_share", key=lambda shares: shares.astype(float))
        low, high = ranked.iloc[0], ranked.iloc[-1]
        return (
            f"{high['part']} keeps {words.share(high['local_share'])} local, {low['part']} "
            f"{words.share(low['local_share'])}"
        )
    met = sum(
        judge(low, high, target).status == "On target"
        for low, high in zip(told["lowest"], told["highest"], strict=True)
    )
    named = called.removesuffix(words.share(target)).strip().lower()
    count = "None" if not met else f"{met:,}"
    verb = "reaches" if met <= 1 else "reach"
    return f"{count} of {len(told):,} {many} {verb} the {named}"


def alt(found: pd.DataFrame) -> str:
    """The newest year of each part that is shown, in a sentence."""
    said = []
    for part in in_order(found)[:MOST]:
        rows = found.loc[found["part"] == part].to_dict("records")
        said.append(f"{part} {_short(rows[-1])}")
    return f"Local share by year, one small chart each: {words.listed(said)}."


def not_shown(found: pd.DataFrame) -> str:
    """Which parts have no chart of their own; empty where all have one."""
    rest = in_order(found)[MOST:]
    if not rest:
        return ""
    more = f" and {len(rest) - 8:,} more" if len(rest) > 8 else ""
    named = ", ".join(rest[:8]) + more if more else words.listed(rest)
    verb = "is" if len(rest) == 1 else "are"
    return f"The {MOST} of most spend are drawn; {named} {verb} in the table."
