"""Verdicts and moves: only what every end of a range agrees on is said."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.judge import BETTER, SAME, UNKNOWN, WORSE, judge, moved


@pytest.mark.parametrize(
    ("low", "high", "target", "highest_target", "past_it", "status"),
    [
        (10, 10, 10, None, False, "On target"),
        (10, 10, 10, None, True, "Off target"),  # more than the year before, not as much
        (11, 11, 10, None, True, "On target"),
        (11, 12, 9, 10, True, "On target"),  # past every end of a target with a range
        (10, 12, 9, 10, True, "Not judged"),  # the lowest is only as much as it may have been
        (Decimal("108054391.29"), Decimal("108054391.29"), Decimal("108054391.30"), None, False,
         "Off target"),  # a penny short
    ],
)  # fmt: skip
def test_a_target_may_have_a_range_and_may_have_to_be_passed(
    low, high, target, highest_target, past_it, status
) -> None:
    found = judge(low, high, target, highest_target=highest_target, past_it=past_it)
    assert found.status == status


@pytest.mark.parametrize(
    ("now", "before", "tolerance", "polarity", "word"),
    [
        ((0.5, 0.5), (0.4, 0.4), 0.02, "higher", BETTER),
        ((0.5, 0.5), (0.4, 0.4), 0.02, "lower", WORSE),
        ((0.42, 0.42), (0.4, 0.4), 0.02, "higher", SAME),  # exactly the tolerance
        ((0.43, 0.43), (0.4, 0.4), 0.02, "higher", BETTER),
        ((14, 14), (15, 15), None, "lower", BETTER),  # no tolerance: any move is one
        ((5, 5), (5, 5), None, "higher", SAME),
        ((5, 5), (4, 4), None, "none", "Up"),
        ((4, 9), (5, 5), None, "higher", UNKNOWN),  # it may have gone either way
        ((6, 9), (3, 5), None, "higher", BETTER),
        ((None, None), (3, 5), None, "higher", UNKNOWN),
    ],
)
def test_a_move_is_said_by_polarity_and_tolerance(now, before, tolerance, polarity, word) -> None:
    assert moved(now, before, tolerance, polarity) == word


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0, 0.5), st.booleans())
def test_better_figures_are_never_judged_worse(one, other, target, tolerance, higher) -> None:
    order = ["Off target", "Close", "On target"]
    values = sorted((one, other), reverse=not higher)
    ranks = [
        order.index(judge(v, v, target, tolerance, higher_is_better=higher).status) for v in values
    ]
    assert all(a <= b for a, b in pairwise(ranks))
