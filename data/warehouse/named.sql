-- Every way in which a file names a supplier, before anything is made of it.

-- One row per way a supplier is named: organisation, name and numbers as received.
create temp table named as
with

every as (
    select organisation, supplier, supplier_number, company_number, charity_number, upload_id,
        any_value(redacted) as redacted, count(*) as paid_lines
    from spend_line
    where supplier is not null or supplier_number is not null
    group by all
    union all
    select distinct organisation, supplier, supplier_number, company_number, charity_number,
        upload_id, redacted, 0
    from contract_line
    where supplier is not null
    union all
    select distinct organisation, supplier, null, null, null, upload_id, redacted, 0
    from social_value_line
    where supplier is not null
    union all
    select distinct organisation, supplier, supplier_number, company_number, charity_number,
        upload_id, redacted, 0
    from list_line
)

select
    row_number() over ()::integer as mention_id,
    organisation, supplier as named, supplier_number, company_number, charity_number,
    coalesce(bool_or(redacted), false) as redacted,
    sum(paid_lines) > 0 as is_paid,
    sum(paid_lines)::bigint as paid_lines,
    list(upload_id) as uploads
from every
group by all;
