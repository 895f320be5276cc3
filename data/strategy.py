"""What a council's procurement strategy says, as data: its shapes, and reading them from files.

One strategy is one TOML file (`data/strategies/README.md` describes it field by field). Loading
collects every fault in every file and raises once; it never gives half a strategy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from data.geography import UnknownArea, area_codes, knows_postcode, point
from data.strategy_file import Fault, StrategyFaults, Table, nearest, read_toml, shown
from data.strategy_measures import (
    OPERATORS,
    SOCIAL_VALUE,
    Frame,
    Measure,
    Point,
    Rule,
    Threshold,
    read_measures,
    read_thresholds,
)
from data.strategy_plan import Plan, Theme, read_plan, read_themes
from data.strategy_queries import QUESTIONS, Questions, questions_in

__all__ = [
    "BUILT_IN",
    "Fault",
    "LeaveOut",
    "Measure",
    "Plan",
    "Point",
    "Rule",
    "Scope",
    "Strategy",
    "StrategyFaults",
    "Theme",
    "Threshold",
    "Tier",
    "load_strategies",
]

BUILT_IN = Path(__file__).parent / "strategies"
# From Land's End to John o' Groats: a wider circle would hold everybody.
LARGEST_RADIUS_KM = 1000


@dataclass(frozen=True)
class Tier:
    """A ring of places, the union of all it lists; rank 1 is the innermost.

    `areas` are names the reference geography knows (district, county, combined authority,
    region); postcode areas are written "LU", postcode districts "CO1". With `radius_km` the tier
    also holds what lies within it of `centre`: a postcode, or "latitude, longitude" in degrees.
    """

    rank: int
    name: str
    areas: tuple[str, ...] = ()
    postcode_areas: tuple[str, ...] = ()
    postcode_districts: tuple[str, ...] = ()
    radius_km: Decimal | None = None
    centre: str = ""
    source: str = ""


@dataclass(frozen=True)
class LeaveOut:
    """Payments that are not procurement: any of the terms, as a run of whole words, in the supplier
    or in the category once both are in lower case with only letters, digits and single spaces."""

    reason: str
    suppliers: tuple[str, ...]
    categories: tuple[str, ...]


@dataclass(frozen=True)
class Scope:
    """What spend counts: payments "from" (at least) or "over" (more than) the smallest, in pounds,
    or all of them where it is None, less what is left out. Where several of `leave_out` hold a
    payment, a supplier goes before a category, and then the first gives the reason."""

    smallest_payment: Decimal | None
    operator: str
    leave_out: tuple[LeaveOut, ...]
    source: str


@dataclass(frozen=True)
class Strategy:
    """A whole strategy. Spend with tiers up to `headline_tier` is what it calls local."""

    id: str
    council: str
    title: str
    document: str
    first_year: str
    last_year: str
    organisations: tuple[str, ...]
    tiers: tuple[Tier, ...]
    headline_tier: int
    scope: Scope
    thresholds: tuple[Threshold, ...]
    themes: tuple[Theme, ...]
    measures: tuple[Measure, ...]
    plan: Plan
    assumptions: tuple[str, ...]

    @property
    def social_value_threshold(self) -> Threshold | None:
        """The contract value past which social value is expected to be recorded."""
        return next((one for one in self.thresholds if one.id == SOCIAL_VALUE), None)


def load_strategies(
    folders: Sequence[Path] = (BUILT_IN,),
    drafts: Sequence[Path] = (),
    questions: Path | None = QUESTIONS,
) -> tuple[Strategy, ...]:
    """Every strategy of every `*.toml` file in the folders, by council and first year.

    `drafts` are files read beside them; one takes the place of a council's own file of its name.
    The named lists of what is not procurement come from `shared/*.toml` in the folders, and always
    from those that come with the project. A folder that is not there holds no strategies. A query
    that a measure names must be in the folder `questions`; None lets any name stand.
    Raises StrategyFaults with every fault of every file.
    """
    faults: list[Fault] = []
    lists: dict[str, LeaveOut] = {}
    for folder in dict.fromkeys((BUILT_IN, *folders)):
        for path in sorted((folder / "shared").glob("*.toml")):
            _read_lists(path, lists, faults)
    strategies: list[Strategy] = []
    seen: dict[str, str] = {}
    for path in _files(folders, drafts):
        table = read_toml(path, path.name, faults)
        if table is None:
            continue
        strategy = _strategy(table, path.stem, lists, questions and questions_in(questions))
        if strategy.id in seen and strategy.id:
            table.fault("id", f"an id of its own (a file read before has it: {seen[strategy.id]})")
        seen[strategy.id] = path.name
        strategies.append(strategy)
    if faults:
        raise StrategyFaults(tuple(faults))
    return tuple(sorted(strategies, key=lambda s: (s.council, s.first_year, s.id)))


def _files(folders: Sequence[Path], drafts: Sequence[Path]) -> list[Path]:
    """The files to read, each once; a draft stands for a council's own file of the same name."""
    given = {draft.resolve() for draft in drafts}
    names = {draft.name for draft in drafts}
    found = [
        path
        for folder in dict.fromkeys(folders)
        for path in sorted(folder.glob("*.toml"))
        if path.resolve() not in given and (folder == BUILT_IN or path.name not in names)
    ]
    return [*found, *drafts]


