-- How is spend split between the strategy's tiers, elsewhere and places not known?
-- One row per tier, from the innermost outwards; shares are of spend whose place is known.
-- Params: strategy text; organisations text[]?; date_from date?; date_to date?; directorate text?; category text?
with

tier_totals as (
    select
        tier,
        sum(amount) as amount,
        cast(sum(lines) as bigint) as lines,
        count(supplier_id) as suppliers
    from suppliers_in_view(
        $strategy, $organisations, $date_from, $date_to, $directorate, $category
    )
    group by tier
),

every_tier as (
    select
        tier.tier,
        tier.name as tier_name,
        tier.is_local,
        coalesce(tier_totals.amount, 0) as amount,
        coalesce(tier_totals.suppliers, 0) as suppliers,
        coalesce(tier_totals.lines, 0) as lines
    from tier
    left join tier_totals
        on tier.tier = tier_totals.tier
    where tier.strategy_id = $strategy
),

summed as (
    select
        *,
        sum(amount) over () as all_spend,
        sum(case when tier <> 99 then amount else 0 end) over () as known_spend,
        sum(amount) over (order by tier) as up_to
    from every_tier
)

select
    tier,
    tier_name,
    is_local,
    amount,
    case when tier <> 99 then share_of(amount, known_spend) end as share_of_known,
    case when tier <> 99 then share_of(up_to, known_spend) end as share_up_to,
    share_of(amount, all_spend) as share_of_all,
    suppliers,
    lines
from summed
order by tier
