-- One row per line of a spend extract, typed. Text that could not be read stays beside as *_text.
select
    row as source_row,
    coalesce(getvariable('organisation'), filled(organisation)) as organisation,
    date_of(payment_date) as payment_date,
    filled(payment_date) as payment_date_text,
    stated(directorate) as directorate,
    stated(service) as service,
    stated(category) as category,
    stated(supplier) as supplier,
    coalesce(is_redacted(supplier), false) as redacted,
    stated(supplier_number) as supplier_number,
    company_number_of(company_number) as company_number,
    stated(company_number) as company_number_text,
    charity_number_of(charity_number) as charity_number,
    stated(charity_number) as charity_number_text,
    stated(postcode) as postcode,
    stated(transaction) as transaction,
    stated(contract_reference) as contract_reference,
    stated(description) as description,
    amount_of(amount) as amount,
    filled(amount) as amount_text,
    getvariable('amount_basis') as amount_basis
from line
