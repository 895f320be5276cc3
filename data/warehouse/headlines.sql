-- The figures an officer watches while a file is rehearsed: one row per strategy, for the
-- organisations given. Money in pounds, shares from 0 to 1.
with

spend as (
    select
        strategy.strategy_id,
        sum(in_view.amount) as received,
        coalesce(sum(in_view.amount) filter (in_view.left_out is null), 0) as in_scope,
        coalesce(
            sum(in_view.amount) filter (
                in_view.left_out is null and coalesce(supplier_tier.tier, 99) <> 99
            ),
            0
        ) as known,
        coalesce(
            sum(in_view.amount) filter (
                in_view.left_out is null
                and coalesce(supplier_tier.tier, 99) <= strategy.headline_tier
            ),
            0
        ) as local
    from strategy
    inner join spend_month as in_view
        on strategy.scope_id = in_view.scope_id
    left join supplier_tier
        on in_view.supplier_id = supplier_tier.supplier_id
        and strategy.strategy_id = supplier_tier.strategy_id
    where list_contains($organisations, in_view.organisation)
    group by strategy.strategy_id
),

-- The whole of each organisation's contracts: a threshold changes what counts, not what is there.
contracts as (
    select
        count(*) as contracts,
        sum(contract_value) as contract_value
    from contract
    where list_contains($organisations, organisation)
),

committed as (
    select sum(committed) as committed
    from social_value
    where list_contains($organisations, organisation)
)

select
    strategy.strategy_id,
    strategy.council,
    spend.received,
    spend.in_scope,
    share_of(spend.known, spend.in_scope) as share_known,
    share_of(spend.local, spend.known) as local_share,
    contracts.contracts,
    contracts.contract_value,
    committed.committed
from strategy
left join spend
    on strategy.strategy_id = spend.strategy_id
cross join contracts
cross join committed
order by strategy.strategy_id;
