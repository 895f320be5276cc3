"""Real published files through the real door: every row and every penny accounted for.

The right answers are worked out here by the plainest reading of each file, not by our own code.
Skipped where the files are not on this machine.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

import queries
from data import publish
from data.check import check_file
from data.refused import Refused
from data.store import Store

pytestmark = pytest.mark.inputs

SALFORD = "Salford City Council"
SALFORD_MONTHS = ("2018-06", "2020-05", "2021-05")
REGISTER = "contracts/salford_contracts_register_2022-07.csv"
TRAFFORD = "spend/trafford-supplier-spend-2026-27.csv"
RECORD = "social_value/toms_target_vs_delivered_data.csv"


def plain(text: str) -> Decimal | None:
    """1,234.56 or (12) as a number; None for what is not one."""
    bare = text.strip().strip("£").replace(",", "")
    if re.fullmatch(r"\(\d+(\.\d+)?\)", bare):
        bare = "-" + bare[1:-1]
    return Decimal(bare) if re.fullmatch(r"-?\d*\.?\d+", bare) else None


def continental(text: str) -> Decimal | None:
    return plain(text.strip().strip("£").replace(".", "").replace(",", "."))


def column(
    path: Path,
    header: str,
    encoding: str = "utf-8-sig",
    delimiter: str = ",",
    read: Callable[[str], Decimal | None] = plain,
) -> list[Decimal]:
    with path.open(encoding=encoding, newline="") as file:
        rows = list(csv.reader(file, delimiter=delimiter))
    start = next(n for n, row in enumerate(rows) if header in [cell.strip() for cell in row])
    place = [cell.strip() for cell in rows[start]].index(header)
    found = [read(row[place]) for row in rows[start + 1 :] if len(row) > place]
    return [amount for amount in found if amount is not None]


# file, kind, header of the money, rows, how to read it where not as plain UTF-8 with commas
FILES = [
    ("spend/salford_2018-06.csv", "spend", "Net", 1290, {}),
    ("spend/salford_2020-05.csv", "spend", "Net", 2548, {}),
    ("spend/salford_2021-05.csv", "spend", "Net", 1890, {}),
    (TRAFFORD, "spend", "Amount", 38055, {}),
    ("spend/calderdale_2022-08.csv", "spend", "Net Amount", 1956, {}),
    ("spend/devon_202504.csv", "spend", "Amount", 237, {}),
    ("spend/gateshead_2022-08.csv", "spend", "Amount", 8053, {}),
    ("spend/oxford_jan-mar-2018.csv", "spend", "Amount", 1220, {"encoding": "cp1252"}),
    (REGISTER, "contracts", "Total Contract Value (including extensions)", 360, {}),
    (
        "contracts/norfolk_contracts_register_NCC164467.csv",
        "contracts",
        "Contract value",
        5729,
        {"encoding": "cp1252"},
    ),
    (RECORD, "social_value", "Target_LEV", 1241, {"delimiter": ";", "read": continental}),
]


@pytest.mark.parametrize(
    ("name", "kind", "header", "rows", "how"), FILES, ids=lambda v: str(v)[:40]
)
def test_rows_and_control_total_are_the_files_own(inputs, name, kind, header, rows, how):
    report = check_file(inputs / name).report
    assert report.kind == kind
    assert report.rows_accepted == report.rows_read == rows
    assert report.rows_rejected == 0
    assert report.control_total == sum(column(inputs / name, header, **how))


@pytest.mark.parametrize("folder", ["spend", "contracts", "social_value", "awkward", "schema"])
def test_every_file_is_read_or_refused_with_a_sentence(inputs, folder):
    for path in sorted((inputs / folder).iterdir()):
        try:
            report = check_file(path).report
        except Refused as refused:
            assert path.name in str(refused), path
            assert str(refused).endswith("."), path
        else:
            assert report.rows_read == report.rows_accepted + report.rows_rejected, path
            assert report.rows_accepted > 0, path


@pytest.fixture(scope="module")
def published(inputs, tmp_path_factory) -> Store:
    store = Store(tmp_path_factory.mktemp("real") / "store")
    publish.publish(store, inputs / REGISTER, kind="contracts", organisation=SALFORD)
    for month in SALFORD_MONTHS:
        publish.publish(store, inputs / f"spend/salford_{month}.csv", organisation=SALFORD)
    publish.publish(store, inputs / TRAFFORD)
    publish.publish(store, inputs / RECORD, kind="social_value")
    return store


@pytest.fixture
def served(published, monkeypatch) -> Store:
    monkeypatch.setenv("LOCALPOUND_STORE", str(published.root))
    return published


def test_salford_adds_up_to_the_penny_in_scope_and_out(served):
    parts = queries.run("spend/scope", strategy="star-2021", organisations=[SALFORD])
    assert sum(parts["amount"]) == Decimal("86799364.87")
    assert sum(parts["lines"]) == 5728
    tiers = queries.run("spend/by_tier", strategy="star-2021", organisations=[SALFORD])
    areas = queries.run(
        "spend/by_area", strategy="star-2021", level="district", organisations=[SALFORD]
    )
    in_scope = parts[parts["left_out"] == "In scope"]["amount"].iloc[0]
    assert sum(tiers["amount"]) == sum(areas["amount"]) == in_scope


def test_the_register_places_about_a_quarter_of_salfords_money(served):
    # Every strategy but STAR counts payments of any size, so this is nearly the whole of it.
    covered = queries.run(
        "spend/coverage", strategy="stevenage-2021-24", organisations=[SALFORD]
    ).iloc[0]
    assert 0.24 < covered["share_known"] < 0.26
    assert Decimal("21000000") < covered["known"] < Decimal("22000000")


def test_salford_is_not_one_of_stars_organisations_and_trafford_is(served):
    found = queries.run("filters/organisations", strategy="star-2021")
    assert dict(zip(found["organisation"], found["is_own"], strict=True)) == {
        "Trafford Council": True,
        SALFORD: False,
        "Not stated": False,
    }


def test_three_months_say_what_three_months_can_and_no_more(served):
    years = queries.run(
        "spend/local_share", strategy="star-2021", by="year", organisations=[SALFORD]
    )
    assert list(years["period"]) == ["2018/19", "2020/21", "2021/22"]
    assert list(years["months_with_data"]) == [1, 1, 1]
    # Only May stands in two years running, so only May is compared.
    pair = queries.run("spend/year_to_date", strategy="star-2021", organisations=[SALFORD])
    assert list(pair["months"]) == [1, 1]
    assert str(pair["this_from"].iloc[0]) == "2021-05-01"
    assert str(pair["last_to"].iloc[0]) == "2020-05-31"


def test_the_real_projects_add_up_and_their_year_is_not_known(served):
    found = queries.run("social_value/summary", strategy="star-2021").iloc[0]
    assert found["committed_all"] == Decimal("213370332.86")
    assert found["records"] == 1241
    parts = ("counted", "below_threshold", "value_not_known", "otherwise")
    assert sum(found[f"committed_{part}"] for part in parts) == found["committed_all"]
    years = queries.run("social_value/secured_by_year", strategy="star-2021")
    assert list(years["award_year"]) == ["Year not known"]
    projects = queries.run(
        "social_value/contracts", strategy="star-2021", organisations=["Not stated"]
    )
    assert len(projects) == 341
    # Sixty-nine projects give several values; the largest stands and is flagged.
    assert projects["value_flag"].notna().sum() == 69
