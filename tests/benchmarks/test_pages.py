"""The benchmark runs, with two people, and would notice an error on the page. Nothing is timed."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.benchmarks.pages import OURS, PLAIN, Seen, main, rows, waits
from tests.benchmarks.pages_people import Broken, Person, Run


@pytest.fixture
def seen(sample_store: Path) -> dict[str, tuple[Seen, Seen]]:
    options = ["--sessions", "2", "--seconds", "0.2", "--think", "0.1"]
    # In a thread of its own: a browser test before this one leaves its loop running in the process.
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(main, [*options, "--store", str(sample_store)]).result()


def test_both_dashboards_answer_the_same_changes_with_a_map_and_no_error(
    seen: dict[str, tuple[Seen, Seen]],
) -> None:
    for lone, many in seen.values():
        assert many.errors == []
        assert (len(lone.opened), len(lone.changed)) == (4, 4)
        assert (len(many.opened), len(many.changed)) == (2, 4)
        # A run without a map is an error, so each of these had one.
        for run in [*lone.opened, *lone.changed, *many.opened, *many.changed]:
            assert 0 < run.first_text < run.wait and 0 < run.first_map < run.wait
    ours, plain = seen[OURS], seen[PLAIN]
    for place in (0, 1):
        assert sorted(ours[place].changes) == sorted(plain[place].changes)
    assert len({choice for made in ours[1].changes for choice in made}) > 1
    printed = dict(rows(seen))
    assert printed["changes answered"] == {OURS: 4, PLAIN: 4}
    assert printed["errors"] == {OURS: 0, PLAIN: 0}
    # A change sends figures, not shapes: the rival's shapes alone are several times as much.
    sent = printed["sent for a change, at most, kB"]
    assert 1 < sent[OURS] < 150 < sent[PLAIN]


def test_an_error_on_the_page_is_an_error_here() -> None:
    message = ForwardMsg()
    message.delta.new_element.exception.type = "ValueError"
    message.delta.new_element.exception.message = "It broke."
    with pytest.raises(Broken, match=r"ValueError: It broke\."):
        Person("http://localhost", random.Random(1))._take(message)


def test_the_slowest_in_twenty_is_the_nineteenth_twentieth() -> None:
    assert waits([Run(wait=float(wait)) for wait in range(100, 0, -1)]) == (50.5, 96.0)
    assert waits([Run(wait=2.0)]) == (2.0, 2.0)
