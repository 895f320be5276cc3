-- How does this year compare with the same months of last year, like for like?
-- One row for "All" and one per organisation; only months that it has in both years count.
-- Params: strategy text; organisations text[]?; directorate text?; category text?
with

in_view as (
    select
        in_view.organisation,
        in_view.month,
        in_view.amount,
        in_view.tier <> 99 as is_known,
        tier.is_local
    from spend_in_view($strategy, $organisations, null, null, $directorate, $category) as in_view
    inner join tier
        on in_view.tier = tier.tier
        and tier.strategy_id = $strategy
    where in_view.left_out is null and in_view.month is not null
),

month_totals as (
    select
        organisation,
        month,
        sum(amount) as amount,
        coalesce(sum(amount) filter (is_known), 0) as known,
        coalesce(sum(amount) filter (is_local), 0) as local
    from in_view
    group by organisation, month
),

this_year as (
    select make_date(year(max(month)) - (month(max(month)) < 4)::int, 4, 1) as starts_on
    from month_totals
),

pairs as (
    select
        now.organisation,
        now.month,
        before.month as month_before,
        now.amount as this_amount,
        before.amount as last_amount,
        now.known as this_known,
        before.known as last_known,
        now.local as this_local,
        before.local as last_local
    from month_totals as now
    cross join this_year
    inner join month_totals as before
        on now.organisation = before.organisation
        and now.month = before.month + interval 12 month
    where now.month >= this_year.starts_on
),

summed as (
    select
        case when grouping(organisation) = 1 then 'All' else organisation end as organisation,
        grouping(organisation) = 1 as is_all,
        count(distinct month) as months,
        min(month) as this_from,
        last_day(max(month)) as this_to,
        min(month_before) as last_from,
        last_day(max(month_before)) as last_to,
        sum(this_amount) as this_amount,
        sum(last_amount) as last_amount,
        sum(this_known) as this_known,
        sum(last_known) as last_known,
        sum(this_local) as this_local,
        sum(last_local) as last_local
    from pairs
    group by grouping sets ((), (organisation))
)

select
    * exclude (is_all),
    case
        when this_known > 0 and this_local >= 0 then cast(this_local as double) / this_known
    end as this_share,
    case
        when last_known > 0 and last_local >= 0 then cast(last_local as double) / last_known
    end as last_share
from summed
where months > 0
order by is_all desc, organisation
