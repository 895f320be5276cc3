-- What is said of a supplier, by whom, and what of it stands?
-- One row per attribute, value and nearness of who says it, with the first line that does.
-- Params: supplier_key text
with

chosen as (
    select supplier_id
    from supplier_key
    where supplier_key = $supplier_key
),

said as (
    select
        supplier_id,
        attribute,
        value,
        nearness,
        times,
        case nearness
            when 8 then 'its charity number'
            when 9 then 'its name'
            else told_by
        end as told_by,
        upload_id,
        sheet,
        source_row,
        is_nearest,
        stands,
        false as is_registered
    from supplier_claim

    union all by name

    select
        supplier_id,
        'postcode' as attribute,
        postcode as value,
        nearness,
        times_seen as times,
        told_by,
        upload_id,
        sheet,
        source_row,
        true as is_nearest,
        chosen as stands,
        is_registered
    from supplier_postcode
)

select
    said.attribute,
    said.value,
    said.stands,
    said.is_nearest,
    said.nearness,
    said.times,
    said.told_by,
    said.is_registered,
    upload.file_name,
    said.sheet,
    said.source_row
from said
inner join chosen
    on said.supplier_id = chosen.supplier_id
left join upload
    on said.upload_id = upload.upload_id
order by said.attribute, said.nearness, said.times desc, said.value
