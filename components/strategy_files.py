"""Strategies in force, and a file of one's own: what it says, what is wrong, what it changes."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import pandas as pd
import streamlit as st

from components import publishing, words
from components.publishing import Headline
from components.tables import Column, Table
from components.upload import Draft, step

FILE = "One council's strategy as a TOML file, written by the guide below."
TYPES = ("toml",)
MEGABYTES = 5


class Tier(Protocol):
    """A ring of places."""

    name: str


class Plan(Protocol):
    """What a strategy promises."""

    milestones: Sequence[object]
    behaviours: Sequence[object]


class Strategy(Protocol):
    """A strategy as its file says it."""

    id: str
    council: str
    title: str
    first_year: str
    last_year: str
    organisations: Sequence[str]
    tiers: Sequence[Tier]
    measures: Sequence[object]
    plan: Plan


class InForce(Protocol):
    """A strategy and where it is from; times in UTC, ISO 8601."""

    strategy: Strategy
    file: Path
    is_own: bool
    adopted_at: str
    adopted_by: str


class Fault(Protocol):
    """One thing wrong in one file."""

    file: str
    field: str
    expected: str
    found: str


def in_force_table(found: Sequence[InForce]) -> Table:
    """Every strategy in force, and how it came to be."""
    rows = [
        {
            "council": one.strategy.council,
            "title": one.strategy.title,
            "years": f"{one.strategy.first_year} to {one.strategy.last_year}",
            "organisations": words.listed(list(one.strategy.organisations)),
            "measures": len(one.strategy.measures),
            "since": _since(one),
        }
        for one in found
    ]
    columns = (
        Column("title", "Strategy"),
        Column("council", "Council"),
        Column("years", "Years"),
        Column("organisations", "Spend of"),
        Column("measures", "Measures", "count"),
        Column("since", "In force"),
    )
    frame = pd.DataFrame(rows, columns=[column.field for column in columns], dtype=object)
    return Table(frame, columns, "Strategies in force", stacks=True)


def _since(one: InForce) -> str:
    if not one.is_own:
        return "Comes with Local Pound"
    when = f" {words.moment(one.adopted_at)}" if one.adopted_at else ""
    by = f", {one.adopted_by}" if one.adopted_by else ""
    return f"Adopted{when}{by}"


def to_begin_with(found: Sequence[InForce], guide: bytes, example: tuple[str, bytes]) -> None:
    """What helps to write a file: the guide, its example, and any file in force."""
    st.html(
        '<p class="lp-why">The guide says every field. Begin with its example, or with the file of '
        "a strategy in force.</p>"
    )
    files = {f"{one.strategy.council}, {one.strategy.title}": one.file for one in found}
    name = st.selectbox("File in force", list(files), key="strategy-to-copy") if files else None
    with st.container(horizontal=True, gap="small"):
        _download("Download the guide", "strategy-files.md", guide, "text/markdown")
        _download("Download the example", *example, "application/toml")
        if name:
            file = files[name]
            _download(
                "Download the file in force", file.name, file.read_bytes(), "application/toml"
            )


def _download(label: str, name: str, content: bytes, mime: str) -> None:
    st.download_button(
        label,
        content,
        file_name=name,
        mime=mime,
        key=f"download-{label}-{name}",
        type="tertiary",
        on_click="ignore",
    )


def faults(found: Sequence[Fault]) -> None:
    """Every fault of every file: nothing was taken."""
    count = words.count(len(found), "fault")
    st.html(
        f'<div class="lp-notice lp-refused" role="alert"><p>{count}, so nothing is taken and '
        "nothing has changed. Mend what is listed, and bring the file again.</p></div>"
    )
    columns = (
        Column("field", "Where", absent="The whole file"),
        Column("expected", "Expected"),
        Column("found", "Found"),
        Column("file", "File"),
    )
    rows = [
        {column.field: getattr(one, column.field) or None for column in columns} for one in found
    ]
    frame = pd.DataFrame(rows, columns=[column.field for column in columns], dtype=object)
    st.html(Table(frame, columns, "Faults of strategy files", stacks=True).html())


def says(one: Strategy, known: Sequence[str]) -> None:
    """What a file without faults says, and whether there is anything to hold against it; `known`
    are the organisations that have sent anything."""
    parts = [
        words.count(len(one.tiers), "tier"),
        words.count(len(one.measures), "measure"),
        words.count(len(one.plan.milestones), "milestone"),
        words.count(len(one.plan.behaviours), "behaviour"),
    ]
    lines = [
        f"{one.council}, {one.title}, {one.first_year} to {one.last_year}: {words.listed(parts)}. "
        "No fault was found.",
        f"Local is, from the middle outwards: {words.listed([tier.name for tier in one.tiers])}.",
    ]
    strange = [name for name in one.organisations if name not in known]
    if strange:
        lines.append(
            f"Nothing is published of {words.listed(strange)}. Its figures stay empty until an "
            "extract of that name is."
        )
    said = "".join(f"<p>{words.escape(line)}</p>" for line in lines)
    st.html(f'<div class="lp-notice">{said}</div>')


def try_step(draft: Draft) -> bool:
    """The heading of step 2, and its button while it is still to be done."""
    step(2, "Try it", "What its headline figures would be. Nobody else sees them.")
    if not draft.is_rehearsed():
        st.button("Try it on the data", on_click=draft.rehearse, key="try-strategy")
    return draft.is_rehearsed()


def tried(one: Strategy, headlines: Sequence[Headline], is_sample: bool) -> None:
    """The headline figures of a strategy now and with the file; of the sample, said, while there is
    nothing else."""
    if is_sample:
        st.html('<p class="lp-why">Nothing real is published yet: these are of the sample.</p>')
    if any(line.now != line.after for line in headlines):
        publishing.changes(headlines, (one.id,), one.organisations)
    elif headlines:
        st.html('<p class="lp-why">No headline figure would be other than it is now.</p>')
    else:
        whose = words.escape(words.listed(list(one.organisations)))
        st.html(f'<p class="lp-why">Nothing is published of {whose} to try it on.</p>')


def adopt_step(one: Strategy, is_tried: bool, by: str, adopt: Callable[[], None]) -> None:
    """Step 3: the button that says what it does, or what is still to be done first."""
    step(3, "Adopt", "It is in force on every page at once, or not at all. It can be taken back.")
    missing = [] if by else ["Type your name in step 1: the history says who adopted it."]
    missing += [] if is_tried else ["Try it first, in step 2."]
    if missing:
        st.html(f'<p class="lp-why">{words.escape(" ".join(missing))}</p>')
    st.button(
        words.label(f"Adopt {one.title}"),
        type="primary",
        disabled=bool(missing),
        on_click=adopt,
        key="adopt-strategy",
    )


def adopted(one: Strategy) -> str:
    """Says that a strategy is in force."""
    return f"{one.title} of {one.council} is in force. Choose it on the left of any page."


def take_back(
    own: Mapping[str, bool],
    found: Sequence[InForce],
    by: str,
    withdraw: Callable[[str, str], None],
) -> None:
    """Choose one of the council's own and take it back: `withdraw(what is said then, its id)`.
    `own` says of each whether an earlier file comes back."""
    if not own:
        st.html('<p class="lp-why">There is nothing to take back: no file was adopted.</p>')
        return
    titles = {one.strategy.id: f"{one.strategy.council}, {one.strategy.title}" for one in found}
    chosen = st.selectbox(
        "Strategy",
        list(own),
        index=None,
        format_func=lambda name: titles.get(name, name),
        placeholder="Choose one",
        key=f"withdraw-{'-'.join(own)}",
    )
    if chosen is None:
        return
    then = (
        "The file before it is in force again."
        if own[chosen]
        else "It is on no page any more. What officers recorded of it is kept."
    )
    st.html(f'<div class="lp-notice"><p>{words.escape(then)}</p></div>')
    if not by:
        st.html('<p class="lp-why">Type your name above first: the history says who.</p>')
    st.button(
        words.label(f"Take back {titles.get(chosen, chosen)}"),
        on_click=withdraw,
        args=(f"{titles.get(chosen, chosen)} is taken back. {then}", chosen),
        disabled=not by,
        key="withdraw-strategy",
    )
