-- How much was spent, how much of it has a known place, and what share is local?
-- One row. local_share is of spend whose place is known; lowest and highest are of all spend.
-- Params: strategy text; organisations text[]?; date_from date?; date_to date?; directorate text?; category text?
with

totals as (
    select
        coalesce(sum(amount), 0) as amount,
        coalesce(sum(amount) filter (in_view.tier <> 99), 0) as known,
        coalesce(sum(amount) filter (tier.is_local), 0) as local,
        coalesce(sum(amount) filter (in_view.surely_local), 0) as surely_local,
        coalesce(sum(amount) filter (in_view.may_be_local), 0) as may_be_local,
        coalesce(cast(sum(lines) as bigint), 0) as lines,
        count(supplier_id) as suppliers
    from suppliers_in_view(
        $strategy, $organisations, $date_from, $date_to, $directorate, $category
    ) as in_view
    inner join tier
        on in_view.tier = tier.tier
        and tier.strategy_id = $strategy
)

select
    amount,
    known,
    amount - known as not_known,
    share_of(known, amount) as share_known,
    local,
    share_of(local, known) as local_share,
    lowest_share(amount, known, local, surely_local) as lowest,
    highest_share(amount, known, local, may_be_local) as highest,
    local - surely_local as local_near_border,
    may_be_local - local - (amount - known) as other_near_border,
    lines,
    suppliers
from totals
