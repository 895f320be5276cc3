"""What publishing a file would bring in and change, seen before anyone else sees it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TypeVar

import duckdb
import pyarrow.parquet as pq

from data import ledger, warehouse
from data.check import NOT_STATED, Checked, check_file, write_rows
from data.engine import connect, connect_to_read
from data.ledger import Upload
from data.readings import measures_known
from data.refused import Refused
from data.store import Store, sha256_of

Progress = Callable[[float, str], None]
_Seen = TypeVar("_Seen")

# Column of headlines.sql -> what it is called, and its unit.
_FIGURES = {
    "received": ("Spend received", "pounds"),
    "in_scope": ("Spend in scope", "pounds"),
    "share_known": ("Share of spend with a known place", "share"),
    "local_share": ("Local share of spend with a known place", "share"),
    "contracts": ("Contracts", "count"),
    "contract_value": ("Value of contracts", "pounds"),
    "committed": ("Social value committed", "pounds"),
}


@dataclass(frozen=True)
class Headline:
    """One headline figure of the file's organisations under one strategy, as it is and as it would
    be. `unit` is "pounds", "share" (0 to 1) or "count"; None is not known."""

    strategy: str
    council: str
    name: str
    unit: str
    now: Decimal | float | int | None
    after: Decimal | float | int | None

    def as_json(self) -> dict:
        def plain(value: Decimal | float | int | None) -> str | float | int | None:
            return f"{value:.2f}" if isinstance(value, Decimal) else value

        return {**self.__dict__, "now": plain(self.now), "after": plain(self.after)}


@dataclass(frozen=True)
class Placed:
    """How much of a file's spend can be placed, in pounds: all of it, and what is with suppliers
    whose place is known by what is published beside it or by the file itself."""

    amount: Decimal
    with_place: Decimal

    @property
    def share(self) -> float | None:
        """0 to 1; None where a share says nothing: the spend is nil or less, or credits hide it."""
        if self.amount <= 0 or not 0 <= self.with_place <= self.amount:
            return None
        return float(self.with_place / self.amount)

    def as_json(self) -> dict:
        pounds = {"amount": f"{self.amount:.2f}", "with_place": f"{self.with_place:.2f}"}
        return {**pounds, "share": self.share}


@dataclass(frozen=True)
class Rehearsal:
    """What a file holds, and every headline figure now and as publishing it would make it."""

    checked: Checked
    headlines: tuple[Headline, ...]
    overlaps: tuple[Upload, ...]
    """Published uploads of the same kind with rows of the same organisation and period."""
    placed: Placed | None
    """None for a file that is no spend extract."""


def rehearse(
    store: Store,
    path: Path,
    *,
    kind: str | None = None,
    organisation: str | None = None,
    chosen: Mapping[str, str] | None = None,
    replace_period: bool = False,
    progress: Progress = lambda share, step: None,
) -> Rehearsal:
    """Build the warehouse that publishing `path` would serve, aside, and compare.

    Nothing is written to the store. Raises Refused as publishing would.
    """
    checked = check_file(
        path,
        kind,
        organisation,
        chosen,
        remembered=partial(ledger.column_choices, store),
        measures=partial(measures_known, store),
        progress=lambda share, step: progress(share * 0.4, step),
    )
    sha = sha256_of(path)
    refuse_twice(store, sha, path.name)
    organisations = list(checked.report.organisations)

    def look(served: str | None, published: list[Upload]) -> Rehearsal:
        every = ledger.uploads(store, ("published", "withdrawn", "purged"))
        number = max((u.upload_id for u in every), default=0) + 1
        upload = Upload.of(number, sha, checked.report, "", replaces_period=replace_period)
        now = headlines_of(store.build_file(served), organisations) if served else {}
        with tempfile.TemporaryDirectory() as folder:
            rows = Path(folder) / "rows.parquet"
            write_rows(checked, number, rows)
            overlaps = _overlaps(store, upload, rows, published)
            candidate = Path(folder) / "candidate.duckdb"
            uploads = [*published, upload]
            warehouse.build(store, candidate, uploads, progress, clean_files={number: rows})
            after = headlines_of(candidate, organisations)
            placed = _placed(candidate, number)
        return Rehearsal(checked, compared(now, after), overlaps, placed)

    return of_one_moment(store, look)


def rehearse_undo(
    store: Store, upload_id: int, progress: Progress = lambda share, step: None
) -> tuple[Headline, ...]:
    """Every headline figure of an upload's organisations, now and as undoing it would leave it.

    Nothing is written to the store. Raises Refused where no such upload is published.
    """

    def look(served: str | None, published: list[Upload]) -> tuple[Headline, ...]:
        if served is None or upload_id not in {upload.upload_id for upload in published}:
            raise Refused(f"Upload {upload_id} is not published, so there is nothing to undo.")
        rows = pq.read_table(store.clean_file(upload_id), columns=["organisation"])
        organisations = [name or NOT_STATED for name in rows["organisation"].unique().to_pylist()]
        now = headlines_of(store.build_file(served), organisations)
        with tempfile.TemporaryDirectory() as folder:
            candidate = Path(folder) / "candidate.duckdb"
            left = [upload for upload in published if upload.upload_id != upload_id]
            warehouse.build(store, candidate, left, progress)
            after = headlines_of(candidate, organisations)
        return compared(now, after)

    return of_one_moment(store, look)


def of_one_moment(store: Store, look: Callable[[str | None, list[Upload]], _Seen]) -> _Seen:
    """What `look(served build, published uploads)` gives; again where a file of that moment went
    while it looked, since others may publish and erase meanwhile."""
    while True:
        served, published = ledger.served_build_and_uploads(store)
        try:
            return look(served, published)
        except (duckdb.IOException, FileNotFoundError):
            if ledger.served_build(store) == served:
                raise


def _overlaps(
    store: Store, upload: Upload, rows: Path, published: Sequence[Upload]
) -> tuple[Upload, ...]:
    same_kind = [u for u in published if u.kind == upload.kind and not u.is_sample]
    if not same_kind:
        return ()
    files = [str(store.clean_file(other.upload_id)) for other in same_kind]
    asked = {"rehearsed": str(rows), "earlier": files, "is_spend": upload.kind == "spend"}
    con = connect()
    try:
        found = {number for (number,) in con.execute(warehouse.sql("overlaps"), asked).fetchall()}
    finally:
        con.close()
    return tuple(other for other in same_kind if other.upload_id in found)


def refuse_twice(store: Store, sha: str, name: str) -> None:
    """Raise Refused, saying when and by whom, where this very file is published already."""
    same = [u for u in ledger.uploads(store) if u.sha256 == sha and not u.is_sample]
    if same:
        before = same[-1]
        who = f" by {before.published_by}" if before.published_by else ""
        raise Refused(
            f"{name} is published already: the same file, to the letter, came as upload "
            f"{before.upload_id} ({before.file_name}) on {before.published_at[:10]}{who}. "
            f"To publish it again, undo upload {before.upload_id} first."
        )


def _placed(build: Path, upload_id: int) -> Placed | None:
    con = connect_to_read(build)
    try:
        row = con.execute(warehouse.sql("placed"), {"upload": upload_id}).fetchone()
    finally:
        con.close()
    return Placed(*row) if row else None


def headlines_of_all(now: Path, after: Path) -> tuple[Headline, ...]:
    """Every headline figure of every organisation in two builds, side by side."""
    con = connect_to_read(now)
    try:
        whose = [row[0] for row in con.execute("select organisation from organisation").fetchall()]
    finally:
        con.close()
    return compared(headlines_of(now, whose), headlines_of(after, whose))


def headlines_of(
    build: Path, organisations: list[str], *, of_sample: bool = False
) -> dict[str, dict]:
    """strategy -> the row of headlines.sql. The sample is not "now": it makes way for what is real,
    and its organisations bear real names, so its figures are counted only where `of_sample`."""
    con = connect_to_read(build)
    try:
        if not of_sample and con.execute("select bool_or(is_sample) from upload").fetchone()[0]:
            return {}
        cursor = con.execute(warehouse.sql("headlines"), {"organisations": organisations})
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    finally:
        con.close()
    return {row["strategy_id"]: row for row in rows}


def compared(now: Mapping[str, dict], after: Mapping[str, dict]) -> tuple[Headline, ...]:
    return tuple(
        Headline(
            strategy,
            (after.get(strategy) or now[strategy])["council"],
            name,
            unit,
            now.get(strategy, {}).get(figure),
            after.get(strategy, {}).get(figure),
        )
        for strategy in {**now, **after}
        for figure, (name, unit) in _FIGURES.items()
        if any(side.get(strategy, {}).get(figure) is not None for side in (now, after))
    )
