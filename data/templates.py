"""A template for each kind of file: the headers we know, and two rows that are made up.

Spend and contracts follow the schemas published for the Local Government Transparency Code, field
by field under their titles; supplier lists and social value have no published schema, so theirs
is our own.
"""

from __future__ import annotations

import csv
import io

from data.columns import kind_named

# Header, then what stands under it in the first and the second example row.
_COLUMNS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "spend": (
        ("Organisation name", "Oakton Council", "Oakton Council"),
        ("Organisation code", "", ""),
        ("Directorate / service where expenditure occurred", "Place", "Adults and Health"),
        ("Service category label", "Highways", "Home care"),
        ("Service category URI", "", ""),
        ("Supplier (beneficiary) name", "Example Paving Ltd", "Sample Care CIC"),
        ("Local supplier (beneficiary) internal reference", "S0001", "S0002"),
        ("Supplier registered company number", "00000001", "00000002"),
        ("Supplier registered charity number", "", ""),
        ("VCSE grant", "No", "No"),
        ("Date", "01/04/2026", "17/04/2026"),
        ("Transaction number", "T0001", "T0002"),
        ("Net Amount", "12500.00", "-80.50"),
        ("Irrecoverable VAT", "0.00", "0.00"),
        ("Purpose of spend (summary)", "Resurfacing", "Credit for a missed visit"),
        ("Procurement classification: Council's procurement category name", "Works", "Care"),
        ("Procurement classification: CPV label", "", ""),
        ("Procurement classification: CPV code", "", ""),
        ("Procurement classification: Proclass label", "Roads", "Home care"),
        ("Procurement classification: Proclass code", "", ""),
        ("Card Transaction", "No", "No"),
        ("Contract reference", "C-001", ""),
    ),
    "contracts": (
        ("Organisation name", "Oakton Council", "Oakton Council"),
        ("Contract Reference number / ID", "C-001", "C-002"),
        ("Open Contracting ID", "", ""),
        ("Title of the Agreement", "Road resurfacing", "Home care, north"),
        ("Contract type", "Contract", "Call-off"),
        ("Framework Reference", "", "F-010"),
        ("Local authority directorate/service responsible", "Place", "Adults and Health"),
        ("Description of goods and services", "Resurfacing of roads", "Care at home"),
        ("Procurement classification: Councils procurement category label", "Works", "Care"),
        ("Procurement classification: CPV label", "", ""),
        ("Procurement classification: Proclass label", "Roads", "Home care"),
        ("Award Date", "15/03/2026", "02/02/2026"),
        ("Contract start date", "01/04/2026", "01/03/2026"),
        ("End date", "31/03/2028", "28/02/2029"),
        ("Last extension date", "31/03/2029", ""),
        ("Annual Value", "250000.00", "90000.00"),
        ("Contract value", "750000.00", "270000.00"),
        ("Irrecoverable VAT", "0.00", "0.00"),
        ("Supplier name", "Example Paving Ltd", "Sample Care CIC"),
        ("Supplier registered company number", "00000001", "00000002"),
        ("Supplier registered charity number", "", ""),
        ("Other IDs", "S0001", "S0002"),
        ("Supplier Postcode", "LU1 2BQ", "SG1 1HN"),
        ("SME supplier", "Yes", "Yes"),
        ("VCSE supplier", "No", "Yes"),
        ("Tender type", "Open", "Call-off"),
        ("Social value weighting", "20%", "10%"),
    ),
    "suppliers": (
        ("Organisation", "Oakton Council", "Oakton Council"),
        ("Supplier Number", "S0001", "S0002"),
        ("Supplier Name", "Example Paving Ltd", "Sample Care CIC"),
        ("Company Number", "00000001", "00000002"),
        ("Charity Number", "", ""),
        ("Trading Postcode", "LU1 2BQ", "SG1 1HN"),
        ("Registered Postcode", "EC1A 1BB", ""),
        ("Company Size", "Small", "Micro"),
        ("SME", "Yes", "Yes"),
        ("VCSE", "No", "Yes"),
        ("Social Enterprise", "No", "Yes"),
        ("Co-operative", "No", "No"),
        ("Employee Owned", "Yes", "No"),
        ("CIC", "No", "Yes"),
        ("Charity", "No", "No"),
        ("Public Body", "No", "No"),
        ("Individual", "No", "No"),
    ),
    "social_value": (
        ("Organisation", "Oakton Council", "Oakton Council"),
        ("Contract Reference", "C-001", "C-002"),
        ("Project Name", "Road resurfacing", "Home care, north"),
        ("Supplier Name", "Example Paving Ltd", "Sample Care CIC"),
        ("Award Date", "15/03/2026", "02/02/2026"),
        ("Contract Value", "750000.00", "270000.00"),
        ("Measure Reference", "M1", "M2"),
        ("Measure", "Local people employed", "Hours volunteered"),
        ("Units", "people", "hours"),
        ("Target Number", "3", "120"),
        ("Committed Value", "90000.00", "2400.00"),
        ("Actual Number Delivered", "1", "40"),
        ("Delivered Value", "30000.00", "800.00"),
        ("Evidenced Value", "30000.00", "0.00"),
    ),
    "readings": (
        ("Organisation", "Oakton Council", "Oakton Council"),
        ("Measure", "Supplier events held", "Quick quote, days"),
        ("Period", "2025/26", "2026/27 Q1"),
        ("Value", "4", "12.5"),
        ("Unit", "events", "days"),
        ("Source", "Events diary", "Portal"),
        ("Note", "Two were online", ""),
    ),
}


def template(kind: str) -> bytes:
    """The template of a kind as CSV (UTF-8 with a byte-order mark). Raises Refused for no kind."""
    columns = _COLUMNS[kind_named(kind).name]
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(zip(*columns, strict=True))
    return out.getvalue().encode("utf-8-sig")


def template_name(kind: str) -> str:
    """What to call the file: "local-pound-template-social-value.csv"."""
    return f"local-pound-template-{kind_named(kind).name.replace('_', '-')}.csv"
