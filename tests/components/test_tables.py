import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components import listings, tables
from components.map_shades import SHADES
from components.tables import Column, Table
from tests.components import frames

COLUMNS = (
    Column("name", "Name"),
    Column("amount", "Spend (£)", "pounds"),
    Column("part", "Share (%)", "share", bar=True),
    Column("many", "Suppliers", "count"),
    Column("paid", "Paid", "day"),
    Column("local", "Local", "yes"),
)


def table(**changes: object) -> Table:
    found = frames.frame(
        name=["Oakton", None],
        amount=frames.money("1234567.80", None),
        part=[0.371, None],
        many=[4168, None],
        paid=[date(2026, 11, 20), None],
        local=[True, None],
    )
    return Table(found, COLUMNS, "Spend", **changes)


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_cells_carry_no_unit_that_the_header_has_and_say_what_is_not_known() -> None:
    html = table().html()
    for text in ("1,234,567.80", "37.1", "4,168", "20 November 2026", "Yes"):
        assert f">{text}</td>" in html.replace("</i></i>", "")
    assert html.count("Not known") == len(COLUMNS)
    assert 'class="lp-number">Spend (£)' in html
    assert 'class="lp-text">Name' in html


def test_the_largest_share_has_the_longest_bar_and_what_is_not_known_none() -> None:
    html = listings.tiers(frames.by_tier(), frames.coverage()).html()
    assert [part.split("%")[0] for part in html.split("width:")[1:]] == ["100.0", "62.5", "87.5"]


def test_a_total_stands_in_the_foot_and_leaves_blank_what_it_does_not_total() -> None:
    html = table(total={"name": "All", "amount": Decimal("9.99")}).html()
    foot = html[html.index("<tfoot>") :]
    assert ">All</td>" in foot and ">9.99</td>" in foot
    assert "Not known" not in foot


def test_the_rows_left_out_are_counted_and_the_last_ones_stay() -> None:
    found = frames.frame(name=[f"Area {n}" for n in range(1, 21)])
    short = Table(found, (Column("name", "Name"),), "Areas", first=3, last=1)
    html = short.html(all_rows=False)
    assert [n for n in range(1, 21) if f">Area {n}<" in html] == [1, 2, 3, 20]
    assert "and 16 more, in the full table" in html
    assert all(f">Area {n}<" in short.html() for n in range(1, 21))


def test_one_row_is_never_left_out_to_save_one_line() -> None:
    found = frames.frame(name=["One", "Two", "Three"])
    html = Table(found, (Column("name", "Name"),), "Few", first=2).html(all_rows=False)
    assert ">Three<" in html and "more" not in html


@given(st.text(min_size=1))
def test_text_of_a_file_never_becomes_markup(text: str) -> None:
    found = frames.frame(name=[text])
    html = Table(found, (Column("name", text),), text).html()
    inside = html.replace("<caption", "").split("<tbody>")[1].split("</tbody>")[0]
    assert inside.startswith('<tr><td class="lp-text">') and inside.endswith("</td></tr>")
    assert not set(inside[len('<tr><td class="lp-text">') : -len("</td></tr>")]) & set("<>\"'")


def test_hostile_names_are_shown_as_text() -> None:
    html = listings.contracts(frames.contracts(), "Contracts").html()
    assert "<img" not in html and "<script" not in html
    assert "&lt;img src=x onerror=alert(1)&gt;" in html


def test_csv_holds_unrounded_values_and_says_shares_run_from_0_to_1() -> None:
    rows = read(table().csv())
    assert rows[0] == ["Name", "Spend (£)", "Share (0 to 1)", "Suppliers", "Paid", "Local"]
    assert rows[1] == ["Oakton", "1234567.80", "0.371", "4168", "2026-11-20", "Yes"]
    assert rows[2] == ["Not known", "", "", "", "Not known", "Not known"]


@pytest.mark.parametrize(
    "text", ["=1+1", "+44 20", "-x", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1"]
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert tables.safe_text(text) == f"'{text}"


@given(st.text())
def test_no_cell_of_text_begins_a_formula(text: str) -> None:
    found = frames.frame(name=[text])
    rows = read(Table(found, (Column("name", "Name"),), "Names").csv())
    assert rows[1][0].lstrip()[:1] not in set("=+-@＝＋－＠")
    assert rows[1][0] in (text, f"'{text}")


def test_negative_numbers_are_left_as_numbers() -> None:
    found = frames.frame(amount=frames.money("-12.50"))
    assert read(Table(found, (Column("amount", "£", "pounds"),), "Money").csv())[1] == ["-12.50"]


def test_areas_keep_the_row_of_places_not_known_and_total_what_the_coverage_says() -> None:
    found = listings.areas(frames.by_area(), frames.coverage(), SHADES["spend"])
    html = found.html(all_rows=False)
    assert ">Not known</td>" in html
    assert ">150.00</td>" in html[html.index("<tfoot>") :]


def test_scope_adds_up_to_everything_received() -> None:
    scope = frames.frame(
        left_out=["In scope", "Tax"], amount=frames.money("10.01", "0.02"), lines=[3, 1]
    )
    foot = listings.scope(scope).html().split("<tfoot>")[1]
    assert ">10.03</td>" in foot and ">4</td>" in foot


def test_not_counted_opens_with_what_counts_and_adds_up_to_all_committed() -> None:
    reasons = frames.frame(
        why_not_counted=["Below the threshold", "Contract value not known"],
        contracts=[1, 1],
        contract_value=frames.money("5000.00", "0.00"),
        committed=frames.money("1000.00", "400.00"),
    )
    shown = listings.not_counted(reasons, frames.summary())
    assert shown.frame["committed"].tolist()[0] == Decimal("310000.00")
    assert sum(shown.frame["committed"]) == shown.total["committed"]
    assert sum(shown.frame["contracts"]) == shown.total["contracts"]
