-- What has a supplier been paid, year by year?
-- One row per financial year and organisation, the newest first; no year where there is no date.
-- Params: strategy text; supplier_key text
select
    spend_month.financial_year,
    spend_month.organisation,
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
group by spend_month.financial_year, spend_month.organisation
order by financial_year desc nulls last, amount desc, organisation
