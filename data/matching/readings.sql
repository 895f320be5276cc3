-- From `given` (one row per supplier) to the ways each name may be read, and how common its words
-- are. Expects the macros of the warehouse and the variables small_words and trade_words.

create or replace macro of_some_kind_of_trade(t) as list_contains(getvariable('trade_words'), t);

-- What stands for many, or for nobody known, is never anybody's twin.
create or replace macro is_catch_all(t) as regexp_matches(
    t,
    '\b(redact|redacted|redaction|personal data|personal information|withheld|petty cash)\b'
    || '|^(various|sundry|sundries|misc|miscellaneous|unknown|not known|not stated|one off'
    || '|one time|name removed|general expenses|suspense|cash|none|null|na|n a|tbc|test)'
    || '( (supplier|suppliers|vendor|vendors|payee|payees|creditor|creditors|payment|payments'
    || '|provider|providers|account|individual|individuals|person|people|customers?|a c))*$'
    || '|^(various|sundry|sundries|miscellaneous) '
);

-- "Acorn Ltd (****9960)", "pitney bowes     071024 1": marks of the finance system, not the name.
-- The long forms of PLC and CIC go with them, as the short ones do.
create or replace macro without_marks(t) as
    regexp_replace(
        regexp_replace(
            t,
            '\*+\s*\d*|\b(public limited company|community interest company'
            || '|charitable incorporated organi[sz]ation)\b',
            ' ',
            'gi'
        ),
        '\s\d{6}\s+\d+\s*$',
        ''
    );

create temp table named as
with

marked as (
    select
        supplier_id, name, name_key, postcode, company_number, charity_number, is_person,
        string_split_regex(
            without_marks(name),
            '(?i)\bt\s*[/\\-]\s*as?\b|\btrading\s+as\b|\bt/a'
        ) as parts
    from given
    where name_key is not null
)

select
    supplier_id,
    name,
    nullif(upper(regexp_replace(postcode, '\s', '', 'g')), '') as postcode,
    company_number,
    charity_number,
    is_person,
    parts,
    strip_accents(
        case
            when len(parts) = 1 and name = without_marks(name) then name_key
            else coalesce(normal_name(array_to_string(parts, ' ')), name_key)
        end
    ) as whole
from marked
where not is_catch_all(name_key);

-- One row per supplier and way to read its name: 0 as a whole, then what stands before and after
-- "t/a". `words` are in their order; long numbers, which are references, stand apart.
create temp table reading as
with

read as (
    select supplier_id, 0 as part, whole as plain, length(name) as length from named
    union all
    select
        supplier_id,
        unnest(range(1, len(parts) + 1)) as part,
        strip_accents(normal_name(unnest(parts))) as plain,
        length(name) as length
    from named
    where len(parts) > 1
),

split as (
    select *, list_slice(string_split(plain, ' '), 1, 40) as every
    from read
    where plain is not null
),

sifted as (
    select
        *,
        list_filter(
            every,
            lambda w: not list_contains(getvariable('small_words'), w)
            and not regexp_matches(w, '^\d{5,}$')
        ) as most,
        list_sort(list_filter(every, lambda w: regexp_matches(w, '^\d{5,}$'))) as reference
    from split
)

select
    row_number() over (order by supplier_id, part)::integer - 1 as reading_id,
    supplier_id,
    part,
    length,
    if(most = [], every, most) as words,
    if(most = [], [], reference) as reference,
    list_sort(
        list_filter(if(most = [], every, most), lambda w: regexp_matches(w, '\d'))
    ) as numbers
from sifted
where regexp_matches(plain, '[\pL\pN]');

create temp table word_of as
select distinct reading_id, unnest(words) as word
from reading;

-- How much a shared word says: much if few names have it, little if it is a word of trade.
create temp table word as
with

counted as (
    select word_of.word, count(distinct reading.supplier_id) as names
    from word_of
    inner join reading using (reading_id)
    group by word_of.word
)

select
    word,
    names,
    of_some_kind_of_trade(word) as of_trade,
    least(
        ln(greatest((select count(*) from named), 20000) / names),
        if(of_some_kind_of_trade(word), 2, if(length(word) = 1, 2.5, 12))
    ) as weight
from counted;
