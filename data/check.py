"""What a file holds, what is wrong with it, and whether it may be published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from data.clean import Cleaned, Fault, SetAside, clean_sheet
from data.columns import kind_named, no_layout_message
from data.listed import together
from data.notices import Notice, notices
from data.read import Sheet, read_file
from data.readings import AskMeasures
from data.recognise import NOT_IN_FILE, Choice, Layout, find_layout
from data.refused import Refused

NOT_STATED = "Not stated"
# (organisation, layout key) -> our field -> header, as decided before.
Remembered = Callable[[str, str], Mapping[str, str]]
MAIN_DATE = {
    "spend": "payment_date",
    "contracts": "start_date",
    "social_value": "award_date",
    "readings": "period_from",
}


@dataclass(frozen=True)
class Report:
    """The answer to "what is in this file?". `rows_read = rows_accepted + rows_rejected`; rows set
    aside (blank lines, titles, totals) are in neither. `control_total` is the accepted money in
    pounds; `columns` is our field -> the file's header."""

    file_name: str
    kind: str
    organisation: str
    organisations: tuple[str, ...]
    columns: Mapping[str, str]
    choices: tuple[Choice, ...]
    amount_basis: str
    rows_read: int
    rows_accepted: int
    rows_rejected: int
    rows_set_aside: int
    control_total: Decimal
    date_from: date | None
    date_to: date | None
    repeated_rows: int
    redacted_rows: int
    faults: Sequence[Fault]
    set_aside: Sequence[SetAside]
    notices: tuple[Notice, ...]
    decisions: tuple[str, ...]
    publishable: bool
    message: str

    def as_json(self) -> dict:
        """Plain values: money as text of pounds and pence, dates as yyyy-mm-dd."""
        return {
            **asdict(replace(self, faults=(), set_aside=(), notices=())),
            "control_total": f"{self.control_total:.2f}",
            "date_from": self.date_from and self.date_from.isoformat(),
            "date_to": self.date_to and self.date_to.isoformat(),
            # There may be very many of these, and their fields are plain.
            "faults": [dict(vars(fault)) for fault in self.faults],
            "set_aside": [{**vars(row), "amount": _pounds(row.amount)} for row in self.set_aside],
            "notices": [_plain_notice(notice) for notice in self.notices],
        }


