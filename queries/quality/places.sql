-- By what is the place of who was paid known, and why is it not known of the rest?
-- One row per way a place is known, the exactest first, then one per reason why it is not.
-- Params: organisations text[]?
with

way as (
    select *
    from (values
        (1, 'full postcode', 'Full postcode, exactly'),
        (2, 'officer', 'An officer’s word'),
        (3, 'sector', 'Postcode sector'),
        (4, 'district', 'Postcode district')
    ) as listed (place, known_by, said)
),

paid as (
    select
        supplier_id,
        redacted,
        count(*) as lines,
        sum(amount) as amount
    from payment
    where cast($organisations as varchar[]) is null
        or list_contains(cast($organisations as varchar[]), organisation)
    group by supplier_id, redacted
),

told as (
    select
        paid.amount,
        paid.lines,
        paid.supplier_id,
        coalesce(way.place, 5) as place,
        coalesce(
            way.said,
            place_not_known.reason,
            case
                when paid.redacted then 'Supplier redacted'
                else 'No supplier in the line'
            end
        ) as known_by,
        way.place is not null as is_known
    from paid
    left join supplier
        on paid.supplier_id = supplier.supplier_id
    left join way
        on supplier.place_known_by = way.known_by
    left join place_not_known
        on supplier.supplier_id = place_not_known.supplier_id
)

select
    known_by,
    is_known,
    count(distinct supplier_id) as suppliers,
    cast(sum(lines) as bigint) as lines,
    sum(amount) as amount,
    share_of(sum(amount), sum(sum(amount)) over ()) as share
from told
group by known_by, is_known, place
order by place, sum(amount) desc, known_by
