"""One supplier's own view: who it is, what is known of it and why, and each of its payments."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import pandas as pd
import streamlit as st

from components import card, payment_lines, suppliers, words
from components.card import Card
from components.suppliers import PAGE_SIZE
from components.tables import Column, Table
from components.tiles import Tile

Row = Mapping[str, object]
MakeCard = Callable[..., Card]

QUESTION = "Everything received about one supplier, whatever organisation and period are chosen."
# What can be known of a supplier, in the order in which it is said.
ATTRIBUTES = {
    "company_number": "Company number",
    "charity_number": "Charity number",
    "size": "Size",
    "sme": "SME",
    "vcse": "VCSE",
    "social_enterprise": "Social enterprise",
    "co_operative": "Co-operative",
    "employee_owned": "Employee-owned",
    "cic": "Community interest company",
    "charity": "Charity",
    "public_body": "Public body",
    "individual": "Individual",
}
# How near a line is to the supplier it speaks of.
_NEAR = {
    0: "an officer's word",
    1: "by a number it is paid under",
    2: "by its company or charity number",
    3: "by name",
    4: "by company or charity number",
    5: "by a name that it alone bears",
}
_DEFINITION = (
    "A blank is not a no: what no file says is not known. Where files differ the nearest stands: "
    "an officer, then lines that bear a number under which the supplier is paid, then those with "
    "its company or charity number, then those with its name, then registers. Of lines equally "
    "near, what most of them say; where they are even it is not known. A place where it trades "
    "goes before one where it is registered."
)
_LOOKED_UP = {
    "full postcode": "full postcode, exactly",
    "sector": "postcode sector",
    "district": "postcode district",
}
_MONEY = "Every published line of this supplier, before any strategy; refunds net off. Counted is "


def name(found: pd.DataFrame) -> str:
    """The head of the view, which is read as Markdown: the supplier's name as plain text, or the
    list's where the link opens nobody."""
    return "Suppliers" if found.empty else words.label(found["name"].iloc[0])


def back(address: str) -> None:
    """The way back to the list, as it was."""
    st.html(f'<p class="lp-back"><a href="{words.escape(address)}">Back to all suppliers</a></p>')


def tiles(one: Row, strategy: str) -> list[Tile]:
    """What it was paid, what of it counts, and when."""
    paid = one["lines"] > 0
    return [
        Tile("Received in all", words.pounds(one["amount"]), words.count(one["lines"], "line")),
        Tile("Counted", words.pounds(one["counted"]), f"By {strategy}"),
        Tile(
            "Place",
            words.NOT_KNOWN if words.missing(one["place"]) else str(one["place"]),
            "" if words.missing(one["tier_name"]) else f"Tier: {one['tier_name']}",
        ),
        Tile(
            "Last paid",
            "Never" if not paid else _month(one["last_paid"]),
            f"First in {_month(one['first_paid'])}" if paid else "In no file here",
        ),
    ]


def _month(day: object) -> str:
    return words.NOT_KNOWN if words.missing(day) else f"{day:%B %Y}"


def doubts(found: pd.DataFrame) -> tuple[str, ...]:
    """`suppliers/doubts` as sentences."""
    return tuple(f"{said.rstrip('.')}." for said in found["said"])


def rests_on(one: Row, strategy: str) -> str:
    """On how many lines the money rests, and what of it counts."""
    if not one["lines"]:
        return "Rests on no payment: it is in a supplier list or a contracts register only."
    lines = words.count(one["lines"], "line")
    return (
        f"Rests on all {lines} received, {words.pounds_exact(one['amount'])}, of which "
        f"{words.pounds_exact(one['counted'])} counts by {strategy}."
    )


def where_known(one: Row, claims: pd.DataFrame) -> str:
    """How its place is known, in sentences."""
    postcodes = claims.loc[claims["attribute"] == "postcode"]
    if postcodes.empty:
        return "No file gives a postcode."
    if words.missing(one["place"]):
        begins = "The reference has no such place."
    else:
        begins = f"Looked up by {_LOOKED_UP[one['place_looked_up_by']]}."
    begins += " An officer told it." if one["place_known_by"] == "officer" else ""
    office = " It is where it is registered, which need not be where it trades."
    return f"{begins} {why(postcodes)}{office if one['place_is_registered'] else ''}"


