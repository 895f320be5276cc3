-- Who is local under the strategy?
-- One row per tier of the strategy, from the innermost outwards, with what it is made of.
-- Params: strategy text
with

areas as (
    select strategy_id, tier, list_sort(list(area_code)) as area_codes
    from tier_area
    group by strategy_id, tier
),

postcodes as (
    select
        strategy_id,
        tier,
        list_sort(list(prefix) filter (level = 'area')) as postcode_areas,
        list_sort(list(prefix) filter (level = 'district')) as postcode_districts
    from tier_postcode
    group by strategy_id, tier
)

select
    tier.tier,
    tier.name as tier_name,
    tier.is_local,
    tier.tier = strategy.headline_tier as is_headline,
    coalesce(areas.area_codes, []) as area_codes,
    coalesce(postcodes.postcode_areas, []) as postcode_areas,
    coalesce(postcodes.postcode_districts, []) as postcode_districts,
    tier.source
from tier
inner join strategy
    on tier.strategy_id = strategy.strategy_id
left join areas
    on tier.strategy_id = areas.strategy_id
    and tier.tier = areas.tier
left join postcodes
    on tier.strategy_id = postcodes.strategy_id
    and tier.tier = postcodes.tier
where tier.strategy_id = $strategy and tier.tier < 98
order by tier.tier
