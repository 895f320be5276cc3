-- Which strategies are loaded, and for how many organisations of each is there data?
-- One row per strategy.
-- Params: none
with

local_tiers as (
    select
        strategy_id,
        string_agg(name, ', ' order by tier) filter (is_local) as local_name
    from tier
    group by strategy_id
),

present as (
    select organisation from received_month
    union
    select organisation from contract
)

select
    strategy.strategy_id as strategy,
    strategy.council,
    strategy.title,
    strategy.document,
    strategy.first_year,
    strategy.last_year,
    strategy.headline_tier,
    headline.name as headline_name,
    local_tiers.local_name,
    strategy.smallest_payment,
    strategy.smallest_payment_operator,
    strategy.sv_threshold,
    strategy.sv_operator,
    count(present.organisation) as own_organisations_with_data
from strategy
inner join local_tiers
    on strategy.strategy_id = local_tiers.strategy_id
inner join tier as headline
    on strategy.strategy_id = headline.strategy_id
    and strategy.headline_tier = headline.tier
left join strategy_organisation as own
    on strategy.strategy_id = own.strategy_id
left join present
    on own.organisation = present.organisation
group by all
order by strategy.council, strategy.first_year, strategy.strategy_id
