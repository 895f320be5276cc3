-- How many suppliers are paid each year, and how many of them are local, small or voluntary?
-- One row per financial year, oldest first, then spend without a date.
-- Params: strategy text; organisations text[]?; directorate text?; category text?
with

paid as (
    select
        financial_year,
        supplier_id,
        sum(amount) as amount
    from paid_in_view($strategy, $organisations, null, null, $directorate, $category)
    group by financial_year, supplier_id
),

known as (
    select
        paid.financial_year,
        paid.amount,
        paid.supplier_id,
        supplier.sme,
        supplier.vcse,
        coalesce(tier.is_local, false) as is_local,
        coalesce(supplier_tier.tier, 99) = 99 as no_place
    from paid
    left join supplier
        on paid.supplier_id = supplier.supplier_id
    left join supplier_tier
        on paid.supplier_id = supplier_tier.supplier_id
        and supplier_tier.strategy_id = $strategy
    left join tier
        on supplier_tier.tier = tier.tier
        and tier.strategy_id = $strategy
),

counted as (
    select
        financial_year,
        sum(amount) as amount,
        count(supplier_id) as suppliers,
        count(supplier_id) filter (is_local) as local,
        count(supplier_id) filter (not is_local and not no_place) as elsewhere,
        count(supplier_id) filter (no_place) as place_not_known,
        count(supplier_id) filter (sme) as sme,
        count(supplier_id) filter (not sme) as not_sme,
        count(supplier_id) filter (sme is null) as sme_not_known,
        count(supplier_id) filter (vcse) as vcse,
        count(supplier_id) filter (not vcse) as not_vcse,
        count(supplier_id) filter (vcse is null) as vcse_not_known,
        coalesce(sum(amount) filter (sme), 0) as sme_amount,
        coalesce(sum(amount) filter (sme is not null), 0) as sme_known_amount,
        coalesce(sum(amount) filter (vcse), 0) as vcse_amount,
        coalesce(sum(amount) filter (vcse is not null), 0) as vcse_known_amount
    from known
    group by financial_year
)

select
    *,
    share_of(sme_amount, sme_known_amount) as sme_share_of_spend,
    share_of(sme, sme + not_sme) as sme_share_of_suppliers,
    share_of(sme_known_amount, amount) as sme_rests_on,
    share_of(vcse_amount, vcse_known_amount) as vcse_share_of_spend,
    share_of(vcse, vcse + not_vcse) as vcse_share_of_suppliers,
    share_of(vcse_known_amount, amount) as vcse_rests_on
from counted
order by financial_year nulls last
