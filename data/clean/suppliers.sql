-- One row per line of a supplier list, typed.
create or replace temp view typed as
select
    row as source_row,
    coalesce(getvariable('organisation'), filled(organisation)) as organisation,
    stated(supplier) as supplier,
    coalesce(is_redacted(supplier), false) as redacted,
    stated(supplier_number) as supplier_number,
    company_number_of(company_number) as company_number,
    charity_number_of(charity_number) as charity_number,
    stated(postcode) as postcode,
    is_yes(sme) as sme,
    is_yes(vcse) as vcse
from line;
