"""What counts as local: definitions side by side, what changes sides, and one of one's own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import geopandas
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components import card, words
from components.card import Card
from components.charts import ENOUGH_KNOWN, folded, frame_of
from components.filters import Filters
from components.map import own_areas
from components.tables import Column, Table
from components.theme import Palette
from components.trend import share_by_period

Row = Mapping[str, object]
MakeCard = Callable[..., Card]

# In the address: the parts of a definition of one's own, and what is compared with.
AREAS, POSTCODES, CENTRE, RADIUS, OTHER = "local-areas", "local-postcodes", "centre", "km", "other"
OWN_AREA, BORDERING, YOURS = "Own area", "Own area and bordering counties", "Your definition"
_SAME = (
    "The same spend throughout, as the chosen strategy counts it; only who is local differs. Local "
    "share is of spend with a known place. The range is what the share of all spend must lie in: "
    "places not known, and postcodes known only to the sector at a border, may fall either way. "
)
_READY = (
    "Own area is the area of the councils chosen; bordering counties adds the counties it lies in "
    "or borders, worked out from the boundaries: the two that the 2026 rule on reserving contracts "
    "for local suppliers allows, as we read it. "
)


@dataclass(frozen=True)
class Own:
    """A definition that is no strategy's: `names` are those of its areas, by code; `point` is where
    its circle lies, in degrees."""

    name: str
    names: Mapping[str, str]
    areas: tuple[str, ...] = ()
    postcode_areas: tuple[str, ...] = ()
    centre: str = ""
    radius_km: float | None = None
    point: tuple[float, float] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it holds nothing yet."""
        return not (self.areas or self.postcode_areas or self.point)

    def params(self) -> dict[str, object]:
        """Parameters of the questions about definitions."""
        latitude, longitude = self.point or (None, None)
        return {
            "area_codes": list(self.areas),
            "postcode_areas": list(self.postcode_areas),
            "latitude": latitude,
            "longitude": longitude,
            "radius_km": self.radius_km if self.point else None,
        }

    def made_of(self) -> str:
        """Its parts in words."""
        parts = [self.names.get(code, code) for code in self.areas]
        parts = parts if len(parts) <= 6 else [words.count(len(parts), "district")]
        parts += [f"postcode area {letters}" for letters in self.postcode_areas]
        if self.point:
            parts.append(f"within {self.radius_km:g} km of {self.centre}")
        return words.listed(parts) if parts else "Nothing chosen yet"


def ask(
    frame: geopandas.GeoDataFrame,
    postcode_areas: Sequence[str],
    centre_of: Callable[[str], pd.DataFrame],
) -> Own:
    """Pick areas, postcode areas and a circle, each kept in the URL. `frame`: districts;
    `centre_of` asks `definitions/centre`."""
    names = dict(zip(frame["area_code"], frame["name"], strict=True))
    first, second = st.columns(2)
    with first:
        areas = st.multiselect(
            "Areas",
            sorted(names, key=names.__getitem__),
            format_func=names.__getitem__,
            key=AREAS,
            bind="query-params",
            placeholder="Any districts",
        )
    with second:
        postcodes = st.multiselect(
            "Postcode areas",
            list(postcode_areas),
            key=POSTCODES,
            bind="query-params",
            placeholder="Such as LU",
        )
    with first:
        centre = st.text_input(
            "Round a postcode",
            key=CENTRE,
            bind="query-params",
            max_chars=10,
            placeholder="Such as SG1 1",
        )
    with second:
        radius = st.number_input(
            "Within this many kilometres",
            min_value=1.0,
            max_value=500.0,
            value=20.0,
            step=5.0,
            key=RADIUS,
            bind="query-params",
        )
    point = _point(centre, centre_of)
    typed = centre.strip().upper()
    return Own(YOURS, names, tuple(areas), tuple(postcodes), typed, radius, point)


def _point(centre: str, centre_of: Callable[[str], pd.DataFrame]) -> tuple[float, float] | None:
    if not centre.strip():
        return None
    found = centre_of(centre=centre)
    if found.empty:
        st.html(
            f'<p class="lp-why">No postcode that is known here begins with '
            f"“{words.escape(centre)}”, so there is no circle.</p>"
        )
        return None
    return float(found["latitude"].iloc[0]), float(found["longitude"].iloc[0])


def ready(
    organisations: Sequence[str],
    frame: geopandas.GeoDataFrame,
    bordering: Callable[[Sequence[str]], tuple[str, ...]],
    own: Own,
) -> dict[str, Own]:
    """The two definitions that stand ready, where the organisations are councils of an area, and
    one's own where it holds anything. `frame`: districts."""
    names = dict(zip(frame["area_code"], frame["name"], strict=True))
    codes = own_areas(organisations, frame)
    found = {}
    if codes:
        found[OWN_AREA] = Own(OWN_AREA, names, tuple(codes))
        found[BORDERING] = Own(BORDERING, names, bordering(codes))
    return found if own.is_empty else {**found, YOURS: own}


