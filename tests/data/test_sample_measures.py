"""Each measure that the data can say, for every financial year of the sample: the project's figure,
and the same worked out a second time from the sample's files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import pytest

import queries
from data.strategy import Measure, Strategy, load_strategies
from queries import scorecard
from tests.data.dull_measures import TWINS, View, Years
from tests.data.dull_sample import Sample

STRATEGIES = load_strategies()
# Each strategy for its organisations together; and, where it has several, for each by itself.
WHOSE = [
    replace(strategy, organisations=whose)
    for strategy in STRATEGIES
    for whose in dict.fromkeys(
        (strategy.organisations, *((one,) for one in strategy.organisations))
    )
]
UNITS = ("pounds", "share", "count", "change")

Answer = dict[str, tuple[tuple[type, object], ...]]
"""Financial year -> each figure with its type: money is decimal, counts whole, shares float."""

pytestmark = pytest.mark.usefixtures("sample")


def named(strategy: Strategy) -> str:
    several = len(strategy.organisations) > 1
    return f"{strategy.id}, {'all' if several else strategy.organisations[0]}"


@pytest.fixture(scope="module", params=WHOSE, ids=named)
def view(request: pytest.FixtureRequest, taken_apart: Sample, areas: dict[str, str]) -> View:
    return View(taken_apart, request.param, areas)


def worked_out(strategy: Strategy) -> list[Measure]:
    return [measure for measure in strategy.measures if measure.query]


def by_hand(answer: Years, fields: Sequence[str]) -> Answer:
    """Money to the penny and counts to the unit; a share may differ in its last bit."""

    def told(value: object) -> tuple[type, object]:
        if isinstance(value, Fraction):
            return float, pytest.approx(float(value), rel=1e-12)
        return type(value), value

    return {year: tuple(told(row[field]) for field in fields) for year, row in answer.items()}


def by_the_project(rows: Iterable[Mapping[str, object]], fields: Sequence[str]) -> Answer:
    """Awards without a date, which are in no year, left off."""
    return {
        row["period"]: tuple((type(row[field]), row[field]) for field in fields)
        for row in rows
        if row["period"]
    }


def test_each_measure_on_the_scorecard_is_the_one_worked_out_from_the_files(view: View) -> None:
    strategy = view.strategy
    figures = scorecard.figures(strategy.id, strategy.organisations)
    figures = figures[figures["by"] == "year"]
    for measure in worked_out(strategy):
        twin = TWINS[measure.query](view, **measure.params)
        wanted = by_hand(twin, (measure.unit, "known", "whole"))
        its = figures[figures["measure"] == measure.id].to_dict("records")
        found = by_the_project(its, ("value", "known", "whole"))
        assert found == wanted, measure.id
        # None is the same by having nothing to say.
        assert any(value for (_, value), *_ in found.values()), measure.id


def test_what_another_measure_might_ask_is_worked_out_too(view: View) -> None:
    whose = {"strategy": view.strategy.id, "organisations": view.strategy.organisations}
    for question, params in askable(view.strategy):
        twin = TWINS[question](view, **params)
        takes = {param.name for param in queries.describe(question).params}
        told = {**whose, "by": "year", **params}
        rows = queries.rows(question, **{k: v for k, v in told.items() if k in takes})
        fields = [field for field in (*UNITS, "known", "whole") if rows and field in rows[0]]
        assert by_the_project(rows, fields) == by_hand(twin, fields), f"{question} {params}"


def askable(strategy: Strategy) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Each question that is there for measures alone, with all that it can be told."""
    kinds = [{"kind": kind} for kind in ("all", "local", "sme", "vcse")]
    kinds += [{"kind": "local", "tier": tier.rank} for tier in strategy.tiers]
    for question in ("measures/spend", "measures/suppliers", "measures/awards"):
        yield from ((question, params) for params in kinds)
    yield from (("measures/social_value", {"years": years}) for years in (1, 2, 3))
    for one in strategy.thresholds:
        for more in ({"figure": "average"}, {"figure": "lowest"},
                     {"figure": "enough", "at_least": 0.2}):  # fmt: skip
            yield "measures/weighting", {"threshold": one.id, **more}
        if one.applies_to == "contracts":
            yield "measures/register", {"threshold": one.id}


def test_every_measure_has_a_second_way_of_working_it_out() -> None:
    asked = {measure.query for one in STRATEGIES for measure in worked_out(one)}
    assert asked == set(TWINS)
    asked = {question for one in STRATEGIES for question, _ in askable(one)}
    assert asked == {name for name in queries.names() if name.startswith("measures/")}
