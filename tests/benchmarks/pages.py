"""Many people at the map page at once: `python -m tests.benchmarks.pages --sessions 50`.

Two dashboards run side by side on the sample: ours, and the same map the plain way
(`plain_map/app.py`: folium's GeoJson and `st_folium` with its defaults, without the tables, charts
and downloads of our page, which makes its task the easier). One person alone opens each and changes
filters, turn by turn, before the crowds and after them. A crowd does so first at the one and then
at the other, each person thinking between an answer and the next change. Everybody makes the same
changes in the same order at both. No browser takes part: what a browser spends on drawing is not
counted, and what it sends by itself is sent too. A wait runs from the change of a filter until the
page has said all.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import statistics
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from data import publish
from data.store import Store
from tests.benchmarks.pages_people import Broken, Person, Run
from tests.server import Server, running

OURS, PLAIN = "Local Pound", "streamlit-folium"
SCRIPTS = {OURS: "app.py", PLAIN: "tests/benchmarks/plain_map/app.py"}
ALONE, OPENINGS = 8, 3


@dataclass
class Seen:
    """What people met at one dashboard: runs, and errors in words.

    changes     what each chose, in order
    processor   seconds of the server's processor time; memory: bytes it held in the end and at
                most; None where the system does not say
    """

    opened: list[Run] = field(default_factory=list)
    changed: list[Run] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    changes: list[list[tuple[str, str]]] = field(default_factory=list)
    processor: float | None = None
    memory: int | None = None
    most_memory: int | None = None


def waits(runs: Sequence[Run]) -> tuple[float, float]:
    """The median wait and that of the slowest in twenty (95th percentile), in seconds."""
    found = sorted(run.wait for run in runs)
    if not found:
        return float("nan"), float("nan")
    return statistics.median(found), found[min(int(len(found) * 0.95), len(found) - 1)]


async def alone(servers: dict[str, Server], changes: int, seen: dict[str, Seen]) -> None:
    """One person at each dashboard, turn by turn. The first opens it cold and is not counted."""
    people: dict[str, Person] = {}
    for round_ in range(1 + min(OPENINGS, changes)):
        for name, server in servers.items():
            if name in people:
                await people[name].leave()
            people[name] = Person(server.address, random.Random("alone"))
            run = await people[name].open()
            if round_:
                seen[name].opened.append(run)
    for _ in range(changes):
        for name, person in people.items():
            seen[name].changed.append(await person.change())
    for name, person in people.items():
        seen[name].changes.append(person.chosen)
        await person.leave()


async def crowd(server: Server, sessions: int, changes: int, think: float) -> Seen:
    """So many people at one dashboard, each making so many changes."""
    seen = Seen()
    began = processor_seconds(server.process_id)

    async def stay(number: int) -> None:
        choices = random.Random(number)
        person = Person(server.address, choices)
        # Thought has a chance of its own, so that waits do not alter what is chosen.
        thought = random.Random(f"thought {number}")
        try:
            # They come one after the other, and think for half to one and a half of the time.
            await asyncio.sleep(think * number / sessions)
            seen.opened.append(await person.open())
            for _ in range(changes):
                await asyncio.sleep(think * thought.uniform(0.5, 1.5))
                seen.changed.append(await person.change())
        except Broken as error:
            seen.errors.append(str(error))
        finally:
            await person.leave()
        seen.changes.append(person.chosen)

    await asyncio.gather(*(stay(number) for number in range(sessions)))
    ended = processor_seconds(server.process_id)
    seen.processor = None if began is None or ended is None else ended - began
    seen.memory, seen.most_memory = memory(server.process_id)
    return seen


def processor_seconds(process_id: int) -> float | None:
    """Processor time a process has used, on Linux."""
    stat = Path(f"/proc/{process_id}/stat")
    if not stat.exists():
        return None
    ticks = stat.read_text().rpartition(")")[2].split()[11:13]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def memory(process_id: int) -> tuple[int | None, int | None]:
    """Bytes a process holds, and the most it ever held, on Linux."""
    status = Path(f"/proc/{process_id}/status")
    if not status.exists():
        return None, None
    lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
    held, most = (int(lines[name].split()[0]) * 1024 for name in ("VmRSS", "VmHWM"))
    return held, most


def compare(store: Path, sessions: int, changes: int, think: float) -> dict[str, tuple[Seen, Seen]]:
    """By dashboard what a lone person met, and what the crowd met."""
    with tempfile.TemporaryDirectory() as logs, ExitStack() as stack:
        servers = {
            name: stack.enter_context(running(store, Path(logs) / f"{name}.txt", script=script))
            for name, script in SCRIPTS.items()
        }
        lone = {name: Seen() for name in servers}
        many: dict[str, Seen] = {}
        try:
            # Before the crowds and after them, since a machine is not as busy at both times.
            asyncio.run(alone(servers, min(ALONE, changes), lone))
            for name, server in servers.items():
                many[name] = asyncio.run(crowd(server, sessions, changes, think))
            asyncio.run(alone(servers, min(ALONE, changes), lone))
        finally:
            for name, server in servers.items():
                said = server.log.read_text(encoding="utf-8", errors="replace")
                if "Traceback" in said:
                    print(f"{name} said last:\n{said[-2000:]}")
        return {name: (lone[name], many[name]) for name in servers}


Row = tuple[str, dict[str, float | None]]


def rows(seen: dict[str, tuple[Seen, Seen]]) -> list[Row]:
    """What is printed, by dashboard; times in milliseconds."""
    found: dict[str, dict[str, float | None]] = {}
    for name, (lone, many) in seen.items():
        wait, (median, slowest) = waits(lone.changed)[0], waits(many.changed)
        text = statistics.median(run.first_text for run in lone.opened)
        drawn = statistics.median(run.first_map for run in lone.opened)
        runs = len(many.changed) + len(many.opened)
        sent = [run.received / 1000 for run in lone.changed + many.changed]
        processor = None if many.processor is None else many.processor / runs * 1000
        found[name] = {
            "changes answered": len(many.changed),
            "errors": len(many.errors),
            "wait of a lone person, ms": wait * 1000,
            "wait in the crowd, median, ms": median * 1000,
            "wait in the crowd, slowest in twenty, ms": slowest * 1000,
            "median, times the lone wait": median / wait,
            "slowest in twenty, times the lone wait": slowest / wait,
            "first text, ms": text * 1000,
            "first map, ms": drawn * 1000,
            "first map, times the first text": drawn / text,
            "sent for a change, median, kB": statistics.median(sent),
            "sent for a change, at most, kB": max(sent),
            "processor time for a change, ms": processor,
            "server's memory, MB": many.memory and many.memory / 1e6,
            "server's memory at most, MB": many.most_memory and many.most_memory / 1e6,
        }
    return [(what, {name: found[name][what] for name in found}) for what in found[OURS]]


def show(seen: dict[str, tuple[Seen, Seen]]) -> None:
    print(f"{'':<42}{OURS:>18}{PLAIN:>18}{'ratio':>10}")
    for what, values in rows(seen):
        ours, plain = values[OURS], values[PLAIN]
        ratio = f"{plain / ours:>10.1f}" if ours and plain else ""
        print(f"{what:<42}{_written(ours)}{_written(plain)}{ratio}")
    for name, (_, many) in seen.items():
        for error in dict.fromkeys(many.errors):
            print(f"{name}: {error}")


def _written(value: float | None) -> str:
    if value is None:
        return f"{'not known':>18}"
    return f"{value:>18,.1f}" if isinstance(value, float) else f"{value:>18,}"


def main(arguments: Sequence[str] | None = None) -> dict[str, tuple[Seen, Seen]]:
    """Fill a store with the sample, compare, print; gives what was seen."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.pages", description=__doc__)
    parser.add_argument("--sessions", type=int, default=50)
    parser.add_argument("--think", type=float, default=10, help="seconds between changes")
    parser.add_argument("--seconds", type=float, default=60, help="of thought for each person")
    parser.add_argument("--store", type=Path, help="a store to use, instead of a new sample")
    options = parser.parse_args(arguments)
    changes = max(round(options.seconds / options.think), 1)
    with tempfile.TemporaryDirectory() as folder:
        store = Store(options.store or Path(folder) / "store")
        publish.make_ready(store=store)
        print(
            f"{options.sessions} people, {changes} changes each, {options.think:g} seconds of "
            f"thought; {os.cpu_count()} cores, {_busy()}.\n"
        )
        seen = compare(store.root, options.sessions, changes, options.think)
    show(seen)
    print(f"\nIn the end: {_busy()}.")
    return seen


def _busy() -> str:
    if not hasattr(os, "getloadavg"):
        return "how busy is not known"
    return "load {:.1f}, {:.1f}, {:.1f}".format(*os.getloadavg())


if __name__ == "__main__":
    main()
