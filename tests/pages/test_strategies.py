"""A strategy of a council's own, brought on its page: checked, tried, adopted, taken back."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from data import ledger, strategy_draft
from data.store import Store
from tests.pages.conftest import Screen

PAGE = "pages/upload/strategies.py"
NAME = "exampleton-2026-29"
# £300 of £400 with a known place is in York, which the guide's example calls local.
SPEND = (
    "Payment Date,Supplier Name,Postcode,Net Amount\n"
    "01/05/2026,Arden Paving Ltd,YO1 7HH,3000.00\n02/05/2026,Bell Care Ltd,EC1A 1BB,1000.00\n"
)
EXAMPLE = strategy_draft.example()[1].decode().replace("Exampleton City Council", "Luton Council")
HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
def page(store: Store, made: Path, look) -> Screen:
    shutil.copytree(made, store.root)
    return look().go(PAGE)


def bring(screen: Screen, text: str) -> str:
    """As a browser does that has kept the file before."""
    file = (f"{NAME} (1).toml", text.encode(), "application/toml")
    screen.app.file_uploader[0].set_value(file).run()
    return screen.plain()


def test_a_strategy_is_tried_adopted_replaced_and_taken_back(page: Screen, store: Store) -> None:
    assert len(page.rows("Strategies in force")) == 5
    said = bring(page, EXAMPLE)
    assert "2 tiers, 3 measures, 1 milestone and 1 behaviour. No fault was found." in said
    assert "Type your name" in said and "Try it first" in said
    page.app.text_input(key="officer-typed").set_value("Cat Officer").run()
    said = page.press("try-strategy")
    assert "Local share of spend with a known place None 75.0% new" in said
    assert strategy_draft.own(store) == {}
    said = page.press("adopt-strategy")
    assert "Spending well 2026–2029 of Exampleton is in force." in said
    row = next(row for row in page.rows("Strategies in force") if row[1] == "Exampleton")
    assert row[5].startswith("Adopted ") and row[5].endswith(", Cat Officer")

    # Only the city is local to the one that takes its place: nothing else can differ but the sum.
    bring(page, EXAMPLE.replace("smallest_payment = 500", "smallest_payment = 2000"))
    said = page.press("try-strategy")
    assert "Spend in scope £4,000.00 £3,000.00 −£1,000.00" in said
    page.press("adopt-strategy")
    assert strategy_draft.own(store) == {NAME: True}

    for then in ("The file before it is in force again.", "It is on no page any more."):
        page.app.selectbox(key=f"withdraw-{NAME}").set_value(NAME).run()
        assert then in page.plain()
        assert then in page.press("withdraw-strategy")
    assert strategy_draft.own(store) == {}
    assert "There is nothing to take back" in page.plain()
    said = page.go("pages/upload/history.py").plain()
    assert "Strategy taken back None Strategy exampleton-2026-29 taken back" in said


def test_every_fault_is_named_and_nothing_changes(page: Screen, store: Store) -> None:
    build = ledger.served_build(store)
    spoilt = EXAMPLE.replace('areas = ["York"]', 'areas = ["Yorke"]')
    spoilt = spoilt.replace('unit = "share"', f'unit = "{HOSTILE}"', 1)
    said = bring(page, spoilt)
    assert "2 faults, so nothing is taken and nothing has changed." in said
    rows = page.rows("Faults of strategy files")
    assert [row[0] for row in rows] == ["tier 1, areas 1", 'measure "local_share", unit']
    assert {row[3] for row in rows} == {f"{NAME}.toml"}
    assert HOSTILE not in " ".join(page.html())
    assert not [button for button in page.app.button if button.key == "adopt-strategy"]
    assert ledger.served_build(store) == build


def test_a_file_spoilt_in_the_store_is_named_and_can_be_taken_back(
    page: Screen, store: Store, tmp_path: Path
) -> None:
    file = tmp_path / f"{NAME}.toml"
    file.write_text(EXAMPLE, "utf-8")
    strategy_draft.adopt(store, file, by="Ann")
    (store.strategies / file.name).write_text("=", "utf-8")
    page.go(PAGE)
    # The build for the files as they stand is tried in the background, and comes to nothing.
    for _ in range(100):
        if page.words():
            break
        time.sleep(0.1)
        page.app.run()
    assert "1 fault, so nothing is taken" in page.plain()
    assert page.rows("Faults of strategy files")[0][3] == file.name
    page.app.text_input(key="officer-typed").set_value("Cat Officer").run()
    page.app.selectbox(key=f"withdraw-{NAME}").set_value(NAME).run()
    page.press("withdraw-strategy")
    assert len(page.rows("Strategies in force")) == 5
