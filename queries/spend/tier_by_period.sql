-- How does the split between tiers move, period by period?
-- One row per financial year or quarter and tier, oldest first, tiers outwards.
-- Params: strategy text; by year|quarter; organisations text[]?; directorate text?; category text?
with

paid as (
    select
        case when $by = 'quarter' then quarter else financial_year end as period,
        min(month) as first_month,
        supplier_id,
        sum(amount) as amount
    from paid_in_view($strategy, $organisations, null, null, $directorate, $category)
    where month is not null
    group by 1, supplier_id
),

totals as (
    select
        paid.period,
        period_starts_on($by, min(paid.first_month)) as starts_on,
        coalesce(supplier_tier.tier, 99) as tier,
        sum(paid.amount) as amount,
        count(paid.supplier_id) as suppliers
    from paid
    left join supplier_tier
        on paid.supplier_id = supplier_tier.supplier_id
        and supplier_tier.strategy_id = $strategy
    group by 1, 3
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
    end as share_of_known,
    share_of(
        totals.amount, sum(totals.amount) over (partition by totals.period)
    ) as share_of_all
from totals
inner join tier
    on totals.tier = tier.tier
    and tier.strategy_id = $strategy
order by totals.starts_on, totals.tier
