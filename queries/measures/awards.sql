-- How many contracts were awarded to suppliers of a kind, as a number and a share?
-- One row per financial year or quarter of award, oldest first, then awards without a date.
-- Params: strategy text; by year|quarter; kind all|local|sme|vcse; tier int?; organisations text[]?
with

-- A framework whose call-offs are known is awarded by them; a partner's repeat is no second award.
awarded as (
    select
        award_year as financial_year,
        award_quarter as quarter,
        award_date,
        supplier_id
    from contracts_in_view($strategy, $organisations)
    where not is_ceiling and not listed_elsewhere
),

totals as (
    select
        case when $by = 'quarter' then awarded.quarter else awarded.financial_year end as period,
        awarded.financial_year,
        period_starts_on($by, min(awarded.award_date)) as starts_on,
        count(*) as whole,
        count(*) filter (coalesce(kind.is_known, $kind = 'all')) as known,
        count(*) filter (coalesce(kind.is_of, $kind = 'all')) as number,
        count(*) filter (coalesce(kind.surely_of, $kind = 'all')) as surely,
        count(*) filter (coalesce(kind.may_be_of, true)) as may_be
    from awarded
    left join suppliers_of_kind($strategy, $kind, $tier) as kind
        on awarded.supplier_id = kind.supplier_id
    group by 1, awarded.financial_year
)

select
    period,
    starts_on,
    financial_year,
    number as count,
    surely as count_lowest,
    may_be as count_highest,
    share_of(number, known) as share,
    lowest_share(whole, known, number, surely) as share_lowest,
    highest_share(whole, known, number, may_be) as share_highest,
    known,
    whole
from totals
order by starts_on nulls last
