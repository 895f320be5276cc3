"""Milestones and maturity without a browser: every document's rows, what officers record, and the
contracts due for review, on a store with one small register."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from data import ledger, progress, publish
from data.progress import ACTION, BEHAVIOUR
from data.store import Store
from tests.pages.conftest import Screen

MILESTONES = "pages/strategy/milestones.py"
HISTORY = "pages/upload/history.py"
STEVENAGE, LUTON = "Stevenage 2021–24", "Luton 2019–24"
WORCESTERSHIRE = "Worcestershire 2022–25"
HOSTILE = "<img src=x onerror=alert(1)>"
# On 1 June 2022: due from 24 to 18 months before the end, both days included.
REGISTER = (
    "Contract Reference,Title,Supplier Name,Total Contract Value,Award Date,End Date\n"
    "R1,First day of its review,Alpha Ltd,100000.00,01/05/2020,01/06/2024\n"
    f"R2,{HOSTILE},Beta Ltd,20000.50,01/05/2020,01/12/2023\n"
    "R3,A day past it,Beta Ltd,30000.00,01/05/2020,30/11/2023\n"
    "R4,A day too early,Beta Ltd,30000.00,01/05/2020,02/06/2024\n"
    "R5,Ended,Beta Ltd,30000.00,01/05/2020,31/05/2022\n"
    "R6,Nobody says when it ends,Beta Ltd,30000.00,01/05/2020,Rolling\n"
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    store = Store(folder / "store")
    (folder / "register.csv").write_text(REGISTER, encoding="utf-8")
    publish.publish(
        store, folder / "register.csv", kind="contracts", organisation="Stevenage Borough Council"
    )
    return store.root


@pytest.fixture
def opened(store: Store, made: Path, look):
    """Open the page under a strategy, at an address."""
    shutil.copytree(made, store.root)

    def at(strategy: str, **params: str) -> Screen:
        return look(strategy=strategy, **params).go(MILESTONES)

    return at


def download(screen: Screen, key: str) -> list[dict[str, str]]:
    """The rows of a card's full table."""
    name = {"actions": "Actions of the strategy", "maturity": "Behaviours, now and wanted"}[key]
    heads = next(b for b in screen.html() if f'aria-label="{name}"' in b and "lp-scrolls" in b)
    names = re.findall(r'<th scope="col"[^>]*>(.*?)</th>', heads)
    rows = [re.findall(r"<td.*?>(.*?)</td>", row) for row in re.findall("<tr>(.*?)</tr>", heads)]
    return [dict(zip(names, row, strict=True)) for row in rows if row]


@pytest.mark.parametrize(
    ("strategy", "title", "says"),
    [
        (STEVENAGE, "17 actions, and no status recorded yet", "The document names no owner of any"),
        (LUTON, "25 actions, and no status recorded yet", "1 action is printed as ending before"),
        ("STAR 2019–24", "12 actions, and no status recorded yet", "so there is no time line"),
        ("Colchester 2021–23", "14 actions, and no status recorded yet", "there is no time line"),
        (WORCESTERSHIRE, "0 of 65 behaviours were where wanted in 2022/23", "for 4 behaviours"),
    ],
)
def test_every_documents_rows_are_there_and_nothing_is_overdue(opened, strategy, title, says):
    screen = opened(strategy)
    assert screen.titles()[0] == title
    assert says in " ".join(screen.footings())
    shown = screen.words().replace("nothing is called overdue", "")
    assert "overdue" not in shown.lower()
    has = strategy == WORCESTERSHIRE
    assert ("sets no actions" in shown) == has
    assert ("has no levels of maturity" in shown) == (not has)
    rows = download(screen, "maturity" if has else "actions")
    assert len(rows) == int(re.search(r"\d+(?= (?:actions|behaviours))", title)[0])
    assert all(row["Source"] for row in rows)


def test_dates_stand_as_printed_beside_our_reading(opened) -> None:
    rows = {row["Action"]: row for row in download(opened(LUTON), "actions")}
    turned = rows["Choose procedures and terms that let technology change during a procurement "
                  "and after it"]  # fmt: skip
    assert turned["As printed"] == "“November 2019” to “September 19”"
    assert turned["Our reading"].startswith("Ends on 30 September 2019, before it starts")
    assert rows["Learn to see new ways of delivering services coming"]["Owner"] == (
        "Business Partner &amp; Service Manager"
    )


