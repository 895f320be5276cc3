-- One row per supplier, attribute and value told, with who told it; what stands, and why. Yes or no
-- as most lines of the nearest that say anything; where they are even it is not known.
create table supplier_claim as
with

said as (
    unpivot (
        select
            supplier_id, nearness, told_by, times, upload_id, sheet, source_row,
            size,
            company_number,
            charity_number,
            case sme when true then 'yes' when false then 'no' end as sme,
            case vcse when true then 'yes' when false then 'no' end as vcse,
            case social_enterprise when true then 'yes' when false then 'no' end
                as social_enterprise,
            case co_operative when true then 'yes' when false then 'no' end as co_operative,
            case employee_owned when true then 'yes' when false then 'no' end as employee_owned,
            case cic when true then 'yes' when false then 'no' end as cic,
            case charity when true then 'yes' when false then 'no' end as charity,
            case public_body when true then 'yes' when false then 'no' end as public_body,
            case individual when true then 'yes' when false then 'no' end as individual
        from told_of
    )
    on size, company_number, charity_number, sme, vcse, social_enterprise, co_operative,
        employee_owned, cic, charity, public_body, individual
    into name attribute value value
),

-- What a name or a number says by itself, where no file says otherwise.
by_name as (
    select distinct
        mention.supplier_id, 9 as nearness, 'its name' as told_by, 1 as times,
        null::integer as upload_id, null::varchar as sheet, null::bigint as source_row,
        sign.attribute, 'yes' as value
    from supplier_mention as mention
    cross join lateral (
        values
            ('cic', mention.is_cic),
            ('public_body', mention.is_public_body),
            ('individual', mention.is_person)
    ) as sign (attribute, is_said)
    where mention.supplier_id is not null and sign.is_said

    union all

    select distinct
        supplier_id, 8, 'its charity number', 1, null, null, null, 'charity', 'yes'
    from told_of
    where charity_number is not null
        and charity_number not in (select charity_number from removed_charity)
),

every as (
    select * from said
    union all by name
    select * from by_name
),

-- With the first line that says so.
counted as materialized (
    select
        supplier_id,
        attribute,
        value,
        nearness,
        sum(times)::bigint as times,
        min({
            'upload_id': upload_id, 'sheet': sheet, 'source_row': source_row, 'told_by': told_by
        }) as line
    from every
    group by supplier_id, attribute, value, nearness
),

-- What is said in one way only stands; the rest is weighed.
contested as (
    select supplier_id, attribute
    from counted
    group by supplier_id, attribute
    having count(*) > 1
),

weighed as (
    select
        counted.*,
        nearness = first_value(nearness) over best as is_nearest,
        row_number() over best = 1
        -- as many say the other: not known. Of several numbers the one seen most often stands.
        and not coalesce(
            attribute not in ('company_number', 'charity_number')
            and nearness = lead(nearness) over best
            and times = lead(times) over best,
            false
        ) as stands
    from counted
    semi join contested using (supplier_id, attribute)
    window best as (partition by supplier_id, attribute order by nearness, times desc, value)
),

judged as (
    select *, true as is_nearest, true as stands
    from counted
    anti join contested using (supplier_id, attribute)
    union all
    select * from weighed
)

select
    * exclude (line),
    line.told_by,
    line.upload_id,
    line.sheet,
    line.source_row
from judged;
