-- How has spend in each place changed on a year before, like for like?
-- One row per area with spend in either; only months an organisation sent in both years count. Without dates: the latest financial year.
-- Params: strategy text; level district|county|region|ward; organisations text[]?; date_from date?; date_to date?; directorate text?; category text?
with

sent as (
    select
        *,
        coalesce(
            date_trunc('month', cast($date_from as date)),
            period_starts_on('year', max(month) over ())
        ) as from_month,
        coalesce(cast($date_to as date), max(month) over ()) as to_month
    from received_month
    where part_of = 'all'
        and month is not null
        and (
            cast($organisations as varchar[]) is null
            or list_contains(cast($organisations as varchar[]), organisation)
        )
),

compared as (
    select organisation, month, true as is_this
    from sent
    where sent_year_before and month between from_month and to_month
    union all
    select organisation, month, false
    from sent
    where sent_year_after
        and month between from_month - interval 12 month and to_month - interval 12 month
),

summed as (
    select
        areas.area_code,
        coalesce(any_value(areas.area), 'Not known') as area,
        coalesce(sum(paid.amount) filter (compared.is_this), 0) as this_amount,
        coalesce(sum(paid.amount) filter (not compared.is_this), 0) as last_amount
    from compared
    inner join paid_in_view($strategy, $organisations, null, null, $directorate, $category) as paid
        on compared.organisation = paid.organisation
        and compared.month = paid.month
    left join areas_at($level) as areas
        on paid.supplier_id = areas.supplier_id
    group by areas.area_code
),

-- The same of every area: how many months could be compared, and the last of them.
months as (
    select
        count(distinct month) as months,
        last_day(max(month)) as compared_to
    from compared
    where is_this
)

select
    summed.*,
    summed.this_amount - summed.last_amount as change,
    case
        when summed.last_amount > 0 and summed.this_amount >= 0
            then cast(summed.this_amount as double) / summed.last_amount - 1
    end as change_share,
    months.months,
    months.compared_to
from summed
cross join months
order by summed.area_code is null, summed.this_amount desc, summed.area
