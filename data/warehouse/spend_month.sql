-- Month sums. First of all that was received, before any strategy: what the filters choose from,
-- and which months an organisation has sent.
create table received_month as
select
    organisation,
    month,
    financial_year,
    quarter,
    directorate,
    category,
    sum(amount)::decimal(18, 2) as amount,
    count(*) as lines
from payment
group by all
order by organisation, month;

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
    directorate,
    category,
    supplier_id,
    upload_id,
    amount_basis,
    left_out,
    sum(amount)::decimal(18, 2) as amount,
    count(*) as lines
from judged
group by all
order by scope_id, organisation, month;
