"""Local Pound: shows a council where its pound goes. Start with `streamlit run app.py`."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from streamlit.runtime.pages_manager import PagesManager

import queries
from components import filters, first_run, leaflet, theme
from components.map_ahead import Ahead
from data import publish

HERE = Path(__file__).parent

ABOUT = (
    "**Local Pound** shows a council where its pound goes: which places and suppliers it reaches, "
    "how local spend moves against the council's own targets, and how much social value its "
    "contracts secure."
)


@st.cache_resource(show_spinner=False)
def maps_are_ours() -> bool:
    """Point maps at our own copy of Leaflet, once in a process."""
    leaflet.prepare(HERE / "static")
    return True


@st.cache_resource(show_spinner=False)
def store_is_swept() -> bool:
    """Clear away what a crash left in the store, once in a process."""
    publish.sweep_now()
    return True


@st.cache_resource(show_spinner=False)
def first_fill() -> first_run.Job:
    """The one job that fills an empty store, shared by every browser."""
    return first_run.start(publish.make_ready)


def main() -> None:
    """Chrome and filters once, then the page."""
    st.set_page_config(
        page_title="Local Pound",
        page_icon=str(HERE / "components" / "icon.svg"),
        layout="wide",
        menu_items={"About": ABOUT},
    )
    maps_are_ours()
    store_is_swept()
    st.html(theme.stylesheet())
    theme.follow()
    page = st.navigation(
        {
            "Spend": [
                st.Page("pages/spend/map.py", title="Where we spend", default=True),
                st.Page(
                    "pages/spend/trend.py",
                    title="Local spend against target",
                    url_path="spend-trend",
                ),
                st.Page("pages/spend/suppliers.py", title="Suppliers", url_path="spend-suppliers"),
            ],
            "Social value": [
                st.Page(
                    "pages/social_value/secured.py",
                    title="Secured against contract value",
                    url_path="social-value-secured",
                ),
            ],
            "Strategy": [
                st.Page(
                    "pages/strategy/scorecard.py", title="Scorecard", url_path="strategy-scorecard"
                ),
                st.Page(
                    "pages/strategy/milestones.py",
                    title="Milestones and maturity",
                    url_path="strategy-milestones",
                ),
                st.Page(
                    "pages/strategy/definitions.py",
                    title="What counts as local",
                    url_path="strategy-definitions",
                ),
            ],
            "Data": [
                st.Page(
                    "pages/upload/extract.py",
                    title="Bring an extract",
                    url_path="upload-extract",
                ),
                st.Page("pages/upload/history.py", title="History", url_path="upload-history"),
                st.Page("pages/upload/quality.py", title="Data quality", url_path="upload-quality"),
                st.Page(
                    "pages/upload/reference.py", title="Reference", url_path="upload-reference"
                ),
                st.Page(
                    "pages/upload/strategies.py", title="Strategies", url_path="upload-strategies"
                ),
            ],
        },
        position="top",
    )
    if queries.is_empty() and page.url_path.startswith("upload-"):
        # Who brings the first file need not wait for figures that are invented.
        page.run()
        return
    if not publish.is_ready():
        if first_fill().ended and not first_fill().fault:
            # It was done, and something has changed since: do it again.
            first_fill.clear()
        if first_fill().fault and not queries.is_empty():
            st.error(first_run.LAST_GOOD.format(fault=first_fill().fault))
        else:
            why = first_run.EMPTY if queries.is_empty() else first_run.OUT_OF_DATE
            first_run.watch(first_fill(), why, again=first_fill.clear)
            st.stop()
    with queries.one_build():
        filters.sidebar(queries.run)
        page.run()


if __name__ == "__main__":
    main()
else:
    # The server imports this file once, before any visitor comes. A folder called "pages" would
    # make it tell the first of them, on a deep link, that the page does not exist.
    PagesManager.uses_pages_directory = False
    app = st.App(
        __file__, middleware=[Middleware(Ahead, base=st.get_option("server.baseUrlPath") or "")]
    )
