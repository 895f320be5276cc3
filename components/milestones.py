"""The actions a strategy promised: how far each is, what its dates say, which are shown."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import pandas as pd
import streamlit as st

from components import card, recorded, words
from components.card import Card
from components.filters import Filters
from components.recorded import Record
from components.tables import Column, Table
from components.theme import Palette
from components.time_line import time_line

Row = Mapping[str, object]
MakeCard = Callable[..., Card]

# The name of the open action in the address.
ACTION = "action"
OPEN = "Open an action: its detail, source and history, and the place to record its status"
NOT_RECORDED = "Status not recorded"
# Word and shape, so that colour is never the only sign.
MARKS = {
    "Done": "●",
    "Under way": "◐",
    "Not started": "○",
    "On hold": "■",
    "Dropped": "✕",
    NOT_RECORDED: "□",
}
KINDS = {
    "by": "By a date",
    "to commence": "To commence",
    "continue": "To continue",
    "none": "No date printed",
}
NOBODY = "Nobody named"
_ORDERS = {
    "As in the document": (),
    "Date": ("first_day",),
    "Owner": ("owner", "place"),
    "Status": ("status_place", "place"),
}
DEFINITION = (
    "Each action the strategy's document sets, in our words, with its owner and dates as printed. "
    "Our reading: a month begins on its first day and ends on its last; to commence and to "
    "continue give a beginning and no end. A status is what an officer recorded last, by the day "
    "it describes. Without one it is not recorded, and nothing is called overdue: a date that has "
    "passed does not say what was done."
)


@dataclass(frozen=True)
class Look:
    """Which actions are shown, and in what order; None shows all."""

    theme: str | None
    owner: str | None
    kind: str | None
    status: str | None
    find: str
    order: str

    def of(self, told: pd.DataFrame) -> pd.DataFrame:
        """The rows of `with_status` that are looked for, in order."""
        found = told
        for field, value in (
            ("theme", self.theme),
            ("owner", self.owner),
            ("kind_name", self.kind),
            ("status", self.status),
        ):
            if value is not None:
                found = found.loc[found[field] == value]
        if self.find:
            text = found[["action", "detail", "owner", "printed", "said", "note"]]
            whole = text.fillna("").astype(str).agg(" ".join, axis=1).str.casefold()
            found = found.loc[whole.str.contains(self.find.casefold(), regex=False)]
        by = _ORDERS[self.order]
        return found.sort_values(list(by), na_position="last", kind="stable") if by else found

    def address(self, chosen: Filters, action: str) -> str:
        """The address of this view with one action open."""
        held = {
            "under": self.theme,
            "owner": self.owner,
            "dates": self.kind,
            "status": self.status,
            "find": self.find or None,
            "order": None if self.order == next(iter(_ORDERS)) else self.order,
        }
        return chosen.address(**held, **{ACTION: action})


def with_status(found: pd.DataFrame, records: Sequence[Record]) -> pd.DataFrame:
    """`strategy/milestones` with the word that stands on each, our reading of its dates, and what
    is shown of them. Missing owners are said so."""
    last = recorded.standing(records)
    rows = []
    for place, read in enumerate(found.to_dict("records")):
        row = {key: None if value == "" else value for key, value in read.items()}
        word = last.get(row["milestone"])
        status = word.stands if word else NOT_RECORDED
        days = [day for day in (row["starts"], row["ends"]) if not words.missing(day)]
        rows.append(
            {
                **row,
                "place": place,
                "theme": row["theme_name"],
                "owner": row["owner"] or NOBODY,
                "kind_name": KINDS[row["kind"]],
                "name": _numbered(row),
                "printed": printed(row),
                "reading": reading(row),
                "first_day": min(days, default=None),
                "status": status,
                "status_place": [*MARKS].index(status) if status in MARKS else len(MARKS),
                "marked": f"{MARKS.get(status, '□')} {status}",
                "as_of": word.as_of if word else None,
                "said": word.note if word and word.note else None,
                "evidence": word.evidence if word and word.evidence else None,
                "who": word.who if word else None,
            }
        )
    return pd.DataFrame(rows, dtype=object)


def _numbered(row: Row) -> str:
    return row["action"] if words.missing(row["number"]) else f"{row['number']}. {row['action']}"


def printed(row: Row) -> str:
    """The dates as the document has them, between quotation marks."""
    said = [
        f"“{row[key]}”" for key in ("starts_printed", "ends_printed") if not words.missing(row[key])
    ]
    return " to ".join(said) or "No date"


def reading(row: Row) -> str:
    """Our reading of the dates printed."""
    starts, ends = row["starts"], row["ends"]
    if words.missing(starts) and words.missing(ends):
        none = words.missing(row["starts_printed"]) and words.missing(row["ends_printed"])
        return "No date is printed" if none else "No day can be read from it"
    if words.missing(ends):
        goes_on = ", then goes on" if row["kind"] == "continue" else ""
        return f"From {words.day(starts)}{goes_on}"
    if words.missing(starts):
        return f"By {words.day(ends)}"
    if ends < starts:
        return f"Ends on {words.day(ends)}, before it starts on {words.day(starts)}"
    return f"{words.day(starts)} to {words.day(ends)}"


def ask(told: pd.DataFrame) -> Look:
    """The choices over the list, all kept in the URL."""
    with st.container(key="look-actions"):
        first, second, third, fourth = st.columns(4)
        with first:
            theme = recorded.one_of("Theme", "under", "All themes", told["theme"])
        with second:
            owner = recorded.one_of("Owner", "owner", "All owners", told["owner"])
        with third:
            kind = recorded.one_of("Kind of date", "dates", "All kinds", told["kind_name"])
        with fourth:
            statuses = [status for status in MARKS if status in set(told["status"])]
            status = recorded.one_of("Status", "status", "All statuses", statuses)
        left, right = st.columns([3, 1])
        with left:
            find = st.text_input(
                "Find an action", key="find", bind="query-params", max_chars=200,
                placeholder="Part of an action, an owner or a note",
            )  # fmt: skip
        with right:
            order = st.selectbox("Sort by", list(_ORDERS), key="order", bind="query-params")
    return Look(theme, owner, kind, status, (find or "").strip(), order or next(iter(_ORDERS)))


def title(told: pd.DataFrame) -> str:
    """How many are done; how many nobody has said anything of."""
    every, known = len(told), told.loc[told["status"] != NOT_RECORDED]
    actions = words.count(every, "action")
    if known.empty:
        return f"{actions}, and no status recorded yet"
    parts = [
        f"{words.number(int((known['status'] == status).sum()))} {word}"
        for status, word in (("Under way", "under way"), ("On hold", "on hold"))
        if (known["status"] == status).any()
    ]
    done = f"{words.number(int((known['status'] == 'Done').sum()))} of {actions} done"
    left = every - len(known)
    parts += [f"{words.number(left)} without a status"] if left else []
    return ", ".join([done, *parts])


def coverage(told: pd.DataFrame) -> str:
    """Of how many a status is known, and how many have a date to be placed by."""
    known, every = int((told["status"] != NOT_RECORDED).sum()), len(told)
    undated = int(told["first_day"].isna().sum())
    said = [f"A status is recorded for {known} of {words.count(every, 'action')}."]
    if (told["owner"] == NOBODY).all():
        said.append("The document names no owner of any.")
    if undated == every:
        said.append("None has a date that can be placed, so there is no time line.")
    elif undated:
        said.append(f"{undated} have no date that can be placed, and are in the list only.")
    return " ".join(said)


def notes(plan: Row, told: pd.DataFrame, records: Sequence[Record], today: date) -> tuple[str, ...]:
    """What must not be missed: a strategy that has ended, dates that contradict themselves."""
    last = end_of(plan)
    ended = today > last and (told["status"] == NOT_RECORDED).any()
    turned = int(sum(reading(row).startswith("Ends on") for row in told.to_dict("records")))
    return (
        f"The strategy ended on {words.day(last)}. Where no status is recorded, nothing is "
        "said of what was done."
        if ended
        else "",
        f"{words.count(turned, 'action is', 'actions are')} printed as ending before starting; "
        "both dates are kept."
        if turned
        else "",
        recorded.lost(records, told["milestone"].tolist()),
    )


def end_of(plan: Row) -> date:
    """The last day of the strategy's last financial year."""
    return date(int(str(plan["last_year"])[:4]) + 1, 3, 31)


