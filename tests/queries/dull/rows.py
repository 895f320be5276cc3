"""The town's rows as typed values, and how its words, years and shares are understood."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from tests.queries.town import FILES, File

Row = dict[str, object]

# Our field for each header the town's files use.
HEADERS = {
    "Payment Date": "date", "Date Paid": "date", "Supplier Name": "supplier",
    "Supplier": "supplier", "Supplier No": "number", "Supplier Number": "number",
    "Directorate": "directorate", "Department": "directorate", "Category": "category",
    "Expense Type": "category", "Transaction Number": "transaction",
    "Document No": "transaction", "Net Amount": "amount", "Amount": "amount",
    "Gross Amount": "amount", "Company Number": "company", "Postcode": "postcode",
    "Supplier Postcode": "postcode", "Contract Reference": "reference",
    "Framework Reference": "framework", "Contract Type": "type", "Title": "title",
    "Total Contract Value": "value", "Contract Value": "value", "Award Date": "award",
    "Start Date": "start", "End Date": "end", "Organisation Name": "organisation",
    "Social Value Weighting": "weighting",
    "Project Name": "project", "Committed": "committed", "Delivered": "delivered",
    "TOMs Ref": "measure", "Measure": "measure_name", "SME": "sme", "VCSE": "vcse",
    "Organisation": "whose", "Period": "period", "Value": "reading", "Source": "source",
    "Note": "note",
}  # fmt: skip
BASIS = {"Net Amount": "net", "Amount": "not stated", "Gross Amount": "gross"}


def rows_of(kind: str) -> list[Row]:
    """Every row of the files of one kind, typed, with its file, upload and row number."""
    found = []
    for upload, file in enumerate(FILES, start=1):
        if file.kind == kind:
            found += [typed(record, file, upload) for record in file.records()]
    return found


def typed(record: dict[str, str], file: File, upload: int) -> Row:
    row: Row = dict.fromkeys(HEADERS.values())
    for header, text in record.items():
        if header != "row":
            row[HEADERS[header]] = text or None
    for field in ("date", "award", "start", "end"):
        row[field] = day(row[field])
    for field in ("amount", "value", "committed", "delivered"):
        row[field] = pounds(row[field])
    if row["postcode"] == "Various":
        row["postcode"] = None
    if row["company"]:
        row["company"] = str(row["company"]).rjust(8, "0")
    row["organisation"] = file.organisation or row["organisation"] or "Not stated"
    row["redacted"] = "REDACTED" in (row["supplier"] or "")
    row["upload"], row["file"], row["row"] = upload, file.name, int(record["row"])
    row["basis"] = next((basis for header, basis in BASIS.items() if header in file.header), None)
    return row


def day(text: object) -> date | None:
    if not text:
        return None
    days, months, years = (int(part) for part in str(text).split("/"))
    try:
        return date(years, months, days)
    except ValueError:
        return None


def pounds(text: object) -> Decimal | None:
    return Decimal(str(text)) if re.fullmatch(r"-?\d+\.\d\d", str(text)) else None


def plain(text: str) -> str:
    """Lower case; apostrophes and full stops go, other marks part words."""
    without = text.lower().replace("'", "").replace("’", "").replace("`", "").replace(".", "")
    return " ".join("".join(c if c.isalnum() else " " for c in without).split())


def firm(name: str) -> str:
    """A supplier's name without what kind of company it is."""
    owner, trading, style = re.sub("(?i)trading as", "t/a", name).lower().partition("t/a")
    name = (owner.strip() or style) if trading else name
    words = plain(name.replace("&", " and ")).split()
    while len(words) > 1 and words[-1] in ("ltd", "limited", "plc", "llp", "lp", "cic", "inc"):
        words.pop()
    if len(words) > 1 and words[0] == "the":
        words.pop(0)
    return " ".join(words)


def has_term(text: str | None, terms: Iterable[str]) -> bool:
    words = " ".join("".join(c if c.isalnum() else " " for c in (text or "").lower()).split())
    return any(f" {term} " in f" {words} " for term in terms)


def year_of(when: date) -> str:
    first = when.year if when.month >= 4 else when.year - 1
    return f"{first}/{(first + 1) % 100:02d}"


def quarter_of(when: date) -> str:
    return f"{year_of(when)} Q{(when.month - 4) % 12 // 3 + 1}"


def month_of(when: date) -> date:
    return when.replace(day=1)


def month_end(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def a_year_before(month: date) -> date:
    return month.replace(year=month.year - 1)


def year_starts(year: str) -> date:
    return date(int(year[:4]), 4, 1)


def quarter_starts(quarter: str) -> date:
    first, number = int(quarter[:4]), int(quarter[-1])
    return date(first + (number == 4), (number * 3) % 12 + 1, 1)


def share(part: Decimal, whole: Decimal) -> float | None:
    return float(part) / float(whole) if whole > 0 and 0 <= part <= whole else None


def total(rows: Iterable[Row], field: str = "amount") -> Decimal:
    return sum((row[field] for row in rows if row[field] is not None), Decimal("0.00"))
