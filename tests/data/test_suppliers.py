"""Who is who: what joins two mentions of a supplier, and what must not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from data import ledger, publish, twins
from data.ledger import SupplierDecision
from data.refused import Refused
from tests.data.workshop import ASH, BIRCH, Workshop


def groups(shop: Workshop) -> set[frozenset[str]]:
    """The names that are one supplier, for each supplier."""
    return {frozenset(names) for (names,) in shop.rows("select names_seen from supplier")}


def doubts(shop: Workshop) -> set[str]:
    return {doubt for (doubt,) in shop.rows("select distinct doubt from supplier_doubt")}


def paid(shop: Workshop, name: str | None, **values: object) -> None:
    shop.paid(name, "100.00", "2021-04-01", **values)


# --- what joins ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Smith & Sons Ltd", "SMITH AND SONS LIMITED"),
        ("O'Brien Care CIC", "OBrien Care"),
        ("The Oak Tree Group PLC", "Oak Tree Group"),
        ("Acme Inc", "ACME."),
        ("Acme LLP **", "acme"),
    ],
)
def test_a_name_is_one_however_it_is_written(shop: Workshop, one: str, other: str) -> None:
    paid(shop, one)
    paid(shop, other, organisation=BIRCH)
    shop.build()
    assert shop.one("select count(*) from supplier") == 1


def test_a_company_number_joins_across_organisations_and_a_chain_of_keys_holds(
    shop: Workshop,
) -> None:
    paid(shop, "Arden Paving", company_number="02165763")
    paid(shop, "Paving by Arden", company_number="02165763", organisation=BIRCH)
    # known there under a number, with a third name that is part of the second
    paid(shop, "Paving by Arden", supplier_number="7", organisation=BIRCH)
    shop.put("clean_suppliers", supplier="Paving by Arden Northern", supplier_number="7",
             organisation=BIRCH, upload_id=2)  # fmt: skip
    shop.build()
    assert groups(shop) == {
        frozenset({"Arden Paving", "Paving by Arden", "Paving by Arden Northern"})
    }
    assert doubts(shop) == set()


def test_a_charity_number_joins(shop: Workshop) -> None:
    paid(shop, "Bell Trust", charity_number="1121596")
    paid(shop, "The Bell Foundation", charity_number="1121596", organisation=BIRCH)
    shop.build()
    assert shop.one("select count(*), bool_and(charity) from supplier") == (1, True)


def test_a_number_joins_within_its_organisation_only(shop: Workshop) -> None:
    paid(shop, "Capita", supplier_number="5")
    paid(shop, "Capita Business Services", supplier_number="5")
    paid(shop, "Kier Highways", supplier_number="5", organisation=BIRCH)
    shop.build()
    assert groups(shop) == {
        frozenset({"Capita", "Capita Business Services"}), frozenset({"Kier Highways"})
    }  # fmt: skip


def test_a_supplier_renamed_in_a_later_file_is_one_and_that_is_said(shop: Workshop) -> None:
    paid(shop, "Aardvark Works", supplier_number="5", upload_id=1)
    paid(shop, "Zebra Services", supplier_number="5", upload_id=2)
    shop.build()
    assert groups(shop) == {frozenset({"Aardvark Works", "Zebra Services"})}
    assert doubts(shop) == {"joined by number under another name"}


def test_a_line_with_a_number_and_no_name_is_its_suppliers(shop: Workshop) -> None:
    paid(shop, "Acme", supplier_number="5")
    paid(shop, None, supplier_number="5")
    paid(shop, None, supplier_number="6")  # nobody ever named it
    shop.build()
    assert shop.one("select count(*) from supplier") == 1
    assert shop.one("select count(*) from payment where supplier_id is null") == 1


# --- what must not -------------------------------------------------------------------------


def test_one_number_for_two_unlike_names_of_a_file_joins_nothing(shop: Workshop) -> None:
    paid(shop, "Alpha Cleaning", supplier_number="5")
    paid(shop, "Beta Cleaning", supplier_number="5")
    shop.build()
    assert shop.one("select count(*) from supplier") == 2
    assert doubts(shop) == {"number of several suppliers"}


def test_a_name_of_two_companies_joins_nothing_without_a_number(shop: Workshop) -> None:
    paid(shop, "Village Hall", company_number="00000011")
    paid(shop, "Village Hall", company_number="00000022", organisation=BIRCH)
    paid(shop, "Village Hall", organisation="Cedar Council")
    shop.put("clean_suppliers", supplier="Village Hall", company_number="00000011",
             postcode="SG1 1AA")  # fmt: skip
    shop.build()
    assert shop.one("select count(*) from supplier") == 3
    found = shop.rows("select company_number, postcode from supplier order by 1 nulls last")
    assert found == [("00000011", "SG1 1AA"), ("00000022", None), (None, None)]
    assert "name of several companies" in doubts(shop)


def test_two_company_numbers_at_one_postcode_are_one_firm_with_a_slip_and_that_is_said(
    shop: Workshop,
) -> None:
    for number in ("00000011", "00000012", "00000011"):
        shop.put("clean_contracts", supplier="Acme", company_number=number, postcode="SG1 1AA",
                 title=number)  # fmt: skip
    shop.build()
    assert shop.one("select count(*), min(company_number) from supplier") == (1, "00000011")
    assert doubts(shop) == {"several company numbers"}


def test_a_company_number_given_for_a_dozen_names_is_a_slip_of_the_column(shop: Workshop) -> None:
    for letter in "ABCDEFGHIJKL":
        paid(shop, f"{letter}{letter}{letter} Works", company_number="00000099")
    shop.build()
    assert shop.one("select count(*) from supplier") == 12
    assert doubts(shop) == {"registered number of several names"}


def test_a_company_number_one_file_gives_to_names_with_nothing_in_common_joins_nothing(
    shop: Workshop,
) -> None:
    for name in ("Locust Housing", "Phoebus Software", "Phoebus Software Ltd"):
        shop.put("clean_contracts", supplier=name, company_number="00000099", title=name)
    shop.build()
    assert groups(shop) == {
        frozenset({"Locust Housing"}), frozenset({"Phoebus Software", "Phoebus Software Ltd"})
    }  # fmt: skip
    assert doubts(shop) == {"registered number of several names"}


def test_a_company_that_two_files_name_otherwise_is_one_and_that_is_said(shop: Workshop) -> None:
    paid(shop, "Aardvark Works", company_number="00000099", upload_id=1)
    paid(shop, "Zebra Services", company_number="00000099", upload_id=2, organisation=BIRCH)
    shop.build()
    assert groups(shop) == {frozenset({"Aardvark Works", "Zebra Services"})}
    assert doubts(shop) == {"joined by registered number under another name"}


@pytest.mark.parametrize("name", ["Various", "Sundry Suppliers", "Petty Cash", "One Time Vendor"])
def test_a_catch_all_is_not_one_supplier_of_several_councils(shop: Workshop, name: str) -> None:
    paid(shop, name)
    paid(shop, name, organisation=BIRCH)
    shop.put("clean_suppliers", supplier=name, postcode="SG1 1AA", organisation=BIRCH)
    shop.build()
    assert shop.one("select count(*) from supplier") == 2
    assert shop.rows(
        "select postcode from supplier where list_contains(organisations, 'Ash Council')"
    ) == [(None,)]


def test_people_of_one_name_in_two_councils_are_two(shop: Workshop) -> None:
    paid(shop, "Jane Smith")
    paid(shop, "Jane Smith", organisation=BIRCH)
    shop.build()
    assert shop.one("select count(*) from supplier") == 2


def test_a_name_that_says_only_what_is_done_is_one_within_its_council_alone(shop: Workshop) -> None:
    paid(shop, "Premium Care")
    paid(shop, "PREMIUM CARE.")  # written otherwise, in the same system
    paid(shop, "Premium Care", organisation=BIRCH)
    paid(shop, "Environment Agency")  # words of trade all, and one body in the country
    paid(shop, "Environment Agency", organisation=BIRCH)
    paid(shop, "Direct Services Ltd")  # the registrar lets one company be called so
    paid(shop, "Direct Services Limited", organisation=BIRCH)
    paid(shop, "Freight Transport Association")  # three words are seldom anybody's
    paid(shop, "Freight Transport Association", organisation=BIRCH)
    shop.build()
    assert shop.rows("select names_seen, organisations from supplier order by all") == [
        (["Direct Services Limited", "Direct Services Ltd"], [ASH, BIRCH]),
        (["Environment Agency"], [ASH, BIRCH]),
        (["Freight Transport Association"], [ASH, BIRCH]),
        (["PREMIUM CARE.", "Premium Care"], [ASH]),
        (["Premium Care"], [BIRCH]),
    ]
    assert shop.rows("select distinct doubt, said from supplier_doubt order by said") == [
        (
            "name that many bear",
            f"“{name}” says what is done and not by whom, so without a number the name joins "
            f"nothing beyond {whose}",
        )
        for name, whose in (("PREMIUM CARE.", ASH), ("Premium Care", BIRCH))
    ]


def test_a_bare_name_of_trade_is_looked_up_in_no_register(shop: Workshop) -> None:
    paid(shop, "Premium Care")
    paid(shop, "Direct Services Ltd")
    for name, number in (("PREMIUM CARE LIMITED", "00000011"), ("DIRECT SERVICES LTD", "00000022")):
        shop.put("clean_suppliers", supplier=name, company_number=number, organisation=None,
                 registered_postcode="SG1 1AA", register="company register")  # fmt: skip
    shop.build()
    assert shop.rows("select name, company_number from supplier order by name") == [
        ("Direct Services Ltd", "00000022"), ("Premium Care", None),
    ]  # fmt: skip


def test_numbers_that_began_again_join_only_names_that_are_alike(shop: Workshop) -> None:
    words = [
        "Aspen",
        "Beech",
        "Cherry",
        "Damson",
        "Elder",
        "Fir",
        "Gorse",
        "Hazel",
        "Ivy",
        "Juniper",
        "Larch",
        "Maple",
    ]
    for place, word in enumerate(words):
        paid(shop, f"{word} Works", supplier_number=str(place), upload_id=1)
        other = words[(place + 5) % len(words)]
        paid(shop, f"{other} Foods", supplier_number=str(place), upload_id=2)
    paid(shop, "Kept Name", supplier_number="99", upload_id=1)
    paid(shop, "Kept Name North", supplier_number="99", upload_id=2)
    shop.build()
    assert shop.one("select count(*) from supplier") == 25
    assert frozenset({"Kept Name", "Kept Name North"}) in groups(shop)


@pytest.mark.parametrize("name", ["株式会社テスト", "Łódź Węgiel", "ACME***", "A" * 300, "LU1 2AB"])
def test_any_name_is_a_supplier_and_its_money_stays(shop: Workshop, name: str) -> None:
    paid(shop, name)
    paid(shop, name)
    shop.build()
    assert shop.rows("select names_seen from supplier") == [([name],)]
    assert shop.one("select sum(amount) from payment where supplier_id = 1") == Decimal("200.00")


def test_who_was_never_paid_is_kept_and_has_no_organisation(shop: Workshop) -> None:
    shop.put("clean_suppliers", supplier="Never Paid", postcode="SG1 1AA")
    shop.build()
    assert shop.one("select name, organisations from supplier") == ("Never Paid", None)


# --- what is said of a supplier ------------------------------------------------------------


def test_a_trading_place_goes_before_a_registered_one_and_that_is_said(shop: Workshop) -> None:
    paid(shop, "Acme", company_number="00000011")
    paid(shop, "Head Office Only")
    shop.put("clean_suppliers", supplier="Acme", registered_postcode="EC1A 1BB", upload_id=2)
    shop.put("clean_suppliers", supplier="Acme", postcode="SG1 1AA", upload_id=3)
    shop.put("clean_suppliers", supplier="Head Office Only", registered_postcode="LS1 1BA")
    shop.build()
    assert shop.rows("select name, postcode, place_is_registered from supplier order by name") == [
        ("Acme", "SG1 1AA", False),
        ("Head Office Only", "LS1 1BA", True),
    ]


def test_an_officers_word_goes_before_the_files(shop: Workshop) -> None:
    paid(shop, "Acme", supplier_number="5")
    for _ in range(3):
        shop.put("clean_suppliers", supplier="Acme", supplier_number="5", postcode="LS1 1BA",
                 sme=False)  # fmt: skip
    shop.put("clean_suppliers", supplier="Acme", postcode="SG1 1AA", sme=True, told_by="Jo Officer")
    shop.build()
    assert shop.one("select postcode, sme, place_source from supplier") == (
        "SG1 1AA", True, "Jo Officer",
    )  # fmt: skip


def test_a_blank_is_not_known_and_what_loses_is_still_shown(shop: Workshop) -> None:
    paid(shop, "Acme")
    shop.put("clean_suppliers", supplier="Acme", sme=True, upload_id=2)
    shop.put("clean_contracts", supplier="Acme", sme=True, title="Roads", upload_id=3)
    shop.put("clean_contracts", supplier="Acme", sme=False, title="Parks", upload_id=3)
    shop.build()
    assert shop.one("select sme, vcse, charity from supplier") == (True, None, None)
    assert shop.rows(
        "select value, times, stands from supplier_claim where attribute = 'sme' order by value"
    ) == [("no", 1, False), ("yes", 2, True)]


def test_a_company_register_is_looked_up_and_makes_no_supplier(shop: Workshop) -> None:
    paid(shop, "Acme Ltd", company_number="00000011")
    paid(shop, "Bell Foods")  # its name is one company's in the register
    paid(shop, "Common Name")  # two companies bear this name there
    for name, number, postcode in (
        ("ACME LIMITED", "00000011", "SG1 1AA"),
        ("BELL FOODS LTD", "00000022", "LS1 1BA"),
        ("COMMON NAME LTD", "00000033", "LS1 1BA"),
        ("COMMON NAME LIMITED", "00000044", "SG1 1AA"),
        ("NOBODY WE PAY LTD", "00000055", "SG1 1AA"),
    ):
        shop.put("clean_suppliers", supplier=name, company_number=number, organisation=None,
                 registered_postcode=postcode, register="company register",
                 upload_id=2)  # fmt: skip
    shop.build()
    assert shop.rows(
        "select name, company_number, postcode, place_is_registered, place_source from supplier "
        "order by name"
    ) == [
        ("Acme Ltd", "00000011", "SG1 1AA", True, "company register"),
        ("Bell Foods", "00000022", "LS1 1BA", True, "company register"),
        ("Common Name", None, None, False, None),
    ]


def test_who_was_removed_from_the_charity_register_is_no_charity_by_it(shop: Workshop) -> None:
    for name, number in (("Ash Trust", "1000001"), ("Bell Trust", "1000002"), ("Crow Trust", None)):
        paid(shop, name, charity_number=number)
    for name, number, removed in (
        ("ASH TRUST", "1000001", False),
        ("BELL TRUST", "1000002", True),
        ("CROW TRUST", "1000003", True),
        ("ASH TRUST", "1000001", True),  # a linked charity, gone, of one that is there
    ):
        shop.put("clean_suppliers", supplier=name, charity_number=number, organisation=None,
                 register="charity register", charity=True, postcode="SG1 1AA",
                 removed=removed)  # fmt: skip
    shop.build()
    assert shop.rows("select name, charity_number, charity, postcode from supplier order by 1") == [
        ("Ash Trust", "1000001", True, "SG1 1AA"),
        ("Bell Trust", "1000002", None, None),
        ("Crow Trust", None, None, None),
    ]
    assert shop.rows("select said from supplier_doubt") == [
        ("The charity register says that charity 1000002 was removed",)
    ]


def test_a_number_given_to_unlike_names_looks_nothing_up(shop: Workshop) -> None:
    """A column that was copied down: the true bearer is still found, by its name."""
    shop.paid("Softly Limited", "10.00", "2020-05-01", company_number="00000011")
    shop.paid("Quarry Stone Ltd", "10.00", "2020-05-01", company_number="00000011")
    shop.put("clean_suppliers", supplier="SOFTLY LTD", company_number="00000011",
             organisation=None, registered_postcode="SG1 1AA", register="company register",
             upload_id=2)  # fmt: skip
    shop.build()
    assert shop.rows("select name, postcode from supplier order by name") == [
        ("Quarry Stone Ltd", None),
        ("Softly Limited", "SG1 1AA"),
    ]


# --- an officer's decisions ----------------------------------------------------------------


def decide(shop: Workshop, one: str, other: str, *, is_same: bool) -> None:
    shop.put("supplier_decision", decision_id=1, one=one, other=other, is_same=is_same)


def test_what_an_officer_joins_is_one(shop: Workshop) -> None:
    paid(shop, "Acme Paving")
    paid(shop, "Something Else", company_number="00000011")
    decide(shop, "name acme paving", "company 00000011", is_same=True)
    shop.build()
    assert groups(shop) == {frozenset({"Acme Paving", "Something Else"})}


def test_what_an_officer_keeps_apart_a_number_does_not_join(shop: Workshop) -> None:
    paid(shop, "Aardvark Works", supplier_number="5", upload_id=1)
    paid(shop, "Zebra Services", supplier_number="5", upload_id=2)
    decide(shop, "name zebra services", "name aardvark works", is_same=False)
    shop.build()
    assert shop.one("select count(*) from supplier") == 2


@pytest.mark.parametrize("number", ["company_number", "charity_number"])
def test_what_an_officer_keeps_apart_a_registered_number_does_not_join_and_that_is_said(
    shop: Workshop, number: str
) -> None:
    paid(shop, "Aardvark Works", upload_id=1, **{number: "01234567"})
    paid(shop, "Zebra Services", upload_id=2, **{number: "01234567"})
    decide(shop, "name zebra services", "name aardvark works", is_same=False)
    shop.build()
    assert shop.one("select count(*) from supplier") == 2
    kind = number.removesuffix("_number")
    said = (
        f"An officer says that two who bear the {kind} number 01234567 are two, so it joins nothing"
    )
    assert shop.rows("select said from supplier_doubt where doubt = 'parted by an officer'") == [
        (said,), (said,),
    ]  # fmt: skip


def test_two_who_are_joined_all_the_same_are_said_to_be(shop: Workshop) -> None:
    paid(shop, "Aardvark Works", supplier_number="5")
    paid(shop, "Aardvark Works North", supplier_number="5", company_number="01234567")
    paid(shop, "Aardvark Works North and East", company_number="01234567")
    decide(shop, "name aardvark works", "name aardvark works north and east", is_same=False)
    shop.build()
    assert shop.one("select count(*) from supplier") == 1
    assert shop.rows("select said from supplier_doubt where doubt like 'an officer%'") == [
        (
            "An officer says that two of its names are two, and yet others join them: "
            "aardvark works, aardvark works north and east",
        )
    ]


SPEND = "Date,Supplier,Net\n01/04/2021,Acme Paving,100.00\n02/04/2021,Akme Paving,50.00\n"


def suppliers(store):
    import duckdb

    con = duckdb.connect(str(store.build_file(ledger.served_build(store))), read_only=True)
    try:
        return con.execute("select names_seen from supplier order by name").fetchall()
    finally:
        con.close()


def test_a_decision_is_recorded_carried_to_later_builds_and_taken_back_exactly(store, write):
    publish.publish(store, write("spend.csv", SPEND), organisation=ASH)
    apart = suppliers(store)
    word = SupplierDecision(
        0, "name acme paving", "name akme paving", "Acme Paving", "Akme Paving", True, "", "now"
    )
    publish.decide_suppliers(store, [word], by="Jo Officer")
    assert suppliers(store) == [(["Acme Paving", "Akme Paving"],)]
    (kept,) = ledger.supplier_decisions(store)
    assert (kept.who, kept.is_same) == ("Jo Officer", True)
    more = "Date,Supplier,Net\n01/05/2021,AKME PAVING LTD,1.00\n"
    publish.publish(store, write("more.csv", more), organisation=BIRCH)
    assert len(suppliers(store)) == 1
    publish.undo(store, 2)
    publish.undecide_suppliers(store, kept.decision_id, by="Jo Officer")
    assert suppliers(store) == apart
    said = [event["detail"] for event in ledger.events(store) if "decide" in event["action"]]
    assert said == [
        "“Acme Paving” and “Akme Paving” are one",
        "“Acme Paving” and “Akme Paving” are as the files have them",
    ]


def test_two_names_that_bear_one_company_number_are_asked_about(store, write):
    text = (
        "Date,Supplier,Company Number,Net\n01/04/2021,Locust Housing,10000231,10.00\n"
        "02/04/2021,Phoebus Software,10000231,20.00\n"
    )
    publish.publish(store, write("spend.csv", text), organisation=ASH)
    (pair,) = twins.suspected(store)
    assert (pair.one.name, pair.other.name) == ("Phoebus Software", "Locust Housing")
    assert pair.reason == "Files give both the company number 10000231"
    publish.decide_suppliers(store, [pair.decided(False, "Jo")], by="Jo")
    assert twins.suspected(store) == ()


def test_a_decision_about_one_supplier_or_none_is_refused(store):
    same = SupplierDecision(0, "name a", "name a", "A", "A", True, "", "now")
    with pytest.raises(Refused, match="two different suppliers"):
        publish.decide_suppliers(store, [same])
    with pytest.raises(Refused, match="no decision 7"):
        publish.undecide_suppliers(store, 7)


# --- people --------------------------------------------------------------------------------


def everything_shown(shop: Workshop) -> str:
    """All text of every table that is left when the build is done."""
    tables = [
        name
        for (name,) in shop.rows(
            "select table_name from duckdb_tables() where not temporary "
            "and not starts_with(table_name, 'clean_')"
        )
    ]
    return "\n".join(str(row) for name in tables for row in shop.rows(f"from {name}"))


def put_people(shop: Workshop) -> None:
    paid(shop, "Jane Quimby", supplier_number="J5", description="Care by Jane Quimby")
    paid(shop, "REDACTED - Jane Quimby", redacted=True, description="for Jane Quimby")
    shop.put("clean_suppliers", supplier="Jane Quimby", postcode="SG1 1AA")
    shop.put("clean_contracts", supplier="Jane Quimby", title="Respite care by Jane Quimby",
             contract_reference="C1")  # fmt: skip
    shop.put("clean_contracts", supplier="REDACTED - Jane Quimby", redacted=True,
             title="Support for Jane Quimby")  # fmt: skip
    shop.put("clean_social_value", supplier="Jane Quimby", project="Quimby's garden",
             contract_reference="C1", committed=Decimal("1.00"))  # fmt: skip
    shop.strategy()


def test_people_are_not_named_anywhere_and_their_money_counts(
    shop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LOCALPOUND_SHOW_PEOPLE", raising=False)
    put_people(shop)
    shop.build()
    shown = everything_shown(shop)
    assert "quimby" not in shown.lower()
    assert "SG1 1AA" not in shown
    assert shop.one("select name, postcode, area_code is not null, individual from supplier") == (
        "Individual, name not shown", "SG1", True, True,
    )  # fmt: skip
    assert shop.one("select sum(amount) from payment") == Decimal("200.00")


def test_people_are_named_where_the_setting_says_so(
    shop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOCALPOUND_SHOW_PEOPLE", "1")
    put_people(shop)
    shop.build()
    assert shop.one("select name, postcode from supplier") == ("Jane Quimby", "SG1 1AA")
