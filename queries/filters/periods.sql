-- Which financial years and quarters have spend?
-- One row per year and per quarter, the newest first, each year before its quarters.
-- Params: organisations text[]?
with

periods as (
    select
        case when grouping(quarter) = 1 then financial_year else quarter end as period,
        case when grouping(quarter) = 1 then 'year' else 'quarter' end as kind,
        min(month) as first_month,
        cast(sum(lines) as bigint) as lines
    from received_month
    where part_of = 'all'
        and month is not null
        and (
            cast($organisations as varchar[]) is null
            or list_contains(cast($organisations as varchar[]), organisation)
        )
    group by grouping sets ((financial_year), (financial_year, quarter))
)

select
    period,
    kind,
    period_starts_on(kind, first_month) as date_from,
    cast(period_starts_on(kind, first_month)
        + case when kind = 'year' then interval 12 month else interval 3 month end
        - interval 1 day as date) as date_to,
    lines
from periods
order by left(period, 7) desc, kind desc, period desc
