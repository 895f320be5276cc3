"""What a column holds, from a look at its first cells: money, dates, names, postcodes, codes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

ROWS_LOOKED_AT = 200

_MONEY = re.compile(r"[£€$(\s+−–-]*\d[\d,.\s]*[)\s−–-]*(?:CR|DR)?", re.I)
_PENNIES = re.compile(r"[.,]\d{2}\D*$")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DATE = re.compile(
    rf"(?:\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{1,2}}[-/.\s](?:\d{{1,2}}|{_MONTH})[-/.\s]\d{{2,4}}"
    rf"|(?:19|20)\d{{2}}(?:0[1-9]|1[0-2])[0-3]\d)(?:[T\s]\d{{1,2}}:\d{{2}}.*)?",
    re.I,
)
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}", re.I)
_COMPANY = re.compile(
    r"\b(?:ltd|limited|plc|llp|council|cic|trust|services|group|association|university|college"
    r"|nhs|school|company|co|inc|society|solutions|consultants?|homes?|care|redacted)\b",
    re.I,
)
# Day numbers of a spreadsheet, 2006 to 2036.
_SERIAL = re.compile(r"(?:39|4\d|50)\d{3}")


@dataclass(frozen=True)
class Content:
    """Shares (0 to 1) of a column's filled cells that look like each thing; `filled` is of rows.

    `distinct` is how many different values there are for each filled cell.
    """

    filled: float
    money: float
    pennies: float
    date: float
    serial: float
    postcode: float
    digits: float
    words: float
    company: float
    distinct: float

    def in_words(self) -> str:
        """What it seems to be, for an officer: "dates", "amounts of money", "names" …"""
        if self.filled == 0:
            return "nothing"
        if self.date > 0.6:
            return "dates"
        if self.postcode > 0.6:
            return "postcodes"
        if self.pennies > 0.5:
            return "amounts of money"
        if self.digits > 0.8:
            return "numbers"
        return "names" if self.company > 0.2 else "words" if self.words > 0.4 else "codes"


def contents(rows: Sequence[Sequence[str]], width: int) -> list[Content]:
    """What each of `width` columns holds in the first few hundred of `rows` (cells of text)."""
    looked_at = [row for row in rows if any(row)][:ROWS_LOOKED_AT]
    return [
        _content([row[i] for row in looked_at if i < len(row) and row[i]], len(looked_at))
        for i in range(width)
    ]


def _content(cells: list[str], rows: int) -> Content:
    def share(matches: int) -> float:
        return matches / len(cells) if cells else 0.0

    money = [cell for cell in cells if _MONEY.fullmatch(cell) and not _DATE.fullmatch(cell)]
    return Content(
        filled=len(cells) / rows if rows else 0.0,
        money=share(len(money)),
        pennies=share(sum(bool(_PENNIES.search(cell)) for cell in money)),
        date=share(sum(bool(_DATE.fullmatch(cell)) for cell in cells)),
        serial=share(sum(bool(_SERIAL.fullmatch(cell)) for cell in cells)),
        postcode=share(sum(bool(_POSTCODE.fullmatch(cell)) for cell in cells)),
        digits=share(sum(cell.isdigit() for cell in cells)),
        words=share(sum(" " in cell and any(c.isalpha() for c in cell) for cell in cells)),
        company=share(sum(bool(_COMPANY.search(cell)) for cell in cells)),
        distinct=share(len(set(cells))),
    )


def looks_like(field: str, cell: str) -> bool:
    """Whether one cell can be our `field`: money, a date or a postcode (False for other fields)."""
    if field in MONEY_FIELDS:
        return bool(_MONEY.fullmatch(cell)) and not _DATE.fullmatch(cell)
    if field.endswith("_date"):
        return bool(_DATE.fullmatch(cell) or _SERIAL.fullmatch(cell))
    return field == "postcode" and bool(_POSTCODE.fullmatch(cell))


def can_be(field: str, content: Content) -> bool:
    """Whether a column with this content can be our `field` at all. An empty column can be any."""
    if content.filled == 0:
        return True
    if field in MONEY_FIELDS:
        return content.money >= 0.3 and content.date < 0.5
    if field.endswith("_date"):
        return content.date + content.serial >= 0.3
    if field == "postcode":
        return content.postcode > 0 or content.words + content.digits < 0.9
    if field == "supplier":
        return content.money < 0.9 and content.date < 0.5
    return True


MONEY_FIELDS = frozenset(
    {"amount", "contract_value", "annual_value", "committed", "delivered", "evidenced"}
)