def not_procurement() -> tuple[LeaveOut, ...]:
    """The named lists that come with the project of payments that are not procurement."""
    faults: list[Fault] = []
    lists: dict[str, LeaveOut] = {}
    for path in sorted((BUILT_IN / "shared").glob("*.toml")):
        _read_lists(path, lists, faults)
    return tuple(lists.values())


def _read_lists(path: Path, lists: dict[str, LeaveOut], faults: list[Fault]) -> None:
    top = read_toml(path, f"shared/{path.name}", faults)
    for name in top.values if top else ():
        table = top.table(name)
        if table is None:
            continue
        if name in lists:
            top.fault(name, "a list name not used before", shown(name))
        lists[name] = _leave_out(table)


def _strategy(
    table: Table, stem: str, lists: dict[str, LeaveOut], questions: Questions | None
) -> Strategy:
    name = table.text("id", pattern=r"[a-z0-9]+(-[a-z0-9]+)*", expected="small letters and hyphens")
    if name and name != stem:
        table.fault("id", f"the file's own name, {shown(stem)}")
    council, title, document = (table.text(key) for key in ("council", "title", "document"))
    first_year, last_year = table.year("first_year"), table.year("last_year")
    if first_year and last_year and first_year > last_year:
        table.fault("last_year", f"a year not before the first, {first_year}")
    organisations = table.texts("organisations", expected="the name of an organisation")
    if not organisations:
        table.fault("organisations", "at least one organisation")
    tiers = tuple(_tier(one) for one in table.tables("tier"))
    _check_tiers(table, tiers)
    headline_tier = table.whole("headline_tier", 1, 97)
    ranks = [tier.rank for tier in tiers]
    if headline_tier and ranks and 0 not in ranks and headline_tier not in ranks:
        table.fault("headline_tier", f"the rank of a tier ({', '.join(map(str, ranks))})")
    scope = _scope(table, lists)
    themes = read_themes(table)
    thresholds = read_thresholds(table)
    frame = Frame(
        ranks=tuple(ranks),
        first_year=first_year,
        last_year=last_year,
        organisations=organisations,
        themes=tuple(theme.id for theme in themes if theme.id),
        thresholds=tuple(one.id for one in thresholds if one.id),
        questions=questions,
    )
    strategy = Strategy(
        id=name,
        council=council,
        title=title,
        document=document,
        first_year=first_year,
        last_year=last_year,
        organisations=organisations,
        tiers=tuple(sorted(tiers, key=lambda tier: tier.rank)),
        headline_tier=headline_tier,
        scope=scope,
        thresholds=thresholds,
        themes=themes,
        measures=read_measures(table, frame),
        plan=read_plan(table, frame.themes),
        assumptions=table.texts("assumptions", expected="a sentence"),
    )
    table.finish()
    return strategy


