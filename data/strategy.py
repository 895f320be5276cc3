"""What a council's procurement strategy says, as data: its shapes, and reading them from files.

One strategy is one TOML file (`data/strategies/README.md` describes it field by field). Loading
collects every fault in every file and raises once; it never gives half a strategy.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from data.geography import UnknownArea, area_codes, knows_postcode, point
from data.strategy_file import Fault, StrategyFaults, Table, nearest, read_toml, shown

__all__ = [
    "BUILT_IN",
    "Fault",
    "LeaveOut",
    "Measure",
    "Point",
    "Scope",
    "Strategy",
    "StrategyFaults",
    "Threshold",
    "Tier",
    "load_strategies",
]

BUILT_IN = Path(__file__).parent / "strategies"
OPERATORS = ("from", "over")
# From Land's End to John o' Groats: a wider circle would hold everybody.
LARGEST_RADIUS_KM = 1000
UNITS = ("share", "pounds", "count", "days")
POLARITIES = ("higher", "lower", "none")
# Every page can count on these two, whichever strategy is chosen.
EVERY_STRATEGY_MEASURES = ("local_share", "social_value_secured")


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
class Threshold:
    """A contract value in pounds, and whether it is "from" (included) or "over" (not included)."""

    amount: Decimal
    operator: str
    source: str


@dataclass(frozen=True)
class Point:
    """A figure of one financial year ("2019/20") in the measure's unit, shares as 0..1.

    `tier` is the rank up to which a local figure counts, None where tiers do not come into it.
    """

    year: str
    value: Decimal
    tier: int | None
    note: str
    source: str


@dataclass(frozen=True)
class Measure:
    """One thing a strategy watches. No `targets` means `target_note` says why ("To be set").

    `tolerance` is in the measure's unit, and ours rather than the council's where
    `tolerance_is_ours`. `query` and `params` say what works the measure out from the data; without
    a query the figure is read in.
    """

    id: str
    name: str
    why: str
    how: str
    unit: str
    polarity: str
    tolerance: Decimal | None
    tolerance_is_ours: bool
    baseline: Point | None
    targets: tuple[Point, ...]
    target_note: str
    published: tuple[Point, ...]
    query: str | None
    params: dict
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
    social_value_threshold: Threshold | None
    measures: tuple[Measure, ...]
    assumptions: tuple[str, ...]


def load_strategies(folders: Sequence[Path] = (BUILT_IN,)) -> tuple[Strategy, ...]:
    """Every strategy of every `*.toml` file in the folders, by council and first year.

    The named lists of what is not procurement come from `shared/*.toml` in the folders, and always
    from those that come with the project. A folder that is not there holds no strategies.
    Raises StrategyFaults with every fault of every file.
    """
    faults: list[Fault] = []
    lists: dict[str, LeaveOut] = {}
    for folder in dict.fromkeys((BUILT_IN, *folders)):
        for path in sorted((folder / "shared").glob("*.toml")):
            _read_lists(path, lists, faults)
    strategies: list[Strategy] = []
    seen: dict[str, str] = {}
    for folder in dict.fromkeys(folders):
        for path in sorted(folder.glob("*.toml")):
            table = read_toml(path, path.name, faults)
            if table is None:
                continue
            strategy = _strategy(table, path.stem, lists)
            if strategy.id in seen and strategy.id:
                table.fault(
                    "id", f"an id of its own (a file read before has it: {seen[strategy.id]})"
                )
            seen[strategy.id] = path.name
            strategies.append(strategy)
    if faults:
        raise StrategyFaults(tuple(faults))
    return tuple(sorted(strategies, key=lambda s: (s.council, s.first_year, s.id)))


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


def _strategy(table: Table, stem: str, lists: dict[str, LeaveOut]) -> Strategy:
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
    threshold = table.table("social_value_threshold")
    measures = tuple(_measure(one, ranks, first_year, last_year) for one in table.tables("measure"))
    _check_measures(table, measures)
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
        social_value_threshold=_threshold(threshold) if threshold else None,
        measures=measures,
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


def _threshold(table: Table) -> Threshold:
    threshold = Threshold(
        amount=table.number("amount", "pounds"),
        operator=table.choice("operator", OPERATORS),
        source=table.text("source"),
    )
    table.finish()
    return threshold


def _measure(table: Table, ranks: list[int], first_year: str, last_year: str) -> Measure:
    name = table.text(
        "id", pattern="[a-z][a-z0-9_]*", expected="small letters, digits and underscores"
    )
    unit = table.choice("unit", UNITS)
    tolerance, tolerance_is_ours = None, False
    if table.has("tolerance"):
        tolerance = table.number("tolerance", unit)
        tolerance_is_ours = table.flag("tolerance_is_ours")
    baseline = table.table("baseline")
    target_tables, published_tables = table.tables("target"), table.tables("published")
    targets = tuple(_point(one, unit, ranks) for one in target_tables)
    for one, target in zip(target_tables, targets, strict=True):
        if target.year and first_year and last_year and not first_year <= target.year <= last_year:
            one.fault("year", f"a year of the strategy, {first_year} to {last_year}")
    published = tuple(_point(one, unit, ranks) for one in published_tables)
    for key, points in (("target", targets), ("published", published)):
        places = [(point.year, point.tier) for point in points if point.year]
        for year in sorted({year for year, tier in places if places.count((year, tier)) > 1}):
            table.fault(key, "each year once for each tier", f"{year} more than once")
    if not table.values.get("target") and not table.has("target_note"):
        table.fault("target_note", 'words such as "To be set", as there is no target')
    measure = Measure(
        id=name,
        name=table.text("name"),
        why=table.text("why"),
        how=table.text("how"),
        unit=unit,
        polarity=table.choice("polarity", POLARITIES),
        tolerance=tolerance,
        tolerance_is_ours=tolerance_is_ours,
        baseline=_point(baseline, unit, ranks) if baseline else None,
        targets=tuple(sorted(targets, key=lambda point: point.year)),
        target_note=table.text_or("target_note", ""),
        published=tuple(sorted(published, key=lambda point: point.year)),
        query=_query(table),
        params=_params(table),
        source=table.text("source"),
    )
    table.finish()
    return measure


def _check_measures(table: Table, measures: tuple[Measure, ...]) -> None:
    ids = [measure.id for measure in measures if measure.id]
    for name in sorted({name for name in ids if ids.count(name) > 1}):
        table.fault("measure", "an id of its own for each measure", f"{shown(name)} more than once")
    for name in EVERY_STRATEGY_MEASURES:
        if name not in ids:
            table.fault("measure", f"a measure with the id {shown(name)}", "none")


def _point(table: Table, unit: str, ranks: list[int]) -> Point:
    tier = None
    if table.has("tier"):
        tier = table.whole("tier", 1, 97)
        if tier and ranks and 0 not in ranks and tier not in ranks:
            table.fault("tier", f"the rank of a tier ({', '.join(map(str, ranks))})")
    point = Point(
        year=table.year("year"),
        value=table.number("value", unit),
        tier=tier,
        note=table.text_or("note", ""),
        source=table.text("source"),
    )
    table.finish()
    return point


def _query(table: Table) -> str | None:
    if not table.has("query"):
        if table.has("params"):
            table.fault("query", "the name of a query, as there are params")
        return None
    return table.text(
        "query", pattern=r"[a-z_]+/[a-z_]+", expected="the name of a query such as spend/by_tier"
    )


def _params(table: Table) -> dict:
    params = table.table("params")
    if params is None:
        return {}
    for key, value in params.values.items():
        if not re.fullmatch("[a-z_]+", key, re.ASCII):
            params.fault(key, "a parameter name of small letters and underscores", shown(key))
        elif not isinstance(value, str | int | Decimal):
            params.fault(key, "text, a number, or true or false")
    return dict(params.values)
