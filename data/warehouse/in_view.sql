-- What a page is looking at, said once: the questions in `queries/` start from these.

-- The first day of the financial year or quarter that a month lies in.
create macro period_starts_on(kind, month) as
    case
        when kind = 'quarter' then cast(date_trunc('quarter', month) as date)
        else cast(date_trunc('year', month - interval 3 month) + interval 3 month as date)
    end;

-- One row per strategy and tier of its own, with what the tier is made of.
create table tier_made_of as
with

areas as (
    select strategy_id, tier, list_sort(list(area_code)) as area_codes
    from tier_area
    group by strategy_id, tier
),

postcodes as (
    select
        strategy_id,
        tier,
        list_sort(list(prefix) filter (level = 'area')) as postcode_areas,
        list_sort(list(prefix) filter (level = 'district')) as postcode_districts
    from tier_postcode
    group by strategy_id, tier
)

select
    tier.strategy_id,
    tier.tier,
    tier.name as tier_name,
    tier.is_local,
    tier.tier = strategy.headline_tier as is_headline,
    coalesce(areas.area_codes, []) as area_codes,
    coalesce(postcodes.postcode_areas, []) as postcode_areas,
    coalesce(postcodes.postcode_districts, []) as postcode_districts,
    tier_radius.centre,
    tier_radius.latitude,
    tier_radius.longitude,
    tier_radius.radius_km,
    tier.source
from tier
inner join strategy
    on tier.strategy_id = strategy.strategy_id
left join areas
    on tier.strategy_id = areas.strategy_id
    and tier.tier = areas.tier
left join postcodes
    on tier.strategy_id = postcodes.strategy_id
    and tier.tier = postcodes.tier
left join tier_radius
    on tier.strategy_id = tier_radius.strategy_id
    and tier.tier = tier_radius.tier
where tier.tier < 98
order by tier.strategy_id, tier.tier;

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

-- Month sums of spend under a strategy, by the tier of who was paid (99: not known). left_out is
-- null for what counts. A null filter lets everything through; dates choose the whole months they
-- fall in, and spend without a date is in view only while no dates are chosen.
create macro spend_in_view(
    in_strategy, in_organisations, in_date_from, in_date_to, in_directorate, in_category
) as table
with

every_month as (
    select *
    from tier_month
    where cast(in_directorate as varchar) is null and cast(in_category as varchar) is null

    union all by name

    select
        strategy.strategy_id,
        spend_month.* exclude (scope_id, supplier_id, directorate, category),
        coalesce(supplier_tier.tier, 99) as tier,
        coalesce(supplier_tier.surely_local, false) as surely_local,
        coalesce(supplier_tier.may_be_local, true) as may_be_local
    from spend_month
    inner join strategy
        on spend_month.scope_id = strategy.scope_id
    left join supplier_tier
        on spend_month.supplier_id = supplier_tier.supplier_id
        and strategy.strategy_id = supplier_tier.strategy_id
    where (cast(in_directorate as varchar) is not null or cast(in_category as varchar) is not null)
        and (
            cast(in_directorate as varchar) is null
            or spend_month.directorate = cast(in_directorate as varchar)
        )
        and (
            cast(in_category as varchar) is null
            or spend_month.category = cast(in_category as varchar)
        )
)

select *
from every_month
where strategy_id = in_strategy
    and (
        cast(in_organisations as varchar[]) is null
        or list_contains(cast(in_organisations as varchar[]), organisation)
    )
    and (
        cast(in_date_from as date) is null
        or month >= date_trunc('month', cast(in_date_from as date))
    )
    and (cast(in_date_to as date) is null or month <= cast(in_date_to as date));

-- The same month sums by who was paid, of spend that counts. supplier_id is null for money whose
-- supplier is redacted or not stated.
create macro paid_in_view(
    in_strategy, in_organisations, in_date_from, in_date_to, in_directorate, in_category
) as table
with

