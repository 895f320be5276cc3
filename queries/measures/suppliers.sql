-- How many suppliers of a kind were paid, as a number, a share and a change on the year before?
-- One row per kind, tier up to which it is local, and financial year or quarter, oldest first; last those paid without a date (no period).
-- Params: strategy text; by year|quarter|each; kind all|local|sme|vcse|each; tier int?; organisations text[]?; directorate text?; category text?
with

totals as (
    select
        kind.kind,
        kind.tier,
        kind.is_headline,
        paid.span,
        paid.period,
        paid.financial_year,
        period_starts_on(paid.span, min(paid.month)) as starts_on,
        cast(sum(paid.suppliers) as bigint) as whole,
        cast(coalesce(sum(paid.suppliers) filter (kind.is_known), 0) as bigint) as known,
        cast(coalesce(sum(paid.suppliers) filter (kind.is_of), 0) as bigint) as number,
        cast(coalesce(sum(paid.suppliers) filter (kind.surely_of), 0) as bigint) as surely,
        cast(coalesce(sum(paid.suppliers) filter (kind.may_be_of), 0) as bigint) as may_be
    from suppliers_paid_in_view(
        $strategy, $by, $organisations, $directorate, $category
    ) as paid
    inner join profiles_of_kind($strategy, $kind, $tier) as kind
        on paid.profile_id = kind.profile_id
    group by
        kind.kind, kind.tier, kind.is_headline, paid.span, paid.period, paid.financial_year
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
    case when totals.span = 'quarter' then 3 else 12 end as months,
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
    on before.kind = totals.kind
    and before.tier is not distinct from totals.tier
    and before.span = totals.span
    and before.starts_on + interval 1 year = totals.starts_on
left join months_sent($organisations) as sent
    on totals.period = sent.period
order by totals.kind, totals.tier, totals.span desc, totals.starts_on nulls last
