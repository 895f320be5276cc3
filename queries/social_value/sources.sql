-- From which uploads do the contracts and the social value come?
-- One row per upload: its rows, and its money (contract value, or committed value).
-- Params: organisations text[]?
select
    upload.upload_id,
    upload.file_name,
    upload.organisation,
    upload.kind,
    upload.published_at,
    upload.published_by,
    upload.rows_accepted as lines,
    upload.control_total as amount,
    upload.is_sample
from upload
where upload.upload_id in (
    select upload_id
    from contract_source
    where cast($organisations as varchar[]) is null
        or list_contains(cast($organisations as varchar[]), organisation)
)
order by upload.upload_id
