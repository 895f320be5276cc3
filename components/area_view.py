"""Places: at which level they are looked at, shaded by what, and one of them down to the row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components import card, words
from components.card import Card
from components.charts import floats, frame_of, pounds_axis, zero_line
from components.map_shades import SHADES, Shade
from components.suppliers import PAGE_SIZE
from components.tables import Column, Table
from components.theme import Palette

Row = Mapping[str, object]
MakeCard = Callable[..., Card]

# In the address: the level, the shade, whether suppliers show, and the area that is open.
LEVEL, SHADE, CIRCLES, AREA = "areas", "shade", "circles", "area"
LEVELS = {"district": "Districts", "county": "Counties", "region": "Regions"}
ONE = {"district": "district authority", "county": "county", "region": "region"}
NOT_KNOWN = "not-known"
_DEFINITION = (
    "Spend that counts with suppliers placed in this area. A supplier is in an area where its "
    "postcode is, from a supplier list, a contracts register or the extract itself. "
)
_LINES = (
    "Each published line as received, with the row where it stands in its file. Lines that the "
    "strategy leaves out are listed too, so their sum can differ from the area's spend. "
)


@dataclass(frozen=True)
class Look:
    """How places are looked at. `area` is the code of the one that is open, None for none."""

    level: str
    shade: Shade
    circles: bool
    area: str | None

    def area_params(self) -> dict[str, object]:
        """Parameters of the questions about the open area."""
        return {"level": self.level, "area_code": None if self.area == NOT_KNOWN else self.area}


def ask() -> Look:
    """Level, shade and circles, each kept in the URL, and the area that the URL opens."""
    st.session_state.setdefault(LEVEL, "district")
    st.session_state.setdefault(SHADE, "spend")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        level = st.segmented_control(
            "Areas",
            list(LEVELS),
            format_func=LEVELS.__getitem__,
            key=LEVEL,
            required=True,
            bind="query-params",
            on_change=close,
        )
        shade = st.selectbox(
            "Shade by",
            list(SHADES),
            format_func=lambda key: SHADES[key].name,
            key=SHADE,
            bind="query-params",
            width=240,
        )
        circles = st.toggle("Suppliers as circles", key=CIRCLES, bind="query-params")
    return Look(level, SHADES[shade], circles, st.query_params.get(AREA))


def choose(code: str) -> None:
    """Open an area, or close the one that is open."""
    if st.query_params.get(AREA) == code:
        close()
    else:
        st.query_params[AREA] = code
        st.session_state.pop("area-page", None)


def close() -> None:
    """Open no area."""
    st.query_params.pop(AREA, None)


def opened(areas: pd.DataFrame, look: Look) -> Row | None:
    """The row of `spend/by_area` that is open; None where none is, or it has no spend here."""
    if look.area is None:
        return None
    code = areas["area_code"]
    found = areas.loc[code.isna() if look.area == NOT_KNOWN else code.eq(look.area).fillna(False)]
    return None if found.empty else found.iloc[0]


def head(row: Row | None, look: Look) -> None:
    """The name of the open area, and the way to close it."""
    name = "That area" if row is None else str(row["area"])
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.html(f'<div class="lp-step"><h2 id="open-area">{words.escape(name)}</h2></div>')
        st.button("Close", on_click=close, key="close-area", type="tertiary")
    if row is None:
        st.html('<p class="lp-why">No spend of this choice is there. Choose another area.</p>')
        return
    st.html(f'<p class="lp-why">{words.escape(_about(row))}</p>')


def _about(row: Row) -> str:
    share = row["share_of_known"]
    part = "" if words.missing(share) else f", {words.share(share, 1)} of spend with a known place"
    suppliers = words.count(int(row["suppliers"]), "supplier")
    wider = [] if words.missing(row["region"]) else [str(row["region"])]
    wider = [*([] if words.missing(row["county"]) else [str(row["county"])]), *wider]
    where = f" In {', '.join(dict.fromkeys(wider))}." if wider else ""
    return f"{words.pounds_exact(row['amount'])}{part}, {suppliers}.{where}"


def over_time(figure: MakeCard, row: Row, found: pd.DataFrame, scope: str, colours: Palette) -> Card:
    """`areas/by_period` by quarter."""
    columns = (
        Column("period", "Quarter"),
        Column("amount", "Spend (£)", "pounds"),
        Column("suppliers", "Suppliers", "count"),
        Column("lines", "Lines", "count"),
    )
    return figure(
        key="area-time",
        title=_time_title(found),
        subtitle=f"Spend with suppliers in {row['area']} by quarter, all dates",
        figure=time_chart(found, colours),
        alt=_time_alt(found),
        table=Table(found, columns, f"Spend in {row['area']} by quarter"),
        definition=f"{_DEFINITION}{scope}",
    )


def _time_title(found: pd.DataFrame) -> str:
    if len(found) < 2:
        return words.count(len(found), "quarter") + " with spend"
    most = found.loc[found["amount"].astype(float).idxmax()]
    return f"Most in {most['period']}: {words.pounds(most['amount'])}"


def _time_alt(found: pd.DataFrame) -> str:
    said = [f"{row['period']}: {words.pounds(row['amount'])}" for row in found.to_dict("records")]
    return f"Spend by quarter. {'; '.join(said)}."


def time_chart(found: pd.DataFrame, colours: Palette) -> go.Figure:
    """`areas/by_period` as bars from nought, over time."""
    figure = frame_of(colours, height=260, bargap=0.25)
    hover = [
        f"{row['period']}: {words.pounds_exact(row['amount'])}, "
        f"{words.count(int(row['suppliers']), 'supplier')}"
        for row in found.to_dict("records")
    ]
    figure.add_trace(
        go.Bar(
            x=[period.isoformat() for period in found["starts_on"]],
            y=floats(found["amount"]),
            marker={"color": colours.tiers[0]},
            hovertext=hover,
            hoverinfo="text",
        )
    )
    figure.update_xaxes(type="date", tickangle=0, nticks=7)
    pounds_axis(figure, "y", found["amount"])
    zero_line(figure, colours)
    return figure


def top_suppliers(
    figure: MakeCard, row: Row, found: pd.DataFrame, scope: str, address: Callable[[str], str]
) -> Card:
    """`areas/suppliers`: the largest, each with the way to its own view."""
    columns = (
        Column("name", "Supplier", absent="Not named", link="address"),
        Column("amount", "Spend (£)", "pounds"),
        Column("share", "Share (%)", "share", bar=True, absent="No share"),
        Column("lines", "Lines", "count"),
    )
    many = int(found["of_how_many"].iloc[0]) if len(found) else 0
    links = [None if words.missing(key) else address(key) for key in found["supplier_key"]]
    return card.of_table(
        figure,
        Table(found.assign(address=links), columns, f"Suppliers in {row['area']}", first=12),
        key="area-suppliers",
        title=_suppliers_title(found, many),
        subtitle=f"Spend in pounds, the largest of {many:,}",
        definition=f"{_DEFINITION}{scope}",
    )


def _suppliers_title(found: pd.DataFrame, many: int) -> str:
    if found.empty or words.missing(found["share"].iloc[0]):
        return f"{words.count(many, 'supplier')} paid"
    first = found.iloc[0]
    name = "Money without a name" if words.missing(first["name"]) else first["name"]
    return f"{name} takes {words.share(first['share'])}"


def categories(figure: MakeCard, row: Row, found: pd.DataFrame, scope: str) -> Card:
    """`areas/categories`."""
    columns = (
        Column("category", "Category"),
        Column("amount", "Spend (£)", "pounds"),
        Column("share", "Share (%)", "share", bar=True, absent="No share"),
        Column("suppliers", "Suppliers", "count"),
    )
    top = found["category"].iloc[0] if len(found) else "Not stated"
    return card.of_table(
        figure,
        Table(found, columns, f"What is bought in {row['area']}", first=12),
        key="area-categories",
        title="Most has no category" if top == "Not stated" else f"Most is for {top}",
        subtitle="Spend in pounds, by category",
        definition=f"{_DEFINITION}{scope}",
    )


def payments(
    figure: MakeCard, row: Row, found: pd.DataFrame, whole: Callable[[], pd.DataFrame]
) -> Card:
    """One page of `areas/payments`; `whole` asks for all of them."""
    rows = found.iloc[0]
    columns = (
        Column("payment_date", "Date", "day"),
        Column("organisation", "Organisation"),
        Column("supplier_named", "Named as"),
        Column("category", "Category", absent="Not stated"),
        Column("amount", "Amount (£)", "pounds"),
        Column("file_name", "File"),
        Column("sheet", "Sheet", absent=""),
        Column("source_row", "Row", "count"),
    )
    if all(words.missing(sheet) or sheet == "" for sheet in found["sheet"]):
        columns = tuple(column for column in columns if column.field != "sheet")
    first = (int(rows["page"]) - 1) * PAGE_SIZE + 1
    shown = f"{first:,} to {first + len(found) - 1:,} of {int(rows['of_how_many']):,}"
    return card.of_table(
        figure,
        Table(found, columns, f"Payments to suppliers in {row['area']}", whole=whole),
        key="area-payments",
        title=words.count(int(rows["of_how_many"]), "payment line"),
        subtitle=f"In pounds, the largest first: {shown}",
        definition=_LINES,
        coverage=f"These lines add up to {words.pounds_exact(rows['all_amount'])}; "
        f"{words.pounds_exact(row['amount'])} of it counts.",
    )
