"""Publish a file, withdraw it, erase it: each ends in one commit, or changes nothing."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from data import ledger, warehouse
from data.check import Checked, Report, check_file, write_rows
from data.geography import Loaded
from data.ledger import Change, DirectorateMerge, SupplierDecision, Upload, Words
from data.readings import measures_known
from data.refused import Refused
from data.rehearse import refuse_twice
from data.sample import SampleFile, sample_files
from data.store import Store, default_store, one_writer, sha256_of, sweep, to_disk

Progress = Callable[[float, str], None]

SAMPLE_BY = "Local Pound (sample)"


def _silent(share: float, step: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Published:
    """What came of publishing one file."""

    upload_id: int
    report: Report
    build: str


def publish(
    store: Store,
    path: Path,
    *,
    kind: str | None = None,
    organisation: str | None = None,
    chosen: Mapping[str, str] | None = None,
    replace_period: bool = False,
    by: str = "",
    progress: Progress = _silent,
) -> Published:
    """Publish one file and serve a build that holds it.

    `organisation` overrides what the file says; `replace_period` puts it in the place of what the
    same organisation published before for the dates it covers. Raises Refused, with nothing
    changed, when the file cannot be taken or is published already.
    """
    checked = check_file(
        path,
        kind,
        organisation,
        chosen,
        remembered=partial(ledger.column_choices, store),
        measures=partial(measures_known, store),
        progress=_part(progress, 0.0, 0.4),
    )
    with writing(store, by):
        refuse_twice(store, sha256_of(path), path.name)
        sha = store.keep_received(path)
        upload_id = ledger.next_upload_id(store)
        progress(0.4, "Keeping the rows")
        upload = Upload.of(upload_id, sha, checked.report, by, replaces_period=replace_period)
        _write_clean(store, upload_id, checked)
        choices = tuple(
            (checked.report.organisation, checked.layout.key, field, header)
            for field, header in (chosen or {}).items()
        )
        change = Change("publish", by, checked.report.file_name, added=(upload,), choices=choices)
        after = [*ledger.uploads(store), upload]
        build = build_and_commit(store, change, after, _part(progress, 0.5, 1.0))
        return Published(upload_id, checked.report, build)


def undo(store: Store, upload_id: int, by: str = "", progress: Progress = _silent) -> str:
    """Withdraw an upload and serve a build without it. Its files are kept. Gives the build."""
    with writing(store, by):
        upload = _published(store, upload_id)
        change = Change("undo", by, upload.file_name, upload_id=upload_id, new_state="withdrawn")
        after = [u for u in ledger.uploads(store) if u.upload_id != upload_id]
        return build_and_commit(store, change, after, progress)


def purge(store: Store, upload_id: int, by: str = "", progress: Progress = _silent) -> str:
    """Erase what an upload brought: its received and clean files. Only the ledger's line stays."""
    with writing(store, by):
        known = {u.upload_id: u for u in ledger.uploads(store, ("published", "withdrawn"))}
        if upload_id not in known:
            raise Refused(_no_such(store, upload_id, "to purge"))
        change = Change(
            "purge", by, known[upload_id].file_name, upload_id=upload_id, new_state="purged"
        )
        # The same file may be published under another number too: it goes with it.
        after = [u for u in ledger.uploads(store) if u.sha256 != known[upload_id].sha256]
        return build_and_commit(store, change, after, progress)


def merge_directorates(
    store: Store,
    organisation: str,
    name: str,
    into: str,
    by: str = "",
    progress: Progress = _silent,
) -> str:
    """Count the directorate `name` as `into` from now on, in every year. Nothing received changes,
    and `unmerge_directorates` takes it back. Gives the build."""
    if not name.strip() or not into.strip() or name == into:
        raise Refused("Please name two different directorates: the one to fold in, and into which.")
    with writing(store, by):
        merge = DirectorateMerge(organisation, name, into, by, ledger.now())
        detail = f"{organisation}: “{name}” counts as “{into}”"
        change = Change("merge directorates", by, detail, merged=(merge,))
        words = ledger.words(store)
        kept = [m for m in words.merges if (m.organisation, m.name) != (organisation, name)]
        said = replace(words, merges=(*kept, merge))
        return build_and_commit(store, change, ledger.uploads(store), progress, said)


