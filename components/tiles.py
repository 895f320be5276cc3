"""Headline tiles: at most four in a row, of one height, on one baseline."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from components import words

# Word and shape, so that colour is never the only sign.
STATUS_MARKS = {"On target": "●", "Close": "▲", "Off target": "■", "Not judged": "○"}
STATUS_CLASSES = {
    "On target": "good",
    "Close": "amber",
    "Off target": "bad",
    "Not judged": "muted",
}


@dataclass(frozen=True)
class Tile:
    """One headline: label, value large, the target with its status word, a small line.

    `status` is a key of `STATUS_MARKS`, or empty where nothing is to be judged.
    """

    label: str
    value: str
    note: str = ""
    target: str = ""
    status: str = ""


def html(tiles: Sequence[Tile]) -> str:
    """The row as a list of escaped HTML."""
    return f'<ul class="lp-tiles">{"".join(_tile(tile) for tile in tiles)}</ul>'


def show(tiles: Sequence[Tile]) -> None:
    """Set a row of tiles on the page."""
    st.html(html(tiles))


def _tile(tile: Tile) -> str:
    status = ""
    if tile.target or tile.status:
        mark = ""
        if tile.status:
            look = STATUS_CLASSES[tile.status]
            sign = STATUS_MARKS[tile.status]
            mark = f'<span class="lp-status lp-{look}">{sign} {words.escape(tile.status)}</span>'
        status = f'<p class="lp-target">{words.escape(tile.target)} {mark}</p>'
    return (
        f'<li><p class="lp-label">{words.escape(tile.label)}</p>'
        f'<p class="lp-value">{words.escape(tile.value)}</p>'
        f'{status}<p class="lp-note">{words.escape(tile.note)}</p></li>'
    )
