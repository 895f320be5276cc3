-- What share of spend is local, period by period, and how sure is it?
-- One row per financial year or quarter, oldest first, then spend without a date (no period).
-- Params: strategy text; by text; organisations text[]?; directorate text?; category text?
with

in_periods as (
    select
        case when $by = 'quarter' then in_view.quarter else in_view.financial_year end as period,
        in_view.financial_year,
        in_view.month,
        in_view.amount,
        in_view.tier <> 99 as is_known,
        tier.is_local
    from spend_in_view($strategy, $organisations, null, null, $directorate, $category) as in_view
    inner join tier
        on in_view.tier = tier.tier
        and tier.strategy_id = $strategy
    where in_view.left_out is null
),

totals as (
    select
        period,
        financial_year,
        case
            when $by = 'quarter' then cast(date_trunc('quarter', min(month)) as date)
            else make_date(cast(left(financial_year, 4) as integer), 4, 1)
        end as starts_on,
        count(distinct month) as months_with_data,
        case when $by = 'quarter' then 3 else 12 end as months,
        sum(amount) as amount,
        coalesce(sum(amount) filter (is_known), 0) as known,
        coalesce(sum(amount) filter (is_local), 0) as local
    from in_periods
    group by period, financial_year
)

select
    period,
    starts_on,
    financial_year,
    months_with_data,
    months,
    amount,
    known,
    amount - known as not_known,
    local,
    case when amount > 0 and known >= 0 then cast(known as double) / amount end as share_known,
    case when known > 0 and local >= 0 then cast(local as double) / known end as local_share,
    case when amount > 0 and local >= 0 then cast(local as double) / amount end as lowest,
    case
        when amount > 0 and local >= 0 and amount >= known
            then cast(local + amount - known as double) / amount
    end as highest
from totals
order by starts_on nulls last
