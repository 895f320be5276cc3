-- Text as published to typed values. A macro gives null for text it cannot read, never a guess.
-- Two decisions are made once for a whole sheet and held in variables: decimal_comma, day_first.

-- Cells arrive without white space at their ends (data/read.py).
create or replace macro filled(t) as nullif(t, '');

-- What people write where there is nothing to write; none of it is longer than 15 bytes.
-- A pattern and not a list: DuckDB joins with a list, and a join forgets the order of rows.
create or replace macro stated(t) as
    case
        when filled(t) is null then null
        when strlen(t) > 15 or t between '0' and ':' then t  -- none begins with a digit
        when regexp_full_match(
            lower(t),
            '#?n/a|na|null|none|nil|--?|–|tb[cda]|to be confirmed|unknown|not known|not applicable|\?'
        ) then null
        else t
    end;

-- £1,234.56 · (1,234.56) · 1234.56- · −12 · £28.758,00 · 1.2E+05, to the penny, half away from zero.
create or replace macro bare_amount(t) as
    regexp_replace(
        regexp_replace(
            upper(t), '^[£€$\s\x{00A0}''"+()−–-]*(?:GBP)?[£€$\s\x{00A0}+()−–-]*', ''
        ),
        '[\s\x{00A0}''")−–-]*(?:GBP)?[\s\x{00A0}]*(?:CR|DR)?[.]?$', ''
    );

create or replace macro is_negative(t) as
    regexp_matches(t, '^[^0-9]*[(−–-]|[−–-]\s*$|[cC][rR]\s*$');

create or replace macro digits_of(bare) as
    case
        when coalesce(getvariable('decimal_comma'), false)
            then case
                when regexp_full_match(bare, '(?:\d{1,3}(?:\.\d{3})+|\d+)?(?:,\d*)?')
                    then replace(replace(bare, '.', ''), ',', '.')
                when regexp_full_match(bare, '\d+\.\d{1,2}') then bare
            end
        when regexp_full_match(
            bare, '(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?(?:E[+-]?\d{1,3})?'
        )
            then replace(bare, ',', '')
        when regexp_full_match(bare, '\d{1,3}(?:[ \x{00A0}'']\d{3})+(?:\.\d*)?')
            then regexp_replace(bare, '[ \x{00A0}'']', '', 'g')
    end;

create or replace macro without_signs(t) as
    replace(replace(replace(replace(replace(t, ',', ''), '£', ''), '(', ''), ')', ''), '-', '');

create or replace macro amount_of(t) as
    case
        when filled(t) is null then null
        -- The commonest forms first, by a shorter way to the same answer.
        when regexp_full_match(t, '-?\d{1,12}(?:\.\d{1,2})?')
            then try_cast(t as decimal(18, 2))
        when not coalesce(getvariable('decimal_comma'), false)
            and regexp_full_match(t, '[(-]?£?-?\d{1,3}(?:,\d{3})*(?:\.\d{1,2})?\)?')
            then (case when contains(t, '(') or contains(t, '-') then -1 else 1 end)
                * try_cast(without_signs(t) as decimal(18, 2))
        when regexp_matches(t, '\d')
            then (case when is_negative(t) then -1 else 1 end)
                * try_cast(
                    round(try_cast(digits_of(bare_amount(t)) as decimal(38, 12)), 2)
                    as decimal(18, 2)
                )
    end;

-- Dates are brought to one separator first, so that 01-Apr-2013 and 01/Apr/2013 are one form.
create or replace macro slashed(t) as
    regexp_replace(
        regexp_replace(
            regexp_replace(filled(t), '[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?$', ''),
            '(\d)(?:st|nd|rd|th)\b|(?i:(sep)t)\b', '\1\2'
        ),
        '[-./,\s]+', '/', 'g'
    );

create or replace macro sane_date(d) as
    case when d between date '1900-01-01' and date '2199-12-31' then d end;

-- Two-digit years are tried first: a format for them never takes a year of four.
create or replace macro date_of(t) as
    sane_date(
        case
            when filled(t) is null then null
            -- The commonest forms first, by a shorter way to the same answer.
            when regexp_full_match(t, '\d{2}/\d{2}/\d{4}')
                then case
                    when coalesce(getvariable('day_first'), true)
                        then try_strptime(t, '%d/%m/%Y')::date
                    else try_strptime(t, '%m/%d/%Y')::date
                end
            when regexp_full_match(t, '\d{4}-\d{2}-\d{2}') then try_cast(t as date)
            when regexp_full_match(t, '\d{1,2}-[A-Za-z]{3}-\d{2}')
                then try_strptime(t, '%d-%b-%y')::date
            when regexp_full_match(slashed(t), '\d{4}/\d{1,2}/\d{1,2}')
                then try_strptime(slashed(t), '%Y/%m/%d')::date
            when regexp_full_match(
                slashed(t), '\d{1,2}/(?:\d{1,2}|[A-Za-z]{3,9})/(?:\d{2}|\d{4})'
            )
                then case
                    when coalesce(getvariable('day_first'), true)
                        then try_strptime(slashed(t), [
                            '%d/%m/%y', '%d/%m/%Y', '%d/%b/%y', '%d/%b/%Y', '%d/%B/%y', '%d/%B/%Y'
                        ])::date
                    else try_strptime(slashed(t), [
                        '%m/%d/%y', '%m/%d/%Y', '%d/%b/%y', '%d/%b/%Y', '%d/%B/%y', '%d/%B/%Y'
                    ])::date
                end
            -- yyyymmdd, then the day numbers of Excel (42736 is 1 January 2017)
            when regexp_full_match(t, '(?:19|20|21)\d{6}') then try_strptime(t, '%Y%m%d')::date
            when regexp_full_match(t, '[2-7]\d{4}(?:\.\d+)?')
                then date '1899-12-30' + try_cast(floor(try_cast(t as double)) as integer)
        end
    );

