-- Whose figures are there, and which of them is the strategy for?
-- One row per organisation, the strategy's own first, then by spend.
-- Params: strategy text
select
    organisation.organisation,
    own.organisation is not null as is_own,
    organisation.lines,
    organisation.amount
from organisation
left join strategy_organisation as own
    on organisation.organisation = own.organisation
    and own.strategy_id = $strategy
order by is_own desc, amount desc, organisation.organisation
