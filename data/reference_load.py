"""Load an official reference file over the default geography; each ends in one commit.

A load is published and undone like any upload: it has a number among them, its file is kept as
received, the next warehouse is built with it, and undoing it brings the one before back.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from data import geography, ledger, publish, warehouse
from data.geography import Loaded
from data.ledger import Change, Reference
from data.reference_files import BOUNDARIES, open_reference
from data.reference_found import Found
from data.reference_postcodes import read_postcodes
from data.reference_status import said
from data.refused import Refused
from data.rehearse import Headline, headlines_of_all
from data.store import Store, sha256_of

Progress = Callable[[float, str], None]
STATES = ("published", "withdrawn", "purged")


def _silent(share: float, step: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Rehearsed:
    """What a reference file holds; every headline figure now and as loading it would make it."""

    found: Found
    headlines: tuple[Headline, ...]


def read(path: Path, target: Path, progress: Progress = _silent, name: str | None = None) -> Found:
    """Read a reference file into the folder `target`, as a build wants it.

    Raises Refused with a sentence where it is no such file, damaged, cut short or of elsewhere.
    """
    name = name or path.name
    with tempfile.TemporaryDirectory(prefix="local-pound-") as folder:
        unpacking = _part(progress, 0.0, 0.3)
        opened = open_reference(path, name, Path(folder), unpacking)
        reading = _part(progress, 0.3, 1.0)
        if opened.kind == BOUNDARIES:
            from data.reference_shapes import read_boundaries  # geopandas takes three seconds

            return read_boundaries(opened, name, geography.REFERENCE, target, reading)
        known = {row["area_code"] for row in geography.area_rows()} | {*geography.codes_before()}
        return read_postcodes(opened, name, known, target, reading)


def rehearse(store: Store, path: Path, progress: Progress = _silent) -> Rehearsed:
    """Read `path` and build with it aside, to see what it would change. Nothing is written."""
    with tempfile.TemporaryDirectory(prefix="local-pound-") as folder:
        target = Path(folder)
        found = read(path, target, _part(progress, 0.0, 0.5))
        refuse_twice(store, path)
        built = replace(ledger.loaded_reference(store), **{found.covers: target})
        return Rehearsed(found, _compared(store, built, _part(progress, 0.5, 1.0)))


def rehearse_undo(store: Store, upload_id: int, progress: Progress = _silent) -> tuple:
    """Every headline figure now, and as undoing a load would leave it."""
    _find(store, upload_id)
    left = [one for one in ledger.references(store) if one.upload_id != upload_id]
    return _compared(store, ledger.folders_of(store, left), progress)


def _compared(store: Store, reference: Loaded, progress: Progress) -> tuple[Headline, ...]:
    served = ledger.served_build(store)
    if served is None:
        return ()
    with tempfile.TemporaryDirectory(prefix="local-pound-") as folder:
        candidate = Path(folder) / "candidate.duckdb"
        uploads = ledger.uploads(store)
        warehouse.build(store, candidate, uploads, progress, reference=reference)
        return headlines_of_all(store.build_file(served), candidate)


def load(
    store: Store, path: Path, by: str = "", progress: Progress = _silent
) -> tuple[Reference, Found]:
    """Load a reference file and serve a build by it. Raises Refused, with nothing changed, where
    the file cannot be taken or is in force already."""
    with tempfile.TemporaryDirectory(prefix="local-pound-") as folder:
        found = read(path, Path(folder), _part(progress, 0.0, 0.5))
        with publish.writing(store, by):
            refuse_twice(store, path)
            sha = store.keep_received(path)
            one = Reference(
                ledger.next_upload_id(store), sha, path.name, found.covers, found.source,
                found.vintage, found.counted, ledger.now(), by, "published",
            )  # fmt: skip
            store.keep_reference(Path(folder), one.upload_id, sha)
            after = [*ledger.references(store), one]
            change = Change("load reference", by, said(one), upload_id=one.upload_id, reference=one)
            _commit(store, change, after, _part(progress, 0.5, 1.0))
    return one, found


def undo(store: Store, upload_id: int, by: str = "", progress: Progress = _silent) -> Reference:
    """Withdraw a loaded reference: what was in force before it is again. Its file is kept."""
    with publish.writing(store, by):
        one = _find(store, upload_id)
        after = [other for other in ledger.references(store) if other.upload_id != upload_id]
        withdrawn = replace(one, state="withdrawn")
        change = Change("undo reference", by, said(one), upload_id=upload_id, reference=withdrawn)
        _commit(store, change, after, progress)
    return one


def purge(store: Store, upload_id: int, by: str = "", progress: Progress = _silent) -> Reference:
    """Erase a loaded reference: the file received and what was made of it. Where it was in force,
    what was before it is again. Only the ledger's line stays."""
    with publish.writing(store, by):
        one = _find(store, upload_id, ("published", "withdrawn"), "purge")
        # The same file may be loaded under another number too: it goes with it.
        after = [other for other in ledger.references(store) if other.sha256 != one.sha256]
        change = Change(
            "purge", by, said(one), upload_id=upload_id, reference=replace(one, state="purged")
        )
        _commit(store, change, after, progress)
    publish.sweep_now(store)
    return one


def _commit(store: Store, change: Change, after: list[Reference], progress: Progress) -> None:
    """A store without a figure has no build to serve yet: then only the ledger is written."""
    folders = ledger.folders_of(store, after)
    if ledger.served_build(store) is None:
        ledger.record(store, change)
        progress(1.0, "Done")
    else:
        publish.build_and_commit(store, change, ledger.uploads(store), progress, reference=folders)


def refuse_twice(store: Store, path: Path) -> None:
    """Raise Refused where this very file is in force already."""
    sha = sha256_of(path)
    in_force = {one.covers: one for one in ledger.references(store)}
    for one in in_force.values():
        if one.sha256 == sha:
            raise Refused(
                f"{path.name} is in use already: the same file came as upload {one.upload_id} on "
                f"{one.published_at[:10]}."
            )


def is_reference(store: Store, upload_id: int) -> bool:
    """Whether an upload's number is that of a reference file."""
    return upload_id in {one.upload_id for one in ledger.references(store, STATES)}


def _find(
    store: Store, upload_id: int, states: tuple[str, ...] = ("published",), purpose: str = "undo"
) -> Reference:
    for one in ledger.references(store, STATES):
        if one.upload_id == upload_id:
            if one.state in states:
                return one
            raise Refused(
                f"There is nothing to {purpose}: upload {upload_id} is {one.state} already."
            )
    raise Refused(f"Upload {upload_id} is no reference file, so there is nothing to {purpose}.")


def _part(progress: Progress, start: float, end: float) -> Progress:
    """Progress of a step that runs from `start` to `end` of the whole."""
    return lambda share, step: progress(start + (end - start) * share, step)
