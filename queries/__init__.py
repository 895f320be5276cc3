"""Questions put to the served warehouse, one per `.sql` file in this folder.

`run("spend/by_tier", strategy="star-2021")` reads `queries/spend/by_tier.sql` and asks it. Every
file opens with three comment lines: the question, `One row per …`, and `Params: …`.
"""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pandas as pd
import pyarrow as pa

from data import geography
from data.engine import connect_to_read
from data.ledger import served_build
from data.store import default_store

if TYPE_CHECKING:
    import geopandas

FOLDER = Path(__file__).parent
ANSWERS_KEPT = 512
CONNECTIONS_KEPT = 3

_TYPES: dict[str, tuple[type, ...]] = {
    "text": (str,),
    "text[]": (tuple,),
    "date": (date,),
    "int": (int,),
    "bool": (bool,),
}


class QueryError(ValueError):
    """A question that does not exist, or that was put with the wrong parameters."""


class NothingPublished(LookupError):
    """There is no served build to ask."""


@dataclass(frozen=True)
class Param:
    """A named value of a question; `optional` ones may be left out, which means "all".

    `type` is text, text[], date, int or bool, or the words to choose from: "year|quarter".
    """

    name: str
    type: str
    optional: bool


@dataclass(frozen=True)
class Query:
    """One `.sql` file: what it asks, what a row of the answer is, and what it must be told."""

    name: str
    question: str
    grain: str
    params: tuple[Param, ...]
    sql: str


def names() -> list[str]:
    """Every question there is, in order."""
    return sorted(p.relative_to(FOLDER).with_suffix("").as_posix() for p in FOLDER.rglob("*.sql"))


@cache
def describe(name: str) -> Query:
    """The question `name`. Raises QueryError naming the questions there are."""
    if name not in names():
        raise QueryError(f"There is no question “{name}”. There are: {', '.join(names())}.")
    text = (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
    question, grain, params = (line.removeprefix("--").strip() for line in text.splitlines()[:3])
    return Query(name, question, grain, _params(name, params.removeprefix("Params:")), text)


def _params(name: str, listed: str) -> tuple[Param, ...]:
    found = []
    for item in filter(None, (part.strip(" .") for part in listed.split(";"))):
        if item == "none":
            continue
        param, kind = item.split()
        if kind.removesuffix("?") not in _TYPES and "|" not in kind:
            raise QueryError(f"{name}.sql: “{kind}” is not a type of parameter.")
        found.append(Param(param, kind.removesuffix("?"), kind.endswith("?")))
    return tuple(found)


def sql(name: str) -> str:
    """The text of a question, as shown under "How this is calculated"."""
    return describe(name).sql


def run(name: str, **params: object) -> pd.DataFrame:
    """Ask `name` of the served build.

    Gives a frame of Arrow columns: money is decimal (pounds), dates are dates, shares run from 0
    to 1. Lists are given as lists or tuples of text, dates as dates or yyyy-mm-dd. Raises
    QueryError for parameters that are missing, unknown or of another type, NothingPublished when
    there is nothing to ask.
    """
    query = describe(name)
    answer = _answer(_build_now(), name, tuple(_checked(query, params).items()))
    return answer.to_pandas(types_mapper=pd.ArrowDtype)


def _checked(query: Query, given: Mapping[str, object]) -> dict[str, object]:
    known = {param.name: param for param in query.params}
    unknown = sorted(set(given) - set(known))
    missing = [p.name for p in query.params if not p.optional and given.get(p.name) is None]
    if unknown or missing:
        takes = ", ".join(f"{p.name} {p.type}{'?' * p.optional}" for p in query.params) or "nothing"
        said = [f"does not take {', '.join(unknown)}"] if unknown else []
        said += [f"needs {', '.join(missing)}"] if missing else []
        raise QueryError(f"{query.name} {' and '.join(said)}. It takes: {takes}.")
    return {p.name: _value(query, p, given.get(p.name)) for p in query.params}


def _value(query: Query, param: Param, value: object) -> object:
    if value is None:
        return None
    if param.type == "text[]" and isinstance(value, Iterable) and not isinstance(value, str):
        value = tuple(value)
    if param.type == "date" and isinstance(value, str):
        with suppress(ValueError):  # told below, with every other value of the wrong type
            value = date.fromisoformat(value)
    if isinstance(value, datetime):
        value = value.date()
    if not _is(param.type, value):
        wanted = param.type.replace("|", " or ")
        raise QueryError(f"{query.name}: {param.name} should be {wanted}, not {value!r}.")
    return value


def _is(kind: str, value: object) -> bool:
    match kind:
        case "text[]":
            return isinstance(value, tuple) and all(isinstance(one, str) for one in value)
        case "int":
            return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, _TYPES[kind]) if kind in _TYPES else value in kind.split("|")


