"""How fast suggested twins are found, and how many, beside a plain pairwise use of rapidfuzz.

    python -m tests.benchmarks.matching --names 100000

Makes supplier names of which some are planted twins (misspelt, turned about, cut, shortened, in
initials, under a trading name) and others planted near misses (another number, another place, a
name that looks alike). Ours finds its pairs among all names. The plain way scores every name
against every other with token_sort_ratio and takes what passes 93, where it does best of 75 to 95
on such names, without a word of why. That takes four times as long for twice the names, so it is
given as many as is bearable (--pairwise), and ours is given the same names too. Each runs in a
process of its own.
Recall is the share of planted twins found; precision the share of all pairs given that are twins.
The kinds are those seen in real files, but planted by us: it says what is found of these kinds, not
what a council's own list will hold.
"""

from __future__ import annotations

import argparse
import importlib
import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
SEED = 2026
PASSES = 93
ROWS_AT_ONCE = 500
SHOWN = {"ours": "Local Pound", "pairwise": "every pair"}

Pair = tuple[int, int]

_TRADES = (
    "Building Services", "Plumbing and Heating", "Day Nursery", "Care Home", "Taxis", "Coaches",
    "Primary School", "Electrical", "Recruitment", "Consulting", "Cleaning Services", "Training",
    "Residential Home", "Motors", "Security", "Catering", "Landscapes", "Housing Association",
    "Medical Centre", "Solicitors", "Engineering", "Healthcare", "Community Trust", "Architects",
    "Roofing", "Software", "Printing", "Transport", "Pharmacy", "Fostering", "Foods", "Media",
)  # fmt: skip
_ONSETS = "b br c ch cl d dr f fl g gr h j k l m n p pr qu r s sh st t th tr v w wh".split()  # noqa: SIM905
_VOWELS = "a e i o u ai ea ee oa ou".split()  # noqa: SIM905
_CODAS = "ck l ld ll m n nd nt p r rd rn s sk st t th x ng dge".split()  # noqa: SIM905
_PLACES = "ton ham ford ley by worth field well wick don son man er".split()  # noqa: SIM905
_ENDINGS = ("Ltd", "Limited", "PLC", "LLP", "CIC", "", "")


def _stem(rng: random.Random) -> str:
    parts = [rng.choice(_ONSETS) + rng.choice(_VOWELS) + rng.choice(_CODAS)]
    if rng.random() < 0.4:
        parts.append(rng.choice(_VOWELS) + rng.choice(_CODAS))
    if rng.random() < 0.6:
        parts.append(rng.choice(_PLACES))
    return "".join(parts).capitalize()


def _stems(rng: random.Random, count: int) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < count:
        found[_stem(rng)] = None
    return list(found)


def _misspelt(rng: random.Random, words: list[str], name: str) -> str:
    """A letter lost, doubled, changed or swapped with the next, in the longest word's inside."""
    word = max(words, key=len)
    at = rng.randrange(1, len(word) - 1)
    letter = rng.choice("aeilnorst")
    changed = rng.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )
    return name.replace(word, changed)


def _turned(rng: random.Random, words: list[str], name: str) -> str:
    return " ".join([*words[1:], words[0]])


def _longer(rng: random.Random, words: list[str], name: str) -> str:
    return f"{name} {rng.choice(('Group', 'UK', 'Services', 'Holdings'))}"


def _shortened(rng: random.Random, words: list[str], name: str) -> str:
    """The last word cut, as a column of the finance system would."""
    return f"{' '.join(words[:-1])} {words[-1][:4]}" if len(words[-1]) > 6 else f"The {name}, Ltd."


def _joined(rng: random.Random, words: list[str], name: str) -> str:
    return f"{words[0]}{words[1].lower()} {' '.join(words[2:])}"


def _initials(rng: random.Random, words: list[str], name: str) -> str:
    letters = "".join(word[0] for word in words if word != "and")
    return letters if len(letters) > 3 else f"{words[0]} {letters[1:]}"


def _trading(rng: random.Random, words: list[str], name: str) -> str:
    return f"{_stem(rng)} {_stem(rng)} {rng.choice(('Ltd ', ''))}t/a {name}"


TWINS: dict[str, Callable[[random.Random, list[str], str], str]] = {
    "misspelt": _misspelt, "turned about": _turned, "said longer": _longer,
    "cut short": _shortened, "joined up": _joined, "in initials": _initials,
    "trading as": _trading,
}  # fmt: skip
NEAR_MISSES = ("North", "South", "2", "3", "Junior")


