"""The list of suppliers and one supplier's own view, from small answers written by hand."""

from __future__ import annotations

import csv
import io
from datetime import date
from functools import partial

import pytest

from components import supplier_view as view
from components import suppliers, theme
from components.card import Card
from components.filters import Filters
from components.suppliers import LARGEST, Listing
from tests.components.frames import HOSTILE, frame, money

CHOSEN = Filters(
    strategy="oak", council="Oakton", strategy_name="Oakton 2020–24", headline_tier=1,
    headline_name="Oakton", payments_counted="every payment", contracts_counted="every contract",
    organisation="Oakton & Elm", organisations=("Oakton & Elm",), borrowed=False,
    period="2020/21", date_from=date(2020, 4, 1), date_to=date(2021, 3, 31), directorate=None,
    category="Works",
)  # fmt: skip
FIGURE = partial(Card, coverage="Rests on all.", sources=frame(file_name=["a.csv"]), questions=())


def ranked_frame(**changed):
    """The largest supplier, whose name is an attack; and one that a spreadsheet might run."""
    columns = {
        "rank": [1, 2],
        "supplier_key": ["aa", "b&b"],
        "name": [HOSTILE, "=cmd|calc"],
        "amount": money("750.00", "-10.00"),
        "share": [0.75, None],
        "running_share": [0.75, 0.74],
        "lines": [3, 1],
        "place": ["Oakton", None],
        "place_known_by": ["district", "none"],
        "place_looked_up_by": ["district", None],
        "place_is_registered": [True, False],
        "tier_name": ["Oakton", "Not known"],
        "sme": [True, None],
        "vcse": [False, None],
        "social_enterprise": [None, None],
        "co_operative": [False, None],
        "employee_owned": [True, None],
        "cic": [None, None],
        "charity": [True, None],
        "public_body": [None, None],
        "named_amount": money("740.00", "740.00"),
        "of_how_many": [52, 52],
        "page": [2, 2],
        "pages": [3, 3],
    }
    return frame(**{**columns, **changed})


def card_of(listing: Listing = LARGEST, whole=ranked_frame) -> Card:
    return suppliers.ranked(
        FIGURE, ranked_frame(), whole, CHOSEN, listing, title="A title", places="Places."
    )


def test_a_name_from_a_file_is_escaped_and_leads_to_its_supplier() -> None:
    html = card_of().table.html()
    assert "<img" not in html and "</script>" not in html
    assert "&lt;img" in html
    assert "supplier=b%26b" in html
    assert "organisation=Oakton+%26+Elm&amp;" in html
    assert html.count("<a href=") == 2


def test_an_address_keeps_the_view_the_search_and_the_sorting() -> None:
    address = Listing('a&b="c"', "Name").address(CHOSEN, supplier="k")
    assert "search=a%26b%3D%22c%22&sort=Name&supplier=k" in address
    assert "category=Works" in address and "period=2020%2F21" in address
    # What is as ever is left out.
    assert LARGEST.address(CHOSEN).endswith("category=Works")


def test_the_download_holds_every_page_and_runs_nothing() -> None:
    asked = []

    def whole():
        asked.append("whole")
        return ranked_frame(name=["+1", "@x"])

    table = card_of(whole=whole).table
    table.html()
    assert asked == []
    rows = list(csv.reader(io.StringIO(table.csv().decode("utf-8-sig"))))
    assert asked == ["whole"]
    assert [row[1] for row in rows] == ["Supplier", "'+1", "'@x"]
    assert rows[1][2] == "750.00"
    assert rows[2][6:] == ["Not known"] * 4


def test_a_place_says_how_loosely_it_is_known() -> None:
    first, second = ranked_frame().to_dict("records")
    assert suppliers.place(first) == "Oakton (Oakton), by postcode district, registered office"
    assert suppliers.place(second) == "Not known"


def test_which_part_of_the_list_is_shown() -> None:
    said = suppliers.which(ranked_frame(), "April 2020", LARGEST)
    assert said == "Spend by supplier in pounds, April 2020. Largest spend first: 26 to 27 of 52"
    assert "By name: 26" in suppliers.which(ranked_frame(), "x", Listing("", "Name"))


def test_the_title_names_the_ten_largest_or_what_a_search_finds() -> None:
    found = ranked_frame()
    ten = ranked_frame(rank=[9, 10])
    assert suppliers.ranked_title(ten, found, LARGEST) == "Ten suppliers of 52 take 74% of spend"
    assert suppliers.ranked_title(found, found, LARGEST) == "52 suppliers are paid"
    some = suppliers.ranked_title(ten, found, Listing("oak", "Name"))
    assert some == "52 of 52 suppliers match “oak”"
    none = suppliers.ranked_title(ten, found.head(0), Listing("oak", "Name"))
    assert none == "0 of 52 suppliers match “oak”"


def test_the_list_rests_on_spend_that_names_a_supplier() -> None:
    (amount,) = money("1000.00").to_pylist()
    said = suppliers.named(ranked_frame(), {"amount": amount})
    assert said.startswith("Rests on £740 of £1k spend (74%), which names a supplier.")
    assert "redacted" in said


