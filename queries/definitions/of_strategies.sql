-- How much of the same spend is local by each strategy's definition?
-- One row per strategy; what spend counts is the chosen strategy's throughout.
-- Params: strategy text; organisations text[]?; date_from date?; date_to date?; directorate text?; category text?
with

judged as (
    select
        definition.strategy_id,
        in_view.amount,
        in_view.supplier_id,
        coalesce(supplier_tier.tier, 99) as tier,
        coalesce(supplier_tier.tier, 99) <= definition.headline_tier as is_local,
        coalesce(supplier_tier.surely_local, false) as surely_local,
        coalesce(supplier_tier.may_be_local, true) as may_be_local
    from suppliers_in_view(
        $strategy, $organisations, $date_from, $date_to, $directorate, $category
    ) as in_view
    cross join strategy as definition
    left join supplier_tier
        on in_view.supplier_id = supplier_tier.supplier_id
        and definition.strategy_id = supplier_tier.strategy_id
),

totals as (
    select
        strategy_id,
        sum(amount) as amount,
        coalesce(sum(amount) filter (tier <> 99), 0) as known,
        coalesce(sum(amount) filter (is_local), 0) as local,
        coalesce(sum(amount) filter (surely_local), 0) as surely_local,
        coalesce(sum(amount) filter (may_be_local), 0) as may_be_local,
        count(supplier_id) filter (is_local) as local_suppliers
    from judged
    group by strategy_id
)

select
    strategy.strategy_id as strategy,
    strategy.council,
    strategy.title,
    tier.name as headline_name,
    totals.amount,
    totals.known,
    totals.local,
    share_of(totals.known, totals.amount) as share_known,
    share_of(totals.local, totals.known) as local_share,
    lowest_share(totals.amount, totals.known, totals.local, totals.surely_local) as lowest,
    highest_share(totals.amount, totals.known, totals.local, totals.may_be_local) as highest,
    totals.local_suppliers
from totals
inner join strategy
    on totals.strategy_id = strategy.strategy_id
inner join tier
    on strategy.strategy_id = tier.strategy_id
    and strategy.headline_tier = tier.tier
order by strategy.council, strategy.first_year, strategy.strategy_id
