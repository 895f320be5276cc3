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
        *,
        row_number() over (order by amount desc, supplier_id) as rank,
        sum(amount) over (
            order by amount desc, supplier_id
            rows between unbounded preceding and current row
        ) as up_to
    from paid
    where supplier_id is not null
),

found as (
    select
        ranked.*,
        area.name as place,
        case cast($sort as varchar) when 'name' then lower(supplier.name) when 'place' then area.name end
            as word,
        case cast($sort as varchar) when 'lines' then ranked.lines when 'amount' then -ranked.rank end
            * case when $descending then -1 else 1 end as number
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

listed as materialized (
    select
        supplier_id,
        amount,
        lines,
        tier,
        rank,
        up_to,
        place,
        row_number() over (
            order by
                word is null,
                case when not $descending then word end,
                case when $descending then word end desc,
                number,
                rank
        ) as listed_at
    from found
),

counted as (
    select
        count(*) as of_how_many,
        pages_of(count(*), $page_size) as pages,
        page_shown($page, pages_of(count(*), $page_size)) as page
    from listed
),

shown as (
    select *
    from listed
    cross join counted
    where is_on_page(listed.listed_at, counted.page, $page_size)
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
