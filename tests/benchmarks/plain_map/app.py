"""The same map the plain way, as the first example of streamlit-folium would have it: the districts
with their figures go to `folium.GeoJson`, and that to `st_folium` with its defaults."""

import folium
import streamlit as st
from streamlit_folium import st_folium

import queries
from components import filters, words
from components.map_shades import SHADES, shaded
from components.theme import LIGHT

st.set_page_config(page_title="The plain way", layout="wide")
with queries.one_build():
    chosen = filters.sidebar(queries.run)
    params = chosen.spend_params()
    coverage = queries.run("spend/coverage", **params).iloc[0]
    areas = queries.run("spend/by_area", level="district", **params)

st.title("Where we spend")
st.write(f"{words.pounds(coverage['amount'])}, {chosen.span()}")

classes = shaded(areas, SHADES["spend"], LIGHT)
figures = {row["area_code"]: row for row in areas.to_dict("records") if row["amount"]}
shapes = queries.outlines("district").frame.copy()
found = [figures.get(code, {}) for code in shapes["area_code"]]
shapes["spend"] = [words.pounds_exact(row["amount"]) if row else "no spend" for row in found]
shapes["share"] = [words.share(row["share_of_known"], 1) if row else "" for row in found]
shapes["suppliers"] = [int(row["suppliers"]) if row else 0 for row in found]
shapes["colour"] = [classes.fills[classes.classes.get(code, 0)] for code in shapes["area_code"]]

land = folium.Map(location=(52.8, -1.8), zoom_start=6, tiles=None)
folium.GeoJson(
    shapes,
    style_function=lambda area: {
        "fillColor": area["properties"]["colour"],
        "fillOpacity": 1,
        "color": LIGHT.boundary,
        "weight": 0.6,
    },
    tooltip=folium.GeoJsonTooltip(["name", "spend", "share", "suppliers"]),
).add_to(land)
st_folium(land)
