"""What is missing from the data, by how much money, and what to do about it."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

import pandas as pd

from components import card, words
from components.card import Card
from components.tables import Column, Table

NOTHING = (
    "No spend has been published for this choice.",
    "Bring an extract, under Data, and what is missing from it will stand here.",
)
DEFINITION = (
    "All lines that were accepted, before any strategy: what a strategy leaves out is counted here "
    "too. A place is known where a supplier's postcode is, from a supplier list, a contracts "
    "register or the extract itself. The same line may lack several things, so the rows do not "
    "add up. A rejected row is one whose money cannot be read; its money is in no figure."
)
PLACES = (
    "A full postcode is exact where a postcode directory is loaded (Data, Reference). Without one "
    "a postcode is looked up by its sector, and by its district where it gives no more. Of a "
    "sector across a border the local share carries a range. What cannot be placed stands below "
    "with its reason, and is never guessed."
)
_WHAT_TO_DO = {
    "Place not known": "Bring a supplier list or a contracts register that has postcodes; it is "
    "joined by supplier number, company number and name.",
    "Supplier redacted": "Nothing where a person is protected. See that no company is redacted.",
    "Supplier missing": "Ask for the supplier's name in every line of the extract.",
    "Date missing": "Mend the dates listed when the file was brought; bring it again, to replace.",
    "Category missing": "Ask for a procurement category (ProClass or CPV) in the extract.",
    "Directorate missing": "Ask for the directorate in every line of the extract.",
}
_REJECTED = "Mend the rejected rows, which each file's checks let you download, and bring them."
_FIELDS = {
    "Place not known": "no_place",
    "Supplier redacted": "redacted",
    "Supplier missing": "no_supplier",
    "Date missing": "no_date",
    "Category missing": "no_category",
    "Directorate missing": "no_directorate",
}


class Upload(Protocol):
    """What the history knows of an upload."""

    upload_id: int
    rows_read: int
    rows_rejected: int


def of_gaps(
    figure: Callable[..., Card],
    gaps: pd.DataFrame,
    uploads: pd.DataFrame,
    history: Sequence[Upload],
    whose_spend: str,
) -> Card:
    """What is missing and what to do about each: `quality/missing` over all dates."""
    return card.of_table(
        partial(figure, definition=DEFINITION),
        what_to_do(gaps, uploads, history),
        key="quality-gaps",
        title=title(gaps),
        subtitle=f"What is missing from the spend of {whose_spend}, in pounds, all dates",
    )


def of_places(figure: Callable[..., Card], places: pd.DataFrame, whose_spend: str) -> Card:
    """By what the places of suppliers are known: `quality/places`."""
    return card.of_table(
        partial(figure, definition=PLACES),
        places_known(places),
        key="quality-places",
        title=places_title(places),
        subtitle=f"How the places of suppliers are known, in pounds, {whose_spend}",
    )


def of_quarters(figure: Callable[..., Card], missing: pd.DataFrame, whose_spend: str) -> Card:
    """What is missing quarter by quarter: `quality/missing` by quarter."""
    return card.of_table(
        partial(figure, definition=DEFINITION),
        by_quarter(missing),
        key="quality-quarters",
        title=quarters_title(missing),
        subtitle=f"Share of each quarter's spend that lacks something, {whose_spend}",
    )


def of_uploads(
    figure: Callable[..., Card],
    uploads: pd.DataFrame,
    history: Sequence[Upload],
    whose_spend: str,
) -> Card:
    """What each upload lacks: `quality/uploads` beside what the history knows of them."""
    return card.of_table(
        partial(figure, definition=DEFINITION),
        by_upload(uploads, history),
        key="quality-uploads",
        title=uploads_title(uploads, history),
        subtitle=f"What each upload lacks, in pounds, {whose_spend}",
    )


def whose(organisations: Sequence[str] | None) -> str:
    """Whose spend is looked at, in words."""
    if organisations is None:
        return "all organisations"
    if len(organisations) > 3:
        return words.count(len(organisations), "organisation")
    return words.listed(list(organisations))


def what_to_do(gaps: pd.DataFrame, uploads: pd.DataFrame, history: Sequence[Upload]) -> Table:
    """`quality/missing` in all with what to do about each, the most money first; and the rejected
    rows of the uploads, whose money nobody knows."""
    rows = [
        {**row, "what_to_do": _WHAT_TO_DO[row["missing"]]}
        for row in gaps.sort_values("amount", ascending=False).to_dict("records")
        if row["lines"]
    ]
    numbers = set(uploads["upload_id"])
    rejected = sum(one.rows_rejected for one in history if one.upload_id in numbers)
    if rejected:
        rows.append(
            {"missing": "Rows rejected", "lines": rejected, "amount": None, "share": None,
             "what_to_do": _REJECTED}
        )  # fmt: skip
    columns = (
        Column("missing", "What is missing"),
        Column("amount", "Money (£)", "pounds"),
        Column("share", "Share of spend (%)", "share", bar=True, absent="No share"),
        Column("lines", "Lines", "count"),
        Column("what_to_do", "What to do"),
    )
    frame = pd.DataFrame(rows, columns=[c.field for c in columns], dtype=object)
    return Table(frame, columns, "What is missing and what to do")


def places_known(places: pd.DataFrame) -> Table:
    """`quality/places` as a table: by what a place is known, and why it is not."""
    columns = (
        Column("known_by", "Place known by, or why not"),
        Column("amount", "Money (£)", "pounds"),
        Column("share", "Share of spend (%)", "share", bar=True, absent="No share"),
        Column("suppliers", "Suppliers", "count"),
        Column("lines", "Lines", "count"),
    )
    known = places["is_known"].map({True: "", False: "Not known: "})
    said = (known + places["known_by"]).where(~places["is_known"], places["known_by"])
    return Table(places.assign(known_by=said), columns, "How places are known")


def places_title(places: pd.DataFrame) -> str:
    """What most of the known spend's places rest on."""
    known = places.loc[places["is_known"]]
    if known.empty:
        return "No supplier’s place is known"
    most = known.loc[known["amount"].astype(float).idxmax()]
    by = str(most["known_by"])
    if words.missing(most["share"]):
        return f"Most places are known by {by[0].lower()}{by[1:]}"
    return f"{words.share(most['share'])} of spend is placed by {by[0].lower()}{by[1:]}"


