-- What the files say of each supplier, and what of it stands.

-- One row per thing a file says of a supplier. Lines of a company or charity register are looked up
-- by number, or by a name that one of them alone bears; they never make a supplier. A number that
-- is given to unlike names is nobody's, and looks nothing up.
create temp table register_entry as
with

wanted as (
    select distinct supplier_id, company_number, charity_number
    from supplier_mention
    where supplier_id is not null
),

wanted_name as (
    select mention.name_key, min(mention.supplier_id) as supplier_id
    from supplier_mention as mention
    inner join name_known using (name_key)
    where mention.supplier_id is not null
        and not name_known.is_shared
        and not mention.is_catch_all
        and not mention.is_person
        and (
            name_known.company_number is null
            or name_known.company_number in (
                select number from registered_not_used where kind = 'company'
            )
        )
        and (
            name_known.charity_number is null
            or name_known.charity_number in (
                select number from registered_not_used where kind = 'charity'
            )
        )
    group by mention.name_key
    having count(distinct mention.supplier_id) = 1
),

-- Two joins, each on one number: "or" between them would look at every pair of rows.
by_number as (
    select wanted.supplier_id, 2 as nearness, line.*
    from supplier_line as line
    inner join (
        select distinct supplier_id, company_number
        from wanted
        anti join registered_not_used as wrong
            on wrong.kind = 'company' and wanted.company_number = wrong.number
        where company_number is not null
    ) as wanted on line.company_number = wanted.company_number
    where line.register is not null
    union
    select wanted.supplier_id, 2, line.*
    from supplier_line as line
    inner join (
        select distinct supplier_id, charity_number
        from wanted
        anti join registered_not_used as wrong
            on wrong.kind = 'charity' and wanted.charity_number = wrong.number
        where charity_number is not null
    ) as wanted on line.charity_number = wanted.charity_number
    where line.register is not null
),

by_name as (
    select wanted_name.supplier_id, 3 as nearness, line.*
    from supplier_line as line
    inner join wanted_name on register_key(line) = wanted_name.name_key
    where line.register is not null
    qualify count(*) over (partition by line.register, wanted_name.name_key) = 1
)

select * from by_number
union all
select * from by_name
where not exists (
    select 1
    from by_number
    where by_number.supplier_id = by_name.supplier_id and by_number.register = by_name.register
);

create temp table told_of as
with

told as (
    select
        mention.supplier_id, line.organisation, line.supplier, line.supplier_number,
        line.company_number, line.charity_number, line.postcode, line.registered_postcode,
        line.size, coalesce(line.sme, line.sme_by_size) as sme, line.vcse,
        line.social_enterprise, line.co_operative,
        line.employee_owned, line.cic, line.charity, line.public_body, line.individual,
        coalesce(line.told_by, 'supplier list') as told_by, line.told_by is not null as by_officer,
        line.upload_id, line.sheet, line.source_row, 1 as times
    from supplier_line as line
    inner join supplier_mention as mention on line.naming = mention.naming
    where line.register is null

    union all by name

    select
        mention.supplier_id, line.organisation, line.supplier, line.supplier_number,
        line.company_number, line.charity_number, line.postcode, line.size,
        coalesce(line.sme, line.sme_by_size) as sme, line.vcse,
        'contracts register' as told_by, line.upload_id, line.sheet, line.source_row, 1 as times
    from contract_line as line
    inner join supplier_mention as mention on line.naming = mention.naming

    union all by name

    select
        mention.supplier_id, line.organisation, line.supplier, line.supplier_number,
        line.company_number, line.charity_number, line.postcode,
        'spend extract' as told_by, line.upload_id, min(line.sheet) as sheet,
        min(line.source_row) as source_row, count(*) as times
    from spend_line as line
    inner join supplier_mention as mention on line.naming = mention.naming
    where line.postcode is not null or line.company_number is not null
        or line.charity_number is not null
    group by all
),

-- How near a line is to the supplier: it bears a number under which the supplier is paid, or its
-- company or charity number, or only its name.
paid_number as (
    select distinct organisation, supplier_number, supplier_id
    from supplier_mention
    where is_paid and supplier_number is not null and supplier_id is not null
),

registered as (
    select distinct supplier_id, company_number, charity_number
    from supplier_mention
    where is_paid and coalesce(company_number, charity_number) is not null
),

own_company as (
    select distinct supplier_id, company_number from registered where company_number is not null
),

own_charity as (
    select distinct supplier_id, charity_number from registered where charity_number is not null
)

select
    case
        when coalesce(told.by_officer, false) then 0
        when paid_number.supplier_id is not null then 1
        when own_company.supplier_id is not null or own_charity.supplier_id is not null then 2
        else 3
    end as nearness,
    told.*
from told
left join paid_number
    on told.supplier_id = paid_number.supplier_id
    and told.organisation = paid_number.organisation
    and told.supplier_number = paid_number.supplier_number
left join own_company
    on told.supplier_id = own_company.supplier_id
    and told.company_number = own_company.company_number
left join own_charity
    on told.supplier_id = own_charity.supplier_id
    and told.charity_number = own_charity.charity_number
