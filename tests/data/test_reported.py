"""What officers write stays; scorecards stay as they were reported."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data import ledger, publish, reported
from data.refused import Refused
from data.reported import ACTION, COMMENTARY, Frozen, Written

TEXT = Written(
    "luton-2019-24", "Luton Council", "local_share", "2023/24", COMMENTARY, "Roads.", "Ann"
)
CARD = Frozen(
    "luton-2019-24", "Luton Council", "2023/24", "To the committee", "Ann",
    ({"measure": "spend", "value": "1234567.89"},),
)  # fmt: skip
SPEND = "Payment Date,Supplier Name,Net Amount\n01/05/2020,Arden Paving Ltd,{}\n"


def test_the_latest_text_stands_first_and_none_goes(store):
    assert reported.written(store, "luton-2019-24", "Luton Council") == []
    reported.write(store, [TEXT, replace(TEXT, kind=ACTION, text="Split lots.")])
    reported.write(store, [replace(TEXT, who="Bob", text=" <b>No</b>; it was care.\n")])
    found = reported.written(store, "luton-2019-24", "Luton Council")
    assert [(one.who, one.kind, one.text) for one in found] == [
        ("Bob", COMMENTARY, "<b>No</b>; it was care."),
        ("Ann", ACTION, "Split lots."),
        ("Ann", COMMENTARY, "Roads."),
    ]
    assert all(one.at and one.text_id for one in found)
    for elsewhere in (("star-2021", "Luton Council"), ("luton-2019-24", "Ash Council")):
        assert reported.written(store, *elsewhere) == []
    assert [e["action"] for e in ledger.events(store)] == ["write commentary"] * 3


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (replace(TEXT, who=" "), "type your name"),
        (replace(TEXT, text=" \n"), "nothing written"),
        (replace(TEXT, text="x" * 4001), "4,001 letters"),
    ],
)
def test_what_nobody_wrote_or_says_nothing_is_refused_and_all_with_it(store, text, reason):
    with pytest.raises(Refused, match=reason):
        reported.write(store, [TEXT, text])
    assert reported.written(store, "luton-2019-24", "Luton Council") == []


def test_a_frozen_scorecard_stays_and_says_what_was_done_since(store, write):
    publish.publish(store, write("a.csv", SPEND.format(1)), organisation="Luton Council", by="Ann")
    build = ledger.served_build(store)
    number = reported.freeze(store, CARD)
    reported.write(store, [TEXT])  # moves no figure
    publish.publish(store, write("b.csv", SPEND.format(2)), organisation="Luton Council", by="Bob")
    publish.undo(store, 1, by="Cat")
    (kept,) = reported.frozen(store, "luton-2019-24", "Luton Council")
    assert (kept.frozen_id, kept.figures, kept.build) == (number, CARD.figures, build)
    assert reported.frozen(store, "luton-2019-24", "Ash Council") == []
    since = reported.done_since(store, kept)
    assert [(e["action"], e["who"], e["detail"], e["organisation"]) for e in since] == [
        ("publish", "Bob", "b.csv", "Luton Council"),
        ("undo", "Cat", "a.csv", "Luton Council"),
    ]


def test_a_scorecard_of_nobody_or_with_nothing_on_it_is_not_kept(store):
    for card in (replace(CARD, who=""), replace(CARD, figures=())):
        with pytest.raises(Refused):
            reported.freeze(store, card)
