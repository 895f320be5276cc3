-- Measures ask how much is spent with, and how many there are of, suppliers of a kind. What they may
-- ask of a supplier is its tiers under each strategy, its size and its sector: suppliers of whom all
-- that is the same share a profile, and are added up together beforehand.
create table supplier_profile as
with

said as (
    select
        supplier.supplier_id,
        supplier.sme,
        supplier.vcse,
        list(
            [supplier_tier.tier, supplier_tier.nearest_tier, supplier_tier.furthest_tier]
            order by supplier_tier.strategy_id
        ) as tiers
    from supplier
    inner join supplier_tier
        on supplier.supplier_id = supplier_tier.supplier_id
    group by supplier.supplier_id, supplier.sme, supplier.vcse
)

select
    supplier_id,
    dense_rank() over (order by tiers, sme, vcse)::integer as profile_id
from said;

-- One row per profile and strategy. Profile 0 is of nobody known: money whose supplier is redacted or
-- not stated may be anywhere, and anyone's.
create temp table profile as
with

first_of as (
    select
        profile_id,
        min(supplier_id) as supplier_id
    from supplier_profile
    group by profile_id
)

select
    supplier_tier.strategy_id,
    first_of.profile_id,
    supplier_tier.tier,
    supplier_tier.nearest_tier,
    supplier_tier.furthest_tier,
    supplier.sme,
    supplier.vcse
from first_of
inner join supplier
    on first_of.supplier_id = supplier.supplier_id
inner join supplier_tier
    on first_of.supplier_id = supplier_tier.supplier_id

union all

select
    strategy_id,
    0 as profile_id,
    99 as tier,
    1 as nearest_tier,
    98 as furthest_tier,
    null as sme,
    null as vcse
from strategy;

-- Whether a profile is of a kind, under each strategy: of all, of small firms, of the voluntary
-- sector, and local up to each tier. is_of as it is counted, is_known whether that is known,
-- surely_of and may_be_of the ends of what it may be.
create table profile_of_kind as
with

kind as (
    select
        strategy.strategy_id,
        plain.kind,
        null::integer as up_to,
        false as is_headline
    from strategy
    cross join (values ('all'), ('sme'), ('vcse')) as plain (kind)

    union all

    select
        strategy.strategy_id,
        'local' as kind,
        tier.tier as up_to,
        tier.tier = strategy.headline_tier as is_headline
    from strategy
    inner join tier
        on strategy.strategy_id = tier.strategy_id
    where tier.tier < 98
)

select
    kind.strategy_id,
    kind.kind,
    kind.up_to as tier,
    kind.is_headline,
    profile.profile_id,
    case kind.kind
        when 'all' then true
        when 'local' then profile.tier <= kind.up_to
        when 'sme' then coalesce(profile.sme, false)
        when 'vcse' then coalesce(profile.vcse, false)
    end as is_of,
    case kind.kind
        when 'all' then true
        when 'local' then profile.tier <> 99
        when 'sme' then profile.sme is not null
        when 'vcse' then profile.vcse is not null
    end as is_known,
    case kind.kind
        when 'local' then profile.furthest_tier <= kind.up_to
        else is_of
    end as surely_of,
    case kind.kind
        when 'local' then profile.nearest_tier <= kind.up_to
        else is_of or not is_known
    end as may_be_of
from kind
inner join profile
    on kind.strategy_id = profile.strategy_id
order by kind.strategy_id, kind.kind, kind.up_to, profile.profile_id;

-- What was spent with each profile in a year or quarter, and how many suppliers of it were paid: by
-- each organisation, and by all of them together (is_all), where a supplier counts once.
create table profile_paid as
with

paid as (
    select
        scope_id,
        organisation,
        grouping(organisation) = 1 as is_all,
        case when grouping(quarter) = 1 then 'year' else 'quarter' end as span,
        financial_year,
        quarter,
        supplier_id,
        min(month) as month,
        sum(amount) as amount
    from supplier_month
    group by grouping sets (
        (scope_id, organisation, financial_year, supplier_id),
        (scope_id, organisation, financial_year, quarter, supplier_id),
        (scope_id, financial_year, supplier_id),
        (scope_id, financial_year, quarter, supplier_id)
    )
)

select
    paid.scope_id,
    paid.organisation,
    paid.is_all,
    paid.span,
    paid.financial_year,
    case when paid.span = 'year' then paid.financial_year else paid.quarter end as period,
    coalesce(supplier_profile.profile_id, 0) as profile_id,
    min(paid.month) as month,
    sum(paid.amount)::decimal(18, 2) as amount,
    count(paid.supplier_id) as suppliers
from paid
left join supplier_profile
    on paid.supplier_id = supplier_profile.supplier_id
group by all
order by paid.scope_id, paid.is_all, paid.organisation, paid.span;
