-- How much of what an upload brings is with suppliers whose place is known?
-- One row: what is paid, and what of it has a place; nothing for an upload without spend.
select
    sum(payment.amount)::decimal(18, 2) as amount,
    coalesce(
        sum(payment.amount) filter (supplier.place_known_by <> 'none'), 0
    )::decimal(18, 2) as with_place
from payment
left join supplier on payment.supplier_id = supplier.supplier_id
where payment.upload_id = $upload
having count(*) > 0
