-- Each way in which files name a supplier, and the key by which its name is compared.

-- One row per name as received, with what its letters say of whose it is. A person trades under this
-- name here and under that one there; two who bear the name do too.
create temp table name as
with

of_whom as (
    select
        each.named,
        person_trading.named is not null as is_person_trading,
        if(is_person_trading, each.named, without_trading_as(each.named)) as written
    from (select distinct named from named where named is not null) as each
    left join person_trading on each.named = person_trading.named
),

-- Step by step what normal_words does, so that each step is taken once for all that rests on it.
spaced as (
    select *, with_and(written) as spaced from of_whom
),

worded as (
    select *, plain_words(spaced) as words from spaced
),

keyed as (
    select
        named,
        coalesce(nullif(without_ending(words), ''), nullif(lower(written), '')) as name_key,
        -- What a person trades under is no company of that name.
        says_legal_form(words) and not is_person_trading as has_form
    from worded
)

select
    *,
    is_catch_all(name_key) as is_catch_all,
    says_cic(named) as is_cic,
    says_public_body(name_key) as is_public_body,
    -- Of a site or a trade there are many by one name.
    names_a_site(name_key) or (says_only_what(name_key) and not is_public_body) as is_of_many
from keyed;

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
    name.is_of_many,
    name.has_form,
    person_name.named is not null as is_person
from named
left join name on named.named = name.named
left join person_name on named.named = person_name.named;
