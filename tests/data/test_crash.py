"""Killed at any moment, a store serves the figures before or the figures after, and goes on.

The command line runs in a process of its own and is killed (kill -9; TerminateProcess on Windows)
while it publishes, replaces, withdraws or erases. Half the moments are any moment of the work, half
come just after a certain file came or went, which is where rows are written, the build is closed,
and the commit and the sweep are. Five crashes in the suite, as many as LOCALPOUND_CRASHES asks.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import queries
from data import ledger, publish
from data.engine import connect_to_read
from data.refused import Refused
from data.store import BUILDS_KEPT, Store, sha256_of

ROOT = Path(__file__).resolve().parents[2]
CRASHES = int(os.environ.get("LOCALPOUND_CRASHES", "5"))
TOWN = "Anytown Council"
ROWS = 1_000

Files = frozenset[str]
Figures = dict[str, tuple[int, str]]


# --- what is done, and when it is killed ---------------------------------------------------


@dataclass(frozen=True)
class Act:
    """A change of the store: as typed, and which uploads are published and withdrawn after it."""

    words: tuple[str, ...]
    published: tuple[int, ...]
    withdrawn: tuple[int, ...] = (2,)


# Every crash begins with uploads 1 and 3 published and 2 withdrawn.
BEFORE = Act((), (1, 3))
PUBLISH = ("publish", "new.csv", "--organisation", TOWN)
ACTS = {
    "publish": Act(PUBLISH, (1, 3, 4)),
    "replace": Act((*PUBLISH, "--replace-period"), (1, 3, 4)),
    "undo": Act(("undo", "3"), (1,), (2, 3)),
    "purge": Act(("purge", "1"), (3,)),
    "purge of what is withdrawn": Act(("purge", "2"), (1, 3), ()),
}


@dataclass(frozen=True)
class Moment:
    """When to kill: once `came(new files, old files that are gone, files that were new and are gone
    again)` is true, up to `seconds` later (None: as long as the whole work takes)."""

    came: Callable[[Files, Files, Files], bool]
    seconds: float | None
    only_bringing: bool = False


def _any(files: Files, folder: str, ending: str = "") -> bool:
    return any(f.startswith(folder) and f.endswith(ending) for f in files)


MOMENTS = {
    "any": Moment(lambda new, old, past: "writer.json" in new, None),
    "keeping the file": Moment(lambda new, old, past: _any(new, "received"), 0.002, True),
    "writing the rows": Moment(lambda new, old, past: _any(new, "clean"), 0.02, True),
    "building": Moment(lambda new, old, past: _any(new, "warehouse"), 0.6),
    "closing the build": Moment(lambda new, old, past: _any(new, "warehouse", ".wal"), 0.1),
    # DuckDB's log beside the build is gone: the build is finished, and nothing but the commit left.
    "committing": Moment(lambda new, old, past: _any(past, "warehouse", ".wal"), 0.06),
    "sweeping": Moment(lambda new, old, past: _any(old, "warehouse"), 0.01),
}
PAIRS = [
    (act, moment)
    for moment in MOMENTS
    for act in ACTS
    if ACTS[act].words[0] == "publish" or not MOMENTS[moment].only_bringing
]
# Any few of them in a row are far apart, and all come before one comes again.
ORDER = [PAIRS[number * 13 % len(PAIRS)] for number in range(CRASHES)]


def _files(store: Store) -> Files:
    """Every file of the store, as "folder/name"; quick, since somebody is being watched."""
    found = []
    for folder in ("", "received/", "clean/", "warehouse/"):
        with os.scandir(store.root / folder) as entries:
            found += [f"{folder}{entry.name}" for entry in entries]
    return frozenset(found)


# --- the store before, and what each act makes of it ----------------------------------------


@dataclass(frozen=True)
class Town:
    """A folder with a store to copy, `new.csv` to publish, and the figures before and after."""

    folder: Path
    before: Figures
    after: dict[str, Figures]
    seconds: float

    def copy(self, target: Path) -> Store:
        shutil.copytree(self.folder / "store", target)
        return Store(target)


def _extract(seed: int, rows: int = ROWS) -> str:
    lines = [
        f"{k % 28 + 1:02d}/{(k + seed) % 6 + 4:02d}/2021,Supplier {k * seed % 97} Ltd,Highways,"
        f"{k * seed % 9973}.{k % 100:02d}"
        for k in range(rows)
    ]
    return "\n".join(["Date,Supplier,Directorate,Net", *lines, ""])


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    folder = tmp_path_factory.mktemp("town")
    store = Store(folder / "store")
    for number in (1, 2, 3):
        path = folder / f"{number}.csv"
        path.write_text(_extract(number), encoding="utf-8")
        publish.publish(store, path, organisation=TOWN)
    publish.undo(store, 2)
    (store.root / "writer.json").unlink()
    (folder / "new.csv").write_text(_extract(7), encoding="utf-8")
    before = figures(store)
    plain = Town(folder, before, {}, 0.0)
    after = {}
    for name in {name for name, _ in ORDER}:
        copy = plain.copy(folder / f"after {name}")
        _do(ACTS[name], folder, copy)
        after[name] = figures(copy)
        assert (after[name] == before) == (name == "purge of what is withdrawn")
    return Town(folder, before, after, _whole_run(plain, folder / "whole"))


def _do(act: Act, folder: Path, store: Store) -> None:
    """The act in this process: raises Refused where it is done already."""
    match act.words:
        case "undo", upload:
            publish.undo(store, int(upload))
        case "purge", upload:
            publish.purge(store, int(upload))
        case "publish", file, _, organisation, *replace:
            publish.publish(
                store, folder / file, organisation=organisation, replace_period=bool(replace)
            )


def _started(act: Act, town: Town, store: Store) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "data", *_absolute(act.words, town.folder)],
        cwd=ROOT, env={**os.environ, "LOCALPOUND_STORE": str(store.root)},
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip


def _absolute(words: tuple[str, ...], folder: Path) -> list[str]:
    return [str(folder / word) if word.endswith(".csv") else word for word in words]


def _whole_run(town: Town, target: Path) -> float:
    """How many seconds the work takes from holding the store to the end."""
    store = town.copy(target)
    with _started(ACTS["publish"], town, store) as process:
        _wait(process, store, MOMENTS["any"])
        start = time.perf_counter()
        assert process.wait() == 0, process.stderr.read().decode()
    return time.perf_counter() - start


def _wait(process: subprocess.Popen, store: Store, moment: Moment) -> None:
    """Until the moment has come, or the process has ended."""
    before = seen = _files(store)
    while process.poll() is None:
        now = _files(store)
        seen |= now
        if moment.came(now - before, before - now, seen - now - before):
            return
        time.sleep(0.0003)


# --- what is asked of a store ---------------------------------------------------------------


def figures(store: Store) -> Figures:
    """Every table of the served build as a number of rows and a sum of their hashes: two builds of
    the same uploads are the same, but for when they were published."""
    con = connect_to_read(store.build_file(ledger.served_build(store)))
    try:
        tables = con.execute("select table_name from duckdb_tables() order by all").fetchall()
        return {
            name: con.execute(
                f"select count(*), coalesce(sum(hash(line)), 0)::varchar from "
                f"(select columns(lambda name: name <> 'published_at') from {name}) as line"
            ).fetchone()
            for (name,) in tables
        }
    finally:
        con.close()


def check_served(store: Store, act: Act) -> None:
    """The ledger is whole, and says what the served build and the kept files say."""
    with sqlite3.connect(store.ledger) as con:
        assert con.execute("pragma integrity_check").fetchall() == [("ok",)]
    con.close()
    assert _published(store) == (act.published, act.withdrawn)
    published, withdrawn = (ledger.uploads(store, (s,)) for s in ("published", "withdrawn"))
    con = connect_to_read(store.build_file(ledger.served_build(store)))
    try:
        in_build = con.execute(
            "select upload_id, rows_accepted, control_total from upload order by upload_id"
        ).fetchall()
    finally:
        con.close()
    assert in_build == [(u.upload_id, u.rows_accepted, u.control_total) for u in published]
    for upload in (*published, *withdrawn):
        assert sha256_of(store.received / upload.sha256) == upload.sha256
        assert store.clean_file(upload.upload_id).exists()
        report = json.loads(store.report_file(upload.upload_id).read_text(encoding="utf-8"))
        assert report["control_total"] == f"{upload.control_total:.2f}"


def check_swept(store: Store) -> None:
    """Nothing lies in the store that the ledger does not know."""
    kept = ledger.uploads(store, ("published", "withdrawn"))
    builds = ledger.builds(store)[:BUILDS_KEPT]
    wanted = {"ledger.db", "writer.lock", "writer.json"}
    wanted |= {"received", "clean", "warehouse", "strategies", "reference"}
    wanted |= {f"received/{u.sha256}" for u in kept}
    wanted |= {f"warehouse/{store.build_file(build).name}" for build in builds}
    for file in (store.clean_file, store.report_file):
        wanted |= {f"clean/{file(u.upload_id).name}" for u in kept}
    assert _files(store) == wanted


@pytest.fixture(scope="module")
def tally() -> Iterator[Counter[str]]:
    """How the crashes fell, over all of them."""
    counted: Counter[str] = Counter()
    yield counted
    print(f"\n{CRASHES} crashes: {dict(counted)}")


@pytest.mark.parametrize(("number", "name", "when"), [(n, *pair) for n, pair in enumerate(ORDER)])
def test_a_store_is_whole_whenever_it_is_killed(
    number: int,
    name: str,
    when: str,
    town: Town,
    tmp_path: Path,
    tally: Counter[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    act, moment = ACTS[name], MOMENTS[when]
    store = town.copy(tmp_path / "store")
    monkeypatch.setenv("LOCALPOUND_STORE", str(store.root))
    with _started(act, town, store) as process:
        _wait(process, store, moment)
        time.sleep(random.Random(number).uniform(0, moment.seconds or town.seconds))
        process.kill()
        tally["killed" if process.wait() else "ended by itself"] += 1
        assert "Traceback" not in process.stderr.read().decode()

    is_done = _published(store) == (act.published, act.withdrawn)
    tally[f"{when}: {'after' if is_done else 'before'}"] += 1
    check_served(store, act if is_done else BEFORE)
    assert figures(store) == (town.after[name] if is_done else town.before)
    uploads = queries.run("filters/data_to")["uploads"].tolist()
    assert uploads == [len((act if is_done else BEFORE).published)]

    # Tried again it is done, or it is refused because it is done.
    if is_done:
        with pytest.raises(Refused, match="already"):
            _do(act, town.folder, store)
    else:
        _do(act, town.folder, store)
    check_served(store, act)
    assert figures(store) == town.after[name]

    # Whatever is done next leaves nothing behind that the crash left.
    if number % 2:
        first, *others = act.published
        publish.undo(store, first)
        later = Act((), tuple(others), tuple(sorted((first, *act.withdrawn))))
    else:
        path = tmp_path / "later.csv"
        path.write_text(_extract(11, rows=3), encoding="utf-8")
        done = publish.publish(store, path, organisation=TOWN)
        later = Act((), (*act.published, done.upload_id), act.withdrawn)
    check_served(store, later)
    check_swept(store)
    queries.close()


def _published(store: Store) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Which uploads are published, and which are withdrawn."""
    published, withdrawn = (
        tuple(upload.upload_id for upload in ledger.uploads(store, (state,)))
        for state in ("published", "withdrawn")
    )
    return published, withdrawn


@pytest.mark.skipif(len(PAIRS) > CRASHES, reason="needs LOCALPOUND_CRASHES to be thirty or more")
def test_the_crashes_fell_before_and_after_the_commit(tally: Counter[str]) -> None:
    """Last, of what was counted above: a test that never meets the commit would prove little."""
    assert tally["killed"] > CRASHES // 2
    for when in ("any", "committing"):
        assert tally[f"{when}: before"] and tally[f"{when}: after"]