where told.supplier_id is not null

union all by name

select
    nearness + 2 as nearness, supplier_id, supplier, company_number, charity_number, postcode,
    registered_postcode, cic, charity, co_operative, register as told_by, upload_id, sheet,
    source_row, 1 as times
from register_entry;

-- One row per supplier and postcode met, with the first line that says so in the newest upload of
-- the first, by name, of those who say it: whoever sent files earlier or later is not asked. A place
-- where a supplier trades goes before the one where it is registered; then the nearest lines that
-- give any; then the postcode seen most often.
create table supplier_postcode as
with

met as (
    select
        supplier_id, postcode as written, false as is_registered, nearness, times, told_by,
        upload_id, sheet, source_row
    from told_of
    where postcode is not null
    union all
    select
        supplier_id, registered_postcode, true, nearness, times, told_by, upload_id, sheet,
        source_row
    from told_of
    where registered_postcode is not null
),

tidy as (
    select
        met.* exclude (written),
        coalesce(
            postcode_tidy(written), postcode_sector_of(written), postcode_district_of(written)
        ) as postcode
    from met
    where postcode_district_of(written) is not null
),

counted as (
    select
        supplier_id,
        postcode,
        is_registered,
        nearness,
        sum(times)::bigint as times_seen,
        min({
            'told_by': told_by, 'newest': -upload_id, 'sheet': sheet, 'source_row': source_row
        }) as line
    from tidy
    group by supplier_id, postcode, is_registered, nearness
)

select
    counted.* exclude (line),
    -line.newest as upload_id,
    line.sheet,
    line.source_row,
    line.told_by,
    row_number() over best = 1 as chosen
from counted
window best as (
    partition by supplier_id
    order by is_registered, nearness, times_seen desc, length(postcode) desc, postcode
)
qualify rank() over (partition by supplier_id order by is_registered, nearness) = 1
order by supplier_id, chosen desc, times_seen desc, postcode;

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
),

every as (
    select * from said
    union all by name
    select * from by_name
),

-- With the first line that says so.
counted as (
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
)

select
    counted.* exclude (line),
    line.told_by,
    line.upload_id,
    line.sheet,
    line.source_row,
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
window best as (partition by supplier_id, attribute order by nearness, times desc, value)
order by supplier_id, attribute, nearness, times desc, value;

create table supplier as
with

named as (
    select
        supplier_id,
        any_value(supplier_key) as supplier_key,
        any_value(anchor) as anchor,
        max((paid_lines, named)) filter (named is not null) as best_name,
        list_sort(list(distinct named) filter (named is not null)) as names_seen,
        list_sort(list(distinct organisation) filter (is_paid)) as organisations,
        list_sort(list(distinct supplier_number) filter (is_paid and supplier_number is not null))
            as supplier_numbers,
        bool_or(is_paid) as is_paid,
        coalesce(bool_and(is_catch_all), false) as is_catch_all
    from supplier_mention
    where supplier_id is not null
    group by supplier_id
),

stands as (
    pivot (select supplier_id, attribute, value from supplier_claim where stands)
    on attribute in (
        'size', 'company_number', 'charity_number', 'sme', 'vcse', 'social_enterprise',
        'co_operative', 'employee_owned', 'cic', 'charity', 'public_body', 'individual'
    )
    using min(value)
    group by supplier_id
),

-- How loosely a place is looked up, and who says it: an officer's word is shown as such.
placed as (
    select
        supplier_postcode.supplier_id,
        supplier_postcode.postcode,
        supplier_postcode.is_registered,
        supplier_postcode.told_by as place_source,
        case
            when exact.postcode is not null then area.area_code
            else coalesce(postcode_sector.area_code, postcode_district.area_code)
        end as area_code,
        case
            when area.area_code is not null then 'full postcode'
            when exact.postcode is not null then null
            when postcode_sector.area_code is not null then 'sector'
            when postcode_district.area_code is not null then 'district'
        end as place_looked_up_by,
        case
            when place_looked_up_by is null then 'none'
            when supplier_postcode.nearness = 0 then 'officer'
            else place_looked_up_by
        end as place_known_by,
        -- What was looked up where it is less than a full postcode: it may lie in several areas.
        case
            when exact.postcode is null
                then coalesce(postcode_sector.postcode_sector, postcode_district.postcode_district)
        end as place_part,
        coalesce(exact.latitude, postcode_sector.latitude, postcode_district.latitude) as latitude,
        coalesce(exact.longitude, postcode_sector.longitude, postcode_district.longitude)
            as longitude,
        case
            when exact.latitude is not null then 0
            else coalesce(postcode_sector.reach_km, postcode_district.reach_km)
        end as place_reach_km,
        exact.ward_code
    from supplier_postcode
    left join reference_postcode as exact
        on supplier_postcode.postcode = exact.postcode and exact.area_code is not null
    left join area_before
        on exact.area_code = area_before.code
    left join area
        on coalesce(area_before.area_code, exact.area_code) = area.area_code
    left join postcode_sector
        on postcode_sector.postcode_sector = tidy_sector(supplier_postcode.postcode)
    left join postcode_district
        on postcode_district.postcode_district = split_part(supplier_postcode.postcode, ' ', 1)
    where supplier_postcode.chosen
)

