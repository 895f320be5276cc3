"""A grid of levels: each row from where it is to where it is wanted, as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from components import words


@dataclass(frozen=True)
class Line:
    """One row of a grid: `now` and `wanted` are places of levels, from 0. `printed` is where it was
    when the document was printed, `marks` what stands beside its name, `others` further words by
    the place of a level, `address` where its name leads."""

    name: str
    theme: str
    now: int
    wanted: int
    printed: int
    marks: tuple[str, ...] = ()
    others: tuple[tuple[int, str], ...] = ()
    address: str = ""


@dataclass(frozen=True)
class Grid:
    """Rows under their themes, in order; `levels` from the lowest."""

    levels: tuple[str, ...]
    lines: Sequence[Line]
    caption: str
    first_header: str

    def html(self) -> str:
        """The grid as escaped HTML, every mark with its word."""
        heads = "".join(f'<th scope="col">{words.escape(level)}</th>' for level in self.levels)
        body = ""
        for theme, lines in groupby(self.lines, key=lambda line: line.theme):
            head = (
                f'<tr class="lp-grid-theme"><th scope="rowgroup" colspan="{len(self.levels) + 1}">'
                f"{words.escape(theme)}</th></tr>"
                if theme
                else ""
            )
            body += f"<tbody>{head}{''.join(self._line(line) for line in lines)}</tbody>"
        name = words.escape(self.caption)
        return (
            f'<div class="lp-table lp-grid" data-scrolls tabindex="0" role="region" '
            f'aria-label="{name}"><table style="--grid-levels:{len(self.levels)}">'
            f'<caption class="lp-hidden">{name}</caption><thead><tr>'
            f'<th scope="col">{words.escape(self.first_header)}</th>{heads}</tr></thead>'
            f"{body}</table></div>"
        )

    def _line(self, line: Line) -> str:
        name = words.escape(line.name)
        if line.address:
            name = f'<a href="{words.escape(line.address)}">{name}</a>'
        marks = "".join(f"<small>{words.escape(mark)}</small>" for mark in line.marks)
        cells = "".join(_cell(line, place) for place in range(len(self.levels)))
        return f'<tr><th scope="row">{name}{marks}</th>{cells}</tr>'


def _cell(line: Line, place: int) -> str:
    said = []
    if place == line.now:
        both = line.now == line.wanted
        word = "Now, as wanted" if both else "Now"
        said.append(f'<span class="lp-now">● {word}</span>')
    elif place == line.wanted:
        said.append('<span class="lp-wanted">○ Wanted</span>')
    if place == line.printed != line.now:
        said.append("<small>As printed</small>")
    said += [f"<small>{words.escape(text)}</small>" for at, text in line.others if at == place]
    low, high = sorted((line.now, line.wanted))
    way = ' class="lp-way"' if low <= place <= high else ""
    return f"<td{way}>{''.join(said)}</td>"
