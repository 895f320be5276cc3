"""An officer places the next ten suppliers and says that two are one, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from data import ledger, publish
from data.engine import connect_to_read
from data.store import Store
from tests.journeys.conftest import Server, running
from tests.journeys.test_pages import SETTLED, assert_clean

pytestmark = pytest.mark.journey

LONG = 120_000
PHONE = {"width": 390, "height": 844}
# Ten to place, the largest first; the second and third are one, written twice. Bell Foods has a
# place already, and nobody can look up "Various".
SUPPLIERS = (
    "Arden Paving Services Ltd", "Kingsley Healthcare", "Kinglsey Healthcare", "Mosedale Roofing",
    "Netherby Waste", "Ormskeld Joinery", "Quernmore Coaches", "Rusland Homecare", "Silloth Gas",
    "Thoralby Skips",
)  # fmt: skip
POSTCODES = ("LU1 2BQ", "SG1 1AA", "SG1 1AA", "LU2 7AA", "MK40 1AA", "AL1 1AA", "M1 1AE", "LS1 1BA",
             "SG5 1AA", "LU3 1AA")  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("worklist")
    store = Store(folder / "store")
    lines = ["Payment Date,Supplier Name,Net Amount"]
    lines += [f"01/05/2023,{name},{1000 - 50 * n}.00" for n, name in enumerate(SUPPLIERS)]
    lines += ["02/05/2023,Bell Foods,500.00", "03/05/2023,Various,225.00"]
    spend, known = folder / "spend.csv", folder / "suppliers.csv"
    spend.write_text("\n".join(lines), encoding="utf-8")
    known.write_text("Supplier Name,Trading Postcode\nBell Foods,LU1 1AA\n", encoding="utf-8")
    publish.publish(store, spend, organisation="Luton Council", by="Ann")
    publish.publish(store, known, kind="suppliers", organisation="Luton Council", by="Ann")
    return store


@pytest.fixture(scope="module")
def server(made: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(made.root, tmp_path_factory.mktemp("server") / "log.txt") as running_server:
        yield running_server


def at_rest(page: Page) -> None:
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0, timeout=LONG)
    page.wait_for_timeout(300)


def go_to(page: Page, title: str) -> None:
    page.get_by_test_id("stTopNavSection").filter(has_text="Data").click()
    page.get_by_test_id("stTopNavDropdownLink").filter(has_text=title).click()
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible(timeout=SETTLED)
    at_rest(page)


def say_who(page: Page) -> None:
    page.get_by_label("Your name").fill("Cat Officer")
    page.get_by_label("Your name").press("Enter")
    at_rest(page)


def tab_to(page: Page, tag: str) -> None:
    """On to the next element of this kind, by the Tab key alone."""
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.tagName") == tag:
            return
    pytest.fail(f"No {tag} can be reached by the keyboard")


def known_share(store: Store) -> int:
    """How much of the spend has a known place, in whole percent."""
    con = connect_to_read(store.build_file(ledger.served_build(store)))
    try:
        return con.execute(
            "select round(100 * sum(amount) filter (place_known_by <> 'none') / sum(amount))::int "
            "from payment left join supplier using (supplier_id)"
        ).fetchone()[0]
    finally:
        con.close()


def sideways(page: Page) -> int:
    return page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


def test_the_next_ten_are_placed_and_unplaced(server: Server, made: Store, open_page) -> None:
    page, wire = open_page(server, "/upload-quality")
    promise = page.get_by_role("heading", name=re.compile("^Looking up these 10 raises"))
    expect(promise).to_have_text(
        "Looking up these 10 raises known place from 6% to 97% of spend", timeout=SETTLED
    )
    say_who(page)
    # Two by keyboard alone: from the name into the table, past the name to the postcode.
    page.get_by_label("Your name").focus()
    tab_to(page, "CANVAS")
    page.keyboard.press("ArrowRight")
    for row, made_of in enumerate(("1 postcode", "2 postcodes")):
        page.wait_for_function(f"document.activeElement.id === 'glide-cell-1-{row}'")
        # A key typed before the cell is open is lost, so it is opened first.
        page.keyboard.press("Enter")
        expect(page.locator("#portal textarea")).to_be_focused()
        page.keyboard.type(POSTCODES[row], delay=20)
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name=f"Make a file of {made_of}")).to_be_enabled()
        at_rest(page)
    page.get_by_text("Paste a list of names and postcodes").click()
    box = page.get_by_label("One supplier and its postcode on each line")
    rest = zip(SUPPLIERS[2:], POSTCODES[2:], strict=True)
    box.fill("\n".join(f"{name}\t{postcode}" for name, postcode in rest))
    box.press("Control+Enter")
    at_rest(page)
    page.get_by_role("button", name="Make a file of 10 postcodes").click()
    page.get_by_role("link", name="Go on to its checks").click()
    expect(page.get_by_role("heading", name=re.compile("What we read"))).to_be_visible(timeout=LONG)
    at_rest(page)
    page.get_by_role("button", name="Rehearse", exact=True).click()
    publish_it = page.get_by_role("button", name=re.compile("^Publish .* for Luton Council$"))
    expect(publish_it).to_be_enabled(timeout=LONG)
    publish_it.click()
    expect(page.get_by_text("Published as upload 3")).to_be_visible(timeout=LONG)
    at_rest(page)
    assert ledger.uploads(made)[-1].published_by == "Cat Officer"
    # What was promised is what came.
    go_to(page, "Data quality")
    expect(
        page.get_by_role("heading", name=re.compile("^Nobody is left to look up"))
    ).to_be_visible(timeout=SETTLED)
    assert known_share(made) == 97

    go_to(page, "History")
    page.get_by_role("combobox", name="Upload").click()
    page.get_by_role("option", name=re.compile("^3 · postcodes-")).click()
    at_rest(page)
    if not page.get_by_label("Your name").input_value():
        say_who(page)
    page.get_by_role("button", name="Undo upload 3").click()
    page.get_by_role("button", name="Yes, undo upload 3").click()
    expect(page.get_by_text("Withdrawn").first).to_be_visible(timeout=LONG)
    at_rest(page)
    go_to(page, "Data quality")
    expect(promise).to_have_text(
        "Looking up these 10 raises known place from 6% to 97% of spend", timeout=SETTLED
    )
    assert known_share(made) == 6
    assert_clean(wire)


def test_a_twin_is_confirmed_and_parted_again(server: Server, made: Store, open_page) -> None:
    page, wire = open_page(server, "/upload-quality")
    evidence = page.get_by_role("region", name="Kingsley Healthcare, Kinglsey Healthcare")
    expect(evidence).to_be_visible(timeout=LONG)
    rows = [row.split("\t") for row in evidence.get_by_role("row").all_inner_texts()]
    assert ["Spend", "£950.00", "£900.00"] in rows
    assert page.get_by_text("The names differ by one letter.").is_visible()
    join = page.get_by_role("button", name="They are one")
    expect(join).to_be_disabled()
    say_who(page)
    expect(join).to_be_enabled()
    join.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("are one from now on")).to_be_visible(timeout=LONG)
    at_rest(page)
    # One supplier with both names and the money of both, found by the name that was misspelt.
    seen, _ = open_page(server, "/spend-suppliers?search=Kinglsey")
    table = seen.get_by_role("region", name="Suppliers by spend")
    expect(table.get_by_role("link")).to_have_count(1, timeout=SETTLED)
    assert "1,850.00" in table.inner_text()
    table.get_by_role("link").click()
    expect(seen.get_by_role("link", name="Back to all suppliers")).to_be_visible(timeout=SETTLED)
    expect(seen.get_by_text("Kinglsey Healthcare").first).to_be_visible(timeout=SETTLED)
    expect(seen.get_by_text("Kingsley Healthcare").first).to_be_visible()

    # On a page freshly opened: the search for twins that ran on this one may still move it.
    page.reload()
    at_rest(page)
    page.get_by_label("Your name").first.fill("Cat Officer")
    page.keyboard.press("Tab")
    at_rest(page)
    decisions = page.get_by_role("combobox", name="Take back")
    decisions.scroll_into_view_if_needed()  # a list closes while its page scrolls
    page.wait_for_timeout(1000)
    decisions.click()
    page.get_by_role("option", name=re.compile("Kinglsey Healthcare")).click()
    expect(decisions).to_have_value(re.compile("Kinglsey"))
    at_rest(page)
    page.get_by_role("button", name="Let the files decide again").click(timeout=LONG)
    expect(evidence).to_be_visible(timeout=LONG)
    at_rest(page)
    assert ledger.supplier_decisions(made) == []
    assert [event["who"] for event in ledger.events(made)[-2:]] == ["Cat Officer"] * 2
    assert_clean(wire)


def test_the_worklist_fits_a_phone(server: Server, open_page) -> None:
    page, wire = open_page(server, "/upload-quality", viewport=PHONE)
    expect(page.get_by_text("The names differ by one letter.")).to_be_visible(timeout=LONG)
    at_rest(page)
    for part in ("type-postcodes", "twins"):
        page.locator(f".st-key-{part}").scroll_into_view_if_needed()
        assert sideways(page) <= 0
    # What is to be filled in is in sight without a swipe.
    canvas = page.get_by_test_id("data-grid-canvas").bounding_box()
    assert canvas["x"] + canvas["width"] <= PHONE["width"]
    assert_clean(wire)
