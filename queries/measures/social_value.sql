-- How much social value was secured, in pounds and for what contracts cost, by year of award?
-- One row per financial year of award with so many years up to it (null where one is missing), then no date.
-- Params: strategy text; years int; organisations text[]?
with

awarded as (
    select
        award_year as period,
        cast(left(award_year, 4) as integer) as first_year,
        period_starts_on('year', min(award_date)) as starts_on,
        count(*) as contracts,
        count(*) filter (recorded) as contracts_recorded,
        coalesce(sum(committed), 0) as committed,
        sum(contract_value) as contract_value
    from contracts_in_view($strategy, $organisations)
    where why_not_counted is null
    group by award_year
)

select
    awarded.period,
    awarded.starts_on,
    awarded.period as financial_year,
    case when count(*) = $years then sum(earlier.committed) end as pounds,
    case
        when count(*) = $years
            then cast(sum(earlier.committed) as double) / nullif(sum(earlier.contract_value), 0)
    end as share,
    cast(sum(earlier.contracts_recorded) as bigint) as known,
    cast(sum(earlier.contracts) as bigint) as whole
from awarded
inner join awarded as earlier
    on awarded.period is not distinct from earlier.period
    or (
        earlier.first_year < awarded.first_year
        and earlier.first_year > awarded.first_year - $years
    )
group by awarded.period, awarded.starts_on
order by awarded.starts_on nulls last
