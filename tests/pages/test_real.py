"""The three pages on real published files: what can be said of three months, and no more."""

from __future__ import annotations

import pytest

from tests.pages.conftest import SECURED, TREND

SALFORD = {
    "strategy": "STAR 2019–24",
    "organisation": "Salford City Council",
    "period": "All dates",
}

pytestmark = [pytest.mark.inputs, pytest.mark.usefixtures("real")]


def test_the_scope_adds_up_to_the_files_received_to_the_penny(look) -> None:
    scope = next(body for body in look(**SALFORD).html() if "Everything received<" in body)
    foot = scope[scope.index("<tfoot>") :]
    assert ">86,799,364.87</td>" in foot
    assert ">5,728</td>" in foot


def test_with_a_third_placed_the_range_is_the_headline(look) -> None:
    screen = look(**SALFORD)
    assert screen.titles()[0].startswith("At most ")
    rests_on = [footing for footing in screen.footings() if "Rests on £" in footing]
    assert len(rests_on) == 2
    assert all("Amounts are net of VAT." in footing for footing in rests_on)
    assert any("Rests on all 5,728 lines received" in footing for footing in screen.footings())
    assert not [title for title in screen.titles() if "of each pound stays" in title][1:]


def test_every_figure_says_that_salford_is_not_one_of_star(look) -> None:
    screen = look(**SALFORD)
    said = "Measured by STAR's strategy, which was not written for Salford City Council."
    for page in (None, TREND, SECURED):
        footings = (screen.go(page) if page else screen).footings()
        assert footings and all(said in footing for footing in footings)


def test_three_months_claim_no_trend(look) -> None:
    screen = look(**SALFORD).go(TREND)
    assert screen.titles()[0] == "3 months of spend: too few for a trend"
    assert (
        "2018/19 holds 1 of 12 months, 2020/21 holds 1 of 12 months and 2021/22 holds 1 of 12 "
        "months." in screen.words()
    )
    assert "The period is not whole" in screen.words()


def test_all_that_is_committed_is_accounted_for(look) -> None:
    screen = look(strategy="STAR 2019–24", organisation="All organisations").go(SECURED)
    table = next(body for body in screen.html() if "All known<" in body)
    assert ">213,370,332.86</td>" in table[table.index("<tfoot>") :]
    assert "£213m" in screen.words()


def test_a_register_without_social_value_is_not_judged(look) -> None:
    screen = look(**SALFORD).go(SECURED)
    assert screen.titles()[0].startswith("No social value is recorded on ")
    assert "○ Not judged" in screen.words()


def test_nothing_real_is_called_invented(look) -> None:
    assert "invented" not in look(**SALFORD).words()
