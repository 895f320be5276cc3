"""The sample's files decoded, and their sums worked out, without the project's reader or warehouse.

Dull on purpose: once more from the bytes, so that a fault on either side shows. Amounts are whole
pence.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

import pandas as pd

from data.geography import area_codes
from data.sample import SampleFile
from data.strategy import Strategy

# The rank of a firm that lies in none of a strategy's tiers.
ELSEWHERE = 98

REFERENCE = Path(__file__).resolve().parents[2] / "data" / "reference"

STEVENAGE = "Stevenage Borough Council"
LUTON = "Luton Council"
STAR = ("Stockport Council", "Trafford Council", "Rochdale Council", "Tameside Council")
WORCESTERSHIRE = "Worcestershire County Council"
COLCHESTER = "Colchester Borough Council"

# How each publisher's bytes are to be taken apart: encoding, delimiter, lines above the header,
# how dates are written, which mark is the decimal one.
HOW = {
    STEVENAGE: ("utf-8-sig", ",", 0, "%d/%m/%Y", "."),
    LUTON: ("cp1252", ",", 2, "%d-%b-%Y", "."),
    **dict.fromkeys(STAR, ("utf-8", "|", 0, "%Y-%m-%d", ".")),
    WORCESTERSHIRE: ("utf-16", "\t", 0, "%d %B %Y", "."),
    COLCHESTER: ("utf-8", ";", 0, "%d.%m.%Y", ","),
}

# Our word for the columns that the sums below need: spend, supplier list, register, records.
SPEND = {
    STEVENAGE: ("Date", "Transaction number", "Supplier (beneficiary) name", "Net Amount",
                "Procurement classification: Proclass label", "Contract reference"),
    LUTON: ("Clearing Date", "Document No", "Vendor Name", "Net Amount (£)", "G/L Description",
            None),
    **dict.fromkeys(
        STAR, ("Date of Payment", "Document Number", "Creditor Name", "Net", "ProClass Label",
               None)
    ),
    WORCESTERSHIRE: ("Pay Date", "Trans No", "Supplier Name", "Amount (net of VAT)",
                     "Expenditure Category", None),
    COLCHESTER: ("Paid Date", "Payment Reference", "Payee Name", "Net Value",
                 "Type of Expenditure", None),
}  # fmt: skip
LISTS = {
    STEVENAGE: ("Supplier name", "Supplier Postcode", "SME supplier", "VCSE supplier"),
    LUTON: ("Vendor Name", "Post Code", "Company Size", "Voluntary Sector"),
    **dict.fromkeys(STAR, ("Creditor Name", "Postcode", "SME?", "VCSE?")),
    WORCESTERSHIRE: ("Supplier Name", "Postal Code", "SME Status", "VCSE Status"),
    COLCHESTER: ("Payee", "Supplier Post Code", "Is SME", "Third Sector"),
}
REGISTERS = {
    STEVENAGE: ("Contract Reference number / ID", "Title of the Agreement", "Contract value",
                "Award date", "Contract start date", "End date", "Supplier name", None,
                "Contract type", "Framework reference"),
    LUTON: ("Contract Ref", "Agreement Title", "Total Contract Value", "Date of Award",
            "Start Date", "End Date", "Contractor", "Post Code", "Agreement Type",
            "Parent Contract"),
    **dict.fromkeys(
        STAR, ("Contract Reference", "Contract Title",
               "Total Contract Value (including extensions)", "Award Date", "Start Date",
               "Current Expiry Date", "Supplier Company Name", "Supplier Postcode",
               "Contract Type", "Framework Reference"),
    ),
    WORCESTERSHIRE: ("Contract ID", "Title", "Contract Value (excluding VAT)",
                     "Contract Award Date", "Commencement Date", "Contract End", "Provider",
                     "Postcode", "Type of Contract", "Call-off From"),
    COLCHESTER: ("Contract Number", "Contract Name", "Value of Contract", "Date Awarded",
                 "Contract Start", "Contract End Date", "Payee", None, "Contract Type",
                 "Parent Contract Reference"),
}  # fmt: skip
RECORDS = {
    STEVENAGE: ("Contract Reference", "Contract Title", "Contract value", "Award date",
                "Social Value Committed", "Social Value Delivered", "Social Value Evidenced"),
    LUTON: ("Contract Ref", "Contract Name", "Award Value", "Date of Award", "Committed Value",
            "Delivered Value", "Evidenced Value"),
    **dict.fromkeys(
        STAR, ("Contract Reference", "Project", "Contract Value", "Award Date", "Target LEV",
               "Delivered LEV", "Evidenced LEV"),
    ),
    WORCESTERSHIRE: ("Contract ID", "Scheme", "Contract Value (excluding VAT)",
                     "Contract Award Date", "Committed", "Delivered", "Evidenced"),
    COLCHESTER: ("Contract Number", "Project Name", "Contract Value", "Date Awarded",
                 "Target SLEV", "Delivered SLEV", None),
}  # fmt: skip
# Registers that say what part of the evaluation social value decided.
WEIGHTINGS = {
    **dict.fromkeys(STAR, "Social Value Weighting"),
    WORCESTERSHIRE: "SV Weighting %",
}


def rows_of(file: SampleFile) -> list[dict[str, str]]:
    """A file's rows by header; the total row below Luton's payments is left off."""
    encoding, delimiter, above, _, _ = HOW[file.organisation]
    text = file.content.decode(encoding)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))[above:]
    header, body = rows[0], rows[1:]
    assert {len(row) for row in body} == {len(header)}
    return [dict(zip(header, row, strict=True)) for row in body if row[0] != "Total"]


@cache
def pence_of(text: str, mark: str) -> int | None:
    """'£1,234.50', '(1,234.50)', '1.234,50': whole pence. None for nothing and "TBC"."""
    if text in ("", "TBC"):
        return None
    digits = re.sub(rf"[^\d{re.escape(mark)}]", "", text).replace(mark, ".")
    pounds = Decimal(digits) * (-1 if "-" in text or text.startswith("(") else 1)
    assert pounds == pounds.quantize(Decimal("0.01"))
    return int(pounds * 100)


@cache
def date_of(text: str, how: str) -> date | None:
    return None if text in ("", "TBC") else datetime.strptime(text, how).date()


def year_of(day: date | None) -> str | None:
    """'2020/21' for a day from April 2020 to March 2021."""
    if day is None:
        return None
    first = day.year - (day.month < 4)
    return f"{first}/{(first + 1) % 100:02d}"


@cache
def bare(name: str) -> str:
    """A name without case, punctuation, company ending, leading "the", and with "and" spelt out."""
    words = re.sub(r"['.]", "", name.lower().replace("&", " and "))
    words = re.sub(r"[^a-z0-9]+", " ", words).strip()
    words = re.sub(r"( (ltd|limited|plc|llp|lp|cic))+$", "", words)
    return re.sub(r"^the ", "", words)


def size_of(text: str) -> str:
    """ "sme", "large", or "" where the list does not say."""
    return {"": "", "Yes": "sme", "Y": "sme", "TRUE": "sme", "SME": "sme"}.get(text, "large")


def sector_of(text: str) -> str:
    """ "vcse", "other", or "" where the list does not say."""
    return {"": "", "Yes": "vcse", "Y": "vcse", "TRUE": "vcse"}.get(text, "other")


def is_of_many(name: str) -> bool:
    """Whether a name is borne by many bodies up and down the country: of those in the sample, "… at
    Home", "… Coaches" and "… Taxis", where no ending says that it is a company's."""
    return name.lower().split()[-1] in ("home", "coaches", "taxis")


