-- Which contracts are due for the strategy's review on a day, or past the time for it?
-- One row per contract of the register, those due first, the first to end first.
-- Params: strategy text; as_of date; organisations text[]?
select
    review.reference,
    review.title,
    review.organisation,
    array_to_string(review.suppliers, '; ') as suppliers,
    review.contract_value,
    review.review_from,
    review.review_by,
    review.end_date,
    review.standing,
    upload.file_name,
    review.sheet,
    review.source_row
from reviews_on($strategy, $organisations, $as_of) as review
inner join upload
    on review.upload_id = upload.upload_id
where review.standing in ('Due', 'Time has passed')
order by review.standing, review.end_date, review.contract_id
