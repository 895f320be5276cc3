-- Company and charity numbers: which of them may join what bears them.

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