def _pounds(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"


def _plain_notice(notice: Notice) -> dict:
    rows = [
        {
            **asdict(row),
            "amount": _pounds(row.amount),
            "payment_date": row.payment_date and row.payment_date.isoformat(),
        }
        for row in notice.rows
    ]
    return {**asdict(notice), "amount": _pounds(notice.amount), "rows": rows}


@dataclass(frozen=True)
class Checked:
    """A report, and the rows it accepted (Arrow: `sheet`, `source_row`, the fields of the kind)."""

    report: Report
    rows: pa.Table
    layout: Layout


def write_rows(checked: Checked, upload_id: int, target: Path) -> None:
    """Write the accepted rows as Parquet, each with its upload, whole or not at all."""
    number = pa.array([upload_id] * checked.rows.num_rows, pa.int32())
    part = target.with_suffix(".part")
    pq.write_table(checked.rows.add_column(0, "upload_id", number), part)
    part.replace(target)


def check_file(
    path: Path,
    kind: str | None = None,
    organisation: str | None = None,
    chosen: Mapping[str, str] | None = None,
    name: str | None = None,
    remembered: Remembered = lambda organisation, layout: {},
    measures: AskMeasures = lambda: (),
    progress: Callable[[float, str], None] = lambda share, step: None,
) -> Checked:
    """Read, clean and judge one file; nothing is written.

    `chosen` is our field -> the file's header where an officer decides it now, `remembered` gives
    what was decided before, `measures` those that a reading may be of; `name` is the name to show
    where the file lies under another. Raises Refused when the file cannot be read, has not the
    columns its kind needs, or holds no rows.
    """
    name = name or path.name
    if kind:
        kind_named(kind)
    progress(0.0, f"Reading {name}")
    sheets = read_file(path, name)
    lines = sum(sheet.cells.num_rows for sheet in sheets)
    progress(0.45, f"Checking {lines:,} lines")
    layouts = [
        (sheet, _layout_of(sheet, kind, organisation, chosen or {}, remembered)) for sheet in sheets
    ]
    found = [(sheet, layout) for sheet, layout in layouts if layout]
    if not found:
        raise Refused(no_layout_message(name, sheets, kind))
    best = max((layout for _, layout in found), key=lambda layout: len(layout.columns))
    used = [(sheet, layout) for sheet, layout in found if layout.kind == best.kind]
    if chosen:
        _refuse_unmet_choices(name, best, chosen)
    known = measures() if best.kind == "readings" else ()
    cleaned = [clean_sheet(sheet, layout, organisation, known) for sheet, layout in used]
    rows = pa.concat_tables([c.rows for c in cleaned])
    if not rows.num_rows:
        raise Refused(_no_rows_message(name, best, cleaned))
    left_out = [s.name for s in sheets if s not in [used_sheet for used_sheet, _ in used]]
    decisions = _decisions(used, cleaned, left_out)
    progress(0.85, f"Looking over {rows.num_rows:,} rows")
    return Checked(_report(name, best, cleaned, rows, decisions), rows, best)


def _layout_of(
    sheet: Sheet,
    kind: str | None,
    organisation: str | None,
    chosen: Mapping[str, str],
    remembered: Remembered,
) -> Layout | None:
    """The layout of a sheet; choices made before for its organisation and headers still hold."""
    layout = find_layout(sheet, kind, chosen)
    if layout is None:
        return None
    before = remembered(organisation or _named_in(sheet, layout), layout.key)
    if not set(before) - set(chosen):
        return layout
    return (
        find_layout(sheet, layout.kind, {**before, **chosen}, decided_before=set(before)) or layout
    )


def _named_in(sheet: Sheet, layout: Layout) -> str:
    """The organisation that the first row names, NOT_STATED where there is no such column."""
    column = layout.columns.get("organisation")
    if column is None:
        return NOT_STATED
    first = sheet.slice(layout.first_row - 1, 50)
    return next((cells[int(column[1:])] for _, cells in first if any(cells)), "") or NOT_STATED


def _refuse_unmet_choices(name: str, layout: Layout, chosen: Mapping[str, str]) -> None:
    unmet = [
        header
        for field, header in chosen.items()
        if header != NOT_IN_FILE and not layout.is_taken_from(field, header)
    ]
    if unmet:
        raise Refused(
            f"{name} has no column headed “{unmet[0]}”. "
            f"Its columns are “{'”, “'.join(h for h in layout.labels if h)}”."
        )


def _no_rows_message(name: str, layout: Layout, cleaned: list[Cleaned]) -> str:
    kind = kind_named(layout.kind)
    rejected = sum(c.rejected_rows for c in cleaned)
    if rejected:
        first = next(f for c in cleaned for f in c.faults if f.rejected)
        if kind.name == "readings":
            return (
                f"{name} holds no row we can accept. Row {first.row}, {first.column} "
                f"“{first.value or ''}”: {first.reason[0].lower()}{first.reason[1:]}."
            )
        return (
            f"{name} holds no row we can accept: in all {rejected:,} rows below the header the "
            f"{first.column} is missing or unreadable (row {first.row} holds "
            f"“{first.value or ''}”)."
        )
    return (
        f"{name} holds no rows. Its header, in row {layout.header_row}, is that of "
        f"{kind.in_words}, but nothing stands below it."
    )


def _decisions(
    used: list[tuple[Sheet, Layout]], cleaned: list[Cleaned], left_out: list[str]
) -> tuple[str, ...]:
    """Each thing that could have been read in two ways, and how it was read."""
    _, layout = used[0]
    kind = kind_named(layout.kind)
    said = [
        f"The header stands in row {layout.header_row}."
        if layout.header_row
        else "There is no header: columns are recognised by what they hold."
    ]
    if kind.money and kind.money in layout.columns:
        basis = {
            "net": "net of VAT",
            "gross": "including VAT, for want of a net column",
            "not stated": "its header does not say whether it includes VAT",
        }[layout.amount_basis]
        said.append(f"Money is taken from “{layout.header_of(kind.money)}” ({basis}).")
    if any(c.decimal_comma for c in cleaned):
        said.append("Amounts are written with a decimal comma (1.234,56).")
    if any(not c.day_first for c in cleaned):
        said.append("Dates are written month first: some could not be read day first.")
    if len(used) > 1:
        said.append("Sheets taken together: " + ", ".join(s.name for s, _ in used) + ".")
    if left_out:
        said.append("Sheets left out, without the columns needed: " + ", ".join(left_out) + ".")
    return tuple(said)


def _report(
    name: str, layout: Layout, cleaned: list[Cleaned], rows: pa.Table, decisions: tuple[str, ...]
) -> Report:
    rejected = sum(c.rejected_rows for c in cleaned)
    organisations = _organisations(rows)
    date_from, date_to = _span(rows, layout.kind)
    accepted = rows.num_rows
    set_aside = together([c.set_aside for c in cleaned])
    total = sum((c.control_total for c in cleaned), Decimal("0.00"))
    message = f"{accepted:,} rows can be published."
    if rejected:
        why = "their money cannot be read"
        if layout.kind == "readings":
            why = "their value or period cannot be read or there is no such measure"
        message = (
            f"{rejected:,} of {accepted + rejected:,} rows are rejected because {why}. "
            f"The other {accepted:,} can be published."
        )
    return Report(
        file_name=name,
        kind=layout.kind,
        organisation=organisations[0],
        organisations=organisations,
        columns=layout.as_headers(),
        choices=layout.choices,
        amount_basis=layout.amount_basis,
        rows_read=accepted + rejected,
        rows_accepted=accepted,
        rows_rejected=rejected,
        rows_set_aside=len(set_aside),
        control_total=total,
        date_from=date_from,
        date_to=date_to,
        repeated_rows=sum(c.repeated_rows for c in cleaned),
        redacted_rows=_redacted(rows),
        faults=together([c.faults for c in cleaned]),
        set_aside=set_aside,
        notices=notices(rows, set_aside, total, date.today()) if layout.kind == "spend" else (),
        decisions=decisions,
        publishable=True,
        message=message,
    )


def _span(rows: pa.Table, kind: str) -> tuple[date | None, date | None]:
    """The first and the last day that the rows speak of, None where no row has a date."""
    if kind not in MAIN_DATE:
        return None, None
    last = "period_to" if kind == "readings" else MAIN_DATE[kind]
    return pc.min(rows[MAIN_DATE[kind]]).as_py(), pc.max(rows[last]).as_py()


def _organisations(rows: pa.Table) -> tuple[str, ...]:
    """Every organisation of the rows, the one with most of them first."""
    counted: Counter[str] = Counter()
    for of_name in pc.value_counts(rows["organisation"].cast(pa.string())).to_pylist():
        counted[of_name["values"] or NOT_STATED] += of_name["counts"]
    return tuple(name for name, _ in counted.most_common())


def _redacted(rows: pa.Table) -> int:
    """How many rows have a redacted supplier; a reading has no supplier at all."""
    return pc.sum(rows["redacted"]).as_py() or 0 if "redacted" in rows.column_names else 0
