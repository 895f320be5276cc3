"""Headers to fields: synonyms, the header's row, the kind of file, an officer's choice."""

from __future__ import annotations

import json

import pytest

from data.check import check_file
from data.columns import KINDS, kind_named, normal_header
from data.headings import letters
from data.read import read_file
from data.recognise import NOT_IN_FILE, find_layout
from data.refused import Refused


def layout(write, text, kind=None, chosen=None):
    (sheet,) = read_file(write("a.csv", text))
    return find_layout(sheet, kind, chosen)


@pytest.mark.parametrize(
    "header", ["Supplier Name(T)", "  supplier name ", "SUPPLIER_NAME", "Supplier\nName"]
)
def test_case_padding_marks_and_line_breaks_do_not_matter(header):
    assert normal_header(header) == "suppliername"


def test_net_is_taken_before_gross_and_said(write):
    found = layout(write, "Date,Gross,VAT,Net,Supplier Name\n")
    assert found.as_headers()["amount"] == "Net"
    assert found.amount_basis == "net"


def test_gross_is_taken_only_where_there_is_no_other(write):
    found = layout(write, "Date,Gross,Supplier Name\n")
    assert found.as_headers()["amount"] == "Gross"
    assert found.amount_basis == "gross"


def test_a_plain_amount_says_nothing_of_vat(write):
    assert layout(write, "Date,Amount,Supplier\n").amount_basis == "not stated"


def test_the_header_is_found_below_titles_and_script(write):
    titles = "Payments over £500\nset client=L1,,,\n,,,\n"
    assert layout(write, titles + "Pay date,Supplier Name,Amount,Group\n").header_row == 4


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("Date,Supplier,Amount", "spend"),
        ("Contract Reference,Contract Title,Supplier,Contract Value,Start Date", "contracts"),
        ("Supplier No,Supplier Name,Postcode", "suppliers"),
        ("Project,TOMs Ref,Target LEV,Contract Value", "social_value"),
    ],
)
def test_the_kind_of_a_file_shows_in_its_columns(write, header, kind):
    assert layout(write, header + "\n").kind == kind


def test_a_column_serves_one_field_and_a_repeated_header_its_first(write):
    found = layout(write, "Supplier,Supplier,Purpose,Amount\n")
    assert found.columns["supplier"] == "c0"
    assert len(set(found.columns.values())) == len(found.columns)


def test_an_officer_may_choose_another_column(write):
    found = layout(write, "Date,Net,Gross,Supplier\n", "spend", {"amount": "Gross"})
    assert found.as_headers()["amount"] == "Gross"


def test_a_choice_of_a_field_that_is_not_one_is_refused_naming_the_fields(write):
    with pytest.raises(Refused, match=r"“price” is not a field.*amount"):
        layout(write, "Date,Net,Supplier\n", "spend", {"price": "Net"})


def test_an_unknown_kind_is_refused_naming_the_kinds():
    with pytest.raises(Refused, match="spend, contracts"):
        kind_named("invoices")


@pytest.mark.parametrize("name", KINDS)
def test_no_header_stands_for_two_fields_of_a_kind_by_accident(name):
    """A header may be listed twice only where the first field, when it has a better header, leaves
    it to the second."""
    kind = kind_named(name)
    for field, headers in kind.fields.items():
        assert len({h for h, _ in headers}) == len(headers), field
        assert all(h for h, _ in headers), field


@pytest.mark.parametrize(
    ("file", "kind", "wanted"),
    [
        ("esd_Spend.json", "spend", {"amount", "supplier", "payment_date", "directorate"}),
        ("esd_Contracts.json", "contracts", {"contract_value", "supplier", "title", "sme", "vcse"}),
    ],
)
@pytest.mark.parametrize("spelling", ["name", "title"])
def test_the_published_schemas_are_understood_by_name_and_by_title(
    inputs, write, file, kind, wanted, spelling
):
    schema = json.loads((inputs / "schema" / file).read_text(encoding="utf-16-le"))
    headers = ",".join(f'"{field[spelling]}"' for field in schema["fields"])
    found = set(layout(write, headers + "\n", kind).columns)
    assert wanted <= found
    assert {"organisation", "company_number", "charity_number", "supplier_number"} <= found


ROWS = [
    ["Place", "Arden Paving Ltd", "03/04/2021", "INV001", "1,200.50"],
    ["People", "Bell Care Limited", "04/04/2021", "INV002", "300.00"],
    ["Place", "Cole Books Ltd", "05/04/2021", "INV003", "-20.25"],
    ["People", "Dale Community Trust", "06/04/2021", "INV004", "9.99"],
]


def text_of(rows):
    return "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in rows)


def test_a_file_without_a_header_is_read_by_what_its_columns_hold(write):
    found = layout(write, text_of(ROWS))
    assert found.header_row == 0
    assert found.columns["amount"] == "c4"
    assert found.columns["payment_date"] == "c2"
    assert found.columns["supplier"] == "c1"
    assert found.headers[4] == "Column E"
    assert {c.field: c.reason for c in found.choices}["payment_date"] == "It holds dates"


