-- Which lines of which files were paid to suppliers in one area?
-- One row per published line, counted by the strategy or not: one page, the largest amounts first.
-- Params: level district|county|region|ward; area_code text?; organisations text[]?; date_from date?; date_to date?; directorate text?; category text?; page int; page_size int
with

every_line as (
    select
        payment.*,
        count(*) over () as of_how_many,
        sum(payment.amount) over () as all_amount,
        pages_of(count(*) over (), $page_size) as pages,
        row_number() over (
            order by payment.amount desc, payment.upload_id, payment.sheet, payment.source_row
        ) as listed_at
    from payment
    left join areas_at($level) as areas
        on payment.supplier_id = areas.supplier_id
    where areas.area_code is not distinct from cast($area_code as varchar)
        and (
            cast($organisations as varchar[]) is null
            or list_contains(cast($organisations as varchar[]), payment.organisation)
        )
        and (
            cast($date_from as date) is null
            or payment.month >= date_trunc('month', cast($date_from as date))
        )
        and (cast($date_to as date) is null or payment.month <= cast($date_to as date))
        and (
            cast($directorate as varchar) is null
            or coalesce(payment.directorate, 'Not stated') = $directorate
        )
        and (
            cast($category as varchar) is null
            or coalesce(payment.category, 'Not stated') = $category
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
    paged.category,
    paged.description,
    paged.amount,
    upload.file_name,
    paged.sheet,
    paged.source_row,
    paged.of_how_many,
    paged.all_amount,
    paged.page,
    paged.pages
from paged
inner join upload
    on paged.upload_id = upload.upload_id
where is_on_page(paged.listed_at, paged.page, $page_size)
order by paged.listed_at
