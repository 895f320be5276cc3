-- Which lines of which files say what a supplier was paid?
-- One row per published line: one page of them, the newest first, then those without a date.
-- Params: supplier_key text; page int; page_size int
with

every_line as (
    select
        *,
        count(*) over () as of_how_many,
        pages_of(count(*) over (), $page_size) as pages,
        row_number() over (
            order by payment_date desc nulls last, upload_id, sheet, source_row
        ) as listed_at
    from payment
    where supplier_id in (
        select supplier_id from supplier_key where supplier_key = $supplier_key
    )
),

paged as (
    select
        *,
        page_shown($page, pages) as page
    from every_line
)

select
    paged.payment_date,
    paged.organisation,
    paged.supplier_named,
    paged.directorate,
    paged.category,
    paged.description,
    paged.transaction_number,
    paged.amount,
    paged.amount_basis,
    upload.file_name,
    paged.sheet,
    paged.source_row,
    paged.of_how_many,
    paged.page,
    paged.pages
from paged
inner join upload
    on paged.upload_id = upload.upload_id
where is_on_page(paged.listed_at, paged.page, $page_size)
order by paged.listed_at