def why(said: pd.DataFrame) -> str:
    """What stands of one attribute and why, in plain sentences; `said` is its claims."""
    if said.empty:
        return "No file says."
    rows = said.to_dict("records")
    stands = [row for row in rows if row["stands"]]
    if not stands:
        even = [row for row in rows if row["is_nearest"]]
        return f"Not known, as equally many say each: {'; '.join(_says(row) for row in even)}."
    best = stands[0]
    parts = [f"{_says(best)}."]
    for row in rows:
        if row is best:
            continue
        less = "which is further off" if not row["is_nearest"] else "in no more lines"
        if row["value"] == best["value"]:
            parts.append(f"{_says(row)} too.")
        else:
            parts.append(f"{_says(row)}, {less}.")
    return " ".join(parts)


def _says(row: Row) -> str:
    """ "Supplier list says yes (by name; list.csv, row 3)"."""
    told_by = words.NOT_KNOWN if words.missing(row["told_by"]) else str(row["told_by"])
    told_by = told_by[:1].upper() + told_by[1:]
    notes = [_NEAR.get(int(row["nearness"]), "")]
    notes += [f"{row['times']:,} times"] if row["times"] > 1 else []
    notes += [source(row)]
    inside = "; ".join(note for note in notes if note)
    return f"{told_by} says {row['value']}" + (f" ({inside})" if inside else "")


def source(row: Row) -> str:
    """Where in which file: "list.csv, sheet Suppliers, row 3"; empty where no file says it."""
    if words.missing(row["file_name"]):
        return ""
    parts = [str(row["file_name"])]
    parts += [f"sheet {row['sheet']}"] if not words.missing(row["sheet"]) and row["sheet"] else []
    parts += [f"row {row['source_row']}"] if not words.missing(row["source_row"]) else []
    return ", ".join(parts)


def known(figure: MakeCard, one: Row, claims: pd.DataFrame) -> Card:
    """Who the supplier is and what stands of each attribute, with who says so."""
    hidden = bool(one["is_individual"])
    nowhere = words.missing(one["place"])
    postcode = "" if words.missing(one["postcode"]) else f" ({one['postcode']})"
    rows = [
        ("Names seen", "Not shown" if hidden else one["names_seen"], "As the files spell them."),
        ("Paid by", one["organisations"] or "Nobody here", "As the files say."),
        ("Supplier numbers", one["supplier_numbers"] or "None", "From its payments."),
        (
            "Place",
            f"{words.NOT_KNOWN if nowhere else one['place']}{postcode}",
            where_known(one, claims),
        ),
    ]
    for attribute, name in ATTRIBUTES.items():
        said = claims.loc[claims["attribute"] == attribute]
        stands = said.loc[said["stands"], "value"].tolist()
        rows.append((name, _value(stands), why(said)))
    columns = (Column("what", "What"), Column("value", "What stands"), Column("why", "Why"))
    frame = pd.DataFrame(rows, columns=[column.field for column in columns], dtype=object)
    told = sum(row[1] != words.NOT_KNOWN for row in rows[3:])
    return card.of_table(
        figure,
        Table(frame, columns, "What is known of this supplier"),
        key="supplier-known",
        title=f"{told} of {len(rows) - 3} things are known of it",
        subtitle="What stands, who says so, and what others say",
        coverage=_told_in(claims),
        definition=_DEFINITION,
    )


def _told_in(claims: pd.DataFrame) -> str:
    files = claims["file_name"].nunique()
    if not files:
        return "Rests on the names and numbers of its payments; no file says more."
    return f"Rests on what {words.count(files, 'file')} {'says' if files == 1 else 'say'} of it."


def _value(stands: Sequence[str]) -> str:
    return stands[0][:1].upper() + stands[0][1:] if stands else words.NOT_KNOWN


