"""Small answers as the queries give them: Arrow columns, money decimal, dates dates, shares 0 to 1.

Written by hand; what each row is there for stands beside it.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import geopandas
import pandas as pd
import pyarrow as pa
from shapely.geometry import box

from components import map as areas_map
from components.map import Scene
from components.map_shades import SHADES
from components.theme import LIGHT

MONEY = pa.decimal128(38, 2)
HOSTILE = "<img src=x onerror=alert(1)>\"'&</script>"


def money(*amounts: str | None) -> pa.Array:
    """Pounds as the warehouse gives them."""
    return pa.array([None if amount is None else Decimal(amount) for amount in amounts], MONEY)


def frame(**columns: pa.Array | list) -> pd.DataFrame:
    """A frame of Arrow columns."""
    arrays = {
        name: column if isinstance(column, pa.Array) else pa.array(column)
        for name, column in columns.items()
    }
    return pa.table(arrays).to_pandas(types_mapper=pd.ArrowDtype)


def outlines() -> geopandas.GeoDataFrame:
    """Four square districts in a row: the council's own, its neighbour, one far, one unspent."""
    return geopandas.GeoDataFrame(
        {
            "area_code": ["E1", "E2", "E3", "E4"],
            "name": ["Oakton", "Elmford", "Farham", HOSTILE],
            "geometry": [box(n, 52, n + 1, 53) for n in range(-4, 0)],
        },
        crs="EPSG:4326",
    )


def by_area() -> pd.DataFrame:
    """£100 placed in three areas and £50 not placed; Farham's refunds outweigh what it was paid."""
    return frame(
        area_code=["E1", "E2", "E3", None],
        area=["Oakton", "Elmford", "Farham", "Not known"],
        tier=[1, 2, 98, 99],
        tier_name=["Oakton", "Oakshire", "Elsewhere", "Not known"],
        amount=money("80.00", "25.00", "-5.00", "50.00"),
        share_of_known=[0.8, 0.25, None, None],
        suppliers=[3, 1, 1, 2],
        lines=[5, 1, 1, 2],
        per_supplier=money("26.67", "25.00", "-5.00", "25.00"),
        sme_share=[0.5, None, None, None],
    )


@dataclass(frozen=True, eq=False)
class Shapes:
    """The four districts as the reference gives them."""

    level: str = "district"
    frame: geopandas.GeoDataFrame = field(default_factory=outlines)


def places(*amounts: str, name: str = "Alder Ltd") -> pd.DataFrame:
    """Suppliers at one place, as `spend/points` gives them."""
    many = len(amounts)
    return frame(
        name=[name] * many, latitude=[52.5] * many, longitude=[-3.5] * many,
        place_known_by=["sector"] * many, amount=money(*amounts), tier=[1] * many,
    )  # fmt: skip


def scene(**instead: object) -> Scene:
    """The four districts, as a map of spend shows them; any part may be given instead."""
    parts = {
        "areas": by_area(), "outlines": Shapes(), "districts": Shapes(), "tiers": strategy_tiers(),
        "organisations": ("Oakton Council",), "colours": LIGHT, "shade": SHADES["spend"],
        "label": "Spend by area", "credit": "Boundaries © someone", **instead,
    }  # fmt: skip
    return areas_map.scene(**parts)


def strategy_tiers() -> pd.DataFrame:
    """An inner tier of postcodes without an outline, and two made of areas."""
    areas = pa.array([[], ["E1"], ["E1", "E2"]], pa.list_(pa.string()))
    return frame(
        tier=[1, 2, 3],
        tier_name=["Oakton postcode", "Oakton", "Oakshire"],
        is_local=[True, True, False],
        is_headline=[False, True, False],
        area_codes=areas,
    )


def by_tier() -> pd.DataFrame:
    """Two local tiers, elsewhere, and what is not known, without a share of its own."""
    return frame(
        tier=[1, 2, 98, 99],
        tier_name=["Oakton", "Oakshire & <b>hills</b>", "Elsewhere", "Not known"],
        is_local=[True, True, False, False],
        amount=money("40.00", "25.00", "35.00", "50.00"),
        share_of_known=[0.40, 0.25, 0.35, None],
        share_up_to=[0.40, 0.65, 1.0, None],
        share_of_all=[0.2667, 0.1667, 0.2333, 0.3333],
        suppliers=[2, 1, 4, 3],
        lines=[3, 1, 6, 3],
    )


def coverage(known: str = "100.00", amount: str = "150.00") -> dict[str, object]:
    """£65 local; of £150 spend £100 is placed unless told otherwise."""
    local = Decimal("65.00")
    placed, spent = Decimal(known), Decimal(amount)
    return {
        "amount": spent,
        "known": placed,
        "not_known": spent - placed,
        "share_known": float(placed / spent),
        "local": local,
        "local_share": float(local / placed),
        "lowest": float(local / spent),
        "highest": float((local + spent - placed) / spent),
        "local_near_border": Decimal("0.00"),
        "other_near_border": Decimal("0.00"),
        "lines": 13,
        "suppliers": 10,
    }


