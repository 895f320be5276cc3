"""The five strategies: what they say and what they leave out."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from data.strategy import Strategy
from tests.data.strategy_evidence import STRATEGIES, every_figure, measure

every_strategy = pytest.mark.parametrize("name", sorted(STRATEGIES))
STEVENAGE, LUTON, WORCESTERSHIRE, STAR, COLCHESTER = (
    STRATEGIES[name]
    for name in (
        "stevenage-2021-24",
        "luton-2019-24",
        "worcestershire-2022-25",
        "star-2021",
        "colchester-2021",
    )
)


# What the five files say


def test_the_five_strategies_load():
    assert {name: strategy.council for name, strategy in STRATEGIES.items()} == {
        "stevenage-2021-24": "Stevenage",
        "luton-2019-24": "Luton",
        "worcestershire-2022-25": "Worcestershire",
        "star-2021": "STAR",
        "colchester-2021": "Colchester",
    }


@every_strategy
def test_every_strategy_can_be_shown_on_every_page(name):
    strategy = STRATEGIES[name]
    assert strategy.headline_tier in [tier.rank for tier in strategy.tiers]
    assert measure(strategy, "local_share").query == "spend/local_share"
    assert measure(strategy, "social_value_secured").query == "social_value/secured_by_year"
    for one in strategy.measures:
        assert one.targets or one.rule or one.target_note


def test_the_target_path_of_luton():
    share = measure(STRATEGIES["luton-2019-24"], "local_share")
    assert [(point.year, point.value, point.tier) for point in share.targets] == [
        ("2019/20", Decimal("0.3"), 2),
        ("2020/21", Decimal("0.4"), 2),
        ("2021/22", Decimal("0.5"), 2),
        ("2022/23", Decimal("0.6"), 2),
        ("2023/24", Decimal("0.7"), 2),
    ]
    assert (share.baseline.year, share.baseline.value) == ("2017/18", Decimal("0.25"))


@pytest.mark.parametrize(
    ("name", "amount", "operator"),
    [
        ("stevenage-2021-24", 75000, "over"),
        ("worcestershire-2022-25", 100000, "over"),
        ("star-2021", 50000, "over"),
        ("colchester-2021", 100000, "over"),
    ],
)
def test_over_is_not_from_in_the_social_value_thresholds(name, amount, operator):
    threshold = STRATEGIES[name].social_value_threshold
    assert (threshold.amount, threshold.operator) == (Decimal(amount), operator)


def test_luton_sets_no_contract_value_for_social_value():
    assert STRATEGIES["luton-2019-24"].social_value_threshold is None


def test_only_star_sets_a_smallest_payment_and_counts_it():
    scopes = {name: strategy.scope for name, strategy in STRATEGIES.items()}
    assert scopes.pop("star-2021").smallest_payment == Decimal(25000)
    assert STRATEGIES["star-2021"].scope.operator == "from"
    assert all(scope.smallest_payment is None for scope in scopes.values())


def test_numbers_are_exact_decimals():
    for strategy in STRATEGIES.values():
        assert all(isinstance(value, Decimal) for value in every_figure(strategy).values())
    published = measure(STRATEGIES["star-2021"], "local_share").published
    assert Decimal("0.539") in [point.value for point in published]


# Nothing of the documents is missing: the rows, counted


def test_stevenage_has_the_indicators_of_all_five_foundations():
    named = Counter(one.theme for one in STEVENAGE.measures if one.theme)
    assert named == {
        "community_wealth": 5,  # two indicators, its outcome, the local share and Band 2
        "sustainability": 1,
        "ethical": 7,  # the five themes of its TOMs, every tender, what is secured
        "commercial": 4,
        "proactive": 5,  # four indicators, of which the first is two
    }
    assert [one.name for one in STEVENAGE.themes if one.kind == "foundation"] == [
        "Community Wealth Building",
        "Sustainability",
        "Social Value and Ethical Procurement",
        "Commercial & Insourcing",
        "Pro-active Procurement",
    ]


def test_stevenage_has_seventeen_dated_actions():
    actions = STEVENAGE.plan.milestones
    assert len(actions) == 17
    assert Counter(one.kind for one in actions) == {"by": 5, "to commence": 7, "continue": 5}
    assert all(one.starts or one.ends for one in actions)
    loose = [one.id for one in actions if "come loose" in one.note]
    assert loose == ["wealth_1", "wealth_2", "sustainability_1", "ethical_1"]


def test_stevenage_reviews_contracts_eighteen_to_twenty_four_months_before_they_end():
    review = STEVENAGE.plan.contract_review
    assert (review.earliest_months, review.latest_months) == (24, 18)
    others = [one for one in STRATEGIES.values() if one is not STEVENAGE]
    assert all(one.plan.contract_review is None for one in others)


@pytest.mark.parametrize(
    ("strategy", "amounts"),
    [
        (STEVENAGE, {"social_value": "over 75000", "advertising": "over 75000",
                     "register": "over 5000"}),
        (LUTON, {"budget_holder": "below 1000", "quick_quote": "over 1000 below 100000",
                 "quick_quote_new": "over 5000 below 100000", "corporate_team": "over 100000"}),
        (WORCESTERSHIRE, {"social_value": "over 100000"}),
        (STAR, {"social_value": "over 50000", "social_value_applied": "over 25000",
                "local_spend": "from 25000", "below_the_portal": "below 50000"}),
        (COLCHESTER, {"social_value": "over 100000"}),
    ],
)  # fmt: skip
def test_every_threshold_with_its_operator(strategy, amounts):
    def said(one):
        return f"{one.operator} {one.amount}" + (f" below {one.below}" if one.below else "")

    assert {one.id: said(one) for one in strategy.thresholds} == amounts


def test_luton_has_twenty_five_activities_under_five_aims():
    activities = LUTON.plan.milestones
    assert len(activities) == 25
    assert [*Counter(one.theme for one in activities).values()] == [5, 5, 4, 6, 5]
    assert all(one.owner and one.starts for one in activities)
    assert sum(one.kind == "continue" for one in activities) == 6
    (backwards,) = [one for one in activities if one.ends and one.ends < one.starts]
    assert (backwards.starts, backwards.ends) == (date(2019, 11, 1), date(2019, 9, 30))
    assert "before it starts" in backwards.note


def test_lutons_savings_are_kept_as_printed_both_of_them():
    savings = measure(LUTON, "savings")
    assert dict(savings.printed)["Current"] == "£4.91m by end of financial year 2019/20"
    assert dict(savings.printed)["2019/20"] == "£2.5m"
    assert savings.baseline.value == 4_910_000
    assert [point.value for point in savings.targets] == [2_500_000]


def test_lutons_local_spend_is_to_double_by_2024():
    rule = measure(LUTON, "local_spend").rule
    assert (rule.kind, rule.value, rule.by_year) == ("times_baseline", 2, "2023/24")


def test_worcestershire_has_65_behaviours_with_ten_success_measures_among_them():
    behaviours = WORCESTERSHIRE.plan.behaviours
    assert len(behaviours) == 65
    assert WORCESTERSHIRE.plan.levels == ("Minimum", "Developing", "Mature", "Leader", "Innovator")
    success = [one for one in behaviours if one.is_success_measure]
    assert len(success) == len({one.theme for one in success}) == 10
    # Each area opens with its success measure.
    areas = [one.id for one in WORCESTERSHIRE.themes if one.kind == "area"]
    assert [one.theme for one in success] == areas
    firsts = {one.theme: one for one in reversed(behaviours)}
    assert all(firsts[one.theme] is one for one in success)


def test_body_and_appendix_of_worcestershire_disagree_on_four():
    disagree = [one for one in WORCESTERSHIRE.plan.behaviours if one.disagrees]
    assert {
        one.id: (one.body_now, one.body_wanted, one.now, one.wanted) for one in disagree
    } == {
        "risk": ("Mature", "Innovator", "Developing", "Mature"),
        "social_value": ("Developing", "Innovator", "Developing", "Leader"),
        "smes": ("Developing", "Innovator", "Developing", "Leader"),
        "vcses": ("Developing", "Innovator", "Developing", "Leader"),
    }  # fmt: skip
    assert all("both are kept" in one.note for one in disagree)


def test_worcestershire_has_five_goals_each_with_its_measures():
    goals = [one.id for one in WORCESTERSHIRE.themes if one.kind == "goal"]
    assert len(goals) == 5
    of_goals = Counter(one.theme for one in WORCESTERSHIRE.measures)
    # The first goal has three measures, one of which counts projects and pounds. Spend is kept
    # directly and by subcontracts, and the local share stands beside both.
    assert [of_goals[goal] for goal in goals] == [4, 1, 1, 3, 1]
    weighting = measure(WORCESTERSHIRE, "social_value_weighting").rule
    assert (weighting.kind, weighting.value) == ("at_least", Decimal("0.1"))


def test_star_has_twelve_next_steps_without_owners_or_dates():
    steps = STAR.plan.milestones
    assert len(steps) == 12
    assert {one.kind for one in steps} == {"none"}
    assert not any(one.owner or one.starts_printed or one.ends_printed for one in steps)


def test_star_is_measured_by_partner_and_whole():
    by_partner = {one.id for one in STAR.measures if one.by_organisation}
    assert len(by_partner) == 10
    assert {"local_share", "social_value_secured", "vcse_winning_share"} <= by_partner
    assert len(STAR.organisations) == 4


def test_colchester_has_seventeen_themes_four_streams_and_three_indicators():
    assert Counter(one.kind for one in COLCHESTER.themes) == {"theme": 17, "stream": 4}
    # Thirteen points under the streams, and the frame of the financial section.
    assert [*Counter(one.theme for one in COLCHESTER.plan.milestones).values()] == [5, 3, 3, 3]
    assert sum(one.unit == "change" for one in COLCHESTER.measures) == 2
    assert measure(COLCHESTER, "carbon_identified").unit == "count"


# What is left out


def left_out(strategy: Strategy, supplier: str, category: str = "") -> str | None:
    """A dull second implementation of what `LeaveOut` says, for one payment."""

    def holds(terms: tuple[str, ...], text: str) -> bool:
        plain = " ".join(re.findall("[a-z0-9]+", text.lower()))
        return any(f" {term} " in f" {plain} " for term in terms)

    lists = strategy.scope.leave_out
    reasons = [one.reason for one in lists if holds(one.suppliers, supplier)]
    reasons += [one.reason for one in lists if holds(one.categories, category)]
    return reasons[0] if reasons else None


@every_strategy
@pytest.mark.parametrize(
    ("supplier", "category", "reason"),
    [
        ("HMRC CUMBERNAULD", "", "Tax and national insurance"),
        ("HM Revenue & Customs (Direct Debit)", "", "Tax and national insurance"),
        ("Inland Revenue 465", "", "Tax and national insurance"),
        ("Anytown District Council", "Business Rates/Council Tax", "Tax and national insurance"),
        ("TEACHERS PENSIONS", "", "Pension funds and contributions"),
        ("Anyshire County Council Pension Fund", "", "Pension funds and contributions"),
        ("Tameside MB-GMPF", "", "Pension funds and contributions"),
        ("Anyone", "Employer's pension contributions", "Pension funds and contributions"),
        ("Environment Agency", "Flood & Coastal Erosion Levy", "Precepts and levies"),
        ("Anytown Parish Council", "Precepts", "Precepts and levies"),
        ("Anytown Bid Ltd", "BID LEVY(NET OF FEE)", "Precepts and levies"),
        ("Department For Work & Pensions", "", "Benefits"),
        ("A Landlord", "Rent Allowance Cheques", "Benefits"),
        (
            "Police & Crime Commissioner for Anyshire",
            "Precept",
            "Other authorities' shares of local taxation",
        ),
        ("MCC COLLECTION FUND", "", "Other authorities' shares of local taxation"),
    ],
)
def test_what_is_not_procurement_is_left_out(name, supplier, category, reason):
    assert left_out(STRATEGIES[name], supplier, category) == reason


@every_strategy
@pytest.mark.parametrize(
    ("supplier", "category"),
    [
        ("Albies Taxis", "Public Transport and Taxi Fares"),
        ("Customs Connect Limited", "Grants"),
        ("Legal And General Pensions", "Rents"),
        ("Quorum Estates Pension Fund Ltd", "Rents"),
        ("Bravo Benefits Limited", "Other Supplies & Services"),
        ("AVC Wise Ltd", "Charges for services - AVC Wise"),
        ("Eden Brown Ltd", "Housing Benefit Administration"),
        ("Washington Direct Mail Ltd", "Council Tax Booklet"),
        ("Levy Restaurants", "Catering"),
        ("Chubb Fire & Security Ltd", "Fire Equipment"),
        ("Viridor", "Gen Waste and Landfill Tax"),
        ("Environment Agency", "Unmetered water charges"),
        ("Anyshire County Council", "Other Hired & Contracted Services"),
        ("", ""),
    ],
)
def test_trade_with_a_similar_name_is_kept(name, supplier, category):
    assert left_out(STRATEGIES[name], supplier, category) is None


def test_strategies_that_count_the_same_spend_share_one_scope():
    """Month sums are kept once for each scope, so five of them would cost five times the rows."""
    counted = {
        (one.scope.smallest_payment, one.scope.operator, one.scope.leave_out)
        for one in STRATEGIES.values()
    }
    assert len(counted) == 2
