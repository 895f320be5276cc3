"""Notes that officers write beside a day: kept, refused, taken back, never written over."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from data import dated_notes, ledger, publish, reported
from data.refused import Refused
from data.store import Store

LUTON = "Luton Council"
DAY = date(2021, 6, 3)


def test_a_note_stands_with_who_and_when_the_earliest_day_first(store: Store) -> None:
    assert dated_notes.notes(store, [LUTON]) == []
    dated_notes.write(store, LUTON, DAY, "  New supplier\nmaster <b>loaded</b> ", " Ann Officer ")
    dated_notes.write(store, LUTON, date(2020, 1, 1), "Leisure taken in house", "Bob")
    dated_notes.write(store, "Ash Council", DAY, "Another's", "Bob")
    first, second = dated_notes.notes(store, [LUTON])
    assert (first.as_of, first.text) == (date(2020, 1, 1), "Leisure taken in house")
    assert (second.text, second.who) == ("New supplier master <b>loaded</b>", "Ann Officer")
    assert datetime.fromisoformat(second.at).tzinfo == UTC
    assert len(dated_notes.notes(store, None)) == 3
    assert [e["action"] for e in ledger.events(store)] == ["write dated note"] * 3
    assert ledger.served_build(store) is None  # a note is no figure: nothing was built


def test_what_was_written_by_mistake_is_taken_back_once_and_stays_in_sight(store: Store) -> None:
    dated_notes.write(store, LUTON, DAY, "Wrong", "Ann")
    (one,) = dated_notes.notes(store, [LUTON])
    with pytest.raises(Refused, match="type your name"):
        dated_notes.withdraw(store, one.note_id, " ")
    dated_notes.withdraw(store, one.note_id, "Bob")
    (gone,) = dated_notes.notes(store, [LUTON])
    assert (gone.text, gone.withdrawn_by) == ("Wrong", "Bob")
    with pytest.raises(Refused, match="stands no longer"):
        dated_notes.withdraw(store, one.note_id, "Bob")
    assert ledger.events(store)[-1]["detail"] == "Luton Council: Wrong, written by Ann"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"by": "  "}, "type your name"),
        ({"text": " \n"}, "nothing written"),
        ({"text": "x" * 301}, "301 letters of at most 300"),
        ({"as_of": datetime.now(UTC).date() + timedelta(days=2)}, "still to come"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_kept(store: Store, change, sentence) -> None:
    note = {"about": LUTON, "as_of": DAY, "text": "'; drop table dated_note; --", "by": "Ann"}
    with pytest.raises(Refused, match=sentence):
        dated_notes.write(store, **{**note, **change})
    assert dated_notes.notes(store, None) == []
    dated_notes.write(store, **note)
    assert dated_notes.notes(store, None)[0].text == note["text"]


def test_a_note_is_no_reason_for_a_kept_scorecard_to_have_changed(store: Store, write) -> None:
    file = write("a.csv", "Payment Date,Supplier Name,Net Amount\n01/05/2020,Arden Ltd,1\n")
    publish.publish(store, file, organisation=LUTON, by="Ann")
    reported.freeze(
        store, reported.Frozen("luton-2019-24", LUTON, "2023/24", "", "Ann", ({"measure": "x"},))
    )
    dated_notes.write(store, LUTON, DAY, "New master", "Ann")
    dated_notes.withdraw(store, 1, "Ann")
    (kept,) = reported.frozen(store, "luton-2019-24", LUTON)
    assert reported.done_since(store, kept) == []
