-- Which strategies are loaded, and for how many organisations of each is there data?
-- One row per strategy.
-- Params: none
with

tiers as (
    select
        strategy_id,
        max(tier_name) filter (is_headline) as headline_name,
        string_agg(tier_name, ', ' order by tier) filter (is_local) as local_name
    from tier_made_of
    group by strategy_id
),

with_data as (
    select own.strategy_id, count(*) as organisations
    from strategy_organisation as own
    inner join organisation
        on own.organisation = organisation.organisation
    group by own.strategy_id
)

select
    strategy.strategy_id as strategy,
    strategy.council,
    strategy.title,
    strategy.document,
    strategy.first_year,
    strategy.last_year,
    strategy.headline_tier,
    tiers.headline_name,
    tiers.local_name,
    strategy.smallest_payment,
    strategy.smallest_payment_operator,
    strategy.sv_threshold,
    strategy.sv_operator,
    coalesce(with_data.organisations, 0) as own_organisations_with_data
from strategy
inner join tiers
    on strategy.strategy_id = tiers.strategy_id
left join with_data
    on strategy.strategy_id = with_data.strategy_id
order by strategy.council, strategy.first_year, strategy.strategy_id
