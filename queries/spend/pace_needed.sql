-- What share of the rest of this year's spend must be local for the year to reach its target?
-- One row, none without a month; the rest of the year is taken to be spent as last year's was.
-- Params: strategy text; measure text; organisations text[]?; directorate text?; category text?
with

-- Each organisation's months of this year, and those of last year that it has yet to send again.
sent as (
    select
        organisation,
        month,
        newest_year_starts_on,
        case
            when month >= newest_year_starts_on then 'so far'
            when not sent_year_after then 'rest'
        end as which
    from months_received($organisations)
    where month >= newest_year_starts_on - interval 12 month
),

summed as (
    select
        sent.newest_year_starts_on as starts_on,
        12 * count(distinct sent.organisation) as months_due,
        count(*) filter (sent.which = 'so far') as months_sent,
        count(*) filter (sent.which = 'rest') as months_as_last_year,
        last_day(max(sent.month)) as sent_to,
        coalesce(sum(in_view.amount) filter (sent.which = 'so far'), 0) as amount,
        coalesce(sum(in_view.known) filter (sent.which = 'so far'), 0) as known,
        coalesce(sum(in_view.local) filter (sent.which = 'so far'), 0) as local,
        coalesce(sum(in_view.surely_local) filter (sent.which = 'so far'), 0) as surely_local,
        coalesce(sum(in_view.may_be_local) filter (sent.which = 'so far'), 0) as may_be_local,
        coalesce(sum(in_view.amount) filter (sent.which = 'rest'), 0) as rest_amount,
        coalesce(sum(in_view.known) filter (sent.which = 'rest'), 0) as rest_known,
        coalesce(sum(in_view.local) filter (sent.which = 'rest'), 0) as rest_local
    from sent
    left join placed_in_view($strategy, $organisations, $directorate, $category) as in_view
        on sent.organisation = in_view.organisation
        and sent.month = in_view.month
    group by sent.newest_year_starts_on
),

so_far as (
    select
        *,
        concat(
            cast(year(starts_on) as varchar), '/', right(cast(year(starts_on) + 1 as varchar), 2)
        ) as financial_year,
        share_of(local, known) as share_so_far,
        lowest_share(amount, known, local, surely_local) as lowest_so_far,
        highest_share(amount, known, local, may_be_local) as highest_so_far,
        share_of(rest_local, rest_known) as rest_share_last_year
    from summed
),

-- The year's own target, else after the last target year the last; an organisation's own first.
target as (
    select
        point.financial_year,
        point.value
    from strategy_point as point
    inner join strategy
        on point.strategy_id = strategy.strategy_id
    cross join so_far
    where point.strategy_id = $strategy
        and point.measure = $measure
        and point.kind = 'target'
        and point.value is not null
        and coalesce(point.tier, strategy.headline_tier) = strategy.headline_tier
        and (
            point.organisation is null
            or (
                len(cast($organisations as varchar[])) = 1
                and list_contains(cast($organisations as varchar[]), point.organisation)
            )
        )
        and (
            point.financial_year = so_far.financial_year
            or so_far.financial_year > (
                select max(every.financial_year)
                from strategy_point as every
                where every.strategy_id = $strategy
                    and every.measure = $measure
                    and every.kind = 'target'
            )
        )
    order by point.financial_year desc, point.organisation nulls last
    limit 1
)

select
    so_far.financial_year,
    so_far.months_due,
    so_far.months_sent,
    so_far.months_as_last_year,
    so_far.sent_to,
    so_far.amount,
    so_far.known,
    so_far.local,
    share_of(so_far.known, so_far.amount) as share_known,
    so_far.share_so_far,
    so_far.lowest_so_far,
    so_far.highest_so_far,
    so_far.rest_amount,
    so_far.rest_share_last_year,
    target.financial_year as target_year,
    cast(target.value as double) as target,
    share_needed(target.value, so_far.amount, so_far.share_so_far, so_far.rest_amount) as needed,
    share_needed(
        target.value, so_far.amount, so_far.highest_so_far, so_far.rest_amount
    ) as lowest_needed,
    share_needed(
        target.value, so_far.amount, so_far.lowest_so_far, so_far.rest_amount
    ) as highest_needed
from so_far
left join target
    on true
