"""Which row of a sheet is its header, and which column holds which of our fields.

A column is recognised by its header first: one we know, or one close to it. What the column holds
can overrule a header, and finds the columns of a sheet that has none. Each choice says why.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from rapidfuzz import fuzz

from data.columns import KINDS, Kind, is_complete, kind_named, normal_header
from data.content import MONEY_FIELDS, Content, can_be, contents
from data.headings import (
    first_data_row,
    header_rows,
    labels,
    places_of,
    rows_between,
    without_place,
)
from data.read import Sheet
from data.refused import Refused

# How like a known header one must be to pass for it: "Catergory" does, "Payment type" does not.
LIKE_ENOUGH = 88.0
# What an officer chooses for a field that no column holds.
NOT_IN_FILE = ""
# Found first, so that no other field takes their column.
FIRST = ("amount", "contract_value", "committed", "payment_date", "supplier")


@dataclass(frozen=True)
class Choice:
    """Why a field is taken from a column, and the header that came second ("" where none did)."""

    field: str
    header: str
    reason: str
    runner_up: str


@dataclass(frozen=True)
class Layout:
    """How one sheet is to be understood: its header row (0 where it has none), the rows that may be
    data (first, last; counted as a spreadsheet does, the header perhaps among them), and our field
    -> column (c0, c1, …)."""

    kind: str
    header_row: int
    first_row: int
    last_row: int
    headers: tuple[str, ...]
    columns: Mapping[str, str]
    amount_basis: str
    choices: tuple[Choice, ...]

    @property
    def key(self) -> str:
        """The same for every sheet of the same headers, however they are spaced or cased."""
        return "|".join(normal_header(header) for header in self.headers)

    @property
    def labels(self) -> tuple[str, ...]:
        """What each column is called: its header, with its place where another has it before."""
        return labels(self.headers)

    def header_of(self, name: str) -> str:
        return self.labels[int(self.columns[name][1:])]

    def is_taken_from(self, name: str, label: str) -> bool:
        """Whether our field `name` is taken from the column that an officer means by `label`."""
        return self.columns.get(name) in [f"c{place}" for place in places_of(label, self.headers)]

    def as_headers(self) -> dict[str, str]:
        """Our field -> the file's own header, as an officer would recognise it."""
        return {name: self.header_of(name) for name in self.columns}


@dataclass
class _Match:
    """Fields found so far in one reading of a sheet."""

    columns: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    basis: str = "not stated"
    score: int = 0

    def take(self, name: str, column: int, reason: str, score: int) -> None:
        self.columns[name] = column
        self.reasons[name] = reason
        self.score += score

    def free(self, column: int) -> bool:
        return column not in self.columns.values()


def find_layout(
    sheet: Sheet,
    kind_name: str | None = None,
    chosen: Mapping[str, str] | None = None,
    decided_before: Collection[str] = (),
) -> Layout | None:
    """The layout of a sheet, of the kind asked for or of the kind that fits best.

    `chosen` is our field -> the file's header (NOT_IN_FILE where no column holds it), as an officer
    decided it, for the fields in `decided_before` on an earlier file. None when the sheet has
    not the columns any kind needs. Raises Refused for a field that is not one.
    """
    absent = {name for name, header in (chosen or {}).items() if header == NOT_IN_FILE}
    kinds = [_without(kind, absent) for kind in _kinds_with(chosen or {}, kind_name)]
    chosen = {name: header for name, header in (chosen or {}).items() if name not in absent}
    best: tuple[int, Layout] | None = None
    known = set().union(*(_headers_known(kind.name) for kind in kinds))
    known |= {normal_header(without_place(header)) for header in chosen.values()}
    for header_row, height, headers in header_rows(sheet, known):
        first, last = header_row + height, sheet.cells.num_rows
        if header_row and first > last:  # the header stands under its table
            first, last = 1, header_row - 1
        held = contents(rows_between(sheet, first, last), len(headers))
        for kind in kinds:
            match = _Match()
            _by_choice(match, kind, headers, chosen, decided_before)
            _fill(match, kind, headers, held, has_header=header_row > 0)
            if is_complete(kind, match.columns) and (best is None or match.score > best[0]):
                best = match.score, _layout(kind, header_row, first, last, headers, match)
    return _with_rows_above(sheet, best[1]) if best else None


def _with_rows_above(sheet: Sheet, layout: Layout) -> Layout:
    columns = {name: int(column[1:]) for name, column in layout.columns.items()}
    place = layout.header_row, layout.first_row, layout.last_row
    return replace(layout, first_row=first_data_row(sheet, columns, *place))


def _kinds_with(chosen: Mapping[str, str], kind_name: str | None) -> list[Kind]:
    asked = [kind_named(name) for name in ((kind_name,) if kind_name else KINDS)]
    fitting = [kind for kind in asked if set(chosen) <= set(kind.fields)]
    if not fitting:
        wrong = next(f for f in chosen if not all(f in kind.fields for kind in asked))
        raise Refused(
            f"“{wrong}” is not a field of {asked[0].in_words}. "
            f"The fields are {', '.join(sorted(asked[0].fields))}."
        )
    return fitting


