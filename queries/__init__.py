"""Questions put to the served warehouse, one per `.sql` file in this folder.

`run("spend/by_tier", strategy="star-2021")` reads `queries/spend/by_tier.sql` and asks it. Every
file opens with three comment lines: the question, `One row per …`, and `Params: …`.
"""

from __future__ import annotations

import threading
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pandas as pd
import pyarrow as pa

from data import geography
from data.engine import connect_to_read
from data.ledger import loaded_reference, served_build
from data.own_definition import Definition, as_strategy_file, strategy_id
from data.reference_status import status
from data.store import default_store
from data.strategy import BUILT_IN, load_strategies

FOLDER = Path(__file__).parent
ANSWERS_KEPT = 512
CONNECTIONS_KEPT = 3

_Asked = TypeVar("_Asked")

_TYPES: dict[str, tuple[type, ...]] = {
    "text": (str,),
    "text[]": (tuple,),
    "date": (date,),
    "int": (int,),
    "number": (int, float),
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
    return _asked(name, params).frame.copy(deep=False)


def rows(name: str, **params: object) -> list[dict[str, object]]:
    """The same answer as plain rows: money Decimal, dates dates, None for what is missing."""
    return _asked(name, params).table.to_pylist()


@dataclass(frozen=True)
class _Answer:
    """An answer as Arrow has it, and as the frame that serves every session: a shallow copy of that
    takes its own when it is written to."""

    table: pa.Table

    @cached_property
    def frame(self) -> pd.DataFrame:
        return self.table.to_pandas(types_mapper=pd.ArrowDtype)


def _asked(name: str, params: Mapping[str, object]) -> _Answer:
    bound = tuple(_checked(describe(name), params).items())
    return _of_what_is_served(lambda build: _answer(build, name, bound))


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
        case "int" | "number":
            return isinstance(value, _TYPES[kind]) and not isinstance(value, bool)
    return isinstance(value, _TYPES[kind]) if kind in _TYPES else value in kind.split("|")


@lru_cache(maxsize=ANSWERS_KEPT)
def _answer(build: Path, name: str, params: tuple[tuple[str, object], ...]) -> _Answer:
    bound = {k: list(v) if isinstance(v, tuple) else v for k, v in params}
    cursor = _cursor(build)
    try:
        cursor.execute(describe(name).sql, bound)
        # It warns of a copy of the rows; sql() makes none, and plans every question twice.
        with _quietly, warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            return _Answer(cursor.to_arrow_table())
    finally:
        cursor.close()


_connections: dict[Path, duckdb.DuckDBPyConnection] = {}
_connections_lock = threading.Lock()
_quietly = threading.Lock()


def _cursor(build: Path) -> duckdb.DuckDBPyConnection:
    """A cursor of one's own on the one read-only connection to a build."""
    pin = _pinned.get()
    if pin and pin.build == build:
        return pin.cursor.cursor()
    with _connections_lock:
        if build not in _connections:
            connection = connect_to_read(build)
            # A build that is no longer served is let go, not closed: that would close the cursors
            # still at work on it, which keep it open until they are done.
            past = list(_connections)[: 1 - CONNECTIONS_KEPT]
            for old in {*past, *(old for old in _connections if not old.exists())}:
                del _connections[old]
            _connections[build] = connection
        return _connections[build].cursor()


def forget_answers() -> None:
    """Drop the answers kept, so that the next question is asked again."""
    _answer.cache_clear()


def close() -> None:
    """Let go of every build: its file may then be moved or removed. Open again on the next run."""
    with _connections_lock:
        while _connections:
            _connections.popitem()[1].close()


@dataclass(frozen=True)
class _Pin:
    """The build that a block asks; its cursor keeps the build open after its file is swept."""

    build: Path
    cursor: duckdb.DuckDBPyConnection


_pinned: ContextVar[_Pin | None] = ContextVar("pinned build", default=None)


@contextmanager
def one_build() -> Iterator[None]:
    """Ask every question in this block of the same build, whatever is published meanwhile."""
    pin = None
    if not is_empty():
        pin = _of_what_is_served(lambda build: _Pin(build, _cursor(build)))
    token = _pinned.set(pin)
    try:
        yield
    finally:
        _pinned.reset(token)
        if pin:
            pin.cursor.close()


def _of_what_is_served(ask: Callable[[Path], _Asked]) -> _Asked:
    """What `ask(build)` gives; of the next build where this one was swept before it was opened."""
    build = _build_now()
    try:
        return ask(build)
    except duckdb.IOException:
        following = _build_now()
        if following == build:
            raise
        return ask(following)


def _build_now() -> Path:
    pin = _pinned.get()
    if pin:
        return pin.build
    store = default_store()
    build = served_build(store)
    if build is None:
        raise NothingPublished("Nothing is published yet: there is no build to ask.")
    return store.build_file(build)


def is_empty() -> bool:
    """Whether nothing was ever published."""
    return served_build(default_store()) is None


def build_label() -> str:
    """The name of the build that answers now, as in "build-000012-5f0c9a1e"."""
    return _build_now().stem


def levels() -> tuple[str, ...]:
    """The levels that places can be looked at: wards too, where their boundaries are loaded."""
    wards = ("ward",) if loaded_reference(default_store()).wards else ()
    return ("district", "county", "region", *wards)


def outlines(level: str = "district") -> geography.Outlines:
    """Areas of one of the `levels` as shapes: `frame` has area_code, name and geometry (longitude
    and latitude)."""
    loaded = loaded_reference(default_store())
    return geography.outlines_at(level, loaded.wards if level == "ward" else loaded.areas)


def bordering_counties(area_codes: Sequence[str]) -> tuple[str, ...]:
    """The districts of an area, of the counties it lies in and of those that border it."""
    areas = loaded_reference(default_store()).areas
    return geography.with_bordering_counties(tuple(area_codes), areas)


def postcode_areas() -> list[str]:
    """The postcode areas there are: AB, AL, B and so on."""
    return geography.postcode_areas()


def strategy_file(
    *, like: str, organisations: Sequence[str], years: tuple[str, str], **parts: Any
) -> tuple[str, bytes]:
    """A strategy file of a definition tried out (`parts` of `own_definition.Definition`), counting
    what the strategy with the id `like` counts: its name, and the file in UTF-8."""
    definition = Definition(**parts)
    strategies = load_strategies((BUILT_IN, default_store().strategies))
    scope = next(one for one in strategies if one.id == like)
    text = as_strategy_file(definition, scope, organisations, years)
    return f"{strategy_id(definition)}.toml", text.encode()


def reference_status() -> dict[str, object]:
    """Which reference geography places the suppliers, how old it is, and its licence line."""
    return status(default_store())