every_month as (
    select *
    from supplier_month
    where cast(in_directorate as varchar) is null and cast(in_category as varchar) is null

    union all by name

    select * exclude (directorate, category, upload_id, amount_basis, left_out)
    from spend_month
    where left_out is null
        and (cast(in_directorate as varchar) is not null or cast(in_category as varchar) is not null)
        and (
            cast(in_directorate as varchar) is null
            or directorate = cast(in_directorate as varchar)
        )
        and (
            cast(in_category as varchar) is null
            or category = cast(in_category as varchar)
        )
)

select every_month.*
from every_month
inner join strategy
    on every_month.scope_id = strategy.scope_id
where strategy.strategy_id = in_strategy
    and (
        cast(in_organisations as varchar[]) is null
        or list_contains(cast(in_organisations as varchar[]), organisation)
    )
    and (
        cast(in_date_from as date) is null
        or month >= date_trunc('month', cast(in_date_from as date))
    )
    and (cast(in_date_to as date) is null or month <= cast(in_date_to as date));

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

-- Each profile under a strategy, by a kind of supplier: 'all', 'local' (up to a tier, the headline's
-- where none is given), 'sme' or 'vcse'. is_of as it is counted, is_known whether that is known,
-- surely_of and may_be_of the ends of what it may be.
create macro profiles_of_kind(in_strategy, in_kind, in_tier) as table
select
    profile.profile_id,
    case in_kind
        when 'all' then true
        when 'local' then profile.tier <= coalesce(in_tier, strategy.headline_tier)
        when 'sme' then coalesce(profile.sme, false)
        when 'vcse' then coalesce(profile.vcse, false)
    end as is_of,
    case in_kind
        when 'all' then true
        when 'local' then profile.tier <> 99
        when 'sme' then profile.sme is not null
        when 'vcse' then profile.vcse is not null
    end as is_known,
    case in_kind
        when 'local' then profile.furthest_tier <= coalesce(in_tier, strategy.headline_tier)
        else is_of
    end as surely_of,
    case in_kind
        when 'local' then profile.nearest_tier <= coalesce(in_tier, strategy.headline_tier)
        else is_of or not is_known
    end as may_be_of
from profile
inner join strategy
    on profile.strategy_id = strategy.strategy_id
where strategy.strategy_id = in_strategy;

-- Each supplier under a strategy, by a kind of supplier.
create macro suppliers_of_kind(in_strategy, in_kind, in_tier) as table
select
    supplier_profile.supplier_id,
    kind.* exclude (profile_id)
from supplier_profile
inner join profiles_of_kind(in_strategy, in_kind, in_tier) as kind
    on supplier_profile.profile_id = kind.profile_id;

-- Month sums of spend that counts, by the profile of who was paid; null where it is not known who.
create macro profiles_paid_in_view(
    in_strategy, in_organisations, in_directorate, in_category
) as table
with

every_month as (
    select *
    from profile_month
    where cast(in_directorate as varchar) is null and cast(in_category as varchar) is null

    union all by name

    select
        spend_month.scope_id,
        spend_month.organisation,
        spend_month.month,
        spend_month.financial_year,
        spend_month.quarter,
        supplier_profile.profile_id,
        spend_month.amount
    from spend_month
    left join supplier_profile
        on spend_month.supplier_id = supplier_profile.supplier_id
    where spend_month.left_out is null
        and (cast(in_directorate as varchar) is not null or cast(in_category as varchar) is not null)
        and (
            cast(in_directorate as varchar) is null
            or spend_month.directorate = cast(in_directorate as varchar)
        )
        and (
            cast(in_category as varchar) is null
            or spend_month.category = cast(in_category as varchar)
        )
)

select every_month.*
from every_month
inner join strategy
    on every_month.scope_id = strategy.scope_id
where strategy.strategy_id = in_strategy
    and (
        cast(in_organisations as varchar[]) is null
        or list_contains(cast(in_organisations as varchar[]), organisation)
    );

