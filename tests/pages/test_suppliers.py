"""The suppliers page: its figures are those of the files, and a link reopens what it was."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import md5
from pathlib import Path

import pytest

from data import publish
from data.store import Store

SUPPLIERS = "pages/spend/suppliers.py"
HOSTILE = "<img src=x onerror=alert(1)>"
SPEND = (
    "Payment Date,Supplier Name,Supplier No,Category,Net Amount\n"
    "01/05/2020,Alpha Paving Ltd,A1,Works,600000.00\n"
    "02/05/2020,ALPHA PAVING LIMITED,A1,Works,300000.00\n"
    f'03/05/2020,"{HOSTILE}",A2,"{HOSTILE}",100000.00\n'
    "04/05/2020,100%_Pure Ltd,A3,Works,50000.00\n"
    "05/05/2020,Mr John Smith,A4,Works,40000.00\n"
)
LIST = (
    "Supplier Name,Supplier Number,Postcode,SME\n"
    "Alpha Paving,A1,SG1 1AA,Yes\n"
    "Alpha Paving,,LS1 1BA,No\n"
)


@pytest.fixture
def town(store: Store, write: Callable[..., Path]) -> Store:
    store.make()
    for name, text, kind in (("pay.csv", SPEND, "spend"), ("list.csv", LIST, "suppliers")):
        publish.publish(store, write(name, text), kind=kind, organisation="Oakton Council")
    return store


def key(name: str) -> str:
    return md5(f"name {name}".encode()).hexdigest()[:16]


@pytest.mark.usefixtures("town")
def test_suppliers_are_ranked_with_their_share_and_place(look) -> None:
    rows = look(strategy="STAR 2019–24").go(SUPPLIERS).rows("Suppliers by spend")
    assert rows[0][:6] == ["1", "Alpha Paving Ltd", "900,000.00", "82.6", "82.6", "2"]
    assert rows[0][6] == "Stevenage (Elsewhere)"
    assert rows[0][7] == "Yes"
    assert [row[1] for row in rows[1:]] == [
        HOSTILE, "100%_Pure Ltd", "Individual, name not shown",
    ]  # fmt: skip
    assert rows[-1][4] == "100.0"


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize(
    ("search", "found"),
    [("paving lim", "1 of 4"), ("%_", "1 of 4"), ("<IMG", "1 of 4"), ("smith", "0 of 4")],
)
def test_a_search_reads_every_name_seen_to_the_letter(look, search, found) -> None:
    screen = look(search=search).go(SUPPLIERS)
    if found.startswith("0"):
        assert f"No supplier paid here has “{search}” in a name or number" in screen.words()
        assert "Smith" not in screen.words()
    else:
        assert screen.titles()[0] == f"{found} suppliers matches “{search}”"


@pytest.mark.usefixtures("town")
def test_one_supplier_is_shown_down_to_the_row_of_its_file(look) -> None:
    screen = look(supplier=key("alpha paving")).go(SUPPLIERS)
    assert screen.app.title[0].value == "Alpha Paving Ltd"
    known = {row[0]: row[1:] for row in screen.rows("What is known of this supplier")}
    assert known["Names seen"][0] == "ALPHA PAVING LIMITED; Alpha Paving; Alpha Paving Ltd"
    assert known["SME"] == [
        "Yes",
        "Supplier list says yes (by a number it is paid under; list.csv, row 2). "
        "Supplier list says no (by name; list.csv, row 3), which is further off.",
    ]
    assert known["VCSE"] == ["Not known", "No file says."]
    assert known["Place"][0] == "Stevenage (SG1 1AA)"
    payments = screen.rows("Payments to this supplier")
    assert [(row[0], row[-3], row[-2], row[-1]) for row in payments] == [
        ("2 May 2020", "300,000.00", "pay.csv", "3"),
        ("1 May 2020", "600,000.00", "pay.csv", "2"),
    ]
    assert "£900k" in screen.words()


@pytest.mark.usefixtures("town")
def test_an_older_key_leads_to_the_same_supplier(look) -> None:
    older = md5(b"number A1 of Oakton Council").hexdigest()[:16]
    screen = look(supplier=older).go(SUPPLIERS)
    assert screen.app.title[0].value == "Alpha Paving Ltd"


@pytest.mark.usefixtures("town")
def test_a_link_to_nobody_says_so(look) -> None:
    screen = look(supplier=HOSTILE).go(SUPPLIERS)
    assert "No supplier stands under this link." in screen.words()
    assert not [body for body in screen.html() if "<img" in body]


@pytest.mark.usefixtures("town")
def test_a_hostile_name_is_only_text(look) -> None:
    screen = look(supplier=key("img src x onerror alert 1")).go(SUPPLIERS)
    assert not [body for body in screen.html() if "<img" in body]
    assert "100,000.00" in screen.words()
    # The head is Markdown: nothing in a name may mean anything there.
    assert screen.app.title[0].value.startswith("\\<img src\\=x")


@pytest.mark.usefixtures("sample")
def test_pages_of_the_list_follow_each_other(look) -> None:
    first = look(strategy="Luton 2019–24").go(SUPPLIERS).rows("Suppliers by spend")
    second = look(strategy="Luton 2019–24", page="2").go(SUPPLIERS).rows("Suppliers by spend")
    assert [row[0] for row in (*first[:25], *second[:25])] == [str(n) for n in range(1, 51)]
    byname = look(strategy="Luton 2019–24", sort="Name").go(SUPPLIERS).rows("Suppliers by spend")
    names = [row[1].lower() for row in byname[:25]]
    assert names == sorted(names)


@pytest.mark.usefixtures("sample")
def test_years_count_every_supplier_once(look) -> None:
    screen = look(strategy="Luton 2019–24").go(SUPPLIERS)
    rows = [
        [int(cell.replace(",", "")) for cell in row[1:5]]
        for row in screen.rows("Suppliers paid, by year")
    ]
    assert len(rows) > 5
    assert all(all_of_them == sum(parts) for all_of_them, *parts in rows)
