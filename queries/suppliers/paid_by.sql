-- What has a supplier been paid, year by year, or for what?
-- One row per financial year and organisation, the newest first, or per category, the largest first.
-- Params: strategy text; supplier_key text; split_by year|category
with

paid as (
    select
        case when $split_by = 'year' then spend_month.financial_year else spend_month.category end
            as part,
        case when $split_by = 'year' then spend_month.organisation end as organisation,
        spend_month.amount,
        spend_month.lines,
        spend_month.left_out
    from spend_month
    inner join strategy
        on spend_month.scope_id = strategy.scope_id
    where strategy.strategy_id = $strategy
        and spend_month.supplier_id in (
            select supplier_id from supplier_key where supplier_key = $supplier_key
        )
)

select
    part,
    organisation,
    sum(amount) as amount,
    coalesce(sum(amount) filter (left_out is null), 0) as counted,
    cast(sum(lines) as bigint) as lines
from paid
group by part, organisation
order by
    case when $split_by = 'year' then part end desc nulls last,
    amount desc,
    organisation,
    part
