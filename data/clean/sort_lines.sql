-- Tells the rows of a sheet that are data from those that are not, and says why they are not.
-- Needs `line` (row, width = how many cells are filled, money, dated, cells) and the variable
-- header_cells.
-- Gives `set_aside`: one row per row set aside, with its reason and its text.

create or replace temp table set_aside as
with

-- Nearly every row is plainly data; only the others are looked at cell by cell.
doubtful as (
    select
        row,
        cells,
        filled(money) as money,
        filled(dated) as dated
    from line
    where width <= 4 or not regexp_matches(coalesce(money, ''), '\d')
),

described as (
    select
        row,
        money,
        dated,
        list_filter(cells, lambda c: filled(c) is not null) as full_cells,
        list_aggregate(
            list_transform(
                list_zip(cells, getvariable('header_cells')),
                lambda pair: (filled(pair[2]) is not null
                    and lower(filled(pair[1])) = lower(filled(pair[2])))::int
            ),
            'sum'
        ) as cells_like_header
    from doubtful
),

judged as (
    select
        row,
        money,
        full_cells,
        len(full_cells) as width,
        cells_like_header,
        len(list_filter(
            full_cells,
            lambda c: regexp_full_match(
                lower(filled(c)),
                '(?:grand|sub|overall|page|report|net|gross)?[ -]*totals?'
                || '(?: (?:amount|spend|spent|value|payments?|expenditure|paid|net|gross|for .*))?[ :]*'
            )
        )) > 0 and not regexp_matches(coalesce(dated, ''), '\d')
            as says_total,
        money is not null and len(full_cells) = 1 as only_money
    from described
),

last_line as (
    select max(line.row) as row
    from line
    left join judged using (row)
    where line.width > 1 and not coalesce(judged.says_total, false)
),

reasons as (
    select
        judged.row,
        judged.full_cells,
        case
            when judged.width = 0 then 'Blank line'
            when judged.cells_like_header >= 2
                and judged.cells_like_header * 2 >= judged.width then 'Header repeated'
            when judged.says_total and judged.width <= 4 then 'Total or subtotal'
            when judged.only_money and judged.row > last_line.row then 'Total without a label'
            when judged.width = 1 and not judged.only_money then 'Title or note'
        end as reason
    from judged
    cross join last_line
)

select row, reason, list_aggregate(full_cells, 'string_agg', ' · ') as text
from reasons
where reason is not null
order by row;
