-- For what has a supplier been paid?
-- One row per category, the largest spend first; "Not stated" where the file had none.
-- Params: strategy text; supplier_key text
select
    spend_month.category,
    sum(spend_month.amount) as amount,
    coalesce(sum(spend_month.amount) filter (spend_month.left_out is null), 0) as counted,
    cast(sum(spend_month.lines) as bigint) as lines
from spend_month
inner join strategy
    on spend_month.scope_id = strategy.scope_id
where strategy.strategy_id = $strategy
    and spend_month.supplier_id in (
        select supplier_id from supplier_key where supplier_key = $supplier_key
    )
group by spend_month.category
order by amount desc, category
