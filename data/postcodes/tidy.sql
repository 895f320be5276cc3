-- From rows as a directory has them (view `directory`, all text, coordinates as numbers) to one row
-- per postcode, ended ones too: a supplier's address may be older than the file.
create temp table postcode_row as
with

compact as (
    select
        upper(replace(written, ' ', '')) as letters,
        nullif(trim(area_code), '') as area_code,
        nullif(trim(ward_code), '') as ward_code,
        -- 99.999999 stands for none in the files of the Office for National Statistics.
        latitude between 49 and 61.5 and longitude between -9.5 and 3 as has_point,
        case when has_point then latitude end as latitude,
        case when has_point then longitude end as longitude,
        coalesce(trim(ended), '') = '' as live,
        trim(began) as began
    from directory
),

tidied as (
    select
        -- Null for what is none: such a row is counted, and goes no further.
        case
            when regexp_full_match(letters, '[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}')
                then left(letters, -3) || ' ' || right(letters, 3)
        end as postcode,
        * exclude (letters, has_point)
    from compact
)

select *
from tidied;

-- A directory lists each once. Where one does not, the row of a live postcode stands.
create temp table repeated as
select postcode
from postcode_row
where postcode is not null
group by postcode
having count(*) > 1;

create temp table stands as
select postcode_row.*
from postcode_row
semi join repeated using (postcode)
qualify row_number() over (
    partition by postcode order by live desc, began desc, area_code, latitude, longitude
) = 1;

create temp view postcode as
select postcode_row.*
from postcode_row
anti join repeated using (postcode)
where postcode is not null

union all

select *
from stands;

create temp view sectors as
with

middle as (
    select
        left(postcode, -2) as postcode_sector,
        median(latitude) as latitude,
        median(longitude) as longitude
    from postcode
    group by 1
)

select
    middle.postcode_sector,
    middle.latitude,
    middle.longitude,
    max(
        distance_km(middle.latitude, middle.longitude, postcode.latitude, postcode.longitude)
    ) as reach_km
from postcode
inner join middle on left(postcode.postcode, -2) = middle.postcode_sector
group by all;

create temp view districts as
with

middle as (
    select
        left(postcode, -4) as postcode_district,
        median(latitude) as latitude,
        median(longitude) as longitude
    from postcode
    group by 1
)

select
    middle.postcode_district,
    middle.latitude,
    middle.longitude,
    max(
        distance_km(middle.latitude, middle.longitude, postcode.latitude, postcode.longitude)
    ) as reach_km
from postcode
inner join middle on left(postcode.postcode, -4) = middle.postcode_district
group by all;

create temp view splits as
select
    left(postcode, -2) as postcode_sector,
    area_code,
    count(*) as postcodes
from postcode
where area_code is not null
group by all;
