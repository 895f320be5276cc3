"""The order in which files arrive never changes who is who, and a decision taken back leaves no
trace in any figure."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data import ledger, publish
from data.engine import connect_to_read
from data.ledger import SupplierDecision
from data.store import Store
from tests.data.workshop import ASH, BIRCH, Workshop

# Few of each, so that they meet: what joins, and what must keep two apart.
_NAMES = st.sampled_from(
    [
        *("Arden Paving Ltd", "ARDEN PAVING", "Arden Paving Northern", "Zebra Services"),
        *("Jane Smith", "J Smith t/a The Nook", "J Smith t/a The Bakery", "Various", "***"),
        *("St Mary's Primary School", "St Marys Primary School", "Nook Nursery Ltd"),
        *("Nook Nursery", "Harbour Trust", "The Harbour Trust CIO", "LU1 2AB"),
    ]
)
_ORGANISATIONS = st.sampled_from([ASH, BIRCH])
_NUMBERS = st.sampled_from([None, None, "5", "6"])
_COMPANIES = st.sampled_from([None, None, None, "00000011", "00000022"])
_CHARITIES = st.sampled_from([None, None, None, "1121596"])
_POSTCODES = st.sampled_from([None, "LU1 2AB", "SG1 1AA", "LS1"])
_MAYBE = st.sampled_from([None, True, False])
_WHO = {
    "organisation": _ORGANISATIONS,
    "supplier_number": _NUMBERS,
    "company_number": _COMPANIES,
    "charity_number": _CHARITIES,
    "postcode": _POSTCODES,
}
_LINES = {
    "clean_spend": st.fixed_dictionaries(
        {"supplier": _NAMES | st.none(), "amount": st.integers(-9999, 99999), **_WHO}
    ),
    "clean_suppliers": st.fixed_dictionaries(
        {
            "supplier": _NAMES,
            "registered_postcode": _POSTCODES,
            "sme": _MAYBE,
            "vcse": _MAYBE,
            "told_by": st.sampled_from([None, None, "Jo Officer"]),
            **_WHO,
        }
    ),
    "clean_contracts": st.fixed_dictionaries(
        {"supplier": _NAMES, "title": st.sampled_from(["Roads", "Parks"]), "sme": _MAYBE, **_WHO}
    ),
}
_FILES = st.lists(
    st.one_of(
        *(
            st.tuples(st.just(table), st.lists(lines, min_size=1, max_size=9))
            for table, lines in _LINES.items()
        )
    ),
    min_size=3,
    max_size=5,
)
_KEYS = st.sampled_from(
    ["name arden paving", "name zebra services", "company 00000011", f"number 5 of {ASH}"]
)
_DECISIONS = st.lists(st.tuples(_KEYS, _KEYS, st.booleans()), max_size=2)

# All that says who is who and what is known of them; nothing that names an upload.
_WHO_IS_WHO = (
    "select supplier_key, organisation, named, supplier_number, company_number, charity_number "
    "from supplier_mention left join supplier_anchor using (supplier_id)",
    "select * exclude (supplier_id) from supplier",
    "select supplier_key, doubt, said from supplier_doubt inner join supplier using (supplier_id)",
    "select supplier_key, told.* exclude (supplier_id, upload_id, sheet, source_row) "
    "from supplier_postcode as told inner join supplier using (supplier_id)",
    "select supplier_key, told.* exclude (supplier_id, upload_id, sheet, source_row, told_by) "
    "from supplier_claim as told inner join supplier using (supplier_id)",
    "select supplier_key, sum(amount) from payment left join supplier using (supplier_id) "
    "group by supplier_key",
)


@pytest.fixture(scope="module")
def town() -> Iterator[Workshop]:
    made = Workshop()
    yield made
    made.con.close()


def who_is_who(town: Workshop, files: list, decisions: list, order: list[int]) -> list[Counter]:
    """What comes of the files if they arrive in this order; the town is left as it was."""
    town.con.execute("begin")
    try:
        for upload, place in enumerate(order, start=1):
            table, lines = files[place]
            town.put("upload", upload_id=upload, file_name=f"{place}.csv")
            for line in lines:
                pence = {"amount": Decimal(line["amount"]) / 100} if "amount" in line else {}
                town.put(table, upload_id=upload, **(line | pence))
        for number, (one, other, is_same) in enumerate(decisions, start=1):
            if one != other:
                town.put("supplier_decision", decision_id=number, one=one, other=other,
                         is_same=is_same)  # fmt: skip
        town.build()
        return [Counter(map(repr, town.rows(question))) for question in _WHO_IS_WHO]
    finally:
        town.con.execute("rollback")


@pytest.fixture(autouse=True)
def with_people(monkeypatch: pytest.MonkeyPatch) -> None:
    """People too must be the same people, which only their names show."""
    monkeypatch.setenv("LOCALPOUND_SHOW_PEOPLE", "1")


@settings(
    deadline=None,
    max_examples=10,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(files=_FILES, decisions=_DECISIONS, seed=st.integers(0, 1000))
def test_the_order_of_files_never_changes_who_is_who(town, files, decisions, seed):
    order = list(range(len(files)))
    first = who_is_who(town, files, decisions, order[::-1])
    random.Random(seed).shuffle(order)
    assert who_is_who(town, files, decisions, order) == first


# --- a decision taken back -----------------------------------------------------------------

SPEND = """Date,Supplier,Supplier Number,Net
01/04/2021,Arden Paving Ltd,7,1000.01
02/05/2021,Arden Paveing,8,60.10
03/05/2022,Zebra Services,9,40.07
04/06/2022,Bell Foods CIC,,-3.33
"""
LATER = "Date,Supplier,Supplier Number,Net\n05/06/2022,Aardvark Works,9,500.55\n"
LIST = (
    "Supplier Name,Supplier Number,Trading Postcode,SME\nArden Paveing,8,LU1 2AB,Yes\n"
    "Zebra Services,9,SG1 1AA,No\n"
)


@pytest.fixture(scope="module")
def decided_store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("decided")
    store = Store(folder / "store")
    for name, kind, text in (
        ("a", "spend", SPEND), ("b", "spend", LATER), ("list", "suppliers", LIST),
    ):  # fmt: skip
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        publish.publish(store, folder / f"{name}.csv", kind=kind, organisation=ASH)
    return store


def everything(store: Store) -> dict[str, list[str]]:
    """Every row of every table of the served build, sorted."""
    con = connect_to_read(store.build_file(ledger.served_build(store)))
    try:
        tables = con.execute("select table_name from duckdb_tables() order by 1").fetchall()
        return {
            name: sorted(repr(row) for row in con.execute(f"from {name}").fetchall())
            for (name,) in tables
        }
    finally:
        con.close()


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("name arden paving", "name arden paveing", True),  # brings its place and size along
        ("name zebra services", "name aardvark works", False),  # parts what number 9 joined
    ],
)
def test_a_decision_taken_back_restores_every_row_of_every_table(
    decided_store, one, other, is_same
):
    before = everything(decided_store)
    word = SupplierDecision(0, one, other, one, other, is_same, "", "now")
    publish.decide_suppliers(decided_store, [word], by="Jo Officer")
    while_it_holds = everything(decided_store)
    assert while_it_holds["supplier"] != before["supplier"]
    assert while_it_holds["supplier_tier"] != before["supplier_tier"]
    (kept,) = ledger.supplier_decisions(decided_store)
    publish.undecide_suppliers(decided_store, kept.decision_id, by="Jo Officer")
    assert everything(decided_store) == before
