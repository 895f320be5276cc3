"""The questions are SQL that another engine can be given: sqlglot reads them and writes Spark's.

What sqlglot cannot carry is ours to bring along: the macros of `data/warehouse/*_view.sql` and
`postcode.sql`, which questions name like functions. `CANNOT` is for a question that does not
translate; the reason stands beside it.
"""

from __future__ import annotations

import re

import pytest
import sqlglot
from sqlglot import exp

import queries
from data import warehouse

CANNOT: dict[str, str] = {}


def our_macros() -> set[str]:
    views = [model for model in warehouse.MODELS if model.endswith("in_view")]
    text = "".join(warehouse.sql(name) for name in (*views, "postcode"))
    return set(re.findall(r"^create (?:or replace )?macro (\w+)\(", text, re.MULTILINE))


@pytest.mark.parametrize("name", queries.names())
def test_a_question_translates_to_spark(name: str) -> None:
    if name in CANNOT:
        with pytest.raises(sqlglot.errors.SqlglotError):
            to_spark(name)
        return
    (translated,) = to_spark(name)
    # What was written is Spark's SQL: it reads back, and says the same again.
    again = sqlglot.parse_one(translated, read="spark")
    assert again.sql("spark") == translated


def to_spark(name: str) -> list[str]:
    return sqlglot.transpile(
        queries.sql(name),
        read="duckdb",
        write="spark",
        unsupported_level=sqlglot.ErrorLevel.RAISE,
    )


@pytest.mark.parametrize("name", queries.names())
def test_a_question_calls_no_function_that_only_duckdb_has(name: str) -> None:
    """What sqlglot does not know it passes on as it stands: only our own macros may be that."""
    tree = sqlglot.parse_one(queries.sql(name), read="duckdb")
    unknown = {call.name.lower() for call in tree.find_all(exp.Anonymous)}
    assert unknown <= our_macros()


def test_the_macros_are_known_by_name() -> None:
    assert {"spend_in_view", "contracts_in_view", "share_of"} <= our_macros()
