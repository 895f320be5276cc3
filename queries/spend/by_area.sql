-- Which places does spend reach?
-- One row per district authority, the largest spend first, then one for places not known.
-- Params: strategy text; organisations text[]?; date_from date?; date_to date?; directorate text?; category text?
with

area_totals as (
    select
        supplier.area_code,
        -- A postcode tier can cut through an authority: its row names the tier of most money.
        arg_max(in_view.tier, in_view.amount) as tier,
        sum(in_view.amount) as amount,
        sum(in_view.lines) as lines,
        count(distinct in_view.supplier_id) as suppliers
    from spend_in_view(
        $strategy, $organisations, $date_from, $date_to, $directorate, $category
    ) as in_view
    left join supplier
        on in_view.supplier_id = supplier.supplier_id
    where in_view.left_out is null
    group by supplier.area_code
)

select
    area_totals.area_code,
    coalesce(area.name, 'Not known') as area,
    area.county,
    area.region,
    area_totals.tier,
    tier.name as tier_name,
    area_totals.amount,
    case
        when area_totals.area_code is not null and area_totals.amount >= 0
            then cast(area_totals.amount as double) / nullif(
                sum(area_totals.amount) filter (area_totals.area_code is not null) over (), 0
            )
    end as share_of_known,
    area_totals.suppliers,
    area_totals.lines
from area_totals
left join area
    on area_totals.area_code = area.area_code
left join tier
    on area_totals.tier = tier.tier
    and tier.strategy_id = $strategy
order by area_totals.area_code is null, area_totals.amount desc, area
