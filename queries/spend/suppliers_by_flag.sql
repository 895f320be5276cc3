-- How many suppliers are paid, local or not, small or not, and what share of spend do they take?
-- One row. sme_share_of_known is of spend with suppliers whose size is known.
-- Params: strategy text; organisations text[]?; date_from date?; date_to date?; directorate text?; category text?
select
    count(*) as suppliers,
    count(*) filter (tier.is_local) as local_suppliers,
    count(*) filter (paid.tier = 99) as place_not_known,
    count(*) filter (supplier.sme) as sme_suppliers,
    count(*) filter (supplier.sme is null) as size_not_known,
    count(*) filter (supplier.vcse) as vcse_suppliers,
    share_of(
        coalesce(sum(paid.amount) filter (supplier.sme), 0),
        sum(paid.amount) filter (supplier.sme is not null)
    ) as sme_share_of_known,
    coalesce(sum(paid.amount) filter (supplier.sme is not null), 0) as spend_of_known_size
from suppliers_in_view(
    $strategy, $organisations, $date_from, $date_to, $directorate, $category
) as paid
inner join supplier
    on paid.supplier_id = supplier.supplier_id
inner join tier
    on paid.tier = tier.tier
    and tier.strategy_id = $strategy
