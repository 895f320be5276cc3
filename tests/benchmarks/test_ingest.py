"""The benchmark of reading runs, on few lines, and would notice a penny. Nothing is timed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.benchmarks import ingest
from tests.benchmarks.ingest import WAYS, Answer, main, make

ROWS = 4000


@pytest.fixture(scope="module")
def extract(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Answer]:
    """A file of few rows, with what it holds."""
    path = tmp_path_factory.mktemp("benchmark") / "spend.csv"
    return path, make(ROWS, path)


def test_the_file_is_as_dirty_as_it_says(extract: tuple[Path, Answer]) -> None:
    path, (rows, unreadable, pounds) = extract
    text = path.read_text(encoding="utf-8")
    assert (rows, text.count("\n")) == (ROWS, ROWS + 1)
    assert 0 < unreadable < ROWS / 100
    assert pounds.count(".") == 1 and "," not in pounds
    for form in ("£", '"(', '"-', "TBC", "-Apr-", "n/k", '"Adult care, residential"'):
        assert form in text


@pytest.mark.parametrize("way", WAYS)
def test_every_way_comes_to_what_the_file_holds(way: str, extract: tuple[Path, Answer]) -> None:
    path, truth = extract
    assert WAYS[way](path) == truth


@pytest.mark.parametrize("way", WAYS)
def test_a_penny_more_in_the_file_is_noticed(
    way: str, extract: tuple[Path, Answer], tmp_path: Path
) -> None:
    path, truth = extract
    lines = path.read_text(encoding="utf-8").splitlines()
    place = next(i for i, line in enumerate(lines) if line.endswith(".41"))
    lines[place] = lines[place].removesuffix(".41") + ".42"
    other = tmp_path / "spend.csv"
    other.write_text("\n".join(lines), encoding="utf-8")
    rows, unreadable, pounds = WAYS[way](other)
    assert (rows, unreadable) == truth[:2]
    assert abs(round(100 * float(pounds)) - round(100 * float(truth[2]))) == 1


def test_the_ways_stand_side_by_side(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--rows", str(ROWS), "--times", "1"])
    title, heads, *rows = capsys.readouterr().out.splitlines()
    assert title.startswith("4,000 rows, ")
    assert " ".join(heads.split()) == "seconds x DuckDB of CPU x DuckDB peak MB"
    assert [row[:12].strip() for row in rows] == ["Local Pound", "DuckDB", "pandas"]
    assert all(float(row.split()[-1].replace(",", "")) > 0 for row in rows)


def test_a_penny_apart_stops_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def answered(*arguments: str) -> dict:
        if "--make" in arguments:
            Path(arguments[1]).write_bytes(b"")
            return {"answer": [3, 1, "10.00"]}
        pounds = "10.01" if "pandas" in arguments else "10.00"
        return json.loads(
            json.dumps({"answer": [3, 1, pounds], "seconds": 1, "cpu": 1, "megabytes": 1})
        )

    monkeypatch.setattr(ingest, "_apart", answered)
    with pytest.raises(ValueError, match=r"pandas comes to .*10\.01.*, the file holds .*10\.00"):
        ingest.compare(3, 1)
    assert ingest.compare(3, 1, ["ours", "duckdb"]).keys() == {"ours", "duckdb"}
