-- How many contracts are due for the strategy's review on a day, and of how many is it not known?
-- One row, or none where the strategy has no such review.
-- Params: strategy text; as_of date; organisations text[]?
select
    review.earliest_months,
    review.latest_months,
    review.purpose,
    review.source,
    count(found.contract_id) as contracts,
    count(*) filter (found.standing = 'Due') as due,
    coalesce(
        cast(sum(found.contract_value) filter (found.standing = 'Due') as decimal(18, 2)), 0.00
    ) as due_value,
    count(*) filter (found.standing = 'Time has passed') as time_has_passed,
    count(*) filter (found.standing = 'Later') as later,
    count(*) filter (found.standing = 'Ended') as ended,
    count(*) filter (found.standing = 'End not known') as end_not_known
from strategy_contract_review as review
left join reviews_on($strategy, $organisations, $as_of) as found
    on true
where review.strategy_id = $strategy
group by all
