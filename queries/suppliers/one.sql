-- Who is this supplier, where is it, and what has it been paid in all?
-- One row, found by the supplier's key or by any key that ever led to it; none where there is none.
-- Params: strategy text; supplier_key text
with

chosen as (
    select *
    from supplier
    where supplier_id in (
        select supplier_id from supplier_key where supplier_key = $supplier_key
    )
),

received as (
    select
        supplier_id,
        sum(amount) as amount,
        count(*) as lines,
        min(payment_date) as first_paid,
        max(payment_date) as last_paid
    from payment
    where supplier_id in (select supplier_id from chosen)
    group by supplier_id
),

counted as (
    select
        spend_month.supplier_id,
        sum(spend_month.amount) as amount
    from spend_month
    inner join strategy
        on spend_month.scope_id = strategy.scope_id
    where strategy.strategy_id = $strategy
        and spend_month.left_out is null
        and spend_month.supplier_id in (select supplier_id from chosen)
    group by spend_month.supplier_id
)

select
    chosen.supplier_key,
    chosen.name,
    array_to_string(chosen.names_seen, '; ') as names_seen,
    array_to_string(coalesce(chosen.organisations, []), '; ') as organisations,
    array_to_string(coalesce(chosen.supplier_numbers, []), '; ') as supplier_numbers,
    chosen.company_number,
    chosen.charity_number,
    chosen.postcode,
    area.name as place,
    chosen.place_known_by,
    chosen.place_looked_up_by,
    chosen.place_source,
    chosen.place_is_registered,
    tier.name as tier_name,
    coalesce(received.amount, 0) as amount,
    coalesce(counted.amount, 0) as counted,
    coalesce(received.lines, 0) as lines,
    received.first_paid,
    received.last_paid,
    coalesce(chosen.individual, false) as is_individual
from chosen
left join area
    on chosen.area_code = area.area_code
left join supplier_tier
    on chosen.supplier_id = supplier_tier.supplier_id
    and supplier_tier.strategy_id = $strategy
left join tier
    on supplier_tier.tier = tier.tier
    and tier.strategy_id = $strategy
left join received
    on chosen.supplier_id = received.supplier_id
left join counted
    on chosen.supplier_id = counted.supplier_id
