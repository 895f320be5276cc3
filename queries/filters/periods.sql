-- Which financial years and quarters have spend?
-- One row per year and per quarter, the newest first, each year before its quarters.
-- Params: organisations text[]?
with

month_lines as (
    select month, financial_year, quarter, cast(sum(lines) as bigint) as lines
    from received_month
    where month is not null
        and (
            cast($organisations as varchar[]) is null
            or list_contains(cast($organisations as varchar[]), organisation)
        )
    group by month, financial_year, quarter
),

years as (
    select
        financial_year as period,
        'year' as kind,
        make_date(cast(left(financial_year, 4) as integer), 4, 1) as date_from,
        make_date(cast(left(financial_year, 4) as integer) + 1, 3, 31) as date_to,
        cast(sum(lines) as bigint) as lines
    from month_lines
    group by financial_year
),

quarters as (
    select
        quarter as period,
        'quarter' as kind,
        min(cast(date_trunc('quarter', month) as date)) as date_from,
        min(cast(date_trunc('quarter', month) + interval 3 month - interval 1 day as date))
            as date_to,
        cast(sum(lines) as bigint) as lines
    from month_lines
    group by quarter
)

select * from years
union all
select * from quarters
order by left(period, 7) desc, kind desc, period desc
