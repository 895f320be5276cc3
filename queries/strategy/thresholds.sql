-- At what amounts does the strategy ask for something, and for what?
-- One row per threshold, in the order of the strategy's file.
-- Params: strategy text
select
    threshold,
    purpose,
    amount,
    operator,
    below,
    applies_to,
    note,
    source
from strategy_threshold
where strategy_id = $strategy
order by place
