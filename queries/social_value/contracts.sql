-- Which contracts are there, what is committed on each, and does it count toward the share?
-- One row per contract, those that count first, the largest value first.
-- Params: strategy text; organisations text[]?; award_year text?; recorded bool?; counted bool?
select
    in_view.contract_id,
    in_view.reference,
    in_view.title,
    in_view.organisation,
    array_to_string(in_view.suppliers, '; ') as suppliers,
    coalesce(in_view.award_year, 'Year not known') as award_year,
    in_view.contract_value,
    in_view.committed,
    in_view.delivered,
    case
        when in_view.contract_value > 0
            then cast(in_view.committed as double) / in_view.contract_value
    end as secured_share,
    in_view.past_threshold,
    in_view.recorded,
    in_view.why_not_counted is null as counted,
    in_view.why_not_counted,
    in_view.value_flag,
    upload.file_name,
    in_view.sheet,
    in_view.source_row
from contracts_in_view($strategy, $organisations) as in_view
inner join upload
    on in_view.upload_id = upload.upload_id
where (
        cast($award_year as varchar) is null
        or coalesce(in_view.award_year, 'Year not known') = cast($award_year as varchar)
    )
    and (cast($recorded as boolean) is null or in_view.recorded = cast($recorded as boolean))
    and (
        cast($counted as boolean) is null
        or (in_view.why_not_counted is null) = cast($counted as boolean)
    )
order by counted desc, in_view.contract_value desc nulls last, in_view.contract_id
