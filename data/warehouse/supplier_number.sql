-- The numbers of finance systems: which of them may join the names they stand for.

-- A number of a finance system, and the names it stands for there.
create temp table number_name as
select
    mention.organisation,
    mention.supplier_number,
    mention.name_key,
    bool_or(mention.is_catch_all) as is_catch_all,
    min(coalesce(mention.company_number, name_known.company_number)) as company_number,
    min(list_min(mention.uploads)) as first_upload,
    max(list_max(mention.uploads)) as last_upload
from mention
left join name_known using (name_key)
where mention.supplier_number is not null and mention.name_key is not null
    and not mention.redacted
group by all;

create temp table number_of_several as
select
    organisation,
    supplier_number,
    count(distinct name_key) as names,
    bool_or(is_catch_all) as is_catch_all,
    count(distinct company_number) as companies
from number_name
where (organisation, supplier_number) in (
    select (organisation, supplier_number)
    from number_name
    group by organisation, supplier_number
    having min(name_key) <> max(name_key)
)
group by organisation, supplier_number;

-- Two names under one number, and whether one file has both.
create temp table number_pair as
with

borne as (
    select
        mention.organisation,
        mention.supplier_number,
        mention.name_key,
        flatten(list(mention.uploads)) as uploads
    from mention
    inner join number_of_several
        on mention.organisation = number_of_several.organisation
        and mention.supplier_number = number_of_several.supplier_number
        and number_of_several.names <= 6
    where mention.name_key is not null and not mention.redacted
    group by mention.organisation, mention.supplier_number, mention.name_key
)

select
    one.organisation,
    one.supplier_number,
    one.name_key,
    other.name_key as other_name_key,
    alike_names(one.name_key, other.name_key) as are_alike,
    list_has_any(one.uploads, other.uploads) as in_one_file
from borne as one
inner join borne as other
    on one.organisation = other.organisation
    and one.supplier_number = other.supplier_number
    and one.name_key < other.name_key;

-- Where a finance system was replaced its numbers began again: of those that went on, many stand
-- for a name that is not like the one before. There a number joins only names that are alike.
create temp table renumbered as
with

went_on as (
    select organisation, supplier_number
    from number_name
    group by all
    having min(first_upload) <> max(last_upload)
),

changed as (
    select distinct organisation, supplier_number
    from number_pair
    where not in_one_file and not are_alike
)

select went_on.organisation
from went_on
left join changed
    on went_on.organisation = changed.organisation
    and went_on.supplier_number = changed.supplier_number
group by went_on.organisation
having count(changed.supplier_number) >= 10
    and count(changed.supplier_number) * 10 >= count(*) * 3;

-- Why a number joins nothing although several names stand under it.
create temp table number_not_used as
select
    several.organisation,
    several.supplier_number,
    case
        when several.is_catch_all then 'it is a catch-all'
        when several.names > 6 then 'it stands for ' || several.names || ' names'
        when several.companies > 1 then 'different companies bear it'
        when bool_or(pair.in_one_file and not pair.are_alike)
            then 'one file has it for names that are not alike'
        when renumbered.organisation is not null and bool_or(not pair.are_alike)
            then 'the numbers of this organisation began again'
    end as why
from number_of_several as several
left join number_pair as pair
    on several.organisation = pair.organisation
    and several.supplier_number = pair.supplier_number
left join renumbered on several.organisation = renumbered.organisation
group by
    several.organisation, several.supplier_number, several.is_catch_all, several.names,
    several.companies, renumbered.organisation
having why is not null;
