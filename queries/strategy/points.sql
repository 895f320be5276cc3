-- What does the strategy print for a measure, or for each: baseline, published history, targets?
-- One row per figure, oldest first; what was published of the whole is none of one organisation's.
-- Params: strategy text; measure text?; organisation text?
with

-- Where a strategy has one organisation, what is said of it and of the whole is the same.
own as (
    select
        count(*) = 1 as is_one,
        min(organisation) as organisation
    from strategy_organisation
    where strategy_id = $strategy
)

select
    point.measure,
    point.kind,
    point.financial_year,
    point.value,
    point.tier,
    tier.name as tier_name,
    point.note,
    point.source,
    point.organisation is null and not own.is_one as of_several
from strategy_point as point
cross join own
left join tier
    on point.tier = tier.tier
    and point.strategy_id = tier.strategy_id
where point.strategy_id = $strategy
    and (cast($measure as varchar) is null or point.measure = cast($measure as varchar))
    and (
        point.organisation = cast($organisation as varchar)
        -- A partner's own figure is none of the whole; a target of the whole is everyone's.
        or (
            point.organisation is null
            and (
                cast($organisation as varchar) is null
                or point.kind = 'target'
                or (own.is_one and own.organisation = cast($organisation as varchar))
            )
        )
    )
order by
    point.financial_year, point.kind, point.tier, point.measure, point.organisation nulls first
