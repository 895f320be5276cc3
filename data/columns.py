"""From a file's headers to our field names, and the row in which the headers stand."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from data.read import Sheet
from data.refused import Refused

KINDS = ("spend", "contracts", "social_value", "suppliers")
# Titles, scripts and notes seen before a header run to some twenty lines.
ROWS_SEARCHED = 60

_IN_WORDS = {
    "spend": "a spend extract",
    "contracts": "a contracts register",
    "social_value": "a social-value record",
    "suppliers": "a supplier list",
}


@dataclass(frozen=True)
class Kind:
    """What a kind of file may hold: for each field its headers, best first, with what each says of
    VAT ("net", "gross", "not stated") for money and "" for the rest."""

    name: str
    fields: Mapping[str, tuple[tuple[str, str], ...]]
    money: str | None
    needs: tuple[tuple[str, ...], ...]
    """The file must have at least one field out of each group."""

    @property
    def in_words(self) -> str:
        return _IN_WORDS[self.name]


@dataclass(frozen=True)
class Layout:
    """How one sheet is to be understood: its header row, and our field -> column (c0, c1, …)."""

    kind: str
    header_row: int
    headers: tuple[str, ...]
    columns: Mapping[str, str]
    amount_basis: str

    def header_of(self, field: str) -> str:
        return self.headers[int(self.columns[field][1:])]

    def as_headers(self) -> dict[str, str]:
        """Our field -> the file's own header, as an officer would recognise it."""
        return {field: self.header_of(field) for field in self.columns}


@cache
def kind_named(name: str) -> Kind:
    """Raises Refused for a kind of file that is not known."""
    if name not in KINDS:
        raise Refused(f"“{name}” is not a kind of file. The kinds are {', '.join(KINDS)}.")
    book = tomllib.loads((Path(__file__).parent / "columns.toml").read_text(encoding="utf-8"))
    fields: dict[str, tuple[tuple[str, str], ...]] = {}
    for field, headers in {**book["shared"], **book[name]}.items():
        if isinstance(headers, dict):
            fields[field] = tuple(
                (normal_header(h), basis.replace("_", " "))
                for basis, of_basis in headers.items()
                for h in of_basis
            )
        else:
            fields[field] = tuple((normal_header(h), "") for h in headers)
    money = {"spend": "amount", "contracts": "contract_value", "social_value": "committed"}
    needs = {
        "spend": (("amount",),),
        "contracts": (("contract_value",), ("title", "contract_reference", "supplier")),
        "social_value": (("committed", "delivered"), ("project", "contract_reference")),
        "suppliers": (("supplier", "supplier_number"), ("postcode", "sme", "vcse")),
    }
    return Kind(name, fields, money.get(name), needs[name])


def normal_header(header: str) -> str:
    """A header without case, spaces and punctuation; a trailing "(T)" mark goes too.

    >>> normal_header(" Supplier Name(T)")
    'suppliername'
    """
    text = re.sub(r"\(t\)\s*$", "", header.strip().lower())
    return re.sub(r"[^a-z0-9]+", "", text)


def match_headers(kind: Kind, headers: Sequence[str]) -> tuple[dict[str, str], str]:
    """Our field -> column for one row of headers, and the basis of the money column.

    A column serves one field only; a field takes the best header present, the first where a
    header is repeated.
    """
    position: dict[str, int] = {}
    for index, header in reversed(list(enumerate(headers))):
        position[normal_header(header)] = index
    position.pop("", None)
    found: dict[str, str] = {}
    basis = "not stated"
    taken: set[int] = set()
    for field, choices in kind.fields.items():
        for header, of_vat in choices:
            index = position.get(header)
            if index is not None and index not in taken:
                found[field] = f"c{index}"
                taken.add(index)
                if field == kind.money:
                    basis = of_vat
                break
    return found, basis


def is_complete(kind: Kind, found: Mapping[str, str]) -> bool:
    return all(any(field in found for field in group) for group in kind.needs)


def find_layout(
    sheet: Sheet, kind_name: str | None = None, chosen: Mapping[str, str] | None = None
) -> Layout | None:
    """The layout of a sheet, of the kind asked for or of the kind that fits best.

    `chosen` is our field -> the file's header, as an officer decided it. None when no row of the
    first sixty has the columns any kind needs. Raises Refused for a field that is not one.
    """
    kinds = _kinds_with(chosen or {}, kind_name)
    best: tuple[int, Layout] | None = None
    for row, headers in sheet.first_rows(ROWS_SEARCHED):
        for kind in kinds:
            found, basis = match_headers(kind, headers)
            if chosen:
                found = _with_choices(found, headers, chosen)
            if is_complete(kind, found) and (best is None or len(found) > best[0]):
                tidy = tuple(" ".join(h.split()) for h in headers)
                best = len(found), Layout(kind.name, row, tidy, found, basis)
    return best[1] if best else None


def _kinds_with(chosen: Mapping[str, str], kind_name: str | None) -> list[Kind]:
    asked = [kind_named(name) for name in ((kind_name,) if kind_name else KINDS)]
    fitting = [kind for kind in asked if set(chosen) <= set(kind.fields)]
    if not fitting:
        field = next(f for f in chosen if not all(f in kind.fields for kind in asked))
        raise Refused(
            f"“{field}” is not a field of {asked[0].in_words}. "
            f"The fields are {', '.join(sorted(asked[0].fields))}."
        )
    return fitting


def _with_choices(
    found: Mapping[str, str], headers: Sequence[str], chosen: Mapping[str, str]
) -> dict[str, str]:
    result = dict(found)
    for field, header in chosen.items():
        wanted = normal_header(header)
        for index, seen in enumerate(headers):
            if normal_header(seen) == wanted:
                result = {f: c for f, c in result.items() if c != f"c{index}"}
                result[field] = f"c{index}"
                break
    return result


def no_layout_message(name: str, sheets: Sequence[Sheet], kind_name: str | None) -> str:
    """The sentence for a file without the columns needed: what was looked for, what was found."""
    kind = kind_named(kind_name or "spend")
    field = (kind.money or "supplier").replace("_", " ")
    examples = _headers_as_written(kind.name, kind.money or "supplier")[:5]
    widest = max(sheets, key=lambda sheet: sheet.width)
    rows = [cells for _, cells in widest.first_rows(ROWS_SEARCHED)]
    fullest = max(rows, key=lambda cells: sum(bool(c.strip()) for c in cells), default=[])
    seen = [" ".join(cell.split())[:40] for cell in fullest if cell.strip()][:12]
    found = "“" + "”, “".join(seen) + "”" if seen else "no text at all"
    return (
        f"{name} has no {field} column that we know, so it cannot be read as {kind.in_words}. "
        f"We looked in the first {ROWS_SEARCHED} rows for a header such as "
        f"{', '.join(examples)}; the fullest row we found holds {found}."
    )


def _headers_as_written(kind_name: str, field: str) -> list[str]:
    book = tomllib.loads((Path(__file__).parent / "columns.toml").read_text(encoding="utf-8"))
    headers = {**book["shared"], **book[kind_name]}[field]
    return (
        [h for group in headers.values() for h in group] if isinstance(headers, dict) else headers
    )
