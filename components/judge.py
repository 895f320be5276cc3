"""On target, close, off target, or not judged; better, worse, or no change.

A figure may have a range, and so may its target, where it is made of another figure. A word is
given only where every end of both comes to the same one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from components import words

BETTER, WORSE, SAME, UNKNOWN = "Better", "Worse", "No change", "Not known"
# What binary fractions add to a share is no finding.
_WHISKER = 1e-9

Number = float | int | None


@dataclass(frozen=True)
class Verdict:
    """A word of `tiles.STATUS_MARKS` and, where it is "Not judged", the reason."""

    status: str
    reason: str = ""


def judge(
    lowest: Number,
    highest: Number,
    target: Number,
    tolerance: Number = None,
    *,
    higher_is_better: bool = True,
    highest_target: Number = None,
    past_it: bool = False,
) -> Verdict:
    """Judge a figure that lies between lowest and highest, in the unit of its target.

    At or past the target is on target (only past it with `past_it`), within the tolerance of it is
    close, else off target. With `highest_target` the target itself lies between the two.
    """
    if words.missing(target):
        return Verdict("Not judged", "no target is set")
    if words.missing(lowest) or words.missing(highest):
        return Verdict("Not judged", "the share is not known")
    room = 0.0 if words.missing(tolerance) else float(tolerance)
    targets = [target] if words.missing(highest_target) else [target, highest_target]
    ends = {
        _word(float(end), float(aim), room, higher_is_better, past_it)
        for end, aim in product((lowest, highest), targets)
    }
    if len(ends) == 1:
        return Verdict(ends.pop())
    return Verdict("Not judged", "places not known leave it open")


def _word(value: float, target: float, room: float, higher_is_better: bool, past_it: bool) -> str:
    gap = target - value if higher_is_better else value - target
    if gap < 0 or (gap == 0 and not past_it):
        return "On target"
    return "Close" if gap <= room + _WHISKER and room > 0 else "Off target"


def moved(now: Sequence[Number], before: Sequence[Number], tolerance: Number, polarity: str) -> str:
    """Better, worse or no change from one figure to another: (lowest, highest) of each, the same
    number twice where a figure is taken as it stands.

    A move within the tolerance is none. Where nothing is better or worse ("none"), a move is "Up"
    or "Down". "Not known" where a figure is missing or the ranges leave it open.
    """
    if any(words.missing(end) for end in (*now, *before)):
        return UNKNOWN
    room = 0.0 if words.missing(tolerance) else float(tolerance)
    ends = {_move(float(a) - float(b), room, polarity) for a, b in product(now, before)}
    return ends.pop() if len(ends) == 1 else UNKNOWN


def _move(by: float, room: float, polarity: str) -> str:
    if abs(by) <= room + _WHISKER:
        return SAME
    if polarity == "none":
        return "Up" if by > 0 else "Down"
    return BETTER if (by > 0) == (polarity == "higher") else WORSE
