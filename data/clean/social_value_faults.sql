-- One row per fault of a social-value record: row, field, the value as it stands, the reason.
select source_row, 'committed' as field, committed_text as value,
    not committed_not_stated as rejected,
    case
        when committed_not_stated then 'No committed value is stated; kept as not known'
        else 'The committed value could not be read, so the row is rejected'
    end as reason
from typed
where committed is null and getvariable('has_committed')

union all

select source_row, unreadable.field, unreadable.value, false,
    'This could not be read; kept as not known'
from typed
cross join lateral (
    values
        ('award_date', award_date_text, award_date is not null),
        ('contract_value', contract_value_text, contract_value is not null),
        ('delivered', delivered_text, delivered is not null)
) as unreadable (field, value, was_read)
where unreadable.value is not null and not unreadable.was_read
