-- Who is paid most in one area?
-- One row per supplier, the largest first; money whose supplier is not known is a row without a name.
-- Params: strategy text; level district|county|region|ward; area_code text?; first int; organisations text[]?; date_from date?; date_to date?; directorate text?; category text?
with

paid as (
    select
        in_view.supplier_id,
        in_view.amount,
        in_view.lines
    from suppliers_in_view(
        $strategy, $organisations, $date_from, $date_to, $directorate, $category
    ) as in_view
    left join areas_at($level) as areas
        on in_view.supplier_id = areas.supplier_id
    where areas.area_code is not distinct from cast($area_code as varchar)
)

select
    supplier.supplier_key,
    supplier.name,
    supplier.place_known_by,
    supplier.sme,
    supplier.vcse,
    paid.amount,
    share_of(paid.amount, sum(paid.amount) over ()) as share,
    cast(paid.lines as bigint) as lines,
    count(*) over () as of_how_many,
    sum(paid.amount) over () as area_amount
from paid
left join supplier
    on paid.supplier_id = supplier.supplier_id
order by paid.amount desc, supplier.supplier_key
limit $first
