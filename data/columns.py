"""The kinds of file, the fields of each, and the headers that stand for them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from data.refused import Refused

if TYPE_CHECKING:
    from data.read import Sheet

KINDS = ("spend", "contracts", "social_value", "suppliers", "readings")
# A supplier list says at least one of these of its suppliers.
_TOLD_OF_SUPPLIERS = (
    "postcode", "registered_postcode", "size", "sme", "vcse", "social_enterprise", "co_operative",
    "employee_owned", "cic", "charity", "public_body", "individual", "organisation_type",
    "company_number", "charity_number",
)  # fmt: skip
# A column that no other list has -> the public register that it is an extract of.
_REGISTERS = {
    "regaddresspostcode": "company register",
    "charitycontactpostcode": "charity register",
}
_IN_WORDS = {
    "spend": "a spend extract",
    "contracts": "a contracts register",
    "social_value": "a social-value record",
    "suppliers": "a supplier list",
    "readings": "a list of readings",
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


@cache
def kind_named(name: str) -> Kind:
    """Raises Refused for a kind of file that is not known."""
    if name not in KINDS:
        raise Refused(f"“{name}” is not a kind of file. The kinds are {', '.join(KINDS)}.")
    fields: dict[str, tuple[tuple[str, str], ...]] = {}
    for field, headers in _headers_of(name).items():
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
        "suppliers": (("supplier", "supplier_number"), _TOLD_OF_SUPPLIERS),
        "readings": (("measure",), ("period",), ("value",)),
    }
    return Kind(name, fields, money.get(name), needs[name])


@lru_cache(maxsize=4096)
def normal_header(header: str) -> str:
    """A header without case, spaces and punctuation; a trailing "(T)" mark goes too.

    >>> normal_header(" Supplier Name(T)")
    'suppliername'
    """
    text = re.sub(r"\(t\)\s*$", "", header.strip().lower())
    return re.sub(r"[^a-z0-9]+", "", text)


def register_of(headers: Sequence[str]) -> str | None:
    """The public register that a supplier list is an extract of, None for a council's own list."""
    return next((r for h in headers if (r := _REGISTERS.get(normal_header(h)))), None)


def register_columns(headers: Sequence[str]) -> tuple[int, ...] | None:
    """The places of the columns that are read of a public register, None for any other file. The
    whole company register is 2.5 GB in 55 columns, of which a supplier list may hold four."""
    if register_of(headers) is None:
        return None
    fields = kind_named("suppliers").fields.values()
    known = {header for of_field in fields for header, _ in of_field}
    return tuple(i for i, header in enumerate(headers) if normal_header(header) in known)


def is_complete(kind: Kind, found: Mapping[str, str]) -> bool:
    return all(any(field in found for field in group) for group in kind.needs)


def no_layout_message(name: str, sheets: Sequence[Sheet], kind_name: str | None) -> str:
    """The sentence for a file without the columns needed: what was looked for, what was found."""
    kind = kind_named(kind_name or "spend")
    needed = kind.money or kind.needs[0][0]
    field = needed.replace("_", " ")
    examples = _headers_as_written(kind.name, needed)[:5]
    widest = max(sheets, key=lambda sheet: sheet.width)
    rows = [cells for _, cells in widest.first_rows(60)]
    fullest = max(rows, key=lambda cells: sum(bool(c.strip()) for c in cells), default=[])
    seen = [" ".join(cell.split())[:40] for cell in fullest if cell.strip()][:12]
    found = "“" + "”, “".join(seen) + "”" if seen else "no text at all"
    return (
        f"{name} has no {field} column that we know, so it cannot be read as {kind.in_words}. "
        "We looked in its first 60 rows for a header such as "
        f"{', '.join(examples)}; the fullest row we found holds {found}."
    )


def _headers_as_written(kind_name: str, field: str) -> list[str]:
    headers = _headers_of(kind_name)[field]
    return (
        [h for group in headers.values() for h in group] if isinstance(headers, dict) else headers
    )


def _headers_of(kind_name: str) -> dict:
    """Our field -> its headers as they stand in columns.toml. A reading has no supplier."""
    book = tomllib.loads((Path(__file__).parent / "columns.toml").read_text(encoding="utf-8"))
    shared = book["shared"]
    if kind_name == "readings":
        shared = {"organisation": shared["organisation"]}
    return {**shared, **book[kind_name]}
