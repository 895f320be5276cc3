"""How mentions are joined and what is said of a supplier, each against a plainer way."""

from __future__ import annotations

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.people import looks_like_a_person, people_among
from data.suppliers import join_mentions
from tests.data.workshop import Workshop


@pytest.fixture
def shop() -> Workshop:
    return Workshop()


def joined_by_hand(links: list[tuple[int, str]]) -> dict[int, int]:
    """Mention -> the least mention it is joined with, by following keys one at a time."""
    keys: dict[str, set[int]] = {}
    for mention, key in links:
        keys.setdefault(key, set()).add(mention)
    found = {}
    for mention, _ in links:
        group, before = {mention}, set()
        while group != before:
            before = group
            group = group.union(*(some for some in keys.values() if some & group))
        found[mention] = min(group)
    return found


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 40), st.integers(1, 40)), max_size=60))
def test_any_chain_of_keys_joins_as_it_does_by_hand(pairs: list[tuple[int, int]]) -> None:
    links = [(mention, f"key {key}") for mention, key in pairs]
    con = duckdb.connect()
    con.execute("create table mention_key (mention_id integer, key varchar)")
    if links:
        con.executemany("insert into mention_key values (?, ?)", links)
    join_mentions(con)
    assert dict(con.execute("from mention_label").fetchall()) == joined_by_hand(links)
    con.close()


_WORDS = st.sampled_from(
    [
        "Jane", "JOHN", "smith", "Mr", "Mrs.", "Dr", "services", "Ltd", "Care", "van", "&", "and",
        "t/a", "(Plumbing)", "O'Brien", "J", "A.", "Sons,", "Baker", "Zoë", "co-op", "M'r", "3",
    ]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.lists(_WORDS, max_size=5).map(" ".join), max_size=30))
def test_a_quick_look_lets_go_of_nobody_whom_a_long_one_finds(names: list[str]) -> None:
    found = people_among(pa.array(names, pa.string())).to_pylist()
    assert found == [looks_like_a_person(name) for name in names]


def test_a_place_that_an_officer_told_says_so_and_how_it_was_looked_up(shop: Workshop) -> None:
    shop.paid("Acme", "1.00", "2021-04-01")
    shop.paid("Bell", "1.00", "2021-04-01")
    shop.paid("Crow", "1.00", "2021-04-01")
    shop.put("clean_suppliers", supplier="Acme", postcode="SG1 1AA", told_by="Jo Officer")
    shop.put("clean_suppliers", supplier="Bell", postcode="SG1", told_by="Jo Officer")
    shop.put("clean_suppliers", supplier="Crow", postcode="SG99 9ZZ", told_by="Jo Officer")
    shop.build()
    assert shop.rows("select place_known_by, place_looked_up_by from supplier order by name") == [
        ("officer", "sector"), ("officer", "district"), ("none", None),
    ]  # fmt: skip


def test_a_postcode_is_followed_to_one_line_that_gives_it(shop: Workshop) -> None:
    shop.paid("Acme", "1.00", "2021-04-01")
    for told_by, upload_id, sheet, row in (
        ("Ann", 3, "A", 2),
        ("Ann", 7, "A", 8),  # her newest file's first line
        ("Ann", 7, "B", 2),
        ("Ann", 7, "A", 30),
        ("Zoe", 9, "A", 1),  # newer, but the order of files says nothing of who tells
    ):
        shop.put("clean_suppliers", supplier="Acme", postcode="sg11aa", told_by=told_by,
                 upload_id=upload_id, sheet=sheet, source_row=row)  # fmt: skip
    shop.build()
    assert shop.rows(
        "select times_seen, told_by, upload_id, sheet, source_row from supplier_postcode"
    ) == [(5, "Ann", 7, "A", 8)]


def test_a_claim_is_followed_to_one_line_that_makes_it(shop: Workshop) -> None:
    shop.paid("Acme", "1.00", "2021-04-01")
    for told_by, upload_id, sheet, row in (("Ann", 3, "B", 2), ("Zoe", 3, "A", 9)):
        shop.put("clean_suppliers", supplier="Acme", sme=True, told_by=told_by,
                 upload_id=upload_id, sheet=sheet, source_row=row)  # fmt: skip
    shop.build()
    assert shop.rows(
        "select times, told_by, sheet, source_row from supplier_claim where attribute = 'sme'"
    ) == [(2, "Zoe", "A", 9)]


@pytest.mark.parametrize(
    ("name_key", "name_rules", "is_found"),
    [
        ("acme", "today's", True),  # worked out when the line was cleaned
        ("not acme", "today's", False),  # and taken as it is
        ("not acme", "last year's", True),  # cleaned by other rules
        (None, None, True),  # cleaned before there was a key
    ],
)
def test_a_register_is_looked_up_by_the_names_rules_in_force(
    shop: Workshop, name_key: str | None, name_rules: str | None, is_found: bool
) -> None:
    shop.con.execute("set variable name_rules = 'today''s'")
    shop.paid("Acme", "1.00", "2021-04-01")
    shop.put("clean_suppliers", supplier="ACME LIMITED", registered_postcode="SG1 1AA",
             register="company register", company_number="00000022", name_key=name_key,
             name_rules=name_rules)  # fmt: skip
    shop.build()
    assert (shop.one("select postcode from supplier") == "SG1 1AA") is is_found
