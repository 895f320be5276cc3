-- What is bought in one area?
-- One row per category, the largest first; "Not stated" where the file had none.
-- Params: strategy text; level district|county|region|ward; area_code text?; organisations text[]?; date_from date?; date_to date?; directorate text?; category text?
select
    spend_month.category,
    sum(spend_month.amount) as amount,
    share_of(sum(spend_month.amount), sum(sum(spend_month.amount)) over ()) as share,
    count(distinct spend_month.supplier_id) as suppliers
from spend_month
inner join strategy
    on spend_month.scope_id = strategy.scope_id
left join areas_at($level) as areas
    on spend_month.supplier_id = areas.supplier_id
where strategy.strategy_id = $strategy
    and spend_month.left_out is null
    and areas.area_code is not distinct from cast($area_code as varchar)
    and (
        cast($organisations as varchar[]) is null
        or list_contains(cast($organisations as varchar[]), spend_month.organisation)
    )
    and (
        cast($date_from as date) is null
        or spend_month.month >= date_trunc('month', cast($date_from as date))
    )
    and (cast($date_to as date) is null or spend_month.month <= cast($date_to as date))
    and (cast($directorate as varchar) is null or spend_month.directorate = $directorate)
    and (cast($category as varchar) is null or spend_month.category = $category)
group by spend_month.category
order by amount desc, spend_month.category
