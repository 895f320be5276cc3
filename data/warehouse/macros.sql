-- Names and dates as the warehouse compares them.

-- "Smith & Sons (Holdings) Ltd." -> "smith and sons holdings": case, punctuation, a leading "the"
-- and the endings that say what kind of company it is are dropped. A name that is nothing but an
-- ending keeps it.
create or replace macro plain_words(t) as
    trim(regexp_replace(
        regexp_replace(lower(t), '[''’`.]', '', 'g'), '[^\pL\pN]+', ' ', 'g'
    ));

-- "Elior UK plc t/a Azure" is Elior; "T/A Holly House", whose owner is not said, is Holly House.
create or replace macro without_trading_as(t) as
    case
        when not regexp_matches(t, '(?i)\b(?:t/a|trading as)\b') then t
        else coalesce(
            nullif(regexp_extract(t, '(?i)^\s*(.*?)[\s,(-]*\b(?:t/a|trading as)\b', 1), ''),
            regexp_replace(t, '(?i)^.*?\b(?:t/a|trading as)\b[\s:.-]*', '')
        )
    end;

create or replace macro normal_name(t) as
    coalesce(
        nullif(
            regexp_replace(
                regexp_replace(
                    plain_words(replace(without_trading_as(t), '&', ' and ')),
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

-- Words for nobody in particular. Money under them is not one supplier's.
create or replace macro is_catch_all(name_key) as
    regexp_matches(
        name_key,
        '^(?:various|sundry|sundries|miscellaneous|misc|petty cash|cash|one time|one off|onetime'
        || '|unknown|not known|not applicable|supplier|suppliers|vendor|refunds?|payee|multiple'
        || '|foster carers?|direct payments?|client|customer|individuals?|personal budget)\b'
    );

-- Whether two normalised names may be one supplier's: a letter or two apart, or one within the other.
create or replace macro alike_names(one, other) as
    one = other
    or jaro_winkler_similarity(one, other) >= 0.93
    or list_has_all(string_split(one, ' '), string_split(other, ' '))
    or list_has_all(string_split(other, ' '), string_split(one, ' '));

-- What a name says of whose it is.
create or replace macro says_cic(name) as
    regexp_matches(name, '(?i)\b(?:c\.?i\.?c|community interest company)\.?\s*$');

create or replace macro says_public_body(name_key) as
    regexp_matches(
        name_key,
        '\b(?:council|nhs|constabulary|police and crime commissioner|fire and rescue|hmrc'
        || '|hm revenue|integrated care board|clinical commissioning group|combined authority'
        || '|department for|ministry of|environment agency|academies trust|academy trust'
        || '|university|primary school|high school|secondary school|pension fund)\b'
    )
    and not regexp_matches(name_key, '\b(?:for|supplies|services to|council for|trading)\b');
