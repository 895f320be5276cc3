-- Up to which day are awards of contracts known?
-- One row: the last award in the contracts and social value sent, null where none has a date.
-- Params: organisations text[]?
select max(award_date) as awards_to
from contract
where cast($organisations as varchar[]) is null
    or list_contains(cast($organisations as varchar[]), organisation)
