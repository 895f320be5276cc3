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
