"""The benchmark of who is who runs on few lines, and finds whom it should. Nothing is timed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.identity import (
    CASES,
    IDENTITY,
    build_with,
    build_without,
    keep_councils,
    keep_register,
    main,
    make,
    read_twice,
)
from tests.benchmarks.identity_files import FILES, REGISTER

PAYMENTS, SUPPLIERS, COMPANIES = 3000, 600, 900


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("identity")
    make(path, PAYMENTS, SUPPLIERS, COMPANIES)
    keep_councils(path)
    keep_register(path)
    return path


def test_the_files_hold_what_they_say(folder: Path) -> None:
    lines = [
        (folder / f"{name}.csv").read_text(encoding="utf-8").count("\n") - 1
        for name, kind, _ in FILES
        if kind == "spend"
    ]
    assert sum(lines) == PAYMENTS and min(lines) > 100
    header, *companies = (folder / REGISTER).read_text(encoding="utf-8").splitlines()
    assert (len(header.split(",")), len(companies)) == (55, COMPANIES)
    read_twice(folder)


def test_a_build_finds_all_suppliers_and_more_of_them_with_the_register(folder: Path) -> None:
    without, with_it = build_without(folder), build_with(folder)
    assert set(IDENTITY) < set(without["steps"])
    suppliers, companies, placed, by_register = without["found"]
    assert SUPPLIERS * 0.9 < suppliers < SUPPLIERS * 1.3
    assert 0 < companies < placed < suppliers and by_register == 0
    assert with_it["found"][0] == suppliers
    assert with_it["found"][1] > companies and with_it["found"][3] > 0


def test_the_cases_stand_side_by_side(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def answered(*arguments: str) -> dict:
        if "--make" in arguments:
            return {"megabytes": 1, "register_megabytes": 2}
        run = {"seconds": 2, "cpu": 4, "megabytes": 100}
        if "build" in arguments[1]:
            run |= {"steps": {"mention": [1, 2]}, "identity": 1, "identity_cpu": 2,
                    "found": [4, 3, 2, 1]}  # fmt: skip
        return run

    monkeypatch.setattr("tests.benchmarks.identity._apart", answered)
    assert set(main(["--times", "1"])) == {"made", *CASES}
    ours = next(
        line for line in capsys.readouterr().out.splitlines() if line.startswith("ours, who")
    )
    assert ours.split()[-5:] == ["1.00", "0.50", "2.00", "0.50", "100"]
