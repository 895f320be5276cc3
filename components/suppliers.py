"""The list of suppliers: what is searched for, how it is sorted, and what it says."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components import card, states, words
from components.card import Card
from components.charts import ENOUGH_KNOWN, frame_of, hatch, year_labels, zero_line
from components.filters import Filters
from components.tables import Column, Table
from components.theme import ELSEWHERE, NOT_KNOWN, Palette

Row = Mapping[str, object]
MakeCard = Callable[..., Card]

# The name of a supplier's own view in the address, and those of the list's widgets.
SUPPLIER = "supplier"
SEARCH = "search"
SORT = "sort"
PAGE = "page"

PAGE_SIZE = 25
EVERY_ROW = 1_000_000_000
# How the list can be sorted: in words, and as `suppliers/ranked` takes it.
SORTS = {
    "Largest spend": ("amount", True),
    "Smallest spend": ("amount", False),
    "Name": ("name", False),
    "Most lines": ("lines", True),
    "Place": ("place", False),
}
# What a supplier may be known to be, in as few words as fit into a list.
KINDS = {
    "public_body": "public body",
    "charity": "charity",
    "cic": "CIC",
    "social_enterprise": "social enterprise",
    "co_operative": "co-operative",
    "employee_owned": "employee-owned",
}
_DEFINITION = (
    "Lines are of one supplier where they share a supplier number within an organisation, a "
    "company or charity number, or a name once case, punctuation and endings such as Ltd are set "
    "aside; a name that several companies bear joins nothing. Share is of all spend that counts, "
    "supplier named or not. Running share adds up from the largest supplier down to this one, "
    "however the list is sorted. "
)
_NUMBERS = (
    "A supplier counts once in each financial year in which it is paid. It is local where the "
    "strategy's headline tiers hold its postcode. Shares of SMEs and VCSEs are of those suppliers, "
    "and of the spend with them, of whom it is known: a blank is not a no. "
)


@dataclass(frozen=True)
class Listing:
    """What is searched for, and how the list is sorted: a key of `SORTS`."""

    search: str
    sort: str

    def params(self, page: int) -> dict[str, object]:
        """Parameters of `suppliers/ranked`, beside those of every view of spend."""
        sort, descending = SORTS[self.sort]
        return {
            "search": self.search or None,
            "sort": sort,
            "descending": descending,
            "page": page,
            "page_size": PAGE_SIZE,
        }

    def every(self) -> dict[str, object]:
        """The same for all pages at once, as they are downloaded."""
        return {**self.params(1), "page_size": EVERY_ROW}

    def address(self, chosen: Filters, **more: object) -> str:
        """The address of this list, or of a supplier opened from it."""
        sort = None if self.sort == next(iter(SORTS)) else self.sort
        return chosen.address(**{SEARCH: self.search or None, SORT: sort, **more})


LARGEST = Listing("", "Largest spend")


def ask_how() -> Listing:
    """The search box and the sorting, both kept in the URL."""
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    with left:
        search = st.text_input(
            "Find a supplier",
            key=SEARCH,
            bind="query-params",
            placeholder="Part of a name as any file spells it, or of a number",
            max_chars=200,
            on_change=_first_page,
        )
    with right:
        sort = st.selectbox(
            "Sort by", list(SORTS), key=SORT, bind="query-params", on_change=_first_page
        )
    return Listing((search or "").strip(), sort or next(iter(SORTS)))


def asked() -> Listing:
    """The same as the address says it, where the list itself is not on the page."""
    sort = st.query_params.get(SORT)
    return Listing(st.query_params.get(SEARCH, ""), sort if sort in SORTS else LARGEST.sort)


@contextmanager
def above(first: pd.DataFrame, key: str = PAGE) -> Iterator[int]:
    """Room for one page of a list, with the choice of pages under it; gives the page chosen.

    `first` is any page of the list, which says how many there are.
    """
    room = st.container()
    pages = 1 if first.empty else int(first["pages"].iloc[0])
    if st.session_state.get(key, 1) > pages:
        st.session_state[key] = 1
    page = st.pagination(pages, key=key, bind="query-params") if pages > 1 else 1
    with room:
        yield page


def _first_page() -> None:
    st.session_state[PAGE] = 1


def place(row: Row) -> str:
    """Where a supplier is, and how loosely that is known where it is."""
    if words.missing(row["place"]):
        return words.NOT_KNOWN
    said = [f"{row['place']} ({row['tier_name']})"]
    said += ["by postcode district"] if row["place_looked_up_by"] == "district" else []
    said += ["an officer's word"] if row["place_known_by"] == "officer" else []
    said += ["registered office"] if row["place_is_registered"] else []
    return ", ".join(said)


def kinds(row: Row) -> str | None:
    """What kind of body it is known to be, beside SME and VCSE: "Charity, employee-owned"."""
    said = [word for field, word in KINDS.items() if not words.missing(row[field]) and row[field]]
    text = ", ".join(said)
    return text[:1].upper() + text[1:] if text else None


def ranked(
    figure: MakeCard,
    found: pd.DataFrame,
    whole: Callable[[], pd.DataFrame],
    chosen: Filters,
    listing: Listing,
    title: str,
    places: str,
) -> Card:
    """One page of `suppliers/ranked`; `whole` asks for all of it, `places` says how a supplier
    comes to be in an area."""
    columns = (
        Column("rank", "Rank", "count"),
        Column("name", "Supplier", link="address"),
        Column("amount", "Spend (£)", "pounds"),
        Column("share", "Share (%)", "share", bar=True, absent="No share"),
        Column("running_share", "Running share (%)", "share", absent="No share"),
        Column("lines", "Lines", "count"),
        Column("where", "Place (tier)"),
        Column("sme", "SME", "yes"),
        Column("vcse", "VCSE", "yes"),
        Column("kinds", "Kind"),
    )

    def told(frame: pd.DataFrame) -> pd.DataFrame:
        rows = frame.to_dict("records")
        return frame.assign(
            where=[place(row) for row in rows],
            kinds=[kinds(row) for row in rows],
            address=[listing.address(chosen, supplier=row["supplier_key"]) for row in rows],
        )

    return card.of_table(
        figure,
        Table(told(found), columns, "Suppliers by spend", whole=lambda: told(whole())),
        key="suppliers",
        title=title,
        subtitle=which(found, chosen.span(), listing),
        definition=f"{_DEFINITION}{places}",
    )


def show_ranked(
    figure: MakeCard,
    ask: Callable[..., pd.DataFrame],
    top: pd.DataFrame,
    coverage: pd.DataFrame,
    chosen: Filters,
    places: str,
) -> None:
    """What is searched for and how it is sorted, and the page of `suppliers/ranked` that is chosen,
    which `ask` gives; `top` is its first page without a search."""
    listing = ask_how()
    with above(ask(**listing.params(1))) as page:
        found = ask(**listing.params(page))
        if found.empty:
            states.empty(*nothing_found(listing))
            return
        make = partial(figure, coverage=named(top, coverage.iloc[0]))
        title, whole = ranked_title(top, found, listing), partial(ask, **listing.every())
        card.show(ranked(make, found, whole, chosen, listing, title, places))


def ranked_title(top: pd.DataFrame, found: pd.DataFrame, listing: Listing) -> str:
    """How much the largest few take; with a search, how many of all it finds."""
    every = int(top["of_how_many"].iloc[0])
    if listing.search:
        how_many = 0 if found.empty else int(found["of_how_many"].iloc[0])
        verb = "matches" if how_many == 1 else "match"
        return f"{how_many:,} of {words.count(every, 'supplier')} {verb} “{listing.search}”"
    few = top.loc[top["rank"] == 10]
    if few.empty or words.missing(few["running_share"].iloc[0]):
        return f"{words.count(every, 'supplier')} {'is' if every == 1 else 'are'} paid"
    return f"Ten suppliers of {every:,} take {words.share(few['running_share'].iloc[0])} of spend"


def which(found: pd.DataFrame, span: str, listing: Listing) -> str:
    """What the list measures, and which part of it is on the page."""
    if found.empty:
        return f"Spend by supplier in pounds, {span}"
    row = found.iloc[0]
    first = (int(row["page"]) - 1) * PAGE_SIZE + 1
    shown = f"{first:,} to {first + len(found) - 1:,} of {int(row['of_how_many']):,}"
    return f"Spend by supplier in pounds, {span}. {listing.sort} first: {shown}".replace(
        "Name first", "By name"
    ).replace("Place first", "By place")


def named(top: pd.DataFrame, coverage: Row) -> str:
    """On how much of the spend the list rests: what has a supplier named."""
    held = top["named_amount"].iloc[0]
    share = words.share(held / coverage["amount"]) if coverage["amount"] > 0 else "all"
    rest = "" if held == coverage["amount"] else " The rest is redacted or names no supplier."
    return (
        f"Rests on {words.pounds(held)} of {words.pounds(coverage['amount'])} spend ({share}), "
        f"which names a supplier.{rest}"
    )


def nothing_found(listing: Listing) -> tuple[str, str]:
    """Why the list is empty, and what would fill it."""
    return (
        f"No supplier paid here has “{listing.search}” in a name or number in any file.",
        "Try fewer letters, another period, or all organisations. People's names are not shown, "
        "so they are not found either.",
    )


def nobody(key: str) -> tuple[str, str]:
    """Why a link opens no supplier."""
    return (
        "No supplier stands under this link.",
        f"The files it was made from may have been taken back. The link asked for “{key}”.",
    )


def _newest(found: pd.DataFrame) -> Row:
    dated = found.loc[found["financial_year"].notna()]
    return (dated if len(dated) else found).iloc[-1]


def _in_year(row: Row) -> str:
    year = row["financial_year"]
    return "without a date" if words.missing(year) else f"in {year}"


def numbers_title(found: pd.DataFrame) -> str:
    """How many suppliers the newest year has, and how many of them are local."""
    row = _newest(found)
    paid = words.count(row["suppliers"], "supplier")
    return f"{paid} {_in_year(row)}, {row['local']:,} of them local"


def places_rest_on(found: pd.DataFrame) -> str:
    """Of how many of the newest year's suppliers the place is known."""
    row = _newest(found)
    known = row["suppliers"] - row["place_not_known"]
    return f"Rests on {known:,} of {words.count(row['suppliers'], 'supplier')} with a known place."


