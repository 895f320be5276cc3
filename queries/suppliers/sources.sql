-- From which uploads is a supplier known?
-- One row per upload and organisation, with the payments of the supplier that are in it.
-- Params: supplier_key text
with

chosen as (
    select supplier_id
    from supplier_key
    where supplier_key = $supplier_key
),

told as (
    select
        upload_id,
        organisation,
        amount,
        1 as lines
    from payment
    where supplier_id in (select chosen.supplier_id from chosen)

    union all

    select
        upload_id,
        organisation,
        null as amount,
        0 as lines
    from contract
    where contract_id in (select held.contract_id from contracts_held($supplier_key) as held)

    union all

    select
        upload_id,
        null as organisation,
        null as amount,
        0 as lines
    from supplier_claim
    where upload_id is not null
        and supplier_id in (select chosen.supplier_id from chosen)

    union all

    select
        upload_id,
        null as organisation,
        null as amount,
        0 as lines
    from supplier_postcode
    where upload_id is not null
        and supplier_id in (select chosen.supplier_id from chosen)
),

summed as (
    select
        told.upload_id,
        coalesce(told.organisation, upload.organisation) as organisation,
        sum(told.amount) as amount,
        cast(sum(told.lines) as bigint) as lines
    from told
    inner join upload
        on told.upload_id = upload.upload_id
    group by told.upload_id, coalesce(told.organisation, upload.organisation)
)

select
    summed.upload_id,
    upload.file_name,
    summed.organisation,
    upload.published_at,
    upload.published_by,
    summed.lines,
    coalesce(summed.amount, 0) as amount,
    upload.is_sample
from summed
inner join upload
    on summed.upload_id = upload.upload_id
order by summed.upload_id, summed.organisation
