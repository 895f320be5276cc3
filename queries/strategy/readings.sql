-- What was read in of a strategy's measures, for an organisation or for the whole of them?
-- One row per measure and period, oldest first; where two say it, the later one stands.
-- Params: strategy text; organisation text?
with

-- Where a strategy has one organisation, what is said of it and of the whole is the same.
own as (
    select
        count(*) = 1 as is_one,
        min(organisation) as organisation
    from strategy_organisation
    where strategy_id = $strategy
),

said as (
    select
        reading.*,
        row_number() over (
            partition by reading.measure, reading.period_from, reading.period_to
            order by reading.reading_id desc
        ) as how_late
    from strategy_reading as reading
    cross join own
    where reading.strategy_id = $strategy
        and (
            reading.organisation = cast($organisation as varchar)
            or (cast($organisation as varchar) is null and (reading.is_whole or own.is_one))
            or (own.is_one and own.organisation = cast($organisation as varchar))
        )
)

select
    said.measure,
    said.organisation,
    said.period,
    said.period_from,
    said.period_to,
    said.value,
    said.source,
    said.note,
    upload.file_name,
    upload.published_by,
    upload.published_at,
    said.sheet,
    said.source_row
from said
inner join upload
    on said.upload_id = upload.upload_id
where said.how_late = 1
order by said.measure, said.period_from, said.period_to
