"""The house keeps its rules: who may import whom, where SQL may stand, what a question opens with.

Each rule is a function from source to faults, tried first on source that breaks it, so that a rule
that stopped looking would be noticed.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import queries
from queries.__main__ import main

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("data", "queries", "components", "pages")

# What each room may take from the house; itself included where it may.
MAY_IMPORT = {
    "data": {"data"},
    "queries": {"queries", "data"},
    "components": {"components"},
    "pages": {"components", "queries"},
    "app": {"components", "queries", "data"},
}
# Pages ask the warehouse through queries. Those under Data also write, which no query does, so they
# may take the store's own front doors, and no more of it.
DOORS = {
    "data.bring",
    "data.columns",
    "data.ledger",
    "data.publish",
    "data.reference_load",
    "data.refused",
    "data.rehearse",
    "data.store",
    "data.strategy",
    "data.strategy_draft",
    "data.templates",
    "data.twins",
}
# Those under Strategy write down what officers say, in the ledger alone, and nothing else.
STRATEGY_DOORS = {"data.progress", "data.refused", "data.reported", "data.store"}
# Those under Spend may write a note on a chart, there too, and nothing else.
SPEND_DOORS = {"data.dated_notes", "data.refused", "data.store"}
WITHOUT_STREAMLIT = ("data", "queries")
WITHOUT_SQL = ("components", "pages", "app")
DATABASES = {"duckdb", "sqlite3", "sqlalchemy"}

Named = tuple[int, str]


def modules() -> list[Path]:
    """Every module of the product."""
    found = [ROOT / "app.py"]
    for room in ROOMS:
        found += sorted((ROOT / room).rglob("*.py"))
    return found


def place_of(path: Path) -> tuple[str, ...]:
    """("pages", "spend", "map") for pages/spend/map.py."""
    return path.relative_to(ROOT).with_suffix("").parts


def imported(tree: ast.AST, place: tuple[str, ...]) -> Iterator[Named]:
    """The line and the full name of each import, relative and by function included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = place[: len(place) - node.level] if node.level else ()
            base = ".".join((*start, *filter(None, [node.module])))
            # "from .. import data" imports a module by the name after "import".
            yield from ((node.lineno, f"{base}.{alias.name}".lstrip(".")) for alias in node.names)
        elif isinstance(node, ast.Call) and node.args:
            called = ast.unparse(node.func).rsplit(".", 1)[-1]
            name = node.args[0]
            if called in ("import_module", "__import__") and isinstance(name, ast.Constant):
                yield node.lineno, str(name.value)


def import_faults(source: str, place: tuple[str, ...]) -> list[str]:
    """Imports that the module at `place` may not make."""
    room = place[0]
    faults = []
    for line, name in imported(ast.parse(source), place):
        top = name.split(".")[0]
        where = f"{'/'.join(place)}.py line {line}"
        doors = {
            ("pages", "upload"): DOORS,
            ("pages", "strategy"): STRATEGY_DOORS,
            ("pages", "spend"): SPEND_DOORS,
        }
        writes = ".".join(name.split(".")[:2]) in doors.get(place[:2], ())
        if (top in ROOMS or top == "app") and top not in MAY_IMPORT[room] and not writes:
            faults.append(f"{where}: {room} imports {top}")
        if top == "streamlit" and room in WITHOUT_STREAMLIT:
            faults.append(f"{where}: {room} imports streamlit")
        ours = top in ROOMS or top in ("app", "streamlit")
        if room == "pages" and not ours and top not in sys.stdlib_module_names:
            faults.append(f"{where}: a page imports {top}")
    return faults


def docstrings(tree: ast.AST) -> set[int]:
    """The ids of the constants that are docstrings."""
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, holders) and node.body and isinstance(node.body[0], ast.Expr)
    }


def texts(source: str) -> Iterator[Named]:
    """Every string of a module that is not a docstring, pieces of f-strings together."""
    tree = ast.parse(source)
    passed_over = docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            pieces = [p.value if isinstance(p, ast.Constant) else " x " for p in node.values]
            passed_over |= {id(p) for p in node.values}
            yield node.lineno, "".join(pieces)
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in passed_over
        ):
            yield node.lineno, node.value


SQL = re.compile(
    r"\bselect\b.+\bfrom\b|\binsert\s+into\b|\bdelete\s+from\b|\bupdate\s+\w+\s+set\b"
    r"|\bcreate\s+(?:or\s+replace\s+)?(?:temp\s+)?(?:table|view|macro)\b"
    r"|\bgroup\s+by\s+\w+|\border\s+by\s+\w+\s+(?:asc|desc)\b",
    re.DOTALL,
)


