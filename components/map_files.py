"""A scene as a file: a picture, shapes for a mapping program, or one page that opens offline."""

import html
import io
import json
from functools import partial
from math import cos, radians

import folium
import shapely
from branca.element import Element, MacroElement
from folium.template import Template
from folium.utilities import JsCode
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, PathPatch
from matplotlib.path import Path as Outline

from components import leaflet, words
from components.map import Scene, ring_weight

# Inches and dots: 2,000 by 1,500, sharp on a slide and on a page.
_SIZE, _DOTS = (10, 7.5), 200


def picture(drawn: Scene, title: str, subtitle: str) -> bytes:
    """A PNG with title, map, key and credit, in the scene's colours."""
    colours = drawn.colours
    figure = Figure(_SIZE, _DOTS, facecolor=colours.background)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.02, 0.08, 0.68, 0.8), facecolor=colours.background)
    frame = drawn.outlines.frame
    for code, shape in zip(frame["area_code"], frame["geometry"], strict=True):
        fill = drawn.shaded.fills[_class(drawn, code)]
        axes.add_patch(
            PathPatch(_path(shape), facecolor=fill, edgecolor=colours.boundary, linewidth=0.4)
        )
    # Each line lies on a wider one in the page's own colour, so that it shows on every fill.
    for width, colour in ((2.4, colours.background), (0, colours.ink)):
        for place, (_, ring) in enumerate(drawn.rings):
            weight = (ring_weight(place) + width) * 0.75
            style = "--" if place and not width else "-"
            axes.add_patch(
                PathPatch(
                    _path(ring), fill=False, edgecolor=colour, linewidth=weight, linestyle=style
                )
            )
    for point in drawn.points:
        axes.plot(
            point.longitude, point.latitude, "o", color=colours.chosen, alpha=0.72,
            markersize=point.radius * 0.9, markeredgecolor=colours.background,
        )  # fmt: skip
    for mark in drawn.marks:
        axes.plot(mark.longitude, mark.latitude, "o", color=colours.ink, markersize=4)
        axes.annotate(
            mark.name, (mark.longitude, mark.latitude), (6, 3), textcoords="offset points",
            color=colours.ink, fontsize=9, weight="bold", parse_math=False,
        )  # fmt: skip
    (south, west), (north, east) = drawn.bounds
    axes.set_xlim(west - 0.05, east + 0.05)
    axes.set_ylim(south - 0.03, north + 0.03)
    # A degree of longitude is shorter than one of latitude by the cosine of where it is.
    axes.set_aspect(1 / cos(radians((south + north) / 2)))
    axes.set_axis_off()
    _write(figure, drawn, title, subtitle)
    out = io.BytesIO()
    figure.savefig(out, format="png", facecolor=colours.background)
    return out.getvalue()


def _path(shape: shapely.Geometry) -> Outline:
    rings = []
    for part in getattr(shape, "geoms", [shape]):
        rings += [
            Outline(list(ring.coords), closed=True) for ring in (part.exterior, *part.interiors)
        ]
    return Outline.make_compound_path(*rings)


def _write(figure: Figure, drawn: Scene, title: str, subtitle: str) -> None:
    colours = drawn.colours
    say = partial(figure.text, parse_math=False, wrap=True)
    say(0.03, 0.945, title, fontsize=15, weight="bold", color=colours.text)
    say(0.03, 0.905, subtitle, fontsize=10, color=colours.muted)
    keys = [
        Patch(facecolor=drawn.shaded.fills[step], edgecolor=colours.zero, linewidth=0.5, label=text)
        for step, text in drawn.shaded.ranges
    ]
    keys += [
        Line2D(
            [],
            [],
            color=colours.ink,
            linewidth=ring_weight(place) * 0.75,
            label=name,
            linestyle="--" if place else "-",
        )
        for place, (name, _) in enumerate(drawn.rings)
    ]
    legend = figure.legend(
        handles=keys, loc="upper left", bbox_to_anchor=(0.71, 0.88), frameon=False, fontsize=9,
        title=drawn.shaded.shade.measured, alignment="left", labelcolor=colours.text,
    )  # fmt: skip
    legend.get_title().set_color(colours.text)
    for text in (*legend.get_texts(), legend.get_title()):
        text.set_parse_math(False)
    said = "\n".join([*drawn.unplaced, drawn.credit])
    say(0.03, 0.015, said, fontsize=6.5, color=colours.muted, va="bottom")


def geojson(drawn: Scene) -> bytes:
    """The areas in view with their figures, as GeoJSON (RFC 7946: longitude and latitude)."""
    frame = drawn.outlines.frame
    features = [
        {
            "type": "Feature",
            "id": code,
            "properties": {
                "area_code": code,
                "name": name,
                "class": _class(drawn, code),
                "says": drawn.says.get(code, "no spend"),
            },
            "geometry": json.loads(shapely.to_geojson(shape)),
        }
        for code, name, shape in zip(
            frame["area_code"], frame["name"], frame["geometry"], strict=True
        )
    ]
    whole = {"type": "FeatureCollection", "features": features}
    return json.dumps(whole, ensure_ascii=False).encode()


def _class(drawn: Scene, code: str) -> int:
    return drawn.shaded.classes.get(code, 0) if code in drawn.says else 0


class _Fitted(MacroElement):
    """Shows these corners, and again whenever the window takes another size."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        {{ this._parent.get_name() }}.fitBounds({{ this.corners|tojson }}, {padding: [18, 18]});
        {{ this._parent.get_name() }}.on("resize", function () {
            this.fitBounds({{ this.corners|tojson }}, {padding: [18, 18], animate: false});
        });
        {{ this._parent.get_name() }}.getContainer().setAttribute("role", "group");
        {{ this._parent.get_name() }}.getContainer().setAttribute(
            "aria-label", {{ this.label|tojson }});
        {% endmacro %}
        """
    )

    def __init__(self, corners: object, label: str) -> None:
        super().__init__()
        self._name = "Fitted"
        self.corners, self.label = corners, label


