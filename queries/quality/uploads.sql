-- Which uploads brought the spend, and how much of the money of each lacks what?
-- One row per upload and organisation, the latest first.
-- Params: organisations text[]?
select
    upload.upload_id,
    upload.file_name,
    payment.organisation,
    upload.published_at,
    upload.published_by,
    upload.is_sample,
    count(*) as lines,
    sum(payment.amount) as amount,
    coalesce(
        sum(payment.amount) filter (coalesce(supplier.place_known_by, 'none') = 'none'), 0
    ) as no_place,
    coalesce(sum(payment.amount) filter (payment.redacted), 0) as redacted,
    coalesce(sum(payment.amount) filter (payment.supplier_named is null), 0) as no_supplier,
    coalesce(sum(payment.amount) filter (payment.payment_date is null), 0) as no_date,
    coalesce(sum(payment.amount) filter (payment.category is null), 0) as no_category,
    coalesce(sum(payment.amount) filter (payment.directorate is null), 0) as no_directorate
from payment
inner join upload
    on payment.upload_id = upload.upload_id
left join supplier
    on payment.supplier_id = supplier.supplier_id
where cast($organisations as varchar[]) is null
    or list_contains(cast($organisations as varchar[]), payment.organisation)
group by all
order by upload.upload_id desc, payment.organisation
