"""The scorecard as it stands on the page: one row to a measure, set as HTML."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import pandas as pd

from components import tiles, words
from components.judge import BETTER, SAME, WORSE
from components.measured import QUARTER, WORKED_OUT, YEAR, Figure
from components.scorecard import Line, Move
from components.tables import Column, Table

COMMENTARY, ACTION = "commentary", "corrective action"
# An arrow says where the figure went; the word says whether that is good.
_ARROWS = {1: "↑", -1: "↓", 0: ""}
_MOVE_LOOKS = {BETTER: "good", WORSE: "bad"}
_PERIODS_DRAWN = 12
_HIGH = 28  # pixels

_THINGS = {
    "measures/suppliers": "suppliers",
    "measures/awards": "contracts",
    "measures/weighting": "contracts",
    "measures/social_value": "contracts",
    "social_value/secured_by_year": "contracts",
}
_KNOWN = {
    "local": "with a known place",
    "sme": "of known size",
    "vcse": "of known sector",
}
_KNOWN_OF = {
    "spend/local_share": _KNOWN["local"],
    "social_value/secured_by_year": "with social value recorded; the rest count as none",
    "measures/social_value": "with social value recorded; the rest count as none",
    "measures/weighting": "with a weighting recorded",
    "measures/register": "with a known supplier and a register sent",
}
GROUPS = {"Theme": "theme", "Verdict": "verdict", "No groups": ""}
SORTS = {"As in the strategy": "place", "Off target first": "verdict", "Name": "name"}
_VERDICTS = ("Off target", "Close", "On target", "Not judged")


class Written(Protocol):
    """What an officer wrote of a measure; `kind` is commentary or corrective action."""

    measure: str
    period: str
    kind: str
    text: str
    who: str
    at: str


@dataclass(frozen=True)
class Board:
    """Lines as they are grouped and sorted, with what was written beside them, the latest first;
    `address` gives where a measure's name leads."""

    groups: tuple[tuple[str, tuple[Line, ...]], ...]
    texts: Sequence[Written]
    address: Callable[[str], str]

    def html(self) -> str:
        """The rows as one table; on a phone each row is a block of its own."""
        heads = ("Measure", "Actual", "Target", "Verdict", "Direction of travel", "Trend")
        head = "".join(f'<th scope="col">{name}</th>' for name in heads)
        body = ""
        for name, lines in self.groups:
            if name:
                body += (
                    f'<tbody><tr class="lp-group"><th scope="colgroup" colspan="{len(heads)}">'
                    f"{words.escape(name)}</th></tr></tbody>"
                )
            body += "".join(self._row(line) for line in lines)
        return (
            '<div class="lp-board" tabindex="0" role="region" aria-label="Measures"><table>'
            f'<caption class="lp-hidden">Measures</caption><thead><tr>{head}</tr></thead>'
            f"{body}</table></div>"
        )

    def _row(self, line: Line) -> str:
        actual, target = line.in_words()
        name = words.escape(line.name)
        link = f'<a href="{words.escape(self.address(line.id))}">{name}</a>'
        cells = (
            ("Measure", f"{link}{_small(rests_on(line))}"),
            ("Actual", f"{words.escape(actual or 'Nothing yet')}{_small(said_by(line))}"),
            ("Target", words.escape(target) or _small("No target")),
            ("Verdict", verdict(line)),
            ("Direction of travel", moves(line.moves)),
            ("Trend", spark(line)),
        )
        first, *rest = (f'<td data-head="{head}">{cell}</td>' for head, cell in cells)
        said = self._said(line)
        first = first.replace("<td ", '<th scope="row" ', 1).replace("</td>", "</th>")
        return f"<tbody><tr>{first}{''.join(rest)}</tr>{said}</tbody>"

    def _said(self, line: Line) -> str:
        found = []
        for kind in (COMMENTARY, ACTION):
            latest = next((t for t in self.texts if (t.measure, t.kind) == (line.id, kind)), None)
            if latest:
                found.append(written(latest))
        if not found:
            return ""
        return f'<tr class="lp-said-row"><td colspan="6">{"".join(found)}</td></tr>'


