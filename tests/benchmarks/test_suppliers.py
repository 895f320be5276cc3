"""The benchmark of the questions about suppliers runs on few lines, and notices another answer."""

from __future__ import annotations

from pathlib import Path

import pytest

import queries
from tests.benchmarks import suppliers


def test_every_question_is_compared_and_a_penny_less_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LOCALPOUND_STORE", str(tmp_path / "store"))
    few = ["--rows", "2000", "--suppliers", "300", "--rounds", "1"]
    found = suppliers.main([*few, "--store", str(tmp_path / "store")])
    assert len(found) == 15 and sum(theirs is None for _, theirs in found.values()) == 7
    assert "ranked, by place, page 3" in capsys.readouterr().out
    right = suppliers.places_by_pandas
    monkeypatch.setattr(
        suppliers, "places_by_pandas", lambda frames: [("known", right(frames)[0][1] - 1)]
    )
    with pytest.raises(AssertionError, match="places"):
        suppliers.main([*few, "--store", str(tmp_path / "store")])
    queries.close()
