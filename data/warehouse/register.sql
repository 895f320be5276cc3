-- How much of what an organisation spends is on its register: of spend that counts, with suppliers
-- whom it paid enough in the financial year for a contract to be there, past each threshold that
-- applies to contracts. What is not known: who was paid, or whether an organisation that never sent
-- a register has one.
create table register_paid as
with

paid as (
    select
        spend_month.scope_id,
        spend_month.organisation,
        spend_month.supplier_id,
        spend_month.financial_year,
        spend_month.quarter,
        min(spend_month.month) as month,
        sum(spend_month.amount) as amount,
        coalesce(sum(spend_month.amount) filter (spend_month.is_on_register), 0) as on_register
    from spend_month
    where spend_month.left_out is null
    group by all
),

of_year as (
    select
        scope_id,
        organisation,
        supplier_id,
        financial_year,
        sum(amount) as amount
    from paid
    group by all
),

register as (
    select distinct organisation
    from contract
    where from_kind = 'register'
),

judged as (
    select
        paid.*,
        of_year.amount as amount_of_year,
        case
            when paid.supplier_id is null or register.organisation is null then paid.on_register
            else paid.amount
        end as known
    from paid
    left join of_year
        on paid.scope_id = of_year.scope_id
        and paid.organisation = of_year.organisation
        and paid.supplier_id = of_year.supplier_id
        and paid.financial_year is not distinct from of_year.financial_year
    left join register
        on paid.organisation = register.organisation
)

select
    threshold.strategy_id,
    threshold.threshold,
    judged.organisation,
    judged.financial_year,
    judged.quarter,
    min(judged.month) as month,
    sum(judged.amount)::decimal(18, 2) as whole,
    sum(judged.known)::decimal(18, 2) as known,
    sum(judged.on_register)::decimal(18, 2) as on_register
from strategy_threshold as threshold
inner join strategy
    on threshold.strategy_id = strategy.strategy_id
inner join judged
    on strategy.scope_id = judged.scope_id
where threshold.applies_to = 'contracts'
    and (
        judged.supplier_id is null
        or is_past(
            judged.amount_of_year, threshold.amount, threshold.operator, threshold.below
        )
    )
group by all
order by threshold.strategy_id, threshold.threshold, judged.organisation, judged.quarter;
