"""Leaflet from our own address, so that a map asks nothing of anyone else.

The library comes with the XStatic-Leaflet package. It is copied to where Streamlit serves files
from; a map that leaves as a file carries it inside.
"""

import mimetypes
import os
import tempfile
from pathlib import Path

import xstatic.pkg.leaflet

FILES = ("leaflet.js", "leaflet.css")
PACKAGE = Path(xstatic.pkg.leaflet.BASE_DIR)


def prepare(static: Path) -> None:
    """Put Leaflet in `static`/leaflet. Safe to call again, and at once.

    Raises OSError with the file's name where the folder cannot be written.
    """
    # Windows takes types from its registry, where .js may be text, and browsers refuse to run text.
    mimetypes.add_type("text/javascript", ".js")
    mimetypes.add_type("text/css", ".css")
    for name in FILES:
        keep((PACKAGE / name).read_bytes(), static / "leaflet" / name)


def keep(content: bytes, target: Path) -> None:
    """Lay a file where the browser can fetch it, if it is not there as it should be."""
    if target.is_file() and target.read_bytes() == content:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, made = tempfile.mkstemp(dir=target.parent, prefix=f"{target.name}.")
    with os.fdopen(handle, "wb") as out:
        out.write(content)
    Path(made).chmod(0o644)
    # Replaced in one step: a browser that asks meanwhile gets the old file or the new one, whole.
    Path(made).replace(target)
