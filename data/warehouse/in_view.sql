-- What a page is looking at, said once: the questions in `queries/` start from these.

-- A part of a whole, 0 to 1. Where credits make either of them negative, or the part larger than
-- its whole, there are pounds and no share.
create macro share_of(part, whole) as
    case when whole > 0 and part between 0 and whole then cast(part as double) / whole end;

-- Month sums of spend under a strategy's scope, with the tier of each supplier (99: not known).
-- left_out is null for what counts. A null filter lets everything through; dates choose the whole
-- months they fall in, and spend without a date is in view only while no dates are chosen.
create macro spend_in_view(
    in_strategy, in_organisations, in_date_from, in_date_to, in_directorate, in_category
) as table
select
    spend_month.*,
    coalesce(supplier_tier.tier, 99) as tier
from spend_month
inner join strategy
    on spend_month.scope_id = strategy.scope_id
left join supplier_tier
    on spend_month.supplier_id = supplier_tier.supplier_id
    and supplier_tier.strategy_id = strategy.strategy_id
where strategy.strategy_id = in_strategy
    and (
        cast(in_organisations as varchar[]) is null
        or list_contains(cast(in_organisations as varchar[]), spend_month.organisation)
    )
    and (
        cast(in_date_from as date) is null
        or spend_month.month >= date_trunc('month', cast(in_date_from as date))
    )
    and (cast(in_date_to as date) is null or spend_month.month <= cast(in_date_to as date))
    and (
        cast(in_directorate as varchar) is null
        or coalesce(spend_month.directorate, 'Not stated') = cast(in_directorate as varchar)
    )
    and (
        cast(in_category as varchar) is null
        or coalesce(spend_month.category, 'Not stated') = cast(in_category as varchar)
    );

-- Contracts under a strategy, each once, with what was committed and whether it counts toward the
-- secured share: past the threshold, of known value, no framework ceiling, no partner's repeat.
create macro contracts_in_view(in_strategy, in_organisations) as table
with

recorded as (
    select
        contract_id,
        sum(committed) as committed,
        sum(delivered) as delivered,
        sum(evidenced) as evidenced,
        count(*) as records
    from social_value
    group by contract_id
),

chosen as (
    select
        contract.*,
        recorded.committed,
        recorded.delivered,
        recorded.evidenced,
        coalesce(recorded.records, 0) as records,
        row_number() over (
            partition by contract.contract_key
            order by recorded.committed is null, contract.contract_id
        ) as repeat_number
    from contract
    left join recorded using (contract_id)
    where cast(in_organisations as varchar[]) is null
        or list_contains(cast(in_organisations as varchar[]), contract.organisation)
),

judged as (
    select
        chosen.*,
        case
            when strategy.sv_threshold is null then chosen.contract_value is not null
            when strategy.sv_operator = 'from'
                then coalesce(chosen.contract_value >= strategy.sv_threshold, false)
            else coalesce(chosen.contract_value > strategy.sv_threshold, false)
        end as past_threshold,
        chosen.committed is not null as recorded
    from chosen
    cross join strategy
    where strategy.strategy_id = in_strategy
)

select
    judged.*,
    case
        when repeat_number > 1 then 'Listed by another partner too: counted there'
        when contract_value is null then 'Contract value not known'
        when is_ceiling then 'Framework ceiling: its call-offs count instead'
        when contract_value <= 0 then 'Contract value is nil'
        when not past_threshold then 'Below the threshold'
    end as why_not_counted
from judged;
