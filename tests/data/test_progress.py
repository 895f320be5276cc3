"""What officers record of a strategy: kept, refused, taken back, never written over."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from components import milestones
from data import ledger, progress
from data.progress import ACTION, BEHAVIOUR
from data.refused import Refused
from data.store import Store

STEVENAGE, WORCESTERSHIRE = "stevenage-2021-24", "worcestershire-2022-25"
DAY = date(2022, 5, 3)


def keep(store: Store, item: str = "wealth_1", stands: str = "Done", **more: object) -> None:
    told = {"strategy": STEVENAGE, "kind": ACTION, "as_of": DAY, "by": "Ann Officer", **more}
    strategy, kind, as_of = (told.pop(key) for key in ("strategy", "kind", "as_of"))
    progress.record(store, strategy, kind, item, stands, as_of, **told)


def test_a_status_stands_with_who_when_note_and_evidence(store: Store) -> None:
    assert progress.records(store, STEVENAGE, ACTION) == []
    keep(store, note="  Survey\n done ", evidence="Cabinet, 3 May 2022")
    (one,) = progress.records(store, STEVENAGE, ACTION)
    assert (one.item, one.stands, one.as_of) == ("wealth_1", "Done", DAY)
    assert (one.note, one.evidence, one.who) == (
        "Survey done",
        "Cabinet, 3 May 2022",
        "Ann Officer",
    )
    assert datetime.fromisoformat(one.at).tzinfo == UTC
    assert one.withdrawn_by == ""
    (event,) = ledger.events(store)
    assert event["action"] == "record progress" and event["who"] == "Ann Officer"
    assert "Find out who the local suppliers are”: Done, 03/05/2022" in event["detail"]
    assert ledger.served_build(store) is None  # a status is not a figure: nothing was built


def test_nothing_is_written_over_and_the_latest_day_stands(store: Store) -> None:
    keep(store, stands="Under way", as_of=date(2022, 3, 1))
    keep(store, stands="Not started", as_of=date(2021, 9, 1))  # told later, of an earlier day
    every = progress.records(store, STEVENAGE, ACTION)
    assert [one.stands for one in every] == ["Not started", "Under way"]
    keep(store, stands="On hold", as_of=date(2022, 3, 1))  # the same day, put right
    assert progress.records(store, STEVENAGE, ACTION)[-1].stands == "On hold"
    assert progress.records(store, WORCESTERSHIRE, ACTION) == []
    assert progress.records(store, STEVENAGE, BEHAVIOUR) == []


def test_what_was_recorded_by_mistake_is_taken_back_once_and_stays_in_sight(store: Store) -> None:
    keep(store)
    (one,) = progress.records(store, STEVENAGE, ACTION)
    progress.withdraw(store, one.record_id, "Bob Officer")
    (gone,) = progress.records(store, STEVENAGE, ACTION)
    assert gone.withdrawn_by == "Bob Officer" and gone.stands == "Done"
    with pytest.raises(Refused, match="no record 1 that counts"):
        progress.withdraw(store, one.record_id, "Bob Officer")
    with pytest.raises(Refused, match="type your name"):
        progress.withdraw(store, one.record_id, " ")
    assert [e["action"] for e in ledger.events(store)] == ["record progress", "withdraw progress"]


def test_a_level_is_one_of_the_strategys(store: Store) -> None:
    about = {"strategy": WORCESTERSHIRE, "kind": BEHAVIOUR, "item": "risk"}
    keep(store, **about, stands="Mature")
    with pytest.raises(Refused, match=r"Leader, Innovator .did you mean .*Leader"):
        keep(store, **about, stands="Leeder")
    assert [r.stands for r in progress.records(store, WORCESTERSHIRE, BEHAVIOUR)] == ["Mature"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"item": "wealth_9"}, "no action “wealth_9” .did you mean .*wealth_"),
        ({"strategy": "stevenage"}, "no strategy “stevenage” .did you mean .*stevenage-2021-24"),
        ({"stands": "Overdue"}, "“Overdue” is none of these: Not started"),
        ({"as_of": datetime.now(UTC).date() + timedelta(days=1)}, "still to come"),
        ({"by": "  "}, "type your name"),
        ({"note": "x" * 2001}, "note is too long: 2,001 letters of at most 2,000"),
        ({"evidence": "x" * 2001}, "evidence is too long"),
        ({"item": "'; drop table progress; --"}, "no action"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_recorded(store, change, sentence) -> None:
    with pytest.raises(Refused, match=sentence):
        keep(store, **change)
    assert progress.records(store, STEVENAGE, ACTION) == []


def test_a_strategy_file_at_fault_is_said_and_nothing_recorded(store: Store) -> None:
    store.make()
    (store.strategies / "broken.toml").write_text("id = ", encoding="utf-8")
    with pytest.raises(Refused, match=r"broken\.toml"):
        keep(store)
    assert progress.records(store, STEVENAGE, ACTION) == []


def test_every_status_has_its_mark_on_screen() -> None:
    assert {*milestones.MARKS} == {*progress.STATUSES, milestones.NOT_RECORDED}
    assert len({*milestones.MARKS.values()}) == len(milestones.MARKS)
