-- Under what headings does the strategy put its measures, actions and behaviours?
-- One row per heading, in the order of the strategy's file, with how many of each it has.
-- Params: strategy text
select
    theme.theme,
    theme.name,
    theme.kind,
    theme.part_of,
    theme.outcome,
    (
        select count(*)
        from strategy_measure as measure
        where measure.strategy_id = theme.strategy_id and measure.theme = theme.theme
    ) as measures,
    (
        select count(*)
        from strategy_milestone as milestone
        where milestone.strategy_id = theme.strategy_id and milestone.theme = theme.theme
    ) as milestones,
    (
        select count(*)
        from strategy_maturity as behaviour
        where behaviour.strategy_id = theme.strategy_id and behaviour.theme = theme.theme
    ) as behaviours,
    theme.source
from strategy_theme as theme
where theme.strategy_id = $strategy
order by theme.place
