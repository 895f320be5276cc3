-- One row per line of a social-value record (one contract or project and one measure), typed.
create or replace temp view typed as
select
    row as source_row,
    coalesce(getvariable('organisation'), filled(organisation)) as organisation,
    stated(contract_reference) as contract_reference,
    stated(project) as project,
    stated(supplier) as supplier,
    coalesce(is_redacted(supplier), false) as redacted,
    stated(measure_reference) as measure_reference,
    stated(measure) as measure,
    stated(unit) as unit,
    date_of(award_date) as award_date,
    stated(award_date) as award_date_text,
    amount_of(contract_value) as contract_value,
    stated(contract_value) as contract_value_text,
    stated(category) as category,
    stated(postcode) as postcode,
    number_of(target_number) as target_number,
    amount_of(committed) as committed,
    filled(committed) as committed_text,
    stated(committed) is null as committed_not_stated,
    number_of(delivered_number) as delivered_number,
    amount_of(delivered) as delivered,
    stated(delivered) as delivered_text,
    amount_of(evidenced) as evidenced
from line;