def _without(kind: Kind, absent: Collection[str]) -> Kind:
    """The kind without the fields that an officer says the file has not."""
    fields = {name: headers for name, headers in kind.fields.items() if name not in absent}
    return replace(kind, fields=fields)


@cache
def _headers_known(kind: str) -> frozenset[str]:
    return frozenset(h for headers in kind_named(kind).fields.values() for h, _ in headers)


def _fill(
    match: _Match,
    kind: Kind,
    headers: Sequence[str],
    held: Sequence[Content],
    *,
    has_header: bool,
) -> None:
    if has_header:
        _by_known_header(match, kind, headers, held)
        _by_like_header(match, kind, headers, held)
        # A known header over something unreadable still stands, unless a better column was found.
        _by_known_header(match, kind, headers, held, whatever_it_holds=True)
        if match.score < 20:  # one word in common is a title, not a header
            match.columns.clear()
            return
    _by_mixed_header(match, kind, headers)
    if kind.name == "spend":
        _by_content(match, kind, held, has_header)
    if kind.name == "suppliers" and not has_header:
        _by_postcodes(match, held)


def _by_choice(
    match: _Match,
    kind: Kind,
    headers: Sequence[str],
    chosen: Mapping[str, str],
    decided_before: Collection[str],
) -> None:
    for name, header in chosen.items():
        column = next(filter(match.free, places_of(header, headers)), None)
        if column is None:
            continue
        when = " before, for this layout" if name in decided_before else ""
        match.take(name, column, f"Chosen by an officer{when}", 30)
        if name == kind.money:
            known = dict(kind.fields[name]).get(normal_header(headers[column]), "not stated")
            match.basis = _basis_said(headers[column]) or known


def _by_known_header(
    match: _Match,
    kind: Kind,
    headers: Sequence[str],
    held: Sequence[Content],
    *,
    whatever_it_holds: bool = False,
) -> None:
    places: dict[str, list[int]] = {}
    for column, header in enumerate(headers):
        if header:
            places.setdefault(normal_header(header), []).append(column)
    for name, known in kind.fields.items():
        if name in match.columns:
            continue
        for header, basis in known:
            columns = [c for c in places.get(header, []) if match.free(c)]
            columns = [c for c in columns if whatever_it_holds or can_be(name, held[c])]
            if columns:
                match.take(name, columns[0], f"Its header is “{_tidy(headers[columns[0]])}”", 10)
                if name == kind.money:
                    match.basis = basis
                break
    if "supplier" in kind.fields:
        _names_under_a_number(match, held, headers)


def _names_under_a_number(match: _Match, held: Sequence[Content], headers: Sequence[str]) -> None:
    """Some files print the supplier's name under "Supplier ID"."""
    column = match.columns.get("supplier_number")
    if column is None or "supplier" in match.columns:
        return
    if held[column].words > 0.4 and held[column].digits < 0.3:
        del match.columns["supplier_number"]
        match.take(
            "supplier",
            column,
            f"Its header is “{_tidy(headers[column])}”, but it holds names",
            0,
        )


def _by_like_header(
    match: _Match, kind: Kind, headers: Sequence[str], held: Sequence[Content]
) -> None:
    """Headers a letter or a word away from one we know, for columns that hold what they should."""
    order = [f for f in FIRST if f in kind.fields] + [f for f in kind.fields if f not in FIRST]
    for name in order:
        if name in match.columns:
            continue
        likeness: list[tuple[float, int, str, str]] = []
        for column, header in enumerate(headers):
            if header and match.free(column) and _clearly(name, held[column]):
                likeness += [
                    (_like(header, known), -column, known, basis)
                    for known, basis in kind.fields[name]
                ]
        best = max(likeness, default=None)
        if best and best[0] >= LIKE_ENOUGH:
            column = -best[1]
            match.take(name, column, f"Its header, “{_tidy(headers[column])}”, is close to one we "
                       "know", 5)  # fmt: skip
            if name == kind.money:
                match.basis = _basis_said(headers[column]) or best[3]


def _by_mixed_header(match: _Match, kind: Kind, headers: Sequence[str]) -> None:
    """One column may say several things: "SME or VCSE (inc. Reg. No.)" holds "VCSE 1121596"."""
    if "sme" not in match.columns:
        return
    header = headers[match.columns["sme"]]
    for name, sign in (("vcse", "vcse"), ("charity_number", "regno")):
        if name in kind.fields and name not in match.columns and sign in normal_header(header):
            match.take(name, match.columns["sme"], f"“{_tidy(header)}” says this too", 0)


