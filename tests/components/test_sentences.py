from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components import contract_sentences, sentences
from components.judge import judge
from components.map_shades import SHADES
from tests.components import frames


@pytest.mark.parametrize(
    ("known", "amount", "said"),
    [
        ("100.00", "125.00", "65p of each pound stays in Oakshire"),
        ("100.00", "125.01", "Between 52p and 72p of each pound stays in Oakshire"),
        ("100.00", "150.00", "Between 43p and 77p of each pound stays in Oakshire"),
    ],
)
def test_under_four_fifths_known_the_range_is_the_headline(
    known: str, amount: str, said: str
) -> None:
    assert sentences.stays_title(frames.coverage(known, amount), "Oakshire") == said


def test_a_range_from_nothing_says_at_most() -> None:
    coverage = frames.coverage() | {"lowest": 0.0, "highest": 0.66}
    assert sentences.stays_title(coverage, "Oakshire") == (
        "At most 66p of each pound stays in Oakshire"
    )


def test_without_a_known_place_no_share_is_claimed() -> None:
    coverage = frames.coverage() | {"local_share": None}
    assert sentences.stays_title(coverage, "Oakshire") == "Nothing here has a known place yet"


def test_where_credits_have_no_place_no_share_of_all_is_claimed() -> None:
    """£200 is placed and credits of £50 are not: of £150 together, more is placed than spent."""
    unknown = {"share_known": None, "lowest": None, "highest": None}
    coverage = frames.coverage("200.00") | {"not_known": Decimal("-50.00"), **unknown}
    assert sentences.stays_title(coverage, "Oakshire") == (
        "Credits without a known place leave open how much stays"
    )
    assert sentences.rests_on(coverage).endswith("which has a known place.")


def test_coverage_says_how_much_and_the_range() -> None:
    assert sentences.rests_on(frames.coverage()) == (
        "Rests on £100 of £150 spend (67%), which has a known place. "
        "Of all spend, between 43% and 77% is local."
    )
    assert sentences.rests_on(frames.coverage("150.00")).endswith("Of all spend, 43% is local.")


def test_money_near_a_border_is_said() -> None:
    near = {"local_near_border": Decimal("10.00"), "other_near_border": Decimal("5.00")}
    assert sentences.rests_on(frames.coverage() | near).endswith(
        "is local. £15 is known only by a postcode sector or district across a border."
    )
    assert "border" not in sentences.rests_on(frames.coverage() | near | {"highest": None})


def test_titles_of_the_map_page() -> None:
    assert sentences.split_title(frames.by_tier()) == "65% stays within Oakshire & <b>hills</b>"
    # A tier further out shows what it adds to those inside it.
    rings = sentences.as_rings(frames.by_tier())["tier_name"].tolist()
    assert rings[:2] == ["Oakton", "Rest of Oakshire & <b>hills</b>"]
    assert rings[2:] == ["Elsewhere", "Not known"]
    assert sentences.areas_title(frames.by_area()) == "Oakton takes most of 3 areas reached"
    scope = frames.frame(left_out=["In scope", "Tax"], amount=frames.money("10.00", "2.00"))
    assert sentences.scope_title(scope) == "£10 counts; the rest is left out"
    assert sentences.scope_title(scope.head(1)) == "All £10 received counts"
    assert sentences.scope_title(scope.tail(1)) == "Nothing received counts under this strategy"


def test_scope_rests_on_every_line_received() -> None:
    scope = frames.frame(left_out=["In scope", "Tax"], lines=[1200, 34])
    assert (
        sentences.scope_rests_on(scope)
        == "Rests on all 1,234 lines received, of which 1,200 count."
    )
    assert sentences.scope_rests_on(scope.tail(1)).endswith("received, of which 0 count.")


def test_mixed_bases_are_never_passed_over() -> None:
    bases = frames.frame(amount_basis=["net", "gross"], amount=frames.money("10.00", "2.00"))
    assert sentences.amount_basis(bases) == (
        "Amounts are mixed: £10 net and £2 gross. Take the shares with care."
    )
    assert sentences.amount_basis(bases.head(1)) == "Amounts are net of VAT."
    other = bases.head(1).assign(amount_basis="not stated")
    assert sentences.amount_basis(other) == "Amounts are not stated to be net or gross of VAT."


@pytest.mark.parametrize(
    ("year", "value", "called"),
    [
        ("2018/19", None, "No target for this year"),
        ("2019/20", 0.35, "Target 35%"),
        ("2020/21", 0.45, "Target 45%"),
        ("2022/23", 0.45, "2020/21 target 45%"),
    ],
)
def test_after_the_last_target_year_the_last_target_stands(
    year: str, value: float | None, called: str
) -> None:
    assert sentences.target_for(frames.points(), year) == (value, called)


