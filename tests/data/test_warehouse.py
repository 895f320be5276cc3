"""The models of the warehouse, each on a few lines written for it.

What the files' rows come to as answers is tested in tests/queries; here is what a single model
must hold, and what no question asks about yet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import duckdb
import pytest

from data import geography, warehouse
from data.engine import connect
from tests.data.workshop import ASH, BIRCH, Workshop


@pytest.fixture(scope="module")
def macros() -> Iterator[Callable[[str], object]]:
    con = connect()
    con.execute(warehouse.sql("macros"))
    yield lambda expression: con.execute(f"select {expression}").fetchone()[0]
    con.close()


# --- names and dates -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Smith & Sons (Holdings) Ltd.", "smith and sons holdings"),
        ("THE SMITH AND SONS HOLDINGS LIMITED", "smith and sons holdings"),
        ("O'Brien’s Café PLC", "obriens cafe"),
        ("Cafe\u0301 Zoë", "cafe zoe"),
        ("नीली सेवा", "नीली सेवा"),
        ("S + A Care Ltd", "s and a care"),
        ("COPYING AGENCY LIMITED(THE)", "copying agency"),
        ("Hope Kitchens Community Interest Company", "hope kitchens"),
        ("A.B.C. Ltd", "abc"),
        ("Elior UK Plc T/A Azure Ltd", "elior uk"),
        ("T/A Holly House Nursery", "holly house nursery"),
        ("Colvend T/As The Elms", "colvend"),
        ("Jo Bell, trading as The Nook", "jo bell"),
        ("Trading Standards South", "trading standards south"),
        ("  Acme   Ltd  LIMITED ", "acme"),
        ("Limited Editions", "limited editions"),
        ("The Ltd", "the"),
        ("Ltd", "ltd"),
        ("Incline", "incline"),
        ("***", "***"),
    ],
)
def test_a_suppliers_name(macros: Callable[[str], object], written: str, name: str) -> None:
    quoted = written.replace("'", "''")
    assert macros(f"normal_name('{quoted}')") == name


@pytest.mark.parametrize(
    ("day", "year", "quarter"),
    [
        ("2023-04-01", "2023/24", "2023/24 Q1"),
        ("2023-06-30", "2023/24", "2023/24 Q1"),
        ("2023-07-01", "2023/24", "2023/24 Q2"),
        ("2023-12-31", "2023/24", "2023/24 Q3"),
        ("2024-01-01", "2023/24", "2023/24 Q4"),
        ("2024-03-31", "2023/24", "2023/24 Q4"),
        ("1999-04-01", "1999/00", "1999/00 Q1"),
        ("2009-03-31", "2008/09", "2008/09 Q4"),
    ],
)
def test_financial_years(
    macros: Callable[[str], object], day: str, year: str, quarter: str
) -> None:
    assert macros(f"financial_year_of(date '{day}')") == year
    assert macros(f"quarter_of(date '{day}')") == quarter


def test_no_date_is_in_no_year(macros: Callable[[str], object]) -> None:
    assert macros("financial_year_of(null::date)") is None
    assert macros("quarter_of(null::date)") is None


# --- which lines stand ---------------------------------------------------------------------


def replaced_by_second_upload(shop: Workshop, kind: str) -> None:
    shop.put("upload", upload_id=1, kind=kind, organisation=ASH, replaces_period=False)
    shop.put("upload", upload_id=2, kind=kind, organisation=ASH, replaces_period=True)
    shop.put("upload", upload_id=3, kind=kind, organisation=ASH, replaces_period=False)


def test_a_replacing_upload_replaces_what_its_own_organisations_sent_for_its_dates(
    shop: Workshop,
) -> None:
    replaced_by_second_upload(shop, "spend")
    shop.paid("before it", "1", "2021-03-31")
    shop.paid("first day of it", "2", "2021-04-01")
    shop.paid("last day of it", "4", "2021-06-30")
    shop.paid("after it", "8", "2021-07-01")
    shop.paid("no date: not of any period", "16", None)
    shop.paid("another organisation", "32", "2021-05-01", organisation="Cedar Council")
    shop.paid("the file's other organisation", "64", "2021-05-01", organisation=BIRCH)
    shop.paid("outside that one's own dates", "128", "2021-04-01", organisation=BIRCH)
    shop.paid("new", "256", "2021-04-01", upload_id=2)
    shop.paid("new", "512", "2021-06-30", upload_id=2)
    shop.paid(
        "new, of the other organisation", "1024", "2021-05-01", upload_id=2, organisation=BIRCH
    )
    shop.paid("sent later: added", "2048", "2021-05-01", upload_id=3)
    shop.build()
    stands = {int(amount) for (amount,) in shop.rows("select amount from payment")}
    assert stands == {1, 8, 16, 32, 128, 256, 512, 1024, 2048}


@pytest.mark.parametrize("kind", ["contracts", "suppliers", "social_value"])
def test_a_replacing_list_replaces_the_whole_list_of_its_organisations(
    shop: Workshop, kind: str
) -> None:
    replaced_by_second_upload(shop, kind)
    for upload_id, organisation, name in (
        (1, ASH, "old"),
        (1, BIRCH, "old, of another organisation of the file"),
        (1, "Cedar Council", "not in the file"),
        (2, ASH, "new"),
        (2, BIRCH, "new, of another organisation"),
        (3, ASH, "sent later: added"),
    ):
        shop.put(f"clean_{kind}", upload_id=upload_id, organisation=organisation, supplier=name)
    shop.con.execute(warehouse.sql("current_lines"))
    line = {"contracts": "contract", "suppliers": "list"}.get(kind, kind)
    stands = {name for (name,) in shop.rows(f"select supplier from {line}_line")}
    assert stands == {
        "not in the file", "new", "new, of another organisation", "sent later: added",
    }  # fmt: skip


# --- payments ------------------------------------------------------------------------------


def test_a_payment_is_the_lines_of_one_transaction_supplier_and_day(shop: Workshop) -> None:
    shop.paid("Acme", "600", "2021-04-01", transaction="T1")
    shop.paid("Acme", "-200", "2021-04-01", transaction="T1")
    shop.paid("Acme", "50", "2021-04-02", transaction="T1")
    shop.paid("Bell", "70", "2021-04-01", transaction="T1")
    shop.paid("Acme", "80", "2021-04-01", transaction="T1", organisation=BIRCH)
    shop.paid("Acme", "90", "2021-04-01")
    shop.paid("Acme", "-90", "2021-04-01")
    shop.paid(None, "10", None, transaction="T2")
    shop.paid(None, "11", None, transaction="T2")
    shop.paid("Acme", "-300", "2021-05-01", transaction="T3")
    shop.build()
    sizes = [size for (size,) in shop.rows("select payment_size from payment order by source_row")]
    assert sizes == [400, 400, 50, 70, 80, 90, 90, 21, 21, 300]
    assert shop.one("select sum(amount) from payment") == Decimal("321.00")


def test_a_payment_names_its_contract_only_where_one_alone_has_the_reference(
    shop: Workshop,
) -> None:
    shop.put("clean_contracts", contract_reference="C1", title="Roads")
    shop.put("clean_contracts", contract_reference="C2", title="Lot one")
    shop.put("clean_contracts", contract_reference="C2", title="Lot two")
    shop.put("clean_contracts", contract_reference="C3", title="Birch's own", organisation=BIRCH)
    for number, reference in enumerate(("c1", "C2", "C3", "C9", None), start=1):
        shop.paid("Acme", str(number), "2021-04-01", contract_reference=reference)
    shop.build()
    found = shop.rows(
        "select amount, title from payment left join contract using (contract_id) order by amount"
    )
    assert found == [(1, "Roads"), (2, None), (3, None), (4, None), (5, None)]


# --- suppliers and their places ------------------------------------------------------------


def test_a_supplier_is_one_however_its_name_is_written_and_redacted_is_none(
    shop: Workshop,
) -> None:
    shop.paid("Acme Ltd", "1", "2021-04-01", supplier_number="A1")
    shop.paid("ACME LIMITED", "1", "2021-04-01", organisation=BIRCH)
    shop.paid("Acme Ltd", "1", "2021-04-01")
    shop.paid("REDACTED", "1", "2021-04-01", redacted=True)
    shop.build()
    assert shop.rows("select name, names_seen, organisations, supplier_numbers from supplier") == [
        ("Acme Ltd", ["ACME LIMITED", "Acme Ltd"], [ASH, BIRCH], ["A1"])
    ]
    assert shop.one("select count(*) from payment where supplier_id is null") == 1


def test_a_suppliers_key_is_the_same_whoever_else_is_there(shop: Workshop) -> None:
    shop.paid("Acme Ltd", "1", "2021-04-01")
    shop.build()
    key = shop.one("select supplier_key from supplier")
    other = Workshop()
    for name in ("Aardvark", "ACME LIMITED", "Zebra"):
        other.paid(name, "1", "2021-04-01")
    other.build()
    assert other.one("select supplier_key from supplier where name = 'ACME LIMITED'") == key
    ids = other.rows("select supplier_id from supplier order by supplier_id")
    assert ids == [(1,), (2,), (3,)]
    other.con.close()


@pytest.mark.parametrize(
    ("postcode", "known_by", "area"),
    [
        ("SG1 1AA", "sector", "Stevenage"),
        ("sg11aa", "sector", "Stevenage"),
        ("SG1", "district", "Stevenage"),
        ("SG1 0ZZ", "district", "Stevenage"),  # no such sector: its district stands in
        ("BT1 1AA", "none", None),
        ("Various", "none", None),
        (None, "none", None),
    ],
)
def test_how_a_place_is_known(
    shop: Workshop, postcode: str | None, known_by: str, area: str | None
) -> None:
    shop.paid("Acme", "1", "2021-04-01")
    shop.put("clean_suppliers", supplier="Acme", postcode=postcode)
    shop.build()
    found = shop.one(
        "select place_known_by, area.name, place_source "
        "from supplier left join area using (area_code)"
    )
    known_at_all = postcode not in (None, "Various")
    assert found == (known_by, area, "supplier list" if known_at_all else None)


def test_every_postcode_met_is_kept_and_the_most_frequent_chosen(shop: Workshop) -> None:
    shop.paid("Acme", "1", "2021-04-01")
    for postcode in ("SG1 1AA", "LS1 1BA", "ls11ba", "SG1 1AA", "SG1 1AA", "N/A"):
        shop.put("clean_contracts", supplier="Acme Ltd", title=f"At {postcode}", postcode=postcode)
    shop.build()
    assert shop.rows(
        "select postcode, times_seen, chosen, told_by from supplier_postcode order by chosen desc"
    ) == [("SG1 1AA", 3, True, "contracts register"), ("LS1 1BA", 2, False, "contracts register")]


def test_the_postcode_of_a_payment_counts_as_often_as_it_is_seen(shop: Workshop) -> None:
    shop.paid("Acme", "1", "2021-04-01", postcode="LS1 1BA")
    for month in (4, 5):
        shop.paid("Acme", "1", f"2021-{month:02}-01", postcode="SG1 1AA")
    shop.build()
    chosen = shop.one("select postcode, times_seen from supplier_postcode where chosen")
    assert chosen == ("SG1 1AA", 2)


def test_places_join_by_number_then_company_number_then_name(shop: Workshop) -> None:
    for supplier, number in (("By Number", "N1"), ("By Company", None), ("By Name", None)):
        company = "00000002" if supplier == "By Company" else None
        shop.paid(supplier, "1", "2021-04-01", supplier_number=number, company_number=company)
    shop.put(
        "clean_suppliers", supplier="Number Otherwise", supplier_number="N1", postcode="SG1 1AA",
        upload_id=2,
    )  # fmt: skip
    shop.put("clean_suppliers", supplier="By Number", postcode="LS1 1BA")
    shop.put("clean_suppliers", supplier="Company Otherwise", company_number="00000002",
             postcode="SG1 2AA")  # fmt: skip
    shop.put("clean_suppliers", supplier="By Company", postcode="LS1 1BA")
    shop.put("clean_suppliers", supplier="BY NAME LTD", postcode="SG1 3AA")
    shop.build()
    found = dict(shop.rows("select name, postcode from supplier where organisations is not null"))
    assert found == {"By Number": "SG1 1AA", "By Company": "SG1 2AA", "By Name": "SG1 3AA"}


def test_a_number_of_another_organisation_or_of_several_suppliers_joins_nothing(
    shop: Workshop,
) -> None:
    shop.paid("Acme", "1", "2021-04-01", supplier_number="N1")
    shop.paid("Sundry One", "1", "2021-04-01", supplier_number="S0")
    shop.paid("Sundry Two", "1", "2021-04-01", supplier_number="S0")
    shop.put("clean_suppliers", supplier="Someone else", supplier_number="N1", postcode="SG1 1AA",
             organisation=BIRCH)  # fmt: skip
    shop.put("clean_suppliers", supplier="Sundries", supplier_number="S0", postcode="SG1 1AA")
    shop.build()
    paid = "select count(*) from supplier where organisations is not null and postcode is not null"
    assert shop.one(paid) == 0


def test_size_is_what_most_of_the_nearest_files_say(shop: Workshop) -> None:
    for name in ("Most say yes", "Even", "Never said", "Said by name only"):
        shop.paid(name, "1", "2021-04-01", supplier_number=name)
    # The payment's own company number must not hide what the list says under the name.
    shop.paid("Said by name only", "1", "2021-04-01", company_number="00000003")
    for name, sme in (
        ("Most say yes", True), ("Most say yes", True), ("Most say yes", False),
        ("Even", True), ("Even", False), ("Never said", None), ("Said by name only", False),
    ):  # fmt: skip
        shop.put("clean_suppliers", supplier=name, sme=sme)
    shop.build()
    found = dict(shop.rows("select name, sme from supplier"))
    assert found == {
        "Most say yes": True, "Even": None, "Never said": None, "Said by name only": False,
    }  # fmt: skip


# --- tiers ---------------------------------------------------------------------------------


def test_the_first_tier_that_holds_a_supplier_stands(shop: Workshop) -> None:
    shop.strategy()
    stevenage = geography.area_codes("Stevenage")
    for code in geography.area_codes("Hertfordshire"):
        shop.put("tier_area", strategy_id="s", tier=2, area_code=code)
    shop.put("tier_area", strategy_id="s", tier=1, area_code=stevenage[0])
    shop.put("tier_postcode", strategy_id="s", tier=1, level="district", prefix="WD17")
    shop.put("tier_postcode", strategy_id="s", tier=2, level="area", prefix="LU")
    for name, postcode in (
        ("in both", "SG1 1AA"), ("in the outer", "SG5 1AA"), ("inner by district", "WD17 1AA"),
        ("not that district", "WD18 0AA"), ("outer by postcode area", "LU1 1AA"),
        ("L is not LU", "L1 1AA"), ("elsewhere", "LS1 1BA"), ("not known", None),
    ):  # fmt: skip
        shop.paid(name, "1", "2021-04-01", postcode=postcode)
    shop.build()
    found = dict(
        shop.rows("select name, tier from supplier_tier join supplier using (supplier_id)")
    )
    assert found == {
        "in both": 1, "in the outer": 2, "inner by district": 1, "not that district": 2,
        "outer by postcode area": 2, "L is not LU": 98, "elsewhere": 98, "not known": 99,
    }  # fmt: skip


# --- month sums ----------------------------------------------------------------------------


def test_scope_says_one_reason_for_each_line_and_loses_none(shop: Workshop) -> None:
    shop.strategy("all", scope_id=0)
    shop.put("scope", scope_id=1, smallest_payment=500, smallest_payment_operator="from")
    shop.strategy("some", scope_id=1)
    for place, reason, applies_to, term in (
        (0, "Tax", "supplier", "hmrc"),
        (0, "Tax", "category", "paye"),
        (1, "Levies", "supplier", "drainage board"),
        (1, "Levies", "category", "levy"),
    ):
        shop.put("leave_out_term", scope_id=1, place=place, reason=reason, applies_to=applies_to,
                 term=term)  # fmt: skip
    for supplier, category, amount in (
        ("HMRC", "Levy", "900"),  # the payee goes before the category
        ("Moor Drainage Board", "PAYE", "900"),  # also where its list comes later
        ("Acme", "PAYE and levy", "900"),  # of two categories, the list that comes first
        ("Acme", "Drainage-Levy!", "10"),  # the reason goes before the size
        ("Levying Ltd", "Levying", "499.99"),  # a term is whole words
        ("Acme", None, "500"),
    ):
        shop.paid(supplier, amount, "2021-04-01", category=category)
    shop.build()
    found = shop.rows(
        "select left_out, sum(amount), sum(lines) from spend_month where scope_id = 1 "
        "group by left_out order by left_out nulls last"
    )
    assert found == [
        ("Levies", Decimal("910.00"), 2),
        ("Payments under £500", Decimal("499.99"), 1),
        ("Tax", Decimal("1800.00"), 2),
        (None, Decimal("500.00"), 1),
    ]
    everything = shop.one("select sum(amount) from payment")
    for scope_id in (0, 1):
        sums = f"select sum(amount), sum(lines) from spend_month where scope_id = {scope_id}"
        assert shop.one(sums) == (everything, 6)


def test_the_smaller_month_sums_hold_the_same_money(shop: Workshop) -> None:
    shop.strategy("s")
    shop.strategy("other")
    for month in (4, 5):
        for supplier in ("Acme", "Bell", None):
            for category in ("Works", None):
                shop.paid(supplier, f"{month}.01", f"2021-{month:02}-10", category=category)
    shop.paid("Acme", "100.00", None, directorate="Streets")
    shop.build()
    whole = shop.one("select sum(amount), count(*) from payment")
    for table in (
        "spend_month where scope_id = 0",
        "supplier_month where scope_id = 0",
        "tier_month where strategy_id = 's'",
        "tier_month where strategy_id = 'other'",
        "received_month where part_of = 'all'",
        "received_month where part_of = 'directorate'",
        "received_month where part_of = 'category'",
        "organisation",
    ):
        assert shop.one(f"select sum(amount), sum(lines) from {table}") == whole, table


def test_what_was_sent_a_year_before_and_after_is_known_by_organisation(shop: Workshop) -> None:
    for organisation, month in ((ASH, "2020-05"), (ASH, "2021-05"), (BIRCH, "2022-05")):
        shop.paid("Acme", "1", f"{month}-10", organisation=organisation, category="Works")
    shop.build()
    found = shop.rows(
        "select organisation, month, sent_year_before, sent_year_after from received_month "
        "where part_of = 'category' order by month"
    )
    assert found == [
        (ASH, date(2020, 5, 1), False, True),
        (ASH, date(2021, 5, 1), True, False),
        (BIRCH, date(2022, 5, 1), False, False),
    ]


# --- contracts -----------------------------------------------------------------------------


def contract(shop: Workshop, reference: str | None, title: str | None, **values: object) -> None:
    values = {"contract_value": 100, "start_date": "2021-04-01", **values}
    shop.put("clean_contracts", contract_reference=reference, title=title, **values)


def test_register_lines_that_differ_only_in_supplier_are_one_contract(shop: Workshop) -> None:
    contract(shop, "C1", "Care", supplier="B Ltd")
    contract(shop, "c1", "CARE!", supplier="A Ltd")
    contract(shop, "C1", "Care", supplier="A Ltd", contract_value=101)
    contract(shop, "C1", "Care", supplier="A Ltd", organisation=BIRCH)
    contract(shop, None, None, supplier="A Ltd")
    contract(shop, None, None, supplier="B Ltd")
    shop.build()
    found = shop.rows("select organisation, suppliers, contract_value from contract")
    assert found == [
        (ASH, ["A Ltd", "B Ltd"], 100),
        (ASH, ["A Ltd"], 101),
        (BIRCH, ["A Ltd"], 100),
        (ASH, ["A Ltd"], 100),
        (ASH, ["B Ltd"], 100),
    ]
    keys = [key for (key,) in shop.rows("select contract_key from contract")]
    assert keys[0] == keys[2]
    assert len(set(keys)) == 4


def test_a_contract_of_partners_stands_where_something_is_recorded(shop: Workshop) -> None:
    for organisation in (ASH, BIRCH, "Cedar Council"):
        contract(shop, "P1", "Joint", organisation=organisation)
    shop.put("clean_social_value", contract_reference="P1", project="Joint", committed=5,
             organisation=BIRCH)  # fmt: skip
    shop.build()
    found = dict(shop.rows("select organisation, listed_first_by from contract"))
    assert found == {ASH: [BIRCH], BIRCH: [], "Cedar Council": [BIRCH, ASH]}


def test_a_ceiling_gives_way_to_its_call_offs_only(shop: Workshop) -> None:
    contract(shop, "F1", "Called off", contract_type="Framework Agreement")
    contract(shop, "F1-A", "A call-off", contract_type="Call-off", framework_reference="f1")
    contract(shop, "F2", "Never called off", contract_type="Framework")
    contract(shop, "C3", "A parent that is no framework", contract_type="Contract")
    contract(shop, "C3-A", "Part of it", framework_reference="C3")
    contract(shop, "F1", "Another's framework", contract_type="Framework", organisation=BIRCH)
    shop.build()
    assert shop.rows("select title from contract where is_ceiling") == [("Called off",)]


def test_records_find_their_contract_by_reference_and_lots_by_name(shop: Workshop) -> None:
    contract(shop, "C1", "Roads")
    contract(shop, "L1", "Lot one")
    contract(shop, "L1", "Lot two")
    for reference, project, committed in (
        ("c1", "Roads, whatever it is called", 1),
        ("L1", "LOT TWO", 2),
        ("L1", "No such lot", 4),
        (None, "By itself", 8),
        (None, "by itself", 16),
    ):
        shop.put("clean_social_value", contract_reference=reference, project=project,
                 committed=committed)  # fmt: skip
    shop.build()
    found = shop.rows(
        "select title, from_kind, committed, records from contract "
        "where records > 0 order by committed"
    )
    assert found == [
        ("Roads", "register", 1, 1),
        ("Lot two", "register", 2, 1),
        ("No such lot", "social value", 4, 1),
        ("By itself", "social value", 24, 2),
    ]
    assert shop.one("select sum(committed) from social_value") == 31


def test_not_recorded_is_null_and_nil_is_nil(shop: Workshop) -> None:
    for project, committed in (("Nil", 0), ("Not said", None)):
        shop.put("clean_social_value", project=project, committed=committed, delivered=1)
    shop.build()
    assert dict(shop.rows("select title, committed from contract")) == {"Nil": 0, "Not said": None}


@pytest.mark.parametrize(
    ("operator", "past"), [("from", [False, True, True]), ("over", [False, False, True])]
)
def test_a_threshold_from_or_over(shop: Workshop, operator: str, past: list[bool]) -> None:
    shop.strategy(sv_threshold=Decimal("75000.00"), sv_operator=operator)
    for value in ("74999.99", "75000.00", "75000.01"):
        contract(shop, value, "Contract", contract_value=Decimal(value))
    shop.build()
    found = shop.rows("select past_threshold from strategy_contract order by contract_value")
    assert [one for (one,) in found] == past


def test_an_empty_warehouse_builds(shop: Workshop) -> None:
    shop.build()
    for table in ("payment", "supplier", "contract", "social_value", "spend_month", "organisation"):
        assert shop.rows(f"select * from {table}") == []
    with pytest.raises(duckdb.CatalogException):
        shop.build()
