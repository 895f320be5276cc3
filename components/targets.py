"""What a figure is held against, and what comes of it: a target, a standing rule, a verdict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from components import words
from components.judge import Verdict, judge
from components.measured import PUBLISHED, YEAR, Figure

Row = Mapping[str, object]

# What a year adds up from its quarters: a quarter of it says nothing against a year's target.
_ADDS_UP = ("pounds", "count", "hours")
_OPEN = "what is not known could tip it"


@dataclass(frozen=True)
class Target:
    """What a figure is held against. `value`, or from `lowest` to `highest` where it is made of a
    figure that has a range; `before` and `after` stand around it in words; `reason` says why there
    is none to judge by, "" where there is one."""

    value: object = None
    lowest: object = None
    highest: object = None
    before: str = ""
    after: str = ""
    reason: str = ""
    higher_is_better: bool = True
    past_it: bool = False

    def said(self, unit: str, places: int = 0) -> str:
        """The target in words: "70%", "At least 25%, the 2023/24 target", "To be set"."""
        amount = "" if words.missing(self.value) else words.printed(self.value, unit)
        if amount and places:
            amount = words.measured(self.value, unit, places)
        return f"{self.before}{amount}{self.after}"


def verdict_on(measure: Row, figure: Figure, target: Target) -> Verdict:
    """The word a figure comes to against its target, or why it comes to none."""
    if target.reason:
        return Verdict("Not judged", target.reason)
    if figure.origin == PUBLISHED:
        return Verdict("Not judged", "it was published, and nothing is measured since")
    if not figure.is_whole:
        return Verdict("Not judged", "the period is not whole")
    if figure.kind != YEAR and measure["unit"] in _ADDS_UP:
        return Verdict("Not judged", "the target is for a whole year")
    if words.missing(figure.lowest) or words.missing(figure.highest):
        return Verdict("Not judged", _OPEN)
    found = judge(
        figure.lowest,
        figure.highest,
        target.value if words.missing(target.lowest) else target.lowest,
        measure["tolerance"],
        higher_is_better=target.higher_is_better,
        highest_target=target.highest,
        past_it=target.past_it,
    )
    if found.reason:
        return Verdict(found.status, _OPEN)
    return found


def target_of(
    measure: Row, points: Sequence[Row], figures: Sequence[Figure], figure: Figure | None
) -> Target:
    """What a figure is held against: a rule, its year's target, or after the last the last one."""
    if measure["polarity"] == "none":
        return Target(reason="it is context, not an aim")
    rule = None if words.missing(measure["rule"]) else str(measure["rule"])
    if rule in ("more_than_year_before", "less_than_year_before"):
        return _year_before(rule, figures, figure)
    if rule == "times_baseline":
        return _times(measure, figures, figure)
    dated = sorted(
        (p for p in points if p["kind"] == "target" and not words.missing(p["value"])),
        key=lambda p: p["financial_year"],
    )
    if not dated:
        return Target(before="To be set", reason="no target is set")
    year = _year_of(figure.ends_on) if figure else dated[-1]["financial_year"]
    upper = rule != "at_most" and measure["polarity"] == "higher"
    least = {"at_least": "At least ", "at_most": "At most "}.get(rule or "", "")
    stands = [p for p in dated if p["financial_year"] == year]
    after = ""
    if not stands and dated[-1]["financial_year"] < year:
        stands = [dated[-1]]
        after = f", the {dated[-1]['financial_year']} target"
    if not stands:
        return Target(before="None for this year", reason="no target is set for this year")
    value = stands[-1]["value"]
    return Target(value, before=least, after=after, higher_is_better=upper)


def _year_before(rule: str, figures: Sequence[Figure], figure: Figure | None) -> Target:
    more = rule == "more_than_year_before"
    said = "More than the year before" if more else "Less than the year before"
    base = figure and _whole_year(figures, _year_of(figure.ends_on, back=1))
    if not base:
        return Target(before=said, reason="there is no year before to hold it against")
    return Target(
        base.value, base.lowest, base.highest, f"{said}, ", reason=_open(base),
        higher_is_better=more, past_it=True,
    )  # fmt: skip


def _times(measure: Row, figures: Sequence[Figure], figure: Figure | None) -> Target:
    times, by_year = Decimal(str(measure["rule_value"])), str(measure["rule_by_year"])
    said = f"{_times_in_words(times)} by {by_year}"
    base_year = None if words.missing(measure["rule_base_year"]) else measure["rule_base_year"]
    base = _whole_year(figures, str(base_year)) if base_year else None
    if not base:
        return Target(before=said, reason="what it is counted from is not known")
    aims = [
        None if words.missing(end) else times * Decimal(str(end))
        for end in (base.value, base.lowest, base.highest)
    ]
    year = figure and _year_of(figure.ends_on)
    reason = f"it is due by {by_year}" if year and year < by_year else _open(base)
    better = measure["polarity"] != "lower"
    return Target(*aims, f"{said}, ", reason=reason, higher_is_better=better)


def _open(base: Figure) -> str:
    """Why nothing can be held against a figure: an end that is not known may lie anywhere."""
    return _OPEN if words.missing(base.lowest) or words.missing(base.highest) else ""


def _times_in_words(times: Decimal) -> str:
    named = {2: "double", 3: "three times"}.get(times, f"{times:f} times")
    return f"At least {named} the baseline"


def _whole_year(figures: Sequence[Figure], year: str) -> Figure | None:
    # A period typed as "2021-22" is the same year as "2021/22": its last day says so.
    years = (f for f in figures if f.kind == YEAR and f.is_whole)
    return next((f for f in years if _year_of(f.ends_on) == year), None)


def _year_of(day: date, back: int = 0) -> str:
    """The financial year that a day lies in, or so many before it: "2023/24"."""
    first = day.year - (day.month < 4) - back
    return f"{first}/{(first + 1) % 100:02d}"
