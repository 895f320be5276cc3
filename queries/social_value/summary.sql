-- How much social value is committed in all, and how much of it counts toward the share?
-- One row. The four committed parts add up to committed_all.
-- Params: strategy text; organisations text[]?
with

totals as (
    select
        coalesce(sum(committed), 0) as committed_all,
        coalesce(sum(committed) filter (why_not_counted is null), 0) as committed_counted,
        coalesce(sum(committed) filter (why_not_counted = 'Below the threshold'), 0)
            as committed_below_threshold,
        coalesce(sum(committed) filter (why_not_counted = 'Contract value not known'), 0)
            as committed_value_not_known,
        coalesce(sum(contract_value) filter (why_not_counted is null), 0)
            as contract_value_counted,
        count(*) as contracts,
        count(*) filter (why_not_counted is null) as contracts_counted,
        count(*) filter (why_not_counted is null and not recorded) as contracts_with_nothing,
        coalesce(cast(sum(records) as bigint), 0) as records,
        coalesce(sum(delivered), 0) as delivered_all
    from contracts_in_view($strategy, $organisations)
)

select
    committed_all,
    committed_counted,
    committed_below_threshold,
    committed_value_not_known,
    committed_all - committed_counted - committed_below_threshold - committed_value_not_known
        as committed_otherwise,
    contract_value_counted,
    cast(committed_counted as double) / nullif(contract_value_counted, 0) as secured_share,
    contracts,
    contracts_counted,
    contracts_with_nothing,
    records,
    delivered_all
from totals
