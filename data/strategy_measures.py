"""What a strategy measures: its figures, rules and thresholds, and reading them from a table.

A rule is a target that the document gives in words: more than the year before, at least double the
baseline by a year, at least so much in every year.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from data.strategy_file import Table, nearest, shown
from data.strategy_queries import Questions, check_params

OPERATORS = ("from", "over")
THRESHOLD_OPERATORS = (*OPERATORS, "below")
APPLIES_TO = ("contracts", "procurements", "spending")
UNITS = ("share", "pounds", "count", "days", "hours", "change", "words")
POLARITIES = ("higher", "lower", "none")
# Rule -> whether it needs a value, and the year by which.
RULES = {
    "more_than_year_before": (False, False),
    "less_than_year_before": (False, False),
    "times_baseline": (True, True),
    "at_least": (True, False),
    "at_most": (True, False),
}
# Every page can count on these two, whichever strategy is chosen.
EVERY_STRATEGY_MEASURES = ("local_share", "social_value_secured")
# The threshold past which a contract is expected to have social value recorded.
SOCIAL_VALUE = "social_value"


@dataclass(frozen=True)
class Frame:
    """What a figure of a strategy must fit into: its tiers, years, bodies, themes, thresholds."""

    ranks: tuple[int, ...]
    first_year: str
    last_year: str
    organisations: tuple[str, ...]
    themes: tuple[str, ...]
    thresholds: tuple[str, ...]
    questions: Questions | None


@dataclass(frozen=True)
class Threshold:
    """An amount in pounds at which something begins: "from" (included) or "over" (not included);
    or, "below" it, ends. `below` is where what begins ends again, not included."""

    id: str
    purpose: str
    amount: Decimal
    operator: str
    below: Decimal | None
    applies_to: str
    note: str
    source: str


@dataclass(frozen=True)
class Point:
    """A figure of one financial year ("2019/20") in the measure's unit, shares as 0..1.

    `tier` is the rank up to which a local figure counts, None where tiers do not come into it;
    `organisation` is the body whose figure it is, "" where it is that of the whole strategy.
    """

    year: str
    value: Decimal
    tier: int | None
    organisation: str
    note: str
    source: str


@dataclass(frozen=True)
class Rule:
    """A target in words. `value` is in the measure's unit ("at_least", "at_most") or how many times
    the baseline ("times_baseline", reached by `by_year`, counted from `base_year` where the
    document says so or we read it so)."""

    kind: str
    value: Decimal | None
    by_year: str
    base_year: str
    note: str
    source: str


@dataclass(frozen=True)
class Measure:
    """One thing a strategy watches. Neither `targets` nor `rule` means `target_note` says why
    ("To be set").

    `tolerance` is in the measure's unit, and ours rather than the council's where
    `tolerance_is_ours`. `query` and `params` say what works the measure out from the data; without
    a query the figure is read in. `printed` is a row of a table as it stands: heading and cell.
    `by_organisation`: watched for each body of the strategy and for the whole.
    """

    id: str
    name: str
    why: str
    how: str
    unit: str
    polarity: str
    theme: str
    by_organisation: bool
    tolerance: Decimal | None
    tolerance_is_ours: bool
    baseline: Point | None
    targets: tuple[Point, ...]
    rule: Rule | None
    target_note: str
    published: tuple[Point, ...]
    printed: tuple[tuple[str, str], ...]
    query: str | None
    params: dict[str, Any]
    source: str


def read_thresholds(table: Table) -> tuple[Threshold, ...]:
    """The strategy's `[[threshold]]`s."""
    thresholds = tuple(_threshold(one) for one in table.tables("threshold"))
    each_id_once(table, "threshold", [one.id for one in thresholds])
    return thresholds


def _threshold(table: Table) -> Threshold:
    name = table.identifier()
    amount = table.number("amount", "pounds")
    operators = OPERATORS if name == SOCIAL_VALUE else THRESHOLD_OPERATORS
    below = table.number("below", "pounds") if table.has("below") else None
    if below is not None and below <= amount:
        table.fault("below", f"more than the amount, {amount}")
    threshold = Threshold(
        id=name,
        purpose=table.text("purpose"),
        amount=amount,
        operator=table.choice("operator", operators),
        below=below,
        applies_to=table.choice("applies_to", APPLIES_TO),
        note=table.text_or("note", ""),
        source=table.text("source"),
    )
    table.finish()
    return threshold


def read_measures(table: Table, frame: Frame) -> tuple[Measure, ...]:
    """The strategy's `[[measure]]`s."""
    measures = tuple(_measure(one, frame) for one in table.tables("measure"))
    ids = [measure.id for measure in measures if measure.id]
    each_id_once(table, "measure", ids)
    for name in EVERY_STRATEGY_MEASURES:
        if name not in ids:
            table.fault("measure", f"a measure with the id {shown(name)}", "none")
    return measures


def each_id_once(table: Table, key: str, ids: Sequence[str]) -> None:
    """Fault every id that several of the tables under `key` bear."""
    for name in sorted({name for name in ids if name and ids.count(name) > 1}):
        table.fault(key, f"an id of its own for each {key}", f"{shown(name)} more than once")


