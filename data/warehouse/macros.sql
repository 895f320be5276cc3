-- Names and dates as the warehouse compares them.

-- "Smith & Sons (Holdings) Ltd." -> "smith and sons holdings": case, punctuation, a leading "the"
-- and the endings that say what kind of company it is are dropped. A name that is nothing but an
-- ending keeps it.
create or replace macro plain_words(t) as
    trim(regexp_replace(
        regexp_replace(lower(t), '[''’`.]', '', 'g'), '[^\pL\pN]+', ' ', 'g'
    ));

create or replace macro normal_name(t) as
    coalesce(
        nullif(
            regexp_replace(
                regexp_replace(
                    plain_words(replace(t, '&', ' and ')),
                    '(?: (?:ltd|limited|plc|llp|lp|cic|inc))+$', ''
                ),
                '^the ', ''
            ),
            ''
        ),
        nullif(lower(t), '')
    );

-- Lower case with only letters, digits and single spaces: how a strategy's terms are written.
create or replace macro term_words(t) as
    trim(regexp_replace(lower(t), '[^\pL\pN]+', ' ', 'g'));

-- A short, steady name for a key, the same whatever order files arrive in.
create or replace macro short_id(key) as substr(md5(key), 1, 16);

-- Financial years run April to March: 2023/24, and Q1 is April to June.
create or replace macro first_year_of(d) as year(d) - (month(d) < 4)::int;

create or replace macro financial_year_of(d) as
    first_year_of(d)::varchar || '/' || lpad(((first_year_of(d) + 1) % 100)::varchar, 2, '0');

create or replace macro quarter_of(d) as
    financial_year_of(d) || ' Q' || (((month(d) + 8) % 12) // 3 + 1)::varchar;
