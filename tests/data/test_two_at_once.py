"""Two who publish at once both land, or one is told why not; who reads sees one build or the next.

Writers and some readers are processes of their own, as two officers' commands and a server are.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import queries
from data import ledger, publish
from data.engine import connect_to_read
from data.rehearse import rehearse
from data.store import Store, one_writer

ROOT = Path(__file__).resolve().parents[2]
TOWN = "Anytown Council"
APRIL = "Date,Supplier,Net\n01/04/2021,Arden Paving Ltd,100.10\n02/04/2021,Bell Care Ltd,50.05\n"
MAY = "Date,Supplier,Net\n01/05/2021,Arden Paving Ltd,7.00\n"
JUNE = "Date,Supplier,Net\n01/06/2021,Cole Books,0.30\n01/06/2021,Cole Books,0.30\n"
# Spend received -> the files it comes from: all the states that the writer below ever makes.
KNOWN = {
    Decimal("150.15"): ["april.csv"],
    Decimal("157.15"): ["april.csv", "may.csv"],
    Decimal("150.75"): ["april.csv", "june.csv"],
}
WHOSE = {"strategy": "luton-2019-24"}  # it counts payments of any size
ROUNDS = 1


def started(store: Store, *words: str | Path) -> subprocess.Popen:
    """`python -m data …` on this store, in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "data", *map(str, words)],
        cwd=ROOT,
        env={**os.environ, "LOCALPOUND_STORE": str(store.root)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def ended(process: subprocess.Popen) -> tuple[int, str]:
    """Its exit code and what it said on standard error."""
    _, said = process.communicate(timeout=120)
    return process.returncode, said


def served(store: Store) -> tuple[list[tuple[int, str]], Decimal]:
    """The uploads of the served build, by number and file, and its money."""
    con = connect_to_read(store.build_file(ledger.served_build(store)))
    try:
        uploads = con.execute("select upload_id, file_name from upload order by all").fetchall()
        return uploads, con.execute("select sum(amount) from payment").fetchone()[0]
    finally:
        con.close()


# --- two writers ----------------------------------------------------------------------------


@pytest.mark.parametrize("is_new", [True, False], ids=["into a new store", "into a filled one"])
def test_two_different_files_at_once_both_land(
    store: Store, write: Callable[..., Path], is_new: bool
) -> None:
    if not is_new:
        publish.publish(store, write("june.csv", JUNE), organisation=TOWN)
    files = [write("april.csv", APRIL), write("may.csv", MAY)]
    both = [started(store, "publish", file, "--organisation", TOWN) for file in files]
    assert [ended(one) for one in both] == [(0, ""), (0, "")]
    uploads, money = served(store)
    assert [number for number, _ in uploads] == [u.upload_id for u in ledger.uploads(store)]
    assert {name for _, name in uploads} >= {"april.csv", "may.csv"}
    assert len(uploads) == (2 if is_new else 3)
    assert money == Decimal("157.15") + (0 if is_new else Decimal("0.60"))
    assert len(ledger.events(store)) == len(uploads)


def test_the_same_file_twice_at_once_lands_once(store: Store, write: Callable[..., Path]) -> None:
    file = write("april.csv", APRIL)
    by = (("--by", "Jo Officer"), ("--by", "Sam"))
    both = [started(store, "publish", file, "--organisation", TOWN, *who) for who in by]
    (first, quiet), (second, told) = sorted(ended(one) for one in both)
    assert (first, quiet, second) == (0, "", 2)
    assert told.startswith("april.csv is published already: the same file, to the letter, came as")
    assert served(store) == ([(1, "april.csv")], Decimal("150.15"))


def test_the_same_upload_withdrawn_twice_at_once_is_withdrawn_once(
    store: Store, write: Callable[..., Path]
) -> None:
    for name, text in (("april.csv", APRIL), ("may.csv", MAY)):
        publish.publish(store, write(name, text), organisation=TOWN)
    both = [started(store, "undo", "2"), started(store, "undo", "2")]
    assert sorted(ended(one) for one in both) == [
        (0, ""),
        (2, "There is nothing to undo: upload 2 is withdrawn already.\n"),
    ]
    assert served(store)[1] == Decimal("150.15")
    assert [event["action"] for event in ledger.events(store)] == ["publish", "publish", "undo"]


def test_who_waits_long_is_told_who_holds_the_store(
    store: Store, write: Callable[..., Path]
) -> None:
    """A process that holds the store is named to another; killed, it holds nothing any more."""
    holds = "import sys; from data import store as s; sys.stdin.read(0)\n"
    holds += (
        "with s.one_writer(s.default_store(), 'Jo Officer'): print('held', flush=True), input()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", holds],
        cwd=ROOT,
        env={**os.environ, "LOCALPOUND_STORE": str(store.root)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with holder:
        assert holder.stdout.readline().strip() == b"held"
        with (
            pytest.raises(publish.Refused, match="being changed by Jo Officer, who began at"),
            one_writer(store, "Sam", seconds=0.2),
        ):
            pytest.fail("two writers at once")
        holder.kill()
    publish.publish(store, write("april.csv", APRIL), organisation=TOWN)
    assert served(store)[1] == Decimal("150.15")


def test_a_ledger_that_another_is_making_is_waited_for(store: Store) -> None:
    """SQLite itself refuses at once to change how a ledger is kept while another writes to it."""
    store.make()
    other = sqlite3.connect(store.ledger, isolation_level=None, check_same_thread=False)
    other.execute("begin immediate")
    other.execute("create table being_made (line integer)")
    later = threading.Timer(0.3, other.execute, ["commit"])
    later.start()
    assert ledger.served_build(store) is None
    assert ledger.next_upload_id(store) == 1
    later.join()
    other.close()


# --- one writer, many readers ---------------------------------------------------------------


def keep_changing(folder: Path) -> int:
    """Publish and withdraw may.csv, publish and erase june.csv; gives how many changes."""
    store, changes = Store(folder / "store"), 0
    for file, act in (("may.csv", publish.undo), ("june.csv", publish.purge)) * ROUNDS:
        done = publish.publish(store, folder / file, organisation=TOWN)
        act(store, done.upload_id)
        changes += 2
    return changes


def keep_asking(over: Path) -> dict[str, object]:
    """Ask as pages do until the file `over` is there. Gives how often, of how many builds, and what
    was wrong.

    Questions of one build must agree with each other, and be of a state that was published.
    """
    asked, builds, wrong = 0, set(), []
    while not over.exists():
        try:
            with queries.one_build():
                label = queries.build_label()
                money = received()
                files = queries.run("spend/sources", **WHOSE)["file_name"].tolist()
                uploads = queries.run("filters/data_to")["uploads"].tolist()
                queries.forget_answers()
                again = received()
                same = queries.build_label() == label
            alone = received()
        except Exception as error:  # whatever it is, a reader must not meet it
            wrong.append(f"{type(error).__name__}: {error}")
            continue
        if not (same and KNOWN.get(money) == files and [len(files)] == uploads and again == money):
            wrong.append(f"{label}: {money}, {files}, {uploads}, then {again}")
        if alone not in KNOWN:
            wrong.append(f"after {label}: {alone}")
        asked += 1
        builds.add(label)
        time.sleep(0.1)  # the writer wants a turn
    return {"asked": asked, "builds": len(builds), "wrong": wrong}


def received() -> Decimal:
    return queries.run("spend/scope", **WHOSE)["amount"].sum()


def test_readers_see_one_build_or_the_next(
    store: Store, write: Callable[..., Path], tmp_path: Path
) -> None:
    publish.publish(store, write("april.csv", APRIL), organisation=TOWN)
    write("may.csv", MAY), write("june.csv", JUNE)
    over = tmp_path / "over"
    elsewhere = called(f"keep_asking(Path({str(over)!r}))")
    with ThreadPoolExecutor(max_workers=2) as pool:
        here = [pool.submit(keep_asking, over) for _ in range(2)]
        changes = answer_of(called(f"keep_changing(Path({str(tmp_path)!r}))"))
        over.touch()
    answers = [reader.result() for reader in here] + [answer_of(elsewhere)]
    queries.close()
    assert [answer["wrong"] for answer in answers] == [[], [], []]
    assert changes == 4 * ROUNDS
    assert all(answer["builds"] > 1 for answer in answers)


def called(call: str) -> subprocess.Popen:
    """A function of this file, called in a process of its own."""
    code = f"from {__name__} import *; print(json.dumps({call}))"
    return subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ.copy(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def answer_of(process: subprocess.Popen) -> Any:
    """What it gave; fails with what it said where it failed."""
    given, said = process.communicate(timeout=120)
    assert process.returncode == 0, said.decode()
    return json.loads(given)


def test_a_rehearsal_while_others_publish_and_erase(
    store: Store, write: Callable[..., Path], tmp_path: Path
) -> None:
    """It is of one moment: what is there now and would be after differ by the file rehearsed."""
    publish.publish(store, write("april.csv", APRIL), organisation=TOWN)
    write("may.csv", MAY), write("june.csv", JUNE)
    july = write("july.csv", MAY.replace("05", "07"))
    seen = set()
    with ThreadPoolExecutor(max_workers=1) as pool:
        writer = pool.submit(keep_changing, tmp_path)
        while not writer.done():
            found = rehearse(store, july, organisation=TOWN).headlines
            received = next(h for h in found if h.unit == "pounds")
            seen.add((received.now, received.after))
    assert writer.result() == 4 * ROUNDS
    assert {after - now for now, after in seen} == {Decimal("7.00")}
    assert {now for now, _ in seen} <= set(KNOWN)
