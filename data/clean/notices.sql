-- What an officer should look at in a spend extract, though nothing of it is wrong as such.
-- One row per row of the file: what kind of notice, its row, supplier, date, amount, and a measure
-- to compare it with. Needs `accepted` (the accepted rows) and `not_procurement_term`.
with

usual as (
    select
        supplier,
        median(abs(amount)) as usual_amount
    from accepted
    where supplier is not null and not redacted
    group by supplier
    having count(*) >= 5
),

term_of_name as (
    select name.named, min(term.reason) as reason
    from (
        select distinct
            supplier as named,
            ' ' || trim(regexp_replace(lower(supplier), '[^\pL\pN]+', ' ', 'g')) || ' ' as words
        from accepted
        where supplier is not null
    ) as name
    inner join not_procurement_term as term
        on contains(name.words, ' ' || term.term || ' ')
    group by name.named
)

select 'unusual amount' as kind, sheet, source_row, supplier, payment_date, amount,
    '£' || format('{:,.2f}', usual_amount::double) as compared_with
from accepted
inner join usual using (supplier)
where abs(amount) > 10 * usual_amount and abs(amount) >= 1000

union all

select 'future date', sheet, source_row, supplier, payment_date, amount, null
from accepted
where payment_date > getvariable('today')

union all

select 'not procurement', sheet, source_row, supplier, payment_date, amount, reason
from accepted
inner join term_of_name on accepted.supplier = term_of_name.named

order by kind, sheet, source_row