def is_withheld(name: str) -> bool:
    return "redacted" in name.lower() or "withheld" in name.lower()


@dataclass(frozen=True)
class Sample:
    """All files taken apart. `payments` has a row for each line: organisation, year, date,
    transaction, supplier (as written), firm (bare name, "" where withheld), category, pence,
    reference (of the contract, "" where there is none). A name of `of_many` is another firm's in
    each organisation."""

    files: tuple[SampleFile, ...]
    rows: dict[str, list[dict[str, str]]]
    payments: pd.DataFrame
    postcode: dict[str, str]
    sizes: dict[str, set[str]]
    sectors: dict[str, set[str]]
    of_many: frozenset[str]


def take_apart(files: tuple[SampleFile, ...]) -> Sample:
    """The sample from its bytes."""
    rows = {file.name: rows_of(file) for file in files}
    lines: list[tuple] = []
    postcodes: dict[str, Counter] = defaultdict(Counter)
    sizes: dict[str, set[str]] = defaultdict(set)
    sectors: dict[str, set[str]] = defaultdict(set)
    of_many: set[str] = set()
    for file in files:
        about, (_, _, _, how, mark) = file.organisation, HOW[file.organisation]
        if file.kind == "spend":
            when, number, supplier, amount, category, reference = SPEND[about]
            for row in rows[file.name]:
                name, day = row[supplier], date_of(row[when], how)
                firm = "" if is_withheld(name) else bare(name)
                pence = pence_of(row[amount], mark)
                told = (row[category], pence, row.get(reference, ""))
                lines.append((about, year_of(day), day, row[number], name, firm, *told))
        if file.kind == "suppliers":
            supplier, postcode, sme, vcse = LISTS[about]
            for row in rows[file.name]:
                postcodes[bare(row[supplier])][row[postcode].upper().replace(" ", "")] += 1
                sizes[bare(row[supplier])].add(size_of(row[sme]))
                sectors[bare(row[supplier])].add(sector_of(row[vcse]))
                if is_of_many(row[supplier]):
                    of_many.add(bare(row[supplier]))
        if file.kind == "contracts" and REGISTERS[about][7]:
            supplier, postcode = REGISTERS[about][6:8]
            for row in rows[file.name]:
                postcodes[bare(row[supplier])][row[postcode].upper().replace(" ", "")] += 1
    for seen in postcodes.values():
        del seen[""]
    names = ["organisation", "year", "date", "transaction", "supplier", "firm", "category", "pence",
             "reference"]  # fmt: skip
    return Sample(
        files=files,
        rows=rows,
        payments=pd.DataFrame(lines, columns=names),
        postcode={firm: seen.most_common(1)[0][0] for firm, seen in postcodes.items() if seen},
        sizes=dict(sizes),
        sectors=dict(sectors),
        of_many=frozenset(of_many),
    )


