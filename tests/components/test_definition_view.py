"""Definitions side by side: figures from small frames, and what they say."""

from decimal import Decimal

import pandas as pd
import pytest

from components import definition_view as view
from components.definition_view import BORDERING, OWN_AREA, YOURS, Own
from components.theme import LIGHT
from tests.components import frames

NAMES = {"E1": "Oakton", "E2": "Elmford"}


def of_strategies(names: tuple[str, str] = ("Oakton", "Elmford")) -> pd.DataFrame:
    """One well known, and one of which only half is."""
    return frames.frame(
        strategy=["oak", "elm"],
        council=list(names),
        title=["Oak 2024", "Elm 2024"],
        headline_name=["Oakshire", "Elmshire"],
        amount=frames.money("100.00", "100.00"),
        known=frames.money("90.00", "50.00"),
        local=frames.money("45.00", "5.00"),
        local_share=[0.5, 0.1],
        lowest=[0.40, 0.05],
        highest=[0.55, 0.55],
        local_suppliers=[4, 1],
    )


def in_all(share: float | None) -> dict[str, object]:
    """A row of `definitions/by_year` for the whole view."""
    return {
        "amount": Decimal("100.00"), "known": Decimal("90.00"), "local": Decimal("81.00"),
        "local_share": share, "lowest": 0.81, "highest": 0.91, "local_suppliers": 7,
    }  # fmt: skip


def test_what_a_definition_is_made_of_is_said_in_words() -> None:
    own = Own(YOURS, NAMES, ("E1", "E2"), ("LU",), "SG1 1", 20.0, (51.9, -0.2))
    assert own.made_of() == "Oakton, Elmford, postcode area LU and within 20 km of SG1 1"
    many = Own(BORDERING, NAMES, tuple(f"X{n}" for n in range(12)))
    assert many.made_of() == "12 districts"
    assert Own(YOURS, NAMES).is_empty


def test_a_circle_whose_middle_nobody_knows_is_no_circle() -> None:
    params = Own(YOURS, NAMES, ("E1",), (), "XX1", 20.0, None).params()
    assert (params["latitude"], params["radius_km"]) == (None, None)
    assert params["area_codes"] == ["E1"]


def test_own_area_and_bordering_counties_stand_ready_for_councils_of_an_area() -> None:
    found = view.ready(
        ("Oakton Council",), frames.outlines(), lambda codes: (*codes, "E2"), Own(YOURS, NAMES)
    )
    assert list(found) == [OWN_AREA, BORDERING]
    assert (found[OWN_AREA].areas, found[BORDERING].areas) == (("E1",), ("E1", "E2"))
    nobody = view.ready(("A fire service",), frames.outlines(), tuple, Own(YOURS, NAMES, ("E1",)))
    assert list(nobody) == [YOURS]


def test_definitions_stand_in_one_table_with_a_title_that_says_how_far_apart() -> None:
    found = view.rows(of_strategies(), [Own(OWN_AREA, NAMES, ("E1",))], [in_all(0.9)])
    assert found["name"].tolist() == ["Oakton", "Elmford", OWN_AREA]
    assert found["made_of"].tolist() == ["Oakshire", "Elmshire", "Oakton"]
    assert view.title(found) == "Local is 10% to 90% of spend, by whose definition"
    assert view.alt(found).endswith("Elmford: 10%; Own area: 90%.")
    twice = view.rows(of_strategies(("Oakton", "Oakton")), [], [])
    assert twice["name"].tolist() == ["Oak 2024", "Elm 2024"]


def test_where_too_little_is_known_there_is_a_range_and_no_point() -> None:
    found = view.rows(of_strategies(), [], [])
    band, points = view.chart(found, LIGHT).data
    assert [round(float(x), 2) for x in band.x] == [0.15, 0.5]
    assert list(points.y) == [0] and list(points.x) == [0.5]


def moved(*rows: tuple[bool, str]) -> pd.DataFrame:
    becomes = sum((Decimal(amount) for yes, amount in rows if yes), Decimal("0.00"))
    ceases = sum((Decimal(amount) for yes, amount in rows if not yes), Decimal("0.00"))
    many = len(rows)
    return frames.frame(
        supplier_key=["k"] * many, name=[frames.HOSTILE] * many, place=["Oakton"] * many,
        postcode=["AA1 1AA"] * many, becomes_local=[yes for yes, _ in rows],
        amount=frames.money(*[amount for _, amount in rows]), of_how_many=[many] * many,
        becomes_amount=frames.money(*[str(becomes)] * many),
        ceases_amount=frames.money(*[str(ceases)] * many),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        ((), "Nobody changes sides"),
        (
            ((True, "2000.00"), (False, "500.00")),
            "£2k becomes local, £500 no longer is: 2 suppliers move",
        ),
    ],
)
def test_the_money_that_changes_sides_is_the_title(rows, title: str) -> None:
    assert view.moves_title(moved(*rows)) == title


def test_what_can_be_compared_with_leaves_out_the_strategy_itself() -> None:
    made = {OWN_AREA: Own(OWN_AREA, NAMES), YOURS: Own(YOURS, NAMES)}
    assert view.others(made, of_strategies(), "oak") == {
        YOURS: YOURS, OWN_AREA: OWN_AREA, "elm": "Elmford: Elmshire",
    }  # fmt: skip
