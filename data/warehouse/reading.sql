-- One row per reading of a measure: what an officer says of a period that no extract can say. Of
-- several for one organisation, measure and period the last one published stands.
create table reading as
select
    row_number() over (order by upload_id, sheet, source_row) as reading_id,
    organisation,
    measure,
    period,
    period_from,
    period_to,
    financial_year_of(period_from) as financial_year,
    value,
    coalesce(unit, mark) as unit,
    coalesce(mark = '%', false) as is_percent,
    source,
    note,
    row_number() over (
        partition by
            organisation, plain_words(measure),
            coalesce(period_from::varchar || period_to::varchar, period)
        order by upload_id desc, source_row desc
    ) = 1 as stands,
    upload_id,
    sheet,
    source_row
from reading_line
order by reading_id;

-- One row per measure of a strategy, organisation and period that a reading was brought of: the one
-- that stands, its value in the measure's unit (a share from 0 to 1). The whole of a strategy's
-- organisations goes by the name of its council, unless that is one of them.
create table strategy_reading as
with

bodies as (
    select strategy_id, organisation, false as is_whole from strategy_organisation

    union all

    select strategy_id, council, true
    from strategy
    where not exists (
        from strategy_organisation as own
        where own.strategy_id = strategy.strategy_id
            and lower(own.organisation) = lower(strategy.council)
    )
)

select
    bodies.strategy_id,
    measure.measure,
    bodies.organisation,
    bodies.is_whole,
    reading.period,
    reading.period_from,
    reading.period_to,
    reading.financial_year,
    case
        when reading.is_percent and measure.unit in ('share', 'change') then reading.value / 100
        else reading.value
    end::decimal(18, 6) as value,
    reading.source,
    reading.note,
    reading.reading_id,
    reading.upload_id,
    reading.sheet,
    reading.source_row
from reading
inner join bodies on lower(reading.organisation) = lower(bodies.organisation)
inner join strategy_measure as measure
    on bodies.strategy_id = measure.strategy_id
    and plain_words(reading.measure) in (
        plain_words(measure.name), plain_words(replace(measure.measure, '_', ' '))
    )
where reading.period_from is not null
qualify row_number() over (
    partition by
        bodies.strategy_id, measure.measure, bodies.organisation, reading.period_from,
        reading.period_to
    order by reading.upload_id desc, reading.source_row desc
) = 1
order by reading.reading_id;
