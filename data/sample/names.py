"""Invented firms' names: a place that does not exist, and a trade.

No two names are the same once case, punctuation, company endings, a leading "the" and the spelling
of "and" are dropped, because the warehouse then takes them for one supplier.
"""

from __future__ import annotations

from itertools import product

import numpy as np

from data.sample.categories import CATEGORIES

_FIRST = (
    "Thimble", "Bobbin", "Teasel", "Lantern", "Pebble", "Tumble", "Wobble", "Quill", "Inkle",
    "Parsnip", "Turnip", "Crumpet", "Doily", "Mitten", "Tadpole", "Dormouse", "Weevil",
    "Puddle", "Drizzle", "Muddle", "Toggle", "Goggle", "Sprocket", "Gimlet", "Spindle",
    "Treacle", "Pickle", "Dumpling", "Noodle", "Ribbon", "Whistle", "Sorrel", "Dabchick",
    "Wagtail", "Trellis", "Trinket", "Twiddle", "Waffle", "Custard", "Gherkin", "Nutmeg",
    "Pippin", "Rhubarb", "Satchel", "Tassel", "Wombat", "Zigzag", "Button", "Bauble",
    "Cobble", "Flannel", "Mallow", "Nimble", "Pumice", "Rumple", "Scuttle", "Sizzle",
    "Snuffle", "Swizzle", "Wimple",
)  # fmt: skip
_SECOND = (
    "ford", "wick", "mere", "combe", "thorpe", "hurst", "stead", "bourne", "gate", "holme",
    "croft", "dale", "worth", "shaw", "rigg", "beck", "moor", "cote", "barrow", "garth",
    "sett", "hithe", "march", "fold", "stow",
)  # fmt: skip

STEMS = tuple(first + second for first, second in product(_FIRST, _SECOND))

_SHORT = {"Limited": "Ltd", "Ltd": "Ltd", "PLC": "plc", "LLP": "LLP", "CIC": "CIC", "": ""}
_LONG = {
    "Limited": "Limited",
    "Ltd": "Limited",
    "PLC": "PLC",
    "LLP": "LLP",
    "CIC": "C.I.C.",
    "": "",
}


class NameBook:
    """Hands out names, each once, however many councils ask."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._left = {
            number: iter(rng.permutation(len(STEMS) * len(category.trades)).tolist())
            for number, category in enumerate(CATEGORIES)
        }

    def take(self, category: int) -> str:
        """A name for a firm of this category, without a company ending."""
        trades = CATEGORIES[category].trades
        stem, trade = divmod(next(self._left[category]), len(trades))
        return f"{STEMS[stem]} {trades[trade]}"


def written(name: str, ending: str, style: str) -> str:
    """A name as one council's system writes it. All styles are one supplier to the warehouse."""
    match style:
        case "capitals":
            return f"{name} {_SHORT[ending]}".rstrip().upper()
        case "long":
            return f"{name.replace('&', 'and')} {_LONG[ending]}".rstrip()
        case "dotted":
            short = _SHORT[ending]
            return f"{name} {short}{'.' if short == 'Ltd' else ''}".rstrip()
        case "the":
            return f"The {name} {_SHORT[ending]}".rstrip()
    return f"{name} {_SHORT[ending]}".rstrip()
