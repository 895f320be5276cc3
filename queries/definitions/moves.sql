-- Which suppliers change sides between the strategy's definition of local and another?
-- One row per supplier local by one and not by the other, the most money first; the other is a strategy, or else a definition of one's own.
-- Params: strategy text; other text?; area_codes text[]?; postcode_areas text[]?; latitude number?; longitude number?; radius_km number?; organisations text[]?; date_from date?; date_to date?; directorate text?; category text?
with

judged as (
    select
        in_view.supplier_id,
        in_view.amount,
        in_view.tier <= strategy.headline_tier as is_local,
        case
            when cast($other as varchar) is null then coalesce(held.is_local, false)
            else coalesce(coalesce(other_tier.tier, 99) <= other_strategy.headline_tier, false)
        end as is_local_there
    from suppliers_in_view(
        $strategy, $organisations, $date_from, $date_to, $directorate, $category
    ) as in_view
    inner join strategy
        on strategy.strategy_id = $strategy
    left join held_by(
        $area_codes, $postcode_areas, $latitude, $longitude, $radius_km
    ) as held
        on in_view.supplier_id = held.supplier_id
    left join strategy as other_strategy
        on other_strategy.strategy_id = $other
    left join supplier_tier as other_tier
        on in_view.supplier_id = other_tier.supplier_id
        and other_tier.strategy_id = $other
)

select
    supplier.supplier_key,
    supplier.name,
    area.name as place,
    supplier.postcode,
    judged.is_local_there as becomes_local,
    judged.amount,
    count(*) over () as of_how_many,
    coalesce(sum(judged.amount) filter (judged.is_local_there) over (), 0) as becomes_amount,
    coalesce(sum(judged.amount) filter (not judged.is_local_there) over (), 0) as ceases_amount
from judged
inner join supplier
    on judged.supplier_id = supplier.supplier_id
left join area
    on supplier.area_code = area.area_code
where judged.is_local <> judged.is_local_there
order by judged.amount desc, supplier.supplier_key
