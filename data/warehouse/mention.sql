-- Who is who, first part: each way in which files name a supplier, and the keys by which it can be
-- recognised. data/suppliers.py then joins mentions that share a key.

-- One row per name as received, with what its letters say of whose it is. A person trades under this
-- name here and under that one there; two who bear the name do too.
create temp table name as
select
    keyed.*,
    is_catch_all(keyed.name_key) as is_catch_all,
    says_cic(keyed.named) as is_cic,
    says_public_body(keyed.name_key) as is_public_body,
    names_a_site(keyed.name_key) as is_site,
    says_legal_form(keyed.named) as has_form
from (
    select
        each.named,
        case
            when person_trading.named is null then normal_name(each.named)
            else normal_words(each.named)
        end as name_key
    from (select distinct named from named where named is not null) as each
    left join person_trading on each.named = person_trading.named
) as keyed;

-- One row per way a supplier is named.
create temp table mention as
select
    named.*,
    naming(
        named.organisation, named.named, named.supplier_number, named.company_number,
        named.charity_number
    ) as naming,
    name.name_key,
    name.is_catch_all,
    name.is_cic,
    name.is_public_body,
    name.is_site,
    name.has_form,
    person_name.named is not null as is_person
from named
left join name on named.named = name.named
left join person_name on named.named = person_name.named;

-- Two names under one company or charity number, and whether one file has both.
create temp table registered_name as
with

borne as (
    select 'company' as kind, company_number as number, name_key, uploads
    from mention
    where company_number is not null and name_key is not null and not redacted
    union all
    select 'charity', charity_number, name_key, uploads
    from mention
    where charity_number is not null and name_key is not null and not redacted
)

select distinct borne.kind, borne.number, borne.name_key, upload.upload_id
from borne
cross join unnest(borne.uploads) as upload (upload_id)
where (borne.kind, borne.number) in (
    select (kind, number)
    from borne
    group by kind, number
    having min(name_key) <> max(name_key)
);

create temp table registered_of_several as
select kind, number, count(distinct name_key) as names
from registered_name
group by kind, number;

create temp table registered_pair as
select
    one.kind,
    one.number,
    one.name_key,
    other.name_key as other_name_key,
    akin_names(one.name_key, other.name_key) as are_akin,
    bool_or(one.upload_id = other.upload_id) as in_one_file
from registered_name as one
inner join registered_of_several as several
    on one.kind = several.kind and one.number = several.number and several.names <= 10
inner join registered_name as other
    on one.kind = other.kind and one.number = other.number and one.name_key < other.name_key
group by all;

-- A company or charity number that many names bear, or that one file gives to names with nothing in
-- common, is a mistake of whoever filled the column: registers are full of numbers copied down.
create temp table registered_not_used as
select
    several.kind,
    several.number,
    several.names
from registered_of_several as several
left join registered_pair as pair
    on several.kind = pair.kind and several.number = pair.number
group by several.kind, several.number, several.names
having several.names > 10 or bool_or(pair.in_one_file and not pair.are_akin);

-- Names that different companies or charities bear say nothing of which of them is meant. Two numbers
-- at one and the same postcode are one firm, of which one file has the number wrong.
create temp table name_known as
with

numbered as (
    select
        mention.name_key,
        case when min(mention.company_number) = max(mention.company_number)
            then min(mention.company_number) end as company_number,
        case when min(mention.charity_number) = max(mention.charity_number)
            then min(mention.charity_number) end as charity_number,
        coalesce(
            min(mention.company_number) filter (wrong_company.number is null)
            <> max(mention.company_number) filter (wrong_company.number is null), false
        ) or coalesce(
            min(mention.charity_number) filter (wrong_charity.number is null)
            <> max(mention.charity_number) filter (wrong_charity.number is null), false
        ) as has_several
    from mention
    left join registered_not_used as wrong_company
        on wrong_company.kind = 'company' and mention.company_number = wrong_company.number
    left join registered_not_used as wrong_charity
        on wrong_charity.kind = 'charity' and mention.charity_number = wrong_charity.number
    where mention.name_key is not null
    group by mention.name_key
),

borne as (
    select distinct mention.named, mention.name_key
    from mention
    inner join numbered using (name_key)
    where numbered.has_several
),

told as (
    select supplier, company_number, charity_number, postcode from supplier_line
    where register is null and coalesce(company_number, charity_number) is not null
    union
    select supplier, company_number, charity_number, postcode from contract_line
    where coalesce(company_number, charity_number) is not null
    union
    select supplier, company_number, charity_number, postcode from spend_line
    where coalesce(company_number, charity_number) is not null
),

place as (
    select
        borne.name_key,
        count(distinct coalesce(told.company_number, told.charity_number)) as numbers,
        count(distinct coalesce(told.company_number, told.charity_number))
            filter (told.postcode is not null) as numbers_with_place,
        count(distinct coalesce(postcode_tidy(told.postcode), told.postcode)) as postcodes
    from told
    inner join borne on told.supplier = borne.named
    group by borne.name_key
)

