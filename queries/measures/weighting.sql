-- What part of the evaluation did social value decide: on average, at least, or in how many awards enough?
-- One row per financial year or quarter of award, oldest first; last awards without a date.
-- Params: strategy text; by year|quarter|each; figure average|lowest|enough; threshold text; at_least number?; organisations text[]?
with

-- Contracts of the register past the threshold, as awards are counted: a register alone can say it.
-- What is not recorded may be nothing, or all of the evaluation.
awarded as (
    select
        in_view.award_year as financial_year,
        in_view.award_quarter as quarter,
        in_view.award_date,
        in_view.weighting
    from contracts_in_view($strategy, $organisations) as in_view
    inner join strategy_threshold as threshold
        on in_view.strategy_id = threshold.strategy_id
        and threshold.threshold = $threshold
    where in_view.from_kind = 'register'
        and not in_view.is_ceiling
        and not in_view.listed_elsewhere
        and is_past(in_view.contract_value, threshold.amount, threshold.operator, threshold.below)
),

totals as (
    select
        asked.span,
        case when asked.span = 'quarter' then awarded.quarter else awarded.financial_year end
            as period,
        awarded.financial_year,
        period_starts_on(asked.span, min(awarded.award_date)) as starts_on,
        count(*) as whole,
        count(awarded.weighting) as known,
        cast(sum(awarded.weighting) as double) as weightings,
        cast(min(awarded.weighting) as double) as lowest,
        case
            when cast($at_least as double) is null then null
            else count(*) filter (awarded.weighting >= cast($at_least as double))
        end as enough
    from awarded
    cross join spans_asked($by) as asked
    group by asked.span, period, awarded.financial_year
)

select
    span,
    period,
    starts_on,
    financial_year,
    case $figure
        when 'average' then weightings / nullif(known, 0)
        when 'lowest' then lowest
        else share_of(enough, known)
    end as share,
    case $figure
        when 'average' then coalesce(weightings, 0) / whole
        when 'lowest' then case when known = whole then lowest else 0 end
        else share_of(enough, whole)
    end as share_lowest,
    case $figure
        when 'average' then (coalesce(weightings, 0) + whole - known) / whole
        when 'lowest' then coalesce(lowest, 1)
        else share_of(enough + whole - known, whole)
    end as share_highest,
    known,
    whole
from totals
order by span desc, starts_on nulls last
