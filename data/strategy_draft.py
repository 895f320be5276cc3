"""A council's own strategy file: checked, tried on the data, adopted, taken back."""

from __future__ import annotations

import re
import shutil
import tempfile
import tomllib
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from data import ledger, warehouse
from data.publish import build_and_commit, writing
from data.refused import Refused
from data.rehearse import Headline, Progress, compared, headlines_of, of_one_moment
from data.store import Store, to_disk
from data.strategy import BUILT_IN, Strategy, load_strategies

_GUIDE = BUILT_IN / "README.md"
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ADOPTED = "adopt strategy"
_WITHDRAWN = "withdraw strategy"


@dataclass(frozen=True)
class InForce:
    """A strategy in force and its file. `is_own` is one of the store; `adopted_at` (UTC, ISO 8601)
    and `adopted_by` say when and by whom, "" where that is not known or it came with the project.
    """

    strategy: Strategy
    file: Path
    is_own: bool
    adopted_at: str = ""
    adopted_by: str = ""


def guide() -> bytes:
    """How a strategy file is written, field by field."""
    return _GUIDE.read_bytes()


def example() -> tuple[str, bytes]:
    """The guide's worked example: the name of its file, and the file."""
    text = re.search(r"```toml\n(.*?)```", _GUIDE.read_text(encoding="utf-8"), re.DOTALL)[1]
    return f"{tomllib.loads(text)['id']}.toml", text.encode()


def in_force(store: Store) -> tuple[InForce, ...]:
    """Every strategy that the files hold, by council. Raises StrategyFaults."""
    adopted = _adopted(store)
    found = []
    for strategy in check(store):
        if strategy.id in own(store):
            event = adopted.get(strategy.id, {"at": "", "who": ""})
            file = store.strategies / f"{strategy.id}.toml"
            found.append(InForce(strategy, file, True, event["at"], event["who"]))
        else:
            found.append(InForce(strategy, BUILT_IN / f"{strategy.id}.toml", is_own=False))
    return tuple(found)


def _adopted(store: Store) -> dict[str, dict]:
    """Strategy -> the event that put what is in force of it into force."""
    told: dict[str, list[dict]] = {}
    for event in ledger.events(store):
        if event["action"] in (_ADOPTED, _WITHDRAWN):
            those = told.setdefault(str(event["detail"]).split()[1], [])
            if event["action"] == _ADOPTED:
                those.append(event)
            elif those:
                those.pop()
    return {strategy: those[-1] for strategy, those in told.items() if those}


def own(store: Store) -> dict[str, bool]:
    """The ids of the council's own strategies, at fault or not; and whether taking one back brings
    an earlier file of its name back."""
    ids = [file.stem for file in sorted(store.strategies.glob("*.toml"))]
    return {one: bool(_earlier(store, one)) for one in ids}


def named_by_id(file: Path) -> Path:
    """The file under the name that its own id asks for, beside it: a browser may have brought it as
    "luton (1).toml". One that gives no id keeps its name, and the check says what is wrong."""
    try:
        name = tomllib.loads(file.read_bytes().decode("utf-8-sig")).get("id")
    except (ValueError, RecursionError):  # what is wrong with it the check will say
        return file
    if not isinstance(name, str) or not _ID.fullmatch(name) or len(name) > 100:
        return file
    named = file.with_name(f"{name}.toml")
    if named != file and not named.exists():
        shutil.copyfile(file, named)
    return named


def check(store: Store, drafts: Sequence[Path] = ()) -> tuple[Strategy, ...]:
    """Every strategy there would be with `drafts` in force, each in the place of the council's own
    file of its name. Nothing is written. Raises StrategyFaults with every fault of every file."""
    return load_strategies((BUILT_IN, store.strategies), drafts)


def read(store: Store, draft: Path) -> Strategy:
    """The strategy that a draft holds. Raises StrategyFaults with every fault of every file."""
    (strategy,) = [one for one in check(store, [draft]) if one.id == draft.stem]
    return strategy