def test_the_address_holds_the_view_and_the_open_action(opened) -> None:
    screen = opened(LUTON, owner="Business Partners", order="Date", action="practice_2")
    assert [row[0] for row in screen.rows("Actions of the strategy")] == [
        "Train everybody who procures or manages contracts"
    ]
    assert screen.app.selectbox(key="action").value == "practice_2"
    assert "Source: Prosperity through procurement" in screen.words()
    screen = opened(LUTON, owner="Nobody there", action="no_such", under="Atlantis")
    assert len(screen.rows("Actions of the strategy")) == 25
    assert screen.app.selectbox(key="action").value is None


def test_another_strategy_does_not_keep_a_theme_or_an_action_of_the_last(opened) -> None:
    screen = opened(LUTON, under="Enabling innovation", action="innovation_1")
    screen.pick(strategy=STEVENAGE)
    assert len(screen.rows("Actions of the strategy")) == 17
    assert screen.app.selectbox(key="action").value is None


def record(screen: Screen, item: str, stands: str, note: str = "") -> str:
    """Record as an officer would, field by field."""
    screen.app.selectbox(key=f"stands-{item}-0").set_value(stands)
    screen.app.text_input(key="officer-typed").set_value("Ann Officer")
    screen.app.text_area(key=f"note-{item}-0").set_value(note).run()
    screen.app.button(key=f"record-{item}-0-go").click().run()
    assert not screen.app.exception
    return screen.words()


def test_a_status_is_recorded_stands_and_is_taken_back(opened, store) -> None:
    screen = opened(STEVENAGE, action="wealth_1")
    builds = ledger.builds(store)
    said = record(screen, "wealth_1", "Done", HOSTILE)
    assert screen.titles()[0] == "1 of 17 actions done, 16 without a status"
    assert "● Done" in said and "Ann Officer" in said
    assert not [body for body in screen.html() if "<img" in body]
    assert ledger.builds(store) == builds  # nothing was built for it
    events = screen.go(HISTORY).rows("Everything done")
    assert events[0][1:3] == ["Ann Officer", "Recorded how far something is"]
    assert "Find out who the local suppliers are”: Done" in events[0][-1]
    screen.go(MILESTONES)
    (one,) = progress.records(store, "stevenage-2021-24", ACTION)
    screen.app.text_input(key="officer-typed").set_value("Bob Officer").run()
    screen.app.button(key=f"take-back-{one.record_id}").click().run()
    assert screen.titles()[0] == "17 actions, and no status recorded yet"
    assert "Taken back: Done" in screen.words()


def test_a_level_is_recorded_and_the_summary_follows(opened, store) -> None:
    screen = opened(WORCESTERSHIRE, behaviour="risk")
    assert "Weak points are all known, with policies and plans for each." in screen.words()
    assert "The body has Mature now and Innovator wanted" in screen.words()
    record(screen, "risk", "Mature")
    assert screen.titles()[0] == "1 of 65 behaviours is where wanted"
    assert "1 where wanted on" in " ".join(screen.titles())
    (one,) = progress.records(store, "worcestershire-2022-25", BEHAVIOUR)
    assert (one.item, one.stands, one.who) == ("risk", "Mature", "Ann Officer")


def test_contracts_due_for_review_stand_with_their_row_and_what_is_not_known(opened) -> None:
    screen = opened(STEVENAGE, reviewed="2022-06-01")
    assert "2 contracts are due for review, worth £120k" in screen.titles()
    rows = screen.rows("Contracts due for review")
    assert [(row[0], row[1], row[-1]) for row in rows] == [
        (HOSTILE, "Due", "3"),
        ("First day of its review", "Due", "2"),
        ("A day past it", "Time has passed", "4"),
    ]
    said = " ".join(screen.footings())
    assert "Rests on 5 of 6 contracts with a known end; 1 without one could be due." in said
    assert "register.csv" in said
    assert not [body for body in screen.html() if "<img" in body]
    assert "due for review" not in " ".join(opened(LUTON).titles())
