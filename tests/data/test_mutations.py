"""Thousands of files that nobody would wish to receive: none may break us or lose a penny.

Each case is made from a seed (tests/data/mutations.py) and judged by a dull account
(tests/data/dull_account.py): every line accepted, rejected, set aside or the header, exactly once;
every pound that can be read in the control total or in what was set aside; never an error but
Refused, in plain words. Some hundreds run with the suite; ten thousand on demand:

    LOCALPOUND_MUTATIONS=10000 pytest tests/data/test_mutations.py

A failure names its seed, which makes the same file again: `mutations.case_of(seed, real files)`.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
import traceback
import types
import warnings
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data import clean, typed
from tests.conftest import INPUTS
from tests.data.dull_account import NOT_SURE, dull_amount, faults_of
from tests.data.mutations import Case, case_of, delimited, encoded

CASES = int(os.environ.get("LOCALPOUND_MUTATIONS", "200"))
WORKERS = 2
SECONDS = 60  # more than that for a small file is a hang


def _real() -> list[Path]:
    folders = (INPUTS / name for name in ("spend", "contracts", "social_value", "awkward"))
    return sorted(path for folder in folders if folder.is_dir() for path in folder.iterdir())


def _judge(seed: int, real: Sequence[Path]) -> str:
    """What is wrong with the case of a seed, "" where nothing is."""
    with tempfile.TemporaryDirectory() as folder:
        case = case_of(seed, real)
        try:
            wrong = faults_of(case, Path(folder))
        except Exception:  # whatever is raised is what we are looking for
            wrong = [traceback.format_exc()]
    about = f"seed {seed}, {case.name} as {case.kind}, {', '.join(case.steps)}"
    return "\n  ".join([about, *wrong]) if wrong else ""


def _work(line: Connection, real: Sequence[Path]) -> None:
    """Judge the seeds that come down the line, one after the other."""
    warnings.simplefilter("error")
    while (seed := line.recv()) is not None:
        line.send(_judge(seed, real))


def _run(seeds: Sequence[int], real: Sequence[Path]) -> Iterator[str]:
    """What is wrong with each case, by a process of its own so that a hang can be ended."""
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    worker = spawn.Process(target=_work, args=(theirs, real), daemon=True)
    worker.start()
    theirs.close()
    try:
        for seed in seeds:
            ours.send(seed)
            if not ours.poll(SECONDS):
                yield f"seed {seed} hangs: nothing was heard of it for {SECONDS} seconds"
                return
            yield ours.recv()
        ours.send(None)
    except (EOFError, BrokenPipeError):
        yield f"seed {seed} ended the process"
    finally:
        worker.join(1)
        worker.kill()
        ours.close()


def _wrong(seeds: Sequence[int], real: Sequence[Path]) -> list[str]:
    shares = [seeds[place::WORKERS] for place in range(WORKERS)]
    with ThreadPoolExecutor(WORKERS) as pool:
        found = pool.map(lambda share: list(_run(share, real)), shares)
    return [wrong for share in found for wrong in share if wrong]


def test_no_made_up_file_breaks_us_or_loses_a_penny():
    wrong = _wrong([seed for seed in range(CASES) if seed % 3], ())
    assert not wrong, "\n".join(wrong[:10])


@pytest.mark.inputs
def test_no_real_file_that_is_hurt_breaks_us_or_loses_a_penny(inputs):
    wrong = _wrong([seed for seed in range(CASES) if seed % 3 == 0], _real())
    assert not wrong, "\n".join(wrong[:10])


@pytest.fixture(autouse=True)
def no_script_is_main(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page run without a browser leaves itself behind as the main module, which a new process
    would then run."""
    monkeypatch.setitem(sys.modules, "__main__", types.ModuleType("__main__"))


CELLS = st.one_of(
    st.sampled_from(
        (
            *("", "Total", "Net", "Date", "Supplier", "0", "-", "1,000.00", "(2.50)", "£3", "4-"),
            *("1e3", "01/04/2021", "TBC", "44000", "NA", '"', "a,b", "a\nb", "\0", "£1.234,50"),
        )
    ),
    st.text(max_size=12),
    st.decimals(-(10**9), 10**9, places=2, allow_nan=False).map(str),
)
ROWS = st.lists(st.lists(CELLS, max_size=7), max_size=12)


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(
    above=ROWS,
    below=ROWS,
    header=st.permutations(["Date", "Supplier", "Net", "Gross", "", "Notes"]),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "double mark", "utf-16", "cp1252", "cp437"]),
    kind=st.sampled_from([None, "spend", "contracts"]),
)
def test_whatever_stands_about_a_header_is_accounted_for(
    tmp_path_factory, above, below, header, delimiter, line_end, encoding, kind
):
    rows = [*above, list(header), *below]
    content = encoded(delimited(rows, delimiter, line_end), encoding)
    case = Case(0, "any.csv", content, kind, None, ())
    assert faults_of(case, tmp_path_factory.mktemp("case")) == []


@pytest.mark.parametrize(
    ("text", "comma", "pounds"),
    [
        ("£1,234.565", False, "1234.57"),
        ("(12)", False, "-12"),
        ("12.50-", False, "-12.50"),
        ("1.234,5", True, "1234.50"),
        ("see note 4", False, None),
        ("", False, None),
    ],
)
def test_the_dull_reader_reads(text, comma, pounds):
    assert dull_amount(text, comma) == (pounds and Decimal(pounds))


def test_the_dull_reader_is_not_sure_of_what_people_dispute():
    assert dull_amount("1,23", comma=False) is NOT_SURE


def _found(what: str, seeds: Sequence[int] = range(1, 60)) -> bool:
    """Whether some case of a few says `what` is wrong."""
    return any(what in _judge(seed, ()) for seed in seeds)


def test_a_penny_lost_would_be_found(monkeypatch):
    total = clean._total
    monkeypatch.setattr(clean, "_total", lambda rows, money: total(rows, money) + Decimal("0.01"))
    assert _found("control total")


def test_a_line_lost_would_be_found(monkeypatch):
    def without_last(told_apart, lines):
        return with_blanks(told_apart, lines).slice(0, max(0, told_apart.num_rows - 1))

    with_blanks = clean._with_blank_lines
    monkeypatch.setattr(clean, "_with_blank_lines", without_last)
    assert _found("rejected")


def test_a_minus_overlooked_would_be_found(monkeypatch):
    careless = typed.workshop.__wrapped__()
    careless.execute("create or replace macro is_negative(t) as false")
    monkeypatch.setattr(typed, "workshop", lambda: careless)
    assert _found("is taken as")


def test_a_hang_would_be_found(monkeypatch):
    monkeypatch.setattr("tests.data.test_mutations.SECONDS", 0.01)
    assert "hangs" in _wrong([1], ())[0]
