-- Hidden people stand at the middle of their postcode district: run unless the setting says to show
-- them. Circles drawn one after the other would find any finer point, and a door behind it. Tiers of
-- a strategy are measured from here too, so that it and a definition of one's own count alike.
update supplier_point
set
    latitude = postcode_district.latitude,
    longitude = postcode_district.longitude,
    reach_km = postcode_district.reach_km
from supplier
inner join postcode_district
    on postcode_district_of(supplier.postcode) = postcode_district.postcode_district
where supplier_point.supplier_id = supplier.supplier_id
    and supplier.individual
    and supplier_point.latitude is not null;
