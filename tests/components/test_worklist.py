"""The worklist: what it says, and what it makes of postcodes as people type them."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace as Plain

import pandas as pd
import pytest

from components import worklist
from components.worklist import Typed

HOSTILE = "<img src=x onerror=alert(1)>"


def found(*rows: tuple[str, str, float | None, float | None]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "name": name, "organisations": ["Ash Council"], "amount": Decimal(amount),
                "would_add": 0.1, "known_now": now, "known_then": then, "of_how_many": len(rows),
            }
            for name, amount, now, then in rows
        ]
    )  # fmt: skip


def test_the_title_says_what_looking_them_up_would_bring():
    some = found(("Acme", "10.00", 0.62, 0.70), ("Bell", "5.00", 0.62, 0.81))
    assert worklist.title(some, "place") == (
        "Looking up these 2 raises known place from 62% to 81% of spend"
    )
    assert worklist.title(some.head(1), "size") == (
        "Looking up this one raises known size from 62% to 70% of spend"
    )
    assert worklist.title(found(), "sector") == "Nobody is left to look up for a known sector"


def test_only_the_first_ten_are_in_the_title():
    rows = [(f"S{n}", "1.00", 0.0, n / 100) for n in range(1, 21)]
    assert "these 10 raises known place from 0% to 10%" in worklist.title(found(*rows), "place")


def test_where_a_share_says_nothing_the_title_counts():
    assert worklist.title(found(("Acme", "1.00", None, None)), "place") == (
        "1 supplier without a known place"
    )


@pytest.mark.parametrize(
    ("line", "supplier", "postcode"),
    [
        ("Acme Paving Ltd, SG1 1AA", "Acme Paving Ltd", "SG1 1AA"),
        ("Acme Paving Ltd\tsg11aa", "Acme Paving Ltd", "SG11AA"),
        ("Bell, Book and Candle; LS1 1BA", "Bell, Book and Candle", "LS1 1BA"),
        ("Unit 5 Trading   M1 1AA ", "Unit 5 Trading", "M1 1AA"),
        ('"Acme, Paving",EC1A 1BB', "Acme, Paving", "EC1A 1BB"),
    ],
)
def test_a_pasted_line_is_a_supplier_and_its_postcode(line, supplier, postcode):
    assert worklist.pasted(line, "Ash Council") == (
        [Typed("Ash Council", supplier, postcode)], [],
    )  # fmt: skip


def test_a_line_without_a_postcode_is_said_not_dropped():
    typed, unread = worklist.pasted("Acme\n\nBell, SG1 1AA\nCare, none\n", "Ash Council")
    assert [t.supplier for t in typed] == ["Bell"]
    assert unread == ["Acme", "Care, none"]


def test_what_was_typed_is_a_file_that_bears_the_officers_name():
    content = worklist.as_file([Typed("Ash Council", 'A "b", c', "SG1 1AA")], "Jo Officer")
    assert content.decode("utf-8-sig") == (
        "Organisation,Supplier Name,Trading Postcode,Told By\r\n"
        'Ash Council,"A ""b"", c",SG1 1AA,Jo Officer\r\n'
    )


def test_the_file_of_what_was_typed_is_read_as_an_officers_word(write):
    from data.check import check_file

    content = worklist.as_file([Typed("Ash Council", "Acme", "SG1 1AA")], "Jo Officer")
    checked = check_file(write("typed.csv", content))
    assert checked.report.kind == "suppliers"
    (row,) = checked.rows.to_pylist()
    assert (row["supplier"], row["postcode"], row["told_by"]) == ("Acme", "SG1 1AA", "Jo Officer")


def side(name: str) -> Plain:
    return Plain(
        name=name, names_seen=(name,), postcode=None, company_number="00000011",
        charity_number=None, supplier_numbers=(), organisations=("Ash Council",),
        amount=Decimal("1.50"),
    )  # fmt: skip


def test_evidence_stands_side_by_side_and_is_escaped():
    shown = worklist.evidence(Plain(one=side(HOSTILE), other=side("Bell"), reason="")).html()
    assert "<img" not in shown
    assert "£1.50" in shown
    assert "00000011" in shown
    assert "Not known" in shown
