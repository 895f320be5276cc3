"""A council's own strategy file before it is in force: checked, tried on the data, adopted."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from data import ledger, warehouse
from data.publish import build_and_commit, writing
from data.rehearse import Headline, Progress, compared, headlines_of, of_one_moment
from data.store import Store, to_disk
from data.strategy import BUILT_IN, Strategy, load_strategies


def check(store: Store, drafts: Sequence[Path] = ()) -> tuple[Strategy, ...]:
    """Every strategy there would be with `drafts` in force, each in the place of the council's own
    file of its name. Nothing is written. Raises StrategyFaults with every fault of every file."""
    return load_strategies((BUILT_IN, store.strategies), drafts)


def try_out(
    store: Store, draft: Path, progress: Progress = lambda share, step: None
) -> tuple[Headline, ...]:
    """The headline figures of the draft's organisations under it: now (where a file of its name is
    in force) and with it. Nothing is written. Raises StrategyFaults."""
    strategy = _strategy_of(store, draft)

    def look(served: str | None, published: list[ledger.Upload]) -> tuple[Headline, ...]:
        whose = list(strategy.organisations)
        now = headlines_of(store.build_file(served), whose) if served else {}
        with tempfile.TemporaryDirectory() as folder:
            candidate = Path(folder) / "candidate.duckdb"
            warehouse.build(store, candidate, published, progress, drafts=[draft])
            after = headlines_of(candidate, whose)
        of_draft = [{k: v for k, v in side.items() if k == strategy.id} for side in (now, after)]
        return compared(*of_draft)

    return of_one_moment(store, look)


def adopt(
    store: Store, draft: Path, by: str = "", progress: Progress = lambda share, step: None
) -> Strategy:
    """Put the draft in force: keep it in the store and serve a build made with it. A crash on the
    way leaves the file of before or this one, and a build is made again by whichever it is.

    Raises StrategyFaults, with nothing changed.
    """
    target = store.strategies / draft.name
    with writing(store, by):
        strategy = _strategy_of(store, draft)
        before = target.read_bytes() if target.is_file() else None
        _write(target, draft.read_bytes())
        if ledger.served_build(store) is None:  # the first build will have it
            return strategy
        said = f"Strategy {draft.stem} {'adopted' if before is None else 'replaced'}"
        change = ledger.Change("adopt strategy", by, said)
        try:
            build_and_commit(store, change, ledger.uploads(store), progress)
        except BaseException:  # a Ctrl-C too must leave the strategies as they were
            if before is None:
                target.unlink()
            else:
                _write(target, before)
            raise
    return strategy


def _strategy_of(store: Store, draft: Path) -> Strategy:
    (strategy,) = [one for one in check(store, [draft]) if one.id == draft.stem]
    return strategy


def _write(target: Path, content: bytes) -> None:
    """Whole or not at all."""
    part = target.with_suffix(".part")
    part.write_bytes(content)
    to_disk(part)
    part.replace(target)