def years():
    """A year by halves unknown, the newest well known, and spend without a date."""
    return frame(
        financial_year=["2019/20", "2020/21", None],
        amount=money("100.00", "200.00", "5.00"),
        suppliers=[4, 5, 1],
        local=[1, 2, 0],
        elsewhere=[1, 2, 0],
        place_not_known=[2, 1, 1],
        sme=[1, 3, 0],
        not_sme=[1, 1, 0],
        sme_not_known=[2, 1, 1],
        sme_known_amount=money("50.00", "190.00", "0.00"),
        sme_share_of_spend=[0.5, 0.25, None],
        sme_share_of_suppliers=[0.5, 0.75, None],
        sme_rests_on=[0.5, 0.95, 0.0],
        vcse=[0, 1, 0],
        not_vcse=[1, 1, 0],
        vcse_not_known=[3, 3, 1],
        vcse_known_amount=money("10.00", "20.00", "0.00"),
        vcse_share_of_spend=[0.0, 0.5, None],
        vcse_share_of_suppliers=[0.0, 0.5, None],
        vcse_rests_on=[0.1, 0.1, 0.0],
    )


def test_shares_of_kinds_claim_nothing_from_too_little() -> None:
    assert suppliers.kind_title(years(), "sme") == "SMEs take 25% of spend in 2020/21"
    assert suppliers.kind_title(years(), "vcse") == "Too little is known of who is a VCSE"
    assert suppliers.kind_rests_on(years(), "sme") == (
        "Rests on £190 of £200 spend and 4 of 5 suppliers in 2020/21, of which it is known."
    )
    html = suppliers.kind(FIGURE, years(), "", "sme").table.html()
    assert "No date" in html and "No share" in html


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK])
def test_the_bars_are_the_suppliers_of_each_dated_year(colours) -> None:
    drawn = suppliers.numbers_chart(years(), colours)
    assert {bar.name: list(bar.y) for bar in drawn.data} == {
        "Local": [1, 2], "Elsewhere": [1, 2], "Place not known": [2, 1],
    }  # fmt: skip
    assert suppliers.numbers_title(years()) == "5 suppliers in 2020/21, 2 of them local"
    assert "2019/20: 1 local, 1 elsewhere, 2 not known" in suppliers.numbers_alt(years())


def said(*rows):
    """Claims, each as value, stands, is nearest, nearness, times, who told it, file and row."""
    names = ("value", "stands", "is_nearest", "nearness", "times", "told_by", "file_name",
             "source_row")  # fmt: skip
    columns = {name: [row[place] for row in rows] for place, name in enumerate(names)}
    blank = [None] * len(rows)
    return frame(**columns, attribute=["sme"] * len(rows), sheet=blank)


def test_what_stands_is_said_with_who_says_so_and_who_does_not() -> None:
    near = ("yes", True, True, 1, 2, "supplier list", "list.csv", 3)
    far = ("no", False, False, 3, 1, "contracts register", "reg.csv", 9)
    assert view.why(said(near, far)) == (
        "Supplier list says yes (by a number it is paid under; 2 times; list.csv, row 3). "
        "Contracts register says no (by name; reg.csv, row 9), which is further off."
    )
    fewer = ("no", False, True, 1, 1, "supplier list", "list.csv", 4)
    assert view.why(said(near, fewer)).endswith(", in no more lines.")
    again = ("yes", False, False, 3, 1, "supplier list", "list.csv", 8)
    assert view.why(said(near, again)).endswith("(by name; list.csv, row 8) too.")


def test_what_is_even_is_not_known_and_what_nobody_says_neither() -> None:
    yes = ("yes", False, True, 3, 1, "supplier list", "list.csv", 3)
    no = ("no", False, True, 3, 1, "supplier list", "list.csv", 4)
    assert view.why(said(yes, no)).startswith("Not known, as equally many say each: Supplier list")
    assert view.why(said(yes, no).head(0)) == "No file says."
    name = ("yes", True, True, 9, 1, "its name", None, None)
    assert view.why(said(name)) == "Its name says yes."


def test_a_source_names_file_sheet_and_row() -> None:
    row = {"file_name": "a.xlsx", "sheet": "May", "source_row": 1234}
    assert view.source(row) == "a.xlsx, sheet May, row 1234"
    assert view.source({**row, "sheet": ""}) == "a.xlsx, row 1234"


def test_payments_leave_out_columns_that_say_nothing_and_keep_the_row() -> None:
    found = frame(
        payment_date=[date(2020, 5, 1), None],
        organisation=["Oakton", "Oakton"],
        supplier_named=[HOSTILE, HOSTILE],
        directorate=["Streets", None],
        category=["Works", None],
        description=[None, ""],
        amount=money("5.00", "-1.00"),
        file_name=["=a.csv", "=a.csv"],
        sheet=["", ""],
        source_row=[12, 13],
        of_how_many=[2, 2],
        page=[1, 1],
        pages=[1, 1],
    )
    one = {"organisations": "Oakton", "names_seen": "A Ltd; A Limited"}
    card = view.payments(FIGURE, one, found, lambda: found)
    assert [column.header for column in card.table.columns] == [
        "Date", "Named as", "Directorate", "Category", "Amount (£)", "File", "Row",
    ]  # fmt: skip
    assert "<img" not in card.table.html()
    assert "'=a.csv" in card.table.csv().decode()
    assert card.title == "2 payment lines"


def test_what_kind_of_body_it_is_stands_in_a_few_words():
    first, second = ranked_frame().to_dict("records")
    assert suppliers.kinds(first) == "Charity, employee-owned"
    assert suppliers.kinds(second) is None


def test_an_officers_word_on_a_place_is_named():
    told = ranked_frame(place_known_by=["officer", "none"]).to_dict("records")
    assert suppliers.place(told[0]) == (
        "Oakton (Oakton), by postcode district, an officer's word, registered office"
    )