def start_of(plan: Row) -> date:
    """The first day of its first."""
    return date(int(str(plan["first_year"])[:4]), 4, 1)


def cards(
    figure: MakeCard, plan: Row, told: pd.DataFrame, look: Look, chosen: Filters, colours: Palette
) -> None:
    """The time line, where anything can be placed on one, and the list."""
    shown = look.of(told)
    of_them = "" if len(shown) == len(told) else f" Shown: {len(shown)} of {len(told)}."
    figure = partial(
        figure, coverage=coverage(told), definition=DEFINITION, table=_table(shown, _EVERYTHING)
    )
    placed = shown.loc[shown["first_day"].notna()]
    heading = title(told)
    if len(placed):
        card.show(
            figure(
                key="action-times",
                title=heading,
                subtitle="When each action was to start ▶ and to end ◆; a dotted line goes on "
                f"without an end.{of_them}",
                figure=time_line(placed, start_of(plan), end_of(plan), colours),
                alt=f"{heading}. Each action's dates are in the list below.",
            )
        )
        heading = f"{words.count(len(shown), 'action')}, with dates and status"
        figure = partial(figure, notes=())
    called = str(plan["milestones_called"]).lower()
    card.show(
        figure(
            key="actions",
            title=heading,
            subtitle=f"What {chosen.strategy_name} calls {called}. Open one for its detail, its "
            f"source and its history.{of_them}",
            figure=listing(shown, look, chosen),
            alt=heading,
        )
    )


