"""The five strategies: what they say, that the documents say it, and what they leave out."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from data.strategy import Measure, Point, Strategy, load_strategies

SEEDS = Path(__file__).parents[2].parent / "shared" / "seeds"
DOCUMENTS = {
    "stevenage-2021-24": "000_9a52701aaaedd5d8.txt",
    "luton-2019-24": "001_1182dd5204b590c5.txt",
    "worcestershire-2022-25": "002_f24f7d7c0a3a1ccb.txt",
    "star-2021": "003_ec6e730e8b30b1bc.txt",
    "colchester-2021": "004_3bc634b8ed2c0f3a.txt",
}
STRATEGIES = {strategy.id: strategy for strategy in load_strategies()}

needs_documents = pytest.mark.skipif(
    not SEEDS.is_dir(), reason="the source documents (../shared/seeds) are not here"
)
every_strategy = pytest.mark.parametrize("name", sorted(DOCUMENTS))


def measure(strategy: Strategy, name: str) -> Measure:
    (found,) = [one for one in strategy.measures if one.id == name]
    return found


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
        assert one.targets or one.target_note


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
        for _, point in points(strategy):
            assert isinstance(point.value, Decimal)
    published = measure(STRATEGIES["star-2021"], "local_share").published
    assert Decimal("0.539") in [point.value for point in published]


# That it is what the documents say

# Where each number stands: words of the document around it, and the year and tier it is given for.
# A number in a file that is not listed here fails the test below.
EVIDENCE = {
    "stevenage-2021-24": {
        "social_value_threshold": {"75000": ["in all tenders over £75,000"]},
        "local_share baseline 2020/21 tier 2": {"0.37": ["37% goes to suppliers locally"]},
        "local_share published 2020/21 tier 2": {"0.37": ["37% goes to suppliers locally"]},
        "spend published 2020/21": {"60000000": ["In 2020/2021", "approximately £60 million"]},
        # £60m less £10m
        "spend published 2019/20": {
            "50000000": ["approximately £60 million", "£10 million from the previous year"]
        },
    },
    "luton-2019-24": {
        "local_share baseline 2017/18 tier 2": {"0.25": ["% local spend 25%", "In 2017/18"]},
        "local_share published 2017/18 tier 2": {"0.25": ["accounting for 25%", "In 2017/18"]},
        **{
            f"local_share target {year} tier 2": {value: ["25% 30% 40% 50% 60% 70%", column]}
            for year, value, column in [
                ("2019/20", "0.3", "Current 2019/20 2020/21"),
                ("2020/21", "0.4", "Current 2019/20 2020/21"),
                ("2021/22", "0.5", "2020/21 2021/2022 2022/2023 2023/2024"),
                ("2022/23", "0.6", "2020/21 2021/2022 2022/2023 2023/2024"),
                ("2023/24", "0.7", "2020/21 2021/2022 2022/2023 2023/2024"),
            ]
        },
        "spend published 2017/18": {"238000000": ["2017/18 Luton Council spent £238m"]},
        "suppliers published 2017/18": {"4168": ["In 2017/18", "4168 suppliers"]},
        "sme_suppliers published 2017/18": {"1249": ["In 2017/18", "of which 1249 were small"]},
        "sme_spend_share published 2017/18": {"0.51": ["51% of our expenditure", "SMEs"]},
        "local_suppliers published 2017/18 tier 2": {"269": ["worked with 269 local"]},
    },
    "worcestershire-2022-25": {
        "social_value_threshold": {"100000": ["all contracts over £100,000"]},
        "spend published 2021/22": {"633000000": ["currently spends £633M per annum"]},
        **{
            f"social_value_weighting target {year}": {"0.1": ["Including a minimum of 10%"]}
            for year in ("2022/23", "2023/24", "2024/25")
        },
    },
    "star-2021": {
        "scope": {"25000": ["£25K spend upwards"]},
        "social_value_threshold": {"50000": ["for above £50K contracts"]},
        "local_share baseline 2018/19 tier 1": {"0.42": ["42% in 18/19"]},
        "local_share published 2018/19 tier 1": {"0.42": ["42% in 18/19"]},
        "local_share published 2020/21 tier 1": {"0.539": ["53.9% in 20/21"]},
        "local_share published 2020/21 tier 2": {"0.77": ["77% of the total", "within GM"]},
        **{
            f"social_value_secured target {year}": {"0.25": ["minimum return of 25%"]}
            for year in ("2019/20", "2020/21", "2021/22")
        },
        "social_value_secured published 2019/20": {"0.25": ["(from 25%)"]},
        "social_value_secured published 2020/21": {"0.28": ["In 20/21", "represent 28%"]},
        "social_value_secured_pounds published 2020/21": {
            "60000000": ["£60M+ secured across two years 19/20 & 20/21"]
        },
        **{
            f"social_value_weighting target {year}": {"0.2": ["minimum weighting of 20%"]}
            for year in ("2019/20", "2020/21", "2021/22")
        },
        **{
            f"social_value_weighting published {year}": {"0.2": ["20% average", "19/20 & 20/21"]}
            for year in ("2019/20", "2020/21")
        },
        "vcse_bidding_share published 2020/21": {"0.115": ["11.5% VCSEs", "in 20/21"]},
        "sme_bidding_share published 2020/21": {"0.2": ["20% SMEs bidding", "in 20/21"]},
        "vcse_winning_share published 2020/21": {"0.09": ["VCSEs 9%", "in 20/21"]},
        "sme_winning_share published 2020/21": {"0.049": ["SMEs 4.9%", "in 20/21"]},
    },
    "colchester-2021": {
        "social_value_threshold": {"100000": ["with a value of over £100,000"]},
    },
}


def points(strategy: Strategy) -> list[tuple[str, Point]]:
    """Every figure of a strategy with a name such as "local_share target 2019/20 tier 2"."""
    named = []
    for one in strategy.measures:
        baseline = [one.baseline] if one.baseline else []
        kinds = {"baseline": baseline, "target": one.targets, "published": one.published}
        for kind, figures in kinds.items():
            for point in figures:
                tier = f" tier {point.tier}" if point.tier else ""
                named.append((f"{one.id} {kind} {point.year}{tier}", point))
    return named


def document(name: str) -> str:
    """The source document as one line, without the marks that its extraction left in it."""
    text = (SEEDS / DOCUMENTS[name]).read_text(encoding="utf-8")
    return " ".join(text.replace("*", " ").replace("–", "-").replace("’", "'").split())


@every_strategy
def test_every_number_is_accounted_for(name):
    strategy = STRATEGIES[name]
    written = {key: point.value for key, point in points(strategy)}
    if strategy.social_value_threshold:
        written["social_value_threshold"] = strategy.social_value_threshold.amount
    if strategy.scope.smallest_payment is not None:
        written["scope"] = strategy.scope.smallest_payment
    listed = {key: Decimal(value) for key, one in EVIDENCE[name].items() for value in one}
    assert written == listed


@needs_documents
@every_strategy
def test_every_number_stands_in_its_document(name):
    text = document(name)
    for key, one in EVIDENCE[name].items():
        for words in next(iter(one.values())):
            assert words in text, key


@needs_documents
@every_strategy
def test_every_section_named_is_in_its_document(name):
    """A source is "document, section; section", with "Our assumption" where there is none."""
    strategy, text = STRATEGIES[name], document(name).casefold()
    sources = [point.source for _, point in points(strategy)]
    sources += [one.source for one in (*strategy.measures, *strategy.tiers, strategy.scope)]
    if strategy.social_value_threshold:
        sources.append(strategy.social_value_threshold.source)
    for source in sources:
        if source.startswith("Our assumption"):
            continue
        _, _, sections = source.partition(", ")
        for section in re.split("[;,] ", sections):
            assert section == "the list left out is ours" or section.casefold() in text, source


@needs_documents
@every_strategy
def test_the_sentences_are_our_own(name):
    """No seven words in a row are the document's, titles and the names of sections apart."""
    text = f" {' '.join(re.findall(r'[a-z0-9]+', document(name).casefold()))} "
    strategy = STRATEGIES[name]
    sentences = list(strategy.assumptions) + [point.note for _, point in points(strategy)]
    for one in strategy.measures:
        sentences += [one.name, one.why, one.how, one.target_note]
    for sentence in sentences:
        words = re.findall(r"[a-z0-9]+", sentence.casefold())
        for start in range(len(words) - 6):
            run = " ".join(words[start : start + 7])
            assert f" {run} " not in text, sentence


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
