-- Is the spend net of VAT, gross, or not stated?
-- One row per basis.
-- Params: strategy text; organisations text[]?; date_from date?; date_to date?; directorate text?; category text?
select
    amount_basis,
    sum(amount) as amount,
    cast(sum(lines) as bigint) as lines
from spend_in_view(
    $strategy, $organisations, $date_from, $date_to, $directorate, $category
)
where left_out is null
group by amount_basis
order by amount desc, amount_basis