def rows(strategies: pd.DataFrame, others: Sequence[Own], in_all: Sequence[Row]) -> pd.DataFrame:
    """`definitions/of_strategies`, then the others, each with its row of `definitions/by_year` for
    the whole view."""
    columns = ["local_share", "lowest", "highest", "local", "known", "amount", "local_suppliers"]
    found = [
        {"name": row["title"] if same else row["council"], "made_of": row["headline_name"]}
        | {column: row[column] for column in columns}
        for row, same in zip(
            strategies.to_dict("records"), strategies["council"].duplicated(keep=False), strict=True
        )
    ]
    found += [
        {"name": one.name, "made_of": one.made_of()} | {column: row[column] for column in columns}
        for one, row in zip(others, in_all, strict=True)
    ]
    return pd.DataFrame(found, columns=["name", "made_of", *columns], dtype=object)


def others(made: Mapping[str, Own], strategies: pd.DataFrame, chosen: str) -> dict[str, str]:
    """What the chosen strategy's definition can be compared with, one's own first: key to name."""
    found = {name: name for name in reversed(made)}
    for row in strategies.to_dict("records"):
        if row["strategy"] != chosen:
            found[row["strategy"]] = f"{row['council']}: {row['headline_name']}"
    return found


def side_by_side(figure: MakeCard, found: pd.DataFrame, span: str, colours: Palette) -> Card:
    """All definitions, as points with their ranges."""
    columns = (
        Column("name", "Whose definition"),
        Column("made_of", "Local is"),
        Column("local_share", "Local share (%)", "share", absent="No share"),
        Column("lowest", "Lowest (%)", "share", absent="No share"),
        Column("highest", "Highest (%)", "share", absent="No share"),
        Column("local", "Local (£)", "pounds"),
        Column("local_suppliers", "Local suppliers", "count"),
    )
    return figure(
        key="definitions",
        title=title(found),
        subtitle=f"Local share of the same spend by whose definition, {span}",
        figure=chart(found, colours),
        alt=alt(found),
        table=Table(found, columns, "Local share by definition"),
        definition=f"{_SAME}{_READY}",
    )


def title(found: pd.DataFrame) -> str:
    """From which share to which, by whose definition."""
    told = found.loc[found["local_share"].notna()]
    if told.empty:
        return "Nothing here has a known place yet"
    shares = told["local_share"].astype(float)
    least, most = words.share(shares.min()), words.share(shares.max())
    if least == most:
        return f"By any of these definitions {most} is local"
    return f"Local is {least} to {most} of spend, by whose definition"


def alt(found: pd.DataFrame) -> str:
    """The shares in a sentence."""
    said = [f"{row['name']}: {words.share(row['local_share'])}" for row in found.to_dict("records")]
    return f"Local share by definition. {'; '.join(said)}."


def chart(found: pd.DataFrame, colours: Palette) -> go.Figure:
    """One line a definition: the range as a band, the share as a point where enough is known."""
    listed = found.to_dict("records")
    places = list(range(len(listed)))
    figure = frame_of(colours, height=70 + 46 * len(listed), showlegend=False)
    ranged = [(n, r) for n, r in zip(places, listed, strict=True) if not _no_range(r)]
    figure.add_trace(
        go.Bar(
            orientation="h",
            y=[place for place, _ in ranged],
            x=[float(row["highest"]) - float(row["lowest"]) for _, row in ranged],
            base=[float(row["lowest"]) for _, row in ranged],
            width=0.5,
            marker={"color": colours.band},
            hoverinfo="skip",
        )
    )
    told = [(n, r) for n, r in zip(places, listed, strict=True) if _is_told(r)]
    figure.add_trace(
        go.Scatter(
            mode="markers+text",
            x=[float(row["local_share"]) for _, row in told],
            y=[place for place, _ in told],
            text=[f" {words.share(row['local_share'])}" for _, row in told],
            textposition="middle right",
            textfont={"color": colours.text, "size": 14},
            marker={"color": colours.tiers[0], "size": 11},
            hovertext=[_hover(row) for _, row in told],
            hoverinfo="text",
        )
    )
    names = [folded(words.chart_text(str(row["name"])), 26) for row in listed]
    figure.update_yaxes(
        tickvals=places, ticktext=names, autorange="reversed", showgrid=False, ticks=""
    )
    figure.update_xaxes(range=[0, 1.06], tickformat=".0%", showgrid=True)
    return figure


def _no_range(row: Row) -> bool:
    return words.missing(row["lowest"]) or words.missing(row["highest"])


