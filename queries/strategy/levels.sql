-- Which levels of maturity does the strategy know?
-- One row per level, from the lowest.
-- Params: strategy text
select
    place,
    level
from strategy_level
where strategy_id = $strategy
order by place
