"""One place, opened on the map: over time, who is paid, for what, and each line of a file."""

from collections.abc import Callable, Mapping
from functools import partial

import pandas as pd
import plotly.graph_objects as go

from components import area_view, card, definitions, payment_lines, suppliers, words
from components.area_view import Look
from components.card import Card, Question
from components.charts import floats, frame_of, pounds_axis, zero_line
from components.filters import Filters
from components.suppliers import EVERY_ROW, PAGE_SIZE
from components.tables import Column, Table
from components.theme import Palette

Row = Mapping[str, object]
MakeCard = Callable[..., Card]
Ask = Callable[..., pd.DataFrame]

_DEFINITION = (
    "Spend that counts with suppliers placed in this area. A supplier is in an area where its "
    "postcode is, from a supplier list, a contracts register or the extract itself. "
)
_LINES = (
    "Each published line as received, with the row where it stands in its file. Lines that the "
    "strategy leaves out are listed too, so their sum can differ from the area's spend. "
)


def show(
    figure: MakeCard,
    ask: Ask,
    describe: Callable[[str], Question],
    chosen: Filters,
    look: Look,
    areas: pd.DataFrame,
    colours: Palette,
) -> None:
    """Everything about the area that is open, of those of `spend/by_area`; nothing where none is.
    `ask` asks a question, `describe` says what it is."""
    if not look.area:
        return
    row, scope = area_view.opened(areas, look), definitions.scope(chosen)
    area_view.head(row, look)
    if row is None:
        return
    of_view = {**chosen.spend_params(), **look.area_params()}
    whenever = {**chosen.spend_params(dates=False), **look.area_params()}

    def of(question: str, **parts: object) -> Card:
        parts.setdefault("coverage", rests_on(row))
        return figure(questions=(describe(question),), **parts)

    periods = ask("areas/by_period", by="quarter", **whenever)
    bought = ask("areas/categories", **of_view)
    paid = ask("areas/suppliers", first=200, **of_view)
    time = over_time(partial(of, "areas/by_period"), row, periods, scope, colours)
    kinds = categories(partial(of, "areas/categories"), row, bought, scope)
    largest = top_suppliers(
        partial(of, "areas/suppliers"), row, paid, scope, chosen.supplier_address
    )
    card.beside([time, kinds], [largest], widths=(1, 1))
    lined = {name: value for name, value in of_view.items() if name != "strategy"}
    lines_of = partial(ask, "areas/payments", **lined)
    with suppliers.above(lines_of(page=1, page_size=PAGE_SIZE), key="area-page") as page:
        lines = lines_of(page=page, page_size=PAGE_SIZE)
        whole = partial(lines_of, page=1, page_size=EVERY_ROW)
        card.show(payments(partial(of, "areas/payments"), row, lines, whole))


def rests_on(row: Row) -> str:
    """On what the figures of an area rest."""
    return (
        f"Rests on {words.count(int(row['lines']), 'line')} paid to "
        f"{words.count(int(row['suppliers']), 'supplier')} placed here."
    )


def over_time(
    figure: MakeCard, row: Row, found: pd.DataFrame, scope: str, colours: Palette
) -> Card:
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
        coverage=f"Rests on {words.count(int(found['lines'].sum()), 'line')} of all dates, paid to "
        "suppliers placed here.",
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
    return card.of_table(
        figure,
        payment_lines.table(found, f"Payments to suppliers in {row['area']}", whole),
        key="area-payments",
        title=payment_lines.title(found),
        subtitle=f"In pounds, the largest first: {payment_lines.shown(found)}",
        definition=_LINES,
        coverage=f"These lines add up to {words.pounds_exact(found.iloc[0]['all_amount'])}; "
        f"{words.pounds_exact(row['amount'])} of it counts.",
    )