def area_of_places() -> dict[str, str]:
    """Postcode sector ('SG11') or district ('SG1', in brackets) -> authority."""
    found = {}
    for table, name in (("postcode_sector", "{}"), ("postcode_district", "({})")):
        with (REFERENCE / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                found[name.format(row[table].replace(" ", ""))] = row["area_code"]
    return found


def area_of(postcode: str | None, areas: dict[str, str]) -> str | None:
    """The authority of 'SG11AA' by its sector, or of 'SG1' by its district."""
    if not postcode:
        return None
    if re.fullmatch(r"[A-Z]{1,2}\d[A-Z0-9]?\d[A-Z]{2}", postcode):
        return areas.get(postcode[:-2]) or areas.get(f"({postcode[:-3]})")
    return areas.get(f"({postcode})")


def in_scope(sample: Sample, strategy: Strategy) -> pd.DataFrame:
    """The lines of the strategy's organisations that it counts."""
    lines = sample.payments
    lines = lines[lines["organisation"].isin(strategy.organisations)]
    suppliers = [term for out in strategy.scope.leave_out for term in out.suppliers]
    categories = [term for out in strategy.scope.leave_out for term in out.categories]

    def holds(terms: list[str]):
        def check(text: str) -> bool:
            words = " " + re.sub(r"[^a-z0-9]+", " ", text.lower()).strip() + " "
            return any(f" {term} " in words for term in terms)

        return check

    left_out = lines["supplier"].map(
        {name: holds(suppliers)(name) for name in lines["supplier"].unique()}
    ) | lines["category"].map(
        {name: holds(categories)(name) for name in lines["category"].unique()}
    )
    if strategy.scope.smallest_payment is None:
        return lines[~left_out]
    assert strategy.scope.operator == "from"
    # A payment is as large as all its lines, also where some of them are left out.
    keys = ["organisation", "transaction", "supplier", "date"]
    whole = lines.groupby(keys)["pence"].transform("sum")
    size = whole.where(lines["transaction"] != "", lines["pence"]).abs()
    return lines[~left_out & (size >= int(strategy.scope.smallest_payment * 100))]


def ranks_of(sample: Sample, strategy: Strategy, areas: dict[str, str]) -> dict[str, int]:
    """The first tier that holds each firm whose place is known; ELSEWHERE where none does."""
    codes = {
        tier.rank: {code for name in tier.areas for code in area_codes(name)}
        for tier in strategy.tiers
    }
    found = {}
    for firm, postcode in sample.postcode.items():
        area = area_of(postcode, areas)
        if area is not None:
            letters = re.match("[A-Z]+", postcode)[0]
            found[firm] = min(
                (
                    tier.rank
                    for tier in strategy.tiers
                    if area in codes[tier.rank] or letters in tier.postcode_areas
                ),
                default=ELSEWHERE,
            )
    return found


@dataclass(frozen=True)
class YearSums:
    total: int
    known: int
    up_to: dict[int, int]
    firms: frozenset[str]
    local_firms: frozenset[str]


def year_sums(sample: Sample, strategy: Strategy, areas: dict[str, str], year: str) -> YearSums:
    """What the lines of one year come to, in pence, in all and up to each tier."""
    lines = in_scope(sample, strategy)
    lines = lines[lines["year"] == year]
    by_firm = lines.groupby("firm")["pence"].sum()
    ranks = ranks_of(sample, strategy, areas)
    total = known = 0
    up_to = dict.fromkeys([tier.rank for tier in strategy.tiers], 0)
    local = set()
    for firm, pence in by_firm.items():
        total += int(pence)
        if firm not in ranks:
            continue
        known += int(pence)
        if ranks[firm] != ELSEWHERE:
            local.add(firm)
        for rank in up_to:
            up_to[rank] += int(pence) if ranks[firm] <= rank else 0
    firms = frozenset(by_firm.index) - {""}
    return YearSums(total, known, up_to, firms, frozenset(local))


def millions(pence: int) -> int:
    return round(Decimal(pence) / 100_000_000)


def percent(part: int, whole: int, places: str = "1") -> Decimal:
    return (Decimal(100) * part / whole).quantize(Decimal(places))
