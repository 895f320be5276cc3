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

-- Lines are gone through once, whatever may be missing from them.
counted as (
    select
        organisation,
        quarter,
        starts_on,
        count(*) as all_lines,
        sum(amount) as all_amount,
        count(*) filter (no_place) as no_place,
        sum(amount) filter (no_place) as no_place_amount,
        count(*) filter (redacted) as redacted,
        sum(amount) filter (redacted) as redacted_amount,
        count(*) filter (no_supplier) as no_supplier,
        sum(amount) filter (no_supplier) as no_supplier_amount,
        count(*) filter (no_date) as no_date,
        sum(amount) filter (no_date) as no_date_amount,
        count(*) filter (no_category) as no_category,
        sum(amount) filter (no_category) as no_category_amount,
        count(*) filter (no_directorate) as no_directorate,
        sum(amount) filter (no_directorate) as no_directorate_amount
    from line
    group by organisation, quarter, starts_on
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

told as (
    select
        counted.*,
        gap.place,
        gap.missing,
        case gap.place
            when 1 then counted.no_place
            when 2 then counted.redacted
            when 3 then counted.no_supplier
            when 4 then counted.no_date
            when 5 then counted.no_category
            else counted.no_directorate
        end as lines,
        coalesce(
            case gap.place
                when 1 then counted.no_place_amount
                when 2 then counted.redacted_amount
                when 3 then counted.no_supplier_amount
                when 4 then counted.no_date_amount
                when 5 then counted.no_category_amount
                else counted.no_directorate_amount
            end,
            0
        ) as amount
    from counted
    cross join gap
)

select
    organisation,
    quarter,
    starts_on,
    place,
    missing,
    all_lines,
    all_amount,
    lines,
    amount,
    share_of(amount, all_amount) as share
from told
order by starts_on desc nulls last, organisation, place
