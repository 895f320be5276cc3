-- Clean rows that stand: those no later upload replaces. An upload published with "replace" takes
-- the place of its organisation's earlier spend in the period it covers, and of its organisation's
-- earlier register, supplier list, social-value record or readings as a whole. A file of several organisations
-- does so for each of them.
create temp table replacement as
select
    upload.upload_id,
    'spend' as kind,
    coalesce(line.organisation, 'Not stated') as organisation,
    min(line.payment_date) as date_from,
    max(line.payment_date) as date_to
from upload
inner join clean_spend as line
    on upload.upload_id = line.upload_id
where upload.replaces_period
group by all
union all
select distinct upload.upload_id, 'contracts', coalesce(line.organisation, 'Not stated'), null, null
from upload
inner join clean_contracts as line
    on upload.upload_id = line.upload_id
where upload.replaces_period
union all
select distinct upload.upload_id, 'suppliers', coalesce(line.organisation, 'Not stated'), null, null
from upload
inner join clean_suppliers as line
    on upload.upload_id = line.upload_id
where upload.replaces_period
union all
select distinct
    upload.upload_id, 'social_value', coalesce(line.organisation, 'Not stated'), null, null
from upload
inner join clean_social_value as line
    on upload.upload_id = line.upload_id
where upload.replaces_period
union all
select distinct upload.upload_id, 'readings', coalesce(line.organisation, 'Not stated'), null, null
from upload
inner join clean_readings as line
    on upload.upload_id = line.upload_id
where upload.replaces_period;

create temp view spend_line as
select line.* replace (coalesce(line.organisation, 'Not stated') as organisation)
from clean_spend as line
where not exists (
    select 1
    from replacement
    where replacement.kind = 'spend'
        and replacement.upload_id > line.upload_id
        and replacement.organisation = coalesce(line.organisation, 'Not stated')
        and line.payment_date between replacement.date_from and replacement.date_to
);

create temp view contract_line as
select line.* replace (coalesce(line.organisation, 'Not stated') as organisation)
from clean_contracts as line
where not exists (
    select 1
    from replacement
    where replacement.kind = 'contracts'
        and replacement.upload_id > line.upload_id
        and replacement.organisation = coalesce(line.organisation, 'Not stated')
);

create temp view supplier_line as
select line.* replace (coalesce(line.organisation, 'Not stated') as organisation)
from clean_suppliers as line
where not exists (
    select 1
    from replacement
    where replacement.kind = 'suppliers'
        and replacement.upload_id > line.upload_id
        and replacement.organisation = coalesce(line.organisation, 'Not stated')
);

create temp view social_value_line as
select line.* replace (coalesce(line.organisation, 'Not stated') as organisation)
from clean_social_value as line
where not exists (
    select 1
    from replacement
    where replacement.kind = 'social_value'
        and replacement.upload_id > line.upload_id
        and replacement.organisation = coalesce(line.organisation, 'Not stated')
);

create temp view reading_line as
select line.* replace (coalesce(line.organisation, 'Not stated') as organisation)
from clean_readings as line
where not exists (
    select 1
    from replacement
    where replacement.kind = 'readings'
        and replacement.upload_id > line.upload_id
        and replacement.organisation = coalesce(line.organisation, 'Not stated')
);