def _tier(table: Table) -> Tier:
    tier = Tier(
        rank=table.whole("rank", 1, 97),
        name=table.text("name"),
        areas=table.texts("areas", expected="the name of an area"),
        postcode_areas=table.texts(
            "postcode_areas", pattern="[A-Z]{1,2}", expected="a postcode area such as LU"
        ),
        postcode_districts=table.texts(
            "postcode_districts",
            pattern="[A-Z]{1,2}[0-9][0-9A-Z]?",
            expected="a postcode district such as CO1",
        ),
        **_circle(table),
        source=table.text("source"),
    )
    for number, area in enumerate(tier.areas, start=1):
        try:
            area_codes(area)
        except UnknownArea as error:
            table.fault(f"areas {number}", "an area the reference geography knows", str(error))
    made_of = ("areas", "postcode_areas", "postcode_districts", "radius_km")
    if not any(table.values.get(key) for key in made_of):
        expected = "at least one area, postcode area or postcode district, or a radius"
        table.fault("areas", expected, "none")
    table.finish()
    return tier


def _circle(table: Table) -> dict[str, object]:
    """radius_km and centre, which go together."""
    if not table.has("radius_km"):
        if table.has("centre"):
            table.fault("radius_km", "kilometres, as there is a centre")
        return {}
    radius = table.number("radius_km", "")
    if table.values["radius_km"] == 0 or radius > LARGEST_RADIUS_KM:
        expected = f"kilometres, more than nought and not over {LARGEST_RADIUS_KM}"
        table.fault("radius_km", expected, shown(radius))
    centre = table.text("centre")
    if centre and point(centre) is None and not knows_postcode(centre):
        expected = 'a postcode of Great Britain such as "SG1 1EP", or "latitude, longitude"'
        table.fault("centre", expected, shown(centre))
    return {"radius_km": radius, "centre": centre}


def _check_tiers(table: Table, tiers: tuple[Tier, ...]) -> None:
    if not tiers:
        if not table.values.get("tier"):
            table.fault("tier", "at least one tier, written [[tier]]")
        return
    ranks = sorted(tier.rank for tier in tiers)
    wanted = list(range(1, len(tiers) + 1))
    if 0 not in ranks and ranks != wanted:
        written = ", ".join(map(str, ranks))
        table.fault("tier", f"ranks counted from 1, each once ({len(tiers)} tiers)", written)
    names = [tier.name for tier in tiers if tier.name]
    for name in sorted({name for name in names if names.count(name) > 1}):
        table.fault("tier", "a name of its own for each tier", f"{shown(name)} more than once")


def _scope(table: Table, lists: dict[str, LeaveOut]) -> Scope:
    scope = table.table("scope")
    if scope is None:
        if "scope" not in table.values:
            table.fault("scope", "a table that says what spend counts, written [scope]")
        return Scope(None, "from", (), "")
    smallest, operator = None, "from"
    if scope.has("smallest_payment"):
        smallest = scope.number("smallest_payment", "pounds")
        operator = scope.choice("operator", OPERATORS)
    elif scope.has("operator"):
        scope.fault("smallest_payment", "an amount, as there is an operator")
    left_out = []
    for number, name in enumerate(scope.texts("leave_out", expected="the name of a list"), start=1):
        if name in lists:
            left_out.append(lists[name])
        else:
            known = ", ".join(sorted(lists)) + nearest(name, [*lists])
            scope.fault(f"leave_out {number}", f"one of {known}", shown(name))
    left_out += [_leave_out(one) for one in scope.tables("also_leave_out")]
    read = Scope(smallest, operator, tuple(left_out), scope.text("source"))
    scope.finish()
    return read


def _leave_out(table: Table) -> LeaveOut:
    terms = {
        key: table.texts(
            key,
            pattern="[a-z0-9]+( [a-z0-9]+)*",
            expected="small letters, digits and single spaces",
        )
        for key in ("suppliers", "categories")
    }
    if not any(table.values.get(key) for key in terms):
        table.fault("suppliers", "at least one supplier or category to leave out", "none")
    left_out = LeaveOut(table.text("reason"), **terms)
    table.finish()
    return left_out
