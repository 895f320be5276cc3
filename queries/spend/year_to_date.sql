-- How does this year compare with the same months of last year, like for like?
-- One row for "All" and one per organisation; only months that it has sent in both years count.
-- Params: strategy text; organisations text[]?; directorate text?; category text?
with

-- A month with nothing in this directorate or category is still a month that was sent.
sent as (
    select distinct
        organisation,
        month
    from received_month
    where month is not null
        and (
            cast($organisations as varchar[]) is null
            or list_contains(cast($organisations as varchar[]), organisation)
        )
),

placed_in_time as (
    select
        *,
        max(month) over () as newest
    from sent
),

pairs as (
    select
        this_year.organisation,
        this_year.month,
        last_year.month as month_before
    from placed_in_time as this_year
    inner join sent as last_year
        on this_year.organisation = last_year.organisation
        and this_year.month = last_year.month + interval 12 month
    where this_year.month
        >= make_date(year(newest) - case when month(newest) < 4 then 1 else 0 end, 4, 1)
),

month_totals as (
    select
        in_view.organisation,
        in_view.month,
        sum(in_view.amount) as amount,
        sum(in_view.amount) filter (in_view.tier <> 99) as known,
        sum(in_view.amount) filter (tier.is_local) as local
    from spend_in_view($strategy, $organisations, null, null, $directorate, $category) as in_view
    inner join tier
        on in_view.tier = tier.tier
        and tier.strategy_id = $strategy
    where in_view.left_out is null
    group by in_view.organisation, in_view.month
),

summed as (
    select
        case when grouping(pairs.organisation) = 1 then 'All' else pairs.organisation end
            as organisation,
        grouping(pairs.organisation) = 1 as is_all,
        count(distinct pairs.month) as months,
        min(pairs.month) as this_from,
        last_day(max(pairs.month)) as this_to,
        min(pairs.month_before) as last_from,
        last_day(max(pairs.month_before)) as last_to,
        coalesce(sum(now.amount), 0) as this_amount,
        coalesce(sum(before.amount), 0) as last_amount,
        coalesce(sum(now.known), 0) as this_known,
        coalesce(sum(before.known), 0) as last_known,
        coalesce(sum(now.local), 0) as this_local,
        coalesce(sum(before.local), 0) as last_local
    from pairs
    left join month_totals as now
        on pairs.organisation = now.organisation
        and pairs.month = now.month
    left join month_totals as before
        on pairs.organisation = before.organisation
        and pairs.month_before = before.month
    group by grouping sets ((), (pairs.organisation))
)

select
    * exclude (is_all),
    share_of(this_local, this_known) as this_share,
    share_of(last_local, last_known) as last_share
from summed
where months > 0
order by is_all desc, organisation
