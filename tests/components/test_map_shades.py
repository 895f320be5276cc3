import re
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components import map_shades
from components.map_shades import SHADES, shaded
from components.theme import LIGHT
from tests.components import frames

AMOUNTS = st.lists(
    st.decimals(min_value=Decimal("0.01"), max_value=Decimal("1e10"), places=2), max_size=60
)


def test_areas_wear_their_class_and_refunds_and_no_spend_their_own() -> None:
    made = shaded(frames.by_area(), SHADES["spend"], LIGHT)
    assert made.classes["E1"] == 5
    assert 1 <= made.classes["E2"] < 5
    assert made.classes["E3"] == 6
    assert (made.fills[0], made.fills[5], made.fills[6]) == (
        LIGHT.land, LIGHT.ramp[4], LIGHT.refund,
    )  # fmt: skip
    assert set(made.classes) == {"E1", "E2", "E3"}
    assert dict(made.ranges)[0] == "No spend"
    assert dict(made.ranges)[6] == "More came back than went out"


def test_suppliers_are_counted_and_not_priced() -> None:
    made = shaded(frames.by_area(), SHADES["suppliers"], LIGHT)
    assert made.classes == {"E1": 5, "E2": 4, "E3": 4}
    assert [text for _, text in made.ranges] == ["No spend", "Under 2", "2 and over"]


def test_shares_and_changes_have_the_same_steps_for_every_council() -> None:
    """Exactly at a limit is the class above; an area of which it is not known has none."""
    areas = frames.by_area().assign(sme_share=[0.2, 1.0, None, 0.5])
    made = shaded(areas, SHADES["sme"], LIGHT)
    assert made.classes == {"E1": 2, "E2": 5}
    assert dict(made.ranges)[0] == "Size of its suppliers not known"
    areas = frames.by_area().assign(change_share=[-0.26, 0.0, 0.25, 3.0])
    made = shaded(areas, SHADES["change"], LIGHT)
    assert made.classes == {"E1": 1, "E2": 3, "E3": 5}
    assert made.fills[1:6] == LIGHT.change
    assert len(made.ranges) == 6


@given(AMOUNTS)
def test_breaks_are_few_round_rising_and_part_what_there_is(amounts: list[Decimal]) -> None:
    limits = map_shades.breaks(amounts)
    assert len(limits) <= 4
    assert list(limits) == sorted(set(limits))
    for limit in limits:
        assert re.fullmatch("[125]0*", str(limit))
    classes = {map_shades.class_of(amount, limits) for amount in amounts}
    named = {step for step, _ in map_shades.class_ranges(limits)}
    if limits:
        assert classes == named
        assert len(named) == len(limits) + 1 <= map_shades.CLASSES


@given(AMOUNTS)
def test_more_money_is_never_a_lower_class(amounts: list[Decimal]) -> None:
    limits = (Decimal(10_000), Decimal(1_000_000))
    classes = [map_shades.class_of(amount, limits) for amount in sorted(amounts)]
    assert all(one <= other for one, other in pairwise(classes))


def test_a_limit_belongs_to_the_class_above_it() -> None:
    limits = (Decimal(10_000), Decimal(1_000_000))
    assert map_shades.class_ranges(limits) == [
        (3, "Under £10k"),
        (4, "£10k to £1m"),
        (5, "£1m and over"),
    ]
    amounts = [Decimal("9999.99"), Decimal(10_000), Decimal(1_000_000)]
    assert [map_shades.class_of(amount, limits) for amount in amounts] == [3, 4, 5]


@pytest.mark.parametrize("shade", SHADES.values(), ids=SHADES)
def test_every_class_worn_has_its_range_in_the_key(shade: map_shades.Shade) -> None:
    areas = frames.by_area().assign(change_share=[-0.9, 0.0, 0.1, None])
    made = shaded(areas, shade, LIGHT)
    assert set(made.classes.values()) <= {step for step, _ in made.ranges}
    assert all(0 <= step < len(made.fills) for step, _ in made.ranges)
