-- How many contracts were awarded to suppliers of a kind, as a number and a share?
-- One row per kind, tier up to which it is local, and financial year or quarter of award, oldest first; last awards without a date.
-- Params: strategy text; by year|quarter|each; kind all|local|sme|vcse|each; tier int?; organisations text[]?
with

-- A framework whose call-offs are known is awarded by them; a partner's repeat is no second award.
awarded as (
    select
        in_view.award_year as financial_year,
        in_view.award_quarter as quarter,
        coalesce(supplier_profile.profile_id, 0) as profile_id,
        min(in_view.award_date) as award_date,
        count(*) as awards
    from contracts_in_view($strategy, $organisations) as in_view
    left join supplier_profile
        on in_view.supplier_id = supplier_profile.supplier_id
    where not in_view.is_ceiling and not in_view.listed_elsewhere
    group by all
),

totals as (
    select
        kind.kind,
        kind.tier,
        kind.is_headline,
        asked.span,
        case when asked.span = 'quarter' then awarded.quarter else awarded.financial_year end
            as period,
        awarded.financial_year,
        period_starts_on(asked.span, min(awarded.award_date)) as starts_on,
        cast(sum(awarded.awards) as bigint) as whole,
        cast(coalesce(sum(awarded.awards) filter (kind.is_known), 0) as bigint) as known,
        cast(coalesce(sum(awarded.awards) filter (kind.is_of), 0) as bigint) as number,
        cast(coalesce(sum(awarded.awards) filter (kind.surely_of), 0) as bigint) as surely,
        cast(coalesce(sum(awarded.awards) filter (kind.may_be_of), 0) as bigint) as may_be
    from awarded
    cross join spans_asked($by) as asked
    inner join profiles_of_kind($strategy, $kind, $tier) as kind
        on awarded.profile_id = kind.profile_id
    group by kind.kind, kind.tier, kind.is_headline, asked.span, 5, awarded.financial_year
)

select
    kind,
    tier,
    is_headline,
    span,
    period,
    starts_on,
    financial_year,
    number as count,
    surely as count_lowest,
    may_be as count_highest,
    share_of(number, known) as share,
    lowest_share(whole, known, number, surely) as share_lowest,
    highest_share(whole, known, number, may_be) as share_highest,
    known,
    whole
from totals
order by kind, tier, span desc, starts_on nulls last
