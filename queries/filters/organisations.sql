-- Whose figures are there, and which of them is the strategy for?
-- One row per organisation, the strategy's own first, then by spend.
-- Params: strategy text
with

paid as (
    select organisation, sum(amount) as amount, cast(sum(lines) as bigint) as lines
    from received_month
    group by organisation
),

present as (
    select organisation from paid
    union
    select organisation from contract
)

select
    present.organisation,
    own.organisation is not null as is_own,
    coalesce(paid.lines, 0) as lines,
    coalesce(paid.amount, 0) as amount
from present
left join paid
    on present.organisation = paid.organisation
left join strategy_organisation as own
    on present.organisation = own.organisation
    and own.strategy_id = $strategy
order by is_own desc, amount desc, present.organisation
