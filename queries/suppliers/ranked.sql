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
    select
        sum(amount) as amount,
        sum(amount) filter (supplier_id is not null) as named_amount
    from paid
),

-- Rank and running share are of all who are paid, whatever is searched for and however sorted.
ranked as (
    select
        paid.*,
        row_number() over (order by paid.amount desc, supplier.supplier_key) as rank,
        sum(paid.amount) over (
            order by paid.amount desc, supplier.supplier_key
            rows between unbounded preceding and current row
        ) as up_to
    from paid
    inner join supplier
        on paid.supplier_id = supplier.supplier_id
),

found as (
    select
        ranked.*,
        area.name as place,
        lower(supplier.name) as name,
        count(*) over () as of_how_many
    from ranked
    inner join supplier
        on ranked.supplier_id = supplier.supplier_id
    left join area
        on supplier.area_code = area.area_code
    where cast($search as varchar) is null
        or contains(
            lower(
                concat_ws(
                    chr(10),
                    supplier.name,
                    array_to_string(supplier.names_seen, chr(10)),
                    array_to_string(supplier.supplier_numbers, chr(10)),
                    supplier.company_number,
                    supplier.charity_number
                )
            ),
            lower(cast($search as varchar))
        )
),

listed as (
    select
        *,
        pages_of(of_how_many, $page_size) as pages,
        row_number() over (
            order by
                $sort = 'place' and place is null,
                case when $sort = 'name' and not $descending then name end,
                case when $sort = 'name' and $descending then name end desc,
                case when $sort = 'place' and not $descending then place end,
                case when $sort = 'place' and $descending then place end desc,
                case when $sort = 'lines' and not $descending then lines end,
                case when $sort = 'lines' and $descending then lines end desc,
                case when $sort = 'amount' and not $descending then -rank else rank end
        ) as listed_at
    from found
),

shown as (
    select
        *,
        page_shown($page, pages) as page
    from listed
    where is_on_page(listed_at, page_shown($page, pages), $page_size)
)

select
    shown.rank,
    supplier.supplier_key,
    supplier.name,
    shown.amount,
    share_of(shown.amount, total.amount) as share,
    share_of(shown.up_to, total.amount) as running_share,
    cast(shown.lines as bigint) as lines,
    shown.place,
    supplier.place_known_by,
    supplier.place_looked_up_by,
    supplier.place_is_registered,
    tier.name as tier_name,
    supplier.sme,
    supplier.vcse,
    supplier.social_enterprise,
    supplier.co_operative,
    supplier.employee_owned,
    supplier.cic,
    supplier.charity,
    supplier.public_body,
    total.named_amount,
    shown.of_how_many,
    shown.page,
    shown.pages
from shown
inner join supplier
    on shown.supplier_id = supplier.supplier_id
left join tier
    on shown.tier = tier.tier
    and tier.strategy_id = $strategy
cross join total
order by shown.listed_at
