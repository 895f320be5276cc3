"""What a map of areas is shaded by: values in, classes and their ranges in words out."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

import pandas as pd

from components import words
from components.theme import Palette

CLASSES = 5
# Parts of one, and of the year before: round, and the same for every council and period.
_SHARES = tuple(Decimal(step) / 100 for step in (20, 40, 60, 80))
_CHANGES = tuple(Decimal(step) / 100 for step in (-25, -5, 5, 25))


@dataclass(frozen=True)
class Shade:
    """One way to shade: `column` of the areas' frame, its `kind`, and what the map then shows.

    kind  "pounds" and "count" are parted in steps of equal proportion found in the values,
          "share" and "change" in fixed steps
    """

    name: str
    column: str
    kind: str
    measured: str


SHADES = {
    "spend": Shade("Spend", "amount", "pounds", "Spend"),
    "per-supplier": Shade("Spend per supplier", "per_supplier", "pounds", "Spend per supplier"),
    "suppliers": Shade("Number of suppliers", "suppliers", "count", "Suppliers paid"),
    "sme": Shade("SME share", "sme_share", "share", "SME share of spend of known size"),
    "change": Shade("Change on last year", "change_share", "change", "Change on the year before"),
}
_NONE = {
    "pounds": "No spend",
    "count": "No spend",
    "share": "Size of its suppliers not known",
    "change": "Nothing to compare with",
}


@dataclass(frozen=True)
class Shaded:
    """Areas in classes: `fills` are colours by class, the first for areas without one.

    classes  class by area code
    ranges   each class that has a swatch, with its range in words, from the least
    """

    shade: Shade
    classes: dict[str, int]
    fills: tuple[str, ...]
    ranges: tuple[tuple[int, str], ...]


def shaded(areas: pd.DataFrame, shade: Shade, colours: Palette) -> Shaded:
    """Areas (`spend/by_area`, with `change_share` of `spend/change_by_area` for that shade) in
    classes of one shade. Classes run from 1, the least, to 5; 0 is for what has no class and 6 for
    money that came back."""
    placed = areas.loc[areas["area_code"].notna()]
    values = {
        code: value
        for code, value in zip(placed["area_code"], placed[shade.column], strict=True)
        if not words.missing(value)
    }
    diverging = shade.kind == "change"
    ramp = colours.change if diverging else colours.ramp
    fills = (colours.land, *ramp, colours.refund)
    if shade.kind in ("share", "change"):
        limits = _CHANGES if diverging else _SHARES
        classes = {code: 1 + bisect_right(limits, Decimal(str(v))) for code, v in values.items()}
        said = _changes() if diverging else _shares()
        ranges = [(0, _NONE[shade.kind]), *enumerate(said, start=1)]
        return Shaded(shade, classes, fills, tuple(ranges))
    limits = breaks(list(values.values()))
    found = {code: class_of(value, limits) for code, value in values.items()}
    classes = {code: CLASSES + 1 if c == 0 else c for code, c in found.items() if c is not None}
    write = words.pounds if shade.kind == "pounds" else _whole
    ranges = [(0, _NONE[shade.kind]), *class_ranges(limits, write)]
    if CLASSES + 1 in classes.values():
        ranges.append((CLASSES + 1, "More came back than went out"))
    return Shaded(shade, classes, fills, tuple(ranges))


def breaks(values: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Up to four rounded numbers, rising, that part the values above nought into classes.

    Each is 1, 2 or 5 with noughts. Spend falls away steeply from a council outwards, so the
    steps are equal in proportion, not in pounds; a step that would part nothing is left out.
    """
    amounts = sorted(Decimal(value) for value in values if value > 0)
    if len(amounts) < 2:
        return ()
    low, high = float(amounts[len(amounts) // 4]), float(amounts[-1])
    steps = (low * (high / low) ** (step / CLASSES) for step in range(1, CLASSES))
    kept: list[Decimal] = []
    for step in sorted({_rounded(step) for step in steps if step > 0}):
        below = bisect_right(amounts, step - Decimal("0.01"))
        floor = bisect_right(amounts, kept[-1] - Decimal("0.01")) if kept else 0
        if floor < below < len(amounts):
            kept.append(step)
    return tuple(kept)


def _rounded(value: float) -> Decimal:
    size = Decimal(10) ** (len(str(max(int(value), 1))) - 1)
    return min((Decimal(n) * size for n in (1, 2, 5, 10)), key=lambda n: abs(float(n) - value))


def class_of(amount: Decimal | None, limits: Sequence[Decimal]) -> int | None:
    """The class of a value, 1 the least; 0 where more came back than went out; None for nothing.

    With fewer than five classes the strongest colours are used, so the most is always darkest.
    """
    if amount is None or amount == 0:
        return None
    if amount < 0:
        return 0
    return CLASSES - len(limits) + bisect_right(limits, amount)


def class_ranges(
    limits: Sequence[Decimal], write: Callable[[Decimal], str] = words.pounds
) -> list[tuple[int, str]]:
    """Each class with its range in words, from the least."""
    if not limits:
        return [(CLASSES, "Any spend")]
    first = CLASSES - len(limits)
    names = [write(limit).replace(".0", "") for limit in limits]
    ranges = [f"Under {names[0]}"]
    ranges += [f"{low} to {high}" for low, high in pairwise(names)]
    ranges.append(f"{names[-1]} and over")
    return list(enumerate(ranges, start=first))


def _whole(value: Decimal) -> str:
    return f"{int(value):,}"


def _shares() -> list[str]:
    names = [f"{int(limit * 100)}%" for limit in _SHARES]
    between = [f"{low} to {high}" for low, high in pairwise(names)]
    return [f"Under {names[0]}", *between, f"{names[-1]} and over"]


def _changes() -> list[str]:
    return [
        "Down by more than 25%", "Down 5% to 25%", "Within 5%", "Up 5% to 25%", "Up 25% and more",
    ]  # fmt: skip
