-- What an officer should know of how a supplier was put together: never a silent merge.
create table supplier_doubt as
select
    mention.supplier_id,
    'name of several companies' as doubt,
    'The name “' || min(mention.named) || '” is borne by several companies or charities, so '
        || 'it joins nothing by itself' as said
from supplier_mention as mention
inner join name_known using (name_key)
where name_known.is_shared and mention.supplier_id is not null
group by mention.supplier_id, mention.name_key

union all

select
    supplier_id,
    'nobody in particular',
    '“' || min(named) || '” is no supplier''s name, so it joins nothing beyond its organisation and '
        || 'number'
from supplier_mention
where is_catch_all and supplier_id is not null
group by supplier_id

union all

select
    mention.supplier_id,
    'number of several suppliers',
    'Number ' || mention.supplier_number || ' of ' || mention.organisation
        || ' joins nothing: ' || any_value(number_not_used.why)
from supplier_mention as mention
inner join number_not_used
    on mention.organisation = number_not_used.organisation
    and mention.supplier_number = number_not_used.supplier_number
where mention.supplier_id is not null
group by mention.supplier_id, mention.organisation, mention.supplier_number

union all

select
    mention.supplier_id,
    'joined by number under another name',
    'Number ' || mention.supplier_number || ' of ' || mention.organisation
        || ' stands for names that are not alike: '
        || string_agg(distinct mention.named, ', ' order by mention.named)
from supplier_mention as mention
inner join (
    select distinct organisation, supplier_number from number_pair where not are_alike
) as pair
    on mention.organisation = pair.organisation
    and mention.supplier_number = pair.supplier_number
left join number_not_used
    on mention.organisation = number_not_used.organisation
    and mention.supplier_number = number_not_used.supplier_number
where mention.supplier_id is not null and number_not_used.supplier_number is null
group by mention.supplier_id, mention.organisation, mention.supplier_number

union all

select
    mention.supplier_id,
    'registered number of several names',
    'The ' || wrong.kind || ' number ' || wrong.number || ' is given for ' || wrong.names
        || ' names that are not alike, so it joins nothing'
from supplier_mention as mention
inner join registered_not_used as wrong
    on (wrong.kind = 'company' and mention.company_number = wrong.number)
    or (wrong.kind = 'charity' and mention.charity_number = wrong.number)
where mention.supplier_id is not null
group by mention.supplier_id, wrong.kind, wrong.number, wrong.names

union all

select
    mention.supplier_id,
    'joined by registered number under another name',
    'The ' || pair.kind || ' number ' || pair.number || ' is given for names that are not alike: '
        || string_agg(distinct mention.named, ', ' order by mention.named)
from supplier_mention as mention
inner join (
    select distinct kind, number from registered_pair where not are_akin
) as pair
    on (pair.kind = 'company' and mention.company_number = pair.number)
    or (pair.kind = 'charity' and mention.charity_number = pair.number)
left join registered_not_used as wrong
    on pair.kind = wrong.kind and pair.number = wrong.number
where mention.supplier_id is not null and wrong.number is null
group by mention.supplier_id, pair.kind, pair.number

union all

select
    supplier_claim.supplier_id,
    'removed charity',
    'The charity register says that charity ' || supplier_claim.value || ' was removed'
from supplier_claim
inner join removed_charity on supplier_claim.value = removed_charity.charity_number
where supplier_claim.attribute = 'charity_number'
group by supplier_claim.supplier_id, supplier_claim.value

union all

-- A supplier whose name many bear, and somebody else who bears it.
select
    mention.supplier_id,
    'name that many bear',
    '“' || min(mention.named) || '” says what is done and not by whom, so without a number the name '
        || 'joins nothing beyond ' || mention.organisation
from supplier_mention as mention
inner join (
    select name_key
    from supplier_mention
    where is_of_many and not is_person and supplier_id is not null
    group by name_key
    having min(supplier_id) <> max(supplier_id)
) as of_several using (name_key)
where mention.supplier_id is not null and not mention.has_form
group by mention.supplier_id, mention.name_key, mention.organisation

union all

select
    mention.supplier_id,
    'parted by an officer',
    'An officer says that two who bear the ' || regexp_replace(
        parted.key, '^(company|charity) ', '\1 number '
    ) || ' are two, so it joins nothing'
from number_parted as parted
inner join supplier_mention as mention using (mention_id)
where mention.supplier_id is not null
group by mention.supplier_id, parted.key

union all

-- Numbers and names of others may still join two whom an officer parted.
select
    one.supplier_id,
    'an officer says they are two',
    'An officer says that two of its names are two, and yet others join them: '
        || any_value(regexp_replace(decision.one, '^name ', '')) || ', '
        || any_value(regexp_replace(decision.other, '^name ', ''))
from supplier_decision as decision
inner join supplier_key as one on short_id(decision.one) = one.supplier_key
inner join supplier_key as other
    on short_id(decision.other) = other.supplier_key and one.supplier_id = other.supplier_id
where not decision.is_same
group by one.supplier_id, decision.decision_id

union all

select
    supplier_id,
    'several company numbers',
    'Files give different company numbers: ' || string_agg(distinct value, ', ' order by value)
from supplier_claim
where attribute = 'company_number'
group by supplier_id
having min(value) <> max(value)

union all

select
    supplier_id,
    'several postcodes',
    'Files give different postcodes: '
        || string_agg(postcode || ' (' || times_seen || ')', ', ' order by not chosen, postcode)
from supplier_postcode
semi join (from supplier_postcode where not chosen) as other using (supplier_id)
group by supplier_id
order by supplier_id, doubt, said;
