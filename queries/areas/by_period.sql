-- What did suppliers in one area receive, period by period?
-- One row per financial year or quarter with spend that counts; spend without a date is in none.
-- Params: strategy text; level district|county|region|ward; area_code text?; by year|quarter; organisations text[]?; directorate text?; category text?
select
    case when $by = 'year' then paid.financial_year else paid.quarter end as period,
    period_starts_on($by, min(paid.month)) as starts_on,
    sum(paid.amount) as amount,
    count(distinct paid.supplier_id) as suppliers,
    cast(sum(paid.lines) as bigint) as lines
from paid_in_view($strategy, $organisations, null, null, $directorate, $category) as paid
left join areas_at($level) as areas
    on paid.supplier_id = areas.supplier_id
where areas.area_code is not distinct from cast($area_code as varchar)
    and paid.month is not null
group by period
order by starts_on
