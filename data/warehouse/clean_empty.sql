-- The columns of clean files, by kind, so that a kind nobody has published yet is an empty table
-- and a file written before a column was added still reads.
create table empty_spend (
    upload_id integer, sheet varchar, source_row bigint, organisation varchar, payment_date date,
    directorate varchar, service varchar, category varchar, supplier varchar, redacted boolean,
    supplier_number varchar, company_number varchar, charity_number varchar, postcode varchar,
    transaction varchar, contract_reference varchar, description varchar, amount decimal(18, 2),
    amount_basis varchar
);

create table empty_contracts (
    upload_id integer, sheet varchar, source_row bigint, organisation varchar,
    contract_reference varchar, framework_reference varchar, contract_type varchar, title varchar,
    description varchar, directorate varchar, category varchar, process varchar, supplier varchar,
    redacted boolean, supplier_number varchar, company_number varchar, charity_number varchar,
    postcode varchar, annual_value decimal(18, 2), contract_value decimal(18, 2), award_date date,
    start_date date, end_date date, expiry_date date, weighting decimal(5, 4), size varchar,
    sme_by_size boolean,
    sme boolean, vcse boolean,
    amount_basis varchar
);

create table empty_suppliers (
    upload_id integer, sheet varchar, source_row bigint, organisation varchar, supplier varchar,
    redacted boolean, supplier_number varchar, company_number varchar, charity_number varchar,
    postcode varchar, registered_postcode varchar, size varchar, sme_by_size boolean,
    sme boolean, vcse boolean,
    social_enterprise boolean, co_operative boolean, employee_owned boolean, cic boolean,
    charity boolean, public_body boolean, individual boolean, told_by varchar, register varchar,
    removed boolean, name_key varchar, name_rules varchar
);

create table empty_social_value (
    upload_id integer, sheet varchar, source_row bigint, organisation varchar,
    contract_reference varchar, project varchar, supplier varchar, redacted boolean,
    measure_reference varchar, measure varchar, unit varchar, award_date date,
    contract_value decimal(18, 2), category varchar, postcode varchar,
    target_number decimal(18, 2), committed decimal(18, 2), delivered_number decimal(18, 2),
    delivered decimal(18, 2), evidenced decimal(18, 2)
);

create table empty_readings (
    upload_id integer, sheet varchar, source_row bigint, organisation varchar, measure varchar,
    period varchar, period_from date, period_to date, value decimal(18, 4), mark varchar,
    unit varchar, source varchar, note varchar
);
