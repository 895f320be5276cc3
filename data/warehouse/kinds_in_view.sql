-- Suppliers of a kind in view: the measures start from these.

-- Each profile under a strategy by a kind of supplier: 'all', 'local' (up to a tier, the headline's
-- where none is given), 'sme' or 'vcse'; or by 'each' of these, local up to each tier.
create macro profiles_of_kind(in_strategy, in_kind, in_tier) as table
select *
from profile_of_kind
where strategy_id = in_strategy
    and in_kind in (kind, 'each')
    and (in_kind <> 'local' or tier = in_tier or (in_tier is null and is_headline));

-- What a measure goes by: 'year', 'quarter', or 'each' of them.
create macro spans_asked(in_by) as table
select span
from (values ('year'), ('quarter')) as every (span)
where in_by in (span, 'each');

-- Sums of spend that counts, by year or quarter and by the profile of who was paid.
create macro profiles_paid_in_view(
    in_strategy, in_by, in_organisations, in_directorate, in_category
) as table
with

paid as (
    select
        scope_id,
        span,
        period,
        financial_year,
        profile_id,
        month,
        amount
    from profile_paid
    where in_by in (span, 'each')
        and chooses_neither(in_directorate, in_category)
        and is_among(organisation, in_organisations)
        and is_all = (cast(in_organisations as varchar[]) is null)

    union all

    select
        spend_month.scope_id,
        asked.span,
        case
            when asked.span = 'quarter' then spend_month.quarter else spend_month.financial_year
        end as period,
        spend_month.financial_year,
        coalesce(supplier_profile.profile_id, 0) as profile_id,
        spend_month.month,
        spend_month.amount
    from month_of_part(in_directorate, in_category) as spend_month
    cross join spans_asked(in_by) as asked
    left join supplier_profile
        on spend_month.supplier_id = supplier_profile.supplier_id
    where spend_month.left_out is null
        and is_among(spend_month.organisation, in_organisations)
)

select paid.*
from paid
inner join strategy
    on paid.scope_id = strategy.scope_id
where strategy.strategy_id = in_strategy;

-- How many suppliers of each profile were paid in each year or quarter. Counted beforehand for one
-- organisation or all; a supplier of several organisations counts once, so others are counted here.
create macro suppliers_paid_in_view(
    in_strategy, in_by, in_organisations, in_directorate, in_category
) as table
with

-- No organisation is null, nor more or fewer than one.
each_one as (
    select
        asked.span,
        case when asked.span = 'quarter' then paid.quarter else paid.financial_year end as period,
        paid.financial_year,
        paid.supplier_id,
        min(paid.month) as month
    from paid_in_view(
        in_strategy, in_organisations, null, null, in_directorate, in_category
    ) as paid
    cross join spans_asked(in_by) as asked
    where paid.supplier_id is not null
        and (
            len(coalesce(cast(in_organisations as varchar[]), [''])) <> 1
            or not chooses_neither(in_directorate, in_category)
        )
    group by 1, 2, paid.financial_year, paid.supplier_id
)

select
    counted.span,
    counted.period,
    counted.financial_year,
    counted.profile_id,
    counted.month,
    counted.suppliers
from profile_paid as counted
inner join strategy
    on counted.scope_id = strategy.scope_id
where strategy.strategy_id = in_strategy
    and in_by in (counted.span, 'each')
    and chooses_neither(in_directorate, in_category)
    and counted.suppliers > 0
    and len(coalesce(cast(in_organisations as varchar[]), [''])) = 1
    and is_among(counted.organisation, in_organisations)
    and counted.is_all = (cast(in_organisations as varchar[]) is null)

union all

select
    each_one.span,
    each_one.period,
    each_one.financial_year,
    supplier_profile.profile_id,
    min(each_one.month) as month,
    count(*) as suppliers
from each_one
inner join supplier_profile
    on each_one.supplier_id = supplier_profile.supplier_id
group by each_one.span, each_one.period, each_one.financial_year, supplier_profile.profile_id;

-- What was spent with suppliers of a kind in each year or quarter: in all, where it is known whether
-- they are of it, with those that are, with those that surely are, and with those that may be.
create macro spend_of_kind(
    in_strategy, in_by, in_kind, in_tier, in_organisations, in_directorate, in_category
) as table
select
    kind.kind,
    kind.tier,
    kind.is_headline,
    paid.span,
    paid.period,
    paid.financial_year,
    period_starts_on(paid.span, min(paid.month)) as starts_on,
    case when paid.span = 'quarter' then 3 else 12 end as months,
    sum(paid.amount) as whole,
    coalesce(sum(paid.amount) filter (kind.is_known), 0) as known,
    coalesce(sum(paid.amount) filter (kind.is_of), 0) as pounds,
    coalesce(sum(paid.amount) filter (kind.surely_of), 0) as surely,
    coalesce(sum(paid.amount) filter (kind.may_be_of), 0) as may_be
from profiles_paid_in_view(
    in_strategy, in_by, in_organisations, in_directorate, in_category
) as paid
inner join profiles_of_kind(in_strategy, in_kind, in_tier) as kind
    on paid.profile_id = kind.profile_id
group by
    kind.kind, kind.tier, kind.is_headline, paid.span, paid.period, paid.financial_year;