def unmerge_directorates(
    store: Store, organisation: str, name: str, by: str = "", progress: Progress = _silent
) -> str:
    """Let a directorate stand by its own name again. Gives the build."""
    with writing(store, by):
        words = ledger.words(store)
        ended = [m for m in words.merges if (m.organisation, m.name) == (organisation, name)]
        if not ended:
            raise Refused(f"“{name}” of {organisation} is not counted as another directorate.")
        detail = f"{organisation}: “{name}” stands by its own name again"
        change = Change("unmerge directorates", by, detail, unmerged=tuple(ended))
        said = replace(words, merges=tuple(m for m in words.merges if m not in ended))
        return build_and_commit(store, change, ledger.uploads(store), progress, said)


def decide_suppliers(
    store: Store,
    decisions: Sequence[SupplierDecision],
    by: str = "",
    progress: Progress = _silent,
) -> str:
    """Record an officer's word on pairs of suppliers, one or not one, and serve a build by it.
    Nothing received changes, and `undecide_suppliers` takes it back. Gives the build."""
    if not decisions or any(d.one == d.other for d in decisions):
        raise Refused("Please choose two different suppliers to decide on.")
    with writing(store, by):
        words = ledger.words(store)
        said = [
            f"“{d.one_name}” and “{d.other_name}” are {'one' if d.is_same else 'not one'}"
            for d in decisions
        ]
        first = max((d.decision_id for d in words.decisions), default=0) + 1
        numbered = [replace(d, decision_id=first + n, who=by) for n, d in enumerate(decisions)]
        after = replace(words, decisions=(*words.decisions, *numbered))
        change = Change("decide suppliers", by, "; ".join(said), decided=tuple(numbered))
        return build_and_commit(store, change, ledger.uploads(store), progress, after)


def undecide_suppliers(
    store: Store, decision_id: int, by: str = "", progress: Progress = _silent
) -> str:
    """Take a decision on two suppliers back, and serve a build without it. Gives the build."""
    with writing(store, by):
        words = ledger.words(store)
        ended = tuple(d for d in words.decisions if d.decision_id == decision_id)
        if not ended:
            raise Refused(f"There is no decision {decision_id} in force.")
        detail = f"“{ended[0].one_name}” and “{ended[0].other_name}” are as the files have them"
        change = Change("undecide suppliers", by, detail, undecided=ended)
        after = replace(words, decisions=tuple(d for d in words.decisions if d not in ended))
        return build_and_commit(store, change, ledger.uploads(store), progress, after)


def build_again(store: Store, by: str = "", progress: Progress = _silent) -> str:
    """Build from what is published, as after a change of strategy or reference."""
    with writing(store, by):
        change = Change("build", by, "Built again from what is published")
        return build_and_commit(store, change, ledger.uploads(store), progress)


def is_ready(store: Store | None = None) -> bool:
    """Whether there is a build to ask, made by the models, reference and strategies in force."""
    store = store or default_store()
    return ledger.served_models(store) == warehouse.models(store)


def make_ready(progress: Progress = _silent, store: Store | None = None) -> bool:
    """Fill an empty store with the sample; build one again whose models, reference or strategies
    have changed. Once however many ask at the same moment. Gives whether anything was done."""
    store = store or default_store()
    if ledger.served_build(store) is None:
        return fill_with_sample(progress, store)
    if is_ready(store):
        return False
    with writing(store, "Local Pound, building again"):
        if is_ready(store):
            return False
        change = Change("build", "Local Pound", "Built again: a strategy or the software changed")
        build_and_commit(store, change, ledger.uploads(store), progress)
        return True


