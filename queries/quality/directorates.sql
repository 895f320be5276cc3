-- Under which directorates was each organisation's spend received, and as which does it count?
-- One row per organisation and directorate as received, by name.
-- Params: none
select
    organisation,
    directorate_received as name,
    any_value(directorate) as counts_as,
    min(payment_date) as date_from,
    max(payment_date) as date_to,
    count(*) as lines,
    sum(amount) as amount
from payment
where directorate_received is not null
group by organisation, directorate_received
order by organisation, directorate_received
