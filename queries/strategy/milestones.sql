-- What did the strategy promise to do, who is to do it, and when, as printed and as dates?
-- One row per action, in the order of the strategy's file.
-- Params: strategy text
select
    milestone.called,
    milestone.milestone,
    milestone.number,
    milestone.action,
    milestone.detail,
    milestone.owner,
    milestone.theme,
    theme.name as theme_name,
    milestone.kind,
    milestone.starts_printed,
    milestone.starts,
    milestone.ends_printed,
    milestone.ends,
    milestone.note,
    milestone.source
from strategy_milestone as milestone
left join strategy_theme as theme
    on milestone.strategy_id = theme.strategy_id
    and milestone.theme = theme.theme
where milestone.strategy_id = $strategy
order by milestone.place
