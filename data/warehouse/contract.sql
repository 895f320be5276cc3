-- One row per contract of an organisation. Register lines that differ only in their supplier are
-- one contract shared by several; contract_key is the same where partners list the same contract.
create temp table register_line as
select
    line.*,
    mention.supplier_id,
    short_id(concat_ws(
        '|',
        coalesce(lower(line.contract_reference), ''),
        coalesce(plain_words(line.title), ''),
        coalesce(line.contract_value::varchar, ''),
        coalesce(line.start_date::varchar, ''),
        coalesce(line.end_date::varchar, ''),
        case
            when line.contract_reference is null and line.title is null
                then coalesce(line.supplier, line.source_row::varchar)
            else ''
        end
    )) as contract_key
from contract_line as line
left join supplier_mention as mention on line.naming = mention.naming;

create temp table register_contract as
select
    organisation,
    contract_key,
    min(contract_reference) as reference,
    first(title order by upload_id, source_row) as title,
    first(supplier_id order by upload_id, source_row) as supplier_id,
    list_sort(list(distinct supplier) filter (supplier is not null)) as suppliers,
    min(award_date) as award_date,
    min(start_date) as start_date,
    max(coalesce(expiry_date, end_date)) as end_date,
    min(contract_value) as contract_value,
    -- What part of the evaluation social value decided; of several lines the least that one says.
    min(weighting) as weighting,
    min(contract_type) as contract_type,
    min(lower(framework_reference)) as framework_reference,
    min(directorate) as directorate,
    min(category) as category,
    min(upload_id) as upload_id,
    first(sheet order by upload_id, source_row) as sheet,
    first(source_row order by upload_id, source_row) as source_row
from register_line
group by organisation, contract_key;

-- A framework's ceiling does not count where its call-offs are listed.
create temp table called_off as
select distinct organisation, framework_reference
from register_contract
where framework_reference is not null;

-- A social-value record belongs to the register's contract with its reference; where several have
-- it, to the one that also bears its name; else it stands for a contract of its own.
create temp table record_contract as
with

record as (
    select distinct organisation, contract_reference, project
    from social_value_line
),

candidate as (
    select
        record.*,
        register_contract.contract_key,
        count(*) over (
            partition by record.organisation, record.contract_reference, record.project
        ) as candidates,
        plain_words(record.project) = plain_words(register_contract.title) as same_name
    from record
    inner join register_contract
        on record.organisation = register_contract.organisation
        and lower(record.contract_reference) = lower(register_contract.reference)
)

select organisation, contract_reference, project, min(contract_key) as contract_key
from candidate
where candidates = 1 or same_name
group by all;

create temp table record_line as
select
    line.*,
    record_contract.contract_key is not null as in_register,
    coalesce(
        record_contract.contract_key,
        short_id(concat_ws(
            '|', 'social value', line.organisation,
            coalesce(lower(line.contract_reference), plain_words(line.project), '')
        ))
    ) as contract_key
from social_value_line as line
left join record_contract
    on line.organisation = record_contract.organisation
    and line.contract_reference is not distinct from record_contract.contract_reference
    and line.project is not distinct from record_contract.project;

create table contract as
with

from_records as (
    select
        organisation,
        contract_key,
        min(contract_reference) as reference,
        min(project) as title,
        list_sort(list(distinct supplier) filter (supplier is not null)) as suppliers,
        min(award_date) as award_date,
        max(contract_value) as contract_value,
        case
            when count(distinct contract_value) > 1
                then 'The records give ' || count(distinct contract_value)
                    || ' different contract values; the largest is used'
        end as value_flag,
        min(category) as category,
        min(upload_id) as upload_id,
        first(sheet order by upload_id, source_row) as sheet,
        first(source_row order by upload_id, source_row) as source_row
    from record_line
    where not in_register
    group by organisation, contract_key
),

together as (
    select
        register_contract.* exclude (framework_reference),
        coalesce(
            regexp_matches(lower(register_contract.contract_type), 'framework')
            and called_off.framework_reference is not null, false
        ) as is_ceiling,
        null::varchar as value_flag,
        'register' as from_kind
    from register_contract
    left join called_off
        on register_contract.organisation = called_off.organisation
        and lower(register_contract.reference) = called_off.framework_reference

    union all by name

    select
        *,
        false as is_ceiling,
        'social value' as from_kind
    from from_records
),

recorded as (
    select
        organisation,
        contract_key,
        sum(committed)::decimal(18, 2) as committed,
        sum(delivered)::decimal(18, 2) as delivered,
        sum(evidenced)::decimal(18, 2) as evidenced,
        count(*) as records
    from record_line
    group by organisation, contract_key
)

-- Null is not recorded. `listed_first_by` names the partners that list the same contract and come
-- first: whoever has something recorded, then whoever was published first.
select
    row_number() over (order by from_kind, upload_id, sheet, source_row, together.contract_key)
        as contract_id,
    together.contract_key,
    together.organisation,
    together.reference,
    together.title,
    together.supplier_id,
    together.suppliers,
    together.directorate,
    together.category,
    together.award_date,
    financial_year_of(together.award_date) as award_year,
    together.start_date,
    together.end_date,
    together.contract_value,
    together.weighting,
    together.is_ceiling,
    together.value_flag,
    recorded.committed,
    recorded.delivered,
    recorded.evidenced,
    coalesce(recorded.records, 0) as records,
    coalesce(list(together.organisation) over (
        partition by together.contract_key
        order by
            recorded.committed is null, from_kind, upload_id, sheet, source_row
        rows between unbounded preceding and 1 preceding
    ), []) as listed_first_by,
    together.from_kind,
    together.upload_id,
    together.sheet,
    together.source_row
from together
left join recorded
    on together.organisation = recorded.organisation
    and together.contract_key = recorded.contract_key
order by contract_id;

-- One row per contract or project and measure.
create table social_value as
select
    record_line.upload_id,
    record_line.sheet,
    record_line.source_row,
    record_line.organisation,
    contract.contract_id,
    record_line.project,
    record_line.measure_reference,
    record_line.measure,
    record_line.unit,
    record_line.committed,
    record_line.delivered,
    record_line.evidenced,
    record_line.target_number,
    record_line.delivered_number
from record_line
inner join contract
    on record_line.organisation = contract.organisation
    and record_line.contract_key = contract.contract_key
order by record_line.upload_id, record_line.sheet, record_line.source_row;

-- One row per strategy and contract: whether it is past the strategy's threshold, and why it does
-- not count toward the secured share whoever is in view. Null is counted.
create table strategy_contract as
select
    strategy.strategy_id,
    contract.*,
    contract.committed is not null as recorded,
    case
        when contract.contract_value is null then false
        when strategy.sv_threshold is null then true
        when strategy.sv_operator = 'from' then contract.contract_value >= strategy.sv_threshold
        else contract.contract_value > strategy.sv_threshold
    end as past_threshold,
    case
        when contract.contract_value is null then 'Contract value not known'
        when contract.is_ceiling then 'Framework ceiling: its call-offs count instead'
        when contract.contract_value <= 0 then 'Contract value is nil'
        when not past_threshold then 'Below the threshold'
    end as why_never_counted
from strategy
cross join contract
order by strategy.strategy_id, contract.contract_id;

-- Which uploads an organisation's contracts and social value come from.
create table contract_source as
select organisation, upload_id from contract
union
select organisation, upload_id from social_value
order by organisation, upload_id;
