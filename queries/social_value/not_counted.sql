-- Which contracts do not count toward the secured share, and why?
-- One row per reason, with the contracts, their value and what is committed on them.
-- Params: strategy text; organisations text[]?
select
    why_not_counted,
    count(*) as contracts,
    coalesce(sum(contract_value), 0) as contract_value,
    coalesce(sum(committed), 0) as committed
from contracts_in_view($strategy, $organisations)
where why_not_counted is not null
group by why_not_counted
order by contracts desc, why_not_counted
