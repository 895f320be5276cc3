"""Which periods of a measure are whole: by what was sent of it, and by each whose figures it is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from data import publish
from data.store import Store
from queries import scorecard

STOCKPORT, TRAFFORD = "Stockport Council", "Trafford Council"
SPEND = "Payment Date,Supplier Name,Supplier Postcode,Net Amount\n"
# Award -> of a contract that counts: the register ends in June 2022, years before the payments.
REGISTER = "Contract Reference,Title,Supplier,Contract Value,Award Date,Start Date,End Date\n" + (
    "A1,Roads,Arden Paving Ltd,900000,10/05/2020,01/06/2020,31/05/2023\n"
    "A2,Meals,Bell Foods Ltd,900000,31/03/2022,01/06/2022,31/05/2024\n"
    "A3,Parks,Cole Trees Ltd,900000,15/06/2022,01/07/2022,31/05/2025\n"
)


def paid(first: int, months: int) -> str:
    """A payment in each of so many months from April of a year."""
    days = (date(first + (3 + ahead) // 12, (3 + ahead) % 12 + 1, 2) for ahead in range(months))
    return SPEND + "".join(f"{day:%d/%m/%Y},Arden Paving Ltd,SK1 3XE,30000.10\n" for day in days)


@pytest.fixture(scope="module")
def partners(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("partners")
    store = Store(folder / "store")
    for name, kind, whose, text in (
        ("stockport.csv", "spend", STOCKPORT, paid(2021, 36)),
        ("trafford.csv", "spend", TRAFFORD, paid(2022, 18)),  # half of 2023/24
        ("register.csv", "contracts", STOCKPORT, REGISTER),
    ):
        (folder / name).write_text(text)
        publish.publish(store, folder / name, kind=kind, organisation=whose, by="Ann")
    return store.root


def whole(measure: str, organisations: list[str] | None) -> list[str]:
    found = scorecard.figures("star-2021", organisations)
    found = found[(found["measure"] == measure) & (found["by"] == "year")]
    return found.loc[found["is_whole"].astype(bool), "period"].tolist()


@pytest.fixture(autouse=True)
def here(partners: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOCALPOUND_STORE", str(partners))


def test_a_year_of_contracts_is_whole_by_what_was_sent_of_contracts() -> None:
    for whose in ([STOCKPORT], [STOCKPORT, TRAFFORD], None):
        assert whole("vcse_winning_share", whose) == ["2020/21", "2021/22"]
    assert whole("vcse_winning_share", [TRAFFORD]) == []


@pytest.mark.parametrize(
    ("whose", "years"),
    [
        ([STOCKPORT], ["2021/22", "2022/23", "2023/24"]),
        ([TRAFFORD], ["2022/23"]),
        ([STOCKPORT, TRAFFORD], ["2022/23"]),  # of 2021/22 the other sent nothing
        (None, ["2022/23"]),
    ],
)
def test_a_year_is_whole_when_each_of_them_sent_all_its_months(whose, years) -> None:
    assert whole("local_share", whose) == years