-- How many suppliers of each profile were paid in each year or quarter. Counted beforehand for one
-- organisation or all; a supplier of several organisations counts once, so others are counted here.
create macro suppliers_paid_in_view(
    in_strategy, in_by, in_organisations, in_directorate, in_category
) as table
with

counted as (
    select counted.*
    from profile_suppliers as counted
    inner join strategy
        on counted.scope_id = strategy.scope_id
    where strategy.strategy_id = in_strategy
        and counted.kind = in_by
        and cast(in_directorate as varchar) is null
        and cast(in_category as varchar) is null
        and (
            (cast(in_organisations as varchar[]) is null and counted.is_all)
            or (
                len(cast(in_organisations as varchar[])) = 1
                and not counted.is_all
                and counted.organisation = cast(in_organisations as varchar[])[1]
            )
        )
),

-- No organisation is null, nor more or fewer than one.
each as (
    select
        case when in_by = 'quarter' then quarter else financial_year end as period,
        financial_year,
        supplier_id,
        min(month) as month
    from paid_in_view(in_strategy, in_organisations, null, null, in_directorate, in_category)
    where supplier_id is not null
        and (
            len(coalesce(cast(in_organisations as varchar[]), [''])) <> 1
            or cast(in_directorate as varchar) is not null
            or cast(in_category as varchar) is not null
        )
    group by 1, financial_year, supplier_id
)

select
    period,
    financial_year,
    profile_id,
    month,
    suppliers
from counted

union all

select
    each.period,
    each.financial_year,
    supplier_profile.profile_id,
    min(each.month) as month,
    count(*) as suppliers
from each
inner join supplier_profile
    on each.supplier_id = supplier_profile.supplier_id
group by each.period, each.financial_year, supplier_profile.profile_id;

-- How many months of each financial year or quarter these organisations sent anything for, and for
-- how many of them every one did that ever sent anything. A month with nothing in a directorate or
-- category is still a month with data.
create macro months_sent(in_by, in_organisations) as table
with

sent as (
    select
        organisation,
        month,
        case when in_by = 'quarter' then quarter else financial_year end as period
    from received_month
    where part_of = 'all'
        and month is not null
        and (
            cast(in_organisations as varchar[]) is null
            or list_contains(cast(in_organisations as varchar[]), organisation)
        )
),

by_month as (
    select
        period,
        month,
        count(*) as senders
    from sent
    group by period, month
)

select
    period,
    count(*) as months_with_data,
    count(*) filter (senders = (select count(distinct organisation) from sent)) as months_from_all
from by_month
group by period;

-- Where each supplier is, by the areas of one level: 'district', 'county', 'region', or 'ward' where
-- ward boundaries are loaded. Districts and wards go by their code and the others by their name; an
-- area without a county is one by itself.
create macro areas_at(in_level) as table
select
    supplier.supplier_id,
    area.county,
    area.region,
    case in_level
        when 'county' then coalesce(area.county, area.name)
        when 'region' then coalesce(area.region, area.country)
        when 'ward' then ward.ward_code
        else area.area_code
    end as area_code,
    case in_level
        when 'county' then coalesce(area.county, area.name)
        when 'region' then coalesce(area.region, area.country)
        when 'ward' then ward.name
        else area.name
    end as area
from supplier
inner join area
    on supplier.area_code = area.area_code
left join ward
    on supplier.ward_code = ward.ward_code;

-- What a definition of local holds: one row per supplier, whether it is placed at all, whether the
-- definition holds it, surely does, or may (a sector or district can lie across a border). A
-- definition is areas by code, postcode areas, a circle, or any of them together.
create macro held_by(in_areas, in_postcode_areas, in_latitude, in_longitude, in_radius_km) as table
with

part as (
    select
        part,
        bool_and(list_contains(coalesce(cast(in_areas as varchar[]), []), area_code)) as all_inside,
        bool_or(list_contains(coalesce(cast(in_areas as varchar[]), []), area_code)) as some_inside
    from postcode_part
    group by part
),

