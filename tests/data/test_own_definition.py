"""A definition that was tried out leaves as a strategy file, and that file loads."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import queries
from data import publish
from data.own_definition import Definition, as_strategy_file, strategy_id
from data.strategy import BUILT_IN, Strategy, load_strategies

LIKE = next(one for one in load_strategies((BUILT_IN,)) if one.id == "star-2021")


def loaded(tmp_path, definition: Definition, like: Strategy = LIKE) -> Strategy:
    text = as_strategy_file(definition, like, ["Oakton Council"], ("2020/21", "2023/24"))
    folder = tmp_path / "own"
    folder.mkdir(exist_ok=True)
    (folder / f"{strategy_id(definition)}.toml").write_text(text, encoding="utf-8")
    return load_strategies((folder,))[0]


def test_the_file_loads_with_every_part_and_counts_what_the_strategy_counts(tmp_path) -> None:
    definition = Definition("Oakton, own", ("E07000243", "Luton"), ("LU",), "SG1 1", 12.5)
    one = loaded(tmp_path, definition)
    tier = one.tiers[0]
    assert (tier.areas, tier.postcode_areas) == (("E07000243", "Luton"), ("LU",))
    assert (tier.centre, tier.radius_km) == ("SG1 1", Decimal("12.5"))
    assert one.organisations == ("Oakton Council",)
    assert (one.first_year, one.last_year) == ("2020/21", "2023/24")
    assert one.scope.leave_out == LIKE.scope.leave_out
    assert one.scope.smallest_payment == LIKE.scope.smallest_payment == Decimal("25000")
    assert one.scope.operator == LIKE.scope.operator


def test_a_strategy_without_a_smallest_payment_has_none_here_either(tmp_path) -> None:
    like = next(one for one in load_strategies((BUILT_IN,)) if one.id == "luton-2019-24")
    one = loaded(tmp_path, Definition("Own", ("Luton",)), like)
    assert one.scope.smallest_payment is None
    assert one.tiers[0].radius_km is None


@given(st.text(st.characters(exclude_categories=("C",)), min_size=1, max_size=40))
def test_any_name_makes_a_file_that_loads(tmp_path_factory, name: str) -> None:
    if not name.strip():
        return
    one = loaded(tmp_path_factory.mktemp("name"), Definition(name, ("Luton",)))
    assert one.tiers[0].name == " ".join(name.split())


@pytest.mark.parametrize(
    ("name", "found"), [("St Albans & co.", "st-albans-co"), ("中", "own-definition")]
)
def test_the_files_name_is_small_letters(name: str, found: str) -> None:
    assert strategy_id(Definition(name)) == found


# Why each is there: in the circle, far from it, in a sector across the border of an area, a firm.
PAID = (
    ("Mrs Jane Smith", "SG1 1AA", 100),
    ("Mr John Brown", "SG18 8AA", 20),
    ("Mrs Ann Jones", "AL5 3AA", 3),
    ("Miss Eve Taylor", "LU1 1AA", 400),
    ("Alpha Ltd", "SG1 1AA", 5000),
)


@pytest.mark.parametrize("shown", ["", "1"])
def test_a_circle_counts_people_alike_as_a_strategys_and_as_ones_own(
    store, write, monkeypatch, shown: str
) -> None:
    monkeypatch.setenv("LOCALPOUND_SHOW_PEOPLE", shown)
    lines = [f"01/05/2020,{name},{place},{amount}.00\n" for name, place, amount in PAID]
    spend = "Payment Date,Supplier Name,Postcode,Net Amount\n" + "".join(lines)
    circle = Definition("Own", ("Central Bedfordshire",), (), "SG1 1", 6.0)
    store.make()
    file = store.strategies / f"{strategy_id(circle)}.toml"
    like = next(one for one in load_strategies((BUILT_IN,)) if one.id == "luton-2019-24")
    text = as_strategy_file(circle, like, ["Luton Council"], ("2020/21", "2023/24"))
    file.write_text(text, encoding="utf-8")
    publish.publish(store, write("spend.csv", spend), organisation="Luton Council")
    queries.close()
    centre = queries.run("definitions/centre", centre="SG1 1").iloc[0]
    parts = {axis: float(centre[axis]) for axis in ("latitude", "longitude")}
    asked = {"area_codes": ["E06000056"], "radius_km": 6.0, **parts}
    own = queries.rows("definitions/by_year", strategy="own", **asked)[0]
    strategys = queries.rows("spend/coverage", strategy="own")[0]
    same = ("amount", "known", "local", "local_share", "lowest", "highest")
    assert {name: own[name] for name in same} == {name: strategys[name] for name in same}
    # Jane, of the circle, is local by her own postcode and by the middle of her district.
    assert own["local"] >= Decimal(5100)
    assert queries.rows("definitions/moves", strategy="own", **asked) == []
    points = queries.rows("spend/points", strategy="own", first=9)
    assert len(points) == (5 if shown else 1)  # nobody hidden is drawn
    queries.close()
