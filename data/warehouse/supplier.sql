-- One row per supplier: its names and numbers, and what stands of what files say of it.
create table supplier as
with

named as materialized (
    select
        supplier_id,
        max((paid_lines, named)) filter (named is not null) as best_name,
        any_value(organisation) filter (is_paid) as an_organisation,
        any_value(supplier_number) filter (is_paid) as a_number,
        coalesce(bool_and(is_catch_all), false) as is_catch_all,
        min(hash(named)) <> max(hash(named)) as has_names,
        min(hash(organisation)) filter (is_paid) <> max(hash(organisation)) filter (is_paid)
            as has_organisations,
        min(hash(supplier_number)) filter (is_paid) <> max(hash(supplier_number)) filter (is_paid)
            as has_numbers
    from supplier_mention
    where supplier_id is not null
    group by supplier_id
),

-- Lists are slow to make, and most suppliers have one name, one number and one who pays them.
names as (
    select supplier_id, list_sort(list(distinct named)) as names_seen
    from supplier_mention
    semi join (from named where has_names) using (supplier_id)
    where named is not null
    group by supplier_id
),

organisations as (
    select supplier_id, list_sort(list(distinct organisation)) as organisations
    from supplier_mention
    semi join (from named where has_organisations) using (supplier_id)
    where is_paid
    group by supplier_id
),

numbers as (
    select supplier_id, list_sort(list(distinct supplier_number)) as supplier_numbers
    from supplier_mention
    semi join (from named where has_numbers) using (supplier_id)
    where is_paid and supplier_number is not null
    group by supplier_id
),

stands as (
    pivot (select supplier_id, attribute, value from supplier_claim where stands)
    on attribute in (
        'size', 'company_number', 'charity_number', 'sme', 'vcse', 'social_enterprise',
        'co_operative', 'employee_owned', 'cic', 'charity', 'public_body', 'individual'
    )
    using min(value)
    group by supplier_id
),

-- How loosely a place is looked up, and who says it: an officer's word is shown as such.
placed as (
    select
        supplier_postcode.supplier_id,
        supplier_postcode.postcode,
        supplier_postcode.is_registered,
        supplier_postcode.told_by as place_source,
        case
            when exact.postcode is not null then area.area_code
            else coalesce(postcode_sector.area_code, postcode_district.area_code)
        end as area_code,
        case
            when area.area_code is not null then 'full postcode'
            when exact.postcode is not null then null
            when postcode_sector.area_code is not null then 'sector'
            when postcode_district.area_code is not null then 'district'
        end as place_looked_up_by,
        case
            when place_looked_up_by is null then 'none'
            when supplier_postcode.nearness = 0 then 'officer'
            else place_looked_up_by
        end as place_known_by,
        -- What was looked up where it is less than a full postcode: it may lie in several areas.
        case
            when exact.postcode is null
                then coalesce(postcode_sector.postcode_sector, postcode_district.postcode_district)
        end as place_part,
        coalesce(exact.latitude, postcode_sector.latitude, postcode_district.latitude) as latitude,
        coalesce(exact.longitude, postcode_sector.longitude, postcode_district.longitude)
            as longitude,
        case
            when exact.latitude is not null then 0
            else coalesce(postcode_sector.reach_km, postcode_district.reach_km)
        end as place_reach_km,
        exact.ward_code
    from supplier_postcode
    left join reference_postcode as exact
        on supplier_postcode.postcode = exact.postcode and exact.area_code is not null
    left join area_before
        on exact.area_code = area_before.code
    left join area
        on coalesce(area_before.area_code, exact.area_code) = area.area_code
    left join postcode_sector
        on postcode_sector.postcode_sector = tidy_sector(supplier_postcode.postcode)
    left join postcode_district
        on postcode_district.postcode_district = split_part(supplier_postcode.postcode, ' ', 1)
    where supplier_postcode.chosen
)

select
    supplier_anchor.supplier_id,
    supplier_anchor.supplier_key,
    supplier_anchor.anchor,
    named.best_name[2] as name,
    coalesce(names.names_seen, [named.best_name[2]]) as names_seen,
    coalesce(
        organisations.organisations,
        if(named.an_organisation is null, null, [named.an_organisation])
    ) as organisations,
    coalesce(numbers.supplier_numbers, if(named.a_number is null, null, [named.a_number]))
        as supplier_numbers,
    named.is_catch_all,
    stands.company_number,
    stands.charity_number,
    placed.postcode,
    placed.area_code,
    coalesce(placed.place_known_by, 'none') as place_known_by,
    placed.place_looked_up_by,
    placed.place_part,
    placed.latitude,
    placed.longitude,
    placed.place_reach_km,
    placed.ward_code,
    placed.place_source,
    coalesce(placed.is_registered, false) as place_is_registered,
    stands.size,
    stands.sme = 'yes' as sme,
    stands.vcse = 'yes' as vcse,
    stands.social_enterprise = 'yes' as social_enterprise,
    stands.co_operative = 'yes' as co_operative,
    stands.employee_owned = 'yes' as employee_owned,
    stands.cic = 'yes' as cic,
    stands.charity = 'yes' as charity,
    stands.public_body = 'yes' as public_body,
    stands.individual = 'yes' as individual
from supplier_anchor
inner join named using (supplier_id)
left join names using (supplier_id)
left join organisations using (supplier_id)
left join numbers using (supplier_id)
left join stands using (supplier_id)
left join placed using (supplier_id);
