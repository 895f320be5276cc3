"""The last steps of an upload: what publishing would change, and publishing it."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Protocol

import pandas as pd
import streamlit as st

from components import states, words
from components.report import NOT_STATED, Report
from components.tables import Column, Table
from components.upload import WITHOUT_MONEY, Draft, Job, give_up, let_go, step
from components.work import refused, watch


class Headline(Protocol):
    """One headline figure under one strategy, as it is and as it would be; `unit` is "pounds",
    "share" (0 to 1) or "count"."""

    strategy: str
    council: str
    name: str
    unit: str
    now: Decimal | float | int | None
    after: Decimal | float | int | None


class Placed(Protocol):
    """How much of a file's spend is with suppliers whose place is known; `share` is 0 to 1."""

    amount: Decimal
    with_place: Decimal
    share: float | None


def placed_sentences(placed: Placed | None) -> list[str]:
    """How much of the spend can be placed, and what would place more; nothing for other files."""
    if placed is None:
        return []
    share = "" if placed.share is None else f", {words.share(placed.share)} of it,"
    said = (
        f"Of {words.pounds_exact(placed.amount)} in this file, "
        f"{words.pounds_exact(placed.with_place)}{share} is with suppliers whose place is known."
    )
    if placed.with_place == placed.amount:
        return [said]
    return [
        said,
        "A supplier list or a contracts register with postcodes, brought here, would place more.",
    ]


def figure(unit: str, value: Decimal | float | int | None) -> str:
    """A headline figure in words, exact: £3,218,554.21, 37.4%, 12."""
    if words.missing(value):
        return "None"
    if unit == "pounds":
        return words.pounds_exact(value)
    return words.share(value, 1) if unit == "share" else words.number(value)


def change(
    unit: str, now: Decimal | float | int | None, after: Decimal | float | int | None
) -> str:
    """By how much a figure would move: +£12.00, −1.5 points, no change, new, gone."""
    if words.missing(now) or words.missing(after):
        return "new" if words.missing(now) else "gone"
    apart = after - now
    if unit == "share":
        said = words.number(Decimal(str(apart)) * 100, 1) + " points"
    else:
        said = figure(unit, apart)
    if not any(letter in "123456789" for letter in said):
        return "no change"
    return said if said.startswith(words.MINUS) else f"+{said}"


def changes_table(headlines: Sequence[Headline], caption: str, *, named: bool = False) -> Table:
    """Each figure now, after, and the difference; `named` says under whose strategy."""
    rows = [
        {
            "council": line.council,
            "name": line.name,
            "now": figure(line.unit, line.now),
            "after": figure(line.unit, line.after),
            "change": change(line.unit, line.now, line.after),
        }
        for line in headlines
    ]
    columns = (
        *([Column("council", "Strategy of")] if named else []),
        Column("name", "Figure"),
        Column("now", "Now"),
        Column("after", "After"),
        Column("change", "Change"),
    )
    fields = ["council", "name", "now", "after", "change"]
    return Table(pd.DataFrame(rows, columns=fields), columns, caption)


def changes(
    headlines: Sequence[Headline], own: Sequence[str], organisations: Sequence[str]
) -> None:
    """Every headline figure now and after: under the organisation's own strategy first."""
    by_strategy: dict[str, list[Headline]] = {}
    for line in headlines:
        if not line.now and not line.after:
            continue  # no contracts before and none after says nothing
        by_strategy.setdefault(line.strategy, []).append(line)
    first = [strategy for strategy in by_strategy if strategy in own]
    rest = [strategy for strategy in by_strategy if strategy not in own]
    if not by_strategy:
        st.html('<p class="lp-why">No headline figure would change.</p>')
    if by_strategy and not first:
        whose = words.listed(list(organisations[:3]))
        st.html(
            f'<p class="lp-why">No strategy was written for {words.escape(whose)}; these are the '
            "figures under each of the others.</p>"
        )
    for strategy in first:
        _strategy(by_strategy[strategy])
    if rest:
        with st.expander(
            "Under the other strategies" if first else "Under each strategy",
            expanded=not first,
            key="other-strategies",
        ):
            others = [line for strategy in rest for line in by_strategy[strategy]]
            st.html(changes_table(others, "Figures under other strategies", named=True).html())


def _strategy(lines: Sequence[Headline]) -> None:
    council = lines[0].council
    st.html(f'<p class="lp-field">{words.escape(council)}</p>')
    st.html(changes_table(lines, f"Figures under the strategy of {council}").html())


def rehearsal_step(draft: Draft) -> None:
    """The heading of step 5, and its button while it is still to be done."""
    step(5, "Rehearsal", "What every headline figure would become, before anyone else sees it.")
    if not draft.is_rehearsed():
        st.button("Rehearse", on_click=draft.rehearse, key="rehearse")


class Upload(Protocol):
    """A published upload, as the rehearsal and the history speak of it."""

    upload_id: int
    file_name: str
    published_at: str
    published_by: str
    rows_accepted: int
    control_total: Decimal
    date_from: date | None
    date_to: date | None


