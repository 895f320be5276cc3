"""Which questions a strategy may name, read from the headers of their files.

Nothing of the room above is imported: a question is a `.sql` file, and what it must be told stands
in its third line ("-- Params: strategy text; by year|quarter").
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

from data.strategy_file import Table, nearest, shown

QUESTIONS = Path(__file__).parents[1] / "queries"
# Question -> parameter -> its type: text, text[], date, int, bool, or the words to choose from;
# with a question mark at its end where it may be left out.
Questions = Mapping[str, Mapping[str, str]]
# What the filters and the page tell every measure alike; a strategy that named them would lie.
_TOLD_BY_THE_PAGE = frozenset({"strategy", "by", "organisations", "date_from", "date_to"})
# What a page asks of all at once; a measure is of one.
_EACH = "each"
_TYPES: dict[str, tuple[type, ...]] = {
    "text": (str,),
    "int": (int,),
    "number": (int, Decimal),
    "bool": (bool,),
    "date": (date,),
}


@cache
def questions_in(folder: Path = QUESTIONS) -> Questions:
    """Every question of a folder, by name, with its parameters."""
    found: dict[str, Mapping[str, str]] = {}
    for path in sorted(folder.rglob("*.sql")):
        with path.open(encoding="utf-8") as file:
            listed = [next(file, "") for _ in range(3)][2].partition("Params:")[2]
        items = [item.split() for item in listed.split(";")]
        params = {item[0]: item[1] for item in items if len(item) == 2}
        found[path.relative_to(folder).with_suffix("").as_posix()] = params
    return found


def check_params(
    table: Table, query: str, params: Table | None, questions: Questions | None
) -> None:
    """Fault a query there is none of, and parameters that it does not take or not so."""
    if questions is not None and query and query not in questions:
        table.fault("query", f"a query there is{nearest(query, [*questions])}")
    takes = questions.get(query) if questions else None
    for key, value in params.values.items() if params else ():
        if not re.fullmatch("[a-z_]+", key, re.ASCII):
            params.fault(key, "a parameter name of small letters and underscores", shown(key))
        elif takes is None:
            if not isinstance(value, str | int | Decimal | date | list):
                params.fault(key, "text, a number, a date, a list, or true or false")
        elif key in _TOLD_BY_THE_PAGE:
            params.fault(key, "no such parameter: the page tells it", f"the parameter {key}")
        elif key not in takes:
            offered = [name for name in takes if name not in _TOLD_BY_THE_PAGE]
            said = ", ".join(offered) or "none"
            expected = f"a parameter of {query} ({said}){nearest(key, offered)}"
            params.fault(key, expected, f"the parameter {shown(key)}")
        elif not _is(takes[key].removesuffix("?"), value):
            params.fault(key, _in_words(takes[key].removesuffix("?")))
    for key, kind in takes.items() if takes else ():
        given = params.values if params else {}
        if not kind.endswith("?") and key not in given and key not in _TOLD_BY_THE_PAGE:
            table.fault(f"params, {key}", f"{_in_words(kind)}, as {query} needs it")


def _is(kind: str, value: object) -> bool:
    if kind == "text[]":
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    if kind == "date" and isinstance(value, datetime):
        return False
    if kind in _TYPES:
        return isinstance(value, _TYPES[kind]) and (kind == "bool" or not isinstance(value, bool))
    return value in _choices(kind)


def _choices(kind: str) -> list[str]:
    return [choice for choice in kind.split("|") if choice != _EACH]


def _in_words(kind: str) -> str:
    return " or ".join(_choices(kind))
