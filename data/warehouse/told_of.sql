-- What the files say of each supplier, line by line.

-- One row per thing a file says of a supplier. Lines of a company or charity register are looked up
-- by number, or by a name that one of them alone bears; they never make a supplier. A number that
-- is given to unlike names is nobody's, and looks nothing up.
create temp table register_entry as
with

-- Without a register there is nothing to want of it.
sought as (
    select *
    from supplier_mention
    where supplier_id is not null
        and exists (from public_line)
),

wanted as (
    select distinct supplier_id, company_number, charity_number
    from sought
),

wanted_name as (
    select mention.name_key, min(mention.supplier_id) as supplier_id
    from sought as mention
    left join name_known using (name_key)
    where mention.name_key is not null
        and not coalesce(name_known.is_shared, false)
        and not mention.is_catch_all
        and not mention.is_person
        and (mention.has_form or not mention.is_of_many)
        and (
            name_known.company_number is null
            or name_known.company_number in (
                select number from registered_not_used where kind = 'company'
            )
        )
        and (
            name_known.charity_number is null
            or name_known.charity_number in (
                select number from registered_not_used where kind = 'charity'
            )
        )
    group by mention.name_key
    having count(distinct mention.supplier_id) = 1
),

-- Two joins, each on one number: "or" between them would look at every pair of rows.
by_number as (
    select wanted.supplier_id, 2 as nearness, line.*
    from public_line as line
    inner join (
        select distinct supplier_id, company_number
        from wanted
        anti join registered_not_used as wrong
            on wrong.kind = 'company' and wanted.company_number = wrong.number
        where company_number is not null
    ) as wanted on line.company_number = wanted.company_number
    union
    select wanted.supplier_id, 2, line.*
    from public_line as line
    inner join (
        select distinct supplier_id, charity_number
        from wanted
        anti join registered_not_used as wrong
            on wrong.kind = 'charity' and wanted.charity_number = wrong.number
        where charity_number is not null
    ) as wanted on line.charity_number = wanted.charity_number
),

by_name as (
    select wanted_name.supplier_id, 3 as nearness, line.*
    from public_line as line
    inner join wanted_name on register_key(line) = wanted_name.name_key
    qualify count(*) over (partition by line.register, wanted_name.name_key) = 1
)

select * from by_number
union all
select * from by_name
where not exists (
    select 1
    from by_number
    where by_number.supplier_id = by_name.supplier_id and by_number.register = by_name.register
);

create temp table told_of as
with

told as (
    select
        mention.supplier_id, line.organisation, line.supplier, line.supplier_number,
        line.company_number, line.charity_number, line.postcode, line.registered_postcode,
        line.size, coalesce(line.sme, line.sme_by_size) as sme, line.vcse,
        line.social_enterprise, line.co_operative,
        line.employee_owned, line.cic, line.charity, line.public_body, line.individual,
        coalesce(line.told_by, 'supplier list') as told_by, line.told_by is not null as by_officer,
        line.upload_id, line.sheet, line.source_row, 1 as times
    from list_line as line
    inner join supplier_mention as mention on line.naming = mention.naming

    union all by name

    select
        mention.supplier_id, line.organisation, line.supplier, line.supplier_number,
        line.company_number, line.charity_number, line.postcode, line.size,
        coalesce(line.sme, line.sme_by_size) as sme, line.vcse,
        'contracts register' as told_by, line.upload_id, line.sheet, line.source_row, 1 as times
    from contract_line as line
    inner join supplier_mention as mention on line.naming = mention.naming

    union all by name

    select
        mention.supplier_id, line.organisation, line.supplier, line.supplier_number,
        line.company_number, line.charity_number, line.postcode,
        'spend extract' as told_by, line.upload_id, min(line.sheet) as sheet,
        min(line.source_row) as source_row, count(*) as times
    from spend_line as line
    inner join supplier_mention as mention on line.naming = mention.naming
    where line.postcode is not null or line.company_number is not null
        or line.charity_number is not null
    group by all
),

-- How near a line is to the supplier: it bears a number under which the supplier is paid, or its
-- company or charity number, or only its name.
paid_number as (
    select distinct organisation, supplier_number, supplier_id
    from supplier_mention
    where is_paid and supplier_number is not null and supplier_id is not null
),

registered as (
    select distinct supplier_id, company_number, charity_number
    from supplier_mention
    where is_paid and coalesce(company_number, charity_number) is not null
),

own_company as (
    select distinct supplier_id, company_number from registered where company_number is not null
),

own_charity as (
    select distinct supplier_id, charity_number from registered where charity_number is not null
)

select
    case
        when coalesce(told.by_officer, false) then 0
        when paid_number.supplier_id is not null then 1
        when own_company.supplier_id is not null or own_charity.supplier_id is not null then 2
        else 3
    end as nearness,
    told.*
from told
left join paid_number
    on told.supplier_id = paid_number.supplier_id
    and told.organisation = paid_number.organisation
    and told.supplier_number = paid_number.supplier_number
left join own_company
    on told.supplier_id = own_company.supplier_id
    and told.company_number = own_company.company_number
left join own_charity
    on told.supplier_id = own_charity.supplier_id
    and told.charity_number = own_charity.charity_number
where told.supplier_id is not null

union all by name

select
    nearness + 2 as nearness, supplier_id, supplier, company_number, charity_number, postcode,
    registered_postcode, cic, charity, co_operative, register as told_by, upload_id, sheet,
    source_row, 1 as times
from register_entry;