def written(text: Written) -> str:
    """A commentary or a corrective action, with who wrote it when, and of which period."""
    of = f" on {text.period}" if text.period else ""
    by = f"{text.kind.capitalize()}{of}, {text.who}, {words.moment(text.at)}"
    return f'<p class="lp-wrote">{words.escape(text.text)}{_small(by)}</p>'


def _small(text: str) -> str:
    return f'<span class="lp-small">{words.escape(text)}</span>' if text else ""


def said_by(line: Line) -> str:
    """The period of the newest figure, and where it is from if it was not worked out here."""
    if line.actual is None:
        return "It is read in: no reading yet" if line.is_read_in else "No whole period in the data"
    period = line.actual.period
    return period if line.actual.origin == WORKED_OUT else f"{period}, {line.actual.origin}"


def rests_on(line: Line) -> str:
    """On how much the newest figure rests, in a few words; "" where that is all there is."""
    figure = line.actual
    if figure is None or figure.known_share is None:
        return ""
    query, params = str(line.measure["query"]), str(line.measure["params"])
    kind = next((said for kind, said in _KNOWN.items() if f'"{kind}"' in params), "")
    kind = _KNOWN_OF.get(query, kind)
    thing = _THINGS.get(query)
    if not kind:
        return f"Rests on {_amount(figure.whole, thing)}"
    share = words.share(figure.known_share)
    known, whole = (
        _amount(figure.known, None if thing is None else ""),
        _amount(figure.whole, thing),
    )
    return f"Rests on {known} of {whole} ({share}) {kind}"


def _amount(value: object, thing: str | None) -> str:
    if thing is None:
        return words.pounds(value)
    return f"{words.number(int(value))} {thing}".strip()


def verdict(line: Line) -> str:
    """The verdict in shape and word, with the reason where there is none."""
    status = line.verdict.status
    reason = line.verdict.reason
    return mark(status) + _small(f"{reason[:1].upper()}{reason[1:]}")


def mark(status: str) -> str:
    """A status in shape, word and colour."""
    look, sign = tiles.STATUS_CLASSES[status], tiles.STATUS_MARKS[status]
    return f'<span class="lp-status lp-{look}">{sign} {words.escape(status)}</span>'


def moves(found: Sequence[Move]) -> str:
    """Each move as an arrow and a word, with the period it is counted from; above them the quarter
    that moved, since the figure beside may be of a year."""
    if not found:
        return _small("Nothing to compare with")
    said = [_small(found[0].of)]
    for move in found:
        look = _MOVE_LOOKS.get(move.word, "muted")
        arrow = "→" if move.word == SAME else _ARROWS[move.way]
        word = f'<b class="lp-{look}">{arrow} {words.escape(move.word)}</b>'.replace("> ", ">")
        said.append(f'<span class="lp-move">{word} {words.escape(since(move))}</span>')
    return "".join(said)


def since(move: Move) -> str:
    """What a move is counted from: "than 2022/23 Q4", "since 2022/23 Q4"."""
    return f"{'than' if move.word in (BETTER, WORSE) else 'since'} {move.since}"


def drawn(line: Line) -> tuple[Figure, ...]:
    """The figures of the small trend: years, or quarters where there are none."""
    until = line.actual.ends_on if line.actual else None
    for kind in (YEAR, QUARTER):
        found = [
            f
            for f in line.figures
            if f.kind == kind and f.is_whole and not words.missing(f.value)
            and (until is None or f.ends_on <= until)
        ]  # fmt: skip
        if found:
            return tuple(found[-_PERIODS_DRAWN:])
    return ()


def trend_in_words(line: Line) -> str:
    """The small trend for who cannot see it: each period with its figure."""
    said = [f"{f.period} {f.said(line.unit)}" for f in drawn(line)]
    return f"{line.name}: {', '.join(said)}"


