-- What should an officer know of how a supplier was put together?
-- One row per doubt, in a sentence.
-- Params: supplier_key text
select
    doubt,
    said
from supplier_doubt
where supplier_id in (
    select supplier_id from supplier_key where supplier_key = $supplier_key
)
order by doubt, said
