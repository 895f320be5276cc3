"""The command line to the store: `python -m data --help`."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

from data import ledger, publish, reference_load, strategy_draft
from data.check import Report
from data.columns import KINDS
from data.geography import REFERENCE
from data.reference_status import counts_said, said
from data.reference_status import status as reference_status
from data.refused import Refused
from data.rehearse import Headline, Placed, rehearse
from data.store import default_store
from data.strategy import StrategyFaults


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. 0 done, 2 refused with a sentence on standard error."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
        sys.stdout.flush()
    except BrokenPipeError:  # who reads has seen enough, as in `history | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Refused as refused:
        if getattr(options, "json", False):
            print(json.dumps({"publishable": False, "message": str(refused)}, ensure_ascii=False))
        faults = refused.faults if isinstance(refused, StrategyFaults) else ()
        print(*(faults or [refused]), sep="\n", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m data", description="Local Pound's store.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Callable, about: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=about, description=about)
        sub.set_defaults(run=run)
        return sub

    for name, run, about in (
        ("rehearse", _rehearse, "Say what publishing a file would bring in; nothing is written."),
        ("publish", _publish, "Publish a file."),
    ):
        sub = command(name, run, about)
        sub.add_argument("file", type=Path)
        sub.add_argument("--kind", choices=KINDS)
        sub.add_argument("--organisation", help="the council, where the file does not say")
        sub.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="FIELD=HEADER",
            help="take our FIELD from the column headed HEADER",
        )
        sub.add_argument("--json", action="store_true")
        sub.add_argument(
            "--replace-period",
            action="store_true",
            help="put it in the place of what was published for the same dates",
        )
        if name == "publish":
            sub.add_argument("--by", default="", help="who publishes")
    for name, run, about in (
        ("undo", _undo, "Withdraw an upload."),
        ("purge", _purge, "Erase what an upload brought."),
    ):
        sub = command(name, run, about)
        sub.add_argument("upload", type=int)
        sub.add_argument("--by", default="")
    command("history", _history, "List what was done.").add_argument("--json", action="store_true")
    command("status", _status, "Say what is served.").add_argument("--json", action="store_true")
    command("sample", _sample, "Fill an empty store with invented figures.")
    command("build", _build, "Build the warehouse again from what is published.")
    strategies = command("strategies", lambda options: options.strategies(options), "Strategies.")
    parts = strategies.add_subparsers(required=True, metavar="PART")
    sub = parts.add_parser("check", help="name every fault of every strategy file, or of drafts")
    sub.add_argument("file", type=Path, nargs="*", help="a draft, read as if it lay in the store")
    sub.set_defaults(strategies=_check_strategies)
    sub = parts.add_parser("adopt", help="put a council's own strategy file in force")
    sub.add_argument("file", type=Path)
    sub.add_argument("--by", default="", help="who adopts it")
    sub.set_defaults(strategies=_adopt_strategy)
    sub = parts.add_parser("withdraw", help="take a council's own strategy back")
    sub.add_argument("strategy", help="its id, as in luton-2019-24")
    sub.add_argument("--by", default="", help="who takes it back")
    sub.set_defaults(strategies=_withdraw_strategy)
    reference = command("reference", lambda options: options.reference(options), "The geography.")
    parts = reference.add_subparsers(required=True, metavar="PART")
    sub = parts.add_parser("build", help="derive the default set again")
    sub.set_defaults(reference=_build_reference)
    sub = parts.add_parser("load", help="load an official file over the default set")
    sub.add_argument("file", type=Path)
    sub.add_argument("--by", default="", help="who loads it")
    sub.set_defaults(reference=_load_reference)
    sub = parts.add_parser("status", help="say which set is in use, and how good it is")
    sub.add_argument("--json", action="store_true")
    sub.set_defaults(reference=_reference_status)
    return parser


def _build_reference(options: argparse.Namespace) -> None:
    from data.reference_build import build_reference  # slow to load, and needed here only

    build_reference(REFERENCE)


def _check_strategies(options: argparse.Namespace) -> None:
    strategies = strategy_draft.check(default_store(), options.file)
    drafts = {file.stem for file in options.file}
    for one in strategies:
        if drafts and one.id not in drafts:
            continue
        print(
            f"{one.id}: measures {len(one.measures)}, thresholds {len(one.thresholds)}, "
            f"milestones {len(one.plan.milestones)}, behaviours {len(one.plan.behaviours)}"
        )
    print("no faults")


def _adopt_strategy(options: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory() as folder:
        draft = options.file
        if draft.is_file():  # one that is not is told as a fault
            draft = strategy_draft.named_by_id(Path(shutil.copy(draft, folder)))
        strategy = strategy_draft.adopt(default_store(), draft, options.by, _tell)
    print(f"{strategy.title} ({strategy.id}) is in force.")


def _withdraw_strategy(options: argparse.Namespace) -> None:
    again = strategy_draft.withdraw(default_store(), options.strategy, options.by, _tell)
    then = "the one before it is in force again" if again else "it is in force no longer"
    print(f"{options.strategy} is taken back: {then}.")


def _load_reference(options: argparse.Namespace) -> None:
    one, found = reference_load.load(default_store(), options.file, options.by, _tell)
    print(f"{said(one)}: {counts_said(one.covers, one.counted)}")
    for notice in found.notices:
        print(notice)
    print(f"Loaded as upload {one.upload_id}. `undo {one.upload_id}` brings back what was before.")


def _reference_status(options: argparse.Namespace) -> None:
    status = reference_status(default_store())
    if options.json:
        print(json.dumps(status, ensure_ascii=False, indent=1))
    else:
        _print_pairs(status)


def _choices(options: argparse.Namespace) -> dict[str, str]:
    wrong = [choice for choice in options.map if "=" not in choice]
    if wrong:
        raise Refused(f"--map takes FIELD=HEADER, as in --map amount=Net; “{wrong[0]}” has no “=”.")
    return dict(choice.split("=", 1) for choice in options.map)


def _rehearse(options: argparse.Namespace) -> None:
    rehearsal = rehearse(
        default_store(),
        options.file,
        kind=options.kind,
        organisation=options.organisation,
        chosen=_choices(options),
        replace_period=options.replace_period,
        progress=_tell,
    )
    report = rehearsal.checked.report
    if options.json:
        headlines = [headline.as_json() for headline in rehearsal.headlines]
        overlaps = [overlap.upload_id for overlap in rehearsal.overlaps]
        placed = rehearsal.placed and rehearsal.placed.as_json()
        answer = {
            **report.as_json(), "headlines": headlines, "overlaps": overlaps, "placed": placed,
        }  # fmt: skip
        print(json.dumps(answer, ensure_ascii=False, indent=1))
    else:
        _print_report(report)
        for overlap in rehearsal.overlaps:
            print(
                f"Upload {overlap.upload_id} ({overlap.file_name}) covers some of the same dates. "
                "Publishing adds to it; with --replace-period it takes its place."
            )
        if rehearsal.placed:
            _print_placed(rehearsal.placed)
        _print_headlines(rehearsal.headlines)


def _publish(options: argparse.Namespace) -> None:
    done = publish.publish(
        default_store(),
        options.file,
        kind=options.kind,
        organisation=options.organisation,
        chosen=_choices(options),
        replace_period=options.replace_period,
        by=options.by,
        progress=_tell,
    )
    if options.json:
        answer = {**done.report.as_json(), "upload": done.upload_id, "build": done.build}
        print(json.dumps(answer, ensure_ascii=False, indent=1))
    else:
        _print_report(done.report)
        print(f"Published as upload {done.upload_id}.")


def _undo(options: argparse.Namespace) -> None:
    if reference_load.is_reference(default_store(), options.upload):
        one = reference_load.undo(default_store(), options.upload, options.by, _tell)
        print(f"Upload {options.upload} is withdrawn: {said(one)}.")
        return
    publish.undo(default_store(), options.upload, options.by, _tell)
    print(f"Upload {options.upload} is withdrawn. Its file is kept and can be published again.")


def _purge(options: argparse.Namespace) -> None:
    if reference_load.is_reference(default_store(), options.upload):
        one = reference_load.purge(default_store(), options.upload, options.by, _tell)
        print(f"Upload {options.upload} is erased: {said(one)} is gone for good.")
        return
    publish.purge(default_store(), options.upload, options.by, _tell)
    print(f"Upload {options.upload} is erased: its file and its rows are gone for good.")


def _sample(options: argparse.Namespace) -> None:
    filled = publish.fill_with_sample(_tell)
    print(
        "The store is filled with invented figures."
        if filled
        else "Nothing was done: the store already holds figures."
    )


def _build(options: argparse.Namespace) -> None:
    print(f"Built {publish.build_again(default_store(), progress=_tell)}.")


def _history(options: argparse.Namespace) -> None:
    store = default_store()
    uploads = ledger.uploads(store, ("published", "withdrawn", "purged"))
    references = ledger.references(store, reference_load.STATES)
    if options.json:
        plain = [
            {**upload.__dict__, "control_total": f"{upload.control_total:.2f}"}
            for upload in uploads
        ]
        loaded = [one.__dict__ for one in references]
        answer = {"uploads": plain, "references": loaded, "events": ledger.events(store)}
        print(json.dumps(answer, ensure_ascii=False, indent=1, default=str))
        return
    for one in references:
        print(
            f"{one.upload_id:>5}  {one.published_at[:16]}  {one.state:<9}  reference     "
            f"{said(one)}, {counts_said(one.covers, one.counted)} "
            f"(by {one.published_by or 'not recorded'})"
        )
    if not uploads and not references:
        print("Nothing has been published yet.")
    for upload in uploads:
        sample = ", sample" if upload.is_sample else ""
        print(
            f"{upload.upload_id:>5}  {upload.published_at[:16]}  {upload.state:<9}  "
            f"{upload.kind:<12}  {upload.organisation:<28}  {upload.rows_accepted:>9,} rows  "
            f"£{upload.control_total:>18,.2f}  {upload.file_name}"
            f" (by {upload.published_by or 'not recorded'}{sample})"
        )


def _status(options: argparse.Namespace) -> None:
    store = default_store()
    build = ledger.served_build(store)
    uploads = ledger.uploads(store)
    real = [u for u in uploads if not u.is_sample]
    used = real or uploads
    answer = {
        "store": str(store.root),
        "build": str(store.build_file(build)) if build else None,
        "uploads": len(used),
        "rows": sum(u.rows_accepted for u in used),
        "is_sample": bool(used) and not real,
        "by_kind": {kind: sum(u.kind == kind for u in used) for kind in KINDS},
        "reference": reference_status(store),
    }
    if options.json:
        print(json.dumps(answer, ensure_ascii=False, indent=1))
    else:
        _print_pairs(answer)


def _print_pairs(pairs: dict) -> None:
    for name, value in pairs.items():
        print(f"{name.replace('_', ' ')}: {value}")


def _print_report(report: Report) -> None:
    print(f"{report.file_name}: {report.kind.replace('_', ' ')}, {report.organisation}")
    print(
        f"{report.rows_read:,} rows read: {report.rows_accepted:,} accepted, "
        f"{report.rows_rejected:,} rejected; {report.rows_set_aside:,} lines set aside"
    )
    print(f"Control total £{report.control_total:,.2f}")
    if report.date_from:
        print(f"Dates {report.date_from:%d %B %Y} to {report.date_to:%d %B %Y}")
    for decision in report.decisions:
        print(decision)
    print(
        f"{report.repeated_rows:,} rows repeat an earlier one to the letter (kept); "
        f"{report.redacted_rows:,} have a redacted supplier"
    )
    for notice in report.notices:
        print(notice.message)
    for fault in report.faults[:20]:
        where = f"sheet {fault.sheet}, " if fault.sheet else ""
        print(
            f"  {where}row {fault.row}, {fault.column}: {fault.reason} ({fault.value or 'blank'})"
        )
    if len(report.faults) > 20:
        print(f"  … and {len(report.faults) - 20:,} more; --json lists them all")
    print(report.message)


def _print_placed(placed: Placed) -> None:
    share = "" if placed.share is None else f" ({placed.share:.0%})"
    print(
        f"Of £{placed.amount:,.2f} in this file, £{placed.with_place:,.2f}{share} is with "
        "suppliers whose place is known"
    )


def _print_headlines(headlines: Sequence[Headline]) -> None:
    """The figures that publishing would change, under each strategy once."""
    print("\nPublishing would change:")
    changed = [h for h in headlines if h.now != h.after]
    if not changed:
        print("  no headline figure")
    for headline in changed:
        print(
            f"  {headline.council}: {headline.name}, {_figure(headline.unit, headline.now)}"
            f" -> {_figure(headline.unit, headline.after)}"
        )


def _figure(unit: str, value: Decimal | float | int | None) -> str:
    if value is None:
        return "nothing yet"
    return {"pounds": f"£{value:,.2f}", "share": f"{value:.1%}", "count": f"{value:,}"}[unit]


def _tell(share: float, step: str) -> None:
    """Progress on standard error, only where somebody watches."""
    if sys.stderr.isatty():
        print(f"\r{share:>4.0%}  {step:<60}", end="" if share < 1 else "\n", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
