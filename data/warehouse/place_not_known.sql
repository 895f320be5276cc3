-- One row per supplier whose place is not known, with the reason: never a silent wrong place.
create table place_not_known as
with

-- What stands where a postcode should be, and is none.
written as (
    select
        supplier_id,
        bool_or(regexp_matches(coalesce(postcode, registered_postcode), '[0-9]')) as has_digits
    from told_of
    where coalesce(postcode, registered_postcode) is not null
    group by supplier_id
)

select
    supplier.supplier_id,
    case
        when postcode_area_of(supplier.postcode) in ('BT', 'JE', 'GY', 'IM')
            then 'Northern Ireland, Jersey, Guernsey or Isle of Man: not in the reference'
        when postcode_area_of(supplier.postcode) = 'BX'
            then 'Postcode of no place (BX)'
        when supplier.postcode is not null then 'Postcode that the reference does not have'
        when written.has_digits then 'Not a UK postcode: overseas, or mistyped'
        when written.supplier_id is not null
            then 'Words where a postcode should be, such as “Various”'
        else 'No file gives a postcode'
    end as reason
from supplier
left join written using (supplier_id)
where supplier.area_code is null
order by supplier.supplier_id;
