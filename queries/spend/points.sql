-- Where are the suppliers paid most, as points on a map?
-- One row per supplier of known place, the largest first, at the middle of what is known of it.
-- Params: strategy text; organisations text[]?; date_from date?; date_to date?; directorate text?; category text?; first int
select
    supplier.supplier_key,
    supplier.name,
    supplier.latitude,
    supplier.longitude,
    supplier.place_known_by,
    in_view.tier,
    in_view.amount
from suppliers_in_view(
    $strategy, $organisations, $date_from, $date_to, $directorate, $category
) as in_view
inner join supplier
    on in_view.supplier_id = supplier.supplier_id
where supplier.latitude is not null
order by in_view.amount desc, supplier.supplier_key
limit $first
