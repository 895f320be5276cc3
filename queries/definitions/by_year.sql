-- How much of the spend would be local by a definition of one's own, in all and year by year?
-- One row for all the view (no year, no start), then one per financial year; spend without a date is in the first alone.
-- Params: strategy text; area_codes text[]?; postcode_areas text[]?; latitude number?; longitude number?; radius_km number?; organisations text[]?; date_from date?; date_to date?; directorate text?; category text?
with

judged as (
    select
        paid.financial_year,
        paid.month,
        paid.amount,
        paid.supplier_id,
        coalesce(held.is_placed, false) as is_placed,
        coalesce(held.is_local, false) as is_local,
        coalesce(held.surely_local, false) as surely_local,
        coalesce(held.may_be_local, true) as may_be_local
    from paid_in_view(
        $strategy, $organisations, $date_from, $date_to, $directorate, $category
    ) as paid
    left join held_by(
        $area_codes, $postcode_areas, $latitude, $longitude, $radius_km
    ) as held
        on paid.supplier_id = held.supplier_id
),

totals as (
    select
        financial_year,
        period_starts_on('year', min(month)) as starts_on,
        grouping(financial_year) = 1 as is_all,
        sum(amount) as amount,
        coalesce(sum(amount) filter (is_placed), 0) as known,
        coalesce(sum(amount) filter (is_local), 0) as local,
        coalesce(sum(amount) filter (surely_local), 0) as surely_local,
        coalesce(sum(amount) filter (may_be_local), 0) as may_be_local,
        count(distinct supplier_id) filter (is_local) as local_suppliers
    from judged
    group by grouping sets ((), (financial_year))
)

select
    financial_year,
    if(is_all, null, starts_on) as starts_on,
    coalesce(amount, 0) as amount,
    known,
    local,
    share_of(known, amount) as share_known,
    share_of(local, known) as local_share,
    lowest_share(amount, known, local, surely_local) as lowest,
    highest_share(amount, known, local, may_be_local) as highest,
    local_suppliers
from totals
where is_all or financial_year is not null
order by is_all desc, starts_on