_EVERYTHING = (
    Column("name", "Action"),
    Column("detail", "Detail", absent="None"),
    Column("theme", "Theme", absent="None"),
    Column("owner", "Owner"),
    Column("kind_name", "Kind of date"),
    Column("printed", "As printed"),
    Column("reading", "Our reading"),
    Column("starts", "Starts", "day", absent="No day"),
    Column("ends", "Ends", "day", absent="No day"),
    Column("status", "Status"),
    Column("as_of", "As of", "day", absent="Not recorded"),
    Column("said", "Note", absent="None"),
    Column("evidence", "Evidence", absent="None"),
    Column("who", "Recorded by", absent="Nobody yet"),
    Column("note", "On the document", absent="None"),
    Column("source", "Source"),
)


def _table(shown: pd.DataFrame, columns: tuple[Column, ...], stacks: bool = False) -> Table:
    return Table(shown, columns, "Actions of the strategy", stacks=stacks)


def listing(shown: pd.DataFrame, look: Look, chosen: Filters) -> Table:
    """The actions with what matters of each; a list on a phone. Where no action names an owner
    there is no column of owners."""
    rows = shown.to_dict("records")
    told = shown.assign(
        address=[look.address(chosen, row["milestone"]) for row in rows],
        standing=[_standing(row) for row in rows],
    )
    owners = () if (shown["owner"] == NOBODY).all() else (Column("owner", "Owner"),)
    columns = (
        Column("name", "Action", link="address"),
        Column("standing", "Status"),
        *owners,
        Column("printed", "As printed"),
        Column("reading", "Our reading"),
    )
    return _table(told, columns, stacks=True)


def _standing(row: Row) -> str:
    """The status with its day, who says so and why, in one cell."""
    if words.missing(row["as_of"]):
        return row["marked"]
    more = "".join(f" {row[key]}." for key in ("said", "evidence") if not words.missing(row[key]))
    return f"{row['marked']}, {words.day(row['as_of'])} ({row['who']}).{more}"


def names(told: pd.DataFrame) -> dict[str, str]:
    """Id -> name of every action."""
    return dict(zip(told["milestone"], told["name"], strict=True))


def details(told: pd.DataFrame, item: str) -> str:
    """What is known of one action, as escaped HTML."""
    row = next(row for row in told.to_dict("records") if row["milestone"] == item)
    parts = [
        f"{row['marked']}.",
        "" if words.missing(row["detail"]) else row["detail"],
        f"Owner: {row['owner']}. Dates as printed: {row['printed']}. "
        f"Our reading: {row['reading']}.",
        "" if words.missing(row["note"]) else f"Note: {row['note']}.",
        f"Source: {row['source']}.",
    ]
    said = "".join(f"<p>{words.escape(part)}</p>" for part in parts if part)
    return f'<div class="lp-how"><h3>{words.escape(row["name"])}</h3>{said}</div>'


def nothing(plan: Row) -> tuple[str, str]:
    """Why there are no actions, and what would bring some."""
    return (
        f"{words.possessive(str(plan['council']))} strategy sets no actions.",
        f"{plan['document']} gives aims and levels, and no action with a date or an owner. A "
        "strategy file that has milestones shows them here.",
    )
