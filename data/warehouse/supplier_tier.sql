-- Each strategy's tiers: where suppliers are counted, and where else they may lie.

-- One row per strategy and area: the first tier that holds it, 98 elsewhere.
create temp table area_tier as
select
    strategy.strategy_id,
    area.area_code,
    coalesce(min(tier_area.tier), 98) as tier
from strategy
cross join area
left join tier_area
    on strategy.strategy_id = tier_area.strategy_id
    and area.area_code = tier_area.area_code
group by strategy.strategy_id, area.area_code;

-- One row per strategy and supplier: the first tier that holds it, 98 elsewhere, 99 not known; the
-- nearest and the furthest tier it may lie in, which are others where its place is known by a
-- sector or district across a border, or not at all; and the part of the sector's or district's
-- postcodes in the tier it is counted in (not known where a radius cuts through).
create table supplier_tier as
with

-- A place known in part may be any of the authorities it reaches into.
part_tier as (
    select
        area_tier.strategy_id,
        postcode_part.part,
        area_tier.tier,
        sum(postcode_part.postcodes) as postcodes
    from postcode_part
    semi join supplier on postcode_part.part = supplier.place_part
    inner join area_tier using (area_code)
    group by area_tier.strategy_id, postcode_part.part, area_tier.tier
),

part_range as (
    select
        strategy_id,
        part,
        min(tier) as nearest_tier,
        max(tier) as furthest_tier,
        sum(postcodes) as postcodes
    from part_tier
    group by strategy_id, part
),

-- What a postcode begins with is certain.
postcode_tier as (
    select tier_postcode.strategy_id, supplier.supplier_id, min(tier_postcode.tier) as tier
    from supplier
    inner join tier_postcode
        on tier_postcode.prefix = case
            when tier_postcode.level = 'area' then postcode_area_of(supplier.postcode)
            else postcode_district_of(supplier.postcode)
        end
    group by tier_postcode.strategy_id, supplier.supplier_id
),

-- Within a radius by the middle of what is known; the furthest postcode of it may lie elsewhere.
away as (
    select
        tier_radius.strategy_id,
        tier_radius.tier,
        tier_radius.radius_km,
        supplier_point.supplier_id,
        supplier_point.reach_km,
        distance_km(
            supplier_point.latitude, supplier_point.longitude,
            tier_radius.latitude, tier_radius.longitude
        ) as distance
    from supplier_point
    cross join tier_radius
    where supplier_point.latitude is not null
),

radius_tier as (
    select
        strategy_id,
        supplier_id,
        min(tier) filter (distance <= radius_km) as tier,
        min(tier) filter (distance - reach_km <= radius_km) as nearest_tier,
        min(tier) filter (distance + reach_km <= radius_km) as furthest_tier
    from away
    where distance - reach_km <= radius_km
    group by strategy_id, supplier_id
),

known as (
    select
        strategy.strategy_id,
        strategy.headline_tier,
        supplier.supplier_id,
        supplier.area_code is not null as has_area,
        supplier.place_part,
        coalesce(postcode_tier.tier, 98) as by_postcode,
        coalesce(area_tier.tier, 98) as by_area,
        coalesce(part_range.nearest_tier, area_tier.tier, 98) as nearest_by_area,
        coalesce(part_range.furthest_tier, area_tier.tier, 98) as furthest_by_area,
        coalesce(radius_tier.tier, 98) as by_radius,
        coalesce(radius_tier.nearest_tier, 98) as nearest_by_radius,
        coalesce(radius_tier.furthest_tier, 98) as furthest_by_radius,
        part_range.postcodes
    from strategy
    cross join supplier
    left join area_tier
        on strategy.strategy_id = area_tier.strategy_id
        and supplier.area_code = area_tier.area_code
    left join part_range
        on strategy.strategy_id = part_range.strategy_id
        and supplier.place_part = part_range.part
    left join postcode_tier
        on strategy.strategy_id = postcode_tier.strategy_id
        and supplier.supplier_id = postcode_tier.supplier_id
    left join radius_tier
        on strategy.strategy_id = radius_tier.strategy_id
        and supplier.supplier_id = radius_tier.supplier_id
),

ranged as (
    select
        *,
        least(by_postcode, by_area, by_radius) as first_tier,
        -- A supplier of whom no area is known may lie in any tier.
        case
            when has_area then least(by_postcode, nearest_by_area, nearest_by_radius) else 1
        end as nearest_tier,
        least(by_postcode, furthest_by_area, furthest_by_radius) as furthest_tier
    from known
)

select
    ranged.strategy_id,
    ranged.supplier_id,
    case
        when ranged.first_tier = 98 and not ranged.has_area then 99 else ranged.first_tier
    end::integer as tier,
    ranged.nearest_tier::integer as nearest_tier,
    ranged.furthest_tier::integer as furthest_tier,
    case
        when not ranged.has_area then null
        when ranged.nearest_tier = ranged.furthest_tier then 1
        when ranged.first_tier = ranged.by_area and ranged.nearest_by_radius = 98
            then part_tier.postcodes / ranged.postcodes
    end::double as share_inside,
    ranged.furthest_tier <= ranged.headline_tier as surely_local,
    ranged.nearest_tier <= ranged.headline_tier as may_be_local
from ranged
left join part_tier
    on ranged.strategy_id = part_tier.strategy_id
    and ranged.place_part = part_tier.part
    and ranged.by_area = part_tier.tier
order by ranged.strategy_id, ranged.supplier_id;

-- One row per strategy and tier of its own, with what the tier is made of.
create table tier_made_of as
with

areas as (
    select strategy_id, tier, list_sort(list(area_code)) as area_codes
    from tier_area
    group by strategy_id, tier
),

postcodes as (
    select
        strategy_id,
        tier,
        list_sort(list(prefix) filter (level = 'area')) as postcode_areas,
        list_sort(list(prefix) filter (level = 'district')) as postcode_districts
    from tier_postcode
    group by strategy_id, tier
)

select
    tier.strategy_id,
    tier.tier,
    tier.name as tier_name,
    tier.is_local,
    tier.tier = strategy.headline_tier as is_headline,
    coalesce(areas.area_codes, []) as area_codes,
    coalesce(postcodes.postcode_areas, []) as postcode_areas,
    coalesce(postcodes.postcode_districts, []) as postcode_districts,
    tier_radius.centre,
    tier_radius.latitude,
    tier_radius.longitude,
    tier_radius.radius_km,
    tier.source
from tier
inner join strategy
    on tier.strategy_id = strategy.strategy_id
left join areas
    on tier.strategy_id = areas.strategy_id
    and tier.tier = areas.tier
left join postcodes
    on tier.strategy_id = postcodes.strategy_id
    and tier.tier = postcodes.tier
left join tier_radius
    on tier.strategy_id = tier_radius.strategy_id
    and tier.tier = tier_radius.tier
where tier.tier < 98
