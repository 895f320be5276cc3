"""Bringing an extract: what is being brought, kept while a person goes to and fro, and its file.

The file itself lies in a folder of its own until it is published, given up, or the session ends.
"""

import re
import shutil
import tempfile
import weakref
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import streamlit as st

from components import words
from components.work import Progress, Work, begin, refused, watch

# Everything this room keeps in the session, spelt here and nowhere else.
_DRAFT = "upload-draft"
EXTRACT, REFERENCE, STRATEGY = "", "-reference", "-strategy"
_OFFICER = "upload-officer"
_OFFICER_TYPED = "officer-typed"

KINDS = {
    "": "As its columns say",
    "spend": "Spend",
    "contracts": "Contracts register",
    "suppliers": "Supplier list",
    "social_value": "Social value",
    "readings": "Readings of measures",
}
WITHOUT_MONEY = ("suppliers", "readings")
TYPES = ("csv", "txt", "tsv", "xlsx", "xlsm", "xls", "ods", "zip")
NOT_HERE = ""
_WHAT_FOLLOWS = (
    "Then you see what we read, which column is which, what is wrong with which rows, and what "
    "every headline figure would become. Nothing is published before the last step, and it can be "
    "undone."
)

Job = Callable[[Progress], object]


@dataclass
class Draft:
    """A file on its way in, and every choice made about it. `chosen` is our field -> header.

    Held by the session and changed by its pages alone; `number` sets the widgets of one file apart
    from those of the next.
    """

    number: int = 1
    path: Path | None = None
    size: int = 0
    kind: str | None = None
    organisation: str | None = None
    chosen: dict[str, str] = field(default_factory=dict)
    replace: bool = False
    rehearsed: tuple[object, ...] | None = None
    work: dict[str, Work] = field(default_factory=dict)

    def question(self) -> tuple[object, ...]:
        """What a reading rests on: with any of it changed, the file is read again."""
        return (self.path, self.kind, self.organisation, tuple(sorted(self.chosen.items())))

    def options(self) -> dict[str, object]:
        """The choices as the store's own doors take them."""
        return {"kind": self.kind, "organisation": self.organisation, "chosen": dict(self.chosen)}

    def rehearse(self) -> None:
        """Ask for a rehearsal of the choices as they stand."""
        self.rehearsed = self.question()

    def is_rehearsed(self) -> bool:
        """Whether a rehearsal was asked for, and the file is still read as it was then."""
        return self.rehearsed == self.question()

    def begin(self, what: str, key: object, job: Job, refusal: type[Exception]) -> None:
        """Begin a piece of work in the background; a `refusal` is a sentence to show."""
        self.work[what] = begin(key, job, refusal)

    def answer(self, what: str, key: object, job: Job, refusal: type[Exception]) -> object | None:
        """The answer to a question by a job done in the background, begun where `key` is new.

        None while it is under way or where it was refused; which of them then stands on the page.
        """
        if what not in self.work or self.work[what].key != key:
            self.begin(what, key, job, refusal)
        work = self.work[what]
        return work.answer if watch(work) and not refused(work) else None


class Brought(Protocol):
    """What the browser hands over."""

    name: str
    size: int

    def seek(self, place: int) -> int: ...
    def read(self, size: int) -> bytes: ...


def draft(room: str = EXTRACT) -> Draft:
    """What this session is bringing to a room: an extract, or a reference."""
    return st.session_state.setdefault(_DRAFT + room, Draft())


def officer() -> str:
    """The name typed once in this session, "" before that."""
    return st.session_state.get(_OFFICER, "")


def officer_typed() -> str:
    """The same for a button's own work, which is done before the field is drawn again."""
    return " ".join(st.session_state.get(_OFFICER_TYPED, officer()).split())


def name_field() -> str:
    """Ask for the name that the history will bear; remembered for the session."""
    # A widget's own value goes when its page is left, so what was typed is kept beside it.
    st.session_state.setdefault(_OFFICER_TYPED, officer())
    typed = st.text_input(
        "Your name",
        placeholder="As the history shall show it",
        max_chars=100,
        key=_OFFICER_TYPED,
    )
    st.session_state[_OFFICER] = " ".join(typed.split())
    return officer()


def keep(brought: Brought, room: str = EXTRACT) -> None:
    """Write what the browser sent to a folder of its own and begin with it."""
    before = draft(room)
    folder = tempfile.mkdtemp(prefix="local-pound-")
    current = Draft(before.number + 1, kind=before.kind, organisation=before.organisation)
    # Whatever way the draft goes, given up or the session ended, its folder goes with it.
    weakref.finalize(current, shutil.rmtree, folder, ignore_errors=True)
    current.path = Path(folder) / safe_name(brought.name)
    current.size = brought.size
    brought.seek(0)
    with current.path.open("wb") as target:
        shutil.copyfileobj(brought, target)
    st.session_state[_DRAFT + room] = current


