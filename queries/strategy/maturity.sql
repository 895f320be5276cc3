-- How mature does the strategy say it is, behaviour by behaviour, and how mature does it want to be?
-- One row per behaviour, in the order of the strategy's file; levels are counted from 1, the lowest.
-- Params: strategy text
select
    behaviour.behaviour,
    behaviour.name,
    behaviour.theme,
    theme.name as theme_name,
    behaviour.is_success_measure,
    behaviour.now,
    lowest.place as now_level,
    behaviour.wanted,
    highest.place as wanted_level,
    behaviour.now_means,
    behaviour.wanted_means,
    behaviour.body_now,
    behaviour.body_wanted,
    behaviour.disagrees,
    behaviour.note,
    behaviour.source
from strategy_maturity as behaviour
inner join strategy_level as lowest
    on behaviour.strategy_id = lowest.strategy_id
    and behaviour.now = lowest.level
inner join strategy_level as highest
    on behaviour.strategy_id = highest.strategy_id
    and behaviour.wanted = highest.level
left join strategy_theme as theme
    on behaviour.strategy_id = theme.strategy_id
    and behaviour.theme = theme.theme
where behaviour.strategy_id = $strategy
order by behaviour.place
