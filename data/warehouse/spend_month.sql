-- Month sums. First of all that was received, before any strategy: what the filters choose from,
-- and which months an organisation has sent. Each line is in it three times: under 'all', under its
-- 'directorate' and under its 'category'.
create table received_month as
with

received as (
    select
        case
            when grouping(directorate) = 0 then 'directorate'
            when grouping(category) = 0 then 'category'
            else 'all'
        end as part_of,
        case
            when grouping(directorate) = 0 then coalesce(directorate, 'Not stated')
            when grouping(category) = 0 then coalesce(category, 'Not stated')
        end as part,
        organisation,
        month,
        financial_year,
        quarter,
        sum(amount)::decimal(18, 2) as amount,
        count(*) as lines
    from payment
    group by grouping sets (
        (organisation, month, financial_year, quarter),
        (organisation, month, financial_year, quarter, directorate),
        (organisation, month, financial_year, quarter, category)
    )
)

select
    received.*,
    year_before.month is not null as sent_year_before,
    year_after.month is not null as sent_year_after
from received
left join received as year_before
    on received.organisation = year_before.organisation
    and received.month = year_before.month + interval 12 month
    and year_before.part_of = 'all'
left join received as year_after
    on received.organisation = year_after.organisation
    and received.month = year_after.month - interval 12 month
    and year_after.part_of = 'all'
order by part_of, organisation, month;

-- Who sent each month of a financial year and of a quarter, and everyone who ever sent one.
create table month_sent as
with

sent as (
    select organisation, month, financial_year, quarter
    from received_month
    where part_of = 'all' and month is not null
)

select
    unnest([financial_year, quarter]) as period,
    month,
    list(organisation) as senders,
    (select list(distinct organisation) from sent) as everyone
from sent
group by month, financial_year, quarter
order by month;

-- Whose figures there are: all their spend, nil where they have only contracts.
create table organisation as
with

paid as (
    select organisation, sum(amount) as amount, sum(lines) as lines
    from received_month
    where part_of = 'all'
    group by organisation
),

present as (
    select organisation from paid
    union
    select organisation from contract
)

select
    present.organisation,
    coalesce(paid.amount, 0)::decimal(18, 2) as amount,
    coalesce(paid.lines, 0)::bigint as lines
from present
left join paid
    on present.organisation = paid.organisation
order by organisation;

-- Then once for each scope: what counts (left_out is null) and why the rest does not.
create temp table left_out_supplier as
with

term as (
    select distinct term from leave_out_term where applies_to = 'supplier'
),

name as (
    select distinct supplier_named as named, ' ' || term_words(supplier_named) || ' ' as words
    from payment
    where supplier_named is not null
)

select
    leave_out_term.scope_id,
    name.named,
    arg_min(leave_out_term.reason, leave_out_term.place) as reason
from name
inner join term on contains(name.words, ' ' || term.term || ' ')
inner join leave_out_term
    on term.term = leave_out_term.term and leave_out_term.applies_to = 'supplier'
group by all;

create temp table left_out_category as
with

term as (
    select distinct term from leave_out_term where applies_to = 'category'
),

name as (
    select distinct category as named, ' ' || term_words(category) || ' ' as words
    from payment
    where category is not null
)

select
    leave_out_term.scope_id,
    name.named,
    arg_min(leave_out_term.reason, leave_out_term.place) as reason
from name
inner join term on contains(name.words, ' ' || term.term || ' ')
inner join leave_out_term
    on term.term = leave_out_term.term and leave_out_term.applies_to = 'category'
group by all;

create table spend_month as
with

judged as (
    select
        scope.scope_id,
        payment.*,
        case
            when left_out_supplier.reason is not null then left_out_supplier.reason
            when left_out_category.reason is not null then left_out_category.reason
            when scope.smallest_payment_operator = 'from'
                and payment.payment_size < scope.smallest_payment
                then 'Payments under £' || format('{:,}', scope.smallest_payment::bigint)
            when scope.smallest_payment_operator = 'over'
                and payment.payment_size <= scope.smallest_payment
                then 'Payments of £' || format('{:,}', scope.smallest_payment::bigint) || ' or less'
        end as left_out
    from payment
    cross join scope
    left join left_out_supplier
        on scope.scope_id = left_out_supplier.scope_id
        and payment.supplier_named = left_out_supplier.named
    left join left_out_category
        on scope.scope_id = left_out_category.scope_id
        and payment.category = left_out_category.named
)

select
    scope_id,
    organisation,
    month,
    financial_year,
    quarter,
    coalesce(directorate, 'Not stated') as directorate,
    coalesce(category, 'Not stated') as category,
    supplier_id,
    upload_id,
    amount_basis,
    left_out,
    is_on_register,
    sum(amount)::decimal(18, 2) as amount,
    count(*) as lines
from judged
group by all
-- Read where a directorate or a category is chosen.
order by scope_id, category, organisation, month;

-- The same without directorate and category, for the many views that choose neither: what counts,
-- by supplier; and, by the tiers of each strategy, what counts and what does not.
create table supplier_month as
select
    scope_id,
    organisation,
    month,
    financial_year,
    quarter,
    supplier_id,
    sum(amount)::decimal(18, 2) as amount,
    sum(lines)::bigint as lines
from spend_month
where left_out is null
group by all
order by scope_id, organisation, month;

create temp table tier_directorate_month as
select
    strategy.strategy_id,
    spend_month.organisation,
    spend_month.month,
    spend_month.financial_year,
    spend_month.quarter,
    spend_month.directorate,
    spend_month.upload_id,
    spend_month.amount_basis,
    spend_month.left_out,
    coalesce(supplier_tier.tier, 99) as tier,
    coalesce(supplier_tier.surely_local, false) as surely_local,
    coalesce(supplier_tier.may_be_local, true) as may_be_local,
    sum(spend_month.amount)::decimal(18, 2) as amount,
    sum(spend_month.lines)::bigint as lines
from spend_month
inner join strategy
    on spend_month.scope_id = strategy.scope_id
left join supplier_tier
    on spend_month.supplier_id = supplier_tier.supplier_id
    and strategy.strategy_id = supplier_tier.strategy_id
group by all;

create table tier_month as
select
    * exclude (directorate, amount, lines),
    sum(amount)::decimal(18, 2) as amount,
    sum(lines)::bigint as lines
from tier_directorate_month
group by all
order by strategy_id, organisation, month;

-- What counts, year by year, of each directorate: the many small charts of a page read it.
create table tier_directorate_year as
select
    strategy_id,
    organisation,
    financial_year,
    directorate,
    tier,
    surely_local,
    may_be_local,
    sum(amount)::decimal(18, 2) as amount
from tier_directorate_month
where left_out is null and month is not null
group by all
order by strategy_id, organisation, directorate, financial_year;

drop table tier_directorate_month;
