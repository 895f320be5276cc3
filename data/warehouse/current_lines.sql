-- Clean rows that stand: those no later upload replaces. An upload published with "replace" takes
-- the place of its organisation's earlier spend in the period it covers, and of its organisation's
-- earlier register, supplier list, social-value record or readings as a whole. A file of several organisations
-- does so for each of them.
create temp table replacement as
with

every_line as (
    select 'spend' as kind, upload_id, organisation, payment_date from clean_spend
    union all
    select 'contracts', upload_id, organisation, null from clean_contracts
    union all
    select 'suppliers', upload_id, organisation, null from clean_suppliers
    union all
    select 'social_value', upload_id, organisation, null from clean_social_value
    union all
    select 'readings', upload_id, organisation, null from clean_readings
)

select
    line.upload_id,
    line.kind,
    coalesce(line.organisation, 'Not stated') as organisation,
    min(line.payment_date) as date_from,
    max(line.payment_date) as date_to
from every_line as line
inner join upload
    on line.upload_id = upload.upload_id
where upload.replaces_period
group by all;

-- Spend in the dates that a later upload covers, and every other line that a later one replaces,
-- stand no more.
create temp view spend_line as
select
    *,
    naming(organisation, supplier, supplier_number, company_number, charity_number) as naming
from (
    select line.* replace (coalesce(line.organisation, 'Not stated') as organisation)
    from clean_spend as line
    anti join replacement
        on replacement.kind = 'spend'
        and coalesce(line.organisation, 'Not stated') = replacement.organisation
        and line.upload_id < replacement.upload_id
        and line.payment_date between replacement.date_from and replacement.date_to
);

create temp macro standing(lines, of_kind) as table
select line.* replace (coalesce(line.organisation, 'Not stated') as organisation)
from query_table(lines) as line
anti join replacement
    on replacement.kind = of_kind
    and coalesce(line.organisation, 'Not stated') = replacement.organisation
    and line.upload_id < replacement.upload_id;

create temp view contract_line as
select
    *,
    naming(organisation, supplier, supplier_number, company_number, charity_number) as naming
from standing('clean_contracts', 'contracts');

-- A council's own lists are short and read again and again; a public register is neither.
create temp table list_line as
select
    * exclude (register, removed, name_key, name_rules),
    naming(organisation, supplier, supplier_number, company_number, charity_number) as naming
from standing('clean_suppliers', 'suppliers')
where register is null;

create temp view public_line as
from standing('clean_suppliers', 'suppliers')
where register is not null and not coalesce(removed, false);

-- Numbers that a register holds of nobody but who was removed from it.
create temp view removed_charity as
select charity_number
from standing('clean_suppliers', 'suppliers')
where register = 'charity register' and charity_number is not null
group by charity_number
having bool_and(coalesce(removed, false));

create temp view social_value_line as
from standing('clean_social_value', 'social_value');

create temp view reading_line as
from standing('clean_readings', 'readings');