def by_year(figure: MakeCard, found: pd.DataFrame, counted: str) -> Card:
    """`suppliers/paid_by` year, as a table."""
    found = found.rename(columns={"part": "financial_year"})
    several = found["organisation"].nunique() > 1
    columns = (
        Column("financial_year", "Year", absent="No date"),
        *([Column("organisation", "Organisation")] if several else []),
        Column("amount", "Received (£)", "pounds"),
        Column("counted", "Counted (£)", "pounds"),
        Column("lines", "Lines", "count"),
    )
    years = found["financial_year"].nunique()
    return card.of_table(
        figure,
        Table(found, columns, "Payments by year", total=_total(found, "financial_year")),
        key="supplier-years",
        title=f"Paid in {words.count(years, 'financial year')}",
        subtitle="Received in pounds, by financial year",
        definition=f"{_MONEY}{counted}",
    )


def by_category(figure: MakeCard, found: pd.DataFrame, counted: str) -> Card:
    """`suppliers/paid_by` category, as a table."""
    found = found.rename(columns={"part": "category"})
    columns = (
        Column("category", "Category"),
        Column("amount", "Received (£)", "pounds"),
        Column("counted", "Counted (£)", "pounds"),
        Column("lines", "Lines", "count"),
    )
    top = found["category"].iloc[0]
    return card.of_table(
        figure,
        Table(found, columns, "Payments by category", total=_total(found, "category"), first=12),
        key="supplier-categories",
        title="No category is stated" if top == "Not stated" else f"Most is for {top}",
        subtitle="Received in pounds, by category",
        definition=f"{_MONEY}{counted}",
    )


def _total(found: pd.DataFrame, name: str) -> dict[str, object]:
    return {name: "All", **{field: found[field].sum() for field in ("amount", "counted", "lines")}}


def contracts(figure: MakeCard, found: pd.DataFrame) -> Card:
    """`suppliers/contracts`."""
    columns = (
        Column("title", "Contract", absent="No title"),
        Column("reference", "Reference", absent="None"),
        Column("organisation", "Organisation"),
        Column("suppliers", "Suppliers"),
        Column("award_date", "Awarded", "day"),
        Column("contract_value", "Value (£)", "pounds"),
        Column("paid_under_it", "Paid under it (£)", "pounds", absent="Nothing named"),
        Column("file_name", "File"),
        Column("source_row", "Row", "count"),
    )
    return card.of_table(
        figure,
        Table(found, columns, "Contracts of this supplier", first=12),
        key="supplier-contracts",
        title=f"It has {words.count(len(found), 'contract')}",
        subtitle="Contracts that name it, or that its payments name; value in pounds",
        coverage=f"Rests on {words.count(len(found), 'contract')}, of which "
        f"{found['contract_value'].notna().sum():,} have a known value.",
        definition="A contract stands here where the register names this supplier, or where a "
        "payment to it bears the contract's reference. Values are as registered.",
    )


def payments(
    figure: MakeCard, one: Row, found: pd.DataFrame, whole: Callable[[], pd.DataFrame]
) -> Card:
    """One page of `suppliers/payments`; `whole` asks for all of them."""
    # A column that would say the same in every line is left out.
    same = {
        "organisation": "; " not in str(one["organisations"]),
        "supplier_named": "; " not in str(one["names_seen"]),
    }
    return card.of_table(
        figure,
        payment_lines.table(found, "Payments to this supplier", whole, same),
        key="supplier-payments",
        title=payment_lines.title(found),
        subtitle=f"In pounds, the newest first: {payment_lines.shown(found)}",
        definition="Each published line as received, with the row where it stands in its file.",
    )


def show_payments(figure: MakeCard, one: Row, ask: Callable[..., pd.DataFrame]) -> None:
    """The page of `suppliers/payments` that is chosen; `ask` takes a page and how long it is."""
    with suppliers.above(ask(page=1, page_size=PAGE_SIZE), key="lines") as page:
        lines = ask(page=page, page_size=PAGE_SIZE)
        whole = partial(ask, page=1, page_size=suppliers.EVERY_ROW)
        card.show(payments(figure, one, lines, whole))
