"""Every question's answers, on the town's files, are those worked out by hand (`dull/`)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

import queries
from tests.queries import town
from tests.queries.dull import QUESTIONS
from tests.queries.dull.places import counting
from tests.queries.dull.rows import rows_of, total
from tests.queries.dull.who import hashed

MADE_UP = ("made-up-areas", "made-up-postcodes")
STRATEGIES = (*MADE_UP, "luton-2019-24", "star-2021", "worcestershire-2022-25")
# Days on which contracts that end on 31 May 2023 are one day too early for the town's review, on
# its first day, on its last and a day past it; the last day of a shorter month; years after.
DAYS = tuple(
    date.fromisoformat(day)
    for day in ("2021-05-30", "2021-05-31", "2021-11-30", "2021-12-01", "2022-02-28", "2030-01-01")
)
PLANS = (*STRATEGIES, "stevenage-2021-24")
ASH, BIRCH, CEDAR = "Ash Council", "Birch Council", "Cedar Council"

# Views of spend: everything; each organisation, several, one without spend, one nobody knows;
# whole years, a quarter, dates inside a month, open at either end; what the files do not state.
VIEWS = (
    {},
    {"organisations": [ASH]},
    {"organisations": [BIRCH]},
    {"organisations": [ASH, BIRCH]},
    {"organisations": ["Not stated"]},
    {"organisations": [CEDAR]},
    {"organisations": ["Nobody Council"]},
    {"organisations": []},
    {"date_from": date(2020, 4, 1), "date_to": date(2021, 3, 31)},
    {"date_from": date(2020, 4, 1), "date_to": date(2020, 6, 30), "organisations": [ASH]},
    {"date_from": date(2020, 6, 15), "date_to": date(2020, 9, 10)},
    {"date_from": date(2021, 4, 1)},
    {"date_to": date(2020, 4, 29)},
    {"directorate": "Streets"},
    {"directorate": "Not stated"},
    {"category": "Refunds", "organisations": [ASH]},
    {"category": "Vehicles", "directorate": "Streets"},
    {"category": "Not stated"},
    {"category": "Works", "organisations": [ASH]},
    {"category": "Furniture", "date_from": date(2020, 8, 1), "date_to": date(2020, 8, 31)},
    {"category": "No such thing"},
)
NARROWING = ("organisations", "date_from", "date_to", "directorate", "category")
WHOSE = (None, [ASH], [BIRCH], [ASH, BIRCH], [CEDAR], ["Nobody Council"])
# Suppliers by their key, and by keys that only lead to them; one never paid; one of a shared
# contract; nobody.
KEYS = tuple(
    hashed(key)
    for key in (
        "name alfa paving", "number A1 of Ash Council", "name old name builders",
        "company 01234567", "name trading style", "name hmrc", "name told itself",
        "name many places", "name sundry one, Ash Council, S0", "name bedford bricks",
        "name luton lamps", "name care two", "name shine", "name watford wheels", "name nobody",
    )
)  # fmt: skip
# Those that differ most, for questions that take much else.
SOME_VIEWS = tuple(VIEWS[place] for place in (0, 1, 9, 11, 13, 16))
# A district, a county or council of one, a region, one without spend, one nobody knows, not known.
AREAS = (
    ("district", "E07000243"), ("county", "Hertfordshire"), ("county", "Luton"),
    ("region", "East of England"), ("district", "E06000001"), ("county", "Nowhere"),
    ("district", None), ("ward", None),
)  # fmt: skip
# Definitions of local: areas, a postcode area, both, a circle, all three, a circle half said, none.
DEFINITIONS = (
    {"area_codes": ["E06000032", "E06000056"]},
    {"postcode_areas": ["LU", "SG"]},
    {"area_codes": ["E07000243"], "postcode_areas": ["MK"]},
    {"latitude": 51.9, "longitude": -0.4, "radius_km": 20},
    {"area_codes": ["E06000055"], "postcode_areas": ["WD"],
     "latitude": 51.9, "longitude": -0.2, "radius_km": 8.5},
    {"latitude": 51.9, "radius_km": 20},
    {},
)  # fmt: skip
# A list of suppliers: how it is sorted and searched, and which page of it.
LISTED = {"sort": "amount", "descending": True, "page": 1, "page_size": 6}
LISTS = (
    *({"sort": sort, "descending": down} for sort in ("amount", "name", "lines", "place")
      for down in (True, False)),
    {"page": 2}, {"page": 99}, {"page": -1}, {"page_size": 1000},
    {"search": "PAVING"}, {"search": "registered"}, {"search": "and"}, {"search": "%"},
    {"search": "_"}, {"search": "nobody here"}, {"search": "01234567"}, {"search": "a12"},
)  # fmt: skip
# Questions that answer by year and by quarter, and for each kind of supplier, in one.
TOGETHER = (
    "spend/local_share", "measures/spend", "measures/suppliers", "measures/awards",
    "measures/register", "measures/weighting",
)  # fmt: skip
WHOSE_ONLY = (
    "measures/awards",
    "measures/register",
    "measures/social_value",
    "measures/weighting",
    *(n for n in QUESTIONS if n.startswith(("social_value/", "quality/"))),
)


def views(name: str) -> Iterator[dict[str, object]]:
    """The parameters a question is tried with: every view it can take, under each strategy."""
    takes = {param.name for param in queries.describe(name).params}
    every = [{}] if takes <= {"strategy", "measure"} else [dict(view) for view in VIEWS]
    if name in WHOSE_ONLY or name == "filters/periods":
        every = [{"organisations": whose} for whose in WHOSE]
    if name == "social_value/contracts":
        every += [
            {**view, **more}
            for view in ({}, {"organisations": [ASH]})
            for more in (
                {"award_year": "2020/21"},
                {"award_year": "Year not known"},
                {"recorded": False, "counted": True},
                {"recorded": True, "counted": False},
                {"counted": False},
            )
        ]
    if name == "suppliers/ranked":
        every = [{**LISTED, **view} for view in every] + [{**LISTED, **more} for more in LISTS]
    if "supplier_key" in takes:
        every = [{"supplier_key": key} for key in KEYS]
    if "radius_km" in takes:
        every = [{**view, **one} for view in SOME_VIEWS for one in DEFINITIONS]
    if name == "definitions/moves":
        every += [{"other": other} for other in (*STRATEGIES, "nobody's")]
    if "centre" in takes:
        every = [{"centre": centre} for centre in ("SG1 1", "LU2", "SG1 1AA", "XX9 9XX")]
    if "area_code" in takes:
        places = [{"level": level, "area_code": code} for level, code in AREAS]
        every = [{**view, **place} for view in SOME_VIEWS for place in places]
    if name in ("suppliers/payments", "areas/payments"):
        pages = ({"page": page, "page_size": size} for page, size in ((1, 7), (2, 7), (9, 5)))
        every = [{**view, **page} for page in pages for view in every]
    for extra, values in (
        ("by", ("year", "quarter")),
        ("kind", ("all", "local", "sme", "vcse")),
        ("years", (1, 2)),
        ("threshold", ("social_value", "register", "small", "none such")),
        ("figure", ("average", "lowest", "enough")),
        ("at_least", (None, 0.15)),
        ("by_quarter", (True, False)),
        ("part_of", ("directorate", "organisation" if "by_part" in name else "category")),
        ("split_by", ("year", "category")),
        ("lacking", ("place", "size", "sector")),
        ("first", (3, 200)),
        ("level", ("district", "county", "region", "ward")),
        ("measure", ("local_share", "social_value_secured", "none_such")),
        ("organisation", (None, ASH, CEDAR, "Nobody Council")),
        ("as_of", DAYS),
        ("strategy", PLANS if name.startswith("strategy/") else STRATEGIES),
    ):
        if extra in takes:
            every = [{extra: value, **view} for view in every for value in values]
    if name == "strategy/points":
        every += [{"strategy": strategy} for strategy in STRATEGIES]
    # Of each kind and by each span at once, as the scorecard asks.
    if name in TOGETHER:
        at_once = {"by": "each", **({"kind": "each"} if "kind" in takes else {})}
        every += [
            {**v, **at_once} for v in every if v["by"] == "year" and v.get("kind", "all") == "all"
        ]
    # Up to another tier than the headline's, in every whole view of what is local.
    every += [{**v, "tier": 1} for v in every if v.get("kind") == "local" and len(v) == 3]
    kept = []
    for view in every:
        taken = {key: value for key, value in view.items() if key in takes}
        # The strategies that come with the project are tried on the town as a whole only.
        if taken not in kept and (
            taken.get("strategy") in (None, *MADE_UP) or not ({*view} & {*NARROWING})
        ):
            kept.append(taken)
    yield from kept


def answer(name: str, **params: object) -> list[dict[str, object]]:
    """The rows of an answer as plain values, without the moment of publishing."""
    return plain(queries.run(name, **params))


def plain(frame: pd.DataFrame) -> list[dict[str, object]]:
    rows = pa.Table.from_pandas(frame, preserve_index=False).to_pylist()
    return [{k: v for k, v in row.items() if k != "published_at"} for row in rows]


def near(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """Shares may differ in their last bit; nothing else may."""
    return [
        {k: pytest.approx(v, rel=1e-12) if isinstance(v, float) else v for k, v in row.items()}
        for row in rows
    ]


def grows(column: str) -> bool:
    """What is no share, shares of a value or of a year before, and a share that may be too much."""
    others = ("value", "rule_value", "change", "change_share", "latitude", "longitude")
    return "secured" in column or column.endswith("needed") or column in others


def kinds(rows: list[dict[str, object]]) -> list[list[type]]:
    return [[type(row[column]) for column in sorted(row)] for row in rows]


def test_every_question_is_answered_by_hand_too() -> None:
    assert sorted(QUESTIONS) == queries.names()


@pytest.mark.usefixtures("in_town")
@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_the_answer_is_the_one_worked_out_by_hand(name: str) -> None:
    asked = 0
    for view in views(name):
        found, wanted = answer(name, **view), QUESTIONS[name](**view)
        assert found == near(wanted), f"{name} {view}"
        # 1 == 1.0 == Decimal(1): money must be Decimal, counts whole, shares floating point.
        assert kinds(found) == kinds(wanted), f"{name} {view}"
        for row in found:
            for column, value in row.items():
                if isinstance(value, float) and not grows(column):
                    assert 0 <= value <= 1, f"{column} in {name} {view}"
        asked += len(wanted)
    assert asked


@pytest.mark.usefixtures("in_town")
@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_an_answer_about_nobody_has_the_same_columns_and_types(name: str) -> None:
    view = next(iter(views(name)))
    whole = queries.run(name, **view)
    if "organisations" in {param.name for param in queries.describe(name).params}:
        view |= {"organisations": ["Nobody Council"]}
    assert queries.run(name, **view).dtypes.equals(whole.dtypes)
    assert not any(pa.types.is_null(dtype.pyarrow_dtype) for dtype in whole.dtypes)


@pytest.mark.usefixtures("in_town")
@pytest.mark.parametrize("strategy", STRATEGIES)
def test_in_scope_and_left_out_are_everything_in_the_files(strategy: str) -> None:
    for file in town.FILES[:3]:
        column = file.header.index(next(h for h in file.header if "Amount" in h))
        written = sum(Decimal(row.split(",")[column]) for _, row in file.rows)
        lines = len(file.rows)
        whose = [file.organisation or "Not stated"]
        scope = queries.run("spend/scope", strategy=strategy, organisations=whose)
        assert sum(scope["amount"]) == written
        assert sum(scope["lines"]) == lines
    everything = queries.run("spend/scope", strategy=strategy)
    assert sum(everything["lines"]) == sum(len(file.rows) for file in town.FILES[:3])


@pytest.mark.usefixtures("in_town")
@pytest.mark.parametrize("strategy", MADE_UP)
@pytest.mark.parametrize("view", VIEWS[:3] + VIEWS[9:13] + VIEWS[15:17], ids=str)
def test_parts_add_up_to_the_whole(strategy: str, view: dict[str, object]) -> None:
    coverage = answer("spend/coverage", strategy=strategy, **view)[0]
    tiers = answer("spend/by_tier", strategy=strategy, **view)
    areas = answer("spend/by_area", strategy=strategy, level="district", **view)
    scope = answer("spend/scope", strategy=strategy, **view)
    basis = answer("spend/amount_basis", strategy=strategy, **view)
    sources = answer("spend/sources", strategy=strategy, **view)
    in_scope = [row for row in scope if row["left_out"] == "In scope"]
    for rows in (tiers, areas, in_scope, basis, sources):
        assert total(rows) == coverage["amount"]
        assert sum(row["lines"] for row in rows) == coverage["lines"]
    assert sum(row["suppliers"] for row in tiers) == coverage["suppliers"]
    assert total(row for row in tiers if row["is_local"]) == coverage["local"]
    assert total(row for row in tiers if row["tier"] == 99) == coverage["not_known"]
    if "date_from" not in view and "date_to" not in view:
        for by in ("year", "quarter"):
            shares = answer("spend/local_share", strategy=strategy, by=by, **view)
            assert total(shares) == coverage["amount"]
            assert total(shares, "local") == coverage["local"]
            split = answer("spend/tier_by_period", strategy=strategy, by=by, **view)
            dated = [row for row in shares if row["period"]]
            assert total(split) == total(dated)
            for part_of in ("directorate", "organisation") if by == "year" else ():
                each = answer(
                    "spend/local_share_by_part", strategy=strategy, part_of=part_of, **view
                )
                assert total(each) == total(dated)
                assert total(each, "local") == total(dated, "local")


@pytest.mark.usefixtures("in_town")
@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize("whose", WHOSE, ids=str)
def test_what_is_committed_adds_up(strategy: str, whose: list[str] | None) -> None:
    summary = answer("social_value/summary", strategy=strategy, organisations=whose)[0]
    every = answer("social_value/contracts", strategy=strategy, organisations=whose)
    years = answer("social_value/secured_by_year", strategy=strategy, organisations=whose)
    rest = answer("social_value/not_counted", strategy=strategy, organisations=whose)
    parts = ("counted", "below_threshold", "value_not_known", "otherwise")
    assert summary["committed_all"] == sum(summary[f"committed_{part}"] for part in parts)
    assert summary["committed_all"] == total(every, "committed")
    assert summary["committed_counted"] == total(years, "committed")
    assert summary["contract_value_counted"] == total(years, "contract_value")
    assert summary["contracts_with_nothing"] == sum(row["with_nothing"] for row in years)
    assert summary["contracts"] == len(every) == sum(row["contracts"] for row in (*years, *rest))
    if whose is None:
        written = total(rows_of("social_value"), "committed")
        assert summary["committed_all"] == written
        assert summary["records"] == len(town.SOCIAL_VALUE.rows)


@pytest.mark.usefixtures("in_town")
def test_a_threshold_means_what_its_operator_says() -> None:
    """The contract of exactly £75,000 counts "from" £75,000 and does not count "over" it."""
    counted = {
        strategy: [
            row["contract_value"]
            for row in answer("social_value/contracts", strategy=strategy, counted=True)
        ]
        for strategy in ("made-up-areas", "made-up-postcodes")
    }
    assert min(counted["made-up-areas"]) == Decimal("75000.00")
    assert min(counted["made-up-postcodes"]) == Decimal("80000.00")


@pytest.mark.usefixtures("in_town")
def test_an_area_cut_by_a_postcode_tier_names_the_tier_of_most_money() -> None:
    """Two payments of £2,000 at an LU postcode outweigh one of £3,000 elsewhere in the area."""
    areas = answer("spend/by_area", strategy="made-up-postcodes", level="district")
    central = next(row for row in areas if row["area"] == "Central Bedfordshire")
    assert central["amount"] == Decimal("7000.00")
    assert central["tier_name"] == "LU and MK40"


@pytest.mark.usefixtures("in_town")
def test_a_month_without_the_chosen_category_still_counts_against_last_year() -> None:
    """Ash paid for Works in June 2020 and for none in June 2021, though it sent June 2021."""
    pairs = answer("spend/year_to_date", strategy="luton-2019-24", category="Works")
    ash = next(row for row in pairs if row["organisation"] == ASH)
    assert ash["months"] == 3
    june = Decimal("4400.00") + Decimal("1010") + Decimal("1020") + Decimal("1030")
    june += Decimal("1040") + Decimal("1050") + Decimal("1060") + Decimal("1070") + Decimal("1080")
    june += Decimal("1110") + Decimal("1130") + Decimal("1170")
    april_and_may = total(
        line
        for line in counting("luton-2019-24", organisations=[ASH], category="Works")
        if line["date"] and line["date"] < date(2020, 6, 1)
    )
    assert ash["last_amount"] == june + april_and_may
    assert ash["this_amount"] == Decimal("1700.00")


@pytest.mark.usefixtures("in_town")
def test_sources_say_when_they_were_published() -> None:
    for name in ("spend/sources", "social_value/sources"):
        params = {"strategy": "star-2021"} if name == "spend/sources" else {}
        for moment in queries.run(name, **params)["published_at"]:
            assert datetime.fromisoformat(moment).tzinfo is not None


def test_the_town_is_where_the_tests_think(in_town: Path) -> None:
    assert queries.build_label().startswith(f"build-{len(town.FILES):06d}-")
    assert not queries.is_empty()
    assert (in_town / "warehouse" / f"{queries.build_label()}.duckdb").exists()
