-- One row per fault of a supplier list: row, field, the value as it stands, the reason.
select source_row, 'supplier' as field, cast(null as varchar) as value, false as rejected,
    'There is no supplier name; kept under its number' as reason
from typed
where supplier is null and getvariable('has_supplier')

union all

select source_row, 'supplier', supplier, false,
    'The supplier name is a postcode; kept as it stands, it joins no payment'
from typed
where postcode_tidy(supplier) is not null

union all

select source_row, 'postcode', postcode, false,
    case
        when postcode is null then 'There is no postcode; the place stays not known'
        else 'This is not a UK postcode; the place stays not known'
    end
from typed
where postcode_district_of(postcode) is null and getvariable('has_postcode')
    and postcode_district_of(registered_postcode) is null

union all

select source_row, 'registered_postcode', registered_postcode, false,
    'This is not a UK postcode; the registered place stays not known'
from typed
where registered_postcode is not null and postcode_district_of(registered_postcode) is null

union all

select source_row, field, value, false, reason
from impossible_numbers('typed')
