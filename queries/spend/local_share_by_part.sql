-- How does the local share of each directorate, or of each organisation, move year by year?
-- One row per part and financial year, the part of most spend first, its years oldest first.
-- Params: strategy text; part_of directorate|organisation; organisations text[]?; directorate text?; category text?
with

-- Added up by directorate and year beforehand, for the many views that choose no category.
in_view as (
    select * exclude (strategy_id)
    from tier_directorate_year
    where strategy_id = $strategy
        and cast($category as varchar) is null
        and is_among(organisation, $organisations)
        and passes(directorate, $directorate)

    union all by name

    select
        organisation,
        directorate,
        financial_year,
        tier,
        surely_local,
        may_be_local,
        amount
    from spend_in_view($strategy, $organisations, null, null, $directorate, $category)
    where left_out is null
        and month is not null
        and cast($category as varchar) is not null
),

totals as (
    select
        case
            when $part_of = 'directorate' then in_view.directorate else in_view.organisation
        end as part,
        in_view.financial_year,
        sum(in_view.amount) as amount,
        coalesce(sum(in_view.amount) filter (in_view.tier <> 99), 0) as known,
        coalesce(sum(in_view.amount) filter (tier.is_local), 0) as local,
        coalesce(sum(in_view.amount) filter (in_view.surely_local), 0) as surely_local,
        coalesce(sum(in_view.amount) filter (in_view.may_be_local), 0) as may_be_local
    from in_view
    inner join tier
        on in_view.tier = tier.tier
        and tier.strategy_id = $strategy
    group by 1, in_view.financial_year
),

-- The months of an organisation are its own; a directorate's are those of all in view.
sent as (
    select
        case when $part_of = 'organisation' then organisation end as part,
        financial_year,
        count(distinct month) as months_with_data
    from months_received($organisations)
    group by 1, financial_year
)

select
    totals.part,
    totals.financial_year,
    sent.months_with_data,
    12 as months,
    totals.amount,
    totals.known,
    totals.amount - totals.known as not_known,
    totals.local,
    share_of(totals.known, totals.amount) as share_known,
    share_of(totals.local, totals.known) as local_share,
    lowest_share(totals.amount, totals.known, totals.local, totals.surely_local) as lowest,
    highest_share(totals.amount, totals.known, totals.local, totals.may_be_local) as highest,
    sum(totals.amount) over (partition by totals.part) as part_amount
from totals
inner join sent
    on totals.financial_year = sent.financial_year
    and (sent.part is null or sent.part = totals.part)
order by part_amount desc, totals.part, totals.financial_year