def test_a_header_in_the_last_row_is_found_and_the_rows_above_are_data(write):
    header = ["Directorate", "Supplier", "Date Paid", "Ref", "Amount Paid"]
    found = layout(write, text_of([*ROWS, header]))
    assert (found.header_row, found.first_row, found.last_row) == (5, 1, 4)
    assert found.as_headers()["amount"] == "Amount Paid"


def test_a_header_over_two_rows_is_put_together(write):
    top = ["Service", "Supplier", "Payment", "Our", "Net"]
    under = ["Area", "Name", "Date", "Code", "Amount"]
    found = layout(write, text_of([top, under, *ROWS]))
    assert (found.header_row, found.first_row) == (1, 3)
    assert found.as_headers()["amount"] == "Net Amount"
    assert found.as_headers()["directorate"] == "Service Area"
    assert found.amount_basis == "net"


def test_a_header_close_to_one_we_know_is_taken_where_the_column_holds_it(write):
    header = ["Directorate", "Suplier Name", "Date of Paymnt", "Ref", "Amount £ (Excl VAT) 2021"]
    found = layout(write, text_of([header, *ROWS]))
    assert found.as_headers()["supplier"] == "Suplier Name"
    assert found.as_headers()["payment_date"] == "Date of Paymnt"
    assert found.as_headers()["amount"] == "Amount £ (Excl VAT) 2021"
    assert found.amount_basis == "net"


def test_a_header_does_not_make_names_of_numbers_or_money_of_words(write):
    # "Supplier ID" holds names here; "Net" holds words, and the money stands under "Total".
    header = ["Net", "Supplier ID", "Date", "Ref", "Total"]
    found = layout(write, text_of([header, *ROWS]))
    assert found.as_headers()["supplier"] == "Supplier ID"
    assert "supplier_number" not in found.columns
    assert found.as_headers()["amount"] == "Total"


def test_each_choice_has_its_reason_and_its_runner_up(write):
    header = ["Directorate", "Supplier", "Payment Date", "Net", "Gross"]
    rows = [[*row[:3], "1.00", "1.20"] for row in ROWS]
    choices = {c.field: c for c in layout(write, text_of([header, *rows])).choices}
    assert choices["amount"].reason == "Its header is “Net”"
    assert choices["amount"].runner_up == "Gross"
    assert choices["supplier"].runner_up == ""


def test_an_officer_can_say_that_no_column_holds_a_field(write) -> None:
    path = write(
        "spend.csv",
        "Payment Date,Supplier Name,Purpose,Net Amount,Gross Amount\n"
        "01/05/2020,Alpha Ltd,Works,100.00,120.00\n02/05/2020,Beta Ltd,Books,10.00,12.00\n",
    )
    chosen = {"category": NOT_IN_FILE, "payment_date": NOT_IN_FILE, "amount": "Gross Amount"}
    report = check_file(path, chosen=chosen).report
    assert "category" not in report.columns
    assert "payment_date" not in report.columns
    assert report.columns["amount"] == "Gross Amount"
    assert report.amount_basis == "gross"
    assert str(report.control_total) == "132.00"


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_without_the_columns_of_a_kind_is_refused_whatever_the_kind(write, kind):
    with pytest.raises(Refused, match=r"so it cannot be read as an? .*\."):
        check_file(write("a.csv", "Colour,Size\nred,4\n"), kind)


TWICE = "Date,Supplier,Amount,VAT,Ref,Amount\n01/04/2021,A Ltd,10.00,2.00,1,12.00\n"


def test_of_two_columns_with_one_header_each_can_be_chosen(write):
    assert layout(write, TWICE).as_headers()["amount"] == "Amount"
    path = write("a.csv", TWICE)
    for said, pounds in [
        ("Amount", "10.00"),
        ("Amount (column F)", "12.00"),
        ("amount (Column c)", "10.00"),
    ]:
        report = check_file(path, chosen={"amount": said}).report
        assert str(report.control_total) == pounds
    second = check_file(path, chosen={"amount": "Amount (column F)"})
    assert second.report.columns["amount"] == "Amount (column F)"
    assert second.report.choices[-1].runner_up == "Amount"
    assert second.layout.key == check_file(path).layout.key


def test_a_place_that_holds_another_header_is_refused_with_those_that_can_be_chosen(write):
    with pytest.raises(Refused, match=r"“Amount”, “VAT”, “Ref”, “Amount \(column F\)”"):
        check_file(write("a.csv", TWICE), chosen={"amount": "Amount (column D)"})


def test_two_fields_may_be_chosen_by_the_header_that_two_columns_share(write):
    text = "Title,Value,Date,Date\nRoads,10.00,01/04/2021,31/03/2022\n"
    found = layout(write, text, "contracts", {"start_date": "Date", "end_date": "Date"})
    assert (found.columns["start_date"], found.columns["end_date"]) == ("c2", "c3")


def test_columns_are_lettered_as_a_spreadsheet_letters_them():
    assert [letters(n) for n in (0, 25, 26, 701, 702, 16_383)] == [
        *("A", "Z", "AA", "ZZ", "AAA", "XFD"),
    ]  # fmt: skip
