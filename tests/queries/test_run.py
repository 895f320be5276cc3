"""How a question is put: parameters, the command line, builds, kept answers, read-only."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

import queries
from data import ledger, publish
from data.engine import connect_to_read
from data.store import Store
from queries.__main__ import main
from tests.queries import town

APRIL = "Date,Supplier,Net\n01/04/2021,Arden Paving Ltd,100.10\n"
MAY = "Date,Supplier,Net\n01/05/2021,Arden Paving Ltd,7.00\n"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], str]]:
    """Plant a question of the test's own: planted("Params: n int", "select $n") gives its name."""
    (tmp_path / "own").mkdir()
    monkeypatch.setattr(queries, "FOLDER", tmp_path)
    queries.describe.cache_clear()

    def plant(params: str, sql: str) -> str:
        text = f"-- What is it?\n-- One row.\n-- {params}\n{sql}\n"
        (tmp_path / "own" / "question.sql").write_text(text, encoding="utf-8")
        return "own/question"

    yield plant
    queries.describe.cache_clear()
    queries.forget_answers()


# --- parameters ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "params", "says"),
    [
        ("spend/none_such", {}, r"no question “spend/none_such”.*spend/by_tier"),
        ("../data/warehouse/payment", {}, "There is no question"),
        ("spend/coverage", {}, r"spend/coverage needs strategy\. It takes: strategy text, "),
        ("spend/coverage", {"strategy": None}, "needs strategy"),
        ("spend/local_share", {"strategy": "star-2021"}, "needs by"),
        (
            "spend/coverage",
            {"strategi": "star-2021", "year": 1},
            "does not take strategi, year and needs strategy",
        ),
        ("filters/data_to", {"strategy": "x"}, "does not take strategy. It takes: nothing"),
        ("spend/coverage", {"strategy": 7}, "strategy should be text, not 7"),
        (
            "spend/coverage",
            {"strategy": "star-2021", "organisations": "Ash Council"},
            r"organisations should be text\[\], not 'Ash Council'",
        ),
        ("spend/coverage", {"strategy": "star-2021", "organisations": 5}, "organisations should"),
        ("spend/coverage", {"strategy": "star-2021", "organisations": [5]}, "organisations should"),
        ("spend/coverage", {"strategy": "star-2021", "date_from": "1/4/2021"}, "should be date"),
        ("spend/coverage", {"strategy": "star-2021", "date_from": 2021}, "should be date"),
        (
            "spend/local_share",
            {"strategy": "star-2021", "by": "month"},
            "be year or quarter or each",
        ),
        ("social_value/contracts", {"strategy": "star-2021", "recorded": "yes"}, "should be bool"),
    ],
)
@pytest.mark.usefixtures("in_town")
def test_a_wrong_parameter_is_named(name: str, params: dict[str, object], says: str) -> None:
    with pytest.raises(queries.QueryError, match=says):
        queries.run(name, **params)


@pytest.mark.usefixtures("in_town")
def test_lists_and_dates_are_taken_in_every_form() -> None:
    asked = {"strategy": "made-up-areas", "organisations": ["Ash Council"]}
    as_date = queries.run("spend/coverage", **asked, date_from=date(2020, 6, 1))
    for moment in ("2020-06-01", datetime(2020, 6, 1, 12, 30)):
        assert queries.run("spend/coverage", **asked, date_from=moment).equals(as_date)
    for organisations in (("Ash Council",), {"Ash Council"}, iter(["Ash Council"])):
        asked["organisations"] = organisations
        assert queries.run("spend/coverage", **asked, date_from=date(2020, 6, 1)).equals(as_date)


@pytest.mark.usefixtures("in_town")
def test_left_out_and_none_are_the_same() -> None:
    plain = queries.run("spend/coverage", strategy="made-up-areas")
    none = dict.fromkeys(("organisations", "date_from", "date_to", "directorate", "category"))
    assert queries.run("spend/coverage", strategy="made-up-areas", **none).equals(plain)


def test_a_type_of_parameter_nobody_knows_is_named(planted: Callable[[str, str], str]) -> None:
    name = planted("Params: n colour", "select $n")
    with pytest.raises(queries.QueryError, match="“colour” is not a type"):
        queries.run(name, n=1)


