"""A strategy's measures, thresholds and plan as rows of the warehouse (`warehouse/inputs.sql`)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from data.strategy import Strategy
from data.strategy_measures import Measure, Point

# A rule that holds in each year of a strategy, as a target of each.
STANDING = ("at_least", "at_most")

Rows = Sequence[tuple]


def _plain(value: object) -> float | str:
    """A parameter as JSON has it: a number with places as one, a date as text."""
    return float(value) if isinstance(value, Decimal) else str(value)


def rows_of(strategy: Strategy) -> Mapping[str, Rows]:
    """Table -> its rows, in the order of the strategy's file."""
    key = strategy.id
    plan, review = strategy.plan, strategy.plan.contract_review
    return {
        "strategy_threshold": [
            (
                key, n, t.id, t.purpose, t.amount, t.operator, t.below, t.applies_to, t.note,
                t.source,
            )
            for n, t in enumerate(strategy.thresholds, start=1)
        ],
        "strategy_theme": [
            (key, n, t.id, t.name, t.kind, t.part_of or None, t.outcome, t.source)
            for n, t in enumerate(strategy.themes, start=1)
        ],
        "strategy_measure": [
            _measure(key, n, m) for n, m in enumerate(strategy.measures, start=1)
        ],
        "strategy_point": [
            (key, m.id, kind, p.year, float(p.value), p.tier, p.organisation or None, p.note,
             p.source)
            for m in strategy.measures
            for kind, p in _points(strategy, m)
        ],
        "strategy_printed": [
            (key, m.id, n, heading, cell)
            for m in strategy.measures
            for n, (heading, cell) in enumerate(m.printed, start=1)
        ],
        "strategy_milestone": [
            (
                key, n, plan.milestones_called, m.id, m.number, m.action, m.detail, m.owner,
                m.theme or None, m.kind, m.starts_printed, m.starts, m.ends_printed, m.ends,
                m.note, m.source,
            )
            for n, m in enumerate(plan.milestones, start=1)
        ],
        "strategy_level": [(key, n, name) for n, name in enumerate(plan.levels, start=1)],
        "strategy_maturity": [
            (
                key, n, b.id, b.name, b.theme or None, b.is_success_measure, b.now, b.wanted,
                b.now_means, b.wanted_means, b.body_now or None, b.body_wanted or None,
                b.disagrees, b.note, b.source,
            )
            for n, b in enumerate(plan.behaviours, start=1)
        ],
        "strategy_contract_review": [
            (key, review.earliest_months, review.latest_months, review.purpose, review.source)
        ]
        if review
        else [],
    }  # fmt: skip


def _measure(key: str, place: int, m: Measure) -> tuple:
    rule = m.rule
    return (
        key, place, m.id, m.name, m.why, m.how, m.unit, m.polarity, m.theme or None,
        m.by_organisation,
        None if m.tolerance is None else float(m.tolerance),
        m.tolerance_is_ours, m.target_note,
        rule and rule.kind,
        None if rule is None or rule.value is None else float(rule.value),
        rule and (rule.by_year or None),
        rule and (rule.base_year or None),
        rule and rule.note,
        m.query,
        json.dumps(m.params, default=_plain) if m.query else None,
        m.source,
    )  # fmt: skip


def _points(strategy: Strategy, measure: Measure) -> Iterator[tuple[str, Point]]:
    """Every figure of a measure with its kind. A standing rule is a target in every year that has
    none of its own."""
    if measure.baseline:
        yield "baseline", measure.baseline
    for point in measure.targets:
        yield "target", point
    for point in measure.published:
        yield "published", point
    rule = measure.rule
    if rule and rule.kind in STANDING and rule.value is not None:
        own = {point.year for point in measure.targets}
        standing = Point("", rule.value, None, "", rule.note, rule.source)
        for year in _years(strategy.first_year, strategy.last_year):
            if year not in own:
                yield "target", replace(standing, year=year)


def _years(first: str, last: str) -> list[str]:
    """The financial years from one to the other: "2019/20", "2020/21" …"""
    starts = range(int(first[:4]), int(last[:4]) + 1)
    return [f"{start}/{(start + 1) % 100:02d}" for start in starts]