create or replace macro is_yes(t) as
    case
        when regexp_matches(
            lower(filled(t)),
            '^(?:y|yes|true|1|sme|micro|small|medium|vcse|charity|voluntary|community|cic)\b'
        ) then true
        when regexp_matches(lower(filled(t)), '^(?:n|no|false|0|large)\b')
            and lower(filled(t)) not in ('n/a') then false
    end;

create or replace macro number_of(t) as amount_of(t);

-- What a column says of size or sector, in the many ways of saying it: "SME", "Micro", "Non-SME",
-- "VCSE 1121596". What one of them leaves open is not known: "Micro" says nothing of the sector.
create or replace macro size_of(t) as
    nullif(regexp_extract(lower(filled(t)), '\b(micro|small|medium|large)\b', 1), '');

create or replace macro sme_of(t) as
    case
        when regexp_matches(lower(filled(t)), '\b(?:non|not an?|not)[ -]*sme\b') then false
        when size_of(t) is not null then size_of(t) <> 'large'
        when regexp_matches(lower(filled(t)), '\bsme\b') then true
        when regexp_matches(lower(filled(t)), '^(?:y|yes|true|1)\b') then true
        when regexp_matches(lower(filled(t)), '^(?:n|no|false|0|none|neither)\b')
            and lower(t) <> 'n/a' then false
    end;

create or replace macro vcse_of(t) as
    case
        when regexp_matches(lower(filled(t)), '\b(?:non|not an?|not)[ -]*(?:vcse|charity)\b')
            then false
        when regexp_matches(
            lower(filled(t)),
            '\b(?:vcse|vcso?|charity|charitable|voluntary|community|cic|cio|social enterprise'
            || '|third sector|not[- ]for[- ]profit)\b'
        ) then true
        when regexp_matches(lower(filled(t)), '^(?:y|yes|true|1)\b') then true
        when regexp_matches(lower(filled(t)), '^(?:n|no|false|0|none|neither)\b')
            and lower(t) <> 'n/a' then false
    end;

-- A type of organisation names what it is and says nothing of what else it may be.
create or replace macro is_of_type(t, pattern) as
    case when regexp_matches(lower(filled(t)), '\b(?:' || pattern || ')') then true end;

-- Companies House numbers: gb/02165763, 2165763 and 02165763 are one. Eight digits, or two letters
-- in use there and six digits. Charity numbers have six or seven digits (England and Wales), SC and
-- six (Scotland) or NIC and six (Northern Ireland).
create or replace macro company_number_bare(t) as
    regexp_replace(
        regexp_replace(upper(filled(t)), '^GB(?:-COH)?[-/ ]*', ''), '[\s\x{00A0}./-]', '', 'g'
    );

create or replace macro company_number_of(t) as
    case
        when regexp_full_match(company_number_bare(t), '0*') then null
        when regexp_full_match(company_number_bare(t), '\d{1,8}')
            then lpad(company_number_bare(t), 8, '0')
        when regexp_full_match(
            company_number_bare(t),
            '(?:AC|CE|CS|ES|FC|FE|GE|GN|GS|IC|IP|LP|NA|NC|NF|NI|NL|NO|NP|NR|NV|NZ|OC|OE|PC|R0|RC'
            || '|RS|SA|SC|SE|SF|SG|SI|SL|SO|SP|SR|SZ|ZC)\d{1,6}[A-Z]?'
        )
            then left(company_number_bare(t), 2)
                || lpad(substr(company_number_bare(t), 3), 6, '0')
    end;

create or replace macro charity_number_of(t) as
    case
        when regexp_full_match(
            regexp_replace(upper(filled(t)), '[^A-Z0-9]', '', 'g'), '(?:SC0?\d{5}|NIC\d{6}|\d{6,7})'
        )
            then regexp_replace(upper(filled(t)), '[^A-Z0-9]', '', 'g')
        when regexp_matches(lower(filled(t)), '\b(?:vcse|charity|registered)\b')
            then nullif(
                regexp_extract(upper(t), '(?:^|[^0-9])((?:SC|NIC)?\d{6,7})(?:[^0-9]|$)', 1), ''
            )
    end;

