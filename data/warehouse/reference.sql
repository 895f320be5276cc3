-- Where postcodes lie, brought to the areas in use. Run on what geography.py has laid ready:
-- area, area_before, default_sector, default_district, default_split, and what a council has loaded
-- (loaded_sector, loaded_split, loaded_district; empty while the default stands).

-- One row per sector and authority in it: how many of its postcodes lie there.
create temp table sector_area as
with

counted as (
    select postcode_sector, area_code, postcodes
    from loaded_split

    union all

    select default_split.postcode_sector, default_split.area_code, default_split.postcodes
    from default_split
    anti join loaded_sector using (postcode_sector)

    union all

    select default_sector.postcode_sector, default_sector.area_code, default_sector.postcodes
    from default_sector
    anti join loaded_sector using (postcode_sector)
    anti join default_split using (postcode_sector)
)

select
    counted.postcode_sector,
    split_part(counted.postcode_sector, ' ', 1) as postcode_district,
    area.area_code,
    sum(counted.postcodes)::bigint as postcodes
from counted
left join area_before on counted.area_code = area_before.code
-- An authority that the areas in use do not know is no place.
inner join area on coalesce(area_before.area_code, counted.area_code) = area.area_code
group by all;

-- One row per sector: the authority with most of its postcodes (the lower code where two have as
-- many), the part of them there, and the middle with how far the furthest postcode lies from it.
create table postcode_sector as
with

main as (
    select
        postcode_sector,
        arg_min(area_code, (-postcodes, area_code)) as area_code,
        max(postcodes) / sum(postcodes) as share,
        sum(postcodes)::integer as postcodes
    from sector_area
    group by postcode_sector
)

select
    main.postcode_sector,
    main.area_code,
    main.share,
    coalesce(loaded_sector.latitude, default_sector.latitude) as latitude,
    coalesce(loaded_sector.longitude, default_sector.longitude) as longitude,
    main.postcodes,
    coalesce(loaded_sector.reach_km, default_sector.reach_km) as reach_km
from main
left join loaded_sector using (postcode_sector)
left join default_sector using (postcode_sector)
order by main.postcode_sector;

-- The same for districts.
create table postcode_district as
with

district_area as (
    select postcode_district, area_code, sum(postcodes) as postcodes
    from sector_area
    group by postcode_district, area_code
),

main as (
    select
        postcode_district,
        arg_min(area_code, (-postcodes, area_code)) as area_code,
        max(postcodes) / sum(postcodes) as share,
        sum(postcodes)::integer as postcodes
    from district_area
    group by postcode_district
)

select
    main.postcode_district,
    main.area_code,
    main.share,
    coalesce(loaded_district.latitude, default_district.latitude) as latitude,
    coalesce(loaded_district.longitude, default_district.longitude) as longitude,
    main.postcodes,
    coalesce(loaded_district.reach_km, default_district.reach_km) as reach_km
from main
left join loaded_district using (postcode_district)
left join default_district using (postcode_district)
order by main.postcode_district;

-- What each place known only in part may be: one row per sector or district and authority in it.
create table postcode_part as
select
    postcode_sector as part,
    area_code,
    sum(postcodes)::bigint as postcodes
from sector_area
group by postcode_sector, area_code

union all

select
    postcode_district,
    area_code,
    sum(postcodes)::bigint
from sector_area
group by postcode_district, area_code
order by part, area_code;

drop table sector_area;
drop table default_sector;
drop table default_district;
drop table default_split;
drop table loaded_sector;
drop table loaded_district;
drop table loaded_split;
