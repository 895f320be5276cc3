"""The tables every contender starts from, and the views that are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import duckdb
import pyarrow as pa

STRATEGY = "luton-2019-24"
ELSEWHERE, NOT_KNOWN = 98, 99

# Money is whole pence. Of each line it is said beforehand whether the strategy leaves it out (this
# one has no smallest payment, and nothing invented is tax), of each supplier its tier.
_QUESTIONS = {
    "lines": """
        select
            organisation, month, financial_year, quarter,
            coalesce(directorate, 'Not stated') as directorate,
            coalesce(category, 'Not stated') as category,
            supplier_id, amount_basis, upload_id, null::varchar as left_out,
            (amount * 100)::bigint as amount
        from payment
    """,
    "suppliers": """
        select
            supplier_id, supplier.area_code, supplier_tier.tier, surely_local, may_be_local
        from supplier inner join supplier_tier using (supplier_id)
        where strategy_id = $strategy
    """,
    "areas": "select area_code, name as area, county, region from area",
    "tiers": """
        select
            tier.*, headline_tier, area_codes, postcode_areas, postcode_districts
        from tier
        inner join strategy using (strategy_id)
        left join tier_made_of using (strategy_id, tier)
        order by tier
    """,
    "strategies": """
        select
            strategy.*, (smallest_payment * 100)::bigint as smallest_payment_pence,
            (sv_threshold * 100)::bigint as threshold
        from strategy
    """,
    "own": "select * from strategy_organisation",
    "points": "select * from strategy_point",
    "measures": "select * from strategy_measure",
    "contracts": """
        select
            contract_id, contract_key, reference, title, organisation, suppliers, award_year,
            is_ceiling, value_flag, upload_id, sheet, source_row,
            (contract_value * 100)::bigint as contract_value
        from contract
    """,
    "records": """
        select
            contract_id, upload_id, organisation, (committed * 100)::bigint as committed,
            (delivered * 100)::bigint as delivered
        from social_value
    """,
    "uploads": "select * replace ((control_total * 100)::bigint as control_total) from upload",
}

Tables = dict[str, pa.Table]


@dataclass(frozen=True)
class View:
    """What is looked at. None lets everything through; dates are whole months."""

    name: str
    organisations: tuple[str, ...] | None = None
    date_from: date | None = None
    date_to: date | None = None
    category: str | None = None


VIEWS = (
    View("everything"),
    View("one organisation, one year", ("Council 1",), date(2022, 4, 1), date(2023, 3, 31)),
    View("one category", category="Category 7"),
)


def read(con: duckdb.DuckDBPyConnection) -> Tables:
    return {
        name: con.sql(
            question, params={"strategy": STRATEGY} if "$strategy" in question else None
        ).to_arrow_table()
        for name, question in _QUESTIONS.items()
    }
