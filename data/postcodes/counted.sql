-- What is in a directory that was read? One row.
-- $known_codes: the codes of every area in use, and those that were in use before.
select
    (select count(*) from directory) as rows_read,
    count(*) as postcodes,
    count(*) filter (live) as live,
    count(*) filter (latitude is null) as without_point,
    count(*) filter (area_code is null) as without_area,
    count(*) filter (
        area_code is not null and not list_contains($known_codes, area_code)
    ) as in_unknown_areas,
    list_sort(list(distinct area_code) filter (
        area_code is not null and not list_contains($known_codes, area_code)
    )) as unknown_areas,
    count(distinct area_code) as areas,
    count(distinct ward_code) as wards,
    max(began) as newest,
    list_sort(list(distinct regexp_extract(postcode, '^[A-Z]+'))) as postcode_areas
from postcode;
