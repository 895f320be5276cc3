"""What we read of a file, which column is which, and what is right and wrong with its rows.

Everything here comes from the file, so all of it is escaped or set in a table that reads no HTML.
"""

import string
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol

import pandas as pd
import streamlit as st

from components import states, tables, tiles, words
from components.tables import Column, Table
from components.tiles import Tile
from components.upload import NOT_HERE, WITHOUT_MONEY, Draft, step

# More than that no person reads on a screen; the downloads hold them all.
ROWS_LISTED = 2000
# What the store calls an organisation that no file names.
NOT_STATED = "Not stated"

_NAMES = {
    "sme": "SME",
    "vcse": "VCSE",
    "payment_date": "Date",
    "contract_value": "Contract value",
    "weighting": "Social value weighting",
    "delivered_number": "Number delivered",
    "target_number": "Number committed",
}


class Preview(Protocol):
    """The first rows of a sheet, as (row number in a spreadsheet, cells)."""

    sheet: str
    header_row: int
    rows: Sequence[tuple[int, Sequence[str]]]


class Choice(Protocol):
    """Why a field is taken from a column."""

    field: str
    header: str
    reason: str
    runner_up: str


class Fault(Protocol):
    """One thing wrong with one row."""

    sheet: str
    row: int
    column: str
    value: str | None
    reason: str
    rejected: bool


class SetAside(Protocol):
    """A row that is not data."""

    sheet: str
    row: int
    reason: str
    text: str
    amount: Decimal | None


class Notice(Protocol):
    """Something to look at, and the first rows it speaks of."""

    message: str
    rows: Sequence[object]


class Report(Protocol):
    """The store's report of a file."""

    file_name: str
    kind: str
    organisations: Sequence[str]
    choices: Sequence[Choice]
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
    notices: Sequence[Notice]
    decisions: Sequence[str]
    message: str


def field_name(field: str) -> str:
    """Our field as a person says it: "Contract reference"."""
    return _NAMES.get(field, field.replace("_", " ").capitalize())


def letters(place: int) -> str:
    """The letters a spreadsheet shows over a column: 0 is A, 26 is AA."""
    found = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        found = string.ascii_uppercase[rest] + found
    return found


def sentences(lines: Sequence[str]) -> str:
    """Sentences as an escaped list."""
    items = "".join(f"<li>{words.escape(line)}</li>" for line in lines)
    return f'<ul class="lp-said">{items}</ul>'


def said(lines: Sequence[str]) -> None:
    """Sentences as a list on the page; nothing where there are none."""
    if lines:
        st.html(sentences(lines))


def read_step(previews: Sequence[Preview], report: Report | None) -> None:
    """Step 2: how the file was understood, and its first rows as a spreadsheet numbers them."""
    with st.container(border=True, key="step-read"):
        step(2, "What we read", "The first rows as they stand, numbered as a spreadsheet does.")
        if report:
            st.html(sentences([_whose(report.organisations), *report.decisions]))
        for preview in previews:
            st.html(f'<div class="lp-preview">{preview_table(preview).html()}</div>')


def _whose(organisations: Sequence[str]) -> str:
    if organisations[0] == NOT_STATED and len(organisations) == 1:
        return "The file does not say whose it is: choose the organisation in step 1."
    more = len(organisations) - 4
    others = f" and {words.count(more, 'other')}" if more > 0 else ""
    return f"It is the file of {words.listed(list(organisations[:4]))}{others}."


def preview_table(preview: Preview) -> Table:
    """The rows of a preview under the letters of their columns, the header's row marked."""
    width = max((len(cells) for _, cells in preview.rows), default=0)
    rows = [
        {
            "row": f"{row} (header)" if row == preview.header_row else str(row),
            **{f"c{place}": cell for place, cell in enumerate(cells)},
        }
        for row, cells in preview.rows
    ]
    columns = [Column(f"c{place}", letters(place), absent="") for place in range(width)]
    name = f"First rows of sheet {preview.sheet}" if preview.sheet else "First rows"
    frame = pd.DataFrame(rows, columns=["row", *(column.field for column in columns)], dtype=str)
    return Table(frame, (Column("row", preview.sheet or "Row"), *columns), name)


def columns_step(
    current: Draft, fields: Sequence[str], headers: Sequence[str], report: Report | None
) -> None:
    """Step 3: for each of our fields the column it is taken from, why, and what came second; a
    change reads the file again."""
    with st.container(border=True, key="step-columns"):
        step(3, "Columns", "Which column is which. A change reads the file again at once.")
        choices = {choice.field: choice for choice in report.choices} if report else {}
        changed = [field for field in fields if field in current.chosen]
        first = [*choices, *(field for field in changed if field not in choices)]
        rest = [field for field in fields if field not in first]
        if not report:
            first, rest = [*first, *rest], []
        for field in first:
            _column_row(current, field, headers, choices.get(field))
        if rest:
            with st.expander(f"Not found in this file ({len(rest)})", key="columns-not-found"):
                for field in rest:
                    _column_row(current, field, headers, None)
        if current.chosen:
            st.button("Forget my changes", on_click=_forget, args=(current,), key="forget")


