-- Which earlier uploads cover what a rehearsed file covers: one row per upload. For each organisation
-- of the file on its own: of spend, where first and last day meet those of the file; of a register
-- or a list, which is a picture of one day, always.
with

-- Files of other kinds than spend have no payment_date.
no_line as (
    select
        null::integer as upload_id,
        null::varchar as organisation,
        null::date as payment_date
    where false
),

rehearsed as (
    select * from no_line
    union all by name
    select * from read_parquet($rehearsed)
),

earlier as (
    select * from no_line
    union all by name
    select * from read_parquet($earlier, union_by_name = true)
),

spans as (
    select
        upload_id,
        coalesce(organisation, 'Not stated') as organisation,
        min(payment_date) as date_from,
        max(payment_date) as date_to
    from earlier
    group by all
),

rehearsed_spans as (
    select
        coalesce(organisation, 'Not stated') as organisation,
        min(payment_date) as date_from,
        max(payment_date) as date_to
    from rehearsed
    group by all
)

select distinct spans.upload_id
from spans
inner join rehearsed_spans
    on spans.organisation = rehearsed_spans.organisation
where
    not $is_spend
    or (
        spans.date_from <= rehearsed_spans.date_to
        and rehearsed_spans.date_from <= spans.date_to
    )
order by spans.upload_id;
