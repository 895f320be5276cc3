-- Hides who is a person, in every table that is asked: run unless the setting says to show them.
-- Money, places and counts stay; names, numbers and full postcodes go.
create temp table person as
select supplier_id, postcode_district_of(postcode) as postcode_district
from supplier
where individual;

create temp table person_named as
select distinct mention.named
from supplier_mention as mention
inner join person using (supplier_id)
where mention.named is not null;

update payment
set supplier_named = 'Individual, name not shown', supplier_number = null, description = null
from person
where payment.supplier_id = person.supplier_id;

update payment
set supplier_named = 'Redacted', supplier_number = null, description = null
where redacted;

create temp table contract_shown as
select
    each.contract_id,
    list_sort(list(distinct
        if(person_named.named is null, each.named, 'Individual, name not shown')
    )) as suppliers
from (select contract_id, unnest(suppliers) as named from contract) as each
left join person_named on each.named = person_named.named
group by each.contract_id
having count(person_named.named) > 0;

update contract
set suppliers = contract_shown.suppliers
from contract_shown
where contract.contract_id = contract_shown.contract_id;

update strategy_contract
set suppliers = contract_shown.suppliers
from contract_shown
where strategy_contract.contract_id = contract_shown.contract_id;

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

update supplier_key
set key = null
from person
where supplier_key.supplier_id = person.supplier_id;

update supplier_postcode
set postcode = postcode_district_of(postcode)
where supplier_id in (select supplier_id from person);

delete from supplier_claim
where attribute in ('company_number', 'charity_number')
    and supplier_id in (select supplier_id from person);

delete from supplier_doubt
where supplier_id in (select supplier_id from person);
