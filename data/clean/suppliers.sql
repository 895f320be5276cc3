-- One row per line of a supplier list, typed. `register` is the public register it is taken from;
-- of its names alone the key is kept by which they are compared, with a mark of the rules that made it.
select
    row as source_row,
    coalesce(getvariable('organisation'), filled(organisation)) as organisation,
    stated(supplier) as supplier,
    coalesce(is_redacted(supplier), false) as redacted,
    stated(supplier_number) as supplier_number,
    company_number_of(company_number) as company_number,
    stated(company_number) as company_number_text,
    charity_number_of(charity_number) as charity_number,
    stated(charity_number) as charity_number_text,
    stated(postcode) as postcode,
    stated(registered_postcode) as registered_postcode,
    coalesce(size_of(size), size_of(sme)) as size,
    sme_of(sme) as sme,
    sme_of(size) as sme_by_size,
    vcse_of(vcse) as vcse,
    coalesce(is_yes(social_enterprise), is_of_type(organisation_type, 'social enterprise'))
        as social_enterprise,
    coalesce(
        is_yes(co_operative),
        is_of_type(organisation_type, 'co-?operative|mutual|industrial and provident|registered society')
    ) as co_operative,
    coalesce(is_yes(employee_owned), is_of_type(organisation_type, 'employee.owned'))
        as employee_owned,
    coalesce(is_yes(cic), is_of_type(organisation_type, 'cic|community interest company')) as cic,
    -- All in a register of charities are charities, whatever its columns of kinds of charity say.
    case
        when getvariable('register') = 'charity register' then true
        else coalesce(is_yes(charity), is_of_type(organisation_type, 'charity|charitable'))
    end as charity,
    coalesce(
        is_yes(public_body),
        is_of_type(organisation_type, 'public (?:body|sector)|council|local authority|nhs|government')
    ) as public_body,
    coalesce(
        is_yes(individual), is_of_type(organisation_type, 'individual|sole trader|person|foster carer')
    ) as individual,
    stated(told_by) as told_by,
    getvariable('register')::varchar as register,
    -- A register of charities keeps those that are none any more.
    register is not null and starts_with(lower(filled(register_status)), 'removed') as removed,
    -- A register has millions of names, so each build would spend a minute on what stays the same.
    if(register is null, null, normal_name(stated(supplier))) as name_key,
    if(register is null, null, getvariable('name_rules')::varchar) as name_rules
from line