def sql_faults(source: str, place: tuple[str, ...]) -> list[str]:
    """SQL in a room that has none: its text in either case, or a database imported."""
    where = "/".join(place) + ".py line"
    faults = [
        f"{where} {line}: {place[0]} imports {name}"
        for line, name in imported(ast.parse(source), place)
        if name.split(".")[0] in DATABASES
    ]
    for line, text in texts(source):
        shouted = re.sub(r"\b[A-Z]{2,}\b", lambda word: word[0].lower(), text)
        if SQL.search(shouted):
            faults.append(f"{where} {line}: SQL in {place[0]}")
    return faults


def html_faults(source: str, place: tuple[str, ...]) -> list[str]:
    """HTML in a page."""
    return [
        f"{'/'.join(place)}.py line {line}: HTML in a page"
        for line, text in texts(source)
        if re.search(r"</?[a-z][a-z0-9]*[\s>/]", text)
    ]


def header_faults(text: str) -> list[str]:
    """What is wrong with the three lines a question opens with, and with its parameters."""
    lines = [*text.splitlines(), "", "", "", ""]
    faults = []
    if not re.fullmatch(r"-- .+\?", lines[0]):
        faults.append("line 1 is not a question")
    if not re.match(r"-- One row\b", lines[1]):
        faults.append("line 2 does not say what one row is")
    if not lines[2].startswith("-- Params: "):
        faults.append("line 3 does not list the parameters")
    if lines[3].startswith("--"):
        faults.append("there is a fourth comment line")
    listed = lines[2].removeprefix("-- Params: ")
    named = set() if listed == "none" else {item.split()[0] for item in listed.split(";")}
    without_comments = re.sub(r"--.*", "", text)
    used = set(re.findall(r"\$(\w+)", without_comments))
    faults += [f"${name} is used and not listed" for name in sorted(used - named)]
    faults += [f"{name} is listed and not used" for name in sorted(named - used)]
    return faults


def asked(source: str) -> Iterator[Named]:
    """Names of questions put in a module: run("spend/by_tier"), describe(…), ask(…)."""
    for line, text in texts(source):
        if re.fullmatch(r"(?:filters|quality|spend|social_value|strategy|suppliers)/[a-z_]+", text):
            yield line, text


@pytest.mark.parametrize(
    ("place", "source", "fault"),
    [
        (("data", "clean"), "import queries", "data imports queries"),
        (("data", "clean"), "from components.words import pounds", "data imports components"),
        (("data", "clean"), "def f():\n    import streamlit as st", "data imports streamlit"),
        (("queries", "__init__"), "from streamlit import cache_data", "queries imports streamlit"),
        (("queries", "__init__"), "from components import card", "queries imports components"),
        (("components", "card"), "from data import ledger", "components imports data"),
        (("components", "card"), "import queries", "components imports queries"),
        (("components", "card"), "from .. import queries", "components imports queries"),
        (("components", "card"), "from ..data.store import Store", "components imports data"),
        (("components", "card"), "import app", "components imports app"),
        (("app",), "import pages.spend.map", "app imports pages"),
        (("app",), "import importlib\nimportlib.import_module('pages.spend.map')", "imports pages"),
        (("pages", "spend", "map"), "from data import engine", "pages imports data"),
        (("pages", "spend", "map"), "from data import publish", "pages imports data"),
        (("pages", "upload", "extract"), "from data import warehouse", "pages imports data"),
        (("pages", "strategy", "scorecard"), "from data import publish", "pages imports data"),
        (("pages", "spend", "map"), "from data import reported", "pages imports data"),
        (("pages", "strategy", "plan"), "from data import dated_notes", "pages imports data"),
        (("pages", "spend", "map"), "from pages.spend import trend", "pages imports pages"),
        (("pages", "spend", "map"), "from . import trend", "pages imports pages"),
        (("pages", "spend", "map"), "import pandas as pd", "a page imports pandas"),
    ],
)
def test_a_forbidden_import_is_seen(place: tuple[str, ...], source: str, fault: str) -> None:
    found = import_faults(source, place)
    assert len(found) == 1
    assert fault in found[0]


@pytest.mark.parametrize(
    ("place", "source"),
    [
        (("data", "publish"), "from data import ledger\nimport duckdb"),
        (("queries", "__init__"), "from data.engine import connect_to_read"),
        (("components", "card"), "from . import words\nimport streamlit as st"),
        (("pages", "spend", "map"), "import streamlit as st\nfrom components import card"),
        (("pages", "spend", "map"), "from datetime import date\nfrom queries import run"),
        (("pages", "upload", "extract"), "from data import publish\nfrom data.store import Store"),
        (("pages", "strategy", "scorecard"), "from data import reported"),
        (("pages", "spend", "trend"), "from data import dated_notes"),
        (("app",), "import queries\nfrom data import publish\nfrom components import filters"),
    ],
)
def test_a_permitted_import_is_let_be(place: tuple[str, ...], source: str) -> None:
    assert import_faults(source, place) == []


