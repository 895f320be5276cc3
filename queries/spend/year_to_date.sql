-- How does this year compare with the same months of last year, like for like?
-- One row for "All" and one per organisation; only months that it has sent in both years count.
-- Params: strategy text; organisations text[]?; directorate text?; category text?
with

-- A month with nothing in this directorate or category is still a month that was sent.
compared as (
    select
        organisation,
        month,
        case
            when month >= newest_year_starts_on and sent_year_before then 'this'
            when month >= newest_year_starts_on - interval 12 month and sent_year_after then 'last'
        end as which
    from months_received($organisations)
),

summed as (
    select
        compared.organisation,
        compared.month,
        compared.which,
        coalesce(in_view.amount, 0) as amount,
        coalesce(in_view.known, 0) as known,
        coalesce(in_view.local, 0) as local,
        coalesce(in_view.surely_local, 0) as surely_local,
        coalesce(in_view.may_be_local, 0) as may_be_local
    from compared
    left join placed_in_view($strategy, $organisations, $directorate, $category) as in_view
        on compared.organisation = in_view.organisation
        and compared.month = in_view.month
    where compared.which is not null
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
        sum(local) filter (which = 'last') as last_local,
        sum(surely_local) filter (which = 'this') as this_surely_local,
        sum(surely_local) filter (which = 'last') as last_surely_local,
        sum(may_be_local) filter (which = 'this') as this_may_be_local,
        sum(may_be_local) filter (which = 'last') as last_may_be_local
    from summed
    group by grouping sets ((), (organisation))
)

select
    organisation,
    months,
    this_from,
    this_to,
    last_from,
    last_to,
    this_amount,
    last_amount,
    this_known,
    last_known,
    this_local,
    last_local,
    share_of(this_local, this_known) as this_share,
    share_of(last_local, last_known) as last_share,
    lowest_share(this_amount, this_known, this_local, this_surely_local) as this_lowest,
    highest_share(this_amount, this_known, this_local, this_may_be_local) as this_highest,
    lowest_share(last_amount, last_known, last_local, last_surely_local) as last_lowest,
    highest_share(last_amount, last_known, last_local, last_may_be_local) as last_highest
from years
where months > 0
order by is_all desc, organisation
