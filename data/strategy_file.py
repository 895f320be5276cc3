"""Read a TOML file key by key and collect every fault in it, instead of stopping at the first.

Nothing here knows what a strategy is: a `Table` hands out typed values by key, notes what was
expected and what was found where they differ, and gives a harmless stand-in so that reading goes
on. Whoever reads throws the result away when the list of faults is not empty.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from data.refused import Refused

_YEAR = re.compile(r"(\d{4})/(\d{2})", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
# DECIMAL(18,2) holds sixteen digits before the point.
_LARGEST = Decimal(10) ** 16
_LONGEST_SHOWN = 60


@dataclass(frozen=True)
class Fault:
    """One thing wrong in one file: where it stands, what was expected there, what was found."""

    file: str
    field: str
    expected: str
    found: str

    def __str__(self) -> str:
        where = f"{self.file}, {self.field}" if self.field else self.file
        end = "" if self.found.endswith((".", "?")) else "."
        return f"{where}: expected {self.expected}, found {self.found}{end}"


class StrategyFaults(Refused):
    """Strategy files that cannot be taken; `faults` holds every fault of every file."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        lines = "\n".join(f"- {fault}" for fault in faults)
        super().__init__(f"The strategy files hold {count}, so none was loaded:\n{lines}")


def shown(value: object) -> str:
    """A value as a person would point at it, shortened."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case str():
            text = value if len(value) <= _LONGEST_SHOWN else value[: _LONGEST_SHOWN - 1] + "…"
            return f'"{_CONTROL.sub(" ", text)}"'
        case list():
            return "an empty list" if not value else f"a list of {len(value)}"
        case Mapping():
            return "a table"
        case Decimal() | int():
            return str(Decimal(value))[:_LONGEST_SHOWN]
        case _:
            return str(value)


def nearest(name: str, names: list[str]) -> str:
    """`", nearest is …"` for a misspelt name, or nothing where none is near."""
    close = get_close_matches(name, names, n=1)
    return f" (did you mean {shown(close[0])}?)" if close else ""


@dataclass
class Table:
    """One table of a TOML file, read key by key.

    `where` is the table's place in words ("measure "local_share", target 2"). A key that is wrong
    or missing adds a fault and gives a stand-in of the right type: "" for text, 0 for a number,
    () for a list. `finish()` must be called last: it reports the keys nobody asked for.
    """

    file: str
    where: str
    values: Mapping[str, Any]
    faults: list[Fault]
    asked: set[str] = field(default_factory=set)

    def at(self, key: str) -> str:
        return f"{self.where}, {key}" if self.where else key

    def fault(self, key: str, expected: str, found: str | None = None) -> None:
        self.faults.append(
            Fault(self.file, self.at(key), expected, found or shown(self.values.get(key)))
        )

    def has(self, key: str) -> bool:
        self.asked.add(key)
        return key in self.values

    def text(self, key: str, *, pattern: str = "", expected: str = "text on one line") -> str:
        """Required text: one line, not blank, and all of it matching `pattern` where given."""
        value = self.values.get(key) if self.has(key) else None
        if not _is_line(value, pattern):
            self.fault(key, expected)
            return ""
        return value

    def text_or(self, key: str, otherwise: str, **rule: str) -> str:
        return self.text(key, **rule) if self.has(key) else otherwise

    def identifier(self) -> str:
        """The table's `id`: small letters, digits and underscores."""
        return self.text(
            "id", pattern="[a-z][a-z0-9_]*", expected="small letters, digits and underscores"
        )

    def choice(self, key: str, options: tuple[str, ...]) -> str:
        value = self.values.get(key) if self.has(key) else None
        if value not in options:
            self.fault(key, "one of " + ", ".join(options))
            return ""
        return value

    def year(self, key: str) -> str:
        """A financial year written 2019/20, the second part being the year after the first."""
        expected = "a financial year such as 2019/20"
        value = self.values.get(key) if self.has(key) else None
        match = _YEAR.fullmatch(value) if isinstance(value, str) else None
        if not match or (int(match[1]) + 1) % 100 != int(match[2]):
            self.fault(key, expected)
            return ""
        return match[0]

    def whole(self, key: str, lowest: int, highest: int) -> int:
        value = self.values.get(key) if self.has(key) else None
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        if not is_whole or not lowest <= value <= highest:
            self.fault(key, f"a whole number from {lowest} to {highest}")
            return 0
        return value

    def number(self, key: str, unit: str) -> Decimal:
        """A number of the unit: "share" 0 to 1, "pounds" to the penny, "count" whole, "days",
        "hours", "change" on the year before, "times"; "words" has none."""
        value = self.values.get(key) if self.has(key) else None
        is_number = isinstance(value, int | Decimal) and not isinstance(value, bool)
        number = Decimal(value) if is_number else Decimal("NaN")
        if not number.is_finite() or not _fits(number, unit):
            self.fault(key, _NUMBERS[unit])
            return Decimal(0)
        return number

    def day(self, key: str) -> date | None:
        """A day, written 2022-03-31 without quotation marks."""
        value = self.values.get(key) if self.has(key) else None
        if not isinstance(value, date) or isinstance(value, datetime):
            self.fault(key, "a date such as 2022-03-31, without quotation marks")
            return None
        return value

    def cells(self, key: str) -> tuple[tuple[str, str], ...]:
        """A row of a printed table: heading and cell, which may be blank; () where absent."""
        row = self.table(key)
        if row is None:
            return ()
        for heading, cell in row.values.items():
            if cell != "" and not _is_line(cell, ""):
                row.fault(heading, "the cell as it is printed, on one line")
        return tuple((heading, str(cell)) for heading, cell in row.values.items())

    def flag(self, key: str) -> bool:
        value = self.values.get(key) if self.has(key) else None
        if not isinstance(value, bool):
            self.fault(key, "true or false")
            return False
        return value

    def texts(self, key: str, *, pattern: str = "", expected: str = "text") -> tuple[str, ...]:
        """A list of different texts, () where the key is absent; each one faulted by its number."""
        if not self.has(key):
            return ()
        value = self.values[key]
        if not isinstance(value, list):
            self.fault(key, "a list of texts")
            return ()
        good: list[str] = []
        for number, item in enumerate(value, start=1):
            if not _is_line(item, pattern):
                self.fault(f"{key} {number}", expected, shown(item))
            elif item in good:
                self.fault(f"{key} {number}", "each only once", f"{shown(item)} again")
            else:
                good.append(item)
        return tuple(good)

    def table(self, key: str) -> Table | None:
        """The table under `key`; None where there is none (no fault) or it is not a table."""
        if not self.has(key):
            return None
        value = self.values[key]
        if not isinstance(value, Mapping):
            self.fault(key, f"a table, written [{key}]")
            return None
        return Table(self.file, self.at(key), value, self.faults)

    def tables(self, key: str) -> list[Table]:
        """The tables of an array of tables, named by their id where they have one."""
        if not self.has(key):
            return []
        value = self.values[key]
        if not isinstance(value, list):
            self.fault(key, f"tables, each written [[{key}]]")
            return []
        found = []
        for number, item in enumerate(value, start=1):
            if isinstance(item, Mapping):
                name = item.get("id")
                label = shown(name) if isinstance(name, str) and name else str(number)
                found.append(Table(self.file, self.at(f"{key} {label}"), item, self.faults))
            else:
                self.fault(f"{key} {number}", f"a table, written [[{key}]]", shown(item))
        return found

    def finish(self) -> None:
        """Fault every key that was there but never asked for."""
        known = sorted(self.asked)
        for key in self.values:
            if key not in self.asked:
                place = self.where or "the file"
                expected = f"no such key in {place}{nearest(key, known)}"
                self.fault(key, expected, f"the key {shown(key)}")


