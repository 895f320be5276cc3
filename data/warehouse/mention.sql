-- Each way in which files name a supplier, and the key by which its name is compared.

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
