-- What is missing from the spend, in all or by quarter, and how much money is it?
-- One row per thing that may be missing, by organisation and quarter (null is no date) if asked.
-- Params: by_quarter bool; organisations text[]?
with

line as (
    select
        if($by_quarter, payment.organisation, null) as organisation,
        if($by_quarter, payment.quarter, null) as quarter,
        if($by_quarter, date_trunc('quarter', payment.payment_date)::date, null) as starts_on,
        payment.amount,
        coalesce(supplier.place_known_by, 'none') = 'none' as no_place,
        payment.redacted,
        payment.supplier_named is null as no_supplier,
        payment.payment_date is null as no_date,
        payment.category is null as no_category,
        payment.directorate is null as no_directorate
    from payment
    left join supplier
        on payment.supplier_id = supplier.supplier_id
    where cast($organisations as varchar[]) is null
        or list_contains(cast($organisations as varchar[]), payment.organisation)
),

gap as (
    select *
    from (values
        (1, 'Place not known'),
        (2, 'Supplier redacted'),
        (3, 'Supplier missing'),
        (4, 'Date missing'),
        (5, 'Category missing'),
        (6, 'Directorate missing')
    ) as listed (place, missing)
),

marked as (
    select
        line.organisation,
        line.quarter,
        line.starts_on,
        line.amount,
        gap.place,
        gap.missing,
        case gap.place
            when 1 then line.no_place
            when 2 then line.redacted
            when 3 then line.no_supplier
            when 4 then line.no_date
            when 5 then line.no_category
            else line.no_directorate
        end as is_missing
    from line
    cross join gap
)

select
    organisation,
    quarter,
    starts_on,
    place,
    missing,
    count(*) as all_lines,
    sum(amount) as all_amount,
    count(*) filter (is_missing) as lines,
    coalesce(sum(amount) filter (is_missing), 0) as amount,
    share_of(coalesce(sum(amount) filter (is_missing), 0), sum(amount)) as share
from marked
group by organisation, quarter, starts_on, place, missing
order by starts_on desc nulls last, organisation, place
