-- Which suppliers should be looked up next, and how much of the spend would be known then?
-- One row per supplier of which something is not known, largest spend first. People and catch-alls are left out: nobody can look them up.
-- Params: lacking text; first int; organisations text[]?
with

paid as (
    select
        payment.supplier_id,
        sum(payment.amount) as amount,
        count(*) as lines
    from payment
    where cast($organisations as varchar[]) is null
        or list_contains(cast($organisations as varchar[]), payment.organisation)
    group by payment.supplier_id
),

told as (
    select
        paid.*,
        supplier.supplier_key,
        supplier.name,
        supplier.postcode,
        coalesce(supplier.individual, false) or supplier.is_catch_all as nobody_knows,
        case cast($lacking as varchar)
            when 'place' then supplier.place_known_by = 'none'
            when 'size' then supplier.sme is null
            when 'sector' then supplier.vcse is null
        end as is_lacking
    from paid
    inner join supplier
        on paid.supplier_id = supplier.supplier_id
),

whole as (
    select
        coalesce((select sum(paid.amount) from paid), 0) as amount,
        coalesce((select sum(told.amount) from told where not told.is_lacking), 0) as known
),

ranked as (
    select
        told.*,
        sum(told.amount) over (
            order by told.amount desc, told.name, told.supplier_key
            rows between unbounded preceding and current row
        ) as running,
        row_number() over (order by told.amount desc, told.name, told.supplier_key) as place,
        count(*) over () as of_how_many
    from told
    where told.is_lacking and not told.nobody_knows
),

shown as (
    select *
    from ranked
    where place <= cast($first as bigint)
),

payers as (
    select
        payment.supplier_id,
        list_sort(list(distinct payment.organisation)) as organisations
    from payment
    where payment.supplier_id in (select shown.supplier_id from shown)
        and (
            cast($organisations as varchar[]) is null
            or list_contains(cast($organisations as varchar[]), payment.organisation)
        )
    group by payment.supplier_id
)

select
    shown.place,
    shown.supplier_key,
    shown.name,
    payers.organisations,
    shown.postcode,
    shown.lines,
    shown.amount,
    share_of(shown.amount, whole.amount) as would_add,
    share_of(whole.known, whole.amount) as known_now,
    share_of(whole.known + shown.running, whole.amount) as known_then,
    shown.of_how_many
from shown
inner join payers
    on shown.supplier_id = payers.supplier_id
cross join whole
order by shown.place
