-- One row per supplier and postcode met, with the first line that says so in the newest upload of
-- the first, by name, of those who say it: whoever sent files earlier or later is not asked. A place
-- where a supplier trades goes before the one where it is registered; then the nearest lines that
-- give any; then the postcode seen most often.
create table supplier_postcode as
with

met as (
    select
        supplier_id, postcode as written, false as is_registered, nearness, times, told_by,
        upload_id, sheet, source_row
    from told_of
    where postcode is not null
    union all
    select
        supplier_id, registered_postcode, true, nearness, times, told_by, upload_id, sheet,
        source_row
    from told_of
    where registered_postcode is not null
),

-- Each way of writing is read once.
tidied as materialized (
    select
        written,
        coalesce(
            postcode_tidy(written), postcode_sector_of(written), postcode_district_of(written)
        ) as postcode
    from (select distinct written from met)
),

tidy as (
    select met.* exclude (written), tidied.postcode
    from met
    inner join tidied using (written)
    where tidied.postcode is not null
),

counted as (
    select
        supplier_id,
        postcode,
        is_registered,
        nearness,
        sum(times)::bigint as times_seen,
        min({
            'told_by': told_by, 'newest': -upload_id, 'sheet': sheet, 'source_row': source_row
        }) as line
    from tidy
    group by supplier_id, postcode, is_registered, nearness
)

select
    counted.* exclude (line),
    -line.newest as upload_id,
    line.sheet,
    line.source_row,
    line.told_by,
    row_number() over best = 1 as chosen
from counted
window best as (
    partition by supplier_id
    order by is_registered, nearness, times_seen desc, length(postcode) desc, postcode
)
qualify rank() over (partition by supplier_id order by is_registered, nearness) = 1
order by supplier_id, chosen desc, times_seen desc, postcode;
