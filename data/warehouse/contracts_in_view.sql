-- Which contracts a page is looking at, said once: the questions in `queries/` start from these.

-- Whether a value is past a threshold: "from" includes it, "over" does not, "below" is under it; and
-- not past where it ends again.
create macro is_past(value, amount, operator, below) as
    case operator
        when 'from' then value >= amount
        when 'over' then value > amount
        else value < amount
    end
    and (below is null or value < below);

-- Contracts under a strategy, each once, with what was committed and whether it counts toward the
-- secured share: past the threshold, of known value, no framework ceiling, no partner's repeat.
create macro contracts_in_view(in_strategy, in_organisations) as table
select
    *,
    len(
        case
            when cast(in_organisations as varchar[]) is null then listed_first_by
            else list_intersect(listed_first_by, cast(in_organisations as varchar[]))
        end
    ) > 0 as listed_by_another,
    case
        when listed_by_another then 'Listed by another partner too: counted there'
        else why_never_counted
    end as why_not_counted,
    coalesce(starts_with(why_not_counted, 'Listed by another partner'), false) as listed_elsewhere,
    quarter_of(award_date) as award_quarter
from strategy_contract
where strategy_id = in_strategy
    and is_among(organisation, in_organisations);

-- Contracts of the register, each once, and how each stands to the strategy's review on a day; none
-- where the strategy has no such review. Both ends of the time for a review are in it.
create macro reviews_on(in_strategy, in_organisations, in_day) as table
with

dated as (
    select
        in_view.*,
        cast(in_view.end_date - to_months(review.earliest_months) as date) as review_from,
        cast(in_view.end_date - to_months(review.latest_months) as date) as review_by
    from contracts_in_view(in_strategy, in_organisations) as in_view
    inner join strategy_contract_review as review
        on in_view.strategy_id = review.strategy_id
    where in_view.from_kind = 'register' and not in_view.listed_by_another
)

select
    *,
    case
        when end_date is null then 'End not known'
        when end_date < cast(in_day as date) then 'Ended'
        when review_by < cast(in_day as date) then 'Time has passed'
        when review_from <= cast(in_day as date) then 'Due'
        else 'Later'
    end as standing
from dated;

-- The contracts that a supplier holds. Of a contract shared by several only the first is kept as its
-- supplier; the others are known by name, where no other supplier bears it.
create macro contracts_held(in_supplier_key) as table
with

chosen as (
    select supplier_id
    from supplier_key
    where supplier_key = in_supplier_key
),

every_name as (
    select
        supplier_id,
        unnest(names_seen) as name
    from supplier
),

own_name as (
    select name
    from every_name
    group by name
    having count(*) = 1 and min(supplier_id) in (select supplier_id from chosen)
)

select contract_id
from contract
where supplier_id in (select supplier_id from chosen)

union distinct

select contract.contract_id
from contract
inner join own_name
    on list_contains(contract.suppliers, own_name.name);
