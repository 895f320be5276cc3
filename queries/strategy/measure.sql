-- What is a measure, why does it matter, how is it calculated, and where is it from?
-- One row, or none where the strategy has no such measure.
-- Params: strategy text; measure text
select
    measure,
    name,
    why,
    how,
    unit,
    polarity,
    tolerance,
    tolerance_is_ours,
    target_note,
    source
from strategy_measure
where strategy_id = $strategy and measure = $measure
