-- One row per published line of spend that stands.
create table payment as
with

-- A payment is the lines that share transaction, supplier and date: scope is judged on its whole.
whole_payment as (
    select
        organisation,
        transaction,
        coalesce(supplier, '') as supplier,
        payment_date,
        abs(sum(amount)) as payment_size
    from spend_line
    where transaction is not null
    group by all
),

contract_of_reference as (
    select organisation, lower(contract_reference) as reference, min(contract_id) as contract_id
    from contract_reference
    group by all
    having count(*) = 1
)

select
    row_number() over (order by line.upload_id, line.sheet, line.source_row) as payment_id,
    line.organisation,
    line.payment_date,
    date_trunc('month', line.payment_date)::date as month,
    financial_year_of(line.payment_date) as financial_year,
    quarter_of(line.payment_date) as quarter,
    coalesce(directorate_merge.into_name, line.directorate) as directorate,
    line.directorate as directorate_received,
    line.service,
    line.category,
    mention.supplier_id,
    line.supplier as supplier_named,
    line.redacted,
    line.supplier_number,
    contract_of_reference.contract_id,
    line.transaction as transaction_number,
    line.description,
    line.amount,
    line.amount_basis,
    coalesce(whole_payment.payment_size, abs(line.amount))::decimal(18, 2) as payment_size,
    line.upload_id,
    line.sheet,
    line.source_row
from spend_line as line
left join supplier_mention as mention on line.naming = mention.naming
left join whole_payment
    on line.organisation = whole_payment.organisation
    and line.transaction = whole_payment.transaction
    and coalesce(line.supplier, '') = whole_payment.supplier
    and line.payment_date is not distinct from whole_payment.payment_date
left join directorate_merge
    on line.organisation = directorate_merge.organisation
    and line.directorate = directorate_merge.name
left join contract_of_reference
    on line.organisation = contract_of_reference.organisation
    and lower(line.contract_reference) = contract_of_reference.reference
order by payment_id;
