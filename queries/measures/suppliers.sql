-- How many suppliers of a kind were paid, as a number, a share and a change on the year before?
-- One row per financial year or quarter, oldest first, then suppliers paid without a date (no period).
-- Params: strategy text; by year|quarter; kind all|local|sme|vcse; tier int?; organisations text[]?; directorate text?; category text?
with

paid as (
    select
        case when $by = 'quarter' then quarter else financial_year end as period,
        financial_year,
        supplier_id,
        period_starts_on($by, min(month)) as starts_on
    from paid_in_view($strategy, $organisations, null, null, $directorate, $category)
    where supplier_id is not null
    group by 1, financial_year, supplier_id
),

totals as (
    select
        paid.period,
        paid.financial_year,
        min(paid.starts_on) as starts_on,
        count(*) as whole,
        count(*) filter (kind.is_known) as known,
        count(*) filter (kind.is_of) as number,
        count(*) filter (kind.surely_of) as surely,
        count(*) filter (kind.may_be_of) as may_be
    from paid
    inner join suppliers_of_kind($strategy, $kind, $tier) as kind
        on paid.supplier_id = kind.supplier_id
    group by paid.period, paid.financial_year
)

select
    totals.period,
    totals.starts_on,
    totals.financial_year,
    coalesce(sent.months_with_data, 0) as months_with_data,
    case when $by = 'quarter' then 3 else 12 end as months,
    totals.number as count,
    totals.surely as count_lowest,
    totals.may_be as count_highest,
    share_of(totals.number, totals.known) as share,
    lowest_share(totals.whole, totals.known, totals.number, totals.surely) as share_lowest,
    highest_share(totals.whole, totals.known, totals.number, totals.may_be) as share_highest,
    cast(totals.number as double) / nullif(before.number, 0) - 1 as change,
    totals.known,
    totals.whole
from totals
left join totals as before
    on before.starts_on + interval 1 year = totals.starts_on
left join months_sent($by, $organisations) as sent
    on totals.period = sent.period
order by totals.starts_on nulls last