select
    numbered.name_key,
    numbered.has_several
    and not coalesce(place.postcodes = 1 and place.numbers = place.numbers_with_place, false)
        as is_shared,
    numbered.company_number,
    numbered.charity_number
from numbered
left join place on numbered.name_key = place.name_key;

-- People and sites whose name an organisation gives several numbers: they may be two of one name.
create temp table name_numbered as
select organisation, name_key
from mention
where (is_person or is_site) and not redacted
group by organisation, name_key
having count(distinct supplier_number) > 1;

-- A number of a finance system, and the names it stands for there.
create temp table number_name as
select
    mention.organisation,
    mention.supplier_number,
    mention.name_key,
    bool_or(mention.is_catch_all) as is_catch_all,
    min(coalesce(mention.company_number, name_known.company_number)) as company_number,
    flatten(list(mention.uploads)) as uploads
from mention
inner join name_known using (name_key)
where mention.supplier_number is not null and not mention.redacted
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
select
    one.organisation,
    one.supplier_number,
    one.name_key as name_key,
    other.name_key as other_name_key,
    alike_names(one.name_key, other.name_key) as are_alike,
    list_has_any(one.uploads, other.uploads) as in_one_file
from number_name as one
inner join number_of_several
    on one.organisation = number_of_several.organisation
    and one.supplier_number = number_of_several.supplier_number
    and number_of_several.names <= 6
inner join number_name as other
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
    having min(list_min(uploads)) <> max(list_max(uploads))
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

-- An officer who says that two names are two, not one, says so of the numbers they share.
create temp table number_kept_apart as
select distinct number_pair.organisation, number_pair.supplier_number
from number_pair
inner join supplier_decision as decision
    on not decision.is_same
    and (
        (decision.one = 'name ' || name_key and decision.other = 'name ' || other_name_key)
        or (decision.other = 'name ' || name_key and decision.one = 'name ' || other_name_key)
    );

-- Why a number joins nothing although several names stand under it.
create temp table number_not_used as
select
    several.organisation,
    several.supplier_number,
    case
        when several.is_catch_all then 'it is a catch-all'
        when several.names > 6 then 'it stands for ' || several.names || ' names'
        when several.companies > 1 then 'different companies bear it'
        when apart.supplier_number is not null then 'an officer says they are not one'
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
left join number_kept_apart as apart
    on several.organisation = apart.organisation
    and several.supplier_number = apart.supplier_number
group by
    several.organisation, several.supplier_number, several.is_catch_all, several.names,
    several.companies, apart.supplier_number, renumbered.organisation
having why is not null;

-- One row per mention and key. Keys are texts that mean the same in every build: an officer's word
-- is about keys, so it outlives the build it was given in.
create temp table mention_key as
select mention_id, 'company ' || company_number as key
from mention
where company_number is not null and not redacted
    and company_number not in (
        select number from registered_not_used where kind = 'company'
    )
union all
select mention_id, 'charity ' || charity_number
from mention
where charity_number is not null and not redacted
    and charity_number not in (
        select number from registered_not_used where kind = 'charity'
    )
union all
select mention.mention_id, 'number ' || mention.supplier_number || ' of ' || mention.organisation
from mention
left join number_not_used
    on mention.organisation = number_not_used.organisation
    and mention.supplier_number = number_not_used.supplier_number
where mention.supplier_number is not null and not mention.redacted
    and number_not_used.supplier_number is null
    and not coalesce(mention.is_catch_all, false)
union all
select
    mention.mention_id,
    case
        -- A name of several companies, or of nobody in particular, joins nothing by itself: what is
        -- said under it without a company number stays with its organisation and number.
        when name_known.is_shared or mention.is_catch_all
            then 'name ' || mention.name_key || ', ' || coalesce(
                mention.company_number,
                mention.charity_number,
                mention.organisation || coalesce(', ' || mention.supplier_number, '')
            )
        -- A person's or a site's name is one within its organisation.
        when mention.is_person or mention.is_site
            then 'name ' || mention.name_key || ', ' || mention.organisation
                || case
                    when name_numbered.name_key is null then ''
                    else coalesce(', ' || mention.supplier_number, '')
                end
        else 'name ' || mention.name_key
    end
from mention
inner join name_known using (name_key)
left join name_numbered
    on mention.organisation = name_numbered.organisation
    and mention.name_key = name_numbered.name_key
where not mention.redacted
union all
-- Where it is a company's name it is one beyond too.
select mention.mention_id, 'name ' || mention.name_key
from mention
inner join name_known using (name_key)
where mention.is_site and mention.has_form
    and not (
        mention.redacted or name_known.is_shared or mention.is_catch_all or mention.is_person
    );

-- What an officer joined is a key of its own, that both sides have.
insert into mention_key
select distinct mention_key.mention_id, 'officer ' || decision.decision_id
from mention_key
inner join supplier_decision as decision
    on decision.is_same and mention_key.key in (decision.one, decision.other);
