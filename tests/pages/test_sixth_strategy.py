"""A sixth strategy, written as a file alone with measures of its own, is there on every page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from data import publish, strategy_draft
from data.store import Store
from tests.data.test_strategy_file import EXAMPLE
from tests.pages.conftest import APP, Screen

LABEL, CITY = "Exampleton 2026–29", "Exampleton City Council"
OWN = """
[[measure]]
id = "small_firms"
name = "Small firms we buy from"
why = "Small firms hire nearby."
how = "Number of small and medium-sized firms paid in the year."
unit = "count"
polarity = "higher"
theme = "local"
query = "measures/suppliers"
params = { kind = "sme" }
source = "Spending well, 6. What we will do"

[[measure.target]]
year = "2026/27"
value = 2
source = "Spending well, 6. What we will do"

[[milestone]]
"""
FILES = {
    # A year of payments: 3 of each 4 pounds to firms of the city, two of three firms small.
    "spend": "Date,Supplier,Postcode,Net\n"
    + "".join(
        f"05/{(month + 3) % 12 + 1:02d}/{2026 + (month > 8)},{paid}\n"
        for month in range(12)
        for paid in ("Arden Paving Ltd,YO1 7HH,3000.00", "Bell Care Ltd,EC1A 1BB,1000.00")
    )
    + "06/05/2026,Cole Pies Ltd,LS22 6AA,600.00\n",
    # One contract just past the strategy's £50,000, one exactly at it, one under it.
    "contracts": "Contract Ref,Title,Supplier Name,Contract Value,Award Date,End Date,SME\n"
    "R1,Road repairs,Arden Paving Ltd,50000.01,01/05/2026,31/05/2028,Yes\n"
    "R2,Home visits,Bell Care Ltd,50000.00,01/05/2026,31/05/2028,No\n"
    "R3,Lunches,Cole Pies Ltd,9000.00,01/05/2026,31/05/2028,Yes\n",
    "readings": "Organisation,Measure,Period,Value,Source\n"
    f"{CITY},Events for small firms,2026/27,5,Diary\n",
}


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store where the file was adopted, made once."""
    folder = tmp_path_factory.mktemp("sixth")
    store = Store(folder / "store")
    draft = folder / "exampleton-2026-29.toml"
    draft.write_text(EXAMPLE.replace("\n[[milestone]]\n", OWN, 1), encoding="utf-8")
    for kind, text in FILES.items():
        (folder / f"{kind}.csv").write_text(text, encoding="utf-8")
        publish.publish(store, folder / f"{kind}.csv", kind=kind, organisation=CITY, by="Jo")
    strategy_draft.adopt(store, draft, by="Jo")
    return store.root


def pages() -> list[str]:
    """Every page that the dashboard has."""
    return re.findall(r'"(pages/[a-z_/]+\.py)"', Path(APP).read_text(encoding="utf-8"))


# Page -> what it says that stands in the strategy's file, or follows from it. Pages under Data are
# of files and not of a strategy: there it is in the sidebar, and in what was done.
COUNTED = "Exampleton 2026–29 strategy counts: payments over £500"
SHOWS: dict[str, tuple[str, ...]] = {
    "pages/spend/map.py": (
        "75p of each pound stays in The city and its surroundings",
        "York 36,000.00 74.1 1 The city",
        COUNTED,
    ),
    "pages/spend/trend.py": ("Local share, 2026/27 75% Target 45% ● On target", COUNTED),
    "pages/spend/suppliers.py": (
        "Leeds (The city and its surroundings)",
        "3 suppliers in 2026/27, 2 of them local",
    ),
    "pages/social_value/secured.py": (
        "Contracts that count 1 of 3 contracts",
        "over contracts over £50,000",
        "50,000.00 Not recorded Not recorded Below the threshold",
    ),
    "pages/strategy/scorecard.py": (
        "2 of 4 measures on target",
        "Small firms we buy from Rests on 3 of 3 suppliers (100%) of known size 2 2026/27 2 ● On",
        "Events for small firms 5 2026/27, read in More than the year before",
    ),
    "pages/strategy/milestones.py": (
        "Invite small firms to meet those who buy",
        "Head of procurement",
        "Leaders follow what is bought",
        "Starting",
    ),
    "pages/strategy/definitions.py": (
        "Exampleton The city and its surroundings 75.3 75.3 75.3 36,600.00 2",
    ),
    "pages/upload/extract.py": (),
    "pages/upload/history.py": ("Strategy exampleton-2026-29 adopted",),
    "pages/upload/quality.py": (),
    "pages/upload/reference.py": (),
    "pages/upload/strategies.py": (
        "Spending well 2026–2029 Exampleton 2026/27 to 2028/29 Exampleton City Council 4 Adopted",
    ),
}


@pytest.fixture
def here(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOCALPOUND_STORE", str(city))


def test_every_page_of_the_dashboard_is_looked_at() -> None:
    assert pages() == [*SHOWS]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("page", SHOWS)
def test_it_is_there_on_every_page(page, look) -> None:
    screen: Screen = look(strategy=LABEL).go(page)
    chosen = screen.chosen()
    assert (chosen["strategy"], chosen["organisation"]) == (LABEL, CITY)
    said = " ".join(screen.words().split())
    for words in SHOWS[page]:
        assert words in said


@pytest.mark.usefixtures("here")
def test_its_own_measure_opens_to_its_definition_and_its_figures(look) -> None:
    screen = look(strategy=LABEL, measure="small_firms").go("pages/strategy/scorecard.py")
    said = " ".join(screen.words().split())
    assert "Small firms hire nearby." in said
    assert "Worked out by the question measures/suppliers, kind sme" in said
    assert "Spending well, 6. What we will do" in said


@pytest.mark.usefixtures("here")
def test_another_strategy_beside_it_is_said_to_be_none_of_its_own(look) -> None:
    screen = look(strategy="Luton 2019–24", organisation=CITY).go("pages/spend/trend.py")
    assert f"strategy, which was not written for {CITY}." in screen.words()
