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

-- One row per profile and strategy.
create table profile as
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
order by supplier_tier.strategy_id, first_of.profile_id;

-- Month sums of what counts, by profile; no profile where the supplier is not known.
create table profile_month as
select
    supplier_month.scope_id,
    supplier_month.organisation,
    supplier_month.month,
    supplier_month.financial_year,
    supplier_month.quarter,
    supplier_profile.profile_id,
    sum(supplier_month.amount)::decimal(18, 2) as amount
from supplier_month
left join supplier_profile
    on supplier_month.supplier_id = supplier_profile.supplier_id
group by all
order by supplier_month.scope_id, supplier_month.organisation, supplier_month.month;

-- How many suppliers of each profile were paid in a year or quarter: by each organisation, and by
-- all of them together (organisation null), where one counts once.
create table profile_suppliers as
with

paid as (
    select
        supplier_month.scope_id,
        supplier_month.organisation,
        grouping(supplier_month.organisation) = 1 as is_all,
        case when grouping(supplier_month.quarter) = 1 then 'year' else 'quarter' end as kind,
        supplier_month.financial_year,
        supplier_month.quarter,
        supplier_month.supplier_id,
        min(supplier_month.month) as month
    from supplier_month
    where supplier_month.supplier_id is not null
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
    paid.kind,
    paid.financial_year,
    case when paid.kind = 'year' then paid.financial_year else paid.quarter end as period,
    supplier_profile.profile_id,
    min(paid.month) as month,
    count(*) as suppliers
from paid
inner join supplier_profile
    on paid.supplier_id = supplier_profile.supplier_id
group by all
order by paid.scope_id, paid.kind, paid.is_all, paid.organisation;
