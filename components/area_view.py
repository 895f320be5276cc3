"""Places: at which level they are looked at, shaded by what, and which of them is open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from components import words
from components.map_shades import SHADES, Shade

Row = Mapping[str, object]

# In the address: the level, the shade, whether suppliers show, and the area that is open.
LEVEL, SHADE, CIRCLES, AREA = "areas", "shade", "circles", "area"
LEVELS = {"district": "Districts", "county": "Counties", "region": "Regions", "ward": "Wards"}
ONE = {"district": "district authority", "county": "county", "region": "region", "ward": "ward"}
MANY = {
    "district": "district authorities", "county": "counties", "region": "regions", "ward": "wards"
}  # fmt: skip
# What a place has where it is known at a level.
KNOWN = {"district": "place", "county": "place", "region": "place", "ward": "ward"}
NOT_KNOWN = "not-known"


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


def ask(levels: Sequence[str]) -> Look:
    """Level (one of those given), shade and circles, each kept in the URL, and the area that the
    URL opens."""
    st.session_state.setdefault(LEVEL, "district")
    st.session_state.setdefault(SHADE, "spend")
    with st.container(
        horizontal=True, vertical_alignment="bottom", gap="medium", key="look-places"
    ):
        level = st.segmented_control(
            "Areas",
            list(levels),
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
    # Going back in the browser empties a bound choice for one run.
    look = (level or "district", SHADES[shade or "spend"], bool(circles))
    return Look(*look, st.query_params.get(AREA))


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
    with st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
    ):
        st.html(f'<div class="lp-step"><h2 id="open-area">{words.escape(name)}</h2></div>')
        st.button("Close", on_click=close, key="close-area", type="tertiary")
    if row is None:
        st.html('<p class="lp-why">No spend of this choice is there. Choose another area.</p>')
        return
    st.html(f'<p class="lp-why">{words.escape(_about(row, look))}</p>')


def _about(row: Row, look: Look) -> str:
    share = row["share_of_known"]
    part = f", {words.share(share, 1)} of spend with a known {KNOWN[look.level]}"
    part = "" if words.missing(share) else part
    suppliers = words.count(int(row["suppliers"]), "supplier")
    wider = [] if words.missing(row["region"]) else [str(row["region"])]
    wider = [*([] if words.missing(row["county"]) else [str(row["county"])]), *wider]
    where = f" In {', '.join(dict.fromkeys(wider))}." if wider else ""
    return f"{words.pounds_exact(row['amount'])}{part}, {suppliers}.{where}"
