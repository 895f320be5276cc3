"""A sixth strategy, a file alone: checked as a draft, tried, adopted, in the warehouse; and what is
at fault changes nothing that is served."""

from __future__ import annotations

import json
import shutil
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

import duckdb
import pytest

import queries
from data import ledger, publish, strategy_draft
from data.__main__ import main
from data.refused import Refused
from data.store import Store
from data.strategy import StrategyFaults
from tests.data.test_strategy_file import EXAMPLE

NAME = "exampleton-2026-29"
FILE = f"{NAME}.toml"
CITY = "Exampleton City Council"
SPEND = (
    "Date,Supplier,Postcode,Net\n"
    "01/05/2026,Arden Paving Ltd,YO1 7HH,3000.00\n"  # of the city: local
    "01/06/2026,Bell Care Ltd,EC1A 1BB,1000.00\n"  # elsewhere
    "01/07/2026,Small Change Ltd,YO1 7HH,500.00\n"  # not over £500, so not counted
)
# Adopted anew: payments from £500 count.
WITH_SMALL = EXAMPLE.replace('operator = "over"\nleave_out', 'operator = "from"\nleave_out', 1)


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A store with spend of a council that has no strategy yet, made once."""
    folder = tmp_path_factory.mktemp("city")
    (folder / "spend.csv").write_text(SPEND, "utf-8")
    publish.publish(Store(folder / "store"), folder / "spend.csv", organisation=CITY)
    return folder / "store"


@pytest.fixture
def city(store, published):
    """A copy of that store, the one every front door finds."""
    shutil.copytree(published, store.root)
    return store


@contextmanager
def served(store):
    con = duckdb.connect(str(store.build_file(ledger.served_build(store))), read_only=True)
    try:
        yield con
    finally:
        con.close()


def one(store, question):
    with served(store) as con:
        return con.execute(question).fetchall()


def test_a_draft_is_tried_adopted_and_replaced(city, write):
    draft = write(FILE, EXAMPLE)
    build = ledger.served_build(city)
    tried = {figure.name: figure for figure in strategy_draft.try_out(city, draft)}
    assert {figure.strategy for figure in tried.values()} == {NAME}
    scope = tried["Spend in scope"]
    assert (scope.now, scope.after) == (None, Decimal("4000.00"))
    assert tried["Local share of spend with a known place"].after == pytest.approx(0.75)
    # Trying writes nothing.
    assert ledger.served_build(city) == build
    assert not any(city.strategies.iterdir())

    strategy = strategy_draft.adopt(city, draft, by="Jo Officer")
    assert strategy.council == "Exampleton"
    assert (city.strategies / FILE).read_bytes() == draft.read_bytes()
    assert publish.is_ready(city)
    found = one(city, f"select council, scope_id from strategy where strategy_id = '{NAME}'")
    assert found[0][0] == "Exampleton"
    assert ledger.events(city)[-1]["action"] == "adopt strategy"

    changed = write(FILE, WITH_SMALL)
    tried = {figure.name: figure for figure in strategy_draft.try_out(city, changed)}
    assert (tried["Spend in scope"].now, tried["Spend in scope"].after) == (4000, 4500)
    strategy_draft.adopt(city, changed)
    assert [path.name for path in city.strategies.glob("*.toml")] == [FILE]


def test_all_of_a_sixth_strategy_is_in_the_warehouse(city, write):
    strategy_draft.adopt(city, write(FILE, EXAMPLE))
    whose = f"where strategy_id = '{NAME}'"
    assert one(
        city,
        f"select threshold, amount, operator, below, applies_to from strategy_threshold {whose} "
        "order by place",
    ) == [
        ("social_value", 50000, "over", None, "contracts"),
        ("three_quotes", 5000, "from", 50000, "spending"),
    ]
    assert one(city, f"select sv_threshold, sv_operator from strategy {whose}") == [(50000, "over")]
    assert one(city, f"select theme, name, kind, part_of from strategy_theme {whose}") == [
        ("local", "Local first", "aim", None)
    ]
    measures = one(
        city,
        "select measure, unit, theme, by_organisation, rule, rule_value, query, params "
        f"from strategy_measure {whose} order by place",
    )
    assert measures == [
        ("local_share", "share", None, False, None, None, "spend/local_share", "{}"),
        ("social_value_secured", "share", None, False, None, None,
         "social_value/secured_by_year", "{}"),
        ("events", "count", "local", True, "more_than_year_before", None, None, None),
    ]  # fmt: skip
    assert one(
        city, f"select financial_year, value, organisation from strategy_point {whose} "
        "and measure = 'events'",
    ) == [("2024/25", 4, CITY)]  # fmt: skip
    assert one(city, f"select heading, printed from strategy_printed {whose} order by place") == [
        ("Now", "4"),
        ("2026/27", "tbc"),
    ]
    assert one(
        city, "select called, number, owner, kind, starts_printed, starts, ends_printed, ends "
        f"from strategy_milestone {whose}",
    ) == [
        ("Actions", "1", "Head of procurement", "by", "May 2026", date(2026, 5, 1),
         "by October 2026", date(2026, 10, 31)),
    ]  # fmt: skip
    assert one(city, f"select level from strategy_level {whose} order by place") == [
        ("Starting",),
        ("Growing",),
        ("Leading",),
    ]
    assert one(
        city, "select now, wanted, body_now, body_wanted, is_success_measure, disagrees "
        f"from strategy_maturity {whose}",
    ) == [("Starting", "Leading", "Starting", "Growing", True, True)]  # fmt: skip
    assert one(
        city, f"select earliest_months, latest_months from strategy_contract_review {whose}"
    ) == [(12, 6)]


def test_a_partners_own_figure_is_not_shown_as_the_wholes(city, write):
    strategy_draft.adopt(city, write(FILE, EXAMPLE))
    assert queries.run("strategy/points", strategy=NAME, measure="events").empty
    assert len(queries.run("strategy/points", strategy=NAME, measure="local_share")) == 4


def test_a_standing_rule_is_a_target_of_every_year_without_one_of_its_own(city, write):
    rule = '[measure.rule]\nkind = "at_least"\nvalue = 0.42\nsource = "Spending well, 4"\n'
    text = EXAMPLE.replace("[measure.baseline]", f"{rule}\n[measure.baseline]", 1)
    strategy_draft.adopt(city, write(FILE, text))
    points = queries.run("strategy/points", strategy=NAME, measure="local_share")
    targets = points.loc[points["kind"] == "target", ["financial_year", "value"]]
    assert targets.to_numpy().tolist() == [["2026/27", 0.45], ["2027/28", 0.42], ["2028/29", 0.55]]


def test_a_faulty_draft_is_refused_whole_and_changes_nothing(city, write):
    build = ledger.served_build(city)
    for old, new, said in [
        ('areas = ["York"]', 'areas = ["Yorke"]', "expected an area the reference geography"),
        ('"spend/local_share"', '"spend/share"', "expected a query there is"),
        ("value = 0.45", "value = 1.45", "expected a share from 0 to 1"),
        ("2026-10-31", "2026-10-32", "expected valid TOML"),
    ]:
        draft = write(FILE, EXAMPLE.replace(old, new, 1))
        with pytest.raises(StrategyFaults, match=said):
            strategy_draft.check(city, [draft])
        for ask in (strategy_draft.try_out, strategy_draft.adopt):
            with pytest.raises(StrategyFaults, match=said):
                ask(city, draft)
    assert not any(city.strategies.iterdir())
    assert ledger.served_build(city) == build
    assert publish.is_ready(city)


def test_a_file_spoilt_in_the_store_leaves_the_last_good_build_served(city, write):
    strategy_draft.adopt(city, write(FILE, EXAMPLE))
    build = ledger.served_build(city)
    (city.strategies / FILE).write_text(EXAMPLE.replace("value = 0.45", "value = 45"), "utf-8")
    assert not publish.is_ready(city)
    with pytest.raises(StrategyFaults, match=r"value: expected a share from 0 to 1.*found 45"):
        publish.make_ready(store=city)
    assert ledger.served_build(city) == build
    answer = queries.run("strategy/points", strategy=NAME, measure="local_share")
    assert 0.45 in answer["value"].tolist()
    # Adopting a good file in its place mends it.
    strategy_draft.adopt(city, write(FILE, EXAMPLE))
    assert publish.is_ready(city)


def test_a_build_that_fails_takes_the_draft_back(city, write, monkeypatch):
    strategy_draft.adopt(city, write(FILE, EXAMPLE))

    def fail(*args, **kwargs):
        raise OSError("no room on the disk")

    monkeypatch.setattr(ledger, "commit", fail)
    with pytest.raises(OSError, match="no room"):
        strategy_draft.adopt(city, write(FILE, WITH_SMALL))
    assert (city.strategies / FILE).read_text("utf-8") == EXAMPLE


def test_a_draft_cannot_take_the_place_of_a_file_of_the_project(city, write):
    text = EXAMPLE.replace(NAME, "star-2021", 1)
    with pytest.raises(StrategyFaults, match="an id of its own"):
        strategy_draft.adopt(city, write("star-2021.toml", text))


def test_what_was_adopted_is_taken_back_step_by_step(city, write):
    strategy_draft.adopt(city, write(FILE, EXAMPLE), by="Jo Officer")
    strategy_draft.adopt(city, write(FILE, WITH_SMALL), by="Jo Officer")
    (own,) = [one for one in strategy_draft.in_force(city) if one.is_own]
    assert (own.strategy.id, own.adopted_by) == (NAME, "Jo Officer")
    assert strategy_draft.own(city) == {NAME: True}
    assert strategy_draft.withdraw(city, NAME, by="Ann")  # the one before is in force again
    assert (city.strategies / FILE).read_text("utf-8") == EXAMPLE
    assert strategy_draft.own(city) == {NAME: False}
    assert not strategy_draft.withdraw(city, NAME, by="Ann")  # and now there is none
    assert one(city, f"select count(*) from strategy where strategy_id = '{NAME}'") == [(0,)]
    assert [e["action"] for e in ledger.events(city)[-2:]] == ["withdraw strategy"] * 2
    with pytest.raises(Refused, match="no strategy exampleton"):
        strategy_draft.withdraw(city, NAME)
    # What comes with the project stays.
    with pytest.raises(Refused, match="come with Local Pound stay"):
        strategy_draft.withdraw(city, "star-2021")


def test_what_is_in_force_is_credited_to_who_brought_it_in(city, write):
    strategy_draft.adopt(city, write(FILE, EXAMPLE), by="Ann")
    strategy_draft.adopt(city, write(FILE, WITH_SMALL), by="Bob")
    strategy_draft.withdraw(city, NAME, by="Cat")
    (own,) = [one for one in strategy_draft.in_force(city) if one.is_own]
    assert own.adopted_by == "Ann"


def test_a_file_taken_back_never_comes_back_by_itself(city, write, monkeypatch):
    strategy_draft.adopt(city, write(FILE, EXAMPLE))
    strategy_draft.adopt(city, write(FILE, WITH_SMALL))
    with monkeypatch.context() as broken:
        broken.setattr(ledger, "commit", lambda *a, **k: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            strategy_draft.adopt(city, write(FILE, EXAMPLE.replace("2026–2029", "2026 to 2029")))
    # A crash may leave one as well: it lies where the next would be kept.
    (city.strategies / "earlier" / f"{NAME}.0009.toml").write_text(WITH_SMALL, "utf-8")
    assert strategy_draft.withdraw(city, NAME)
    assert (city.strategies / FILE).read_text("utf-8") == EXAMPLE
    assert not strategy_draft.withdraw(city, NAME)
    assert not list(city.strategies.rglob("*.toml"))


def test_a_crash_while_adopting_leaves_no_earlier_file_to_go_back_to(city, write, monkeypatch):
    strategy_draft.adopt(city, write(FILE, EXAMPLE))
    with monkeypatch.context() as broken:
        broken.setattr(ledger, "commit", lambda *a, **k: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            strategy_draft.adopt(city, write(FILE, WITH_SMALL))
    assert strategy_draft.own(city) == {NAME: False}
    assert not strategy_draft.withdraw(city, NAME)
    assert not list(city.strategies.rglob("*.toml"))


@pytest.mark.parametrize(
    ("name", "text", "named"),
    [
        ("exampleton-2026-29 (1).toml", EXAMPLE, FILE),
        (FILE, EXAMPLE, FILE),
        ("a (1).toml", "\ufeff" + EXAMPLE, FILE),
        ("a.toml", "id = " + "[" * 9000, "a.toml"),
        ("a.toml", "id = " + "9" * 5000, "a.toml"),
        ("a.toml", "id = 7", "a.toml"),
        ("a.toml", 'id = "../b"', "a.toml"),
        ("a.toml", "id = ", "a.toml"),
    ],
)
def test_a_file_is_known_by_its_id_whatever_a_browser_called_it(write, name, text, named):
    file = strategy_draft.named_by_id(write(name, text))
    assert (file.name, file.read_text("utf-8")) == (named, text)


def test_the_guide_gives_an_example_that_can_be_adopted(city, write):
    name, content = strategy_draft.example()
    assert name == FILE
    assert b"| `headline_tier` |" in strategy_draft.guide()
    assert strategy_draft.adopt(city, write(name, content.decode())).council == "Exampleton"


def test_before_anything_is_published_a_strategy_waits_for_the_first_build(store, write):
    strategy_draft.adopt(store, write(FILE, EXAMPLE))
    assert ledger.served_build(store) is None
    publish.publish(store, write("spend.csv", SPEND), organisation=CITY)
    assert one(store, f"select count(*) from strategy where strategy_id = '{NAME}'") == [(1,)]


# The command line


def test_check_says_what_there_is(store, capsys):
    assert main(["strategies", "check"]) == 0
    said = capsys.readouterr().out
    assert "stevenage-2021-24: measures 23, thresholds 3, milestones 17, behaviours 0" in said
    assert "worcestershire-2022-25: measures 13, thresholds 1, milestones 0, behaviours 65" in said
    assert said.endswith("no faults\n")
    assert not store.root.exists()


def test_check_names_every_fault_of_every_file_at_once(store, write, capsys):
    store.strategies.mkdir(parents=True)
    (store.strategies / "own-2026.toml").write_text('id = "own"\n', "utf-8")
    draft = write(FILE, EXAMPLE.replace('unit = "share"', 'unit = "shares"'))
    missing = draft.with_name("not-there.toml")
    assert main(["strategies", "check", str(draft), str(missing)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    lines = told.err.splitlines()
    assert 'own-2026.toml, id: expected the file\'s own name, "own-2026", found "own".' in lines
    assert any(line.startswith(f'{FILE}, measure "local_share", unit: expected') for line in lines)
    assert any(line.startswith("not-there.toml: expected a file that can") for line in lines)


def test_a_draft_is_checked_and_adopted_from_the_command_line(city, write, capsys):
    draft = str(write(FILE, EXAMPLE))
    assert main(["strategies", "check", draft]) == 0
    assert capsys.readouterr().out == (
        f"{NAME}: measures 3, thresholds 2, milestones 1, behaviours 1\nno faults\n"
    )
    assert main(["strategies", "adopt", draft, "--by", "Jo Officer"]) == 0
    assert capsys.readouterr().out == f"Spending well 2026–2029 ({NAME}) is in force.\n"
    # Whatever the file is called, the strategy goes by its id.
    assert main(["strategies", "adopt", str(write("mine (1).toml", EXAMPLE))]) == 0
    assert main(["strategies", "withdraw", NAME, "--by", "Jo Officer"]) == 0
    assert "it is in force no longer" in capsys.readouterr().out
    # A file brought while a strategy is at fault is refused by a sentence, in JSON too.
    (city.strategies / FILE).write_text("=", "utf-8")
    readings = write("r.csv", f"Organisation,Measure,Period,Value\n{CITY},Events,2026/27,4\n")
    assert main(["rehearse", str(readings), "--json"]) == 2
    told = capsys.readouterr()
    assert "expected valid TOML" in json.loads(told.out)["message"]
    assert "Traceback" not in told.err
