-- Where is the point that a postcode, or a part of one, stands for?
-- One row with latitude and longitude in degrees; none where the reference does not know it.
-- Params: centre text
select
    latitude,
    longitude
from postcode_sector
where postcode_sector = postcode_sector_of($centre)

union all

select
    latitude,
    longitude
from postcode_district
where postcode_district = postcode_district_of($centre)
    and not exists (
        select 1 from postcode_sector where postcode_sector = postcode_sector_of($centre)
    )
