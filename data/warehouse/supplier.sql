-- What the files say of each supplier, joined by number within an organisation, then by company
-- number, then by name; of several postcodes the one seen most often stands.
create temp table told as
select
    line.organisation, supplier_name.supplier_id, line.supplier, line.supplier_number,
    line.company_number, line.charity_number, line.postcode, line.sme, line.vcse, line.upload_id,
    'supplier list' as told_by, 1 as times
from supplier_line as line
left join supplier_name on line.supplier = supplier_name.named
union all
select
    line.organisation, supplier_name.supplier_id, line.supplier, line.supplier_number,
    line.company_number, line.charity_number, line.postcode, line.sme, line.vcse, line.upload_id,
    'contracts register', 1
from contract_line as line
left join supplier_name on line.supplier = supplier_name.named
union all
select
    line.organisation, supplier_name.supplier_id, line.supplier, line.supplier_number,
    line.company_number, line.charity_number, line.postcode, null::boolean, null::boolean,
    line.upload_id, 'spend extract', count(*)
from spend_line as line
inner join supplier_name on line.supplier = supplier_name.named
where line.postcode is not null or line.company_number is not null
group by all;

-- A number joins only where it is one supplier's: a catch-all number says nothing of who was paid.
create temp table own_number as
select organisation, supplier_number, min(supplier_id) as supplier_id
from payment
where supplier_number is not null and supplier_id is not null
group by all
having count(distinct supplier_id) = 1;

-- A company number joins other names to the one that is paid.
create temp table own_company_number as
select company_number, min(supplier_id) as supplier_id
from told
where company_number is not null
    and supplier_id in (select supplier_id from payment)
group by company_number
having count(distinct supplier_id) = 1;

create temp table told_of as
select 1 as nearness, own_number.supplier_id, told.* exclude (supplier_id)
from told
inner join own_number
    on told.organisation = own_number.organisation
    and told.supplier_number = own_number.supplier_number
union all
select 2, own_company_number.supplier_id, told.* exclude (supplier_id)
from told
inner join own_company_number on told.company_number = own_company_number.company_number
union all
select 3, told.supplier_id, told.* exclude (supplier_id)
from told
where told.supplier_id is not null;

-- One row per supplier and postcode met, by the nearest join that gives any.
create table supplier_postcode as
with

met as (
    select
        supplier_id,
        coalesce(postcode_tidy(postcode), postcode_sector_of(postcode),
            postcode_district_of(postcode)) as postcode,
        nearness,
        times,
        upload_id,
        told_by
    from told_of
    where postcode_district_of(postcode) is not null
),

nearest as (
    select *
    from met
    qualify nearness = min(nearness) over (partition by supplier_id)
),

counted as (
    select
        supplier_id,
        postcode,
        min(nearness) as nearness,
        sum(times)::bigint as times_seen,
        max(upload_id) as upload_id,
        min(told_by) as told_by
    from nearest
    group by supplier_id, postcode
)

select
    *,
    row_number() over (
        partition by supplier_id order by times_seen desc, length(postcode) desc, postcode
    ) = 1 as chosen
from counted
order by supplier_id, chosen desc, times_seen desc, postcode;

create table supplier as
with

named as (
    select
        supplier_id,
        any_value(supplier_key) as supplier_key,
        list_sort(list(distinct named)) as names_seen
    from supplier_name
    where supplier_id is not null
    group by supplier_id
),

paid as (
    select
        supplier_id,
        mode(supplier_named order by supplier_named) as name,
        list_sort(list(distinct organisation)) as organisations,
        list_sort(list(distinct supplier_number) filter (supplier_number is not null))
            as supplier_numbers
    from payment
    where supplier_id is not null
    group by supplier_id
),

-- Each by the nearest join that says it. Yes or no as most of the files say; where they are even
-- it is not known.
company as (
    select supplier_id, arg_min(company_number, (nearness, company_number)) as company_number
    from told_of
    where company_number is not null
    group by supplier_id
),

charity as (
    select supplier_id, arg_min(charity_number, (nearness, charity_number)) as charity_number
    from told_of
    where charity_number is not null
    group by supplier_id
),

size as (
    select
        supplier_id,
        case
            when count(*) filter (sme) > count(*) filter (not sme) then true
            when count(*) filter (not sme) > count(*) filter (sme) then false
        end as sme
    from (
        select *
        from told_of
        where sme is not null
        qualify nearness = min(nearness) over (partition by supplier_id)
    )
    group by supplier_id
),

sector as (
    select
        supplier_id,
        case
            when count(*) filter (vcse) > count(*) filter (not vcse) then true
            when count(*) filter (not vcse) > count(*) filter (vcse) then false
        end as vcse
    from (
        select *
        from told_of
        where vcse is not null
        qualify nearness = min(nearness) over (partition by supplier_id)
    )
    group by supplier_id
),

placed as (
    select
        supplier_postcode.supplier_id,
        supplier_postcode.postcode,
        coalesce(postcode_sector.area_code, postcode_district.area_code) as area_code,
        case
            when postcode_sector.area_code is not null then 'sector'
            when postcode_district.area_code is not null then 'district'
            else 'none'
        end as place_known_by,
        supplier_postcode.told_by as place_source
    from supplier_postcode
    left join postcode_sector
        on postcode_sector_of(supplier_postcode.postcode) = postcode_sector.postcode_sector
    left join postcode_district
        on postcode_district_of(supplier_postcode.postcode) = postcode_district.postcode_district
    where supplier_postcode.chosen
)

select
    named.supplier_id,
    named.supplier_key,
    coalesce(paid.name, named.names_seen[1]) as name,
    named.names_seen,
    paid.organisations,
    paid.supplier_numbers,
    company.company_number,
    charity.charity_number,
    placed.postcode,
    placed.area_code,
    coalesce(placed.place_known_by, 'none') as place_known_by,
    placed.place_source,
    size.sme,
    sector.vcse
from named
left join paid using (supplier_id)
left join company using (supplier_id)
left join charity using (supplier_id)
left join size using (supplier_id)
left join sector using (supplier_id)
left join placed using (supplier_id)
order by named.supplier_id;
