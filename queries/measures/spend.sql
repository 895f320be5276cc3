-- How much was spent with suppliers of a kind, in pounds and as a share, period by period?
-- One row per financial year or quarter, oldest first, then spend without a date (no period).
-- Params: strategy text; by year|quarter; kind all|local|sme|vcse; tier int?; organisations text[]?; directorate text?; category text?
with

totals as (
    select
        case when $by = 'quarter' then paid.quarter else paid.financial_year end as period,
        paid.financial_year,
        period_starts_on($by, min(paid.month)) as starts_on,
        sum(paid.amount) as whole,
        coalesce(sum(paid.amount) filter (coalesce(kind.is_known, $kind = 'all')), 0) as known,
        coalesce(sum(paid.amount) filter (coalesce(kind.is_of, $kind = 'all')), 0) as pounds,
        coalesce(sum(paid.amount) filter (coalesce(kind.surely_of, $kind = 'all')), 0) as surely,
        coalesce(sum(paid.amount) filter (coalesce(kind.may_be_of, true)), 0) as may_be
    from profiles_paid_in_view($strategy, $organisations, $directorate, $category) as paid
    left join profiles_of_kind($strategy, $kind, $tier) as kind
        on paid.profile_id = kind.profile_id
    group by 1, paid.financial_year
)

select
    totals.period,
    totals.starts_on,
    totals.financial_year,
    coalesce(sent.months_with_data, 0) as months_with_data,
    coalesce(sent.months_from_all, 0) as months_from_all,
    case when $by = 'quarter' then 3 else 12 end as months,
    totals.pounds,
    least(totals.pounds, totals.surely, totals.may_be) as pounds_lowest,
    greatest(totals.pounds, totals.surely, totals.may_be) as pounds_highest,
    share_of(totals.pounds, totals.known) as share,
    lowest_share(totals.whole, totals.known, totals.pounds, totals.surely) as share_lowest,
    highest_share(totals.whole, totals.known, totals.pounds, totals.may_be) as share_highest,
    totals.known,
    totals.whole
from totals
left join months_sent($by, $organisations) as sent
    on totals.period = sent.period
order by totals.starts_on nulls last