def give_up(room: str = EXTRACT) -> None:
    """Let the file go, and be ready for another."""
    let_go(draft(room))
    st.session_state[_DRAFT + room] = Draft(number=draft(room).number + 1)


def let_go(current: Draft) -> None:
    """Remove the file as it lies here; what was published is kept by the store."""
    if current.path:
        shutil.rmtree(current.path.parent, ignore_errors=True)


def safe_name(name: str) -> str:
    """A file's name as every system can hold it: no folders, nothing reserved, 150 letters."""
    bare = re.sub(r'[\x00-\x1f\x7f<>:"/\\|?*]', "_", name.replace("\\", "/").rpartition("/")[2])
    bare = bare.strip(" .") or "file"
    return bare if len(bare) <= 150 else bare[:100] + bare[-50:]


def size_in_words(size: int) -> str:
    """158 kB, 1.2 MB."""
    return f"{max(size, 1000) / 1000:,.0f} kB" if size < 950_000 else f"{size / 1_000_000:,.1f} MB"


def step(number: int, title: str, about: str = "") -> None:
    """The heading of one step."""
    said = f"<p>{words.escape(about)}</p>" if about else ""
    heading = f"<h2><span>{number}</span>&ensp;{words.escape(title)}</h2>"
    st.html(f'<div class="lp-step">{heading}{said}</div>')


def file_step(
    organisations: Sequence[str], templates: Mapping[str, tuple[str, bytes]], megabytes: int
) -> Draft:
    """Step 1: the file, its kind, whose it is, and who brings it. Gives the draft, whose path is
    None while there is no file. `templates` are kind -> (file name, bytes); a file of more than so
    many `megabytes` is not taken."""
    with st.container(border=True, key="step-file"):
        step(1, "File", "CSV, Excel, OpenDocument, or a zip that holds one of them.")
        current = draft()
        if current.path is None:
            brought = st.file_uploader(
                "File",
                type=TYPES,
                key=f"file-{current.number}",
                label_visibility="collapsed",
                max_upload_size=megabytes,
            )
            if brought is not None:
                keep(brought)
                st.rerun()
        else:
            _file_line(current)
        left, middle, right = st.columns(3)
        with left:
            _kind(current)
        with middle:
            _organisation(current, organisations)
        with right:
            name_field()
        if current.path is None:
            st.html(f'<p class="lp-why">{_WHAT_FOLLOWS}</p>')
            _templates(templates)
    return current


def _file_line(current: Draft, room: str = EXTRACT) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(
            f'<p class="lp-field">{words.escape(current.path.name)}</p>'
            f'<p class="lp-why">{size_in_words(current.size)}</p>'
        )
        st.button("Bring another file", on_click=give_up, args=(room,), key="another-file")


def plain_step(room: str, about: str, types: Sequence[str], megabytes: int) -> Draft:
    """A file that says itself what it is, and who brings it to this room. Gives the draft, whose
    path is None while there is no file; one of more than so many `megabytes` is not taken."""
    step(1, "File", about)
    current, name = draft(room), room.strip("-")
    if current.path is None:
        brought = st.file_uploader(
            f"{name.capitalize()} file",
            type=list(types),
            key=f"{name}-file-{current.number}",
            label_visibility="collapsed",
            max_upload_size=megabytes,
        )
        if brought is not None:
            keep(brought, room)
            st.rerun()
    else:
        _file_line(current, room)
    name_field()
    return current


def _kind(current: Draft) -> None:
    key = f"kind-{current.number}"

    def moved() -> None:
        current.kind = st.session_state[key] or None
        current.chosen = {}

    st.session_state.setdefault(key, current.kind or "")
    st.selectbox(
        "Kind of file",
        list(KINDS),
        format_func=lambda kind: KINDS[kind],
        key=key,
        on_change=moved,
    )


def _organisation(current: Draft, organisations: Sequence[str]) -> None:
    key = f"organisation-{current.number}"

    def moved() -> None:
        current.organisation = (st.session_state[key] or "").strip() or None

    options = list(organisations)
    if current.organisation and current.organisation not in options:
        options.append(current.organisation)
    st.session_state.setdefault(key, current.organisation)
    st.selectbox(
        "Organisation",
        options,
        index=None,
        placeholder="As the file says",
        accept_new_options=True,
        key=key,
        on_change=moved,
        help="Only where the file does not say, or says it wrong. Choose, or type a new name.",
    )


def _templates(templates: Mapping[str, tuple[str, bytes]]) -> None:
    with st.popover("Templates", type="tertiary", key="templates"):
        st.html(
            '<div class="lp-how"><p>Any tidy extract will do. Who starts afresh may start from '
            "one of these: the headers we know, and two made-up rows to write over.</p></div>"
        )
        for kind, (name, content) in templates.items():
            st.download_button(
                KINDS[kind],
                content,
                file_name=name,
                mime="text/csv",
                key=f"template-{kind}",
                on_click="ignore",
            )
