-- Which places does spend reach, who is paid there, and what do the small ones get of it?
-- One row per area, the largest spend first, then one for places not known.
-- Params: strategy text; level district|county|region|ward; organisations text[]?; date_from date?; date_to date?; directorate text?; category text?
with

paid as (
    select
        areas.area_code,
        areas.area,
        areas.county,
        areas.region,
        in_view.*,
        supplier.sme
    from suppliers_in_view(
        $strategy, $organisations, $date_from, $date_to, $directorate, $category
    ) as in_view
    left join areas_at($level) as areas
        on in_view.supplier_id = areas.supplier_id
    left join supplier
        on in_view.supplier_id = supplier.supplier_id
),

tier_totals as (
    select
        area_code,
        any_value(area) as area,
        any_value(case when area_code is not null then county end) as county,
        any_value(case when area_code is not null then region end) as region,
        tier,
        sum(amount) as amount,
        coalesce(sum(amount) filter (sme), 0) as sme_amount,
        coalesce(sum(amount) filter (sme is not null), 0) as size_known,
        sum(lines) as lines,
        count(supplier_id) as suppliers
    from paid
    group by area_code, tier
),

-- A tier can cut through an area: its row names the tier of most money.
ranked as (
    select
        *,
        row_number() over (partition by area_code order by amount desc, tier) as place
    from tier_totals
),

area_totals as (
    select
        area_code,
        any_value(area) as area,
        if($level in ('district', 'ward'), any_value(county), null) as county,
        if($level = 'region', null, any_value(region)) as region,
        min(tier) filter (place = 1) as tier,
        sum(amount) as amount,
        sum(sme_amount) as sme_amount,
        sum(size_known) as size_known,
        cast(sum(lines) as bigint) as lines,
        cast(sum(suppliers) as bigint) as suppliers
    from ranked
    group by area_code
)

select
    area_totals.area_code,
    coalesce(area_totals.area, 'Not known') as area,
    area_totals.county,
    area_totals.region,
    area_totals.tier,
    tier.name as tier_name,
    area_totals.amount,
    case
        when area_totals.area_code is not null then share_of(
            area_totals.amount,
            sum(area_totals.amount) filter (area_totals.area_code is not null) over ()
        )
    end as share_of_known,
    area_totals.suppliers,
    area_totals.lines,
    case
        when area_totals.suppliers > 0
            then cast(area_totals.amount / area_totals.suppliers as decimal(18, 2))
    end as per_supplier,
    area_totals.size_known,
    share_of(area_totals.sme_amount, area_totals.size_known) as sme_share
from area_totals
left join tier
    on area_totals.tier = tier.tier
    and tier.strategy_id = $strategy
order by area_totals.area_code is null, area_totals.amount desc, area