def local_share() -> pd.DataFrame:
    """Whole and placed; a gap in 2019/20; whole but only half placed; two months of a year."""
    return frame(
        period=["2018/19", "2020/21", "2021/22", "2022/23"],
        starts_on=[date(y, 4, 1) for y in (2018, 2020, 2021, 2022)],
        financial_year=["2018/19", "2020/21", "2021/22", "2022/23"],
        months_with_data=[12, 12, 12, 2],
        months_from_all=[12, 12, 12, 2],
        months=[12, 12, 12, 12],
        amount=money("100.00", "100.00", "100.00", "20.00"),
        known=money("90.00", "95.00", "50.00", "20.00"),
        not_known=money("10.00", "5.00", "50.00", "0.00"),
        local=money("27.00", "38.00", "30.00", "10.00"),
        local_share=[0.30, 0.40, 0.60, 0.50],
        lowest=[0.27, 0.38, 0.30, 0.50],
        highest=[0.37, 0.43, 0.80, 0.50],
        share_known=[0.90, 0.95, 0.50, 1.0],
    )


def points() -> pd.DataFrame:
    """A baseline, published history for the headline tier and for a wider one, two targets."""
    return frame(
        kind=["baseline", "published", "published", "target", "target"],
        financial_year=["2017/18", "2018/19", "2018/19", "2019/20", "2020/21"],
        value=[0.25, 0.31, 0.77, 0.35, 0.45],
        tier=[None, 2, 3, None, None],
        tier_name=[None, "Oakshire", "The region", None, None],
        note=["", "", "", "", ""],
        source=[
            "Strategy, page 1",
            "Report <2>",
            "Report 2",
            "Strategy, page 3",
            "Strategy, page 3",
        ],
        of_several=[False] * 5,
    )


def no_points() -> pd.DataFrame:
    """A strategy that prints nothing for a measure."""
    return points().head(0)


def measure(target_note: str = "To be set", tolerance: str | None = "0.02") -> pd.DataFrame:
    """How a strategy words a measure."""
    return frame(target_note=[target_note], tolerance=money(tolerance))


def tier_by_period() -> pd.DataFrame:
    """Two years with a gap between them, three tiers."""
    return frame(
        period=["2018/19"] * 3 + ["2020/21"] * 3,
        starts_on=[date(2018, 4, 1)] * 3 + [date(2020, 4, 1)] * 3,
        tier=[1, 98, 99] * 2,
        tier_name=["Oakton", "Elsewhere", "Not known"] * 2,
        is_local=[True, False, False] * 2,
        amount=money("1000000.00", "2000000.00", "500000.00", "1500000.00", "2500000.00", "0.00"),
        suppliers=[1, 2, 3, 4, 5, 6],
        share_of_known=[0.33, 0.67, None, 0.375, 0.625, None],
        share_of_all=[0.29, 0.57, 0.14, 0.375, 0.625, 0.0],
    )


def path_of(
    *shares: float, months: int = 12, known: float = 0.9, first: int = 2019
) -> pd.DataFrame:
    """A year to each share, from 2019/20 on, all alike but for it."""
    years = [f"{first + n}/{(first + n + 1) % 100:02d}" for n in range(len(shares))]
    return frame(
        period=years,
        financial_year=years,
        months_with_data=[months] * len(shares),
        months_from_all=[months] * len(shares),
        months=[12] * len(shares),
        amount=money(*["100.00"] * len(shares)),
        known=money(*["90.00"] * len(shares)),
        local=money(*["30.00"] * len(shares)),
        local_share=list(shares),
        lowest=[max(share - 0.05, 0.0) for share in shares],
        highest=[min(share + 0.05, 1.0) for share in shares],
        share_known=[known] * len(shares),
    )


def pace(**instead: object) -> dict[str, object]:
    """Half of 2024/25 sent, £40 of it, 30% local; the rest of last year was £60. The target of
    2023/24 stands: (0.6 x 100 - 0.3 x 40) / 60 = 80% of the rest."""
    return {
        "financial_year": "2024/25",
        "months_due": 12,
        "months_sent": 6,
        "months_as_last_year": 6,
        "share_known": 0.9,
        "share_so_far": 0.3,
        "rest_amount": Decimal("60.00"),
        "rest_share_last_year": 0.35,
        "target_year": "2023/24",
        "target": 0.6,
        "needed": 0.8,
        "lowest_needed": 0.77,
        "highest_needed": 0.83,
        **instead,
    }


