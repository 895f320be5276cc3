-- Where is the point that a postcode, a sector or a district stands for?
-- One row, the exactest there is; none where the reference knows nothing of it.
select latitude, longitude
from (
    select 1 as place, latitude, longitude
    from reference_postcode
    where postcode = postcode_tidy($centre) and latitude is not null

    union all

    select 2, latitude, longitude
    from postcode_sector
    where postcode_sector = postcode_sector_of($centre)

    union all

    select 3, latitude, longitude
    from postcode_district
    where postcode_district = postcode_district_of($centre)
)
order by place
limit 1;
