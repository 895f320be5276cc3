-- One row per fault of a list of readings: row, field, the value as it stands, the reason, rejected.
select source_row, 'value' as field, value_text as value, true as rejected,
    case
        when value_text is null then 'There is no value, so the row is rejected'
        else 'The value could not be read, so the row is rejected'
    end as reason
from typed
where value is null

union all

select source_row, 'measure', cast(null as varchar), false,
    'The row does not say what was measured; kept with the measure not known'
from typed
where measure is null

union all

select source_row, 'period', period, false,
    case
        when period is null then 'There is no period; kept with the period not known'
        else 'The period could not be read; kept as it is written'
    end
from typed
where period_from is null
