"""Which suppliers may be one: pairs for an officer to confirm or reject.

Nothing is joined here. DuckDB finds the pairs worth a look (`matching/*.sql`), rapidfuzz scores
them all at once and drops most, and `alike.py` says of the rest in what they differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from rapidfuzz import fuzz, process

from data.alike import SMALL_WORDS, Alike, Name, Vocabulary, compare
from data.engine import connect
from data.people import people_among, words_in

SQL = Path(__file__).parent / "matching"
MACROS = Path(__file__).parent / "warehouse" / "macros.sql"
COLUMNS = pa.schema(
    [
        ("supplier_id", pa.int32()),
        ("name", pa.string()),
        ("name_key", pa.string()),
        ("postcode", pa.string()),
        ("company_number", pa.string()),
        ("charity_number", pa.string()),
        ("amount", pa.decimal128(18, 2)),
        ("is_person", pa.bool_()),
    ]
)
SUGGESTED = pa.schema(
    [
        ("left_id", pa.int32()),
        ("right_id", pa.int32()),
        ("score", pa.float64()),
        ("reason", pa.string()),
    ]
)

_LARGEST_BLOCK = 50
_AT_ONCE = 500_000
_WORTH_A_LOOK = 75
_LEAST_SCORE = 55
_WELL_KNOWN_FROM = 3


def suggest(suppliers: pa.Table, limit: int = 500) -> pa.Table:
    """Pairs of suppliers that may be one, at most `limit`, those first that would bring most.

    Takes one row per supplier with the columns of `COLUMNS`; columns after the first three may be
    missing, and where nothing is said of `is_person` the name is judged. Gives `left_id` (has the
    more money), `right_id`, `score` (0 to 100), `reason` (a sentence). A pair of which both have a
    company number, or both a charity number, and not the same, is never among them.
    """
    con = connect()
    try:
        con.register("given", _with_all_columns(suppliers))
        _prepare(con)
        found = _looked_at(con)
        con.register("found", found)
        return con.sql(_IN_ORDER, params={"limit": limit}).to_arrow_table().cast(SUGGESTED)
    finally:
        con.close()


# Joining two brings the money of the smaller to the larger.
_IN_ORDER = """
with

owned as (
    select supplier_id, coalesce(amount, 0) as amount from given
),

sided as (
    select
        if(b.amount > a.amount, b, a) as larger,
        if(b.amount > a.amount, a, b) as smaller,
        found.score,
        found.reason
    from found
    inner join owned as a on found.one = a.supplier_id
    inner join owned as b on found.other = b.supplier_id
)

select larger.supplier_id as left_id, smaller.supplier_id as right_id, score, reason
from sided
order by smaller.amount desc, score desc, left_id, right_id
limit $limit
"""


def _with_all_columns(suppliers: pa.Table) -> pa.Table:
    columns = {
        field.name: suppliers[field.name].cast(field.type)
        if field.name in suppliers.column_names
        else pa.nulls(suppliers.num_rows, field.type)
        for field in COLUMNS
    }
    given = columns["is_person"]
    judged = people_among(columns["name"])
    columns["is_person"] = pc.coalesce(given, judged)
    return pa.table(columns, schema=COLUMNS)


def _prepare(con: duckdb.DuckDBPyConnection) -> None:
    """From names to pairs of readings: tables `reading`, `word`, `named` and `candidate`."""
    con.execute(MACROS.read_text(encoding="utf-8"))
    for name, value in (
        ("small_words", sorted(SMALL_WORDS)),
        ("trade_words", sorted(words_in("trade"))),
        ("largest_block", _LARGEST_BLOCK),
    ):
        con.execute(f"set variable {name} = $value", {"value": value})
    for step in ("readings", "candidates"):
        con.execute((SQL / f"{step}.sql").read_text(encoding="utf-8"))


def _looked_at(con: duckdb.DuckDBPyConnection) -> pa.Table:
    """What was found of each pair of suppliers: `one` < `other`, the best score and its reason."""
    readings = con.sql(
        "select words, reference, length, part > 0 as is_part, supplier_id, postcode, is_person "
        "from reading inner join named using (supplier_id) order by reading_id"
    ).to_arrow_table()
    supplier = readings["supplier_id"].to_pylist()
    postcode = readings["postcode"].to_pylist()
    person = readings["is_person"].to_pylist()
    names = [
        Name(tuple(words), tuple(reference), length, is_part)
        for words, reference, length, is_part in zip(
            *(readings[c].to_pylist() for c in ("words", "reference", "length", "is_part")),
            strict=True,
        )
    ]
    words = con.sql("select word, weight, names from word").fetchall()
    vocabulary = Vocabulary(
        {word: weight for word, weight, _ in words},
        frozenset(word for word, _, names in words if names >= _WELL_KNOWN_FROM),
    )
    best: dict[tuple[int, int], Alike] = {}
    for one, other in _worth_a_look(con, names):
        same_postcode = postcode[one] is not None and postcode[one] == postcode[other]
        alike = compare(names[one], names[other], vocabulary, same_postcode)
        if alike is None:
            continue
        # People share names; only a place tells them apart, or nothing but the writing differs.
        if (person[one] or person[other]) and not (alike.same_words or same_postcode):
            continue
        alike = _with_place(alike, postcode[one], postcode[other])
        pair = min(supplier[one], supplier[other]), max(supplier[one], supplier[other])
        if alike.score >= _LEAST_SCORE and (pair not in best or alike.score > best[pair].score):
            best[pair] = alike
    return pa.table(
        {
            "one": pa.array([pair[0] for pair in best], pa.int32()),
            "other": pa.array([pair[1] for pair in best], pa.int32()),
            "score": pa.array([alike.score for alike in best.values()], pa.float64()),
            "reason": pa.array([alike.reason for alike in best.values()], pa.string()),
        }
    )


def _worth_a_look(con: duckdb.DuckDBPyConnection, names: list[Name]) -> Iterator[tuple[int, int]]:
    """The candidates whose words or letters are near each other, in a steady order."""
    spaced = np.array([" ".join(name.words) for name in names], dtype=object)
    joined = np.array(["".join(name.words) for name in names], dtype=object)
    reader = con.sql("select one, other, surely from candidate order by one, other")
    for batch in reader.to_arrow_reader(_AT_ONCE):
        one, other = batch["one"].to_numpy(), batch["other"].to_numpy()
        near = batch["surely"].to_numpy(zero_copy_only=False)
        for texts, scorer in ((spaced, fuzz.token_set_ratio), (joined, fuzz.ratio)):
            scores = process.cpdist(
                texts[one], texts[other], scorer=scorer, score_cutoff=_WORTH_A_LOOK,
                dtype=np.uint8, workers=-1,
            )  # fmt: skip
            near = near | (scores > 0)
        yield from zip(one[near].tolist(), other[near].tolist(), strict=True)


def _with_place(alike: Alike, one: str | None, other: str | None) -> Alike:
    """One postcode makes it surer; two postcodes far apart less so."""
    if not one or not other:
        return alike
    if one == other:
        return Alike(min(100, alike.score + 8), f"{alike.reason}, same postcode", alike.same_words)
    return Alike(alike.score - 5, f"{alike.reason}; the postcodes differ", alike.same_words)
