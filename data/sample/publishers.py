"""Five publishers' layouts, one for each strategy's councils.

The schema's titles, two lines of title above the header, pipes, a spreadsheet's "Unicode text", a
decimal comma: all of it is seen in published files.
"""

from __future__ import annotations

from datetime import date

from data.sample.layouts import Layout


def _plain(pence: int) -> str:
    return f"{pence / 100:.2f}"


def _pounds(pence: int) -> str:
    return f"{'-' if pence < 0 else ''}£{abs(pence) / 100:,.2f}"


def _brackets(pence: int) -> str:
    text = f"{abs(pence) / 100:,.2f}"
    return f"({text})" if pence < 0 else text


def _comma(pence: int) -> str:
    return f"{pence / 100:,.2f}".translate(str.maketrans(",.", ".,"))


_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December")  # fmt: skip


def _slashes(day: date) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def _short_month(day: date) -> str:
    return f"{day.day:02d}-{_MONTHS[day.month - 1][:3]}-{day.year}"


def _long_month(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _points(day: date) -> str:
    return f"{day.day:02d}.{day.month:02d}.{day.year}"


_YES_NO = {"all": {True: "Yes", False: "No"}}
_Y_N = {"all": {True: "Y", False: "N"}}
_LARGE = {"sme": {True: "SME", False: "Large"}, "all": {True: "Y", False: "N"}}
_TRUE = {"all": {True: "TRUE", False: "FALSE"}}

# The titles of the published schemas (22 spend fields, 38 contract fields), with the award date and
# the framework that they lack.
_SCHEMA = Layout(
    encoding="utf-8-sig",
    delimiter=",",
    date=_slashes,
    money=_plain,
    flags=_YES_NO,
    columns={
        "spend": (
            ("Organisation name", "organisation"),
            ("Directorate / service where expenditure occurred", "directorate"),
            ("Service category label", "service"),
            ("Supplier (beneficiary) name", "supplier"),
            ("Local supplier (beneficiary) internal reference", "supplier_number"),
            ("Supplier registered company number", "company_number"),
            ("Date", "payment_date"),
            ("Transaction number", "transaction"),
            ("Net Amount", "amount"),
            ("Purpose of spend (summary)", "description"),
            ("Procurement classification: Proclass label", "category"),
            ("Contract reference", "contract_reference"),
        ),
        "contracts": (
            ("Organisation name", "organisation"),
            ("Contract Reference number / ID", "contract_reference"),
            ("Title of the Agreement", "title"),
            ("Contract type", "contract_type"),
            ("Framework reference", "framework_reference"),
            ("Local authority directorate/service responsible", "directorate"),
            ("Description of goods and services", "description"),
            ("Procurement classification: Proclass label", "category"),
            ("Award date", "award_date"),
            ("Contract start date", "start_date"),
            ("End date", "end_date"),
            ("Contract value", "contract_value"),
            ("Supplier name", "supplier"),
            ("Supplier registered company number", "company_number"),
            ("Supplier registered charity number", "charity_number"),
            ("Other IDs", "supplier_number"),
            ("SME supplier", "sme"),
            ("VCSE supplier", "vcse"),
            ("Tender type", "process"),
        ),
        "suppliers": (
            ("Organisation name", "organisation"),
            ("Local supplier (beneficiary) internal reference", "supplier_number"),
            ("Supplier name", "supplier"),
            ("Supplier registered company number", "company_number"),
            ("Supplier registered charity number", "charity_number"),
            ("Supplier Postcode", "postcode"),
            ("SME supplier", "sme"),
            ("VCSE supplier", "vcse"),
        ),
        "social_value": (
            ("Organisation name", "organisation"),
            ("Contract Reference", "contract_reference"),
            ("Contract Title", "project"),
            ("Supplier name", "supplier"),
            ("Measure Reference", "measure_reference"),
            ("Measure", "measure"),
            ("Unit", "unit"),
            ("Award date", "award_date"),
            ("Contract value", "contract_value"),
            ("Target Number", "target_number"),
            ("Social Value Committed", "committed"),
            ("Actual Number Delivered", "delivered_number"),
            ("Social Value Delivered", "delivered"),
            ("Social Value Evidenced", "evidenced"),
        ),
    },
)

_TITLED = Layout(
    encoding="cp1252",
    delimiter=",",
    date=_short_month,
    money=_pounds,
    flags=_LARGE,
    no_money="TBC",
    titles=True,
    total_row=True,
    columns={
        "spend": (
            ("Directorate", "directorate"),
            ("Cost Centre Name", "service"),
            ("Vendor Number", "supplier_number"),
            ("Vendor Name", "supplier"),
            ("Clearing Date", "payment_date"),
            ("Document No", "transaction"),
            ("G/L Description", "category"),
            ("Net Amount (£)", "amount"),
        ),
        "contracts": (
            ("Contract Ref", "contract_reference"),
            ("Agreement Title", "title"),
            ("Agreement Type", "contract_type"),
            ("Parent Contract", "framework_reference"),
            ("Department", "directorate"),
            ("Category", "category"),
            ("Contractor", "supplier"),
            ("Post Code", "postcode"),
            ("SME", "sme"),
            ("VCSE", "vcse"),
            ("Date of Award", "award_date"),
            ("Start Date", "start_date"),
            ("End Date", "end_date"),
            ("Annual Value", "annual_value"),
            ("Total Contract Value", "contract_value"),
            ("Procedure", "process"),
        ),
        "suppliers": (
            ("Vendor Number", "supplier_number"),
            ("Vendor Name", "supplier"),
            ("Post Code", "postcode"),
            ("Company Size", "sme"),
            ("Voluntary Sector", "vcse"),
        ),
        "social_value": (
            ("Contract Ref", "contract_reference"),
            ("Contract Name", "project"),
            ("Contractor", "supplier"),
            ("Theme", "category"),
            ("Measure Ref", "measure_reference"),
            ("Measure", "measure"),
            ("Units", "unit"),
            ("Date of Award", "award_date"),
            ("Award Value", "contract_value"),
            ("Committed Quantity", "target_number"),
            ("Committed Value", "committed"),
            ("Delivered Quantity", "delivered_number"),
            ("Delivered Value", "delivered"),
            ("Evidenced Value", "evidenced"),
        ),
    },
)

_PIPES = Layout(
    encoding="utf-8",
    delimiter="|",
    date=date.isoformat,
    money=_plain,
    flags=_Y_N,
    columns={
        "spend": (
            ("Authority Name", "organisation"),
            ("Date of Payment", "payment_date"),
            ("Document Number", "transaction"),
            ("Gross", "gross"),
            ("VAT", "vat"),
            ("Net", "amount"),
            ("Creditor No", "supplier_number"),
            ("Creditor Name", "supplier"),
            ("Service Area", "directorate"),
            ("Cost Centre Description", "service"),
            ("ProClass Label", "category"),
        ),
        "contracts": (
            ("Authority Name", "organisation"),
            ("Contract Reference", "contract_reference"),
            ("Framework Reference", "framework_reference"),
            ("Contract Type", "contract_type"),
            ("Contract Title", "title"),
            ("Contract Description", "description"),
            ("Service Area", "directorate"),
            ("Process Used", "process"),
            ("Supplier Company Name", "supplier"),
            ("Creditor No", "supplier_number"),
            ("Supplier Postcode", "postcode"),
            ("Award Date", "award_date"),
            ("Start Date", "start_date"),
            ("Current Expiry Date", "expiry_date"),
            ("Annual Value", "annual_value"),
            ("Total Contract Value (including extensions)", "contract_value"),
            ("Social Value Weighting", "weighting"),
            ("SME Supplier?", "sme"),
            ("VCSE Supplier", "vcse"),
            ("ProClass Description", "category"),
        ),
        "suppliers": (
            ("Authority Name", "organisation"),
            ("Creditor No", "supplier_number"),
            ("Creditor Name", "supplier"),
            ("Postcode", "postcode"),
            ("SME?", "sme"),
            ("VCSE?", "vcse"),
        ),
        "social_value": (
            ("Authority Name", "organisation"),
            ("Contract Reference", "contract_reference"),
            ("Project", "project"),
            ("Supplier", "supplier"),
            ("Industry", "category"),
            ("Measure Reference", "measure_reference"),
            ("Question Name", "measure"),
            ("Units", "unit"),
            ("Award Date", "award_date"),
            ("Contract Value", "contract_value"),
            ("Target Number", "target_number"),
            ("Target LEV", "committed"),
            ("Actual Number Delivered", "delivered_number"),
            ("Delivered LEV", "delivered"),
            ("Evidenced LEV", "evidenced"),
        ),
    },
)

# "Unicode text" as a spreadsheet saves it.
_UNICODE = Layout(
    encoding="utf-16",
    delimiter="\t",
    date=_long_month,
    money=_brackets,
    flags=_TRUE,
    no_money="TBC",
    no_date="TBC",
    columns={
        "spend": (
            ("Body Name", "organisation"),
            ("Pay Date", "payment_date"),
            ("Trans No", "transaction"),
            ("Supplier Ref", "supplier_number"),
            ("Supplier Name", "supplier"),
            ("Directorate", "directorate"),
            ("Division", "service"),
            ("Expenditure Category", "category"),
            ("Narrative", "description"),
            ("Amount (net of VAT)", "amount"),
        ),
        "contracts": (
            ("Body Name", "organisation"),
            ("Contract ID", "contract_reference"),
            ("Call-off From", "framework_reference"),
            ("Type of Contract", "contract_type"),
            ("Title", "title"),
            ("Directorate", "directorate"),
            ("Procurement Category", "category"),
            ("Provider", "supplier"),
            ("Supplier Ref", "supplier_number"),
            ("Company Number", "company_number"),
            ("Postcode", "postcode"),
            ("SME", "sme"),
            ("VCSE", "vcse"),
            ("Contract Award Date", "award_date"),
            ("Commencement Date", "start_date"),
            ("Contract End", "end_date"),
            ("Contract Value (excluding VAT)", "contract_value"),
            ("SV Weighting %", "weighting"),
        ),
        "suppliers": (
            ("Body Name", "organisation"),
            ("Supplier Ref", "supplier_number"),
            ("Supplier Name", "supplier"),
            ("Company Number", "company_number"),
            ("Charity Number", "charity_number"),
            ("Postal Code", "postcode"),
            ("SME Status", "sme"),
            ("VCSE Status", "vcse"),
        ),
        "social_value": (
            ("Body Name", "organisation"),
            ("Contract ID", "contract_reference"),
            ("Scheme", "project"),
            ("Provider", "supplier"),
            ("Sector", "category"),
            ("Measure ID", "measure_reference"),
            ("Measure Name", "measure"),
            ("Unit", "unit"),
            ("Contract Award Date", "award_date"),
            ("Contract Value (excluding VAT)", "contract_value"),
            ("Target Quantity", "target_number"),
            ("Committed", "committed"),
            ("Actual Quantity", "delivered_number"),
            ("Delivered", "delivered"),
            ("Evidenced", "evidenced"),
        ),
    },
)

# No supplier number in the payments: they meet the supplier list by name.
_DECIMAL_COMMA = Layout(
    encoding="utf-8",
    delimiter=";",
    date=_points,
    money=_comma,
    flags=_YES_NO,
    decimal_comma=True,
    columns={
        "spend": (
            ("Payee Name", "supplier"),
            ("Paid Date", "payment_date"),
            ("Payment Reference", "transaction"),
            ("Portfolio", "directorate"),
            ("Team", "service"),
            ("Type of Expenditure", "category"),
            ("Net Value", "amount"),
        ),
        "contracts": (
            ("Contract Number", "contract_reference"),
            ("Contract Name", "title"),
            ("Contract Type", "contract_type"),
            ("Parent Contract Reference", "framework_reference"),
            ("Service Area", "directorate"),
            ("Category", "category"),
            ("Payee", "supplier"),
            ("SME?", "sme"),
            ("VCSE?", "vcse"),
            ("Date Awarded", "award_date"),
            ("Contract Start", "start_date"),
            ("Contract End Date", "end_date"),
            ("Value of Contract", "contract_value"),
        ),
        "suppliers": (
            ("Payee", "supplier"),
            ("Supplier ID", "supplier_number"),
            ("Supplier Post Code", "postcode"),
            ("Is SME", "sme"),
            ("Third Sector", "vcse"),
        ),
        "social_value": (
            ("Contract Number", "contract_reference"),
            ("Project Name", "project"),
            ("Payee", "supplier"),
            ("Theme", "category"),
            ("Measure", "measure"),
            ("Unit", "unit"),
            ("Date Awarded", "award_date"),
            ("Contract Value", "contract_value"),
            ("Target Quantity", "target_number"),
            ("Target SLEV", "committed"),
            ("Delivered Number", "delivered_number"),
            ("Delivered SLEV", "delivered"),
        ),
    },
)

LAYOUTS = {
    "schema": _SCHEMA,
    "titled": _TITLED,
    "pipes": _PIPES,
    "unicode": _UNICODE,
    "decimal_comma": _DECIMAL_COMMA,
}
