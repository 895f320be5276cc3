"""The measures that strategies name, asked of the sample: each can be, agrees with the pages that
ask the same otherwise, and gives the figures the councils published."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest

import queries
from data.strategy import Measure, Strategy, load_strategies
from queries import scorecard

STRATEGIES = {strategy.id: strategy for strategy in load_strategies()}
WORKED_OUT = [
    (strategy, measure)
    for strategy in STRATEGIES.values()
    for measure in strategy.measures
    if measure.query and measure.query.startswith("measures/")
]
pytestmark = pytest.mark.usefixtures("sample")


def asked(strategy: Strategy, measure: Measure, by: str = "year") -> pd.DataFrame:
    """The answer to a measure for the strategy's own organisations, by period."""
    takes = {param.name for param in queries.describe(measure.query).params}
    told = {"strategy": strategy.id, "organisations": list(strategy.organisations)}
    told |= {"by": by} if "by" in takes else {}
    answer = queries.run(measure.query, **told, **measure.params)
    return answer.dropna(subset=["period"]).set_index("period")


@pytest.mark.parametrize("by", ["year", "quarter"])
def test_every_measure_named_is_answered_in_its_unit(by):
    assert len(WORKED_OUT) == 22
    for strategy, measure in WORKED_OUT:
        answer = asked(strategy, measure, by)
        named = f"{strategy.id}, {measure.id}"
        assert len(answer), named
        assert measure.unit in answer, named
        assert (answer["known"] <= answer["whole"]).all(), named
        for end, holds in (("lowest", "le"), ("highest", "ge")):
            if f"{measure.unit}_{end}" in answer and measure.unit != "share":
                ends = answer[f"{measure.unit}_{end}"]
                assert getattr(ends, holds)(answer[measure.unit]).all(), named


# To how many figures the document gives it; "about" and "more than" are as near as they say.
PUBLISHED = [
    ("stevenage-2021-24", "spend", "2019/20", -6),
    ("stevenage-2021-24", "spend", "2020/21", -6),
    ("luton-2019-24", "spend", "2017/18", -6),
    ("luton-2019-24", "suppliers", "2017/18", 0),
    ("luton-2019-24", "local_suppliers", "2017/18", 0),
    ("luton-2019-24", "sme_suppliers", "2017/18", 0),
    ("luton-2019-24", "sme_spend_share", "2017/18", 2),
    ("worcestershire-2022-25", "spend", "2021/22", -6),
    ("star-2021", "wider_share", "2020/21", 2),
    ("star-2021", "social_value_weighting", "2019/20", 2),
    ("star-2021", "social_value_weighting", "2020/21", 2),
]


@pytest.mark.parametrize(("name", "measure", "year", "places"), PUBLISHED)
def test_the_sample_gives_the_published_figures(name, measure, year, places):
    (one,) = [m for m in STRATEGIES[name].measures if m.id == measure]
    (printed,) = [point.value for point in one.published if point.year == year]
    worked_out = asked(STRATEGIES[name], one).loc[year, one.unit]
    assert round(Decimal(str(worked_out)), places) == printed


def test_star_secured_more_than_sixty_million_in_two_years():
    (one,) = [m for m in STRATEGIES["star-2021"].measures if m.id == "social_value_secured_pounds"]
    secured = asked(STRATEGIES["star-2021"], one)["pounds"]
    assert pd.isna(secured.iloc[0])  # the year before is not there, so there are no two
    assert one.published[0].value < secured["2020/21"] < 65_000_000


@pytest.mark.parametrize("name", sorted(STRATEGIES))
def test_measures_agree_with_the_pages_that_ask_the_same(name):
    told = {"strategy": name, "organisations": list(STRATEGIES[name].organisations)}
    local = queries.run("measures/spend", by="year", kind="local", **told)
    page = queries.run("spend/local_share", by="year", **told)
    for ours, theirs in (
        ("pounds", "local"), ("share", "local_share"), ("share_lowest", "lowest"),
        ("share_highest", "highest"), ("known", "known"), ("whole", "amount"),
    ):  # fmt: skip
        assert local[ours].equals(page[theirs].rename(ours)), ours
    by_year = queries.run("suppliers/numbers_by_year", **told)
    for kind, column in (("all", "suppliers"), ("local", "local"), ("sme", "sme")):
        number = queries.run("measures/suppliers", by="year", kind=kind, **told)["count"]
        assert number.tolist() == by_year[column].tolist(), kind
    secured = queries.run("measures/social_value", years=1, **told)
    years = queries.run("social_value/secured_by_year", **told)
    assert secured["pounds"].tolist() == years["committed"].tolist()
    assert secured["share"].tolist() == pytest.approx(years["secured_share"].tolist())


@pytest.mark.parametrize("name", sorted(STRATEGIES))
def test_a_measure_asked_with_the_others_is_answered_as_by_itself(name):
    """The scorecard asks a question once for every kind and span; each measure finds its own."""
    strategy = STRATEGIES[name]
    together = scorecard.figures(name, strategy.organisations)
    for measure in strategy.measures:
        if not measure.query or not measure.query.startswith("measures/"):
            continue
        spans = ("year", "quarter") if measure.query != "measures/social_value" else ("year",)
        for by in spans:
            alone = asked(strategy, measure, by)[measure.unit]
            mine = together[(together["measure"] == measure.id) & (together["by"] == by)]
            assert mine["period"].tolist() == alone.index.tolist(), measure.id
            for value, expected in zip(mine["value"], alone, strict=True):
                assert value == expected or (value is None and pd.isna(expected)), measure.id
