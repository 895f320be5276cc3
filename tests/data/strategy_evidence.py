"""Where each figure of the five strategies stands in its source document.

A figure has a name ("local_share target 2019/20 tier 2") and words of the document in which its
number stands, written as there; a second text says of which year it is where the first does not.
A figure of a strategy that is not listed here fails a test.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from data.strategy import Measure, Strategy, load_strategies

SEEDS = Path(__file__).parents[2].parent / "shared" / "seeds"
DOCUMENTS = {
    "stevenage-2021-24": "000_9a52701aaaedd5d8.txt",
    "luton-2019-24": "001_1182dd5204b590c5.txt",
    "worcestershire-2022-25": "002_f24f7d7c0a3a1ccb.txt",
    "star-2021": "003_ec6e730e8b30b1bc.txt",
    "colchester-2021": "004_3bc634b8ed2c0f3a.txt",
}
STRATEGIES = {strategy.id: strategy for strategy in load_strategies()}


def measure(strategy: Strategy, name: str) -> Measure:
    (found,) = [one for one in strategy.measures if one.id == name]
    return found


def every_figure(strategy: Strategy) -> dict[str, Decimal]:
    """Every number of a strategy that is a field of its own, by name."""
    figures: dict[str, Decimal] = {}
    for one in strategy.measures:
        kinds = {
            "baseline": [one.baseline] if one.baseline else [],
            "target": one.targets,
            "published": one.published,
        }
        for kind, points in kinds.items():
            for point in points:
                tier = f" tier {point.tier}" if point.tier else ""
                figures[f"{one.id} {kind} {point.year}{tier}"] = point.value
        if one.rule and one.rule.value is not None:
            figures[f"{one.id} rule"] = one.rule.value
    for threshold in strategy.thresholds:
        figures[f"threshold {threshold.id}"] = threshold.amount
        if threshold.below:
            figures[f"threshold {threshold.id} below"] = threshold.below
    if strategy.scope.smallest_payment is not None:
        figures["scope"] = strategy.scope.smallest_payment
    if review := strategy.plan.contract_review:
        figures["review earliest"] = Decimal(review.earliest_months)
        figures["review latest"] = Decimal(review.latest_months)
    return figures


def written(name: str) -> str:
    """A source document as it came."""
    return (SEEDS / DOCUMENTS[name]).read_text(encoding="utf-8")


def document(name: str) -> str:
    """A source document as one line, without the marks that its extraction left in it."""
    return plain(written(name))


def plain(text: str) -> str:
    for mark, instead in (("*", " "), ("–", "-"), ("’", "'"), ("‘", "'")):
        text = text.replace(mark, instead)
    return " ".join(text.split())


_LUTON_YEARS = [
    ("2019/20", "Current 2019/20 2020/21"),
    ("2020/21", "Current 2019/20 2020/21"),
    ("2021/22", "2020/21 2021/2022 2022/2023 2023/2024"),
    ("2022/23", "2020/21 2021/2022 2022/2023 2023/2024"),
    ("2023/24", "2020/21 2021/2022 2022/2023 2023/2024"),
]
_CYCLE = "cycle_days_{} baseline 2018/19"

Evidence = dict[str, tuple[str, list[str]]]

EVIDENCE: dict[str, Evidence] = {
    "stevenage-2021-24": {
        "threshold social_value": ("75000", ["in all tenders over £75,000"]),
        "threshold advertising": (
            "75000",
            ["Procurements over £75,000 are openly advertised"],
        ),
        "threshold register": (
            "5000",
            ["All contracts over £5,000 are to be recorded", "all contracts over £5,000 on a"],
        ),
        "review earliest": ("24", ["review process 18-24 months prior to end of contract"]),
        "review latest": ("18", ["review process 18-24 months prior to end of contract"]),
        "local_share baseline 2020/21 tier 2": ("0.37", ["37% goes to suppliers locally"]),
        "local_share published 2020/21 tier 2": ("0.37", ["37% goes to suppliers locally"]),
        "spend published 2020/21": ("60000000", ["In 2020/2021", "approximately £60 million"]),
        # £60m less £10m
        "spend published 2019/20": (
            "50000000",
            ["approximately £60 million", "£10 million from the previous year"],
        ),
        # Printed in words.
        "local_supplier_invited rule": ("1", ["must invite a Stevenage based supplier"]),
        "social_value_in_tenders rule": ("1", ["Social Value Evaluation in all tenders over"]),
        "register_coverage rule": ("1", ["All contracts over £5,000 are to be recorded"]),
    },
    "luton-2019-24": {
        "threshold budget_holder": ("1000", ["Spending below £1,000"]),
        "threshold quick_quote": ("1000", ["Spending above £1,000 but less than £100,000"]),
        "threshold quick_quote below": (
            "100000",
            ["Spending above £1,000 but less than £100,000"],
        ),
        "threshold quick_quote_new": ("5000", ["new lower threshold will be £5,000"]),
        "threshold quick_quote_new below": (
            "100000",
            ["The higher thresholds will remain unchanged", "but less than £100,000"],
        ),
        "threshold corporate_team": ("100000", ["Spending above £100,000"]),
        "local_share baseline 2017/18 tier 2": ("0.25", ["% local spend 25%", "In 2017/18"]),
        "local_share published 2017/18 tier 2": ("0.25", ["accounting for 25%", "In 2017/18"]),
        **{
            f"local_share target {year} tier 2": (value, ["25% 30% 40% 50% 60% 70%", column])
            for value, (year, column) in zip(
                ("0.3", "0.4", "0.5", "0.6", "0.7"), _LUTON_YEARS, strict=True
            )
        },
        "local_spend rule": ("2", ["at least double the spend", "by the year 2024"]),
        "spend published 2017/18": ("238000000", ["2017/18 Luton Council spent £238m"]),
        "works_supplies_care_spend published 2017/18": (
            "192000000",
            ["Around £192m of which was spent on works, supplies and social care"],
        ),
        "suppliers published 2017/18": ("4168", ["In 2017/18", "4168 suppliers"]),
        "sme_suppliers published 2017/18": ("1249", ["In 2017/18", "of which 1249 were small"]),
        "sme_supplier_share published 2017/18": ("0.5", ["half of which were small and medium"]),
        "sme_spend_share published 2017/18": ("0.51", ["51% of our expenditure", "SMEs"]),
        "local_suppliers published 2017/18 tier 2": ("269", ["worked with 269 local"]),
        _CYCLE.format("quick_quote"): ("14", ["Quick quote - 14 days"]),
        _CYCLE.format("framework_call_off"): ("45", ["Call off from a Framework - 45 days"]),
        _CYCLE.format("restricted"): ("120", ["Restricted procurement (above threshold) - 120"]),
        _CYCLE.format("open"): ("60", ["Open procurement (above Threshold) 60 days"]),
        _CYCLE.format("framework"): ("120", ["Framework (over threshold) 120 days"]),
        "events baseline 2018/19": ("3", ["3 per year (18/19)"]),
        **{
            f"events target {year}": (value, ["3 per year (18/19) 2 3 3 4 4", column])
            for value, (year, column) in zip("23344", _LUTON_YEARS, strict=True)
        },
        "exemptions baseline 2018/19": ("160", ["Received (18/19) 160 (115 approved"]),
        "exemptions_approved baseline 2018/19": ("115", ["Received (18/19) 160 (115 approved"]),
        "exemptions_rejected baseline 2018/19": ("45", ["Received (18/19) 160", "45 rejected"]),
        "savings baseline 2019/20": ("4910000", ["£4.91m by end of financial year 2019/20"]),
        "savings target 2019/20": ("2500000", ["financial year 2019/20 £2.5m tbc"]),
        # Printed in words.
        "quick_quotes_local rule": ("1", ["'Quick Quotes' - requiring at least one local"]),
    },
    "worcestershire-2022-25": {
        "threshold social_value": ("100000", ["all contracts over £100,000"]),
        "spend published 2021/22": ("633000000", ["currently spends £633M per annum"]),
        "social_value_weighting rule": ("0.1", ["Including a minimum of 10%"]),
    },
    "star-2021": {
        "scope": ("25000", ["£25K spend upwards"]),
        "threshold social_value": ("50000", ["for above £50K contracts"]),
        "threshold social_value_applied": ("25000", ["applied to all procurement over £25K"]),
        "threshold local_spend": ("25000", ["£25K spend upwards"]),
        "threshold below_the_portal": ("50000", ["the spend activity below £50K"]),
        "local_share baseline 2018/19 tier 1": ("0.42", ["42% in 18/19"]),
        "local_share published 2018/19 tier 1": ("0.42", ["42% in 18/19"]),
        "local_share published 2020/21 tier 1": ("0.539", ["53.9% in 20/21"]),
        "local_share published 2020/21 tier 2": ("0.77", ["77% of the total", "within GM"]),
        "wider_share published 2020/21 tier 2": ("0.77", ["77% of the total", "within GM"]),
        "social_value_secured rule": ("0.25", ["minimum return of 25%"]),
        "social_value_secured published 2019/20": ("0.25", ["In 20/21", "(from 25%)"]),
        "social_value_secured published 2020/21": ("0.28", ["In 20/21", "represent 28%"]),
        "social_value_secured_pounds published 2020/21": (
            "60000000",
            ["£60M+ secured across two years 19/20 & 20/21"],
        ),
        "social_value_weighting rule": ("0.2", ["minimum weighting of 20%"]),
        **{
            f"social_value_weighting published {year}": ("0.2", ["20% average", "19/20 & 20/21"])
            for year in ("2019/20", "2020/21")
        },
        "vcse_bidding_share published 2020/21": ("0.115", ["11.5% VCSEs", "in 20/21"]),
        "sme_bidding_share published 2020/21": ("0.2", ["20% SMEs bidding", "in 20/21"]),
        "vcse_winning_share published 2020/21": ("0.09", ["VCSEs 9%", "in 20/21"]),
        "sme_winning_share published 2020/21": ("0.049", ["SMEs 4.9%", "in 20/21"]),
        "collaborative_procurement_led published 2020/21": (
            "0.75",
            ["approximately 75% of the GM collaborative procurement"],
        ),
        # Printed in words.
        "social_value_applied rule": ("1", ["applied to all procurement over £25K"]),
    },
    "colchester-2021": {
        "threshold social_value": ("100000", ["with a value of over £100,000"]),
    },
}
# Figures that the document gives as a word, not as a number.
IN_WORDS = {"1": ("all", "must", "at least one"), "2": ("double",), "0.5": ("half",)}