@dataclass(frozen=True)
class _Build:
    """A finished build as it lies on disk. A store emptied by hand begins its numbers again, so
    the name alone does not say which build it is."""

    path: Path
    made: int


@lru_cache(maxsize=ANSWERS_KEPT)
def _answer(build: _Build, name: str, params: tuple[tuple[str, object], ...]) -> pa.Table:
    """Answers are Arrow tables, which nobody can change, so one copy serves every session."""
    bound = {k: list(v) if isinstance(v, tuple) else v for k, v in params}
    cursor = _cursor(build)
    try:
        cursor.execute(describe(name).sql, bound)
        # It warns of a copy of the rows; sql() makes none, and plans every question twice.
        with _quietly, warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            return cursor.to_arrow_table()
    finally:
        cursor.close()


_connections: dict[_Build, duckdb.DuckDBPyConnection] = {}
_connections_lock = threading.Lock()
_quietly = threading.Lock()


def _cursor(build: _Build) -> duckdb.DuckDBPyConnection:
    """A cursor of one's own on the one read-only connection to a build."""
    with _connections_lock:
        if build not in _connections:
            # A build that is no longer served is let go; cursors still at work keep theirs alive.
            past = list(_connections)[: 1 - CONNECTIONS_KEPT]
            past += [old for old in _connections if old.path == build.path and old not in past]
            for old in past:
                _connections.pop(old).close()
            _connections[build] = connect_to_read(build.path)
        return _connections[build].cursor()


def forget_answers() -> None:
    """Drop the answers kept, so that the next question is asked again."""
    _answer.cache_clear()


def close() -> None:
    """Let go of every build: its file may then be moved or removed. Open again on the next run."""
    with _connections_lock:
        while _connections:
            _connections.popitem()[1].close()


_pinned: ContextVar[_Build | None] = ContextVar("pinned build", default=None)


@contextmanager
def one_build() -> Iterator[None]:
    """Ask every question in this block of the same build, whatever is published meanwhile."""
    token = _pinned.set(None if is_empty() else _build_now())
    try:
        yield
    finally:
        _pinned.reset(token)


def _build_now() -> _Build:
    pinned = _pinned.get()
    if pinned:
        return pinned
    store = default_store()
    build = served_build(store)
    if build is None:
        raise NothingPublished("Nothing is published yet: there is no build to ask.")
    path = store.build_file(build)
    return _Build(path, path.stat().st_mtime_ns)


def is_empty() -> bool:
    """Whether nothing was ever published."""
    return served_build(default_store()) is None


def build_label() -> str:
    """The name of the build that answers now, as in "build-000012"."""
    return _build_now().path.stem


def outlines() -> geopandas.GeoDataFrame:
    """District authorities as shapes: area_code, name, geometry (longitude and latitude)."""
    return geography.outlines()


def reference_status() -> dict[str, object]:
    """Which reference geography places the suppliers, how old it is, and its licence line."""
    return geography.reference_status()
