-- The spend that a page is looking at, said once: the questions in `queries/` start from these.

-- The first day of the financial year or quarter that a month lies in.
create macro period_starts_on(kind, month) as
    case
        when kind = 'quarter' then cast(date_trunc('quarter', month) as date)
        else cast(date_trunc('year', month - interval 3 month) + interval 3 month as date)
    end;

-- A part of a whole, 0 to 1. Where credits make either of them negative, or the part larger than
-- its whole, there are pounds and no share.
create macro share_of(part, whole) as
    case when whole > 0 and part between 0 and whole then cast(part as double) / whole end;

-- The range that the local share must lie in, of all spend: at least what is surely local, at most
-- what may be. Null where credits hide the one or the other.
create macro lowest_share(amount, known, local, surely_local) as
    case when amount >= known and local >= surely_local then share_of(surely_local, amount) end;

create macro highest_share(amount, known, local, may_be_local) as
    case
        when local >= 0 and amount >= known and may_be_local >= local + amount - known
            then share_of(may_be_local, amount)
    end;

-- What share of the rest of a year must be local for the whole of it to come to a target: under
-- nought where that is reached whatever follows, over one where it is out of reach. The share so far
-- stands for all that is spent so far. Null without a target, or where the rest is nothing.
create macro share_needed(target, amount, share_so_far, rest_amount) as
    case
        when amount >= 0 and rest_amount > 0
            then (
                cast(target as double) * (amount + rest_amount) - share_so_far * amount
            ) / rest_amount
    end;

-- A filter lets through what it names, and everything where it is null.
create macro passes(value, chosen) as
    cast(chosen as varchar) is null or value = cast(chosen as varchar);

create macro is_among(value, chosen) as
    cast(chosen as varchar[]) is null or list_contains(cast(chosen as varchar[]), value);

-- Dates choose the whole months they fall in; what has no date is in view only without them.
create macro in_months(month, in_date_from, in_date_to) as
    (
        cast(in_date_from as date) is null
        or month >= date_trunc('month', cast(in_date_from as date))
    )
    and (cast(in_date_to as date) is null or month <= cast(in_date_to as date));

-- Month sums were also made without directorate and category, for a view that chooses neither.
create macro chooses_neither(in_directorate, in_category) as
    cast(in_directorate as varchar) is null and cast(in_category as varchar) is null;

-- Month sums of a directorate or category; none where neither is chosen.
create macro month_of_part(in_directorate, in_category) as table
select * exclude (is_on_register)
from spend_month
where not chooses_neither(in_directorate, in_category)
    and passes(directorate, in_directorate)
    and passes(category, in_category);

-- A long list is shown page by page; a page past the last is the last, and one before the first the
-- first.
create macro pages_of(rows_found, page_size) as
    cast(ceil(rows_found / cast(page_size as double)) as bigint);

create macro page_shown(page, pages) as least(greatest(cast(page as bigint), 1), pages);

create macro is_on_page(listed_at, page, page_size) as
    listed_at > (page - 1) * page_size and listed_at <= page * page_size;

-- Month sums of spend under a strategy, by the tier of who was paid (99: not known). left_out is
-- null for what counts.
create macro spend_in_view(
    in_strategy, in_organisations, in_date_from, in_date_to, in_directorate, in_category
) as table
with

every_month as (
    select *
    from tier_month
    where chooses_neither(in_directorate, in_category)

    union all by name

    select
        strategy.strategy_id,
        spend_month.* exclude (scope_id, supplier_id, category),
        coalesce(supplier_tier.tier, 99) as tier,
        coalesce(supplier_tier.surely_local, false) as surely_local,
        coalesce(supplier_tier.may_be_local, true) as may_be_local
    from month_of_part(in_directorate, in_category) as spend_month
    inner join strategy
        on spend_month.scope_id = strategy.scope_id
    left join supplier_tier
        on spend_month.supplier_id = supplier_tier.supplier_id
        and strategy.strategy_id = supplier_tier.strategy_id
)

select *
from every_month
where strategy_id = in_strategy
    and is_among(organisation, in_organisations)
    and in_months(month, in_date_from, in_date_to);

-- The same, added up to a row per organisation and month: what counts, how much of it has a known
-- place and is local, and the two ends of what may be local.
create macro placed_in_view(
    in_strategy, in_organisations, in_directorate, in_category
) as table
select
    in_view.organisation,
    in_view.month,
    sum(in_view.amount) as amount,
    coalesce(sum(in_view.amount) filter (in_view.tier <> 99), 0) as known,
    coalesce(sum(in_view.amount) filter (tier.is_local), 0) as local,
    coalesce(sum(in_view.amount) filter (in_view.surely_local), 0) as surely_local,
    coalesce(sum(in_view.amount) filter (in_view.may_be_local), 0) as may_be_local
from spend_in_view(
    in_strategy, in_organisations, null, null, in_directorate, in_category
) as in_view
inner join tier
    on in_view.tier = tier.tier
    and tier.strategy_id = in_strategy
where in_view.left_out is null
group by in_view.organisation, in_view.month;

-- The same month sums by who was paid, of spend that counts. supplier_id is null for money whose
-- supplier is redacted or not stated.
create macro paid_in_view(
    in_strategy, in_organisations, in_date_from, in_date_to, in_directorate, in_category
) as table
with

every_month as (
    select *
    from supplier_month
    where chooses_neither(in_directorate, in_category)

    union all by name

    select * exclude (directorate, category, upload_id, amount_basis, left_out)
    from month_of_part(in_directorate, in_category)
    where left_out is null
)

select every_month.*
from every_month
inner join strategy
    on every_month.scope_id = strategy.scope_id
where strategy.strategy_id = in_strategy
    and is_among(organisation, in_organisations)
    and in_months(month, in_date_from, in_date_to);

-- One row per supplier paid in a view, with its tier; one for money whose supplier is not known.
create macro suppliers_in_view(
    in_strategy, in_organisations, in_date_from, in_date_to, in_directorate, in_category
) as table
with

paid as (
    select
        supplier_id,
        sum(amount) as amount,
        sum(lines) as lines
    from paid_in_view(
        in_strategy, in_organisations, in_date_from, in_date_to, in_directorate, in_category
    )
    group by supplier_id
)

select
    paid.*,
    coalesce(supplier_tier.tier, 99) as tier,
    coalesce(supplier_tier.surely_local, false) as surely_local,
    coalesce(supplier_tier.may_be_local, true) as may_be_local
from paid
left join supplier_tier
    on paid.supplier_id = supplier_tier.supplier_id
    and supplier_tier.strategy_id = in_strategy;

-- The months that these organisations sent anything for, whatever it was, and the first day of the
-- newest year among them.
create macro months_received(in_organisations) as table
select
    organisation,
    month,
    financial_year,
    quarter,
    sent_year_before,
    sent_year_after,
    period_starts_on('year', max(month) over ()) as newest_year_starts_on
from received_month
where part_of = 'all'
    and month is not null
    and is_among(organisation, in_organisations);

-- How many months of each financial year and quarter these organisations sent anything for, and for
-- how many of them every one did that ever sent anything. A month with nothing in a directorate or
-- category is still a month with data.
create macro months_sent(in_organisations) as table
select
    period,
    count(*) as months_with_data,
    count(*) filter (
        list_has_all(
            senders,
            case
                when cast(in_organisations as varchar[]) is null then everyone
                else list_intersect(everyone, cast(in_organisations as varchar[]))
            end
        )
    ) as months_from_all
from month_sent
where cast(in_organisations as varchar[]) is null
    or list_has_any(senders, cast(in_organisations as varchar[]))
group by period;
