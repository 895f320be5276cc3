"""A definition that was tried out leaves as a strategy file, and that file loads."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
