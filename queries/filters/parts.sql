-- Which directorates, or which categories, have spend in the chosen organisations and dates?
-- One row per part, the largest spend first; "Not stated" where the file had none.
-- Params: part_of directorate|category; organisations text[]?; date_from date?; date_to date?
select
    part,
    sum(amount) as amount,
    cast(sum(lines) as bigint) as lines
from received_month
where part_of = $part_of
    and (
        cast($organisations as varchar[]) is null
        or list_contains(cast($organisations as varchar[]), organisation)
    )
    and (
        cast($date_from as date) is null
        or month >= date_trunc('month', cast($date_from as date))
    )
    and (cast($date_to as date) is null or month <= cast($date_to as date))
group by part
order by amount desc, part