placed as (
    select
        supplier.supplier_id,
        supplier.area_code is not null as has_area,
        coalesce(list_contains(
            coalesce(cast(in_postcode_areas as varchar[]), []), postcode_area_of(supplier.postcode)
        ), false) as by_postcode,
        coalesce(list_contains(
            coalesce(cast(in_areas as varchar[]), []), supplier.area_code
        ), false) as by_area,
        part.all_inside,
        part.some_inside,
        distance_km(
            supplier.latitude, supplier.longitude,
            cast(in_latitude as double), cast(in_longitude as double)
        ) as distance,
        cast(in_radius_km as double) as radius,
        supplier.place_reach_km as reach
    from supplier
    left join part
        on supplier.place_part = part.part
)

select
    supplier_id,
    has_area or by_postcode or coalesce(distance <= radius, false) as is_placed,
    by_postcode or by_area or coalesce(distance <= radius, false) as is_local,
    by_postcode
    or has_area and coalesce(all_inside, by_area)
    or coalesce(distance + reach <= radius, false) as surely_local,
    not has_area
    or by_postcode
    or coalesce(some_inside, by_area)
    or coalesce(distance - reach <= radius, false) as may_be_local
from placed;

-- Contracts under a strategy, each once, with what was committed and whether it counts toward the
-- secured share: past the threshold, of known value, no framework ceiling, no partner's repeat.
create macro contracts_in_view(in_strategy, in_organisations) as table
select
    *,
    len(
        case
            when cast(in_organisations as varchar[]) is null then listed_first_by
            else list_intersect(listed_first_by, cast(in_organisations as varchar[]))
        end
    ) > 0 as listed_by_another,
    case
        when listed_by_another then 'Listed by another partner too: counted there'
        else why_never_counted
    end as why_not_counted,
    coalesce(starts_with(why_not_counted, 'Listed by another partner'), false) as listed_elsewhere,
    quarter_of(award_date) as award_quarter
from strategy_contract
where strategy_id = in_strategy
    and (
        cast(in_organisations as varchar[]) is null
        or list_contains(cast(in_organisations as varchar[]), organisation)
    );

-- Contracts of the register, each once, and how each stands to the strategy's review on a day; none
-- where the strategy has no such review. Both ends of the time for a review are in it.
create macro reviews_on(in_strategy, in_organisations, in_day) as table
with

dated as (
    select
        in_view.*,
        cast(in_view.end_date - to_months(review.earliest_months) as date) as review_from,
        cast(in_view.end_date - to_months(review.latest_months) as date) as review_by
    from contracts_in_view(in_strategy, in_organisations) as in_view
    inner join strategy_contract_review as review
        on in_view.strategy_id = review.strategy_id
    where in_view.from_kind = 'register' and not in_view.listed_by_another
)

select
    *,
    case
        when end_date is null then 'End not known'
        when end_date < cast(in_day as date) then 'Ended'
        when review_by < cast(in_day as date) then 'Time has passed'
        when review_from <= cast(in_day as date) then 'Due'
        else 'Later'
    end as standing
from dated;

-- The contracts that a supplier holds. Of a contract shared by several only the first is kept as its
-- supplier; the others are known by name, where no other supplier bears it.
create macro contracts_held(in_supplier_key) as table
with

chosen as (
    select supplier_id
    from supplier_key
    where supplier_key = in_supplier_key
),

every_name as (
    select
        supplier_id,
        unnest(names_seen) as name
    from supplier
),

own_name as (
    select name
    from every_name
    group by name
    having count(*) = 1 and min(supplier_id) in (select supplier_id from chosen)
)

select contract_id
from contract
where supplier_id in (select supplier_id from chosen)

union distinct

select contract.contract_id
from contract
inner join own_name
    on list_contains(contract.suppliers, own_name.name);
