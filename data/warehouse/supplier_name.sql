-- One row per supplier name as written: who it stands for. A redacted name is money without a
-- supplier; the same name in other case, punctuation or company ending is the same supplier.
create temp table supplier_name as
with

written as (
    select distinct supplier as named, redacted from spend_line where supplier is not null
    union
    select distinct supplier, redacted from contract_line where supplier is not null
    union
    select distinct supplier, redacted from supplier_line where supplier is not null
    union
    select distinct supplier, redacted from social_value_line where supplier is not null
),

keyed as (
    select
        named,
        case when not bool_or(redacted) then short_id(any_value(normal_name(named))) end
            as supplier_key
    from written
    group by named
)

-- The key is steady from build to build; the number is this build's, and quick to join.
select
    named,
    supplier_key,
    case when supplier_key is not null then dense_rank() over (order by supplier_key) end::integer
        as supplier_id
from keyed;
