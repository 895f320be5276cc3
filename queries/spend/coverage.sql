-- How much was spent, how much of it has a known place, and what share is local?
-- One row. local_share is of spend whose place is known; lowest and highest are of all spend.
-- Params: strategy text; organisations text[]?; date_from date?; date_to date?; directorate text?; category text?
with

totals as (
    select
        coalesce(sum(amount), 0) as amount,
        coalesce(sum(amount) filter (in_view.tier <> 99), 0) as known,
        coalesce(sum(amount) filter (tier.is_local), 0) as local,
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
    case when amount >= known then share_of(local, amount) end as lowest,
    case when local >= 0 and amount >= known then share_of(local + amount - known, amount) end
        as highest,
    lines,
    suppliers
from totals
