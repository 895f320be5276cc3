-- Where a supplier stands when distances are measured: one row per supplier whose point is known,
-- with how far the furthest postcode of what is known lies from it, in kilometres.
create table supplier_point as
select
    supplier_id,
    latitude,
    longitude,
    place_reach_km as reach_km,
    place_part
from supplier;
