-- Which contracts does a supplier hold, or is it paid under?
-- One row per contract, the newest award first.
-- Params: supplier_key text
with

chosen as (
    select supplier_id
    from supplier_key
    where supplier_key = $supplier_key
),

paid as (
    select
        contract_id,
        sum(amount) as amount
    from payment
    where contract_id is not null
        and supplier_id in (select supplier_id from chosen)
    group by contract_id
)

select
    contract.reference,
    contract.title,
    contract.organisation,
    array_to_string(contract.suppliers, '; ') as suppliers,
    contract.award_date,
    contract.end_date,
    contract.contract_value,
    held.contract_id is not null as is_held,
    paid.amount as paid_under_it,
    upload.file_name,
    contract.sheet,
    contract.source_row
from contract
left join contracts_held($supplier_key) as held
    on contract.contract_id = held.contract_id
left join paid
    on contract.contract_id = paid.contract_id
inner join upload
    on contract.upload_id = upload.upload_id
where held.contract_id is not null or paid.contract_id is not null
order by contract.award_date desc nulls last, contract.contract_value desc nulls last,
    contract.contract_id