def _forget(current: Draft) -> None:
    for field in current.chosen:
        st.session_state.pop(_column_key(current, field), None)
    current.chosen = {}


def _column_key(current: Draft, field: str) -> str:
    return f"column-{current.number}-{current.kind or ''}-{field}"


def _column_row(current: Draft, field: str, headers: Sequence[str], choice: Choice | None) -> None:
    """One field: its name, the column to choose, and why it is this one."""
    key = _column_key(current, field)
    first_places = {header: headers.index(header) for header in headers if header}
    held = choice.header if choice else NOT_HERE
    held = current.chosen.get(field, held)

    def moved() -> None:
        current.chosen = {**current.chosen, field: st.session_state[key]}

    # Another reading may have settled otherwise; an officer's own choice stands in `chosen`.
    st.session_state[key] = held if held in first_places else NOT_HERE
    left, middle, right = st.columns([2, 3, 4], vertical_alignment="center")
    with left:
        st.html(f'<p class="lp-field">{words.escape(field_name(field))}</p>')
    with middle:
        st.selectbox(
            field_name(field),
            [NOT_HERE, *first_places],
            format_func=lambda header: (
                f"{letters(first_places[header])} · {header}" if header else "Not in this file"
            ),
            key=key,
            on_change=moved,
            label_visibility="collapsed",
            filter_mode="contains",
        )
    with right:
        st.html(f'<p class="lp-why">{words.escape(_why(field, current, choice))}</p>')


def _why(field: str, current: Draft, choice: Choice | None) -> str:
    if choice is None:
        return "Chosen by you." if field in current.chosen else ""
    second = f" Next would have been “{choice.runner_up}”." if choice.runner_up else ""
    return f"{choice.reason}.{second}"


def checks_step(report: Report, rejected: bytes, faulty: bytes, report_json: bytes) -> None:
    """Step 4: what is accepted, rejected and set aside, what is wrong, and the files to take."""
    with st.container(border=True, key="step-checks"):
        step(4, "Checks", report.message)
        tiles.show(check_tiles(report))
        st.html(sentences(check_sentences(report)))
        if report.notices:
            _notices(report.notices)
        if report.faults:
            _faults(report)
        if report.set_aside:
            with st.expander(
                f"{words.count(len(report.set_aside), 'line')} set aside", key="set-aside"
            ):
                _grid(
                    set_aside_frame(report.set_aside), "set-aside-grid", "Lines set aside, and why"
                )
        _downloads(report, rejected, faulty, report_json)


def check_tiles(report: Report) -> list[Tile]:
    """Rows read, accepted and rejected, and the money accepted."""
    money = "Control total, none in a list" if report.kind in WITHOUT_MONEY else "Control total"
    unread = "value cannot be read" if report.kind == "readings" else "money cannot be read"
    return [
        Tile("Rows read", words.number(report.rows_read), target="accepted + rejected"),
        Tile("Accepted", words.number(report.rows_accepted), target="can be published"),
        Tile("Rejected", words.number(report.rows_rejected), target=unread),
        Tile(money, words.pounds_exact(report.control_total), target="the money accepted"),
    ]


def check_sentences(report: Report) -> list[str]:
    """Dates, lines set aside, repeats and redactions, each in a sentence."""
    said = []
    if report.date_from:
        said.append(f"Dates run from {words.day(report.date_from)} to {words.day(report.date_to)}.")
    elif report.kind == "spend":
        said.append("No row has a date that can be read.")
    if report.rows_set_aside:
        verb = "line is" if report.rows_set_aside == 1 else "lines are"
        aside = words.number(report.rows_set_aside)
        said.append(f"{aside} {verb} set aside: blank lines, titles, totals and notes are no rows.")
    else:
        said.append("No line had to be set aside.")
    if report.repeated_rows:
        repeated = words.count(report.repeated_rows, "row repeats", "rows repeat")
        said.append(f"{repeated} an earlier one to the letter. Kept: such payments are often real.")
    else:
        said.append("No row repeats another to the letter.")
    if report.redacted_rows:
        redacted = words.count(report.redacted_rows, "row has", "rows have")
        said.append(f"{redacted} a redacted supplier.")
    return said


def _notices(notices: Sequence[Notice]) -> None:
    """What to look at before publishing; the rows are taken as they stand."""
    st.html('<p class="lp-field">To look at; these rows are taken as they stand</p>')
    st.html(sentences([notice.message for notice in notices]))
    with_rows = [notice for notice in notices if notice.rows]
    if with_rows:
        with st.expander("The rows to look at", key="noticed"):
            for notice in with_rows:
                st.html(f'<p class="lp-why">{words.escape(notice.message)}</p>')
                st.html(noticed_table(notice).html())