def page(drawn: Scene, title: str, subtitle: str) -> bytes:
    """One HTML file with the map, its key and its library inside: it opens without a network."""
    colours = drawn.colours
    land = folium.Map(
        tiles=None, zoom_start=6, min_zoom=4, max_zoom=14, zoom_snap=0.25,
        attribution_control=False, scroll_wheel_zoom=False, control_scale=True,
        dragging=JsCode("!L.Browser.mobile"),
    )  # fmt: skip
    land.default_js, land.default_css = [], []
    features = json.loads(geojson(drawn))
    for feature in features["features"]:
        about = feature["properties"]
        about["says"] = f"<b>{words.escape(about['name'])}</b>: {words.escape(about['says'])}"
    fills = drawn.shaded.fills
    folium.GeoJson(
        features,
        style_function=lambda feature: {
            "fillColor": fills[feature["properties"]["class"]],
            "fillOpacity": 1,
            "color": colours.boundary,
            "weight": 0.7,
        },
        highlight_function=lambda _: {"weight": 2, "color": colours.ink},
        tooltip=folium.GeoJsonTooltip(["says"], labels=False),
        smooth_factor=0.5,
    ).add_to(land)
    for more, colour in ((2.4, colours.background), (0.0, colours.ink)):
        for place, (_, ring) in enumerate(drawn.rings):
            weight = ring_weight(place) + more
            folium.GeoJson(
                json.loads(shapely.to_geojson(ring)),
                style_function=partial(
                    _line, colour=colour, weight=weight, dash="7 4" if place and not more else None
                ),
                interactive=False,
            ).add_to(land)
    for point in drawn.points:
        folium.CircleMarker(
            [point.latitude, point.longitude],
            radius=point.radius,
            color=colours.background,
            weight=1,
            fill=True,
            fill_color=colours.chosen,
            fill_opacity=0.72,
            tooltip=f"<b>{_in_script(point.name)}</b>: {_in_script(point.says)}",
        ).add_to(land)
    for mark in drawn.marks:
        folium.CircleMarker(
            [mark.latitude, mark.longitude],
            radius=4,
            color=colours.background,
            weight=1.5,
            fill=True,
            fill_color=colours.ink,
            fill_opacity=1,
            tooltip=folium.Tooltip(_in_script(mark.name), permanent=True),
        ).add_to(land)
    _Fitted(drawn.bounds, drawn.label).add_to(land)
    root = land.get_root()
    root.title = html.escape(title)
    script, style = ((leaflet.PACKAGE / name).read_text("utf-8") for name in leaflet.FILES)
    root.header.add_child(Element(f"<script>{script}</script><style>{style}</style>"), index=0)
    root.header.add_child(Element(f"<style>{_style(drawn)}</style>"))
    root.html.add_child(Element(_around(drawn, title, subtitle)), index=0)
    return root.render().encode()


def _line(_: object, colour: str, weight: float, dash: str | None) -> dict[str, object]:
    return {"fill": False, "color": colour, "weight": weight, "opacity": 1, "dashArray": dash}


def _in_script(text: str) -> str:
    """Text escaped for a tooltip, which folium writes between backticks: there a dollar and a brace
    would run."""
    written = words.escape(text)
    for letter, code in (("\\", "&#92;"), ("`", "&#96;"), ("$", "&#36;")):
        written = written.replace(letter, code)
    return written


def _around(drawn: Scene, title: str, subtitle: str) -> str:
    keys = "".join(
        f'<li><span style="background:{drawn.shaded.fills[step]}"></span>{html.escape(text)}</li>'
        for step, text in drawn.shaded.ranges
    )
    rings = "".join(f"<li>Outlined: {html.escape(name)}</li>" for name, _ in drawn.rings)
    rest = "".join(f"<li>{html.escape(text)}</li>" for text in drawn.unplaced)
    return (
        f"<header><h1>{html.escape(title)}</h1><p>{html.escape(subtitle)}</p>"
        f"<ul><li><b>{html.escape(drawn.shaded.shade.measured)}</b></li>{keys}{rings}{rest}</ul>"
        f"<small>{html.escape(drawn.credit)}</small></header>"
    )


def _style(drawn: Scene) -> str:
    colours = drawn.colours
    return f"""
    html, body {{ height: 100%; margin: 0; }}
    body {{ display: flex; flex-direction: column; background: {colours.background};
        color: {colours.text}; font: 15px/1.4 "Source Sans", "Segoe UI", system-ui, sans-serif; }}
    header {{ padding: 12px 18px; }}
    h1 {{ font-size: 20px; margin: 0; }} p {{ margin: 0 0 8px; color: {colours.muted}; }}
    ul {{ display: flex; flex-wrap: wrap; gap: 4px 16px; list-style: none; margin: 0; padding: 0;
        font-size: 13px; }}
    ul span {{ display: inline-block; width: 18px; height: 12px; margin-right: 6px;
        border: 1px solid {colours.zero}; vertical-align: -1px; }}
    small {{ color: {colours.muted}; }}
    .folium-map {{ position: relative !important; flex: 1; min-height: 320px; }}
    .leaflet-container {{ background: {colours.background}; }}
    .leaflet-tooltip {{ background: {colours.background}; color: {colours.text};
        border: 1px solid {colours.zero}; box-shadow: none; white-space: normal;
        width: max-content; max-width: 250px; }}
    .leaflet-tooltip::before {{ display: none; }}
    .leaflet-container path:focus {{ outline: none; }}
    """
