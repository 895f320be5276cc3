-- What is in a directory that was read? One row.
-- $known_codes: the codes of every area in use, and those that were in use before.
with

-- Few rows each, so that nothing is looked up or matched once for every postcode.
by_area as (
    select
        area_code,
        count(*) as postcodes,
        area_code is not null and not list_contains($known_codes, area_code) as is_unknown
    from postcode
    group by area_code
),

postcode_area as (
    select distinct regexp_extract(start, '^[A-Z]+') as postcode_area
    from (select distinct left(postcode, 2) as start from postcode)
)

select
    (select count(*) from postcode_row) as rows_read,
    count(*) as postcodes,
    count(*) filter (live) as live,
    count(*) filter (latitude is null) as without_point,
    coalesce((select sum(postcodes) from by_area where area_code is null), 0)::bigint as without_area,
    coalesce((select sum(postcodes) from by_area where is_unknown), 0)::bigint as in_unknown_areas,
    (select list_sort(list(area_code)) from by_area where is_unknown) as unknown_areas,
    (select count(area_code) from by_area) as areas,
    count(distinct ward_code) as wards,
    max(began) as newest,
    (select list_sort(list(postcode_area)) from postcode_area) as postcode_areas
from postcode;
