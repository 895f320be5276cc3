-- How does the split between tiers move, period by period?
-- One row per financial year or quarter and tier, oldest first, tiers outwards.
-- Params: strategy text; by text; organisations text[]?; directorate text?; category text?
with

totals as (
    select
        case when $by = 'quarter' then quarter else financial_year end as period,
        min(case
            when $by = 'quarter' then cast(date_trunc('quarter', month) as date)
            else make_date(cast(left(financial_year, 4) as integer), 4, 1)
        end) as starts_on,
        tier,
        sum(amount) as amount,
        count(distinct supplier_id) as suppliers
    from spend_in_view($strategy, $organisations, null, null, $directorate, $category)
    where left_out is null and month is not null
    group by 1, tier
)

select
    totals.period,
    totals.starts_on,
    totals.tier,
    tier.name as tier_name,
    tier.is_local,
    totals.amount,
    totals.suppliers,
    case
        when totals.tier <> 99 then share_of(
            totals.amount,
            sum(totals.amount) filter (totals.tier <> 99) over (partition by totals.period)
        )
    end as share_of_known
from totals
inner join tier
    on totals.tier = tier.tier
    and tier.strategy_id = $strategy
order by totals.starts_on, totals.tier
