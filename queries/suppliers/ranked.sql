-- Which suppliers are paid most, and where are they?
-- One row per supplier paid in the view and found by the search: one page of them, as sorted.
-- Params: strategy text; organisations text[]?; date_from date?; date_to date?; directorate text?; category text?; search text?; sort amount|name|lines|place; descending bool; page int; page_size int
with

paid as (
    select *
    from suppliers_in_view(
        $strategy, $organisations, $date_from, $date_to, $directorate, $category
    )
),

total as (
    select sum(amount) as amount
    from paid
),

-- Rank and running share are of all who are paid, whatever is searched for and however sorted.
ranked as (
    select
        paid.amount,
        paid.lines,
        paid.tier,
        supplier.*,
        row_number() over (order by paid.amount desc, supplier.supplier_key) as rank,
        sum(paid.amount) over (
            order by paid.amount desc, supplier.supplier_key
            rows between unbounded preceding and current row
        ) as up_to,
        sum(paid.amount) over () as named_amount
    from paid
    inner join supplier
        on paid.supplier_id = supplier.supplier_id
),

found as (
    select
        ranked.*,
        area.name as place,
        tier.name as tier_name,
        count(*) over () as of_how_many
    from ranked
    left join area
        on ranked.area_code = area.area_code
    left join tier
        on ranked.tier = tier.tier
        and tier.strategy_id = $strategy
    where cast($search as varchar) is null
        or contains(
            lower(
                concat_ws(
                    chr(10),
                    ranked.name,
                    array_to_string(ranked.names_seen, chr(10)),
                    array_to_string(ranked.supplier_numbers, chr(10)),
                    ranked.company_number,
                    ranked.charity_number
                )
            ),
            lower(cast($search as varchar))
        )
),

-- A page past the last is the last.
placed as (
    select
        *,
        cast(ceil(of_how_many / cast($page_size as double)) as bigint) as pages,
        row_number() over (
            order by
                $sort = 'place' and place is null,
                case when $sort = 'name' and not $descending then lower(name) end,
                case when $sort = 'name' and $descending then lower(name) end desc,
                case when $sort = 'place' and not $descending then place end,
                case when $sort = 'place' and $descending then place end desc,
                case when $sort = 'lines' and not $descending then lines end,
                case when $sort = 'lines' and $descending then lines end desc,
                case when $sort = 'amount' and not $descending then -rank else rank end
        ) as listed_at
    from found
)

select
    placed.rank,
    placed.supplier_key,
    placed.name,
    placed.amount,
    share_of(placed.amount, total.amount) as share,
    share_of(placed.up_to, total.amount) as running_share,
    cast(placed.lines as bigint) as lines,
    placed.place,
    placed.place_known_by,
    placed.place_looked_up_by,
    placed.place_is_registered,
    placed.tier_name,
    placed.sme,
    placed.vcse,
    placed.social_enterprise,
    placed.co_operative,
    placed.employee_owned,
    placed.cic,
    placed.charity,
    placed.public_body,
    placed.named_amount,
    placed.of_how_many,
    least(greatest(cast($page as bigint), 1), placed.pages) as page,
    placed.pages
from placed
cross join total
where placed.listed_at > (least(greatest(cast($page as bigint), 1), placed.pages) - 1) * $page_size
    and placed.listed_at <= least(greatest(cast($page as bigint), 1), placed.pages) * $page_size
order by placed.listed_at
