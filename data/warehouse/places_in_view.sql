-- Where suppliers are, and what a definition of local holds: the questions start from these.

-- Where each supplier is, by the areas of one level: 'district', 'county', 'region', or 'ward' where
-- ward boundaries are loaded. Districts and wards go by their code and the others by their name; an
-- area without a county is one by itself.
create macro areas_at(in_level) as table
select
    supplier.supplier_id,
    area.county,
    area.region,
    case in_level
        when 'county' then coalesce(area.county, area.name)
        when 'region' then coalesce(area.region, area.country)
        when 'ward' then ward.ward_code
        else area.area_code
    end as area_code,
    case in_level
        when 'county' then coalesce(area.county, area.name)
        when 'region' then coalesce(area.region, area.country)
        when 'ward' then ward.name
        else area.name
    end as area
from supplier
inner join area
    on supplier.area_code = area.area_code
left join ward
    on supplier.ward_code = ward.ward_code;

-- What a definition of local holds: one row per supplier, whether it is placed at all, whether the
-- definition holds it, surely does, or may (a sector or district can lie across a border). A
-- definition is areas by code, postcode areas, a circle, or any of them together.
create macro held_by(in_areas, in_postcode_areas, in_latitude, in_longitude, in_radius_km) as table
with

part as (
    select
        part,
        bool_and(list_contains(coalesce(cast(in_areas as varchar[]), []), area_code)) as all_inside,
        bool_or(list_contains(coalesce(cast(in_areas as varchar[]), []), area_code)) as some_inside
    from postcode_part
    group by part
),

placed as (
    select
        supplier.supplier_id,
        supplier.area_code is not null as has_area,
        coalesce(list_contains(
            coalesce(cast(in_postcode_areas as varchar[]), []), postcode_area_of(supplier.postcode)
        ), false) as by_postcode,
        coalesce(list_contains(
            coalesce(cast(in_areas as varchar[]), []), supplier.area_code
        ), false) as by_area,
        part.all_inside,
        part.some_inside,
        distance_km(
            point.latitude, point.longitude,
            cast(in_latitude as double), cast(in_longitude as double)
        ) as distance,
        cast(in_radius_km as double) as radius,
        point.reach_km as reach
    from supplier
    left join supplier_point as point
        on supplier.supplier_id = point.supplier_id
    left join part
        on point.place_part = part.part
)

select
    supplier_id,
    has_area or by_postcode or coalesce(distance <= radius, false) as is_placed,
    by_postcode or by_area or coalesce(distance <= radius, false) as is_local,
    by_postcode
    or has_area and coalesce(all_inside, by_area)
    or coalesce(distance + reach <= radius, false) as surely_local,
    not has_area
    or by_postcode
    or coalesce(some_inside, by_area)
    or coalesce(distance - reach <= radius, false) as may_be_local
from placed;
