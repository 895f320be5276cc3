"""The worklist: whom to look up next, postcodes typed or pasted, and suppliers that may be one."""

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Protocol

import pandas as pd
import streamlit as st

from components import card, states, words
from components.card import Card
from components.tables import Column, Table, safe_text
from components.upload import draft, keep, name_field

LACKING = {
    "place": "A place",
    "size": "A size (SME or not)",
    "sector": "A sector (VCSE or not)",
}
_KNOWN = {"place": "known place", "size": "known size", "sector": "known sector"}
DEFINITION = (
    "Suppliers who were paid and of whom this is not known, the most money first, over all dates "
    "and before any strategy. People and catch-all names such as “Various” are left out: they "
    "cannot be looked up. Each row says how far the share known would rise if it and all rows "
    "above it were known."
)
FIRST = 20
_READY = "postcodes-ready"
_HEADERS = ("Organisation", "Supplier Name", "Trading Postcode", "Told By")


@dataclass(frozen=True)
class Typed:
    """A postcode as an officer gave it."""

    organisation: str
    supplier: str
    postcode: str


class Side(Protocol):
    """One of two suppliers that may be one."""

    name: str
    names_seen: Sequence[str]
    postcode: str | None
    company_number: str | None
    charity_number: str | None
    supplier_numbers: Sequence[str]
    organisations: Sequence[str]
    amount: Decimal


class Pair(Protocol):
    """Two suppliers that may be one, and in what they are alike."""

    one: Side
    other: Side
    reason: str


class Decision(Protocol):
    """What an officer said of two suppliers."""

    decision_id: int
    one_name: str
    other_name: str
    is_same: bool
    who: str
    at: str


def choose_lacking() -> str:
    """What is to be looked up: "place", "size" or "sector"; kept in the URL."""
    st.session_state.setdefault("lacking", "place")
    chosen = st.segmented_control(
        "What is not known",
        list(LACKING),
        format_func=LACKING.__getitem__,
        key="lacking",
        required=True,
        bind="query-params",
    )
    # Going back in the browser empties a bound choice for one run.
    return chosen or "place"


def to_look_up(
    figure: Callable[..., Card], found: pd.DataFrame, lacking: str, whose_spend: str
) -> Card:
    """Whom to look up next: `quality/to_look_up`."""
    return card.of_table(
        partial(figure, definition=DEFINITION),
        table(found, lacking),
        key="quality-worklist",
        title=title(found, lacking),
        subtitle=f"Suppliers of whom something is not known, in pounds, {whose_spend}",
    )


def title(found: pd.DataFrame, lacking: str) -> str:
    """What looking the first ones up would bring: "Placing these ten raises known place from 62%
    to 81%"."""
    if found.empty:
        return f"Nobody is left to look up for a {_KNOWN[lacking]}"
    first = found.iloc[min(len(found), 10) - 1]
    if words.missing(first["known_now"]) or words.missing(first["known_then"]):
        return f"{words.count(int(first['of_how_many']), 'supplier')} without a {_KNOWN[lacking]}"
    count = min(len(found), 10)
    these = "this one" if count == 1 else f"these {words.number(count)}"
    return (
        f"Looking up {these} raises {_KNOWN[lacking]} from {words.share(first['known_now'])} to "
        f"{words.share(first['known_then'])} of spend"
    )


def table(found: pd.DataFrame, lacking: str) -> Table:
    """`quality/to_look_up` as a table."""
    frame = found.assign(organisations=[words.listed(list(o)) for o in found["organisations"]])
    columns = (
        Column("name", "Supplier"),
        Column("organisations", "Paid by"),
        Column("amount", "Spend (£)", "pounds"),
        Column("would_add", "Would add (%)", "share", bar=True, absent="No share"),
        Column("known_then", f"{_KNOWN[lacking].capitalize()} then (%)", "share",
               absent="No share"),
    )  # fmt: skip
    return Table(frame, columns, "Suppliers to look up next", first=10)


