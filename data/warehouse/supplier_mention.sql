-- One row per way a supplier is named, with the supplier it stands for (null for redacted names, and
-- for a number under which no name was ever given). The key is steady from build to build; the
-- number is this build's, and quick to join.
create temp table supplier_mention as
with

-- The name first: files bring it before they bring numbers.
anchor as (
    select mention_label.label, min(mention_key.key) as anchor
    from mention_key
    inner join mention_label using (mention_id)
    where starts_with(mention_key.key, 'name ')
    group by mention_label.label
),

numbered as (
    select label, anchor, row_number() over (order by anchor)::integer as supplier_id
    from anchor
)

select
    mention.* exclude (uploads),
    numbered.supplier_id,
    short_id(numbered.anchor) as supplier_key,
    numbered.anchor
from mention
left join mention_label using (mention_id)
left join numbered using (label);

-- Every key that ever led to a supplier: a link or a decision made under one of them still finds it.
create table supplier_key as
select supplier_id, key, short_id(key) as supplier_key
from (
    select distinct supplier_mention.supplier_id, mention_key.key
    from mention_key
    inner join supplier_mention using (mention_id)
    where supplier_mention.supplier_id is not null
);
