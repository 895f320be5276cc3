-- One row per fault of a list of readings: row, field, the value as it stands, the reason, rejected.
-- What an organisation's measures are is known where a strategy was written for it.
with

known as (
    select
        one.organisation,
        one.measure,
        one.unit,
        words_alone(one.written) as written
    from (
        select unnest(
            getvariable('measures')::struct(
                organisation varchar, measure varchar, written varchar, unit varchar
            )[]
        ) as one
    )
),

nearest as (
    select
        named.organisation,
        named.measure,
        bool_or(known.written = words_alone(named.measure)) as is_known,
        max(known.unit) filter (known.written = words_alone(named.measure)) as unit,
        arg_max(
            known.measure, jaro_winkler_similarity(known.written, words_alone(named.measure))
        ) as nearest
    from (select distinct organisation, measure from typed where measure is not null) as named
    inner join known on lower(named.organisation) = known.organisation
    group by named.organisation, named.measure
)

select source_row, 'value' as field, value_text as value, true as rejected,
    case
        when value_text is null then 'There is no value, so the row is rejected'
        else 'The value could not be read, so the row is rejected'
    end as reason
from typed
where value is null

union all

select typed.source_row, 'value', typed.value_text, true,
    'A share is from 0% to 100%, written 37% or 0.37, so the row is rejected'
from typed
inner join nearest
    on typed.organisation = nearest.organisation
    and typed.measure = nearest.measure
where nearest.unit = 'share'
    and not typed.value between 0 and case when typed.mark = '%' then 100 else 1 end

union all

select source_row, 'measure', cast(null as varchar), true,
    'The row does not say what was measured, so it is rejected'
from typed
where measure is null

union all

select typed.source_row, 'measure', typed.measure, true,
    'The strategy for ' || typed.organisation || ' has no such measure, so the row is rejected; '
    || 'the nearest is “' || nearest.nearest || '”'
from typed
inner join nearest
    on typed.organisation = nearest.organisation
    and typed.measure = nearest.measure
where not nearest.is_known

union all

select source_row, 'period', period, true,
    case
        when period is null then 'There is no period, so the row is rejected'
        else 'The period could not be read, so the row is rejected; '
            || coalesce(
                'the nearest is “' || nearest_period(period) || '”',
                'a period is written 2023/24, 2023/24 Q1, April 2023 or 30/06/2023'
            )
    end
from typed
where period_from is null