def typed_in(found: pd.DataFrame) -> list[Typed]:
    """A table to type postcodes in, beside the suppliers; what was typed."""
    rows = pd.DataFrame(
        {
            "Supplier": [safe_text(name) for name in found["name"]],
            "Spend": [words.pounds_exact(amount) for amount in found["amount"]],
            "Postcode": "",
        }
    )
    edited = st.data_editor(
        rows,
        hide_index=True,
        disabled=("Supplier", "Spend"),
        # The one to fill in stands next to the name: on a phone the third is out of sight.
        column_order=("Supplier", "Postcode", "Spend"),
        column_config={
            "Postcode": st.column_config.TextColumn(max_chars=12),
            "Spend": st.column_config.TextColumn(alignment="right"),
        },
        key=f"postcodes-{draft().number}",
    )
    return [
        Typed(row["organisations"][0], row["name"], " ".join(str(postcode).split()))
        for row, postcode in zip(found.to_dict("records"), edited["Postcode"], strict=True)
        if not words.missing(postcode) and str(postcode).strip()
    ]


def pasted(text: str, organisation: str) -> tuple[list[Typed], list[str]]:
    """Lines of a supplier and its postcode, parted by a tab, comma, semicolon or just a space; and
    those lines in which no postcode was found at the end."""
    found, unread = [], []
    for line in text.splitlines():
        if not line.strip():
            continue
        parts = re.fullmatch(
            r"\s*(.+?)[\s,;\t]+([A-Za-z]{1,2}\d[A-Za-z\d]?\s*\d[A-Za-z]{2})[\s,;]*", line
        )
        if parts:
            found.append(Typed(organisation, parts[1].strip(' "'), parts[2].upper()))
        else:
            unread.append(line.strip())
    return found, unread


