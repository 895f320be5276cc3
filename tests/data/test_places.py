"""Where a supplier may lie: tiers across borders, circles, and what is known of a place."""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from data import geography
from data.strategy import StrategyFaults, load_strategies
from tests.data.workshop import Workshop
from tests.queries.town import BY_AREA


@pytest.fixture
def shop() -> Iterator[Workshop]:
    workshop = Workshop()
    yield workshop
    workshop.con.close()


def tiers(shop: Workshop) -> dict[str, tuple]:
    """Name -> tier, nearest, furthest, share inside, surely local, may be local."""
    rows = shop.rows(
        "select name, tier, nearest_tier, furthest_tier, round(share_inside, 3), surely_local, "
        "may_be_local from supplier_tier join supplier using (supplier_id)"
    )
    return {row[0]: row[1:] for row in rows}


def test_a_sector_across_a_border_leaves_a_range(shop: Workshop) -> None:
    shop.strategy()  # tier 1 is the local one
    for code in geography.area_codes("Hertfordshire"):
        shop.put("tier_area", strategy_id="s", tier=1, area_code=code)
    for code in geography.area_codes("Essex"):
        shop.put("tier_area", strategy_id="s", tier=2, area_code=code)
    shop.put("tier_postcode", strategy_id="s", tier=1, level="district", prefix="CM23")
    for name, postcode in (
        ("inside whole", "SG1 1AA"),
        ("mostly inside", "AL5 3AA"),  # 137 in St Albans, 2 in Central Bedfordshire
        ("mostly in tier 2", "CM22 7AA"),  # 233 in Essex, 6 in East Hertfordshire
        ("a postcode tier is certain", "CM23 1AA"),  # its sector is Uttlesford and East Herts
        ("district in three counties", "CM22"),
        ("elsewhere", "LS1 1BA"),
        ("not known", None),
    ):
        shop.paid(name, "1", "2021-04-01", postcode=postcode)
    shop.build()
    found = tiers(shop)
    assert found["inside whole"] == (1, 1, 1, 1.0, True, True)
    assert found["mostly inside"] == (1, 1, 98, round(137 / 139, 3), False, True)
    assert found["mostly in tier 2"] == (2, 1, 2, round(233 / 239, 3), False, True)
    assert found["a postcode tier is certain"] == (1, 1, 1, 1.0, True, True)
    assert found["district in three counties"][:3] == (2, 1, 2)
    assert found["elsewhere"] == (98, 98, 98, 1.0, False, False)
    assert found["not known"] == (99, 1, 98, None, False, True)


def test_a_circle_holds_who_lies_in_it_and_may_hold_who_lies_on_it(shop: Workshop) -> None:
    shop.strategy()
    middle = dict(
        shop.con.execute(
            "select postcode_sector, [latitude, longitude, reach_km] from postcode_sector"
        ).fetchall()
    )
    stevenage, hitchin, watford = middle["SG1 1"], middle["SG5 1"], middle["WD17 1"]
    apart = kilometres(stevenage, hitchin)
    # So wide that it goes through the middle of the Hitchin sector, and 50 metres further.
    shop.put("tier_radius", strategy_id="s", tier=1, centre="SG1 1", latitude=stevenage[0],
             longitude=stevenage[1], radius_km=apart + 0.05)  # fmt: skip
    assert hitchin[2] > 0.05
    assert kilometres(stevenage, watford) > apart + 0.05 + watford[2]
    for name, postcode in (
        ("at the centre", "SG1 1AA"), ("on the line", "SG5 1AA"), ("outside", "WD17 1AA"),
        ("not known", "Various"),
    ):  # fmt: skip
        shop.paid(name, "1", "2021-04-01", postcode=postcode)
    shop.build()
    assert tiers(shop) == {
        "at the centre": (1, 1, 1, 1.0, True, True),
        "on the line": (1, 1, 98, None, False, True),
        "outside": (98, 98, 98, 1.0, False, False),
        "not known": (99, 1, 98, None, False, True),
    }


def kilometres(one: list[float], other: list[float]) -> float:
    """By the cosine rule: another way than the one in SQL."""
    lat, lon, to_lat, to_lon = (math.radians(n) for n in (*one[:2], *other[:2]))
    return 6371.0088 * math.acos(
        math.sin(lat) * math.sin(to_lat) + math.cos(lat) * math.cos(to_lat) * math.cos(to_lon - lon)
    )


