-- From which uploads does the spend come?
-- One row per upload, with what it adds to the figure.
-- Params: strategy text; organisations text[]?; date_from date?; date_to date?; directorate text?; category text?
select
    upload.upload_id,
    upload.file_name,
    in_view.organisation,
    upload.published_at,
    upload.published_by,
    cast(sum(in_view.lines) as bigint) as lines,
    sum(in_view.amount) as amount,
    upload.is_sample
from spend_in_view(
    $strategy, $organisations, $date_from, $date_to, $directorate, $category
) as in_view
inner join upload
    on in_view.upload_id = upload.upload_id
where in_view.left_out is null
group by all
order by upload.upload_id, in_view.organisation
