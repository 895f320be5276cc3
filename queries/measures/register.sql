-- How much of the spend with suppliers paid past a threshold in the year is tied to a contract on the register?
-- One row per financial year or quarter, oldest first, then spend without a date (no period).
-- Params: strategy text; by year|quarter|each; threshold text; organisations text[]?
with

-- Tied by the contract's reference, or as the supplier of a contract there that runs in the month.
totals as (
    select
        asked.span,
        case when asked.span = 'quarter' then paid.quarter else paid.financial_year end as period,
        paid.financial_year,
        period_starts_on(asked.span, min(paid.month)) as starts_on,
        sum(paid.whole) as whole,
        sum(paid.known) as known,
        sum(paid.on_register) as on_register
    from register_paid as paid
    cross join spans_asked($by) as asked
    where paid.strategy_id = $strategy
        and paid.threshold = $threshold
        and is_among(paid.organisation, $organisations)
    group by asked.span, period, paid.financial_year
)

select
    totals.span,
    totals.period,
    totals.starts_on,
    totals.financial_year,
    coalesce(sent.months_with_data, 0) as months_with_data,
    coalesce(sent.months_from_all, 0) as months_from_all,
    case when totals.span = 'quarter' then 3 else 12 end as months,
    totals.on_register as pounds,
    totals.on_register as pounds_lowest,
    totals.on_register + totals.whole - totals.known as pounds_highest,
    share_of(totals.on_register, totals.known) as share,
    share_of(totals.on_register, totals.whole) as share_lowest,
    share_of(totals.on_register + totals.whole - totals.known, totals.whole) as share_highest,
    totals.known,
    totals.whole
from totals
left join months_sent($organisations) as sent
    on totals.period = sent.period
order by totals.span desc, totals.starts_on nulls last
