-- How does this year compare with the same months of last year, like for like?
-- One row for "All" and one per organisation; only months that it has sent in both years count.
-- Params: strategy text; organisations text[]?; directorate text?; category text?
with

-- A month with nothing in this directorate or category is still a month that was sent.
sent as (
    select
        organisation,
        month,
        sent_year_before,
        sent_year_after,
        period_starts_on('year', max(month) over ()) as year_starts_on
    from received_month
    where part_of = 'all'
        and month is not null
        and (
            cast($organisations as varchar[]) is null
            or list_contains(cast($organisations as varchar[]), organisation)
        )
),

compared as (
    select
        organisation,
        month,
        case
            when month >= year_starts_on and sent_year_before then 'this'
            when month >= year_starts_on - interval 12 month and sent_year_after then 'last'
        end as which
    from sent
),

summed as (
    select
        compared.organisation,
        compared.month,
        compared.which,
        coalesce(sum(in_view.amount), 0) as amount,
        coalesce(sum(in_view.amount) filter (in_view.tier <> 99), 0) as known,
        coalesce(sum(in_view.amount) filter (tier.is_local), 0) as local
    from compared
    left join spend_in_view($strategy, $organisations, null, null, $directorate, $category)
        as in_view
        on compared.organisation = in_view.organisation
        and compared.month = in_view.month
        and in_view.left_out is null
    left join tier
        on in_view.tier = tier.tier
        and tier.strategy_id = $strategy
    where compared.which is not null
    group by compared.organisation, compared.month, compared.which
),

years as (
    select
        case when grouping(organisation) = 1 then 'All' else organisation end as organisation,
        grouping(organisation) = 1 as is_all,
        count(distinct month) filter (which = 'this') as months,
        min(month) filter (which = 'this') as this_from,
        last_day(max(month) filter (which = 'this')) as this_to,
        min(month) filter (which = 'last') as last_from,
        last_day(max(month) filter (which = 'last')) as last_to,
        sum(amount) filter (which = 'this') as this_amount,
        sum(amount) filter (which = 'last') as last_amount,
        sum(known) filter (which = 'this') as this_known,
        sum(known) filter (which = 'last') as last_known,
        sum(local) filter (which = 'this') as this_local,
        sum(local) filter (which = 'last') as last_local
    from summed
    group by grouping sets ((), (organisation))
)

select
    * exclude (is_all),
    share_of(this_local, this_known) as this_share,
    share_of(last_local, last_known) as last_share
from years
where months > 0
order by is_all desc, organisation