def numbers(figure: MakeCard, found: pd.DataFrame, scope: str, colours: Palette) -> Card:
    """`suppliers/numbers_by_year`: how many are paid, and where they are."""
    columns = (
        Column("financial_year", "Year", absent="No date"),
        Column("suppliers", "Suppliers", "count"),
        Column("local", "Local", "count"),
        Column("elsewhere", "Elsewhere", "count"),
        Column("place_not_known", "Place not known", "count"),
        Column("amount", "Spend (£)", "pounds"),
    )
    return figure(
        key="supplier-numbers",
        title=numbers_title(found),
        subtitle="Suppliers paid by financial year, all periods",
        figure=numbers_chart(found, colours),
        alt=numbers_alt(found),
        table=Table(found, columns, "Suppliers paid, by year"),
        coverage=places_rest_on(found),
        definition=f"{_NUMBERS}{scope}",
    )


def kind(figure: MakeCard, found: pd.DataFrame, scope: str, flag: str) -> Card:
    """The same answer's SMEs or VCSEs (`flag` sme or vcse), with how many are not known."""
    name = flag.upper()
    columns = (
        Column("financial_year", "Year", absent="No date"),
        Column(f"{flag}_share_of_spend", "Of spend (%)", "share", absent="No share"),
        Column(f"{flag}_share_of_suppliers", "Of suppliers (%)", "share", absent="No share"),
        Column(flag, f"{name}s", "count"),
        Column(f"not_{flag}", "Not", "count"),
        Column(f"{flag}_not_known", "Not known", "count"),
        Column(f"{flag}_rests_on", "Rests on (%)", "share", absent="No share"),
    )
    return card.of_table(
        figure,
        Table(found, columns, f"{name}s among suppliers, by year"),
        key=f"supplier-{flag}",
        title=kind_title(found, flag),
        subtitle=f"{name}s, share of spend and of suppliers where it is known, all periods",
        coverage=kind_rests_on(found, flag),
        definition=f"{_NUMBERS}{scope}",
    )