def fill_with_sample(progress: Progress = _silent, store: Store | None = None) -> bool:
    """Fill an empty store with the sample, once however many ask at the same moment.

    Safe across threads and processes: whoever comes second waits, finds it done, and is given
    False. Does nothing where anything was ever published.
    """
    store = store or default_store()
    if ledger.served_build(store):
        return False
    with writing(store, SAMPLE_BY):
        if ledger.served_build(store):
            return False
        progress(0.0, "Making up five councils")
        files = list(sample_files())
        added = tuple(_sample_uploads(store, files, _part(progress, 0.05, 0.75)))
        change = Change("sample", SAMPLE_BY, "Invented figures", added=added)
        build_and_commit(store, change, list(added), _part(progress, 0.75, 1.0))
        return True


def _sample_uploads(
    store: Store, files: Sequence[SampleFile], progress: Progress
) -> Iterator[Upload]:
    """Each sample file through the same door as any file, two at a time."""
    first = ledger.next_upload_id(store)
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(max_workers=2) as pool:

        def checked(file: SampleFile) -> tuple[Path, Checked]:
            path = Path(folder) / file.name
            path.write_bytes(file.content)
            return path, check_file(path, file.kind, file.organisation)

        for number, (path, check) in enumerate(pool.map(checked, files)):
            progress(number / len(files), f"Reading {path.name}")
            sha = store.keep_received(path)
            _write_clean(store, first + number, check)
            yield Upload.of(first + number, sha, check.report, SAMPLE_BY, is_sample=True)


def _part(progress: Progress, start: float, end: float) -> Progress:
    """Progress of a step that runs from `start` to `end` of the whole."""
    return lambda share, step: progress(start + (end - start) * share, step)


def _write_clean(store: Store, upload_id: int, checked: Checked) -> None:
    """Write the accepted rows, and the report beside them."""
    write_rows(checked, upload_id, store.clean_file(upload_id))
    store.report_file(upload_id).write_text(
        json.dumps(checked.report.as_json(), ensure_ascii=False), encoding="utf-8"
    )
    for path in (store.clean_file(upload_id), store.report_file(upload_id)):
        to_disk(path)


def build_and_commit(
    store: Store,
    change: Change,
    uploads: list[Upload],
    progress: Progress,
    words: Words | None = None,
    reference: Loaded | None = None,
) -> str:
    """Build from `uploads`, by the words and reference in force unless given, and commit `change`
    with it: call only inside `writing`. Gives the build."""
    build = ledger.next_build_name(store)
    models = warehouse.models(store)
    warehouse.build(
        store, store.build_file(build), uploads, progress, words=words, reference=reference
    )
    ledger.commit(store, change, build, models)
    _tidy(store)
    progress(1.0, "Done")
    return build


@contextmanager
def writing(store: Store, by: str) -> Iterator[None]:
    """Hold the store, swept of what a crash left."""
    with one_writer(store, by or "the command line"):
        _tidy(store)
        yield


def sweep_now(store: Store | None = None) -> None:
    """Sweep what a crash left behind, unless somebody is at work: who works sweeps too."""
    store = store or default_store()
    if store.ledger.exists():
        with suppress(Refused), one_writer(store, "Local Pound, sweeping", seconds=0):
            _tidy(store)


def _tidy(store: Store) -> None:
    """Sweep what a crash left behind, and builds past the last three."""
    sweep(store, ledger.builds(store), *_kept(store))


def _kept(store: Store) -> tuple[set[int], set[str]]:
    states = ("published", "withdrawn")
    kept = [*ledger.uploads(store, states), *ledger.references(store, states)]
    return {u.upload_id for u in kept}, {u.sha256 for u in kept}


def _published(store: Store, upload_id: int) -> Upload:
    for upload in ledger.uploads(store):
        if upload.upload_id == upload_id:
            return upload
    raise Refused(_no_such(store, upload_id, "to undo"))


def _no_such(store: Store, upload_id: int, purpose: str) -> str:
    every = ledger.uploads(store, ("published", "withdrawn", "purged"))
    state = next((u.state for u in every if u.upload_id == upload_id), None)
    if state:
        return f"There is nothing {purpose}: upload {upload_id} is {state} already."
    known = ", ".join(str(u.upload_id) for u in every[-10:]) or "none"
    return f"There is no upload {upload_id} {purpose}. The latest uploads are: {known}."