select
    named.supplier_id,
    named.supplier_key,
    named.anchor,
    named.best_name[2] as name,
    named.names_seen,
    case when named.is_paid then named.organisations end as organisations,
    named.supplier_numbers,
    named.is_catch_all,
    stands.company_number,
    stands.charity_number,
    placed.postcode,
    placed.area_code,
    coalesce(placed.place_known_by, 'none') as place_known_by,
    placed.place_looked_up_by,
    placed.place_part,
    placed.latitude,
    placed.longitude,
    placed.place_reach_km,
    placed.ward_code,
    placed.place_source,
    coalesce(placed.is_registered, false) as place_is_registered,
    stands.size,
    stands.sme = 'yes' as sme,
    stands.vcse = 'yes' as vcse,
    stands.social_enterprise = 'yes' as social_enterprise,
    stands.co_operative = 'yes' as co_operative,
    stands.employee_owned = 'yes' as employee_owned,
    stands.cic = 'yes' as cic,
    stands.charity = 'yes' as charity,
    stands.public_body = 'yes' as public_body,
    stands.individual = 'yes' as individual
from named
left join stands using (supplier_id)
left join placed using (supplier_id)
order by named.supplier_id;

-- What an officer should know of how a supplier was put together: never a silent merge.
create table supplier_doubt as
select
    mention.supplier_id,
    'name of several companies' as doubt,
    'The name “' || min(mention.named) || '” is borne by several companies or charities, so '
        || 'it joins nothing by itself' as said
from supplier_mention as mention
inner join name_known using (name_key)
where name_known.is_shared and mention.supplier_id is not null
group by mention.supplier_id, mention.name_key

union all

select
    supplier_id,
    'nobody in particular',
    '“' || min(named) || '” is no supplier''s name, so it joins nothing beyond its organisation and '
        || 'number'
from supplier_mention
where is_catch_all and supplier_id is not null
group by supplier_id

union all

select
    mention.supplier_id,
    'number of several suppliers',
    'Number ' || mention.supplier_number || ' of ' || mention.organisation
        || ' joins nothing: ' || any_value(number_not_used.why)
from supplier_mention as mention
inner join number_not_used
    on mention.organisation = number_not_used.organisation
    and mention.supplier_number = number_not_used.supplier_number
where mention.supplier_id is not null
group by mention.supplier_id, mention.organisation, mention.supplier_number

union all

select
    mention.supplier_id,
    'joined by number under another name',
    'Number ' || mention.supplier_number || ' of ' || mention.organisation
        || ' stands for names that are not alike: '
        || string_agg(distinct mention.named, ', ' order by mention.named)
from supplier_mention as mention
inner join (
    select distinct organisation, supplier_number from number_pair where not are_alike
) as pair
    on mention.organisation = pair.organisation
    and mention.supplier_number = pair.supplier_number
left join number_not_used
    on mention.organisation = number_not_used.organisation
    and mention.supplier_number = number_not_used.supplier_number
where mention.supplier_id is not null and number_not_used.supplier_number is null
group by mention.supplier_id, mention.organisation, mention.supplier_number

union all

select
    mention.supplier_id,
    'registered number of several names',
    'The ' || wrong.kind || ' number ' || wrong.number || ' is given for ' || wrong.names
        || ' names that are not alike, so it joins nothing'
from supplier_mention as mention
inner join registered_not_used as wrong
    on (wrong.kind = 'company' and mention.company_number = wrong.number)
    or (wrong.kind = 'charity' and mention.charity_number = wrong.number)
where mention.supplier_id is not null
group by mention.supplier_id, wrong.kind, wrong.number, wrong.names

union all

select
    mention.supplier_id,
    'joined by registered number under another name',
    'The ' || pair.kind || ' number ' || pair.number || ' is given for names that are not alike: '
        || string_agg(distinct mention.named, ', ' order by mention.named)
from supplier_mention as mention
inner join (
    select distinct kind, number from registered_pair where not are_akin
) as pair
    on (pair.kind = 'company' and mention.company_number = pair.number)
    or (pair.kind = 'charity' and mention.charity_number = pair.number)
left join registered_not_used as wrong
    on pair.kind = wrong.kind and pair.number = wrong.number
where mention.supplier_id is not null and wrong.number is null
group by mention.supplier_id, pair.kind, pair.number

union all

select
    supplier_id,
    'several company numbers',
    'Files give different company numbers: ' || string_agg(distinct value, ', ' order by value)
from supplier_claim
where attribute = 'company_number'
group by supplier_id
having count(distinct value) > 1

union all

select
    supplier_id,
    'several postcodes',
    'Files give different postcodes: '
        || string_agg(postcode || ' (' || times_seen || ')', ', ' order by not chosen, postcode)
from supplier_postcode
group by supplier_id
having count(*) > 1
order by supplier_id, doubt, said;
