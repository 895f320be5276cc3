-- Hides who is a person, in every table that is asked: run unless the setting says to show them.
-- Money, places and counts stay; names, numbers and full postcodes go.
create temp table person as
select supplier_id, postcode_district_of(postcode) as postcode_district
from supplier
where individual;

-- Names that are not shown, and what is shown in their place.
create temp table name_hidden as
select distinct mention.named, 'Individual, name not shown' as shown
from supplier_mention as mention
inner join person using (supplier_id)
where mention.named is not null
union
select named, 'Redacted' from supplier_mention where redacted and named is not null;

update payment
set supplier_named = 'Individual, name not shown', supplier_number = null, description = null
from person
where payment.supplier_id = person.supplier_id;

update payment
set supplier_named = 'Redacted', supplier_number = null, description = null
where redacted;

-- What a contract is called often says for whom it is: "Respite care, Jane Smith".
create temp table contract_shown as
select
    each.contract_id,
    list_sort(list(distinct coalesce(name_hidden.shown, each.named))) as suppliers,
    if(any_value(each.title) is null, null, 'Title not shown, as it may name an individual')
        as title
from (select contract_id, title, unnest(suppliers) as named from contract) as each
left join name_hidden on each.named = name_hidden.named
group by each.contract_id
having count(name_hidden.named) > 0;

update contract
set suppliers = contract_shown.suppliers, title = contract_shown.title
from contract_shown
where contract.contract_id = contract_shown.contract_id;

update strategy_contract
set suppliers = contract_shown.suppliers, title = contract_shown.title
from contract_shown
where strategy_contract.contract_id = contract_shown.contract_id;

update social_value
set project = 'Title not shown, as it may name an individual'
from contract_shown
where social_value.contract_id = contract_shown.contract_id and project is not null;

update supplier
set
    name = 'Individual, name not shown',
    names_seen = [],
    supplier_numbers = [],
    anchor = null,
    company_number = null,
    charity_number = null,
    postcode = person.postcode_district,
    -- A point and a ward can lead to a door.
    place_part = null,
    latitude = null,
    longitude = null,
    place_reach_km = null,
    ward_code = null
from person
where supplier.supplier_id = person.supplier_id;

update supplier_postcode
set postcode = postcode_district_of(postcode)
where supplier_id in (select supplier_id from person);

delete from supplier_claim
where attribute in ('company_number', 'charity_number')
    and supplier_id in (select supplier_id from person);

delete from supplier_doubt
where supplier_id in (select supplier_id from person);