@pytest.mark.parametrize(
    "source",
    [
        'ask("select sum(amount) from payment")',
        'ask("""\nSELECT *\nFROM payment\n""")',
        'ask(f"select * from {table} where x = 1")',
        'ask("delete from payment")',
        'ask("CREATE OR REPLACE TABLE t AS VALUES (1)")',
        'frame = ask("group by supplier")',
        "import duckdb",
        "from sqlite3 import connect",
    ],
)
def test_sql_is_seen(source: str) -> None:
    assert sql_faults(source, ("pages", "spend", "map"))


@pytest.mark.parametrize(
    "source",
    [
        '"""Select the rows from the frame."""',
        'st.write("Select a council from the list, or create a table of your own.")',
        'def f():\n    "select what to show from the answer"\n    return 1',
        'word = "from"',
    ],
)
def test_plain_words_are_not_taken_for_sql(source: str) -> None:
    assert sql_faults(source, ("pages", "spend", "map")) == []


def test_html_is_seen() -> None:
    assert html_faults('st.html("<b>Local</b>")', ("pages", "spend", "map"))
    assert html_faults('st.html(f"<p class=x>{words}</p>")', ("pages", "spend", "map"))
    assert html_faults('st.write("less < more, 1 <2")', ("pages", "spend", "map")) == []


GOOD = "-- How much?\n-- One row.\n-- Params: strategy text; by text?\nselect $strategy, $by\n"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (GOOD.replace("?\n-- One", ".\n-- One"), "line 1 is not a question"),
        (GOOD.replace("One row", "Rows"), "line 2 does not say what one row is"),
        (GOOD.replace("Params: ", "Parameters: "), "line 3 does not list the parameters"),
        (GOOD.replace("select", "-- Note.\nselect"), "there is a fourth comment line"),
        (GOOD.replace("$by", "$year"), "$year is used and not listed"),
        (GOOD.replace(", $by", " -- $by"), "by is listed and not used"),
        (GOOD.replace("strategy text; by text?", "none"), "$by is used and not listed"),
    ],
)
def test_a_bad_header_is_seen(text: str, fault: str) -> None:
    assert fault in header_faults(text)


def test_a_good_header_is_let_be() -> None:
    assert header_faults(GOOD) == []


@pytest.mark.parametrize("path", modules(), ids=lambda path: "/".join(place_of(path)))
def test_imports_go_one_way(path: Path) -> None:
    assert import_faults(path.read_text(encoding="utf-8"), place_of(path)) == []


@pytest.mark.parametrize(
    "path",
    [path for path in modules() if place_of(path)[0] in WITHOUT_SQL],
    ids=lambda path: "/".join(place_of(path)),
)
def test_no_sql_outside_data_and_queries(path: Path) -> None:
    assert sql_faults(path.read_text(encoding="utf-8"), place_of(path)) == []


def test_pages_hold_no_html() -> None:
    pages = [path for path in modules() if place_of(path)[0] == "pages"]
    assert pages
    for path in pages:
        assert html_faults(path.read_text(encoding="utf-8"), place_of(path)) == []


def test_pages_nest_one_level_down() -> None:
    """A file directly in pages/ collides with st.navigation: a cold deep link loses the frame."""
    depths = {place_of(path): len(place_of(path)) for path in (ROOT / "pages").rglob("*.py")}
    assert depths
    assert set(depths.values()) == {3}


def test_app_names_every_page_once() -> None:
    named = [
        text
        for _, text in texts((ROOT / "app.py").read_text(encoding="utf-8"))
        if text.startswith("pages/")
    ]
    there = [p.relative_to(ROOT).as_posix() for p in (ROOT / "pages").rglob("*.py")]
    assert sorted(named) == sorted(there)


@pytest.mark.parametrize("name", queries.names())
def test_a_question_says_what_it_is(name: str) -> None:
    assert header_faults(queries.sql(name)) == []


def test_every_question_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    files = {
        path.relative_to(ROOT / "queries").with_suffix("").as_posix()
        for path in (ROOT / "queries").rglob("*.sql")
    }
    assert main(["list"]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert {line for line in printed if line and not line.startswith(" ")} == files
    assert len(files) > 15


def test_every_question_asked_exists() -> None:
    put = {
        (name, "/".join(place_of(path)), line)
        for path in modules()
        if place_of(path)[0] in WITHOUT_SQL
        for line, name in asked(path.read_text(encoding="utf-8"))
    }
    assert {name for name, _, _ in put} >= {"spend/by_area", "filters/strategies"}
    assert [one for one in put if one[0] not in queries.names()] == []
