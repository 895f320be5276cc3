-- Who each mention stands for.

-- One row per supplier: the key it is known by, steady from build to build, and its number in this
-- one, which is quick to join. The name first: files bring it before they bring numbers.
create temp table supplier_anchor as
select label, anchor, short_id(anchor) as supplier_key, supplier_id
from (
    select label, anchor, row_number() over (order by anchor)::integer as supplier_id
    from (
        select mention_label.label, min(mention_key.key) as anchor
        from mention_key
        inner join mention_label using (mention_id)
        where starts_with(mention_key.key, 'name ')
        group by mention_label.label
    )
);

-- One row per way a supplier is named, with the supplier it stands for (null for redacted names, and
-- for a number under which no name was ever given).
create temp table supplier_mention as
select
    mention.* exclude (uploads),
    supplier_anchor.supplier_id
from mention
left join mention_label using (mention_id)
left join supplier_anchor using (label);

-- Every key that leads to a supplier, as a short text: a link or a decision made under one of them
-- still finds it.
create table supplier_key as
select supplier_mention.supplier_id, short_id(each.key) as supplier_key
from (select key, min(mention_id) as mention_id from mention_key group by key) as each
inner join supplier_mention using (mention_id)
where supplier_mention.supplier_id is not null;