def as_file(typed: Sequence[Typed], by: str) -> bytes:
    """A supplier list of what was typed, to be read like any other."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_HEADERS)
    writer.writerows((t.organisation, t.supplier, t.postcode, by) for t in typed)
    return out.getvalue().encode("utf-8-sig")


class Written(io.BytesIO):
    """What was typed, as a file that the browser might have sent."""

    def __init__(self, name: str, content: bytes) -> None:
        super().__init__(content)
        self.name, self.size = name, len(content)


def bring(typed: Sequence[Typed], by: str, today: date) -> None:
    """Hand what was typed to the upload page, where it is rehearsed and published like any file."""
    name = f"postcodes-{today.isoformat()}-{words.count(len(typed), 'supplier')}.csv"
    draft().organisation = None
    keep(Written(name.replace(" ", "-"), as_file(typed, by)))
    draft().kind = "suppliers"
    st.session_state[_READY] = draft().path


def _way_on() -> None:
    """Where what was typed goes on, while it has not been published or given up."""
    path = draft().path
    if path is not None and st.session_state.get(_READY) == path:
        states.notice((f"{path.name} is ready to be checked, rehearsed and published.",))
        st.page_link("pages/upload/extract.py", label="Go on to its checks")


def type_postcodes(found: pd.DataFrame, organisations: Sequence[str]) -> None:
    """The place to type or paste postcodes, and the way on."""
    with st.container(border=True, key="type-postcodes"):
        st.html(
            '<div class="lp-step"><h2>Type or paste postcodes</h2><p>They are rehearsed and '
            "published like any file, under your name, and can be undone.</p></div>"
        )
        by = name_field()
        typed = typed_in(found.head(FIRST)) if len(found) else []
        with st.expander("Paste a list of names and postcodes", key="paste-postcodes"):
            whose = st.selectbox("Organisation", list(organisations), key="paste-organisation")
            text = st.text_area(
                "One supplier and its postcode on each line", key="pasted-postcodes", height=140
            )
            more, unread = pasted(text, whose or "")
            if unread:
                states.notice(
                    (
                        f"{words.count(len(unread), 'line')} without a postcode at the end will "
                        f"be left out, the first “{unread[0][:60]}”.",
                    )
                )
        every = [*typed, *more]
        if not by:
            st.html('<p class="lp-why">Type your name first: the history says who did it.</p>')
        st.button(
            f"Make a file of {words.count(len(every), 'postcode')}",
            on_click=bring,
            args=(every, by, date.today()),
            disabled=not (every and by),
            key="bring-postcodes",
        )
        _way_on()


def evidence(pair: Pair) -> Table:
    """Two suppliers side by side: names, place, numbers, who pays them, and how much."""
    lines = (
        ("Names seen", lambda side: "; ".join(side.names_seen)),
        ("Postcode", lambda side: side.postcode),
        ("Company number", lambda side: side.company_number),
        ("Charity number", lambda side: side.charity_number),
        ("Supplier numbers", lambda side: ", ".join(side.supplier_numbers) or None),
        ("Paid by", lambda side: words.listed(list(side.organisations))),
        ("Spend", lambda side: words.pounds_exact(side.amount)),
    )
    rows = [{"what": name, "one": of(pair.one), "other": of(pair.other)} for name, of in lines]
    columns = (
        Column("what", "Evidence"),
        Column("one", pair.one.name),
        Column("other", pair.other.name),
    )
    return Table(pd.DataFrame(rows, dtype=object), columns, f"{pair.one.name}, {pair.other.name}")


def decision_said(pair: Pair, is_same: bool) -> str:
    """What was decided, for the page once it is done."""
    now = "one" if is_same else "two"
    return f"“{pair.one.name}” and “{pair.other.name}” are {now} from now on."


def choose_twins(pairs: Sequence[Pair], by: str, decide: Callable[[Pair, bool], None]) -> None:
    """Suppliers that may be one: choose a pair, see the evidence, say what they are."""
    if not pairs:
        st.html('<p class="lp-why">No two names are alike enough to ask about.</p>')
        return
    label = {f"{n}. {pair.one.name} / {pair.other.name}": pair for n, pair in enumerate(pairs, 1)}
    st.html(
        f'<p class="lp-why">{words.count(len(pairs), "pair")}'
        f"{', those first that would bring together most money' if len(pairs) > 1 else ''}. "
        "Nothing is joined before somebody says so.</p>"
    )
    pair = label[st.selectbox("Pair", list(label), key=f"twins-{len(pairs)}")]
    st.html(f"<p>{words.escape(pair.reason)}.</p>{evidence(pair).html()}")
    with st.container(horizontal=True, gap="small"):
        for key, text, is_same in (("one", "They are one", True), ("two", "They are two", False)):
            st.button(
                text, on_click=decide, args=(pair, is_same), disabled=not by, key=f"twins-are-{key}"
            )
    if not by:
        st.html('<p class="lp-why">Type your name above first: the decision bears it.</p>')


def decided(decisions: Sequence[Decision], by: str, take_back: Callable[[int], None]) -> None:
    """What was decided, and how to take it back."""
    if not decisions:
        return
    rows = [
        {
            "names": f"{d.one_name} / {d.other_name}",
            "said": "one" if d.is_same else "two",
            "who": d.who,
            "at": d.at[:16].replace("T", " "),
        }
        for d in decisions
    ]
    columns = (
        Column("names", "Suppliers"),
        Column("said", "Are"),
        Column("who", "Said by", absent="Not recorded"),
        Column("at", "When"),
    )
    st.html(Table(pd.DataFrame(rows, dtype=object), columns, "Decisions on suppliers").html())
    by_label: Mapping[str, Decision] = {
        f"{d.decision_id}. {d.one_name} / {d.other_name}": d for d in decisions
    }
    chosen = by_label.get(
        st.selectbox(
            "Take back", list(by_label), index=None, placeholder="Choose a decision",
            key="undecide-which",
        )
    )  # fmt: skip
    st.button(
        "Let the files decide again",
        on_click=take_back,
        args=(chosen.decision_id,) if chosen else (),
        disabled=chosen is None or not by,
        key="undecide",
    )
