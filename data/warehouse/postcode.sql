-- What is in a postcode, from text as people type it: any case, any spacing, stray punctuation.
-- Null for everything that is no UK postcode ("Various", "N/A", a foreign code); never an error.
-- A part of a postcode gives what it holds: 'SG1' has a district and no sector, 'SG1 1' has both.
-- 'SG1 1**' (masked) is read as the sector it shows; 'SG11**' could be two things and is null.
-- The letters are checked against the areas in use, so that 'T1' or an Irish 'D6W' is no postcode.
-- Only form is checked: whether 'SG99' exists, the reference tables say.
-- Gaps and punctuation are listed: [^\pL\pN] would say it shorter, and takes ten times as long to
-- compile. The macros have no case, so that DuckDB matches a value once however many are asked.

create or replace macro postcode_areas() as (
    'AB|AL|B|BA|BB|BD|BH|BL|BN|BR|BS|BT|BX|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY'
    || '|E|EC|EH|EN|EX|FK|FY|G|GL|GU|GY|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY'
    || '|L|LA|LD|LE|LL|LN|LS|LU|M|ME|MK|ML|N|NE|NG|NN|NP|NR|NW|OL|OX|PA|PE|PH|PL|PO|PR'
    || '|RG|RH|RM|S|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW'
    || '|UB|W|WA|WC|WD|WF|WN|WR|WS|WV|YO|ZE'
);

-- What may stand between the halves: no mask ('*', '#', '?', '_'), since a mask hides something.
create or replace macro postcode_gap() as (
    '[\s"''(),./:;\x{A0}\x{2000}-\x{206F}\x{FEFF}-]'
);

-- What may stand around a postcode.
create or replace macro postcode_edge() as (
    '[\s[:punct:]\x{A0}\x{2000}-\x{206F}\x{FEFF}]'
);

-- 'SG1', '1', 'AA' of a full postcode; 'SG1' and, as known_digit, '1' of a sector, which needs the
-- gap, since without it 'SG11' is a district; 'SG1' of a district. Empty text for what is missing.
create or replace macro postcode_parts(value) as (
    regexp_extract(
        upper(value::varchar),
        '^' || postcode_edge() || '*((?:' || postcode_areas() || ')[0-9][A-Z0-9]?)(?:'
        || postcode_gap() || '*([0-9])' || postcode_gap() || '*([ABD-HJLNP-UW-Z]{2})'
        || postcode_edge() || '*|'
        || postcode_gap() || '+([0-9])' || postcode_edge() || '*|'
        || '(?:' || postcode_gap() || postcode_edge() || '*)?)$',
        ['district', 'digit', 'unit', 'known_digit']
    )
);

-- 'sg11aa' -> 'SG1 1AA'; only a full postcode.
create or replace macro postcode_tidy(value) as (
    postcode_parts(value).district || ' ' || postcode_parts(value).digit
    || nullif(postcode_parts(value).unit, '')
);

-- 'sg1 1aa' -> 'SG1 1'
create or replace macro postcode_sector_of(value) as (
    postcode_parts(value).district || ' '
    || nullif(postcode_parts(value).digit || postcode_parts(value).known_digit, '')
);

-- 'SG1 1AA' -> 'SG1 1', of what is tidy already: many times faster. A district gives 'SG1 ', which
-- no sector is called.
create or replace macro tidy_sector(postcode) as (
    split_part(postcode, ' ', 1) || ' ' || left(split_part(postcode, ' ', 2), 1)
);

-- 'sg1 1aa' -> 'SG1', 'SG1' -> 'SG1'
create or replace macro postcode_district_of(value) as (
    nullif(postcode_parts(value).district, '')
);

-- Kilometres between two points in degrees, along a great circle (haversine, mean radius of the
-- earth): right to half a percent.
create or replace macro distance_km(latitude, longitude, to_latitude, to_longitude) as (
    2 * 6371.0088 * asin(sqrt(
        pow(sin(radians(to_latitude - latitude) / 2), 2)
        + cos(radians(latitude)) * cos(radians(to_latitude))
        * pow(sin(radians(to_longitude - longitude) / 2), 2)
    ))
);

-- 'sg1 1aa' -> 'SG'
create or replace macro postcode_area_of(value) as (
    nullif(regexp_extract(postcode_parts(value).district, '^[A-Z]+', 0), '')
);
