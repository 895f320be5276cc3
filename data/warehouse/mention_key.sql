-- The keys by which a mention can be recognised: data/suppliers.py joins those that share one.

-- Names that many bear, and people's, to which an organisation gives several numbers: they may be two
-- of one name.
create temp table name_numbered as
select organisation, name_key
from mention
where (is_person or is_of_many) and not redacted
group by organisation, name_key
having count(distinct supplier_number) > 1;

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
        when coalesce(name_known.is_shared, false) or mention.is_catch_all
            then 'name ' || mention.name_key || ', ' || coalesce(
                mention.company_number,
                mention.charity_number,
                mention.organisation || coalesce(', ' || mention.supplier_number, '')
            )
        -- A person's name, or one that many bear, is one within its organisation.
        when mention.is_person or mention.is_of_many
            then 'name ' || mention.name_key || ', ' || mention.organisation
                || case
                    when name_numbered.name_key is null then ''
                    else coalesce(', ' || mention.supplier_number, '')
                end
        else 'name ' || mention.name_key
    end
from mention
left join name_known using (name_key)
left join name_numbered
    on mention.organisation = name_numbered.organisation
    and mention.name_key = name_numbered.name_key
where mention.name_key is not null and not mention.redacted
union all
-- Where it is a company's name it is one beyond too.
select mention.mention_id, 'name ' || mention.name_key
from mention
left join name_known using (name_key)
where mention.is_of_many and mention.has_form
    and not (
        mention.redacted or coalesce(name_known.is_shared, false) or mention.is_catch_all
        or mention.is_person
    );

-- The mentions that an officer's word is about, on its one side and its other.
create temp table mention_decided as
select decision.decision_id, decision.is_same, decision.is_one, mention_key.mention_id
from (
    select decision_id, is_same, true as is_one, one as key from supplier_decision
    union all
    select decision_id, is_same, false, other from supplier_decision
) as decision
inner join mention_key using (key);

-- Where an officer says that two are two, what numbers both bear joins neither.
create temp table number_parted as
with

borne as (
    select decided.decision_id, mention_key.key
    from mention_decided as decided
    inner join mention_key using (mention_id)
    where not decided.is_same and not starts_with(mention_key.key, 'name ')
    group by decided.decision_id, mention_key.key
    having bool_or(decided.is_one) and bool_or(not decided.is_one)
)

select mention_id, key
from mention_key
where key in (select key from borne);

delete from mention_key
where key in (select key from number_parted);

-- What an officer joined is a key of its own, that both sides have.
insert into mention_key
select distinct mention_id, 'officer ' || decision_id
from mention_decided
where is_same;
