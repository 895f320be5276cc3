-- Names and dates as the warehouse compares them.

-- "Smith & Sons (Holdings) Ltd." -> "smith and sons holdings": case, punctuation, accents, "the" at
-- either end and the endings that say what kind of company it is are dropped. A name that is nothing
-- but an ending keeps it. By the same differences the registrar of companies takes two names for one.

-- Marks belong to the letters of many scripts: without them two words of Hindi would be one.
create or replace macro plain_words(t) as
    case
        -- Most names are plain already, and a look is quicker than a change.
        when regexp_full_match(lower(t), '[a-z0-9]+(?: [a-z0-9]+)*') then lower(t)
        else trim(regexp_replace(
            regexp_replace(lower(t), '[''’`.]', '', 'g'), '[^\pL\pM\pN]+', ' ', 'g'
        ))
    end;

-- Accents say nothing over Latin letters, and much over others.
create or replace macro without_accents(t) as
    case
        when strlen(t) = length(t) then t
        when regexp_matches(t, '[^\x00-\x{24f}\x{300}-\x{36f}\x{1e00}-\x{1eff}\x{2000}-\x{206f}]')
            then nfc_normalize(t)
        else strip_accents(t)
    end;

-- "Elior UK plc t/a Azure" is Elior; "T/A Holly House", whose owner is not said, is Holly House.
create or replace macro says_trading_as(t) as regexp_matches(t, '(?i)\b(?:t/as?|trading as)\b');

create or replace macro owner_of(t) as
    nullif(regexp_extract(t, '(?i)^\s*(.*?)[\s,(-]*\b(?:t/as?|trading as)\b', 1), '');

create or replace macro without_trading_as(t) as
    case
        when not says_trading_as(t) then t
        else coalesce(
            owner_of(t), regexp_replace(t, '(?i)^.*?\b(?:t/as?|trading as)\b[\s:.-]*', '')
        )
    end;

create or replace macro with_and(t) as
    replace(replace(without_accents(t), '&', ' and '), '+', ' and ');

create or replace macro without_ending(words) as
    regexp_replace(
        regexp_replace(
            words,
            '(?: (?:ltd|limited|plc|llp|lp|cic|cio|inc|the|public limited company'
            || '|limited liability partnership|community interest company'
            || '|charitable incorporated organi[sz]ation))+$',
            ''
        ),
        '^the ', ''
    );

create or replace macro normal_words(t) as
    coalesce(nullif(without_ending(plain_words(with_and(t))), ''), nullif(lower(t), ''));

create or replace macro normal_name(t) as normal_words(without_trading_as(t));

-- Whether a name says what kind of company it is: only one company in the country may bear it.
create or replace macro says_legal_form(words) as
    regexp_matches(words, '\b(?:ltd|limited|plc|llp|lp|cic|cio|inc|company)\b');

-- Schools, surgeries, homes, halls and inns are called alike in many towns: there are hundreds of
-- St Mary's Primary Schools. Such a name is one body's within an organisation, and anybody's beyond it.
create or replace macro names_a_site(name_key) as
    regexp_matches(
        name_key,
        '\b(?:school|primary|infants|juniors|nursery|playgroup|preschool|pre school|kindergarten'
        || '|surgery|practice|medical centre|health centre|dental care|pharmacy|chemist'
        || '|church|chapel|pcc|mosque|hall|community centre|youth centre|parish council'
        || '|town council|home|house|lodge|court|manor|grange|cottage|villa|farm|hotel|inn|arms'
        || '|tavern|cafe|taxis|cars|coaches|stores|garage|club|scouts|guides|brownies|pta'
        || '|library|allotments|allotment association|residents association'
        || '|(?:red|white|black|golden|royal) (?:lion|hart|horse|swan|oak)|(?:kings|queens) head)$'
    );

-- "Premium Care" and "Direct Services" say what is done and not by whom: firms up and down the country
-- are called so. One or two words, all of them words of trade (data/words/trade.txt).
create or replace macro says_only_what(name_key) as
    coalesce(
        regexp_full_match(
            name_key,
            '(?:' || getvariable('trade_words') || ')(?: (?:' || getvariable('trade_words') || '))?'
        ),
        false
    );

-- Lower case with only letters, digits and single spaces: how a strategy's terms are written.
create or replace macro term_words(t) as
    trim(regexp_replace(lower(t), '[^\pL\pN]+', ' ', 'g'));

-- The name of a line of a register as it is compared. It was worked out when the line was cleaned,
-- by the rules of name_rules; a line cleaned by other rules, or before there was a key, is read anew.
create or replace macro register_key(line) as
    if(line.name_rules = getvariable('name_rules'), line.name_key, normal_name(line.supplier));

-- How a line names its supplier, as one text: lines that say the same are one mention.
create or replace macro naming(whose, named, number, company, charity) as
    concat(whose, chr(31), named, chr(31), number, chr(31), company, chr(31), charity);

-- A short, steady name for a key, the same whatever order files arrive in.
create or replace macro short_id(key) as substr(md5(key), 1, 16);

-- Financial years run April to March: 2023/24, and Q1 is April to June.
create or replace macro first_year_of(d) as year(d) - (month(d) < 4)::int;

create or replace macro financial_year_of(d) as
    first_year_of(d)::varchar || '/' || lpad(((first_year_of(d) + 1) % 100)::varchar, 2, '0');

create or replace macro quarter_of(d) as
    financial_year_of(d) || ' Q' || (((month(d) + 8) % 12) // 3 + 1)::varchar;

-- Words for nobody in particular, and what is no name at all: a postcode, stars, an account number.
-- Money under them is not one supplier's. "Multiple Sclerosis Society" and "Cash Registers" are names.
create or replace macro is_catch_all(name_key) as
    regexp_matches(
        name_key,
        '^(?:various|sundry|sundries|miscellaneous|misc|petty cash|one time|one off|onetime'
        || '|unknown|not known|not applicable)\b'
        || '|^(?:(?:cash|suppliers?|vendors?|refunds?|payees?|creditors?|multiple|foster carers?'
        || '|direct payments?|clients?|customers?|individuals?|personal budgets?|recipients?'
        || '|accounts?|people|names?|\d+)(?: |$))+$'
        || '|^[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}$'
    )
    or not regexp_matches(name_key, '\pL');

-- Whether two normalised names may be one supplier's: a letter or two apart, or one within the other.
create or replace macro alike_names(one, other) as
    one = other
    or jaro_winkler_similarity(one, other) >= 0.93
    or list_has_all(string_split(one, ' '), string_split(other, ' '))
    or list_has_all(string_split(other, ' '), string_split(one, ' '));

-- Whether two names that bear one registered number may be one body's: the number speaks for it, so a
-- word of both is enough that one begins with, or that one is the other's initials.
create or replace macro akin_names(one, other) as
    alike_names(one, other)
    or jaro_winkler_similarity(one, other) >= 0.85
    or (
        length(string_split(one, ' ')[1]) > 2
        and list_contains(string_split(other, ' '), string_split(one, ' ')[1])
    )
    or (
        length(string_split(other, ' ')[1]) > 2
        and list_contains(string_split(one, ' '), string_split(other, ' ')[1])
    )
    or regexp_replace(one, '(\w)\w* ?', '\1', 'g') = replace(other, ' ', '')
    or regexp_replace(other, '(\w)\w* ?', '\1', 'g') = replace(one, ' ', '');

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
