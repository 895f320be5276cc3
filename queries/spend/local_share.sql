-- What share of spend is local, period by period, and how sure is it?
-- One row per financial year or quarter, oldest first, then spend without a date (no period).
-- Params: strategy text; by year|quarter|each; organisations text[]?; directorate text?; category text?
with

totals as (
    select *
    from spend_of_kind($strategy, $by, 'local', null, $organisations, $directorate, $category)
)

select
    totals.span,
    totals.period,
    totals.starts_on,
    totals.financial_year,
    coalesce(sent.months_with_data, 0) as months_with_data,
    coalesce(sent.months_from_all, 0) as months_from_all,
    totals.months,
    totals.whole as amount,
    totals.known,
    totals.whole - totals.known as not_known,
    totals.pounds as local,
    share_of(totals.known, totals.whole) as share_known,
    share_of(totals.pounds, totals.known) as local_share,
    lowest_share(totals.whole, totals.known, totals.pounds, totals.surely) as lowest,
    highest_share(totals.whole, totals.known, totals.pounds, totals.may_be) as highest
from totals
left join months_sent($organisations) as sent
    on totals.period = sent.period
order by totals.span desc, totals.starts_on nulls last
