-- Which pairs of readings are worth a closer look. Names meet in a block when they share something
-- few names have; a block of more than the variable largest_block names is passed over, so no
-- common word makes every name meet every other.

create temp table block as
with

-- the words of each reading, the rarest first
ranked as (
    select
        word_of.reading_id,
        word.word,
        word.names,
        word.of_trade,
        row_number() over (
            partition by word_of.reading_id order by word.weight desc, word.word
        ) as place
    from word_of
    inner join word using (word)
),

letters as (
    select
        reading_id,
        array_to_string(words, '') as run,
        array_to_string(list_transform(words, lambda w: w[1]), '') as initials,
        -- "hm revenue customs" is HMRC: letters that spell no word are initials already
        array_to_string(
            list_transform(
                words, lambda w: if(regexp_matches(w, '^[b-df-hj-np-tv-z]{2,3}$'), w, w[1])
            ),
            ''
        ) as initials_whole,
        words
    from reading
),

-- Two words that become the same when each loses a letter or one of them does.
shortened as (
    select
        word,
        names,
        unnest(
            list_prepend(
                word,
                list_transform(
                    range(1, length(word) + 1), lambda i: word[:i - 1] || word[i + 1:]
                )
            )
        ) as rest
    from word
    where length(word) between 5 and 24 and not of_trade and not regexp_matches(word, '\d')
),

common_rest as (
    select rest from shortened group by rest having count(*) between 2 and 20
),

misspelt as (
    select distinct a.word as one, b.word as other
    from shortened as a
    inner join common_rest on a.rest = common_rest.rest
    inner join shortened as b on a.rest = b.rest and a.word < b.word
    where least(a.names, b.names) <= 3
),

-- Each pair of spellings with the names that have one of them.
misspelt_in as (
    select misspelt.one || ' ' || misspelt.other as spellings, word_of.reading_id
    from misspelt
    inner join word_of on misspelt.one = word_of.word
    union all
    select misspelt.one || ' ' || misspelt.other, word_of.reading_id
    from misspelt
    inner join word_of on misspelt.other = word_of.word
),

keyed as (
    select 'w ' || word as key, reading_id
    from ranked
    where names <= getvariable('largest_block') and length(word) > 1
    union
    -- common words tell something two at a time
    select 'p ' || least(a.word, b.word) || ' ' || greatest(a.word, b.word), a.reading_id
    from ranked as a
    inner join ranked as b on a.reading_id = b.reading_id and a.place < b.place
    where b.place <= 4
    union
    select 'l ' || unnest([run[:10], run[:16]]), reading_id from letters where length(run) >= 6
    union
    select 'l ' || run, reading_id from letters where length(run) between 2 and 5
    union
    select 'i ' || unnest([initials, initials_whole]), reading_id
    from letters
    where len(words) >= 3 and length(initials) between 3 and 7
    union
    select 'i ' || run, reading_id from letters where len(words) = 1 and length(run) between 3 and 7
    union
    select 'm ' || spellings, reading_id from misspelt_in
    union
    -- where the right spelling is common, one more word must be shared
    select 'm ' || misspelt_in.spellings || ' ' || word_of.word, misspelt_in.reading_id
    from misspelt_in
    inner join word_of using (reading_id)
    union
    select 'c ' || named.postcode, reading.reading_id
    from named
    inner join reading using (supplier_id)
    where length(named.postcode) >= 5
)

select *
from keyed
qualify count(*) over (partition by key)
    between 2 and if(key[1] = 'i', 8, getvariable('largest_block'));

-- Once for each pair.
create temp table met as
select
    a.reading_id as one,
    b.reading_id as other,
    bool_or(a.key[1] = 'i') as by_initials
from block as a
inner join block as b on a.key = b.key and a.reading_id < b.reading_id
group by all;

-- What may not differ, as numbers: they are carried for every pair.
create temp table mark as
select
    reading.reading_id,
    reading.supplier_id,
    reading.part,
    len(reading.words) as words,
    dense_rank() over (order by reading.numbers) as numbers,
    if(reading.reference != [], dense_rank() over (order by reading.reference), null) as reference,
    if(named.postcode is not null, dense_rank() over (order by named.postcode), null) as postcode,
    if(named.company_number is not null, dense_rank() over (order by named.company_number), null)
        as company,
    if(named.charity_number is not null, dense_rank() over (order by named.charity_number), null)
        as charity
from reading
inner join named using (supplier_id);

-- In two steps, so that every pair meets its marks by its number: in one the engine first lets all
-- readings with the same marks meet each other.
create temp table half_marked as
select met.one, met.other, met.by_initials, mark.* exclude (reading_id)
from met
inner join mark on met.one = mark.reading_id;

create temp table candidate as
select
    a.one,
    a.other,
    (a.by_initials and least(a.words, b.words) = 1) or (a.postcode = b.postcode) is true as surely
from half_marked as a
inner join mark as b on a.other = b.reading_id
where a.supplier_id != b.supplier_id
    -- one trading name beside another says nothing of who trades
    and least(a.part, b.part) = 0
    and a.numbers = b.numbers
    and (a.reference = b.reference) is not false
    and (a.company = b.company) is not false
    and (a.charity = b.charity) is not false;