# -- circles in a strategy file ---------------------------------------------------------------


def with_circle(tmp_path: Path, *lines: str) -> Path:
    circle = "\n".join(['rank = 2\nname = "Circle"', *lines])
    start, end = BY_AREA.index("rank = 2"), BY_AREA.index("[scope]")
    text = f'{BY_AREA[:start]}{circle}\nsource = "Made up"\n\n{BY_AREA[end:]}'
    (tmp_path / "made-up-areas.toml").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("centre", ["SG1 1EP", "SG1 1", "SG1", "51.9017, -0.2019", "57,-4"])
def test_a_tier_may_be_a_circle(tmp_path: Path, centre: str) -> None:
    folder = with_circle(tmp_path, "radius_km = 12.5", f'centre = "{centre}"')
    (strategy,) = load_strategies((folder,))
    assert strategy.tiers[1].radius_km == Decimal("12.5")
    assert strategy.tiers[1].centre == centre


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (['radius_km = 0\ncentre = "SG1 1EP"'], "radius_km"),
        (['radius_km = -3\ncentre = "SG1 1EP"'], "radius_km"),
        (['radius_km = 5000\ncentre = "SG1 1EP"'], "not over 1000"),
        (['radius_km = "wide"\ncentre = "SG1 1EP"'], "radius_km"),
        (["radius_km = 5"], "centre"),
        (['centre = "SG1 1EP"'], "radius_km"),
        (['radius_km = 5\ncentre = "QQ1 1AA"'], "centre"),
        (['radius_km = 5\ncentre = "Stevenage"'], "a postcode of Great Britain"),
        (['radius_km = 5\ncentre = "48.85, 2.35"'], "centre"),  # Paris
        (['radius_km = 5\ncentre = "-0.2, 51.9"'], "centre"),  # longitude first
        ([], "or a radius"),
    ],
)
def test_a_fault_in_a_circle_is_named(tmp_path: Path, lines: list[str], said: str) -> None:
    with pytest.raises(StrategyFaults) as caught:
        load_strategies((with_circle(tmp_path, *lines),))
    assert said in str(caught.value)


# -- why a place is not known -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("postcode", "reason"),
    [
        (None, "No file gives a postcode"),
        ("Various", "Words where a postcode should be, such as “Various”"),
        ("N/A", "Words where a postcode should be, such as “Various”"),
        ("75010 Paris", "Not a UK postcode: overseas, or mistyped"),
        ("D02 AF30", "Not a UK postcode: overseas, or mistyped"),  # Dublin
        ("SG1 1A", "Not a UK postcode: overseas, or mistyped"),
        ("BT1 1AA", "Northern Ireland, Jersey, Guernsey or Isle of Man: not in the reference"),
        ("JE2 3AA", "Northern Ireland, Jersey, Guernsey or Isle of Man: not in the reference"),
        ("GY1", "Northern Ireland, Jersey, Guernsey or Isle of Man: not in the reference"),
        ("im1 1aa", "Northern Ireland, Jersey, Guernsey or Isle of Man: not in the reference"),
        ("BX1 1LT", "Postcode of no place (BX)"),
        ("SG99 9ZZ", "Postcode that the reference does not have"),
    ],
)
def test_what_cannot_be_placed_says_why(shop: Workshop, postcode: str | None, reason: str) -> None:
    shop.paid("Acme", "1", "2021-04-01")
    shop.put("clean_suppliers", supplier="Acme", postcode=postcode)
    shop.build()
    assert shop.rows("select place_known_by, area_code from supplier") == [("none", None)]
    assert shop.rows("select reason from place_not_known") == [(reason,)]


def test_where_a_person_lives_is_not_shown(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LOCALPOUND_SHOW_PEOPLE", raising=False)
    shop.paid("Mrs Jane Smith", "1", "2021-04-01", postcode="SG1 1AA")
    shop.build()
    assert shop.rows(
        "select postcode, place_part, latitude, longitude, ward_code from supplier"
    ) == [("SG1", None, None, None, None)]  # fmt: skip
