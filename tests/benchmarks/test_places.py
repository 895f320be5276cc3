"""The benchmark of placing runs on few rows, and both ways place alike. Not timed."""

from __future__ import annotations

import pytest

from tests.benchmarks.places import main


def test_both_ways_are_run_and_place_alike(capsys: pytest.CaptureFixture[str]):
    runs = main(["--postcodes", "30000", "--suppliers", "5000", "--times", "1"])
    assert set(runs) == {"Local Pound", "pandas"}
    out = capsys.readouterr().out
    assert "30,000 postcodes, 5,000 suppliers, 4,900 placed" in out
    assert "to place alone" in out
