"""Where things lie on disk, and the lock that lets one writer in at a time."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import filelock

from data.refused import Refused

BUILDS_KEPT = 3
# A build of a large history takes minutes; a second writer waits that long before it is told.
SECONDS_TO_WAIT = 600


@dataclass(frozen=True)
class Store:
    """One folder with everything received, everything published and the ledger that decides.

    `root` need not exist; `make` creates it.
    """

    root: Path

    @property
    def ledger(self) -> Path:
        return self.root / "ledger.db"

    @property
    def received(self) -> Path:
        return self.root / "received"

    @property
    def clean(self) -> Path:
        return self.root / "clean"

    @property
    def warehouse(self) -> Path:
        return self.root / "warehouse"

    @property
    def reference(self) -> Path:
        return self.root / "reference"

    @property
    def strategies(self) -> Path:
        return self.root / "strategies"

    def make(self) -> None:
        for folder in (
            self.received,
            self.clean,
            self.warehouse,
            self.reference,
            self.strategies,
        ):
            folder.mkdir(parents=True, exist_ok=True)

    def clean_file(self, upload_id: int) -> Path:
        return self.clean / f"upload-{upload_id:06d}.parquet"

    def report_file(self, upload_id: int) -> Path:
        return self.clean / f"upload-{upload_id:06d}.report.json"

    def reference_folder(self, upload_id: int, sha256: str) -> Path:
        # By its content too: a store emptied by hand counts from 1 again, while a server remembers.
        return self.reference / f"{upload_id:06d}-{sha256[:8]}"

    def build_file(self, build: str) -> Path:
        return self.warehouse / f"{build}.duckdb"

    def keep_received(self, path: Path) -> str:
        """Keep the bytes of `path` under their SHA-256, and give that. Never overwrites."""
        sha = sha256_of(path)
        target = self.received / sha
        if not target.exists():
            part = target.with_suffix(".part")
            shutil.copyfile(path, part)
            to_disk(part)
            part.replace(target)
        return sha

    def keep_reference(self, made: Path, upload_id: int, sha256: str) -> None:
        """Keep what was made of a reference file, its folder appearing whole or not at all."""
        target = self.reference_folder(upload_id, sha256)
        part = self.reference / f"{target.name}.part"
        shutil.rmtree(part, ignore_errors=True)
        shutil.copytree(made, part)
        for path in part.iterdir():
            to_disk(path)
        part.rename(target)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def default_store() -> Store:
    """The store named by LOCALPOUND_STORE, else data/store beside this file."""
    named = os.environ.get("LOCALPOUND_STORE")
    return Store(Path(named) if named else Path(__file__).parent / "store")


@contextmanager
def one_writer(store: Store, who: str, seconds: float = SECONDS_TO_WAIT) -> Iterator[None]:
    """Hold the store for writing. A second writer waits, then is told who holds it (Refused)."""
    store.make()
    note = store.root / "writer.json"
    lock = filelock.FileLock(store.root / "writer.lock", timeout=seconds, thread_local=False)
    try:
        lock.acquire()
    except filelock.Timeout as error:
        holder = "another session"
        with suppress(OSError, ValueError, KeyError):
            told = json.loads(note.read_text(encoding="utf-8"))
            holder = f"{told['who']}, who began at {told['since']}"
        raise Refused(
            f"The data is being changed by {holder}. Please try again in a minute."
        ) from error
    try:
        since = datetime.now(UTC).strftime("%H:%M on %d %B %Y (UTC)")
        note.write_text(json.dumps({"who": who, "since": since}), encoding="utf-8")
        yield
    finally:
        lock.release()


def sweep(store: Store, builds: list[str], uploads_kept: set[int], received_kept: set[str]) -> None:
    """Remove what a crash or an older build left behind. Call only while holding the lock.

    `builds` newest first; a file that someone still reads (Windows) is left for the next time.
    """
    keep = {store.build_file(build).name for build in builds[:BUILDS_KEPT]}
    for path in store.warehouse.iterdir():
        if path.name not in keep:
            _remove(path)
    for path in store.clean.iterdir():
        number = path.name.removeprefix("upload-").split(".")[0]
        if not number.isdigit() or int(number) not in uploads_kept or path.suffix == ".part":
            _remove(path)
    for path in store.reference.iterdir():
        number = path.name.split("-")[0]
        if not number.isdigit() or int(number) not in uploads_kept or path.suffix == ".part":
            _remove(path)
    for path in store.received.iterdir():
        if path.name not in received_kept:
            _remove(path)


def _remove(path: Path) -> None:
    with suppress(OSError):
        if path.is_dir():  # DuckDB's own, for a build larger than the memory
            shutil.rmtree(path)
        else:
            path.unlink()


def to_disk(path: Path) -> None:
    """Have what was written to `path` on the disk itself, where a cut of the power leaves it."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