def overlap_choice(draft: Draft, overlaps: Sequence[Upload], kind: str) -> None:
    """Say what is published for the same dates already, and ask whether to replace or to add."""
    if not overlaps:
        return
    lines = "".join(f"<li>{words.escape(_overlap(upload))}</li>" for upload in overlaps)
    what = "the same dates" if kind == "spend" else "this organisation"
    st.html(
        f'<div class="lp-notice"><p>Published for {what} already:</p>'
        f'<ul class="lp-said">{lines}</ul></div>'
    )
    key = f"replace-{draft.number}"

    def moved() -> None:
        draft.replace = st.session_state[key]

    st.session_state.setdefault(key, draft.replace)
    st.radio(
        "What shall become of it?",
        [False, True],
        format_func=lambda replaces: _REPLACE if replaces else _ADD,
        key=key,
        on_change=moved,
    )


_ADD = "Add: both count"
_REPLACE = "Replace: this file takes its place"


def _overlap(upload: Upload) -> str:
    by = f" by {upload.published_by}" if upload.published_by else ""
    return (
        f"Upload {upload.upload_id}, {upload.file_name}: "
        f"{words.count(upload.rows_accepted, 'row')}, {words.pounds_exact(upload.control_total)}, "
        f"{words.span(upload.date_from, upload.date_to)}, published "
        f"{words.day(date.fromisoformat(upload.published_at[:10]))}{by}"
    )


def publish_label(report: Report, replace: bool) -> str:
    """What the button will do, in its own words."""
    whose = report.organisations[0]
    others = len(report.organisations) - 1
    whose += f" and {words.count(others, 'other')}" if others else ""
    money = "" if report.kind in WITHOUT_MONEY else f", {words.pounds_exact(report.control_total)}"
    money += "," if money and whose != NOT_STATED else ""
    whose = "" if whose == NOT_STATED else f" for {whose}"
    verb = "Replace what was published, and publish" if replace else "Publish"
    return f"{verb} {words.count(report.rows_accepted, 'row')}{money}{whose}"


def publish_step(
    draft: Draft,
    report: Report,
    rehearsed: bool,
    says_whose: bool,
    by: str,
    publish: Callable[[], None],
) -> None:
    """Step 6: the button that says what it does, or what is still to be done first."""
    step(6, "Publish", "Everyone sees the figures change at once, or not at all.")
    missing = [
        sentence
        for met, sentence in (
            (says_whose, "The file does not say whose it is: choose the organisation in step 1."),
            (by, "Type your name in step 1: the history says who published."),
            (rehearsed, "Rehearse first, in step 5."),
        )
        if not met
    ]
    if report.rows_rejected:
        states.notice((f"{words.count(report.rows_rejected, 'row')} will be left out.",))
    if missing:
        st.html(f'<p class="lp-why">{words.escape(" ".join(missing))}</p>')
    st.button(
        words.label(publish_label(report, draft.replace)),
        type="primary",
        disabled=bool(missing),
        on_click=publish,
        key="publish",
    )


class Published(Protocol):
    """What came of publishing."""

    upload_id: int
    report: Report


def outcome(draft: Draft, by: str, undo_of: Callable[[int], Job], refusal: type[Exception]) -> bool:
    """What came of publishing, what it changed, and the way back. `undo_of(upload)` is the job that
    takes one back. False where there is nothing to tell yet, and the steps show."""
    published = draft.work.get("publish")
    if published is None or published.key != draft.question():
        return False
    if not watch(published):
        return True
    if refused(published):
        return False
    let_go(draft)
    number = published.answer.upload_id
    undo = partial(draft.begin, "undo", number, undo_of(number), refusal)
    _published(draft, published.answer, by, undo)
    return True


def _published(draft: Draft, published: Published, by: str, undo: Callable[[], None]) -> None:
    """What was published, and the way back."""
    undoing = draft.work.get("undo")
    if undoing and not watch(undoing):
        return
    if undoing and not refused(undoing):
        done(f"Upload {published.upload_id} is withdrawn. The figures are as they were before.")
    else:
        done(published_sentence(published, by))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link("pages/spend/map.py", label="See where we spend")
        if not undoing or undoing.refusal:
            st.button("Undo", on_click=undo, key="undo")
        st.button("Bring another file", on_click=give_up, key="another-file")


def done(sentence: str) -> None:
    """Say that something was done."""
    st.html(f'<div class="lp-notice lp-done" role="status"><p>{words.escape(sentence)}</p></div>')


def published_sentence(published: Published, by: str) -> str:
    """What was published, as upload which, by whom."""
    report = published.report
    money = "" if report.kind in WITHOUT_MONEY else f", {words.pounds_exact(report.control_total)}"
    return (
        f"Published as upload {published.upload_id} by {by}: {report.file_name}, "
        f"{words.count(report.rows_accepted, 'row')}{money}, "
        f"{words.listed(list(report.organisations[:3]))}."
    )