def read_toml(path: Path, name: str, faults: list[Fault]) -> Table | None:
    """The file's top table, numbers with a point as Decimal; None, with a fault, if unreadable."""
    try:
        values = tomllib.loads(path.read_bytes().decode("utf-8-sig"), parse_float=Decimal)
    except OSError as error:
        faults.append(Fault(name, "", "a file that can be read", str(error.strerror)))
    except UnicodeDecodeError as error:
        faults.append(Fault(name, "", "text in UTF-8", f"byte {error.start + 1} is something else"))
    except InvalidOperation:
        faults.append(Fault(name, "", "numbers of a sensible size", "one that is far too long"))
    except RecursionError:
        faults.append(Fault(name, "", "valid TOML", "lists within lists, too deep to read"))
    except ValueError as error:
        faults.append(Fault(name, "", "valid TOML", f"something else: {error}"))
    else:
        return Table(name, "", values, faults)
    return None


_NUMBERS = {
    "share": "a share from 0 to 1 (37% is 0.37)",
    "pounds": "pounds, not below nought, to the penny at most",
    "count": "a whole number, not below nought",
    "days": "a number of days, not below nought",
    "hours": "a number of hours, not below nought",
    "change": "a change on the year before (10% more is 0.1)",
    "times": "how many times, more than nought",
    "words": "no number, as the measure is told in words",
    "": "a number",
}


def _is_line(value: object, pattern: str) -> bool:
    if not isinstance(value, str) or value.strip() != value or not value or _CONTROL.search(value):
        return False
    return not pattern or re.fullmatch(pattern, value, re.ASCII) is not None


def _fits(number: Decimal, unit: str) -> bool:
    if unit == "share":
        return 0 <= number <= 1
    if unit == "change":
        return -1 <= number < _LARGEST
    if unit == "words" or not 0 <= number < _LARGEST:
        return False
    if unit == "times":
        return number > 0
    if unit == "pounds":
        return number.as_tuple().exponent >= -2 or number == round(number, 2)
    return unit != "count" or number == number.to_integral_value()