def kind_title(found: pd.DataFrame, flag: str) -> str:
    """The share of the newest year; no claim from too little."""
    row = _newest(found)
    share, rests_on = row[f"{flag}_share_of_spend"], row[f"{flag}_rests_on"]
    if words.missing(share) or words.missing(rests_on) or rests_on < ENOUGH_KNOWN:
        return f"Too little is known of who is a {flag.upper()}".replace("a SME", "an SME")
    return f"{flag.upper()}s take {words.share(share)} of spend {_in_year(row)}"


def kind_rests_on(found: pd.DataFrame, flag: str) -> str:
    """On how much of the newest year's spend, and how many suppliers, the share rests."""
    row = _newest(found)
    known = row[flag] + row[f"not_{flag}"]
    return (
        f"Rests on {words.pounds(row[f'{flag}_known_amount'])} of {words.pounds(row['amount'])} "
        f"spend and {known:,} of {words.count(row['suppliers'], 'supplier')} {_in_year(row)}, of "
        "which it is known."
    )


def numbers_chart(found: pd.DataFrame, colours: Palette) -> go.Figure:
    """`suppliers/numbers_by_year` as stacked bars: local, elsewhere, place not known."""
    dated = found.loc[found["financial_year"].notna()]
    figure = frame_of(colours, height=320, showlegend=True, barmode="stack", bargap=0.35)
    years = dated["financial_year"].tolist()
    for field, name, tier in (
        ("local", "Local", 1),
        ("elsewhere", "Elsewhere", ELSEWHERE),
        ("place_not_known", "Place not known", NOT_KNOWN),
    ):
        counts = [int(value) for value in dated[field]]
        figure.add_trace(
            go.Bar(
                x=list(range(len(years))),
                y=counts,
                name=name,
                marker=hatch(colours, tier),
                hovertext=[
                    f"{year}, {name.lower()}: {words.count(how_many, 'supplier')}"
                    for year, how_many in zip(years, counts, strict=True)
                ],
                hoverinfo="text",
            )
        )
    figure.update_xaxes(
        tickvals=list(range(len(years))), ticktext=year_labels(years), tickangle=0, ticks=""
    )
    figure.update_yaxes(tickformat=",d", nticks=6)
    zero_line(figure, colours)
    return figure


def numbers_alt(found: pd.DataFrame) -> str:
    """The bars in a sentence."""
    said = [
        f"{row['financial_year']}: {row['local']:,} local, {row['elsewhere']:,} elsewhere, "
        f"{row['place_not_known']:,} not known"
        for row in found.loc[found["financial_year"].notna()].to_dict("records")
    ]
    return f"Suppliers paid by year. {'; '.join(said)}."
