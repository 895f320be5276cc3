-- Up to which day do the figures reach, and are they invented?
-- One row.
-- Params: none
select
    max(date_to) filter (kind = 'spend') as data_to,
    min(date_from) filter (kind = 'spend') as data_from,
    coalesce(bool_or(is_sample), false) as is_sample,
    count(*) as uploads
from upload
