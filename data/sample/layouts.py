"""A publisher's layout, and a table written in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from data.sample.table import Table

Columns = tuple[tuple[str, str], ...]
"""A file's columns in order: its header, and our field."""

_MONEY = {"amount", "gross", "vat", "annual_value", "contract_value", "committed", "delivered",
          "evidenced"}  # fmt: skip
_DATES = {"payment_date", "award_date", "start_date", "end_date", "expiry_date"}
_FLAGS = {"sme", "vcse"}
_NUMBERS = {"target_number", "delivered_number"}


@dataclass(frozen=True)
class Layout:
    """One publisher's way of writing: the columns of each kind of file, and how cells look."""

    encoding: str
    delimiter: str
    date: Callable[[date], str]
    money: Callable[[int], str]
    columns: dict[str, Columns]
    flags: dict[str, dict[bool, str]]
    no_money: str = ""
    no_date: str = ""
    titles: bool = False
    total_row: bool = False
    decimal_comma: bool = False

    def has(self, kind: str, field: str) -> bool:
        return any(name == field for _, name in self.columns[kind])


def write(layout: Layout, kind: str, table: Table, title: str) -> bytes:
    """The table as this publisher's file."""
    columns = layout.columns[kind]
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=layout.delimiter, lineterminator="\r\n")
    if layout.titles:
        writer.writerow([title])
        writer.writerow(["Invented figures: sample data of Local Pound, not real payments"])
    writer.writerow([header for header, _ in columns])
    writer.writerows(
        zip(*(_cells(layout, field, table[field]) for _, field in columns), strict=True)
    )
    if layout.total_row and kind == "spend":
        total = layout.money(sum(table["amount"]))
        words = {"amount": total, columns[0][1]: "Total"}
        writer.writerow([words.get(field, "") for _, field in columns])
    return out.getvalue().encode(layout.encoding)


def _cells(layout: Layout, field: str, values: list) -> list[str]:
    """One column as text."""
    if field in _MONEY:
        return [layout.no_money if v is None else layout.money(v) for v in values]
    if field in _DATES:
        texts = {day: layout.date(day) for day in set(values) if day is not None}
        return [texts.get(day, layout.no_date) for day in values]
    if field in _FLAGS:
        words = layout.flags.get(field) or layout.flags["all"]
        return [words.get(v, "") for v in values]
    if field in _NUMBERS and layout.decimal_comma:
        return [v.replace(".", ",") for v in values]
    return values
