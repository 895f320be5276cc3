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
)

select
    named,
    case when not bool_or(redacted) then short_id(any_value(normal_name(named))) end as supplier_id
from written
group by named;
