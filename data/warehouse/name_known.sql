-- One row per name that bears a company or charity number.
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
        and (mention.company_number is not null or mention.charity_number is not null)
    group by mention.name_key
),

borne as (
    select distinct mention.named, mention.name_key
    from mention
    inner join numbered using (name_key)
    where numbered.has_several
),

told as (
    select supplier, company_number, charity_number, postcode from list_line
    where coalesce(company_number, charity_number) is not null
    union all
    select supplier, company_number, charity_number, postcode from contract_line
    where coalesce(company_number, charity_number) is not null
    union all
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