def test_without_a_target_it_is_to_be_set_in_the_strategys_own_sense() -> None:
    assert sentences.target_for(frames.no_points(), "2020/21") == (None, "Target to be set")
    assert sentences.to_be_set(frames.no_points(), frames.measure()) == "Target: to be set."
    note = frames.measure("To be set: the report asks for more without a number")
    assert sentences.to_be_set(frames.no_points(), note) == (
        "Target: to be set: the report asks for more without a number."
    )
    assert sentences.to_be_set(frames.points(), frames.measure()) == ""


def test_secured_sentences_reconcile_to_all_that_is_committed() -> None:
    assert contract_sentences.secured_title(frames.summary()) == (
        "25% secured over all award years"
    )
    assert contract_sentences.rests_on(frames.summary()) == (
        "Rests on 4 contracts worth £1.3m, 2 of them with nothing recorded. "
        "£310k of £311k committed counts."
    )
    assert (
        contract_sentences.not_counted_title(frames.summary()) == "£310k of £311k committed counts"
    )


def test_the_title_of_what_counts_tells_two_near_sums_apart() -> None:
    def titled(counted: str) -> str:
        summary = frames.summary() | {"committed_counted": Decimal(counted)}
        return contract_sentences.not_counted_title(summary)

    assert titled("311400.00") == "All £311k committed counts"
    assert titled("311300.00") == "All but £100 of £311k committed counts"


def test_nothing_recorded_at_all_is_not_judged_as_nothing_secured() -> None:
    empty = frames.summary(records=0) | {"secured_share": 0.0, "committed_all": Decimal(0)}
    assert contract_sentences.secured_title(empty) == "No social value is recorded on 4 contracts"
    judged = frames.secured_by_year(), frames.points(), frames.measure()
    first = contract_sentences.tiles(empty, *judged)[0]
    assert (first.value, first.status) == ("Not recorded", "Not judged")
    told = contract_sentences.tiles(frames.summary(), *judged)[0]
    # The newest year is judged, and never all of them against one year's target.
    assert (told.label, told.value) == ("Secured, awards of 2021/22", "30%")
    assert (told.target, told.status) == ("2020/21 target 45%", "Off target")
    assert told.note == "25% over all award years"


def test_contracts_with_nothing_are_counted_in_words() -> None:
    missing = frames.contracts().loc[lambda found: ~found["recorded"]]
    assert contract_sentences.nothing_title(missing) == "1 contract has no social value recorded"
    assert contract_sentences.nothing_title(missing.head(0)) == (
        "Every contract that counts has social value recorded"
    )


@pytest.mark.parametrize(
    ("lowest", "highest", "status"),
    [
        (0.50, 0.60, "On target"),
        (0.48, 0.49, "Close"),
        (0.40, 0.47, "Off target"),
        (0.49, 0.51, "Not judged"),
        (0.47, 0.49, "Not judged"),
    ],
)
def test_a_range_is_judged_only_where_both_ends_agree(
    lowest: float, highest: float, status: str
) -> None:
    assert judge(lowest, highest, 0.5, 0.02).status == status


def test_what_cannot_be_judged_says_why() -> None:
    assert judge(0.4, 0.5, None).reason == "no target is set"
    assert judge(None, None, 0.5).reason == "the share is not known"
    assert judge(0.4, 0.6, 0.5).reason == "places not known leave it open"


def test_where_lower_is_better_the_sides_change() -> None:
    assert judge(0.1, 0.1, 0.2, higher_is_better=False).status == "On target"
    assert judge(0.3, 0.3, 0.2, higher_is_better=False).status == "Off target"


@given(st.floats(0, 1), st.floats(0, 1))
def test_without_tolerance_nothing_is_close(value: float, target: float) -> None:
    status = judge(value, value, target).status
    if value >= target:
        assert status == "On target"
    elif target - value > 1e-6:
        assert status == "Off target"


@pytest.mark.parametrize(
    ("shade", "title"),
    [
        ("spend", "65p of each pound stays in Oakshire"),
        ("per-supplier", "Most per supplier is paid in Oakton: £27"),
        ("suppliers", "Most suppliers are in Oakton: 3"),
        ("sme", "SMEs take 50% in Oakton"),
        ("change", "Spend rose in 2 of 3 areas"),
    ],
)
def test_the_map_is_titled_with_what_it_is_shaded_by(shade: str, title: str) -> None:
    areas = frames.by_area().assign(change_share=[0.1, 0.2, -0.5, 9.0])
    coverage = frames.coverage(amount="100.00")
    assert sentences.map_title(areas, coverage, "Oakshire", SHADES[shade]) == title
