-- What of the spend received counts under the strategy, and what is left out?
-- One row per reason, "In scope" first; together they are everything received.
-- Params: strategy text; organisations text[]?; date_from date?; date_to date?; directorate text?; category text?
with

said as (
    select
        coalesce(left_out, 'In scope') as left_out,
        amount,
        lines
    from spend_in_view(
        $strategy, $organisations, $date_from, $date_to, $directorate, $category
    )
)

select
    left_out,
    sum(amount) as amount,
    cast(sum(lines) as bigint) as lines
from said
group by left_out
order by left_out <> 'In scope', amount desc, left_out