def try_out(
    store: Store, draft: Path, progress: Progress = lambda share, step: None
) -> tuple[Headline, ...]:
    """The headline figures of the draft's organisations under it: now (where a file of its name is
    in force) and with it; of the sample while there is nothing else. Nothing is written. Raises
    StrategyFaults."""
    strategy = read(store, draft)

    def look(served: str | None, published: list[ledger.Upload]) -> tuple[Headline, ...]:
        whose = list(strategy.organisations)
        now = headlines_of(store.build_file(served), whose, of_sample=True) if served else {}
        with tempfile.TemporaryDirectory() as folder:
            candidate = Path(folder) / "candidate.duckdb"
            warehouse.build(store, candidate, published, progress, drafts=[draft])
            after = headlines_of(candidate, whose, of_sample=True)
        of_draft = [{k: v for k, v in side.items() if k == strategy.id} for side in (now, after)]
        return compared(*of_draft)

    return of_one_moment(store, look)


def adopt(
    store: Store, draft: Path, by: str = "", progress: Progress = lambda share, step: None
) -> Strategy:
    """Put the draft in force: keep it in the store and serve a build made with it. A crash on the
    way leaves the file of before or this one, and a build is made again by whichever it is. The
    file it takes the place of is kept.

    Raises StrategyFaults, with nothing changed.
    """
    with writing(store, by):
        strategy = read(store, draft)
        target = store.strategies / f"{strategy.id}.toml"
        before = target.read_bytes() if target.is_file() else None
        content = draft.read_bytes()
        said = f"Strategy {strategy.id} {'adopted' if before is None else 'replaced'}"
        with ExitStack() as back:  # whatever stops it, a Ctrl-C too, leaves things as they were
            if before is not None and before != content:
                kept = _next_kept(store, strategy.id)
                back.callback(kept.unlink, missing_ok=True)
                _write(kept, before)
            _serve_with(store, target, content, ledger.Change(_ADOPTED, by, said), progress)
            back.pop_all()
    return strategy


def withdraw(
    store: Store, strategy_id: str, by: str = "", progress: Progress = lambda share, step: None
) -> bool:
    """Take a council's own strategy back: the file that it took the place of is in force again, or
    none. Gives whether there is one. Raises Refused where it is none of the store's own."""
    with writing(store, by):
        target = store.strategies / f"{strategy_id}.toml"
        if not target.is_file():
            raise Refused(
                f"There is no strategy {strategy_id} of your own to take back. Those that come "
                "with Local Pound stay."
            )
        earlier = _earlier(store, strategy_id)
        content = earlier[-1].read_bytes() if earlier else None
        said = f"Strategy {strategy_id} taken back" + (", the one before it again" * bool(earlier))
        _serve_with(store, target, content, ledger.Change(_WITHDRAWN, by, said), progress)
        # With it go any that a crash left after it.
        last = earlier[-1] if earlier else Path()
        for spent in [one for one in _kept(store, strategy_id) if one >= last]:
            spent.unlink()
    return bool(earlier)


def _serve_with(
    store: Store, target: Path, content: bytes | None, change: ledger.Change, progress: Progress
) -> None:
    """Make `content` the strategy file `target`, None for no file, and serve a build of it."""
    before = target.read_bytes() if target.is_file() else None
    with ExitStack() as back:
        back.callback(_write, target, before)
        _write(target, content)
        if ledger.served_build(store) is not None:  # else the first build will go by it
            build_and_commit(store, change, ledger.uploads(store), progress)
        back.pop_all()


def _earlier(store: Store, strategy_id: str) -> list[Path]:
    """The files that later ones of this name took the place of, the oldest first. One left by a
    crash on the way is the same as what is in force, and no earlier one."""
    now = (store.strategies / f"{strategy_id}.toml").read_bytes()
    return [one for one in _kept(store, strategy_id) if one.read_bytes() != now]


def _kept(store: Store, strategy_id: str) -> list[Path]:
    return sorted((store.strategies / "earlier").glob(f"{strategy_id}.[0-9][0-9][0-9][0-9].toml"))


def _next_kept(store: Store, strategy_id: str) -> Path:
    last = max((int(one.suffixes[0][1:]) for one in _kept(store, strategy_id)), default=0)
    return store.strategies / "earlier" / f"{strategy_id}.{last + 1:04d}.toml"


def _write(target: Path, content: bytes | None) -> None:
    """Whole or not at all; None for no file."""
    if content is None:
        target.unlink(missing_ok=True)
        return
    target.parent.mkdir(exist_ok=True)
    part = target.with_suffix(".part")
    part.write_bytes(content)
    to_disk(part)
    part.replace(target)