-- Of typed rows, each number under which no body can be registered. A column that holds other
-- things too may have something else than a number there.
create or replace macro impossible_numbers(lines) as table
select source_row, told.field, told.value, told.reason
from query_table(lines)
cross join lateral (
    values
        (
            'company_number', company_number_text, company_number,
            'This cannot be a company number; it joins nothing'
        ),
        (
            'charity_number', charity_number_text, charity_number,
            'This cannot be a charity number; it joins nothing'
        )
) as told (field, value, number, reason)
where told.value is not null and told.number is null
    and not (told.field = 'charity_number' and getvariable('charity_number_is_mixed'));

-- Nearly every name is let go by the first look.
create or replace macro is_redacted(t) as
    case
        when filled(t) is null then null
        when not (
            contains(lower(t), 'redact') or contains(lower(t), 'personal data')
            or contains(lower(t), 'withheld') or starts_with(lower(t), 'name removed')
        ) then false
        else regexp_matches(
            lower(t), '\bredacted\b|\bredact\b|personal data|\bwithheld\b|^name removed'
        )
    end;

-- A figure that need not be money, to four decimals; a percentage is taken as it is written.
create or replace macro reading_of(t) as
    (case when is_negative(t) then -1 else 1 end)
        * try_cast(
            round(
                try_cast(digits_of(bare_amount(trim(rtrim(t, '%')))) as decimal(38, 12)), 4
            ) as decimal(18, 4)
        );

create or replace macro weighting_between(part) as
    case when part between 0 and 1 then cast(part as decimal(5, 4)) end;

-- What part of an evaluation something decides, 0 to 1: 20% · 20 per cent · 0.2 · 20. A bare 1 may
-- be 1% or all of it, and is not read.
create or replace macro weighting_of(t) as
    case
        when regexp_matches(lower(filled(t)), '(?:%|per ?cent)$')
            then weighting_between(
                reading_of(regexp_replace(lower(t), '\s*(?:%|per ?cent)$', '')) / 100
            )
        when reading_of(filled(t)) > 1 then weighting_between(reading_of(t) / 100)
        when reading_of(filled(t)) < 1 then weighting_between(reading_of(t))
    end;

-- A period as people write it: 2023/24 · 2023-24 · FY 2023/24 · 2023/24 Q1 · Q1 2023/24 · April 2023
-- · a date. A financial year runs April to March.
create or replace macro year_of_period(t) as
    case
        when regexp_matches(t, '\b20\d\d ?[-/–] ?(?:20)?\d\d\b')
            and (regexp_extract(t, '\b20(\d\d) ?[-/–]', 1)::int + 1) % 100
                = regexp_extract(t, '[-/–] ?(?:20)?(\d\d)\b', 1)::int
            then regexp_extract(t, '\b(20\d\d) ?[-/–]', 1)::int
    end;

create or replace macro quarter_of_period(t) as
    try_cast(regexp_extract(upper(t), '\bQ(?:UARTER|TR)? ?([1-4])\b', 1) as int);

-- A quarter that there is none of ("Q5") is not the year without it.
create or replace macro has_no_such_quarter(t) as
    regexp_matches(upper(t), '\bQ(?:UARTER|TR)? ?\d') and quarter_of_period(t) is null;

create or replace macro month_of_period(t) as
    coalesce(
        try_strptime('1 ' || t, ['%d %B %Y', '%d %b %Y', '%d %b-%y', '%d %b %y'])::date,
        try_strptime(t || '-01', '%Y-%m-%d')::date
    );

create or replace macro period_from(t) as
    case
        when has_no_such_quarter(t) then null
        when year_of_period(t) is not null
            then (
                make_date(year_of_period(t), 4, 1)
                + to_months(3 * (coalesce(quarter_of_period(t), 1) - 1)::int)
            )::date
        else coalesce(date_of(t), month_of_period(t))
    end;

create or replace macro period_to(t) as
    case
        when has_no_such_quarter(t) then null
        when year_of_period(t) is not null
            then (
                period_from(t)
                + to_months(case when quarter_of_period(t) is null then 12 else 3 end)
                - to_days(1)
            )::date
        when date_of(t) is not null then date_of(t)
        else (month_of_period(t) + to_months(1) - to_days(1))::date
    end;

-- What an unreadable period may have meant: the financial year that starts in the year it names.
create or replace macro nearest_period(t) as
    case
        when regexp_matches(t, '\b20\d\d')
            then regexp_extract(t, '\b(20\d\d)', 1) || '/'
                || right((regexp_extract(t, '\b(20\d\d)', 1)::int + 1)::varchar, 2)
    end;

-- A name as its words alone, for comparing: "% SME spend" and "sme_spend" are near.
create or replace macro words_alone(t) as
    trim(regexp_replace(lower(t), '[^\pL\pN]+', ' ', 'g'));