def by_quarter(missing: pd.DataFrame) -> Table:
    """`quality/missing` by quarter as one row per organisation and quarter: the share of money
    that lacks each thing."""
    rows: dict[tuple[object, object], dict[str, object]] = {}
    for row in missing.to_dict("records"):
        quarter = "No date" if words.missing(row["quarter"]) else row["quarter"]
        line = rows.setdefault(
            (row["organisation"], quarter),
            {
                "quarter": quarter,
                "organisation": row["organisation"],
                "amount": row["all_amount"],
            },
        )
        line[_FIELDS[row["missing"]]] = row["share"]
    several = missing["organisation"].nunique() > 1
    met = set(missing.loc[missing["lines"] > 0, "missing"])
    columns = (
        Column("quarter", "Quarter"),
        *([Column("organisation", "Organisation")] if several else []),
        Column("amount", "Spend (£)", "pounds"),
        *(
            Column(name, f"{missing_of} (%)", "share", absent="No share")
            for missing_of, name in _FIELDS.items()
            # A quarter has a date: what has none is a row of its own.
            if name != "no_date" and missing_of in met
        ),
    )
    fields = ["quarter", "organisation", "amount", *_FIELDS.values()]
    frame = pd.DataFrame(list(rows.values()), columns=fields, dtype=object)
    return Table(frame, columns, "What is missing, by quarter", first=12)


def by_upload(uploads: pd.DataFrame, history: Sequence[Upload]) -> Table:
    """`quality/uploads` with the rows the history says were read and rejected."""
    known = {one.upload_id: one for one in history}
    several = uploads["organisation"].nunique() > 1
    rows = [
        {
            **row,
            "read": known[row["upload_id"]].rows_read if row["upload_id"] in known else None,
            "rejected": (
                known[row["upload_id"]].rows_rejected if row["upload_id"] in known else None
            ),
        }
        for row in uploads.to_dict("records")
    ]
    columns = (
        Column("file_name", "File"),
        *([Column("organisation", "Organisation")] if several else []),
        Column("read", "Rows read", "count"),
        Column("rejected", "Rejected", "count"),
        Column("amount", "Spend (£)", "pounds"),
        *(
            Column(name, f"{missing} (£)", "pounds")
            for missing, name in _FIELDS.items()
            if any(amount != 0 for amount in uploads[name])
        ),
    )
    frame = pd.DataFrame(rows, columns=[c.field for c in columns], dtype=object)
    return Table(frame, columns, "What is missing, by upload", first=12)


def title(gaps: pd.DataFrame) -> str:
    """What is missing most, in a sentence."""
    worst = gaps.sort_values("amount", ascending=False).iloc[0]
    if not worst["lines"]:
        return "Nothing is missing from the spend"
    said = {
        "Place not known": "no known place",
        "Supplier redacted": "a redacted supplier",
        "Supplier missing": "no supplier",
        "Date missing": "no date",
        "Category missing": "no category",
        "Directorate missing": "no directorate",
    }[worst["missing"]]
    return f"{words.pounds(worst['amount'])} of {words.pounds(worst['all_amount'])} has {said}"


def rests_on(gaps: pd.DataFrame) -> str:
    """On how much the figures rest."""
    first = gaps.iloc[0]
    return (
        f"Rests on all {words.count(first['all_lines'], 'line')} received, "
        f"{words.pounds_exact(first['all_amount'])}."
    )


def quarters_title(missing: pd.DataFrame) -> str:
    """How the unknown places moved from the first quarter to the last."""
    places = missing[(missing["place"] == 1) & missing["starts_on"].notna()]
    if missing["organisation"].nunique() > 1 or len(places) < 2:
        return "What is missing, quarter by quarter"
    shares = places.sort_values("starts_on")["share"]
    return (
        f"Without a known place: {words.share(shares.iloc[0])} of spend at first, "
        f"{words.share(shares.iloc[-1])} of late"
    )


def uploads_title(uploads: pd.DataFrame, history: Sequence[Upload]) -> str:
    """How many uploads have rejected rows."""
    numbers = set(uploads["upload_id"])
    at_fault = sum(1 for one in history if one.upload_id in numbers and one.rows_rejected)
    if not at_fault:
        return f"No row was rejected in {words.count(len(numbers), 'upload')}"
    verb = "has" if at_fault == 1 else "have"
    return f"{at_fault} of {words.count(len(numbers), 'upload')} {verb} rejected rows"
