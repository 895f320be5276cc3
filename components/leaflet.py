"""Leaflet from our own address, so that a map asks nothing of anyone else.

The library comes with the XStatic-Leaflet package. It is copied to where Streamlit serves
files from, and folium is pointed at it once, for the whole process.
"""

import mimetypes
import os
import tempfile
from pathlib import Path

import folium
import xstatic.pkg.leaflet

FILES = ("leaflet.js", "leaflet.css")

# Relative to the page inside streamlit-folium's frame, <base>/component/<name>/index.html, so it
# holds under any server.baseUrlPath, and behind a proxy that adds a path of its own.
ADDRESS = "../../app/static/leaflet"


def prepare(static: Path) -> None:
    """Put Leaflet in `static`/leaflet and point folium at it. Safe to call again, and at once.

    Raises OSError with the file's name where the folder cannot be written.
    """
    # Windows takes types from its registry, where .js may be text, and browsers refuse to run text.
    mimetypes.add_type("text/javascript", ".js")
    mimetypes.add_type("text/css", ".css")
    package = Path(xstatic.pkg.leaflet.BASE_DIR)
    folder = static / "leaflet"
    for name in FILES:
        _copy(package / name, folder / name)
    folium.Map.default_js = [("leaflet", f"{ADDRESS}/leaflet.js")]
    folium.Map.default_css = [("leaflet_css", f"{ADDRESS}/leaflet.css")]


def _copy(source: Path, target: Path) -> None:
    content = source.read_bytes()
    if target.is_file() and target.read_bytes() == content:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, made = tempfile.mkstemp(dir=target.parent, prefix=f"{target.name}.")
    with os.fdopen(handle, "wb") as out:
        out.write(content)
    Path(made).chmod(0o644)
    # Replaced in one step: a browser that asks meanwhile gets the old file or the new one, whole.
    Path(made).replace(target)
