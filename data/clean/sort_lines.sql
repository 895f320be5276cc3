-- Tells the rows of a sheet that are data from those that are not, and says why they are not.
-- Needs `mark`, of every line but blank ones (row, width = how many cells are filled, has_figure:
-- there is a digit in its money, is_dated, has_day: there is a digit in its date); `doubtful_line`,
-- of the few that are not plainly data (row, money, dated, cells); and the variable header_cells.
-- Gives `set_aside`: one row per row set aside, with its reason, its text and its money, if any.

create or replace temp table set_aside as
with

described as (
    select
        row,
        filled(money) as money,
        filled(dated) as dated,
        list_filter(cells, lambda c: filled(c) is not null) as full_cells,
        list_aggregate(
            list_transform(
                list_zip(cells, getvariable('header_cells')),
                lambda pair: (filled(pair[2]) is not null
                    and lower(filled(pair[1])) = lower(filled(pair[2])))::int
            ),
            'sum'
        ) as cells_like_header
    from doubtful_line
),

judged as (
    select
        row,
        money,
        dated,
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

-- A second, narrower table under the first begins with headings of its own, below the last row
-- that is plainly of the first: as wide as its rows are, or half as wide with money and a date.
-- Headings hold no date and no number, and have lines of their own below.
usual as (
    select
        median(width) filter (has_figure) as width,
        bool_or(is_dated) as has_dates
    from mark
),

last_plain_line as (
    select max(mark.row) as row
    from mark
    cross join usual
    where mark.width >= usual.width
        or (
            mark.has_figure
            and mark.width * 2 > usual.width
            and (not usual.has_dates or mark.has_day)
        )
),

second_table as (
    select min(judged.row) as row
    from judged
    cross join last_plain_line
    cross join usual
    where judged.row > last_plain_line.row
        and judged.row < (select max(row) from mark)
        and not (usual.has_dates and regexp_matches(coalesce(judged.dated, ''), '\d'))
        and judged.width >= 2
        and not judged.says_total
        and judged.cells_like_header < judged.width
        and len(list_filter(
            judged.full_cells, lambda c: regexp_full_match(c, '[£(−-]*[\d,.]+[)-]?')
        )) = 0
),

last_line as (
    select max(row) as row
    from mark
    where width > 1
        and row not in (
            select row
            from judged
            where says_total or (cells_like_header >= 2 and cells_like_header * 2 >= width)
        )
),

reasons as (
    select
        judged.row,
        judged.full_cells,
        judged.money,
        case
            when judged.width = 0 then 'Blank line'
            when judged.row >= second_table.row then 'Another table further down'
            when judged.cells_like_header >= 2
                and judged.cells_like_header * 2 >= judged.width then 'Header repeated'
            when judged.says_total and judged.width <= 4 then 'Total or subtotal'
            when judged.only_money and judged.row > last_line.row then 'Total without a label'
            when judged.width = 1 and not judged.only_money then 'Title or note'
        end as reason
    from judged
    cross join last_line
    cross join second_table
)

select
    row,
    reason,
    list_aggregate(full_cells, 'string_agg', ' · ') as text,
    amount_of(money) as amount
from reasons
where reason is not null
order by row;