def parts(*named: tuple[str, float, str]) -> pd.DataFrame:
    """Two whole years of each part: its name, its share in the newer one, its spend in all."""
    rows = [
        (name, year, share - back, amount)
        for name, share, amount in named
        for year, back in (("2022/23", 0.1), ("2023/24", 0.0))
    ]
    return frame(
        part=[row[0] for row in rows],
        financial_year=[row[1] for row in rows],
        months_with_data=[12] * len(rows),
        months=[12] * len(rows),
        amount=money(*[row[3] for row in rows]),
        known=money(*[row[3] for row in rows]),
        not_known=money(*["0.00"] * len(rows)),
        local=money(*["1.00"] * len(rows)),
        share_known=[1.0] * len(rows),
        local_share=[row[2] for row in rows],
        lowest=[row[2] - 0.02 for row in rows],
        highest=[row[2] + 0.02 for row in rows],
        part_amount=money(*[row[3] for row in rows]),
    )


def year_to_date() -> pd.DataFrame:
    """All of both, one placed well enough to name its share, one not."""
    return frame(
        organisation=["All", "Oakton Council", "Elmford <Council>"],
        months=[2, 2, 2],
        this_from=[date(2021, 4, 1)] * 3,
        this_to=[date(2021, 5, 31)] * 3,
        last_from=[date(2020, 4, 1)] * 3,
        last_to=[date(2020, 5, 31)] * 3,
        this_amount=money("200.00", "100.00", "100.00"),
        last_amount=money("200.00", "100.00", "100.00"),
        this_known=money("180.00", "90.00", "20.00"),
        last_known=money("180.00", "90.00", "20.00"),
        this_local=money("90.00", "45.00", "10.00"),
        last_local=money("72.00", "36.00", "10.00"),
        this_share=[0.5, 0.5, 0.5],
        last_share=[0.4, 0.4, 0.5],
        this_lowest=[0.45, 0.5, 0.1],
        this_highest=[0.55, 0.5, 0.9],
        last_lowest=[0.36, 0.4, 0.1],
        last_highest=[0.46, 0.4, 0.9],
    )


def contracts() -> pd.DataFrame:
    """Counted; counted with nothing; below the threshold; value not known, so not drawn."""
    return frame(
        contract_id=[1, 2, 3, 4],
        reference=["C1", "C2", "C3", "C4"],
        title=["Roads", HOSTILE, "Pens", None],
        organisation=["Oakton Council"] * 4,
        suppliers=["A Ltd", "B Ltd", "C Ltd", ""],
        award_year=["2019/20", "2020/21", "Year not known", "2020/21"],
        contract_value=money("1000000.00", "200000.00", "5000.00", None),
        committed=money("250000.00", None, "1000.00", "400.00"),
        delivered=money(None, None, None, None),
        secured_share=[0.25, None, 0.2, None],
        past_threshold=[True, True, False, None],
        recorded=[True, False, True, True],
        counted=[True, True, False, False],
        why_not_counted=[None, None, "Below the threshold", "Contract value not known"],
        value_flag=[None, None, None, None],
        file_name=["register.csv"] * 4,
        sheet=[None] * 4,
        source_row=[2, 3, 4, 5],
    )


def secured_by_year() -> pd.DataFrame:
    """Two years and a contract without a date."""
    return frame(
        award_year=["2019/20", "2021/22", "Year not known"],
        contracts=[1, 2, 1],
        with_nothing=[0, 1, 1],
        contract_value=money("1000000.00", "200000.00", "50000.00"),
        committed=money("250000.00", "60000.00", "0.00"),
        secured_share=[0.25, 0.30, 0.0],
    )


def summary(records: int = 5) -> dict[str, object]:
    """£310,000 counted of £311,400 committed."""
    return {
        "committed_all": Decimal("311400.00"),
        "committed_counted": Decimal("310000.00"),
        "committed_below_threshold": Decimal("1000.00"),
        "committed_value_not_known": Decimal("400.00"),
        "contract_value_counted": Decimal("1250000.00"),
        "secured_share": 0.248,
        "contracts": 6,
        "contracts_counted": 4,
        "contracts_with_nothing": 2,
        "records": records,
    }


def sources(is_sample: bool = False) -> pd.DataFrame:
    """Two files of one organisation, published on two days."""
    return frame(
        upload_id=[1, 2],
        file_name=["april.csv", HOSTILE],
        organisation=["Oakton Council", "Oakton Council"],
        published_at=["2026-11-19T10:00:00+00:00", "2026-11-20T09:30:00+00:00"],
        published_by=["", "An officer"],
        lines=[5, 8],
        amount=money("100.00", "50.00"),
        is_sample=[is_sample, is_sample],
    )
