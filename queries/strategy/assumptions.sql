-- What have we had to assume in reading the strategy?
-- One row per assumption, in the order of the strategy's file.
-- Params: strategy text
select assumption
from strategy_assumption
where strategy_id = $strategy
order by place
