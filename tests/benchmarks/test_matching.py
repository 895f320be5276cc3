"""The benchmark of suggested twins runs on few names, and its truth is what it says. Not timed."""

from __future__ import annotations

import pytest

from tests.benchmarks.matching import NEAR_MISSES, TWINS, WAYS, made, main, normal


def test_every_kind_of_twin_is_planted_and_stands_where_it_is_said():
    names, twins = made(2000)
    assert 1995 <= len(names) <= 2000
    assert len(set(names)) > 1900
    assert set(twins) == set(TWINS)
    for one, other in (pair for pairs in twins.values() for pair in pairs):
        assert other == one + 1
        assert names[one] != names[other]
    near = [n for n, name in enumerate(names[:-1]) if name.split()[-1] in NEAR_MISSES]
    assert len(near) > 50
    assert made(2000) == (names, twins)


def test_both_ways_are_run_and_ours_finds_more(capsys: pytest.CaptureFixture[str]):
    runs = main(["--names", "1500", "--pairwise", "1000"])
    assert [(way, run["names"]) for way, run in runs] == [
        ("pairwise", 999), ("ours", 999), ("ours", 1499),
    ]  # fmt: skip
    plain, ours, _ = (run for _, run in runs)
    assert ours["recall"] > 0.9 > plain["recall"]
    assert ours["precision"] > plain["precision"]
    table = capsys.readouterr().out
    assert "every pair" in table
    assert "trading as" in table


def test_no_way_gives_a_pair_twice_or_a_name_with_itself():
    names, _ = made(300)
    for way in WAYS.values():
        assert all(one < other for one, other in way(names, normal(names)))
