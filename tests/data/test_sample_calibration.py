"""The sample gives the published figures, worked out by the dashboard's own questions.

Each figure stands in its council's document; the strategy files say where.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

import queries

STAR = ["Stockport Council", "Trafford Council", "Rochdale Council", "Tameside Council"]
OWN = {
    "stevenage-2021-24": ["Stevenage Borough Council"],
    "luton-2019-24": ["Luton Council"],
    "worcestershire-2022-25": ["Worcestershire County Council"],
    "star-2021": STAR,
    "colchester-2021": ["Colchester Borough Council"],
}

pytestmark = pytest.mark.usefixtures("sample")


def year(strategy: str, financial_year: str):
    """The one row of the year: pounds and shares under the strategy's own scope."""
    frame = queries.run("spend/local_share", strategy=strategy, by="year",
                        organisations=OWN[strategy])  # fmt: skip
    return frame[frame["period"] == financial_year].iloc[0]


def millions(pounds: Decimal) -> int:
    return round(pounds / 1_000_000)


def coverage(strategy: str, financial_year: str):
    start = int(financial_year[:4])
    return queries.run(
        "spend/coverage",
        strategy=strategy,
        organisations=OWN[strategy],
        date_from=f"{start}-04-01",
        date_to=f"{start + 1}-03-31",
    ).iloc[0]


def test_stevenage_spends_sixty_million_37_percent_of_it_locally():
    assert millions(year("stevenage-2021-24", "2020/21")["amount"]) == 60
    assert millions(year("stevenage-2021-24", "2019/20")["amount"]) == 50
    assert round(year("stevenage-2021-24", "2020/21")["local_share"], 2) == 0.37


def test_luton_spends_238_million_a_quarter_of_it_locally():
    found = year("luton-2019-24", "2017/18")
    assert millions(found["amount"]) == 238
    assert round(found["local_share"], 2) == 0.25


def test_luton_has_4168_suppliers_269_local_1249_small():
    assert coverage("luton-2019-24", "2017/18")["suppliers"] == 4168
    found = queries.run(
        "spend/suppliers_by_flag",
        strategy="luton-2019-24",
        organisations=OWN["luton-2019-24"],
        date_from="2017-04-01",
        date_to="2018-03-31",
    ).iloc[0]
    assert found["suppliers"] == 4168
    assert found["local_suppliers"] == 269
    assert found["sme_suppliers"] == 1249
    assert round(found["sme_share_of_known"], 2) == 0.51


def test_star_keeps_more_within_the_boroughs_each_year():
    assert round(year("star-2021", "2018/19")["local_share"], 2) == 0.42
    assert round(year("star-2021", "2020/21")["local_share"], 3) == 0.539
    tiers = queries.run("spend/by_tier", strategy="star-2021", organisations=STAR,
                        date_from="2020-04-01", date_to="2021-03-31")  # fmt: skip
    assert round(tiers[tiers["tier"] == 2]["share_up_to"].iloc[0], 2) == 0.77


def test_star_secures_25_then_28_percent_and_over_sixty_million():
    years = queries.run("social_value/secured_by_year", strategy="star-2021", organisations=STAR)
    found = years.set_index("award_year")
    assert round(found.loc["2019/20", "secured_share"], 2) == 0.25
    assert round(found.loc["2020/21", "secured_share"], 2) == 0.28
    both = found.loc["2019/20", "committed"] + found.loc["2020/21", "committed"]
    assert both > Decimal("60000000")


@pytest.mark.parametrize("financial_year", ["2021/22", "2022/23", "2023/24"])
def test_worcestershire_spends_633_million_a_year(financial_year):
    assert millions(year("worcestershire-2022-25", financial_year)["amount"]) == 633


def test_some_places_are_not_known_and_it_is_all_invented():
    for strategy, organisations in OWN.items():
        found = queries.run("spend/coverage", strategy=strategy, organisations=organisations)
        assert 0 < found["not_known"].iloc[0] < found["amount"].iloc[0], strategy
    assert bool(queries.run("filters/data_to")["is_sample"].iloc[0])


def test_about_150_000_lines_add_up_to_what_was_received():
    received = queries.run("spend/received")
    assert 140_000 < received["lines"].sum() < 160_000
    assert sum(received["control_total"]) == sum(received["amount"])
