-- What share of spend is local, period by period, and how sure is it?
-- One row per financial year or quarter, oldest first, then spend without a date (no period).
-- Params: strategy text; by year|quarter; organisations text[]?; directorate text?; category text?
with

totals as (
    select
        case when $by = 'quarter' then in_view.quarter else in_view.financial_year end as period,
        in_view.financial_year,
        period_starts_on($by, min(in_view.month)) as starts_on,
        sum(in_view.amount) as amount,
        coalesce(sum(in_view.amount) filter (in_view.tier <> 99), 0) as known,
        coalesce(sum(in_view.amount) filter (tier.is_local), 0) as local,
        coalesce(sum(in_view.amount) filter (in_view.surely_local), 0) as surely_local,
        coalesce(sum(in_view.amount) filter (in_view.may_be_local), 0) as may_be_local
    from spend_in_view($strategy, $organisations, null, null, $directorate, $category) as in_view
    inner join tier
        on in_view.tier = tier.tier
        and tier.strategy_id = $strategy
    where in_view.left_out is null
    group by 1, in_view.financial_year
)

select
    totals.period,
    totals.starts_on,
    totals.financial_year,
    coalesce(sent.months_with_data, 0) as months_with_data,
    coalesce(sent.months_from_all, 0) as months_from_all,
    case when $by = 'quarter' then 3 else 12 end as months,
    amount,
    known,
    amount - known as not_known,
    local,
    share_of(known, amount) as share_known,
    share_of(local, known) as local_share,
    lowest_share(amount, known, local, surely_local) as lowest,
    highest_share(amount, known, local, may_be_local) as highest
from totals
left join months_sent($by, $organisations) as sent
    on totals.period = sent.period
order by starts_on nulls last
