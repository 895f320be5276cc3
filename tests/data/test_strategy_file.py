"""Reading strategy files: the form the README describes, and how faults are told."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import queries
from data.strategy import BUILT_IN, LeaveOut, Strategy, StrategyFaults, load_strategies
from data.strategy_queries import questions_in


def example() -> str:
    """The worked example of the README, the valid file that the tests below break."""
    text = (BUILT_IN / "README.md").read_text(encoding="utf-8")
    return re.search(r"```toml\n(.*?)```", text, re.DOTALL)[1]


EXAMPLE = example()


def load(folder: Path, text: str | bytes, name: str = "exampleton-2026-29.toml") -> Strategy:
    content = text if isinstance(text, bytes) else text.encode()
    (folder / name).write_bytes(content)
    (strategy,) = load_strategies([folder])
    return strategy


def faults(folder: Path, text: str | bytes, name: str = "exampleton-2026-29.toml") -> list[str]:
    """What is said of a faulty file, one line for each fault."""
    with pytest.raises(StrategyFaults) as raised:
        load(folder, text, name)
    return [str(fault) for fault in raised.value.faults]


def changed(old: str, new: str) -> str:
    assert old in EXAMPLE
    return EXAMPLE.replace(old, new, 1)


# The form of the file


def test_the_example_in_the_readme_loads(tmp_path):
    strategy = load(tmp_path, EXAMPLE)
    assert strategy.id == "exampleton-2026-29"
    assert [(tier.rank, tier.areas) for tier in strategy.tiers] == [
        (1, ("York",)),
        (2, ("North Yorkshire",)),
    ]
    assert strategy.scope.smallest_payment == Decimal(500)
    assert [one.reason for one in strategy.scope.leave_out] == [
        "Tax and national insurance",
        "Pension funds and contributions",
        "Precepts and levies",
    ]
    assert strategy.scope.leave_out[2] == LeaveOut(
        "Precepts and levies", ("exampleton drainage board",), ("levy", "levies")
    )
    share = strategy.measures[0]
    assert share.baseline.value == Decimal("0.41")
    assert [(point.year, point.value) for point in share.targets] == [
        ("2026/27", Decimal("0.45")),
        ("2028/29", Decimal("0.55")),
    ]
    assert (share.tolerance, share.tolerance_is_ours) == (Decimal("0.02"), True)


def test_the_plan_of_the_example(tmp_path):
    strategy = load(tmp_path, EXAMPLE)
    assert [(one.id, one.operator, one.amount, one.below) for one in strategy.thresholds] == [
        ("social_value", "over", Decimal(50000), None),
        ("three_quotes", "from", Decimal(5000), Decimal(50000)),
    ]
    assert strategy.social_value_threshold is strategy.thresholds[0]
    events = strategy.measures[2]
    assert events.rule.kind == "more_than_year_before"
    assert events.published[0].organisation == "Exampleton City Council"
    assert events.printed == (("Now", "4"), ("2026/27", "tbc"))
    plan = strategy.plan
    assert (plan.milestones_called, plan.levels) == ("Actions", ("Starting", "Growing", "Leading"))
    (action,), (behaviour,) = plan.milestones, plan.behaviours
    assert (action.starts, action.ends) == (date(2026, 5, 1), date(2026, 10, 31))
    assert behaviour.disagrees
    review = plan.contract_review
    assert (review.earliest_months, review.latest_months) == (12, 6)


def test_a_strategy_may_promise_nothing(tmp_path):
    """Thresholds, themes, milestones, maturity and review may all be left out."""
    bare = EXAMPLE[: EXAMPLE.index("[contract_review]")]
    bare += EXAMPLE[EXAMPLE.index("[[measure]]") : EXAMPLE.index('[[measure]]\nid = "events"')]
    for line in ('milestones_called = "Actions"\n', re.search("maturity_levels.*\n", EXAMPLE)[0]):
        bare = bare.replace(line, "")
    strategy = load(tmp_path, bare)
    assert strategy.social_value_threshold is None
    assert (strategy.plan.milestones, strategy.plan.behaviours) == ((), ())


def test_any_query_stands_where_no_questions_are_given(tmp_path):
    path = tmp_path / "exampleton-2026-29.toml"
    path.write_text(changed('"spend/local_share"', '"made/up"'), encoding="utf-8")
    (strategy,) = load_strategies([tmp_path], questions=None)
    assert strategy.measures[0].query == "made/up"


def test_the_questions_read_from_their_headers_are_those_the_room_above_knows():
    known = {
        name: {
            param.name: param.type + "?" * param.optional for param in queries.describe(name).params
        }
        for name in queries.names()
    }
    assert questions_in() == known


def test_the_readme_names_every_key_of_every_file():
    readme = (BUILT_IN / "README.md").read_text(encoding="utf-8")

    def keys(value: object) -> set[str]:
        if isinstance(value, dict):
            # The headings of a printed table are the document's.
            inner = (keys(one) for key, one in value.items() if key != "printed")
            return set(value).union(*inner)
        return set().union(*(keys(one) for one in value)) if isinstance(value, list) else set()

    for path in BUILT_IN.glob("*.toml"):
        for key in keys(tomllib.loads(path.read_text(encoding="utf-8"))):
            assert re.search(rf"[`.\[]{key}[`\]]", readme), key


def test_a_councils_own_file_stands_beside_those_of_the_project(tmp_path):
    (tmp_path / "exampleton-2026-29.toml").write_text(EXAMPLE, encoding="utf-8")
    loaded = load_strategies([BUILT_IN, tmp_path])
    assert [one.council for one in loaded] == sorted(
        [*(one.council for one in load_strategies()), "Exampleton"]
    )


def test_a_council_may_bring_a_shared_list_of_its_own(tmp_path):
    (tmp_path / "shared").mkdir()
    own = '[loans]\nreason = "Loans repaid"\nsuppliers = ["public works loan board"]\n'
    (tmp_path / "shared" / "own.toml").write_text(own, encoding="utf-8")
    strategy = load(tmp_path, changed('"tax", "pensions"', '"loans"'))
    assert strategy.scope.leave_out[0] == LeaveOut("Loans repaid", ("public works loan board",), ())


def test_a_folder_that_is_not_there_holds_no_strategies(tmp_path):
    assert load_strategies([tmp_path / "none"]) == ()


def test_a_file_from_windows_is_read(tmp_path):
    content = b"\xef\xbb\xbf" + EXAMPLE.replace("\n", "\r\n").encode()
    assert load(tmp_path, content).council == "Exampleton"


def test_a_payment_of_any_size_counts_where_none_is_named(tmp_path):
    scope = load(tmp_path, changed('smallest_payment = 500\noperator = "over"\n', "")).scope
    assert scope.smallest_payment is None


# Faults


def test_a_file_with_ten_faults_names_all_ten(tmp_path):
    text = EXAMPLE
    for old, new in [
        ('council = "Exampleton"\n', ""),
        ('first_year = "2026/27"', 'first_year = "2026/28"'),
        ("headline_tier = 2", "headline_tier = 3"),
        ('areas = ["York"]', 'areas = ["Yorc"]'),
        ('operator = "over"', 'operator = "above"'),
        ('"tax", "pensions"', '"taxes", "pensions"'),
        ("amount = 50000", 'amount = "fifty thousand"'),
        ("value = 0.41", "value = 41"),
        ('unit = "share"', 'units = "share"'),
        ('id = "social_value_secured"', 'id = "local_share"'),
    ]:
        assert old in text
        text = text.replace(old, new, 1)
    said = "\n".join(faults(tmp_path, text))
    for words in [
        "council: expected text on one line, found nothing",
        'first_year: expected a financial year such as 2019/20, found "2026/28"',
        "headline_tier: expected the rank of a tier (1, 2), found 3",
        "tier 1, areas 1: expected an area the reference geography knows, found No area",
        'scope, operator: expected one of from, over, found "above"',
        "scope, leave_out 1: expected one of benefits, ",
        '(did you mean "tax"?), found "taxes"',
        'threshold "social_value", amount: expected pounds',
        'measure "local_share", unit: expected one of share, pounds, count, days, hours, ',
        'measure "local_share", units: expected no such key in measure "local_share"',
        'measure: expected an id of its own for each measure, found "local_share" more than once',
        'measure: expected a measure with the id "social_value_secured", found none',
    ]:
        assert words in said
    assert "exampleton-2026-29.toml" in said


def test_the_faults_of_all_files_come_together_and_nothing_is_loaded(tmp_path):
    (tmp_path / "good-2026.toml").write_text(
        changed("exampleton-2026-29", "good-2026"), encoding="utf-8"
    )
    (tmp_path / "not-toml.toml").write_text("council = \n", encoding="utf-8")
    (tmp_path / "latin.toml").write_bytes('council = "Café"'.encode("cp1252"))
    (tmp_path / "empty.toml").write_bytes(b"")
    with pytest.raises(StrategyFaults) as raised:
        load_strategies([tmp_path])
    assert {fault.file for fault in raised.value.faults} == {
        "not-toml.toml",
        "latin.toml",
        "empty.toml",
    }
    assert "so none was loaded" in str(raised.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("exampleton-2026-29", "another-2026-29", "id: expected the file's own name, \"exampleton"),
        ('"2028/29"', '"2025/26"', "last_year: expected a year not before the first, 2026/27"),
        ('"2028/29"', "2028-03-31", "last_year: expected a financial year such as 2019/20"),
        ('["Exampleton City Council"]', "[]", "organisations: expected at least one organisation"),
        ('["Exampleton City Council"]', '["A", "A"]', "organisations 2: expected each only once"),
        ('areas = ["York"]', "areas = []", "tier 1, areas: expected at least one area"),
        ('areas = ["York"]\n', "", "tier 1, areas: expected at least one area"),
        ('"LS22"', '"ls22"', "tier 2, postcode_districts 1: expected a postcode district"),
        ("rank = 2", "rank = 1", "tier: expected ranks counted from 1, each once"),
        ("rank = 2", "rank = 4", "tier: expected ranks counted from 1, each once"),
        ("rank = 2", "rank = true", "tier 2, rank: expected a whole number from 1 to 97"),
        ("= 500\n", "= 500.001\n", "smallest_payment: expected pounds"),
        ("= 500\n", "= -1\n", "smallest_payment: expected pounds"),
        ("= 500\n", "= nan\n", "smallest_payment: expected pounds"),
        ("= 500\n", "= inf\n", "smallest_payment: expected pounds"),
        ("= 500\n", "= 1e9999999999\n", "smallest_payment: expected pounds"),
        ("= 500\n", f"= 0x{'f' * 9999}\n", "smallest_payment: expected pounds"),
        ("smallest_payment = 500\n", "", "scope, smallest_payment: expected an amount"),
        ('operator = "over"\n', "", "scope, operator: expected one of from, over, found nothing"),
        ('"exampleton drainage board"', '"Drainage Board"', "suppliers 1: expected small letters"),
        ("value = 0.45", "value = 1.01", "target 1, value: expected a share from 0 to 1"),
        ("value = 0.45", "value = -0.1", "target 1, value: expected a share from 0 to 1"),
        (
            '\nyear = "2026/27"',
            '\nyear = "2025/26"',
            "target 1, year: expected a year of the strategy",
        ),
        ('\nyear = "2026/27"', '\nyear = "2026"', "target 1, year: expected a financial year"),
        (
            '\nyear = "2026/27"',
            '\nyear = "2028/29"',
            "target: expected each year once for each tier and body",
        ),
        ("tier = 2", "tier = 7", "tier: expected the rank of a tier (1, 2), found 7"),
        ("tolerance_is_ours = true\n", "", "tolerance_is_ours: expected true or false"),
        ('target_note = "To be set"\n', "", "target_note: expected words"),
        ('polarity = "higher"', 'polarity = "up"', "polarity: expected one of higher, lower, none"),
        ('"spend/local_share"', '"local share"', "query: expected the name of a query"),
        ('name = "The city"', 'name = ""', "tier 1, name: expected text on one line"),
        ('source = "Spending well, 4. Targets"\n', "", "source: expected text on one line"),
        ("[scope]", "[scopes]", 'scopes: expected no such key in the file (did you mean "scope"?)'),
        ("[[tier]]\nrank = 1", "[tiers]\nrank = 1", "tiers: expected no such key in the file"),
        ("headline_tier = 2", "headline_tier = 2\nmeasure = 3", "expected valid TOML"),
        (
            '"spend/local_share"',
            '"spend/local_shares"',
            "query: expected a query there is (did you",
        ),
        (
            'query = "spend/local_share"',
            'query = "spend/local_share"\nparams = { directorat = "Roads" }',
            "params, directorat: expected a parameter of spend/local_share (directorate, category) "
            '(did you mean "directorate"?), found the parameter "directorat"',
        ),
        (
            'query = "spend/local_share"',
            'query = "spend/local_share"\nparams = { directorate = 3 }',
            "params, directorate: expected text, found 3",
        ),
        (
            'query = "spend/local_share"',
            'query = "spend/local_share"\nparams = { strategy = "another" }',
            "params, strategy: expected no such parameter: the page tells it",
        ),
        (
            'query = "spend/local_share"',
            'query = "measures/spend"\nparams = { kind = "each" }',
            'params, kind: expected all or local or sme or vcse, found "each"',
        ),
        (
            'query = "spend/local_share"',
            'query = "measures/spend"\nparams = { kind = "local", tier = 7 }',
            "params, tier: expected the rank of a tier (1, 2), found 7",
        ),
        (
            'query = "spend/local_share"',
            'query = "measures/register"\nparams = { threshold = "registre" }',
            "params, threshold: expected the id of a threshold (",
        ),
        (
            'query = "spend/local_share"',
            'query = "measures/weighting"\n'
            'params = { figure = "enough", threshold = "social_value", at_least = "a tenth" }',
            'params, at_least: expected number, found "a tenth"',
        ),
        (
            'query = "spend/local_share"',
            'query = "measures/spend"\nparams = { tier = 1 }',
            "params, kind: expected all or local or sme or vcse, as measures/spend needs it, found",
        ),
        (
            'query = "spend/local_share"',
            'query = "measures/spend"\nparams = { kind = "small" }',
            'params, kind: expected all or local or sme or vcse, found "small"',
        ),
        ('query = "spend/local_share"', "params = {a = 1}", "query: expected the name of a query"),
        (
            'operator = "from"',
            'operator = "above"',
            'three_quotes", operator: expected one of from',
        ),
        (
            'operator = "over"\napplies_to = "contracts"',
            'operator = "below"\napplies_to = "contracts"',
            'threshold "social_value", operator: expected one of from, over, found "below"',
        ),
        ("below = 50000", "below = 5000", "below: expected more than the amount, 5000, found 5000"),
        (
            '"three_quotes"',
            '"social_value"',
            "threshold: expected an id of its own for each thresh",
        ),
        ('applies_to = "spending"', 'applies_to = "all"', "applies_to: expected one of contracts"),
        (
            "latest_months = 6",
            "latest_months = 13",
            "latest_months: expected not more than the ear",
        ),
        ("earliest_months = 12", "earliest_months = 0", "earliest_months: expected a whole number"),
        ('kind = "aim"', 'kind = "aims"', 'theme "local", kind: expected one of foundation, aim,'),
        ('kind = "aim"', 'kind = "aim"\npart_of = "lokal"', "part_of: expected the id of another"),
        ('theme = "local"', 'theme = "lokal"', '(local) (did you mean "local"?), found "lokal"'),
        (
            'kind = "more_than_year_before"',
            'kind = "more"',
            "rule, kind: expected one of more_than",
        ),
        (
            'kind = "more_than_year_before"',
            'kind = "at_least"\nvalue = 2.5',
            "rule, value: expected a whole number, not below nought, found 2.5",
        ),
        ('kind = "more_than_year_before"', 'kind = "at_least"', "rule, value: expected a whole"),
        (
            'kind = "more_than_year_before"',
            'kind = "more_than_year_before"\nvalue = 2',
            "rule, value: expected no such key",
        ),
        (
            'kind = "more_than_year_before"',
            'kind = "times_baseline"\nvalue = 2\nby_year = "2031/32"',
            "rule, by_year: expected a year of the strategy, 2026/27 to 2028/29",
        ),
        (
            'kind = "more_than_year_before"',
            'kind = "times_baseline"\nvalue = 2\nby_year = "2028/29"\nbase_year = "2029/30"',
            "rule, base_year: expected a year before 2028/29",
        ),
        (
            'organisation = "Exampleton City Council"',
            'organisation = "Exampleton Council"',
            'organisations (did you mean "Exampleton City Council"?), found "Exampleton Council"',
        ),
        ("by_organisation = true", 'by_organisation = "yes"', "by_organisation: expected true or"),
        ('"Now" = "4"', '"Now" = 4', "printed, Now: expected the cell as it is printed, on one li"),
        ('milestones_called = "Actions"\n', "", "milestones_called: expected text on one line"),
        ("ends = 2026-10-31", 'ends = "2026-10-31"', "ends: expected a date such as 2022-03-31, w"),
        ("ends = 2026-10-31", "ends = 2026-02-30", "expected valid TOML"),
        ("ends = 2026-10-31", "ends = 2026-10-31T10:00:00", "ends: expected a date such as"),
        ("ends = 2026-10-31", "ends = 2026-04-30", "ends: expected a date not before the start, 2"),
        ('ends_printed = "by October 2026"\n', "", "ends_printed: expected the date as it is pri"),
        ('kind = "by"', 'kind = "when"', "kind: expected one of by, to commence, continue, none"),
        ('"Growing", "Leading"]', '"Growing", "Growing"]', "maturity_levels 3: expected each only"),
        ('wanted = "Leading"', 'wanted = "Leaping"', "wanted: expected one of Starting, Growing, "),
        ('wanted = "Leading"\n', "", "wanted: expected text on one line, found nothing"),
        (
            'now = "Starting"\nwanted = "Leading"',
            'now = "Leading"\nwanted = "Growing"',
            "wanted: expected a level not below the one now, Leading",
        ),
        (
            'note = "The body wants Growing and the appendix Leading; both are kept"\n',
            "",
            "note: expected words that say so, as body and appendix give different levels",
        ),
        ("is_success_measure = true\n", "", "body_now: expected no such key in maturity"),
    ],
)
def test_one_fault_is_told_with_its_place(tmp_path, old, new, said):
    assert any(said in line for line in faults(tmp_path, changed(old, new)))


def test_two_files_of_one_id_are_refused(tmp_path):
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "exampleton-2026-29.toml").write_text(EXAMPLE, encoding="utf-8")
    with pytest.raises(StrategyFaults, match="an id of its own"):
        load_strategies([tmp_path / "one", tmp_path / "two"])


def test_a_faulty_shared_list_is_told_too(tmp_path):
    (tmp_path / "shared").mkdir()
    again = '[tax]\nreason = "Tax"\n[loans]\nsuppliers = ["Big Bank"]\n'
    (tmp_path / "shared" / "own.toml").write_text(again, encoding="utf-8")
    said = "\n".join(faults(tmp_path, EXAMPLE))
    assert "shared/own.toml, tax: expected a list name not used before" in said
    assert "shared/own.toml, tax, suppliers: expected at least one supplier or category" in said
    assert "shared/own.toml, loans, suppliers 1: expected small letters" in said
    assert "shared/own.toml, loans, reason: expected text on one line, found nothing" in said


def loads_or_tells(folder: Path, content: bytes) -> None:
    (folder / "exampleton-2026-29.toml").write_bytes(content)
    try:
        load_strategies([folder])
    except StrategyFaults as error:
        assert error.faults
        assert all(fault.expected and fault.found for fault in error.faults)


SCRAPS = (
    st.sampled_from(
        ["", "[", "]]", "=", '"', "''", "\n", "#", "{}", "[[tier]]", "[measure]", "[[[["]
    )
    | st.sampled_from(["nan", "-inf", "1e999", "true", "-1", "2021-02-30", "00:00", "0x", "é"])
    | st.sampled_from(["\\ud800", "\x00", "a.b.c = 1\n"])
)
quietly = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@quietly
@given(start=st.integers(0, len(EXAMPLE)), length=st.integers(0, 40), scrap=SCRAPS | st.text())
def test_a_broken_file_is_told_not_crashed_on(tmp_path, start, length, scrap):
    broken = EXAMPLE[:start] + scrap + EXAMPLE[start + length :]
    loads_or_tells(tmp_path, broken.encode(errors="surrogatepass"))


VALUES = (
    st.sampled_from(
        ["true", "nan", "-inf", "1e999999999999999999999", "1e-99999999", "-0.0", "'x'"]
    )
    | st.sampled_from(["1979-05-27", "[]", "{}", "[1, [2]]", '""', "[{}]", "[[tier]]"])
    | st.sampled_from(["0x" + "f" * 6000, "9" * 5000, "[" * 2000])
)


@quietly
@given(lines=st.sets(st.integers(0, EXAMPLE.count("\n") - 1), max_size=8), value=VALUES)
def test_values_of_any_kind_in_any_place_are_told(tmp_path, lines, value):
    broken = EXAMPLE.splitlines()
    for line in lines:
        key, equals, _ = broken[line].partition(" = ")
        broken[line] = f"{key} = {value}" if equals else ""
    loads_or_tells(tmp_path, "\n".join(broken).encode())


@quietly
@given(st.binary(max_size=200))
def test_bytes_of_any_kind_are_told(tmp_path, content):
    loads_or_tells(tmp_path, content)