def _is_told(row: Row) -> bool:
    enough = row["amount"] > 0 and row["known"] / row["amount"] >= ENOUGH_KNOWN
    return not words.missing(row["local_share"]) and bool(enough)


def _hover(row: Row) -> str:
    return (
        f"{words.chart_text(str(row['name']))}: {words.share(row['local_share'], 1)}, "
        f"{words.pounds_exact(row['local'])} with {row['local_suppliers']:,} suppliers"
    )


def choose_other(names: Mapping[str, str]) -> str | None:
    """Which definition the strategy's is compared with, kept in the URL: a key of `names`."""
    return st.selectbox(
        "Compare with",
        list(names),
        format_func=names.__getitem__,
        key=OTHER,
        bind="query-params",
    )


def moves(figure: MakeCard, found: pd.DataFrame, other: str, chosen: Filters) -> Card:
    """`definitions/moves`: who changes sides, and the money with them."""
    columns = (
        Column("name", "Supplier", link="address"),
        Column("place", "Place"),
        Column("postcode", "Postcode"),
        Column("side", "Then"),
        Column("amount", "Spend (£)", "pounds"),
    )
    told = found.assign(
        side=["becomes local" if row else "no longer local" for row in found["becomes_local"]],
        address=[chosen.supplier_address(key) for key in found["supplier_key"]],
    )
    return card.of_table(
        figure,
        Table(told, columns, f"Suppliers who change sides by {other}", first=15, stacks=True),
        key="definition-moves",
        title=moves_title(found),
        subtitle=f"Suppliers on whom {_lower(other)} differs, by spend, {chosen.span()}",
        definition=_SAME,
    )


def _lower(name: str) -> str:
    return f"{name[0].lower()}{name[1:]}" if name in (OWN_AREA, BORDERING, YOURS) else name


def moves_title(found: pd.DataFrame) -> str:
    """How much money changes sides, and with how many suppliers."""
    if found.empty:
        return "Nobody changes sides"
    row = found.iloc[0]
    gained, lost = words.pounds(row["becomes_amount"]), words.pounds(row["ceases_amount"])
    suppliers = words.count(int(row["of_how_many"]), "supplier")
    return f"{gained} becomes local, {lost} no longer is: {suppliers} move"


def own_by_year(
    figure: MakeCard, found: pd.DataFrame, own: Own, scope: str, colours: Palette
) -> Card:
    """`definitions/by_year`: one's own definition over all years."""
    years = found.loc[found["financial_year"].notna()]
    shares = years.assign(period=years["financial_year"], months_with_data=12, months=12)
    columns = (
        Column("financial_year", "Year"),
        Column("amount", "Spend (£)", "pounds"),
        Column("known", "With a known place (£)", "pounds"),
        Column("local", "Local (£)", "pounds"),
        Column("local_share", "Local share (%)", "share", absent="No share"),
        Column("lowest", "Lowest (%)", "share", absent="No share"),
        Column("highest", "Highest (%)", "share", absent="No share"),
        Column("local_suppliers", "Local suppliers", "count"),
    )
    nothing = pd.DataFrame(columns=["tier", "kind", "value", "financial_year", "note", "source"])
    return figure(
        key="own-definition",
        title=own_title(found),
        subtitle=f"Local share where local is {own.made_of()}, by financial year",
        figure=share_by_period(shares, nothing, "", "year", colours),
        alt=own_alt(years),
        table=Table(years, columns, "Local share by your definition"),
        definition=f"{_SAME}{scope}",
    )


def own_title(found: pd.DataFrame) -> str:
    """The share of the whole view."""
    row = found.iloc[0]
    if words.missing(row["local_share"]):
        return "Nothing here has a known place yet"
    suppliers = words.count(int(row["local_suppliers"]), "supplier")
    return f"By your definition {words.share(row['local_share'])} is local, with {suppliers}"


def own_alt(years: pd.DataFrame) -> str:
    """The years in a sentence."""
    said = [
        f"{row['financial_year']}: {words.share(row['local_share'])}"
        for row in years.to_dict("records")
    ]
    return f"Local share by year. {'; '.join(said)}."


def offer_file(
    own: Own, whose: str, years: pd.DataFrame, made: Callable[..., tuple[str, bytes]]
) -> None:
    """One's own definition as a strategy file: `made(name, …)` gives its name and content."""
    span = years["financial_year"].dropna()
    if span.empty:
        return
    circle = {"centre": own.centre, "radius_km": own.radius_km} if own.point else {}
    name, content = made(
        name=f"{whose}, own definition",
        areas=own.areas,
        postcode_areas=own.postcode_areas,
        years=(span.min(), span.max()),
        **circle,
    )
    st.download_button(
        "Download it as a strategy file",
        content,
        file_name=name,
        mime="application/toml",
        key="definition-file",
        on_click="ignore",
        help="It loads as a strategy of the council's own, with targets still to be set.",
    )
