"""On target, close, off target, or not judged: a share with a range against a target."""

from dataclasses import dataclass

from components import words


@dataclass(frozen=True)
class Verdict:
    """A word of `tiles.STATUS_MARKS` and, where it is "Not judged", the reason."""

    status: str
    reason: str = ""


def judge(
    lowest: float | None,
    highest: float | None,
    target: float | None,
    tolerance: float | None = None,
    *,
    higher_is_better: bool = True,
) -> Verdict:
    """Judge a share that lies between lowest and highest, all of them 0 to 1.

    At or past the target is on target, within the tolerance of it is close, else off target. It is
    judged only where both ends of the range come to the same word.
    """
    if words.missing(target):
        return Verdict("Not judged", "no target is set")
    if words.missing(lowest) or words.missing(highest):
        return Verdict("Not judged", "the share is not known")
    room = 0.0 if words.missing(tolerance) else float(tolerance)
    ends = {_word(float(end), float(target), room, higher_is_better) for end in (lowest, highest)}
    if len(ends) == 1:
        return Verdict(ends.pop())
    return Verdict("Not judged", "places not known leave it open")


def _word(value: float, target: float, room: float, higher_is_better: bool) -> str:
    gap = target - value if higher_is_better else value - target
    if gap <= 0:
        return "On target"
    # A whisker past the tolerance is the arithmetic of binary fractions, not a finding.
    return "Close" if gap <= room + 1e-9 else "Off target"
