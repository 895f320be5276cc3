"""Bad input of who is who, brought as an officer brings it: each kept to the penny, explained, and
never a wrong merge."""

from __future__ import annotations

from decimal import Decimal

import pytest

from data import ledger, publish
from data.check import check_file
from data.engine import connect_to_read
from data.store import Store
from tests.data.workshop import ASH, BIRCH

LONG = "Grindlewick and Partners of Lower Hesket " + "and Surveyors of the Northern Fells " * 8
SPEND = f"""Organisation,Date,Supplier,Supplier Number,Net
{ASH},01/04/2021,Alpha Cleaning,5,1.00
{ASH},01/04/2021,Beta Opticians,5,2.00
{ASH},02/04/2021,Three Places Ltd,6,4.00
{ASH},03/04/2021,LU1 2BQ,7,8.00
{BIRCH},03/04/2021,LU1 2BQ,7,16.00
{ASH},04/04/2021,Various,,32.00
{BIRCH},04/04/2021,VARIOUS,,64.00
{ASH},05/04/2021,Boulangerie Réunie SARL,8,128.00
{ASH},06/04/2021,MOSEDALE ROOFING,9,256.00
{BIRCH},06/04/2021,Mosedale Roofing ***,4,512.00
{ASH},07/04/2021,株式会社翠鳥,10,1024.00
{ASH},07/04/2021,株式会社翠嵐,11,2048.00
{ASH},08/04/2021,{LONG}East,12,4096.00
{ASH},08/04/2021,{LONG}West,13,8192.00
"""
LIST = """Supplier Name,Supplier Number,Trading Postcode
Alpha Cleaning,5,LU1 2BQ
Beta Opticians,5,M1 1AE
Three Places Ltd,6,LS1 1BA
Three Places Ltd,6,SG1 1AA
Three Places Ltd,6,SG1 1AA
Three Places Ltd,6,MK40 1AA
LU1 2BQ,7,M1 1AE
Boulangerie Réunie SARL,8,75008 Paris
Various,,M1 1AE
Never Paid Ltd,99,LU2 7AA
"""


@pytest.fixture(scope="module")
def brought(tmp_path_factory):
    """The faults of the two files, and what the build says: suppliers by the pounds they were paid,
    and the doubts of each."""
    folder = tmp_path_factory.mktemp("bad")
    store = Store(folder / "store")
    spend, known = folder / "spend.csv", folder / "list.csv"
    spend.write_text(SPEND, encoding="utf-8")
    known.write_text(LIST, encoding="utf-8")
    faults = {
        (fault.value, fault.reason)
        for path, kind in ((spend, "spend"), (known, "suppliers"))
        for fault in check_file(path, kind=kind).report.faults
    }
    publish.publish(store, spend, kind="spend")
    publish.publish(store, known, kind="suppliers", organisation=ASH)
    con = connect_to_read(store.build_file(ledger.served_build(store)))
    try:
        rows = con.execute(
            "select sum(amount)::int, any_value(names_seen), any_value(postcode) "
            "from supplier left join payment using (supplier_id) group by supplier_id"
        ).fetchall()
        doubts = con.execute(
            "select name, doubt, said from supplier_doubt inner join supplier using (supplier_id)"
        ).fetchall()
        (total,) = con.execute("select sum(amount) from payment").fetchone()
    finally:
        con.close()
    return faults, {paid: (names, place) for paid, names, place in rows}, doubts, total


def test_every_line_is_kept_and_nobody_is_another(brought):
    _, suppliers, _, total = brought
    assert total == Decimal(2**14 - 1)
    # Only Mosedale Roofing (256 and 512) is paid twice; who was never paid has no sum at all.
    assert set(suppliers) == {None, 768, *(2**n for n in range(14) if n not in (8, 9))}


def test_two_suppliers_with_one_number_stay_two_each_with_its_place(brought):
    _, suppliers, doubts, _ = brought
    assert suppliers[1] == (["Alpha Cleaning"], "LU1 2BQ")
    assert suppliers[2] == (["Beta Opticians"], "M1 1AE")
    said = "Number 5 of Ash Council joins nothing: one file has it for names that are not alike"
    assert {name for name, _, why in doubts if why == said} == {"Alpha Cleaning", "Beta Opticians"}


def test_of_three_postcodes_the_one_seen_most_stands_and_all_are_said(brought):
    _, suppliers, doubts, _ = brought
    assert suppliers[4][1] == "SG1 1AA"
    said = "Files give different postcodes: SG1 1AA (2), LS1 1BA (1), MK40 1AA (1)"
    assert ("Three Places Ltd", "several postcodes", said) in doubts


