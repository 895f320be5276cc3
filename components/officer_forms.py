"""What officers write on the scorecard: commentary, readings of measures, a date to keep it by."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from components import states, words
from components.scorecard import Line
from components.scorecard_board import ACTION, COMMENTARY
from components.tables import safe_text
from components.upload import draft, keep
from components.worklist import Written as WrittenFile

_SAID = "officer-refused"
_NOTE = "freeze-note"
_READY = "readings-ready"
LONGEST = 4000
_HEADERS = ("Organisation", "Measure", "Period", "Value", "Source", "Note", "Told By")


@dataclass(frozen=True)
class Reading:
    """What an officer says of a measure and a period, as typed."""

    measure: str
    period: str
    value: str
    source: str
    note: str


def write(
    line: Line,
    whose: tuple[str, str],
    who: str,
    record: Callable[[list[tuple[str, str]], str], None],
    refusal: type[Exception],
) -> None:
    """A place to write of a measure of `whose`, a strategy and an organisation. `record` takes what
    was typed by its kind, and who wrote it; its errors of the type `refusal` are sentences to
    show."""
    period = line.actual.period if line.actual else ""
    # What is half written of one figure must not move to the next one shown in its place.
    about = "-".join((line.id, *whose, period))
    boxes = {kind: f"{kind}-{about}" for kind in (COMMENTARY, ACTION)}
    for kind, hint in (
        (COMMENTARY, "What moved the figure, in a sentence or two"),
        (ACTION, "What is being done about it, by whom and when"),
    ):
        st.text_area(
            kind.capitalize(), key=boxes[kind], placeholder=hint, max_chars=LONGEST, height=90
        )

    def press() -> None:
        typed = [(kind, st.session_state.get(box, "").strip()) for kind, box in boxes.items()]
        # With nothing in either, the first is refused in words.
        typed = [one for one in typed if one[1]] or typed[:1]
        _do(lambda: record(typed, who), refusal, [*boxes.values()])

    _name_first(who)
    st.button("Keep what is written", on_click=press, disabled=not who, key="write")
    _refusal()


def freeze(who: str, record: Callable[[str, str], None], refusal: type[Exception]) -> None:
    """A place to keep the scorecard as it stands. `record` takes what for, and who keeps it."""
    st.text_input("For what", key=_NOTE, max_chars=200, placeholder="Committee of 3 June")

    def press() -> None:
        note = " ".join(st.session_state.get(_NOTE, "").split())
        _do(lambda: record(note, who), refusal, [_NOTE])

    st.button("Keep it as reported", on_click=press, disabled=not who, key="freeze")
    _refusal()


def _do(job: Callable[[], None], refusal: type[Exception], boxes: Sequence[str]) -> None:
    """Do what a button asks; the boxes are emptied where it was done."""
    try:
        job()
    except refusal as error:
        st.session_state[_SAID] = str(error)
        return
    for box in boxes:
        st.session_state[box] = ""


def _name_first(who: str) -> None:
    if not who:
        st.html('<p class="lp-why">Type your name first: what is kept bears it.</p>')


def _refusal() -> None:
    said = st.session_state.pop(_SAID, "")
    if said:
        states.refused(said)


def type_readings(
    lines: Sequence[Line], strategy: str, organisation: str, period: str, who: str
) -> None:
    """A table to type readings in, one row to a measure that is read in, and the way on."""
    st.html(
        '<div class="lp-step"><h2>Type readings</h2><p>For what no extract holds. They are '
        "rehearsed and published like any file, under your name, and can be undone.</p></div>"
    )
    rows = pd.DataFrame(
        {
            "Measure": [safe_text(line.name) for line in lines],
            "Period": period,
            "Value": "",
            "Source": "",
            "Note": "",
        }
    )
    of = [line.id for line in lines]
    edited = st.data_editor(
        rows,
        hide_index=True,
        disabled=("Measure",),
        column_config={
            "Period": st.column_config.TextColumn(
                help="2023/24, 2023/24 Q1, April 2023 or 30/06/2023", max_chars=40
            ),
            "Value": st.column_config.TextColumn(
                help="A number; a share as 37% or 0.37", max_chars=40
            ),
            "Source": st.column_config.TextColumn(max_chars=200),
            "Note": st.column_config.TextColumn(max_chars=400),
        },
        # What is half typed belongs to these rows and to no others that come to stand there.
        key="-".join(("readings", str(draft().number), strategy, organisation, period, *of)),
    )
    typed = as_typed(lines, edited)
    st.button(
        f"Make a file of {words.count(len(typed), 'reading')}",
        on_click=bring,
        args=(typed, organisation, who, date.today()),
        disabled=not (typed and who),
        key="bring-readings",
    )
    path = draft().path
    if path is not None and st.session_state.get(_READY) == path:
        states.notice((f"{path.name} is ready to be checked, rehearsed and published.",))
        st.page_link("pages/upload/extract.py", label="Go on to its checks")


def as_typed(lines: Sequence[Line], edited: pd.DataFrame) -> list[Reading]:
    """The rows in which a value was typed."""
    found = []
    for line, row in zip(lines, edited.to_dict("records"), strict=True):
        said = {
            key: "" if words.missing(value) else " ".join(str(value).split())
            for key, value in row.items()
        }
        if said["Value"]:
            found.append(
                Reading(line.name, said["Period"], said["Value"], said["Source"], said["Note"])
            )
    return found


def as_file(typed: Sequence[Reading], organisation: str, who: str) -> bytes:
    """A list of readings, to be read like any other."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_HEADERS)
    writer.writerows(
        (organisation, r.measure, r.period, r.value, r.source or f"Told by {who}", r.note, who)
        for r in typed
    )
    return out.getvalue().encode("utf-8-sig")


def bring(typed: Sequence[Reading], organisation: str, who: str, today: date) -> None:
    """Hand what was typed to the upload page, where it is rehearsed and published like any file."""
    name = f"readings-{today.isoformat()}-{words.count(len(typed), 'measure')}.csv"
    draft().organisation = None
    keep(WrittenFile(name.replace(" ", "-"), as_file(typed, organisation, who)))
    draft().kind = "readings"
    st.session_state[_READY] = draft().path
