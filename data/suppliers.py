"""Who is who: mentions of suppliers that share a key are one supplier."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from data.people import people_among

# Keys that several mentions have, as numbers: they are compared again and again.
_LINKS = """
create or replace temp table link as
with
several as (
    select hash(key) as key_hash
    from mention_key
    group by hash(key)
    having count(*) > 1
)
select mention_id, key_hash
from (select mention_id, hash(key) as key_hash from mention_key)
inner join several using (key_hash)
"""
# A mention takes the least label of all that share a key with it, again and again until none
# changes: each round doubles how far a label has come, as every key hands on what it has seen.
_ROUND = """
create or replace temp table next_label as
select link.mention_id, min(key_label.label) as label
from link
inner join (
    select link.key_hash, min(linked_label.label) as label
    from link
    inner join linked_label using (mention_id)
    group by link.key_hash
) as key_label using (key_hash)
group by link.mention_id
"""


def join_mentions(con: duckdb.DuckDBPyConnection) -> None:
    """Makes `mention_label` (mention_id, label) of `mention_key` (mention_id, key): mentions joined
    through any chain of keys have one label."""
    con.execute(_LINKS)
    con.execute(
        "create or replace temp table linked_label as "
        "select distinct mention_id, mention_id as label from link"
    )
    changed = 1
    while changed:
        con.execute(_ROUND)
        changed = con.execute(
            "select count(*) from next_label inner join linked_label using (mention_id) "
            "where next_label.label <> linked_label.label"
        ).fetchone()[0]
        con.execute("create or replace temp table linked_label as from next_label")
    con.execute(
        "create or replace temp table mention_label as "
        "select mention_id, coalesce(linked_label.label, mention_id) as label "
        "from (select distinct mention_id from mention_key) left join linked_label "
        "using (mention_id)"
    )


def name_people(con: duckdb.DuckDBPyConnection) -> None:
    """Fills `person_name` with the names of suppliers that look like a person's, and
    `person_trading` with those that say under which name such a person trades."""
    names = con.sql(
        "select supplier from spend_line where supplier is not null and not redacted union "
        "select supplier from contract_line where supplier is not null union "
        "select supplier from social_value_line where supplier is not null union "
        "select supplier from supplier_line where supplier is not null and register is null"
    ).to_arrow_table()
    con.register("every_name", names)
    trading = con.sql(
        "select supplier, owner_of(supplier) as owner from every_name "
        "where says_trading_as(supplier) and owner_of(supplier) is not null"
    ).to_arrow_table()
    for table, people in (
        ("person_name", names["supplier"].filter(people_among(names["supplier"]))),
        ("person_trading", trading["supplier"].filter(people_among(trading["owner"]))),
    ):
        con.register("people_found", pa.table({"named": people}))
        con.execute(f"insert into {table} from people_found")
        con.unregister("people_found")
    con.unregister("every_name")
