-- One row per fault of a contracts register: row, field, the value as it stands, the reason.
select source_row, 'contract_value' as field, contract_value_text as value,
    not value_not_stated as rejected,
    case
        when value_not_stated then 'No value is stated; kept with value not known'
        else 'The value could not be read, so the row is rejected'
    end as reason
from typed
where contract_value is null

union all

select source_row, unreadable.field, unreadable.value, false,
    'The date could not be read; kept with date not known'
from typed
cross join lateral (
    values
        ('award_date', award_date_text, award_date),
        ('start_date', start_date_text, start_date),
        ('end_date', end_date_text, end_date),
        ('expiry_date', expiry_date_text, expiry_date)
) as unreadable (field, value, read_as)
where unreadable.value is not null and unreadable.read_as is null

union all

select source_row, 'supplier', null, false, 'There is no supplier; kept with supplier not known'
from typed
where supplier is null and getvariable('has_supplier')

union all

select source_row, field, value, false, reason
from impossible_numbers('typed')

union all

select source_row, 'weighting', weighting_text, false,
    'The weighting of social value could not be read as a part of 100%; kept with weighting not known'
from typed
where weighting_text is not null and weighting is null
