-- Which places does spend reach?
-- One row per district authority, the largest spend first, then one for places not known.
-- Params: strategy text; organisations text[]?; date_from date?; date_to date?; directorate text?; category text?
with

tier_totals as (
    select
        supplier.area_code,
        in_view.tier,
        sum(in_view.amount) as amount,
        sum(in_view.lines) as lines,
        count(in_view.supplier_id) as suppliers
    from suppliers_in_view(
        $strategy, $organisations, $date_from, $date_to, $directorate, $category
    ) as in_view
    left join supplier
        on in_view.supplier_id = supplier.supplier_id
    group by supplier.area_code, in_view.tier
),

-- A postcode tier can cut through an authority: its row names the tier of most money.
ranked as (
    select
        *,
        row_number() over (partition by area_code order by amount desc, tier) as place
    from tier_totals
),

area_totals as (
    select
        area_code,
        min(tier) filter (place = 1) as tier,
        sum(amount) as amount,
        cast(sum(lines) as bigint) as lines,
        cast(sum(suppliers) as bigint) as suppliers
    from ranked
    group by area_code
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
        when area_totals.area_code is not null then share_of(
            area_totals.amount,
            sum(area_totals.amount) filter (area_totals.area_code is not null) over ()
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
