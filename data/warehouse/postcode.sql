-- What is in a postcode, from text as people type it: any case, any spacing, stray punctuation.
-- Null for everything that is no UK postcode ("Various", "N/A", a foreign code); never an error.
-- A part of a postcode gives what it holds: 'SG1' has a district and no sector, 'SG1 1' has both.
-- 'SG1 1**' (masked) is read as the sector it shows; 'SG11**' could be two things and is null.
-- The letters are checked against the areas in use, so that 'T1' or an Irish 'D6W' is no postcode.
-- Only form is checked: whether 'SG99' exists, the reference tables say.
-- The pattern engine is RE2, so [\pL\pN] is any letter or digit of any script.

create or replace macro postcode_areas() as (
    'AB|AL|B|BA|BB|BD|BH|BL|BN|BR|BS|BT|BX|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY'
    || '|E|EC|EH|EN|EX|FK|FY|G|GL|GU|GY|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY'
    || '|L|LA|LD|LE|LL|LN|LS|LU|M|ME|MK|ML|N|NE|NG|NN|NP|NR|NW|OL|OX|PA|PE|PH|PL|PO|PR'
    || '|RG|RH|RM|S|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW'
    || '|UB|W|WA|WC|WD|WF|WN|WR|WS|WV|YO|ZE'
);

-- 'SG1', '1', 'AA' of a full postcode; empty text in each where it is none.
create or replace macro postcode_full_parts(value) as (
    regexp_extract(
        upper(value::varchar),
        '^[^\pL\pN]*((?:' || postcode_areas() || ')[0-9][A-Z0-9]?)'
        || '[^\pL\pN]*([0-9])[^\pL\pN]*([ABD-HJLNP-UW-Z]{2})[^\pL\pN]*$',
        ['district', 'digit', 'unit']
    )
);

-- 'SG1' and '1' of 'SG1 1', which needs the gap: without it 'SG11' is a district.
create or replace macro postcode_sector_parts(value) as (
    regexp_extract(
        upper(value::varchar),
        '^[^\pL\pN]*((?:' || postcode_areas() || ')[0-9][A-Z0-9]?)[^\pL\pN*]+([0-9])[^\pL\pN]*$',
        ['district', 'digit']
    )
);

-- 'SG1' standing alone. A mask may follow only after a gap ('SG1 ***').
create or replace macro postcode_district_alone(value) as (
    nullif(
        regexp_extract(
            upper(value::varchar),
            '^[^\pL\pN]*((?:' || postcode_areas() || ')[0-9][A-Z0-9]?)'
            || '(?:[^\pL\pN*#?_][^\pL\pN]*)?$',
            1
        ),
        ''
    )
);

-- 'sg11aa' -> 'SG1 1AA'; only a full postcode.
create or replace macro postcode_tidy(value) as (
    case
        when postcode_full_parts(value).district != ''
            then
                postcode_full_parts(value).district || ' '
                || postcode_full_parts(value).digit || postcode_full_parts(value).unit
    end
);

-- 'sg1 1aa' -> 'SG1 1'
create or replace macro postcode_sector_of(value) as (
    case
        when postcode_full_parts(value).district != ''
            then postcode_full_parts(value).district || ' ' || postcode_full_parts(value).digit
        when postcode_sector_parts(value).district != ''
            then postcode_sector_parts(value).district || ' ' || postcode_sector_parts(value).digit
    end
);

-- 'sg1 1aa' -> 'SG1', 'SG1' -> 'SG1'
create or replace macro postcode_district_of(value) as (
    coalesce(
        nullif(postcode_full_parts(value).district, ''),
        nullif(postcode_sector_parts(value).district, ''),
        postcode_district_alone(value)
    )
);

-- 'sg1 1aa' -> 'SG'
create or replace macro postcode_area_of(value) as (
    nullif(regexp_extract(postcode_district_of(value), '^[A-Z]+', 0), '')
);
