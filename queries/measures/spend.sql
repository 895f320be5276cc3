-- How much was spent with suppliers of a kind, in pounds and as a share, period by period?
-- One row per kind, tier up to which it is local, and financial year or quarter, oldest first; last spend without a date (no period).
-- Params: strategy text; by year|quarter|each; kind all|local|sme|vcse|each; tier int?; organisations text[]?; directorate text?; category text?
with

totals as (
    select *
    from spend_of_kind($strategy, $by, $kind, $tier, $organisations, $directorate, $category)
)

select
    totals.kind,
    totals.tier,
    totals.is_headline,
    totals.span,
    totals.period,
    totals.starts_on,
    totals.financial_year,
    coalesce(sent.months_with_data, 0) as months_with_data,
    coalesce(sent.months_from_all, 0) as months_from_all,
    totals.months,
    totals.pounds,
    least(totals.pounds, totals.surely, totals.may_be) as pounds_lowest,
    greatest(totals.pounds, totals.surely, totals.may_be) as pounds_highest,
    share_of(totals.pounds, totals.known) as share,
    lowest_share(totals.whole, totals.known, totals.pounds, totals.surely) as share_lowest,
    highest_share(totals.whole, totals.known, totals.pounds, totals.may_be) as share_highest,
    totals.known,
    totals.whole
from totals
left join months_sent($organisations) as sent
    on totals.period = sent.period
order by totals.kind, totals.tier, totals.span desc, totals.starts_on nulls last
