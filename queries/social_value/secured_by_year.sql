-- How much social value was secured for what the contracts cost, by year of award?
-- One row per financial year of award, oldest first, then "Year not known".
-- Params: strategy text; organisations text[]?
with

counted as (
    select
        * exclude (award_year),
        coalesce(award_year, 'Year not known') as award_year
    from contracts_in_view($strategy, $organisations)
    where why_not_counted is null
)

select
    award_year,
    count(*) as contracts,
    count(*) filter (not recorded) as with_nothing,
    sum(contract_value) as contract_value,
    coalesce(sum(committed), 0) as committed,
    cast(coalesce(sum(committed), 0) as double) / nullif(sum(contract_value), 0) as secured_share
from counted
group by award_year
order by award_year = 'Year not known', award_year