def spark(line: Line) -> str:
    """A bar to each year from nought, the newest marked, with a gap where a year is missing. Hollow
    where too little is known for the figure itself."""
    found = drawn(line)
    if len(found) < 2:
        return _small("Too few for a trend")
    step = 12 if found[0].kind == YEAR else 3
    first = _months(found[0])
    at = {(_months(f) - first) // step: f for f in found}
    values = [float(f.value) for f in found]
    top, bottom = max(0.0, *values), min(0.0, *values)
    size = (top - bottom) or 1.0
    bars = ""
    for place in range(max(at) + 1):
        value = float(at[place].value) if place in at else 0.0
        above = _HIGH * (top - max(value, 0.0)) / size
        high = _HIGH * abs(value) / size
        looks = "lp-newest " if place == max(at) else ""
        looks += "lp-open" if place in at and not at[place].is_firm else ""
        bars += (
            f'<i class="{looks.strip()}" style="margin-top:{above:.1f}px;height:{high:.1f}px"></i>'
        )
    alt = words.escape(trend_in_words(line))
    span = words.escape(f"{found[0].period} to {found[-1].period}")
    return (
        f'<span class="lp-spark" role="img" aria-label="{alt}" title="{alt}">{bars}</span>'
        f'<span class="lp-small">{span}</span>'
    )


def _months(figure: Figure) -> int:
    return figure.starts_on.year * 12 + figure.starts_on.month


def grouped(
    lines: Sequence[Line], group: str, sort: str
) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    """Lines in groups, by a key of `GROUPS` and of `SORTS`."""
    if SORTS.get(sort) == "name":
        lines = sorted(lines, key=lambda line: line.name.casefold())
    elif SORTS.get(sort) == "verdict":
        lines = sorted(lines, key=lambda line: _VERDICTS.index(line.verdict.status))
    by = GROUPS.get(group, "")
    if by == "verdict":
        names = [(status, status) for status in _VERDICTS]
        found = {name: [x for x in lines if x.verdict.status == name] for name, _ in names}
    elif by == "theme":
        found = {}
        for line in sorted(lines, key=lambda line: _theme(line) == _NO_THEME):
            found.setdefault(_theme(line), []).append(line)
    else:
        found = {"": list(lines)}
    return tuple((name, tuple(some)) for name, some in found.items() if some)


_NO_THEME = "Under no heading of the strategy"


def _theme(line: Line) -> str:
    return (
        _NO_THEME if words.missing(line.measure["theme_name"]) else str(line.measure["theme_name"])
    )


def table(lines: Sequence[Line], texts: Sequence[Written] = ()) -> Table:
    """The scorecard as a plain table, to read and to download; figures as exact as they are."""
    latest: dict[tuple[str, str], Written] = {}
    for text in texts:
        latest.setdefault((text.measure, text.kind), text)
    rows = [_flat(line, latest) for line in lines]
    columns = (
        Column("name", "Measure"),
        Column("theme", "Heading", absent=_NO_THEME),
        Column("actual", "Actual", absent="Nothing yet"),
        Column("period", "Period", absent="None"),
        Column("origin", "Where from", absent="Nothing yet"),
        Column("target", "Target", absent="None"),
        Column("verdict", "Verdict"),
        Column("reason", "Reason", absent=""),
        Column("first", "Against the period before", absent="Nothing to compare with"),
        Column("second", "Against the same quarter last year", absent="Nothing to compare with"),
        Column("rests_on", "Rests on", absent=""),
        Column("commentary", "Commentary", absent="None written"),
        Column("action", "Corrective action", absent="None written"),
    )
    frame = pd.DataFrame(rows, columns=[c.field for c in columns], dtype=object)
    return Table(frame, columns, "Scorecard")


def _flat(line: Line, latest: Mapping[tuple[str, str], Written]) -> dict[str, object]:
    actual, target = line.in_words()
    said = [f"{move.word} {since(move)}" for move in line.moves]
    text = {kind: latest.get((line.id, kind)) for kind in (COMMENTARY, ACTION)}
    return {
        "name": line.name,
        "theme": line.measure["theme_name"],
        "actual": actual or None,
        "period": line.actual.period if line.actual else None,
        "origin": line.actual.origin if line.actual else None,
        "target": target or None,
        "verdict": line.verdict.status,
        "reason": line.verdict.reason or None,
        "first": said[0] if said else None,
        "second": said[1] if len(said) > 1 else None,
        "rests_on": rests_on(line) or None,
        "commentary": text[COMMENTARY].text if text[COMMENTARY] else None,
        "action": text[ACTION].text if text[ACTION] else None,
    }
