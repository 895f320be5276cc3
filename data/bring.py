"""All that a person is shown of a file before it is published, from one reading of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from data import ledger
from data.check import NOT_STATED, Checked, Report, check_file
from data.columns import kind_named, register_of
from data.headings import labels
from data.ledger import Upload
from data.mend import mend
from data.read import MEGABYTE, Sheet, largest_file, read_file
from data.readings import measures_known
from data.recognise import Layout, find_layout
from data.refused import Refused
from data.rehearse import Headline, Placed, Progress, refuse_twice, rehearse
from data.store import Store, sha256_of
from data.strategy import BUILT_IN, StrategyFaults, load_strategies

ROWS_SHOWN = 8
ROWS_SEARCHED = 60


@dataclass(frozen=True)
class Preview:
    """The first rows of a sheet, as (row number in a spreadsheet, cells); header_row 0 is none."""

    sheet: str
    header_row: int
    rows: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Reading:
    """A file as an officer looks at it. Where it is refused `report` is None and `refusal` says
    why; `headers` are then those of its fullest row, so that columns can still be chosen.

    `rejected` and `faulty` are CSV files to mend and send again, empty where there is no such row;
    `own_strategies` are the ids of the strategies written for the file's organisations.
    """

    report: Report | None
    refusal: str
    already_published: str
    kind: str
    fields: tuple[str, ...]
    headers: tuple[str, ...]
    previews: tuple[Preview, ...]
    says_whose: bool
    own_strategies: tuple[str, ...]
    rejected: bytes
    faulty: bytes
    report_json: bytes


@dataclass(frozen=True)
class Changes:
    """What publishing would change, without the rows themselves."""

    headlines: tuple[Headline, ...]
    overlaps: tuple[Upload, ...]
    placed: Placed | None


def read(
    store: Store,
    path: Path,
    *,
    kind: str | None = None,
    organisation: str | None = None,
    chosen: Mapping[str, str] | None = None,
    progress: Progress = lambda share, step: None,
) -> Reading:
    """Read and judge one file for the screen; nothing is written and nothing is raised for a file
    that is refused. Raises StrategyFaults where a strategy file of the store is at fault."""
    remembered = partial(ledger.column_choices, store)
    try:
        checked = check_file(
            path,
            kind,
            organisation,
            chosen,
            remembered=remembered,
            measures=partial(measures_known, store),
            progress=progress,
        )
    except StrategyFaults:
        raise
    except Refused as refused:
        return _refused(store, path, kind, str(refused))
    sheets = read_file(path)
    report = checked.report
    used = set(checked.rows["sheet"].unique().to_pylist())
    previews = [_preview(s, checked) for s in sheets if s.name in used]
    return Reading(
        report=report,
        refusal="",
        already_published=_already(store, path),
        kind=report.kind,
        fields=tuple(kind_named(report.kind).fields),
        headers=checked.layout.labels,
        previews=tuple(previews),
        says_whose=report.organisations != (NOT_STATED,) or _is_a_register(checked),
        own_strategies=own_strategies(store, report.organisations),
        rejected=mend(sheets, checked, rejected_only=True),
        faulty=mend(sheets, checked),
        report_json=json.dumps(report.as_json(), ensure_ascii=False, indent=1).encode(),
    )


def changes(store: Store, path: Path, **options: Any) -> Changes:
    """Rehearse with the options of `rehearse`, and let the rows go. Raises Refused as it does."""
    rehearsal = rehearse(store, path, **options)
    return Changes(rehearsal.headlines, rehearsal.overlaps, rehearsal.placed)


def largest_megabytes() -> int:
    """How large a file may be that is brought, in megabytes."""
    return largest_file() // MEGABYTE


def organisations_known(store: Store) -> list[str]:
    """Whose files may come: every strategy's organisations, and all that were published before."""
    names: set[str] = set()
    with suppress(StrategyFaults):  # said when a file is read: what is typed here needs no strategy
        names |= {o for s in load_strategies((BUILT_IN, store.strategies)) for o in s.organisations}
    names |= {upload.organisation for upload in ledger.uploads(store)}
    return sorted(names - {NOT_STATED})


def _refused(store: Store, path: Path, kind: str | None, why: str) -> Reading:
    """What can be shown of a file that is refused: nothing where it cannot be opened at all."""
    try:
        sheets = [sheet for sheet in read_file(path) if sheet.width]
    except Refused:
        sheets = []
    found = [(sheet, find_layout(sheet, kind)) for sheet in sheets]
    readable = [(sheet, layout) for sheet, layout in found if layout]
    if readable:
        sheet, layout = readable[0]
        offered, headers, row = layout.kind, layout.labels, layout.header_row
    elif sheets:
        sheet = max(sheets, key=lambda sheet: sheet.width)
        row, cells = _fullest_row(sheet)
        offered, headers = kind or "spend", labels([" ".join(cell.split()) for cell in cells])
    return Reading(
        report=None,
        refusal=why,
        already_published=_already(store, path),
        kind=offered if sheets else kind or "spend",
        fields=tuple(kind_named(offered).fields) if sheets else (),
        headers=headers if sheets else (),
        previews=(_rows_about(sheet, row),) if sheets else (),
        says_whose=True,
        own_strategies=(),
        rejected=b"",
        faulty=b"",
        report_json=json.dumps({"publishable": False, "message": why}, ensure_ascii=False).encode(),
    )


def _is_a_register(checked: Checked) -> bool:
    """A public register is nobody's own list."""
    return register_of(checked.layout.headers) is not None


def _already(store: Store, path: Path) -> str:
    """When and by whom this very file was published, "" where it was not."""
    try:
        refuse_twice(store, sha256_of(path), path.name)
    except Refused as refused:
        return str(refused)
    return ""


def own_strategies(store: Store, organisations: Sequence[str]) -> tuple[str, ...]:
    """The ids of the strategies written for any of these organisations. Raises StrategyFaults."""
    strategies = load_strategies((BUILT_IN, store.strategies))
    return tuple(s.id for s in strategies if set(s.organisations) & set(organisations))


def _preview(sheet: Sheet, checked: Checked) -> Preview:
    report = checked.report
    layout: Layout | None = checked.layout
    if len(set(checked.rows["sheet"].unique().to_pylist())) > 1:
        layout = find_layout(sheet, report.kind, report.columns)
    return _rows_about(sheet, layout.header_row if layout else 0)


def _rows_about(sheet: Sheet, header_row: int) -> Preview:
    """The rows from just above the header on; a header under its table has the table's last."""
    start = max(0, header_row - 3)
    rows = tuple((row, tuple(cells)) for row, cells in sheet.slice(start, ROWS_SHOWN))
    return Preview(sheet.name, header_row, rows)


def _fullest_row(sheet: Sheet) -> tuple[int, list[str]]:
    rows = sheet.first_rows(ROWS_SEARCHED)
    return max(rows, key=lambda row: sum(bool(cell) for cell in row[1]), default=(0, []))