def made(count: int) -> tuple[list[str], dict[str, list[Pair]]]:
    """So many names, and of each kind of twin the places of its pairs in them. One name in ten has
    a twin, one in twenty a near miss; the words are as uneven as surnames."""
    rng = random.Random(SEED)
    stems = _stems(rng, max(count // 3, 20))
    popular = [1 / (place + 20) for place in range(len(stems))]
    names: list[str] = []
    twins: dict[str, list[Pair]] = {kind: [] for kind in TWINS}
    seen: set[str] = set()
    kinds = list(TWINS)
    while len(names) < count - 1:
        words = rng.choices(stems, popular, k=rng.choice((1, 1, 2, 2, 3)))
        words += rng.choice(_TRADES).split()
        name = " ".join(words)
        if name in seen:
            continue
        seen.add(name)
        names.append(f"{name} {rng.choice(_ENDINGS)}".strip())
        chance = rng.random()
        if chance < 0.1:
            kind = kinds[len(names) % len(kinds)]
            if kind == "in initials":  # of names long enough to have some
                words = [*rng.choices(stems, k=3), *words[-2:]]
                name = names[-1] = " ".join(words)
            other = TWINS[kind](rng, words, name)
            if other not in seen:
                seen.add(other)
                names.append(other.upper() if rng.random() < 0.3 else other)
                twins[kind].append((len(names) - 2, len(names) - 1))
        elif chance < 0.15:
            one, other = rng.sample(NEAR_MISSES, 2)
            names[-1] = f"{name} {one}"
            names.append(f"{name} {other}")
    return names, twins


def normal(names: list[str]) -> list[str]:
    """The names as the warehouse compares them: both ways start from these."""
    from data.engine import connect
    from data.matching import MACROS

    con = connect()
    con.execute(MACROS.read_text(encoding="utf-8"))
    con.execute(
        "select list_transform($names::varchar[], lambda t: normal_name(t))", {"names": names}
    )
    (keys,) = con.fetchall()[0]
    con.close()
    return keys


def by_ours(names: list[str], keys: list[str]) -> set[Pair]:
    import pyarrow as pa

    from data.matching import suggest

    numbers = pa.array(range(len(names)), pa.int32())
    suppliers = pa.table({"supplier_id": numbers, "name": names, "name_key": keys})
    found = suggest(suppliers, limit=len(names) * 10)
    pairs = zip(found["left_id"].to_pylist(), found["right_id"].to_pylist(), strict=True)
    return {(min(pair), max(pair)) for pair in pairs}


def by_every_pair(names: list[str], keys: list[str]) -> set[Pair]:
    """In parts, as all scores at once would fill the memory."""
    import numpy as np
    from rapidfuzz import fuzz, process

    pairs: set[Pair] = set()
    for start in range(0, len(keys), ROWS_AT_ONCE):
        scores = process.cdist(
            keys[start : start + ROWS_AT_ONCE], keys[start:], scorer=fuzz.token_sort_ratio,
            score_cutoff=PASSES, dtype=np.uint8, workers=-1,
        )  # fmt: skip
        ones, others = np.nonzero(scores)
        later = others > ones
        pairs.update(
            zip((ones[later] + start).tolist(), (others[later] + start).tolist(), strict=True)
        )
    return pairs


Way = Callable[[list[str], list[str]], set[Pair]]
WAYS: dict[str, Way] = {"ours": by_ours, "pairwise": by_every_pair}

# Loaded before the clock starts.
NEEDS = {"ours": ["data.matching"], "pairwise": ["numpy", "rapidfuzz.process"]}


def measured(way: str, count: int) -> dict:
    """Seconds, peak memory, recall by kind of twin, and precision."""
    import resource

    names, twins = made(count)
    keys = normal(names)
    for module in NEEDS[way]:
        importlib.import_module(module)
    before = time.perf_counter()
    found = WAYS[way](names, keys)
    seconds = time.perf_counter() - before
    planted = {pair for pairs in twins.values() for pair in pairs}
    return {
        "names": len(names),
        "seconds": seconds,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "pairs": len(found),
        "planted": len(planted),
        "precision": len(found & planted) / len(found) if found else 1.0,
        "recall": len(found & planted) / len(planted),
        "by_kind": {
            kind: len(found & set(pairs)) / len(pairs) for kind, pairs in twins.items() if pairs
        },
    }


def _apart(way: str, count: int, folder: str) -> dict:
    """This module run as a process of its own, so that each way has its own memory."""
    answer = Path(folder) / f"{way}-{count}.json"
    asked = ("--measure", way, "--names", str(count), "--answer", str(answer))
    command = (sys.executable, "-m", "tests.benchmarks.matching", *asked)
    subprocess.run(command, cwd=ROOT, check=True)
    return json.loads(answer.read_text(encoding="utf-8"))


def compare(names: int, pairwise: int) -> Iterator[tuple[str, dict]]:
    """Both ways at as many names as the plain one bears, then ours at all of them."""
    with TemporaryDirectory() as folder:
        for way, count in (("pairwise", pairwise), ("ours", pairwise), ("ours", names)):
            yield way, _apart(way, count, folder)


def main(arguments: Sequence[str] | None = None) -> list[tuple[str, dict]]:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--names", type=int, default=100_000)
    parser.add_argument("--pairwise", type=int, default=20_000, help="names for every pair")
    for hidden in ("--measure", "--answer"):
        parser.add_argument(hidden, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.measure:
        run = measured(options.measure, options.names)
        Path(options.answer).write_text(json.dumps(run), encoding="utf-8")
        return []
    runs = list(compare(options.names, min(options.pairwise, options.names)))
    _print(runs)
    return runs


def _print(runs: list[tuple[str, dict]]) -> None:
    (_, plain), *_ = runs
    heads = ("names", "seconds", "x every pair", "peak MB", "twins", "found", "precision")
    print(f"{'':<14}" + "".join(f"{head:>13}" for head in heads))
    for way, run in runs:
        # Only the same names can be compared.
        same = run["names"] == plain["names"]
        ratio = f"{run['seconds'] / plain['seconds']:.3f}" if same else ""
        print(
            f"{SHOWN[way]:<14}{run['names']:>13,}{run['seconds']:>13.1f}{ratio:>13}"
            f"{run['megabytes']:>13,.0f}{run['planted']:>13,}{run['recall']:>13.1%}"
            f"{run['precision']:>13.1%}"
        )
    print(f"\n{'found of those':<14}" + "".join(f"{kind:>13}" for kind in TWINS))
    for way, run in runs:
        shares = "".join(f"{run['by_kind'].get(kind, 0):>13.1%}" for kind in TWINS)
        print(f"{SHOWN[way]:<14}{shares}")


if __name__ == "__main__":
    main()