def test_a_postcode_for_a_name_is_listed_and_is_not_one_supplier_of_two_councils(brought):
    faults, suppliers, doubts, _ = brought
    assert len([reason for value, reason in faults if value == "LU1 2BQ"]) == 2  # in each file
    assert (suppliers[8][0], suppliers[16][0]) == (["LU1 2BQ"], ["LU1 2BQ"])
    assert suppliers[16][1] is None
    assert [doubt for name, doubt, _ in doubts if name == "LU1 2BQ"] == ["nobody in particular"] * 2


def test_various_is_nobody_in_particular(brought):
    _, suppliers, doubts, _ = brought
    assert (suppliers[32][0], suppliers[64][0]) == (["Various"], ["VARIOUS"])
    assert suppliers[64][1] is None
    said = "“VARIOUS” is no supplier's name, so it joins nothing beyond its organisation and number"
    assert ("VARIOUS", "nobody in particular", said) in doubts


def test_an_address_abroad_has_no_place_and_is_listed(brought):
    faults, suppliers, _, _ = brought
    assert suppliers[128] == (["Boulangerie Réunie SARL"], None)
    assert ("75008 Paris", "This is not a UK postcode; the place stays not known") in faults


def test_who_was_never_paid_is_kept(brought):
    _, suppliers, _, _ = brought
    assert suppliers[None] == (["Never Paid Ltd"], "LU2 7AA")


def test_capitals_and_stars_make_no_difference_and_other_scripts_and_long_ends_do(brought):
    _, suppliers, _, _ = brought
    assert suppliers[768][0] == ["MOSEDALE ROOFING", "Mosedale Roofing ***"]
    assert (suppliers[1024][0], suppliers[2048][0]) == (["株式会社翠鳥"], ["株式会社翠嵐"])
    assert (suppliers[4096][0], suppliers[8192][0]) == ([f"{LONG}East"], [f"{LONG}West"])
    assert len(LONG) > 300


# --- lists as they come --------------------------------------------------------------------


@pytest.mark.parametrize("mark", [",", "\t", ";"])
@pytest.mark.parametrize("header", ["", "Name{}Postcode\n", "Supplier Name{}Postcode\n"])
def test_a_pasted_list_of_names_and_postcodes_needs_no_header(write, mark, header):
    text = header.format(mark) + f"Arden Paving{mark}LU1 2BQ\nBell Foods Ltd{mark}SG1 1AA\n"
    checked = check_file(write("pasted.csv", text), organisation=ASH)
    assert checked.rows.select(["supplier", "postcode"]).to_pylist() == [
        {"supplier": "Arden Paving", "postcode": "LU1 2BQ"},
        {"supplier": "Bell Foods Ltd", "postcode": "SG1 1AA"},
    ]


REGISTER = """date_of_extract,organisation_number,registered_charity_number,linked_charity_number,\
charity_name,charity_type,charity_registration_status,date_of_registration,latest_income,\
charity_contact_address1,charity_contact_postcode,charity_contact_phone,\
charity_company_registration_number,charity_is_cio
2026-11-01T00:00:00,1121596,1121596,0,BELLWETHER TRUST,Charitable company,Registered,\
2007-11-08T00:00:00,210000.00,1 The Parade,LU1 2BQ,,02165770,False
2026-11-01T00:00:00,1121604,1121604,0,GREENFOLD ADVICE,CIO,Registered,2015-11-08T00:00:00,,\
2 The Parade,SG1 1AA,,,True
"""


def test_a_charity_register_in_its_own_layout_places_who_is_paid(store, write):
    paid = (
        "Date,Supplier,Charity Number,Net\n01/04/2021,Bellwether,1121596,1.00\n"
        "02/04/2021,Greenfold Advice CIO,,2.00\n"
    )
    publish.publish(store, write("spend.csv", paid), organisation=ASH)
    publish.publish(store, write("publicextract.charity.csv", REGISTER))
    con = connect_to_read(store.build_file(ledger.served_build(store)))
    try:
        found = con.execute(
            "select name, charity_number, company_number, postcode, charity from supplier "
            "order by name"
        ).fetchall()
    finally:
        con.close()
    assert found == [
        ("Bellwether", "1121596", "02165770", "LU1 2BQ", True),
        ("Greenfold Advice CIO", "1121604", None, "SG1 1AA", True),
    ]
