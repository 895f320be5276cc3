"""What a strategy promised and how it sees itself: themes, milestones, maturity, reviews."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from data.strategy_file import Table, nearest, shown
from data.strategy_measures import each_id_once, read_theme

THEME_KINDS = ("foundation", "aim", "priority", "outcome", "area", "goal", "theme", "stream")
# By a date; to be begun on one; gone on with; none is printed.
MILESTONE_KINDS = ("by", "to commence", "continue", "none")


@dataclass(frozen=True)
class Theme:
    """A heading the strategy puts its measures, milestones or behaviours under: a foundation, an
    aim, a goal. `outcome` is what is to come of it; `part_of` the theme above it."""

    id: str
    name: str
    kind: str
    part_of: str
    outcome: str
    source: str


@dataclass(frozen=True)
class Milestone:
    """An action with its owner and its dates: as printed, and parsed where they can be.

    A month is its first day where it starts something and its last where it ends it. `number` is
    the number that the document gives it, "" where it gives none.
    """

    id: str
    number: str
    action: str
    detail: str
    owner: str
    theme: str
    kind: str
    starts_printed: str
    starts: date | None
    ends_printed: str
    ends: date | None
    note: str
    source: str


@dataclass(frozen=True)
class Behaviour:
    """A behaviour with the level it is at and the level wanted, and what those mean in our words.

    `body_now` and `body_wanted` are the levels that the document's body gives a success measure,
    "" for a behaviour that stands in its appendix alone. Where the two disagree `note` says so.
    """

    id: str
    name: str
    theme: str
    is_success_measure: bool
    now: str
    wanted: str
    now_means: str
    wanted_means: str
    body_now: str
    body_wanted: str
    note: str
    source: str

    @property
    def disagrees(self) -> bool:
        """Whether body and appendix give different levels."""
        return self.is_success_measure and (self.now, self.wanted) != (
            self.body_now,
            self.body_wanted,
        )


@dataclass(frozen=True)
class ContractReview:
    """When a contract is to be looked at before it ends, in whole months before."""

    earliest_months: int
    latest_months: int
    purpose: str
    source: str


@dataclass(frozen=True)
class Plan:
    """`milestones_called` is what the document calls them ("Actions"); `levels` run from the lowest
    to the highest."""

    milestones_called: str
    milestones: tuple[Milestone, ...]
    levels: tuple[str, ...]
    behaviours: tuple[Behaviour, ...]
    contract_review: ContractReview | None


def read_themes(table: Table) -> tuple[Theme, ...]:
    """The strategy's `[[theme]]`s, in the file's order."""
    tables = table.tables("theme")
    themes = tuple(_theme(one) for one in tables)
    ids = [theme.id for theme in themes]
    each_id_once(table, "theme", ids)
    for one, theme in zip(tables, themes, strict=True):
        others = [name for name in ids if name and name != theme.id]
        if theme.part_of and theme.part_of not in others:
            one.fault("part_of", f"the id of another theme{nearest(theme.part_of, others)}")
    return themes


def _theme(table: Table) -> Theme:
    theme = Theme(
        id=table.identifier(),
        name=table.text("name"),
        kind=table.choice("kind", THEME_KINDS),
        part_of=table.text_or("part_of", ""),
        outcome=table.text_or("outcome", ""),
        source=table.text("source"),
    )
    table.finish()
    return theme


def read_plan(table: Table, themes: tuple[str, ...]) -> Plan:
    """What the strategy promised; all of it may be left out."""
    milestones = tuple(_milestone(one, themes) for one in table.tables("milestone"))
    each_id_once(table, "milestone", [one.id for one in milestones])
    called = table.text("milestones_called") if milestones else ""
    levels = table.texts("maturity_levels", expected="the name of a level")
    behaviours = tuple(_behaviour(one, themes, levels) for one in table.tables("maturity"))
    each_id_once(table, "maturity", [one.id for one in behaviours])
    if behaviours and not levels:
        table.fault("maturity_levels", "the names of the levels, lowest first")
    review = table.table("contract_review")
    return Plan(called, milestones, levels, behaviours, _review(review) if review else None)


def _milestone(table: Table, themes: tuple[str, ...]) -> Milestone:
    milestone = Milestone(
        id=table.identifier(),
        number=table.text_or("number", ""),
        action=table.text("action"),
        detail=table.text_or("detail", ""),
        owner=table.text_or("owner", ""),
        theme=read_theme(table, themes),
        kind=table.choice("kind", MILESTONE_KINDS),
        starts_printed=table.text_or("starts_printed", ""),
        starts=table.day("starts") if table.has("starts") else None,
        ends_printed=table.text_or("ends_printed", ""),
        ends=table.day("ends") if table.has("ends") else None,
        note=table.text_or("note", ""),
        source=table.text("source"),
    )
    for key in ("starts", "ends"):
        if table.has(key) and not table.values.get(f"{key}_printed"):
            table.fault(f"{key}_printed", f"the date as it is printed, as there is {key}")
    needed = {"by": "ends_printed", "to commence": "starts_printed"}.get(milestone.kind)
    if needed and not table.values.get(needed):
        table.fault(needed, f"the date as it is printed, as the kind is {shown(milestone.kind)}")
    starts, ends = milestone.starts, milestone.ends
    if starts and ends and ends < starts and not milestone.note:
        table.fault("ends", f"a date not before the start, {starts}, or a note that says why")
    table.finish()
    return milestone


def _behaviour(table: Table, themes: tuple[str, ...], levels: tuple[str, ...]) -> Behaviour:
    is_success_measure = False
    if table.has("is_success_measure"):
        is_success_measure = table.flag("is_success_measure")
    keys = ["now", "wanted", *(["body_now", "body_wanted"] if is_success_measure else [])]
    behaviour = Behaviour(
        id=table.identifier(),
        name=table.text("name"),
        theme=read_theme(table, themes),
        is_success_measure=is_success_measure,
        **{"body_now": "", "body_wanted": "", **{key: _level(table, key, levels) for key in keys}},
        now_means=table.text("now_means"),
        wanted_means=table.text("wanted_means"),
        note=table.text_or("note", ""),
        source=table.text("source"),
    )
    if behaviour.disagrees and not behaviour.note:
        table.fault("note", "words that say so, as body and appendix give different levels")
    for now, wanted in (("now", "wanted"), ("body_now", "body_wanted")):
        pair = [getattr(behaviour, now), getattr(behaviour, wanted)]
        if all(level in levels for level in pair) and levels.index(pair[1]) < levels.index(pair[0]):
            table.fault(wanted, f"a level not below the one now, {pair[0]}")
    table.finish()
    return behaviour


def _level(table: Table, key: str, levels: tuple[str, ...]) -> str:
    level = table.text(key)
    if level and levels and level not in levels:
        table.fault(key, f"one of {', '.join(levels)}{nearest(level, [*levels])}")
    return level


def _review(table: Table) -> ContractReview:
    review = ContractReview(
        earliest_months=table.whole("earliest_months", 1, 120),
        latest_months=table.whole("latest_months", 0, 120),
        purpose=table.text("purpose"),
        source=table.text("source"),
    )
    if review.earliest_months and review.latest_months > review.earliest_months:
        table.fault("latest_months", f"not more than the earliest, {review.earliest_months}")
    table.finish()
    return review