def _like(header: str, known: str) -> float:
    """0 to 100: how close a header is to a known one. Words around it count a little against."""
    bare = normal_header(header)
    if len(known) >= 5 and known in bare:
        return max(LIKE_ENOUGH, 100 - (len(bare) - len(known)))
    return fuzz.ratio(bare, known)


def _basis_said(header: str) -> str:
    words = header.lower()
    if re.search(r"\bnet\b|\bex(?:cl?|cluding)?\b", words):
        return "net"
    return "gross" if re.search(r"\bgross\b|\binc(?:l|luding)?\b", words) else ""


def _clearly(name: str, content: Content) -> bool:
    """Whether the column holds what `name` should, for headers we are not sure of."""
    if name in MONEY_FIELDS:
        return content.money >= 0.7 and content.date < 0.1
    if name.endswith("_date"):
        return content.date >= 0.7 or content.serial >= 0.9
    if name == "postcode":
        return content.postcode >= 0.3
    if name == "supplier":
        return content.words >= 0.3 and content.distinct > 0.01
    if name in ("sme", "vcse", "company_number", "charity_number", "award_date"):
        return content.words < 0.7
    if name in ("directorate", "service", "category", "title", "description", "organisation"):
        return content.digits < 0.5 and content.money < 0.5 and content.date < 0.5
    return content.filled > 0


def _by_postcodes(match: _Match, held: Sequence[Content]) -> None:
    """The columns of a pasted list of suppliers and postcodes, which has no header."""
    places = [c for c in range(len(held)) if held[c].postcode > 0.8]
    names = [c for c in range(len(held)) if held[c].words > 0.8 and held[c].postcode < 0.2]
    if len(places) == 1 and len(names) == 1:
        match.take("postcode", places[0], "It holds postcodes", 3)
        match.take("supplier", names[0], "It holds names, beside postcodes", 3)


def _by_content(match: _Match, kind: Kind, held: Sequence[Content], has_header: bool) -> None:
    """The columns of a spend extract by what they hold, where no header told them."""
    free = [c for c in range(len(held)) if match.free(c) and held[c].filled > 0.5]
    sought = set(kind.fields) - set(match.columns)
    if "amount" in sought:
        money = [c for c in free if held[c].money > 0.9 and held[c].pennies > 0.4]
        if money:
            last = money[-1]
            match.take("amount", last, "It holds amounts of pounds and pence", 3)
            free.remove(last)
    if "payment_date" in sought:
        dates = [c for c in free if held[c].date > 0.8]
        if dates:
            match.take("payment_date", dates[-1], "It holds dates", 3)
            free.remove(dates[-1])
    if "supplier" in sought:
        names = [c for c in free if held[c].company > 0.25 and held[c].distinct > 0.02]
        names = [c for c in names if held[c].money < 0.2 and held[c].date < 0.2]
        if names:
            best = max(names, key=lambda c: held[c].company * held[c].distinct ** 0.5)
            match.take("supplier", best, "It holds names of companies and bodies", 3)
            free.remove(best)
    if has_header or not {"amount", "supplier"} <= set(match.columns):
        return
    words = [c for c in free if held[c].words > 0.4 and held[c].money < 0.2]
    groups = [c for c in words if held[c].distinct < 0.5]
    grouping = [name for name in ("directorate", "category") if name in sought]
    for name, column in zip(grouping, groups, strict=False):
        match.take(name, column, "It holds few different words, as a grouping does", 1)
    codes = [c for c in free if held[c].words < 0.1 and held[c].distinct > 0.2]
    codes = [c for c in codes if held[c].pennies < 0.1 and held[c].date < 0.2 and match.free(c)]
    if codes and "transaction" in sought:
        most = max(codes, key=lambda c: held[c].distinct)
        match.take("transaction", most, "It holds a code that changes from line to line", 1)


def _layout(
    kind: Kind, header_row: int, first: int, last: int, headers: Sequence[str], match: _Match
) -> Layout:
    tidy = tuple(_tidy(header) for header in headers)
    order = [name for name in kind.fields if name in match.columns]
    return Layout(
        kind=kind.name,
        header_row=header_row,
        first_row=first,
        last_row=last,
        headers=tidy,
        columns={name: f"c{match.columns[name]}" for name in order},
        amount_basis=match.basis,
        choices=tuple(
            Choice(
                name,
                labels(tidy)[match.columns[name]],
                match.reasons[name],
                _runner_up(kind, name, match.columns[name], tidy),
            )
            for name in order
        ),
    )


def _runner_up(kind: Kind, name: str, taken: int, headers: Sequence[str]) -> str:
    """The header that would have been next for a field, "" where no other is like one of its."""
    named = labels(headers)
    by_header = {normal_header(h): named[c] for c, h in enumerate(headers) if c != taken and h}
    return next((by_header[known] for known, _ in kind.fields[name] if known in by_header), "")


def _tidy(header: str) -> str:
    return " ".join(header.split())
