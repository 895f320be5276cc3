-- What does the strategy hold, and in which document?
-- One row.
-- Params: strategy text
with

milestone as (
    select strategy_id, count(*) as milestones, max(called) as milestones_called
    from strategy_milestone
    group by strategy_id
),

behaviour as (
    select strategy_id, count(*) as behaviours
    from strategy_maturity
    group by strategy_id
)

select
    strategy.strategy_id as strategy,
    strategy.council,
    strategy.document,
    strategy.first_year,
    strategy.last_year,
    milestone.milestones_called,
    coalesce(milestone.milestones, 0) as milestones,
    coalesce(behaviour.behaviours, 0) as behaviours,
    review.earliest_months is not null as has_review
from strategy
left join milestone
    on strategy.strategy_id = milestone.strategy_id
left join behaviour
    on strategy.strategy_id = behaviour.strategy_id
left join strategy_contract_review as review
    on strategy.strategy_id = review.strategy_id
where strategy.strategy_id = $strategy
