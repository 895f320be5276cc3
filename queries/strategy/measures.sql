-- What does the strategy watch, and how is each measure worked out?
-- One row per measure, in the order of the strategy's file; without a query it is read in.
-- Params: strategy text
select
    measure.measure,
    measure.name,
    measure.why,
    measure.how,
    measure.unit,
    measure.polarity,
    measure.theme,
    theme.name as theme_name,
    measure.by_organisation,
    measure.tolerance,
    measure.tolerance_is_ours,
    measure.target_note,
    measure.rule,
    measure.rule_value,
    measure.rule_by_year,
    measure.rule_base_year,
    measure.rule_note,
    measure.query,
    measure.params,
    measure.source
from strategy_measure as measure
left join strategy_theme as theme
    on measure.strategy_id = theme.strategy_id
    and measure.theme = theme.theme
where measure.strategy_id = $strategy
order by measure.place