def noticed_table(notice: Notice) -> Table:
    """The rows a notice speaks of."""
    columns = (
        Column("row", "Row", "count"),
        Column("supplier", "Supplier"),
        Column("payment_date", "Date", "day"),
        Column("amount", "Amount (£)", "pounds"),
        Column("compared_with", "Beside"),
    )
    rows = [{c.field: getattr(row, c.field) for c in columns} for row in notice.rows]
    return Table(pd.DataFrame(rows, dtype=object), columns, notice.message)


def _faults(report: Report) -> None:
    rows = len({(fault.sheet, fault.row) for fault in report.faults})
    faults = words.count(len(report.faults), "fault")
    st.html(
        f'<p class="lp-field">{faults} in {words.count(rows, "row")}</p>'
        '<p class="lp-why">Press a heading to sort; the glass above the table searches.</p>'
    )
    if len(report.faults) > ROWS_LISTED:
        left = words.number(len(report.faults) - ROWS_LISTED)
        st.html(f'<p class="lp-why">The first are listed; the files below hold {left} more.</p>')
    _grid(fault_frame(report.faults), "faults-grid", "Faults: row, column, value and reason")


def fault_frame(faults: Sequence[Fault]) -> pd.DataFrame:
    """Row, column, value, reason and what becomes of the row. A spreadsheet runs none of it."""
    rejected = {(fault.sheet, fault.row) for fault in faults if fault.rejected}
    return pd.DataFrame(
        {
            "Sheet": [tables.safe_text(fault.sheet) for fault in faults],
            "Row": [fault.row for fault in faults],
            "Column": [tables.safe_text(fault.column) for fault in faults],
            "Value": [tables.safe_text(fault.value or "") for fault in faults],
            "Reason": [fault.reason for fault in faults],
            "Row is": [
                "rejected" if (fault.sheet, fault.row) in rejected else "kept" for fault in faults
            ],
        }
    )[:ROWS_LISTED]


def set_aside_frame(rows: Sequence[SetAside]) -> pd.DataFrame:
    """Row, reason and text of each line set aside."""
    return pd.DataFrame(
        {
            "Sheet": [tables.safe_text(row.sheet) for row in rows],
            "Row": [row.row for row in rows],
            "Reason": [row.reason for row in rows],
            "Text": [tables.safe_text(row.text) for row in rows],
            "Money": ["" if row.amount is None else words.pounds_exact(row.amount) for row in rows],
        }
    )[:ROWS_LISTED]


def _grid(frame: pd.DataFrame, key: str, about: str) -> None:
    """A table to sort and to search; it draws its text on a canvas, so none of it is HTML."""
    shown = frame if frame["Sheet"].any() else frame.drop(columns="Sheet")
    height = min(38 + 35 * len(shown), 360)
    st.dataframe(shown, hide_index=True, key=key, height=height, alt=about)


def _downloads(report: Report, rejected: bytes, faulty: bytes, report_json: bytes) -> None:
    stem = report.file_name.rpartition(".")[0] or report.file_name
    files: Mapping[str, tuple[str, bytes, str]] = {
        "Rejected rows, to mend and add": (f"{stem}-rejected.csv", rejected, "text/csv"),
        "Every row with a fault": (f"{stem}-faults.csv", faulty, "text/csv"),
        "The whole report": (f"{stem}-report.json", report_json, "application/json"),
    }
    with st.container(horizontal=True, gap="small"):
        for place, (label, (name, content, mime)) in enumerate(files.items()):
            if content:
                st.download_button(
                    label,
                    content,
                    file_name=name,
                    mime=mime,
                    key=f"report-{place}",
                    on_click="ignore",
                )
    if faulty:
        st.html(
            '<p class="lp-why">Rejected rows can be mended and brought as a file of their own. '
            "Rows kept with a fault count already: mend those in the file itself and bring it "
            "again, to replace.</p>"
        )


class Standing(Protocol):
    """Whether a file can be taken at all."""

    refusal: str
    already_published: str
    fields: Sequence[str]


def standing(reading: Standing) -> None:
    """Say of a file that is refused or published already why, and what can be done here."""
    if reading.already_published:
        states.refused(reading.already_published)
    if not reading.refusal:
        return
    states.refused(reading.refusal)
    if reading.fields:
        st.html(
            '<p class="lp-why">If one of the columns below is the one that was missed, choose it. '
            "The kind of file can be set above. Nothing is lost meanwhile.</p>"
        )
    else:
        st.html('<p class="lp-why">Nothing was changed. Mend the file and bring it again.</p>')
