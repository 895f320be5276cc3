-- Does the warehouse hold the money of every spend file, to the penny?
-- One row per upload of spend: its control total, and the lines and pounds held from it.
-- Params: none
select
    upload.upload_id,
    upload.file_name,
    upload.organisation,
    upload.control_total,
    upload.rows_accepted,
    coalesce(sum(payment.amount), 0) as amount,
    count(payment.payment_id) as lines
from upload
left join payment
    on upload.upload_id = payment.upload_id
where upload.kind = 'spend'
group by all
order by upload.upload_id
