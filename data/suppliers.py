"""Who is who: mentions of suppliers that share a key are one supplier."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from data.people import people_among, words_in

NAMES_SQL = Path(__file__).parent / "warehouse" / "macros.sql"
# Keys that several mentions have, as numbers.
_LINKS = """
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


@cache
def name_rules() -> str:
    """A mark of the rules by which names are compared, of which normal_name is one, and of the
    engine that follows them. It stands beside what they made of a register's names, so that other
    rules are not taken for them."""
    rules = NAMES_SQL.read_bytes() + duckdb.__version__.encode()
    return hashlib.sha256(rules).hexdigest()[:16]


def bring_words(con: duckdb.DuckDBPyConnection) -> None:
    """Sets the variable `trade_words` that macros.sql asks for: "abattoir|academy|…"."""
    words = "|".join(sorted(words_in("trade")))
    con.execute("set variable trade_words = ?", [words])


def join_mentions(con: duckdb.DuckDBPyConnection) -> None:
    """Makes `mention_label` (mention_id, label) of `mention_key` (mention_id, key): mentions joined
    through any chain of keys have one label, the least mention among them."""
    links = con.sql(_LINKS).fetchnumpy()
    mentions, place = np.unique(links["mention_id"], return_inverse=True)
    labels = mentions[_least_joined(place, links["key_hash"])]
    con.register("joined", pa.table({"mention_id": mentions, "label": labels}))
    con.execute(
        "create or replace temp table mention_label as "
        "select mention_id, coalesce(joined.label, mention_id) as label "
        "from (select distinct mention_id from mention_key) left join joined using (mention_id)"
    )
    con.unregister("joined")


def _least_joined(place: np.ndarray, key: np.ndarray) -> np.ndarray:
    """For each place the least one that a chain of keys joins it with; `place` and `key` are the
    two ends of each link, places from 0 on.

    Every key takes the least label of its places and hands it to them all, again and again until
    nothing changes: each round a label has come one key further.
    """
    least = np.arange(int(place.max(initial=-1)) + 1)
    order = np.argsort(key, kind="stable")
    by_key = place[order]
    starts = np.flatnonzero(np.diff(key[order], prepend=key[order][:1] + 1))
    many = np.diff(starts, append=len(key))
    back = np.argsort(by_key, kind="stable")
    place_starts = np.flatnonzero(np.diff(by_key[back], prepend=-1))
    while len(key):
        of_key = np.repeat(np.minimum.reduceat(least[by_key], starts), many)
        least, before = np.minimum.reduceat(of_key[back], place_starts), least
        least = least[least]
        if np.array_equal(least, before):
            break
    return least


def name_people(con: duckdb.DuckDBPyConnection) -> None:
    """Fills `person_name` with the names of suppliers that look like a person's, and
    `person_trading` with those that say under which name such a person trades."""
    names = con.sql(
        "select named from named where named is not null group by named "
        "having not bool_and(redacted)"
    ).to_arrow_table()
    con.register("every_name", names)
    trading = con.sql(
        "select named, owner from (select named, if(says_trading_as(named), owner_of(named), null) "
        "as owner from every_name) where owner is not null"
    ).to_arrow_table()
    for table, people in (
        ("person_name", names["named"].filter(people_among(names["named"]))),
        ("person_trading", trading["named"].filter(people_among(trading["owner"]))),
    ):
        con.register("people_found", pa.table({"named": people}))
        con.execute(f"insert into {table} from people_found")
        con.unregister("people_found")
    con.unregister("every_name")
