from datetime import date
from decimal import Decimal
from html import unescape

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components import words

MONEY = st.decimals(
    min_value=Decimal("-99999999999999.99"),
    max_value=Decimal("99999999999999.99"),
    places=2,
    allow_nan=False,
)
SCALE = {"k": Decimal(1000), "m": Decimal(10) ** 6, "bn": Decimal(10) ** 9, "": Decimal(1)}


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("0", "£0"),
        ("12", "£12"),
        ("12.50", "£13"),
        ("999.49", "£999"),
        ("999.50", "£1k"),
        ("345000", "£345k"),
        ("999499", "£999k"),
        ("999500", "£1.0m"),
        ("1200000", "£1.2m"),
        ("60000000", "£60.0m"),
        ("99940000", "£99.9m"),
        ("99950000", "£100m"),
        ("238000000", "£238m"),
        ("1200000000", "£1.2bn"),
        ("-1200000", "−£1.2m"),
        ("-0.40", "£0"),
    ],
)
def test_pounds_are_short_and_never_a_thousand_thousands(amount: str, said: str) -> None:
    assert words.pounds(Decimal(amount)) == said


@given(MONEY)
def test_short_pounds_are_within_half_of_their_last_digit(amount: Decimal) -> None:
    said = words.pounds(amount)
    sign = -1 if said.startswith("−") else 1
    figure = said.removeprefix("−").removeprefix("£").replace(",", "")
    letters = figure.lstrip("0123456789.")
    digits = figure.removesuffix(letters)
    step = SCALE[letters] / (10 if "." in digits else 1)
    assert abs(sign * Decimal(digits) * SCALE[letters] - amount) <= step / 2
    assert digits not in ("1000", "1000.0") or letters == "bn"


@given(MONEY)
def test_exact_pounds_say_every_penny(amount: Decimal) -> None:
    said = words.pounds_exact(amount)
    back = said.replace("−", "-").replace("£", "").replace(",", "")
    assert Decimal(back) == amount
    assert back[-3] == "."


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.37, "37%"),
        (0.0, "0%"),
        (1.0, "100%"),
        (0.001, "under 1%"),
        (0.999, "over 99%"),
        (0.005, "1%"),
        (-0.12, "−12%"),
    ],
)
def test_shares_never_round_something_to_none_or_part_to_all(value: float, said: str) -> None:
    assert words.share(value) == said


def test_share_shows_a_decimal_only_when_asked() -> None:
    assert words.share(0.539, 1) == "53.9%"
    assert words.pence(0.37) == "37p"


@pytest.mark.parametrize("nothing", [None, pd.NA, float("nan"), pd.NaT])
def test_what_is_missing_is_not_known(nothing: object) -> None:
    said = {words.pounds(nothing), words.pounds_exact(nothing), words.share(nothing)}
    said |= {words.number(nothing), words.day(nothing)}
    assert said == {"Not known"}


def test_dates_and_spans_read_as_people_write_them() -> None:
    assert words.day(date(2026, 11, 20)) == "20 November 2026"
    assert words.day(date(2026, 11, 2)) == "2 November 2026"
    assert words.span(date(2023, 4, 1), date(2024, 3, 31)) == "April 2023 to March 2024"
    assert words.span(date(2021, 5, 1), date(2021, 5, 31)) == "May 2021"
    assert words.span(None, None) == "all dates"


def test_counts_lists_possessives_and_years() -> None:
    assert [words.count(n, "supplier") for n in (0, 1, 4168)] == [
        "0 suppliers",
        "1 supplier",
        "4,168 suppliers",
    ]
    assert words.listed(["Luton", "Bedford", "Central Bedfordshire"]) == (
        "Luton, Bedford and Central Bedfordshire"
    )
    assert (words.listed([]), words.listed(["Luton"])) == ("", "Luton")
    assert (words.possessive("STAR"), words.possessive("Rivers")) == ("STAR's", "Rivers'")
    assert words.years("2019/20", "2023/24") == "2019–24"
    assert words.years("2021/22", None) == "2021"
    assert words.years(None, None) == ""


@given(st.text())
def test_escaped_text_has_no_markup_and_loses_nothing(text: str) -> None:
    safe = words.escape(text)
    assert not set(safe) & set("<>\"'")
    assert unescape(safe) == text
    assert not set(words.chart_text(text)) & set("<>")