@pytest.mark.usefixtures("in_town")
def test_parameters_are_bound_never_pasted() -> None:
    nasty = "x' or '1' = '1"
    frame = queries.run("spend/coverage", strategy="made-up-areas", category=nasty)
    assert frame["lines"].tolist() == [0]


# --- the command line ----------------------------------------------------------------------


@pytest.mark.usefixtures("in_town")
def test_lists_and_dates_parse_from_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    words = [
        "run", "spend/coverage", "strategy=made-up-areas", "organisations=Ash Council",
        "organisations=Birch Council", "date_from=2020-04-01", "date_to=2021-03-31",
        "category=Works", "--format", "json",
    ]  # fmt: skip
    assert main(words) == 0
    printed = json.loads(capsys.readouterr().out)
    frame = queries.run(
        "spend/coverage",
        strategy="made-up-areas",
        organisations=["Ash Council", "Birch Council"],
        date_from=date(2020, 4, 1),
        date_to=date(2021, 3, 31),
        category="Works",
    )
    row = frame.iloc[0]
    assert printed == [
        {k: str(v) if isinstance(v, Decimal) else v for k, v in row.to_dict().items()}
    ]
    assert Decimal(printed[0]["amount"]) == row["amount"] > 0


@pytest.mark.usefixtures("in_town")
def test_numbers_and_yes_or_no_parse_from_the_command_line(
    planted: Callable[[str, str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    name = planted("Params: n int; b bool?", "select cast($n as integer) as n, $b as b")
    assert main(["run", name, "n=-12", "b=True", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == [{"n": -12, "b": True}]
    for words, says in (
        (["n=twelve"], "n should be int, not 'twelve'"),
        (["n=²"], "n should be int, not '²'"),
        (["n=1", "b=perhaps"], "b should be bool, not 'perhaps'"),
        (["12"], "“12” should be param=value"),
        (["n=1", "m=1"], "does not take m"),
    ):
        assert main(["run", name, *words]) == 2
        assert says in capsys.readouterr().err


@pytest.mark.usefixtures("in_town")
def test_csv_holds_pounds_and_pence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "spend/scope", "strategy=made-up-areas", "--format", "csv"]) == 0
    lines = capsys.readouterr().out.splitlines()
    frame = queries.run("spend/scope", strategy="made-up-areas")
    assert lines[0] == "left_out,amount,lines"
    first = frame.iloc[0]
    assert lines[1] == f"In scope,{first['amount']},{first['lines']}"
    assert len(lines) == len(frame) + 1


@pytest.mark.usefixtures("in_town")
def test_what_is_not_known_is_null_in_json_and_empty_in_csv(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = ["run", "spend/by_tier", "strategy=made-up-areas", "--format"]
    assert main([*words, "json"]) == 0
    assert json.loads(capsys.readouterr().out)[-1]["share_of_known"] is None
    assert main([*words, "csv"]) == 0
    last = capsys.readouterr().out.splitlines()[-1].split(",")
    assert last[:3] == ["99", "Not known", "False"]
    assert last[4:6] == ["", ""]


@pytest.mark.usefixtures("in_town")
def test_lists_of_text_stay_lists(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["run", "strategy/tiers", "strategy=made-up-postcodes", "--format"]
    assert main([*words, "json"]) == 0
    first, second, _ = json.loads(capsys.readouterr().out)
    assert first["postcode_areas"] == ["LU"]
    assert first["postcode_districts"] == ["MK40"]
    assert first["area_codes"] == []
    assert len(second["area_codes"]) == 3
    assert main([*words, "csv"]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert ",,LU,MK40," in printed[1]
    assert "; ".join(second["area_codes"]) in printed[2]


@pytest.mark.usefixtures("in_town")
def test_a_table_is_the_default(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "spend/by_tier", "strategy=made-up-areas"]) == 0
    printed = capsys.readouterr().out
    assert printed.split()[:3] == ["tier", "tier_name", "is_local"]
    assert "Hertfordshire" in printed
    assert main(["run", "spend/amount_basis", "strategy=made-up-areas", "category=None such"]) == 0
    assert capsys.readouterr().out == "No rows.\n"
    assert main(["run", "spend/amount_basis", "strategy=star-2021", "category=x",
                 "--format", "json"]) == 0  # fmt: skip
    assert json.loads(capsys.readouterr().out) == []


@pytest.mark.parametrize("words", [["run", "spend/none_such"], ["run", "spend/coverage", "x=1"]])
@pytest.mark.usefixtures("in_town")
def test_a_refusal_is_a_sentence_and_status_2(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.endswith(".\n")


def test_an_empty_store_is_told_and_nothing_is_made(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    assert queries.is_empty()
    with pytest.raises(queries.NothingPublished):
        queries.build_label()
    assert main(["run", "filters/data_to"]) == 2
    assert "Nothing is published yet" in capsys.readouterr().err
    with queries.one_build(), pytest.raises(queries.NothingPublished):
        queries.run("filters/data_to")
    assert not store.root.exists()


def test_the_command_itself(in_town: Path) -> None:
    command = [sys.executable, "-W", "error", "-m", "queries", "run", "filters/data_to"]
    done = subprocess.run(
        [*command, "--format", "csv"],
        capture_output=True, text=True, encoding="utf-8", cwd=ROOT, check=True,
        env={**os.environ, "LOCALPOUND_STORE": str(in_town)},
    )  # fmt: skip
    assert done.stdout.splitlines()[0] == "data_to,data_from,is_sample,uploads"
    assert done.stdout.splitlines()[1].endswith(f",False,{len(town.FILES)}")
    assert done.stderr == ""


# --- builds and kept answers ---------------------------------------------------------------


def total() -> Decimal:
    return queries.run("spend/scope", strategy="luton-2019-24")["amount"].sum()


def test_a_new_build_is_seen_at_once(store: Store, write: Callable[..., Path]) -> None:
    publish.publish(store, write("april.csv", APRIL), organisation="Ash Council")
    assert total() == Decimal("100.10")
    first = queries.build_label()
    publish.publish(store, write("may.csv", MAY), organisation="Ash Council")
    assert total() == Decimal("107.10")
    assert queries.build_label() != first
    publish.undo(store, 1)
    assert total() == Decimal("7.00")


def test_one_build_answers_throughout_a_page(store: Store, write: Callable[..., Path]) -> None:
    """Also when what is published meanwhile sweeps the file of the pinned build."""
    publish.publish(store, write("april.csv", APRIL), organisation="Ash Council")
    elsewhere = []
    with queries.one_build():
        first = queries.build_label()
        assert total() == Decimal("100.10")
        for number, text in enumerate((MAY, MAY + "02/05/2021,B,1.00\n", "Date,Net\n,2.00\n")):
            publish.publish(store, write(f"{number}.csv", text), organisation="Ash Council")
            other = threading.Thread(target=lambda: elsewhere.append(total()))
            other.start()
            other.join()
        queries.forget_answers()
        assert not store.build_file(first).exists()
        assert total() == Decimal("100.10")
        assert queries.build_label() == first
    assert total() == Decimal("117.10")
    # Pinned in one session, not in the others.
    assert elsewhere == [Decimal("107.10"), Decimal("115.10"), Decimal("117.10")]


def test_a_pinned_build_is_open_before_it_is_first_asked(
    store: Store, write: Callable[..., Path]
) -> None:
    publish.publish(store, write("april.csv", APRIL), organisation="Ash Council")
    with queries.one_build():
        publish.purge(store, 1)
        assert [path.stem for path in store.warehouse.iterdir()] == [ledger.served_build(store)]
        assert total() == Decimal("100.10")
    assert total() == 0


@pytest.mark.parametrize("is_pinned", [True, False])
def test_a_build_swept_before_it_is_opened_makes_way_for_the_next(
    store: Store,
    write: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
    is_pinned: bool,
) -> None:
    """Between the reading of its name and its opening, an erasure may come."""
    swept = publish.publish(store, write("april.csv", APRIL), organisation="Ash Council").build
    publish.purge(store, 1)
    publish.publish(store, write("may.csv", MAY), organisation="Ash Council")
    named = [swept] * (2 if is_pinned else 1)  # one_build first asks whether there is any
    monkeypatch.setattr(
        queries, "served_build", lambda store: named.pop() if named else ledger.served_build(store)
    )
    with queries.one_build() if is_pinned else nullcontext():
        assert total() == Decimal("7.00")
    assert named == []


def test_a_build_that_is_gone_and_still_served_is_told(
    store: Store, write: Callable[..., Path]
) -> None:
    done = publish.publish(store, write("april.csv", APRIL), organisation="Ash Council")
    store.build_file(done.build).unlink()
    with pytest.raises(duckdb.IOException, match=done.build):
        total()


def test_a_store_emptied_by_hand_and_filled_again_is_not_taken_for_the_old_one(
    store: Store, write: Callable[..., Path]
) -> None:
    """Even while somebody still reads the old one, whose builds were numbered the same."""
    publish.publish(store, write("april.csv", APRIL), organisation="Ash Council")
    with queries.one_build():
        assert total() == Decimal("100.10")
        shutil.rmtree(store.root)
        publish.publish(store, write("may.csv", MAY), organisation="Ash Council")
        queries.forget_answers()
        assert total() == Decimal("100.10")
    assert total() == Decimal("7.00")


@pytest.mark.usefixtures("in_town")
def test_an_answer_is_kept_and_cannot_be_changed_by_who_received_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = queries.run("spend/by_tier", strategy="made-up-areas")
    first.loc[0, "tier_name"] = "Changed"
    first["amount"] = 0
    asked = []
    monkeypatch.setattr(queries, "_cursor", asked.append)
    again = queries.run("spend/by_tier", strategy="made-up-areas")
    assert asked == []
    assert again.loc[0, "tier_name"] == "Stevenage"
    assert again["amount"].sum() > 0


@pytest.mark.usefixtures("in_town")
def test_many_threads_may_ask_at_once() -> None:
    wanted = {s: queries.run("spend/by_tier", strategy=s) for s in town.STRATEGIES}
    queries.forget_answers()
    wrong: list[object] = []

    def ask(strategy: str) -> None:
        for _ in range(5):
            queries.forget_answers()
            found = queries.run("spend/by_tier", strategy=strategy)
            if not found.equals(wanted[strategy]):
                wrong.append(found)

    threads = [threading.Thread(target=ask, args=(s,)) for s in (*town.STRATEGIES,) * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_builds_are_let_go(in_town: Path) -> None:
    assert queries.run("filters/data_to").shape == (1, 4)
    queries.close()
    build = Store(in_town).build_file(queries.build_label())
    # A connection of another kind is refused while one is open in this process.
    duckdb.connect(str(build), read_only=True).close()
    assert queries.run("filters/data_to").shape == (1, 4)


# --- read-only -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "create table t as select 1",
        "insert into tier select * from tier",
        "update payment set amount = 0",
        "delete from payment",
        "drop table payment",
        "create or replace macro share_of(part, whole) as 1",
        "select * from read_csv('{file}')",
        "select * from '{file}'",
        "select content from read_text('{file}')",
        "copy payment to '{folder}/payment.csv'",
        "export database '{folder}/export'",
        "attach '{folder}/other.duckdb' as other",
        "install httpfs",
        "load httpfs",
        "set enable_external_access = true",
        "set lock_configuration = false",
        "set threads = 1",
        "pragma disable_optimizer",
    ],
)
def test_a_connection_to_read_can_do_nothing_else(
    town_store: Store, tmp_path: Path, statement: str
) -> None:
    file = tmp_path / "secret.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    queries.close()
    con = connect_to_read(town_store.build_file(ledger.served_build(town_store)))
    try:
        with pytest.raises(duckdb.Error):
            con.execute(statement.format(file=file, folder=tmp_path)).fetchall()
        lines = con.execute("select count(*) from payment").fetchone()[0]
    finally:
        con.close()
    assert lines == sum(len(f.rows) for f in town.FILES if f.kind == "spend")
    assert [p.name for p in tmp_path.iterdir()] == ["secret.csv"]


@pytest.mark.usefixtures("in_town")
def test_questions_go_through_such_a_connection(planted: Callable[[str, str], str]) -> None:
    name = planted("Params: none", f"select * from read_csv('{ROOT}/pyproject.toml')")
    with pytest.raises(duckdb.Error, match=r"disabled|not allowed|permission"):
        queries.run(name)
    name = planted("Params: none", "select current_setting('lock_configuration') as locked")
    queries.describe.cache_clear()
    frame = queries.run(name)
    assert frame["locked"].tolist() == [True]
    assert frame.dtypes["locked"].pyarrow_dtype == pa.bool_()
