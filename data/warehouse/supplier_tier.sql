-- One row per strategy and supplier: the first tier that holds it, 98 elsewhere, 99 not known.
create table supplier_tier as
with

held as (
    select tier_area.strategy_id, supplier.supplier_id, tier_area.tier
    from supplier
    inner join tier_area using (area_code)

    union all

    select tier_postcode.strategy_id, supplier.supplier_id, tier_postcode.tier
    from supplier
    inner join tier_postcode
        on tier_postcode.prefix = case
            when tier_postcode.level = 'area' then postcode_area_of(supplier.postcode)
            else postcode_district_of(supplier.postcode)
        end
),

first_tier as (
    select strategy_id, supplier_id, min(tier) as tier
    from held
    group by strategy_id, supplier_id
)

select
    strategy.strategy_id,
    supplier.supplier_id,
    coalesce(
        first_tier.tier, case when supplier.area_code is null then 99 else 98 end
    )::integer as tier
from strategy
cross join supplier
left join first_tier
    on strategy.strategy_id = first_tier.strategy_id
    and supplier.supplier_id = first_tier.supplier_id
order by strategy.strategy_id, supplier.supplier_id;
