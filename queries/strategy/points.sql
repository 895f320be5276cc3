-- What does the strategy print for a measure, or for each: baseline, published history, targets?
-- One row per figure, oldest first.
-- Params: strategy text; measure text?
select
    point.measure,
    point.kind,
    point.financial_year,
    point.value,
    point.tier,
    tier.name as tier_name,
    point.note,
    point.source
from strategy_point as point
left join tier
    on point.tier = tier.tier
    and point.strategy_id = tier.strategy_id
where point.strategy_id = $strategy
    and (cast($measure as varchar) is null or point.measure = cast($measure as varchar))
    and point.organisation is null -- a partner's own figure is none of the whole
order by point.financial_year, point.kind, point.tier, point.measure
