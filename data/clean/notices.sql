-- What an officer should look at in a spend extract, though nothing of it is wrong as such.
-- One row per kind of notice and row of the file, the first few of each kind: its row, supplier,
-- date, amount, a measure to compare it with; then how many rows and pounds the kind has in all.
-- Needs `accepted` (the accepted rows), `usual` (supplier, usual_amount), `supplier_named` (every
-- name once), `not_procurement_term` and the variable rows_named.
with

term_of_name as (
    select name.named, min(term.reason) as reason
    from (
        select
            named,
            ' ' || trim(regexp_replace(lower(named), '[^\pL\pN]+', ' ', 'g')) || ' ' as words
        from supplier_named
    ) as name
    inner join not_procurement_term as term
        on contains(name.words, ' ' || term.term || ' ')
    group by name.named
),

noticed as (
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
)

select
    *,
    count(*) over (partition by kind) as row_count,
    sum(amount) over (partition by kind) as total
from noticed
qualify
    row_number() over (partition by kind order by sheet, source_row) <= getvariable('rows_named')
order by kind, sheet, source_row
