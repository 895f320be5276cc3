"""The sample comes to the published figures, worked out again from the bytes of its files."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from itertools import islice

import pytest

from data.sample import sample_files
from data.strategy import Strategy, load_strategies
from tests.data.dull_contracts import contracts_of, counted_toward
from tests.data.dull_sample import (
    COLCHESTER,
    HOW,
    LISTS,
    LUTON,
    RECORDS,
    REGISTERS,
    STAR,
    STEVENAGE,
    WORCESTERSHIRE,
    Sample,
    area_of,
    bare,
    date_of,
    in_scope,
    is_withheld,
    millions,
    pence_of,
    percent,
    rows_of,
    year_sums,
)


@pytest.fixture(scope="module")
def sample(taken_apart: Sample) -> Sample:
    return taken_apart


@pytest.fixture(scope="module")
def strategies() -> dict[str, Strategy]:
    return {strategy.id: strategy for strategy in load_strategies()}


# --- the files themselves


def test_same_seed_same_bytes(sample: Sample) -> None:
    assert tuple(sample_files()) == sample.files


def test_another_seed_is_another_sample(sample: Sample) -> None:
    first = next(sample_files(seed=7))
    assert (first.name, first.kind) == (sample.files[0].name, sample.files[0].kind)
    assert first.content != sample.files[0].content


def test_another_seed_comes_to_the_same_figures() -> None:
    """Luton's first year is the fourth file after Stevenage's eight."""
    files = list(islice(sample_files(seed=7), 12))
    file = files[-1]
    assert file.name == "sample-invented-luton-spend-2017-18.csv"
    outside = ("wobbleshire", "payroll tax", "pebblewick town", "housing benefit")
    lines = [
        (bare(row["Vendor Name"]), pence_of(row["Net Amount (£)"], "."))
        for row in rows_of(file)
        if not row["Vendor Name"].lower().startswith(outside)
    ]
    assert millions(sum(pence for _, pence in lines)) == 238
    assert len({name for name, _ in lines if not is_withheld(name)}) == 4168


def test_every_file_says_it_is_an_invented_sample(sample: Sample) -> None:
    assert all(file.name.startswith("sample-invented-") for file in sample.files)
    assert len({file.name for file in sample.files}) == len(sample.files)


def test_each_organisation_of_each_strategy_sends_every_kind(
    sample: Sample, strategies: dict[str, Strategy]
) -> None:
    wanted = {name for strategy in strategies.values() for name in strategy.organisations}
    kinds = Counter((file.organisation, file.kind) for file in sample.files)
    assert {organisation for organisation, _ in kinds} == wanted
    for organisation in wanted:
        assert kinds[organisation, "suppliers"] == 1
        assert kinds[organisation, "contracts"] == 1
        assert kinds[organisation, "social_value"] == 1
        assert kinds[organisation, "spend"] >= 2


def test_about_a_hundred_and_fifty_thousand_lines(sample: Sample) -> None:
    lines = sample.payments["organisation"].value_counts().to_dict()
    assert lines == {
        STEVENAGE: 18_000,
        LUTON: 42_000,
        **dict.fromkeys(STAR, 11_250),
        WORCESTERSHIRE: 30_000,
        COLCHESTER: 15_000,
    }


def test_years_are_those_each_strategy_needs(sample: Sample) -> None:
    years = sample.payments.groupby("organisation")["year"].agg(lambda y: (y.min(), y.max()))
    assert years[STEVENAGE] == ("2019/20", "2023/24")
    assert years[LUTON] == ("2017/18", "2023/24")
    assert {years[partner] for partner in STAR} == {("2018/19", "2023/24")}
    assert years[WORCESTERSHIRE] == ("2021/22", "2023/24")
    assert years[COLCHESTER] == ("2020/21", "2023/24")
    months = sample.payments["date"].map(lambda day: (day.year, day.month))
    per_organisation = months.groupby(sample.payments["organisation"]).nunique()
    assert per_organisation[LUTON] == 84


def test_five_layouts(sample: Sample) -> None:
    """No two of the five groups write alike, in bytes or in headers."""
    first = {}
    for file in sample.files:
        organisation = "STAR" if file.organisation in STAR else file.organisation
        header = tuple(sample.rows[file.name][0])
        first.setdefault(file.kind, {}).setdefault(organisation, set()).add(header)
    for by_group in first.values():
        assert len(by_group) == 5
        assert all(len(headers) == 1 for headers in by_group.values())
        assert len(set.union(*by_group.values())) == 5
    assert len(set(HOW.values())) == 5


def test_layouts_hold_what_real_files_hold(sample: Sample) -> None:
    spend = {file.organisation: file.content for file in sample.files if file.kind == "spend"}
    assert spend[STEVENAGE].startswith(b"\xef\xbb\xbfOrganisation name,")
    assert spend[LUTON].startswith(b"Luton Council: spend 2023-24\r\n")
    assert b"Invented figures" in spend[LUTON].split(b"\r\n")[1]
    assert b'"\xa31,' in spend[LUTON]
    assert spend[LUTON].split(b"\r\n")[-2].startswith(b"Total,")
    assert b"|Gross|VAT|Net|" in spend[STAR[0]]
    assert spend[WORCESTERSHIRE].startswith(b"\xff\xfe")
    assert "\t(1" in spend[WORCESTERSHIRE].decode("utf-16")
    assert re.search(rb";-?\d+\.\d{3},\d\d\r\n", spend[COLCHESTER])


def test_luton_total_row_is_its_lines(sample: Sample) -> None:
    for file in sample.files:
        if file.organisation == LUTON and file.kind == "spend":
            last = file.content.decode("cp1252").rstrip().splitlines()[-1]
            total = pence_of(next(csv.reader([last]))[-1], ".")
            amounts = [pence_of(row["Net Amount (£)"], ".") for row in sample.rows[file.name]]
            assert sum(amounts) == total


def test_gross_is_net_and_vat(sample: Sample) -> None:
    for file in sample.files:
        if file.organisation in STAR and file.kind == "spend":
            for row in sample.rows[file.name]:
                net, vat = pence_of(row["Net"], "."), pence_of(row["VAT"], ".")
                assert pence_of(row["Gross"], ".") == net + vat


# --- what is in them


def test_what_makes_real_lists_hard_is_there(sample: Sample) -> None:
    lines = sample.payments
    for organisation, own in lines.groupby("organisation"):
        assert (own["pence"] < 0).sum() > 50, organisation
        assert own["supplier"].map(is_withheld).sum() > 50, organisation
        assert (own["transaction"] == "").sum() > 0, organisation
        several = own[own["transaction"] != ""].groupby("transaction").size()
        assert (several > 1).sum() > 500, organisation
    # One payment run of Colchester's pays several firms, so its number alone is no payment.
    colchester = lines[lines["organisation"] == COLCHESTER]
    assert colchester.groupby("transaction")["firm"].nunique().max() > 10
    whole_lines = [tuple(row.values()) for rows in sample.rows.values() for row in rows]
    assert len(whole_lines) - len(set(whole_lines)) > 1_000


def test_payments_over_and_under_the_smallest_star_counts(
    sample: Sample, strategies: dict[str, Strategy]
) -> None:
    star = sample.payments[sample.payments["organisation"].isin(STAR)]
    counted = in_scope(sample, strategies["star-2021"])
    assert len(counted) > 10_000
    assert len(star) - len(counted) > 20_000
    keys = ["organisation", "transaction", "supplier", "date"]
    whole = star[star["transaction"] != ""].groupby(keys)["pence"].sum()
    assert (whole == 25_000_00).any()
    assert (whole == 24_999_99).any()


def test_only_what_is_not_procurement_is_left_out(
    sample: Sample, strategies: dict[str, Strategy]
) -> None:
    """Apart from small payments of STAR, exactly the payees that are on no supplier list."""
    listed = {
        bare(row[LISTS[file.organisation][0]])
        for file in sample.files
        if file.kind == "suppliers"
        for row in sample.rows[file.name]
    }
    for strategy in strategies.values():
        lines = sample.payments[sample.payments["organisation"].isin(strategy.organisations)]
        counted = in_scope(sample, strategy)
        left_out = lines.drop(counted.index)
        if strategy.scope.smallest_payment is None:
            assert set(left_out["firm"]).isdisjoint(listed | {""})
            assert left_out["firm"].nunique() >= 3
        assert set(counted["firm"]) <= listed | {""}


def test_one_name_is_one_firm_in_one_place(sample: Sample) -> None:
    """However it is written: one place, one size; and no firm has two names in one list."""
    places: dict[str, set[str]] = defaultdict(set)
    for file in sample.files:
        if file.kind == "suppliers":
            name, postcode, *_ = LISTS[file.organisation]
            own: dict[str, Counter] = defaultdict(Counter)
            for row in sample.rows[file.name]:
                own[bare(row[name])][row[postcode].upper().replace(" ", "")] += 1
            for firm, seen in own.items():
                # One row, or three of which two agree.
                assert sum(seen.values()) in (1, 3)
                places[firm].add(seen.most_common(1)[0][0])
    assert all(len(found - {""}) <= 1 for found in places.values())
    assert all(len(found) == 1 for found in sample.sizes.values())
    lists = Counter(
        firm
        for file in sample.files
        if file.kind == "suppliers"
        for firm in {bare(row[LISTS[file.organisation][0]]) for row in sample.rows[file.name]}
    )
    several = [firm for firm, count in lists.items() if count == len(HOW)]
    assert 20 < len(several) < 100


def test_some_places_are_not_known_and_some_stand_in_the_register_alone(
    sample: Sample, areas: dict[str, str]
) -> None:
    for file in sample.files:
        if file.kind == "suppliers":
            postcode = LISTS[file.organisation][1]
            blank = sum(row[postcode] == "" for row in sample.rows[file.name])
            assert 0.04 < blank / len(sample.rows[file.name]) < 0.25
    listed = {
        bare(row[LISTS[LUTON][0]]): row["Post Code"]
        for row in sample.rows["sample-invented-luton-suppliers.csv"]
    }
    register = sample.rows["sample-invented-luton-contracts.csv"]
    alone = [r for r in register if r["Post Code"] and not listed[bare(r["Contractor"])]]
    assert len(alone) > 10
    assert any(area_of(code, areas) is None for code in sample.postcode.values())


def test_postcodes_are_well_formed(sample: Sample, areas: dict[str, str]) -> None:
    whole = [code for code in sample.postcode.values() if re.search(r"\d[A-Z]{2}$", code)]
    assert len(whole) > 10_000
    assert not any(set(code[-2:]) & set("CIKMOV") for code in whole)
    known = [code for code in whole if not code.startswith("BT")]
    assert all(code[:-2] in areas for code in known)


# --- what they come to


def test_stevenage(sample: Sample, strategies: dict[str, Strategy], areas: dict[str, str]) -> None:
    strategy = strategies["stevenage-2021-24"]
    assert millions(year_sums(sample, strategy, areas, "2019/20").total) == 50
    sums = year_sums(sample, strategy, areas, "2020/21")
    assert millions(sums.total) == 60
    assert percent(sums.up_to[2], sums.known) == 37


def test_luton_in_2017_18(
    sample: Sample, strategies: dict[str, Strategy], areas: dict[str, str]
) -> None:
    strategy = strategies["luton-2019-24"]
    sums = year_sums(sample, strategy, areas, "2017/18")
    assert millions(sums.total) == 238
    assert percent(sums.up_to[2], sums.known) == 25
    assert len(sums.firms) == 4168
    assert len(sums.local_firms) == 269
    lines = in_scope(sample, strategy)
    by_firm = lines[lines["year"] == "2017/18"].groupby("firm")["pence"].sum()
    assert (by_firm > 0).all()
    sme = {firm for firm in sums.firms if sample.sizes[firm] == {"sme"}}
    large = {firm for firm in sums.firms if sample.sizes[firm] == {"large"}}
    assert len(sme) == 1249
    with_sme, with_large = int(by_firm[list(sme)].sum()), int(by_firm[list(large)].sum())
    assert percent(with_sme, with_sme + with_large) == 51
    assert with_sme + with_large > sums.total * 0.8


def test_luton_rises_well_short_of_its_target(
    sample: Sample, strategies: dict[str, Strategy], areas: dict[str, str]
) -> None:
    years = [f"{first}/{first - 1999}" for first in range(2017, 2024)]
    shares = []
    for year in years:
        sums = year_sums(sample, strategies["luton-2019-24"], areas, year)
        shares.append(percent(sums.up_to[2], sums.known))
    assert shares == sorted(shares)
    assert 40 <= shares[-1] <= 42


def test_star(sample: Sample, strategies: dict[str, Strategy], areas: dict[str, str]) -> None:
    strategy = strategies["star-2021"]
    before = year_sums(sample, strategy, areas, "2018/19")
    assert percent(before.up_to[1], before.known) == 42
    after = year_sums(sample, strategy, areas, "2020/21")
    assert percent(after.up_to[1], after.known, "0.1") == Decimal("53.9")
    assert percent(after.up_to[2], after.known) == 77


@pytest.mark.parametrize("year", ["2021/22", "2022/23", "2023/24"])
def test_worcestershire(
    sample: Sample, strategies: dict[str, Strategy], areas: dict[str, str], year: str
) -> None:
    sums = year_sums(sample, strategies["worcestershire-2022-25"], areas, year)
    assert millions(sums.total) == 633


def test_colchester_knows_too_few_places_to_judge_its_first_year_by(
    sample: Sample, strategies: dict[str, Strategy], areas: dict[str, str]
) -> None:
    strategy = strategies["colchester-2021"]
    first = year_sums(sample, strategy, areas, "2020/21")
    last = year_sums(sample, strategy, areas, "2023/24")
    assert percent(first.known, first.total) < 80 < percent(last.known, last.total)


# --- contracts and social value


def test_star_secured(sample: Sample, strategies: dict[str, Strategy]) -> None:
    threshold = strategies["star-2021"].social_value_threshold
    assert threshold.operator == "over"
    counted = counted_toward(contracts_of(sample, STAR), threshold)
    committed: Counter = Counter()
    value: Counter = Counter()
    for contract in counted:
        committed[contract.year] += contract.committed or 0
        value[contract.year] += contract.value
    assert percent(committed["2019/20"], value["2019/20"]) == 25
    assert percent(committed["2020/21"], value["2020/21"]) == 28
    assert committed["2019/20"] + committed["2020/21"] > 60_000_000_00
    assert None not in value
    nothing = [c for c in counted if c.committed is None]
    assert 0.05 < len(nothing) / len(counted) < 0.35


def test_colchester_secures_next_to_nothing(
    sample: Sample, strategies: dict[str, Strategy]
) -> None:
    threshold = strategies["colchester-2021"].social_value_threshold
    over = counted_toward(contracts_of(sample, (COLCHESTER,)), threshold)
    assert sum(c.committed or 0 for c in over) < sum(c.value for c in over) * 0.03
    assert all(not c.committed for c in over if c.year == "2019/20")
    # The portal is used from January 2021.
    _, _, _, how, _ = HOW[COLCHESTER]
    for row in sample.rows["sample-invented-colchester-social-value.csv"]:
        award = date_of(row["Date Awarded"], how)
        assert award is None or award >= date(2021, 1, 1)


@pytest.mark.parametrize("organisation", list(HOW))
def test_what_makes_registers_hard_is_there(sample: Sample, organisation: str) -> None:
    """Contracts of several suppliers, call-offs of a framework, awards without a date, deliveries
    without full evidence."""
    named = {f.kind: f.name for f in sample.files if f.organisation == organisation}
    _, _, _, how, mark = HOW[organisation]
    columns = REGISTERS[organisation]
    register = sample.rows[named["contracts"]]
    suppliers = Counter(row[columns[0]] for row in register)
    assert max(suppliers.values()) >= 2
    frameworks = {row[columns[0]]: row for row in register if "Framework" in row[columns[8]]}
    call_offs = [row for row in register if row[columns[9]]]
    assert call_offs
    for row in call_offs:
        parent = frameworks[row[columns[9]]]
        begun = date_of(parent[columns[4]], how)
        awarded = date_of(row[columns[3]], how)
        assert awarded is None or begun is None or awarded >= begun
    undated = [row for row in register if date_of(row[columns[3]], how) is None]
    assert (len(undated) == 0) == (organisation in STAR)
    records = sample.rows[named["social_value"]]
    delivered, evidenced = RECORDS[organisation][5:]
    if evidenced:
        pairs = [(pence_of(r[delivered], mark), pence_of(r[evidenced], mark)) for r in records]
        done = [(d, e) for d, e in pairs if d]
        assert any(d is None for d, _ in pairs)
        assert any(e < d for d, e in done) and any(e == d for d, e in done)
        assert all(e <= d for d, e in done)


def test_partners_share_contracts(sample: Sample) -> None:
    """Listed alike by each partner; the record is with one of them only."""
    listed: dict[str, set[str]] = defaultdict(set)
    recorded: dict[str, set[str]] = defaultdict(set)
    for file in sample.files:
        if file.organisation in STAR and file.kind in ("contracts", "social_value"):
            into = listed if file.kind == "contracts" else recorded
            for row in sample.rows[file.name]:
                if row["Contract Reference"].startswith("STAR-"):
                    into[row["Contract Reference"]].add(file.organisation)
    assert len(listed) >= 10
    assert all(len(partners) >= 2 for partners in listed.values())
    assert all(len(partners) == 1 for partners in recorded.values())
    assert set(recorded) <= set(listed)


def test_some_projects_have_two_values(sample: Sample) -> None:
    for file in sample.files:
        if file.kind == "social_value" and file.organisation != COLCHESTER:
            reference, project, value = RECORDS[file.organisation][:3]
            values: dict[str, set[str]] = defaultdict(set)
            for row in sample.rows[file.name]:
                if not row[reference]:
                    values[row[project]].add(row[value])
            assert any(len(found) == 2 for found in values.values())
