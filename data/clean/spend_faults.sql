-- One row per fault of a spend extract: row, field, the value as it stands, the reason, rejected.
select source_row, 'amount' as field, amount_text as value, true as rejected,
    case
        when amount_text is null then 'There is no amount, so the row is rejected'
        else 'The amount could not be read, so the row is rejected'
    end as reason
from typed
where amount is null

union all

select source_row, 'payment_date', payment_date_text, false,
    case
        when payment_date_text is null then 'There is no date; kept with date not known'
        else 'The date could not be read; kept with date not known'
    end
from typed
where payment_date is null and getvariable('has_payment_date')

union all

select source_row, 'supplier', supplier, false,
    'The supplier name is a postcode; kept as it stands, it joins nothing beyond this organisation'
from typed
where postcode_tidy(supplier) is not null

union all

select source_row, 'supplier', null, false, 'There is no supplier; kept with supplier not known'
from typed
where supplier is null and getvariable('has_supplier')

union all

select source_row, field, value, false, reason
from impossible_numbers('typed')