def read_theme(table: Table, themes: tuple[str, ...]) -> str:
    """The id of a theme of the strategy, "" where there is none."""
    name = table.text_or("theme", "")
    if name and name not in themes:
        known = ", ".join(themes) or "none is written"
        table.fault("theme", f"the id of a theme ({known}){nearest(name, [*themes])}")
    return name


def _measure(table: Table, frame: Frame) -> Measure:
    name = table.identifier()
    unit = table.choice("unit", UNITS)
    tolerance, tolerance_is_ours = None, False
    if table.has("tolerance"):
        tolerance = table.number("tolerance", unit)
        tolerance_is_ours = table.flag("tolerance_is_ours")
    baseline, rule = table.table("baseline"), table.table("rule")
    target_tables, published_tables = table.tables("target"), table.tables("published")
    targets = tuple(_point(one, unit, frame) for one in target_tables)
    for one, target in zip(target_tables, targets, strict=True):
        _check_year(one, "year", target.year, frame)
    published = tuple(_point(one, unit, frame) for one in published_tables)
    for key, points in (("target", targets), ("published", published)):
        places = [(point.year, point.tier, point.organisation) for point in points if point.year]
        for year in sorted({place[0] for place in places if places.count(place) > 1}):
            table.fault(key, "each year once for each tier and body", f"{year} more than once")
    if not table.values.get("target") and rule is None and not table.has("target_note"):
        table.fault("target_note", 'words such as "To be set", as there is no target and no rule')
    query, params = _query(table, frame)
    measure = Measure(
        id=name,
        name=table.text("name"),
        why=table.text("why"),
        how=table.text("how"),
        unit=unit,
        polarity=table.choice("polarity", POLARITIES),
        theme=read_theme(table, frame.themes),
        by_organisation=table.flag("by_organisation") if table.has("by_organisation") else False,
        tolerance=tolerance,
        tolerance_is_ours=tolerance_is_ours,
        baseline=_point(baseline, unit, frame) if baseline else None,
        targets=tuple(sorted(targets, key=lambda point: point.year)),
        rule=_rule(rule, unit, frame) if rule else None,
        target_note=table.text_or("target_note", ""),
        published=tuple(sorted(published, key=lambda point: point.year)),
        printed=table.cells("printed"),
        query=query,
        params=params,
        source=table.text("source"),
    )
    table.finish()
    return measure


def _check_year(table: Table, key: str, year: str, frame: Frame) -> None:
    first, last = frame.first_year, frame.last_year
    if year and first and last and not first <= year <= last:
        table.fault(key, f"a year of the strategy, {first} to {last}")


def _point(table: Table, unit: str, frame: Frame) -> Point:
    tier = None
    if table.has("tier"):
        tier = table.whole("tier", 1, 97)
        _check_tier(table, tier, frame)
    whose = table.text_or("organisation", "")
    if whose and whose not in frame.organisations:
        near = nearest(whose, [*frame.organisations])
        table.fault("organisation", f"one of the strategy's organisations{near}")
    point = Point(
        year=table.year("year"),
        value=table.number("value", unit),
        tier=tier,
        organisation=whose,
        note=table.text_or("note", ""),
        source=table.text("source"),
    )
    table.finish()
    return point


def _check_tier(table: Table, tier: object, frame: Frame) -> None:
    ranks = frame.ranks
    if isinstance(tier, int) and tier and ranks and 0 not in ranks and tier not in ranks:
        table.fault("tier", f"the rank of a tier ({', '.join(map(str, ranks))})")


def _rule(table: Table, unit: str, frame: Frame) -> Rule:
    kind = table.choice("kind", tuple(RULES))
    if kind in RULES:
        needs_value, needs_year = RULES[kind]
    else:  # told already
        needs_value, needs_year = table.has("value"), table.has("by_year")
    value, by_year = None, ""
    if needs_value:
        value = table.number("value", "times" if kind == "times_baseline" else unit)
    if needs_year:
        by_year = table.year("by_year")
        _check_year(table, "by_year", by_year, frame)
    base_year = table.year("base_year") if needs_year and table.has("base_year") else ""
    if base_year and by_year and base_year >= by_year:
        table.fault("base_year", f"a year before {by_year}")
    rule = Rule(
        kind=kind,
        value=value,
        by_year=by_year,
        base_year=base_year,
        note=table.text_or("note", ""),
        source=table.text("source"),
    )
    table.finish()
    return rule


def _query(table: Table, frame: Frame) -> tuple[str | None, dict[str, Any]]:
    """The query that works a measure out and its parameters; (None, {}) where it is read in."""
    if not table.has("query"):
        if table.has("params"):
            table.fault("query", "the name of a query, as there are params")
        return None, {}
    query = table.text(
        "query", pattern=r"[a-z_]+/[a-z_]+", expected="the name of a query such as spend/by_tier"
    )
    params = table.table("params")
    check_params(table, query, params, frame.questions)
    given = params.values if params else {}
    if "tier" in given:
        _check_tier(params, given["tier"], frame)
    if given.get("threshold", "") not in ("", *frame.thresholds):
        known = ", ".join(frame.thresholds) or "none is written"
        params.fault("threshold", f"the id of a threshold ({known})")
    return query, dict(params.values) if params else {}
