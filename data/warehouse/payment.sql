-- The months in which a contract of an organisation's register runs with a supplier; where its
-- start or end is not known, from the first payment or to the last.
create temp table registered_month as
with

paid as (
    select min(payment_date) as date_from, max(payment_date) as date_to
    from spend_line
),

running as (
    select
        line.organisation,
        line.supplier_id,
        greatest(coalesce(line.start_date, line.award_date, paid.date_from), paid.date_from)
            as date_from,
        least(coalesce(line.expiry_date, line.end_date, paid.date_to), paid.date_to) as date_to
    from register_line as line
    cross join paid
    where line.supplier_id is not null
)

select distinct
    organisation,
    supplier_id,
    unnest(range(date_trunc('month', date_from), date_to + interval 1 day, interval 1 month))::date
        as month
from running
where date_from <= date_to;

-- One row per published line of spend that stands. It is on the register where its reference is that
-- of a contract there, or its supplier has one there that runs in the month.
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
    select
        organisation,
        lower(reference) as reference,
        min(contract_id) as contract_id,
        min(from_kind) = 'register' as is_on_register
    from contract
    where reference is not null
    group by organisation, lower(reference)
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
    coalesce(contract_of_reference.is_on_register, false)
    or registered_month.month is not null as is_on_register,
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
left join registered_month
    on line.organisation = registered_month.organisation
    and mention.supplier_id = registered_month.supplier_id
    and date_trunc('month', line.payment_date) = registered_month.month
order by payment_id;
