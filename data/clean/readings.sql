-- One row per reading of a measure that no extract holds, typed. "37%" is 37 with the mark "%", and
-- so is 37 where the unit's own column says per cent.
select
    row as source_row,
    coalesce(getvariable('organisation'), filled(organisation)) as organisation,
    stated(measure) as measure,
    stated(period) as period,
    period_from(stated(period)) as period_from,
    period_to(stated(period)) as period_to,
    reading_of(value) as value,
    filled(value) as value_text,
    case
        when ends_with(value, '%')
            or lower(trim(unit)) in ('%', 'percent', 'per cent', 'percentage') then '%'
        when contains(value, '£') then '£'
    end as mark,
    stated(unit) as unit,
    stated(source) as source,
    stated(note) as note
from line
