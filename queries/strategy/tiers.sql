-- Who is local under the strategy?
-- One row per tier of the strategy, from the innermost outwards, with what it is made of.
-- Params: strategy text
select * exclude (strategy_id)
from tier_made_of
where strategy_id = $strategy
order by tier
