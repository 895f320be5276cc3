"""A public register as a whole: what is not used of it is passed over, so it may be large."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from data import suppliers
from data.check import check_file
from data.read import read_file
from data.refused import Refused

HEADER = (
    "CompanyName,CompanyNumber,RegAddress.CareOf,RegAddress.AddressLine1,RegAddress.PostCode,"
    "CompanyCategory,SICCode.SicText_1,URI"
)
LINES = (
    '"ACME LIMITED","00000011","","1 HIGH STREET","SG1 1AA","Private Limited Company","99999",""',
    '"""BELL"" & SONS, LTD","00000022","","2 HIGH STREET","","Community Interest Company","",""',
    # the header of the next part, put one under the other
    HEADER,
    # a row of another width, and one whose quotation marks keep to no rule
    "CROW LLP,OC300001,,3 HIGH STREET,LS1 1BA,Limited Liability Partnership",
    'TOTAL "FOODS" LTD,00000044,,4 HIGH STREET,LS1 1BA,Private Limited Company,,',
)


def put(path: Path, *lines: str) -> Path:
    path.write_text("\n".join((HEADER, *lines)) + "\n", encoding="utf-8")
    return path


def test_only_the_columns_used_are_read_and_rows_keep_their_numbers(tmp_path: Path) -> None:
    (sheet,) = read_file(put(tmp_path / "register.csv", *LINES))
    assert sheet.slice(0, 3) == [
        (1, ["CompanyName", "CompanyNumber", "RegAddress.PostCode", "CompanyCategory"]),
        (2, ["ACME LIMITED", "00000011", "SG1 1AA", "Private Limited Company"]),
        (3, ['"BELL" & SONS, LTD', "00000022", "", "Community Interest Company"]),
    ]
    assert sheet.slice(4, 1) == [(5, ["CROW LLP", "OC300001", "LS1 1BA",
                                      "Limited Liability Partnership"])]  # fmt: skip


def test_its_names_are_kept_with_their_key_and_a_header_repeated_is_no_company(
    tmp_path: Path,
) -> None:
    checked = check_file(put(tmp_path / "register.csv", *LINES))
    rows = checked.rows.to_pylist()
    assert [(r["source_row"], r["name_key"], r["company_number"], r["cic"]) for r in rows] == [
        (2, "acme", "00000011", None),
        (3, "bell and sons", "00000022", True),
        (5, "crow", "OC300001", None),
        (6, "total foods", "00000044", None),
    ]
    assert len({row["name_rules"] for row in rows}) == 1
    assert [(s.row, s.reason) for s in checked.report.set_aside] == [(4, "Header repeated")]


def test_the_key_kept_is_the_one_that_a_build_makes_of_the_name(tmp_path: Path) -> None:
    names = ["CAFÉ RÊVE (THE)", "Acme + Bell Public Limited Company", "J SMITH T/As THE BAKERY",
             "Help CIO", "दुकान लिमिटेड", "LTD"]  # fmt: skip
    lines = [f'"{name}","{n:08}","","","SG1 1AA","","",""' for n, name in enumerate(names, 1)]
    checked = check_file(put(tmp_path / "register.csv", *lines))
    con = duckdb.connect()
    con.execute(suppliers.NAMES_SQL.read_text(encoding="utf-8"))
    made = [con.execute("select normal_name(?)", [name]).fetchone()[0] for name in names]
    con.close()
    assert checked.rows["name_key"].to_pylist() == made
    assert set(checked.rows["name_rules"].to_pylist()) == {suppliers.name_rules()}


def test_a_change_of_any_rule_or_of_the_engine_changes_the_mark(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = suppliers.name_rules.__wrapped__
    marks = [mark()]
    monkeypatch.setattr(duckdb, "__version__", "another")
    marks.append(mark())
    rules = suppliers.NAMES_SQL.read_text(encoding="utf-8")
    (tmp_path / "macros.sql").write_text(rules.replace("|cio|", "|"), encoding="utf-8")
    monkeypatch.setattr(suppliers, "NAMES_SQL", tmp_path / "macros.sql")
    marks.append(mark())
    assert len(set(marks)) == 3


def test_a_councils_own_list_has_no_key_and_all_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Supplier Name,Postcode,Buyer\nAcme Ltd,SG1 1AA,Jo\n", encoding="utf-8")
    assert read_file(path)[0].width == 3
    assert check_file(path).rows["name_key"].to_pylist() == [None]


def test_a_register_may_be_four_times_as_large_as_another_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOCALPOUND_LARGEST_FILE_MB", "1")
    line = '"FIRM {} LIMITED","{:08}","","{}","SG1 1AA","Private Limited Company","",""'
    lines = [line.format(n, n, "X" * 4000) for n in range(1, 501)]  # 2 MB
    path = put(tmp_path / "register.csv", *lines)
    assert check_file(path).report.rows_accepted == 500
    with pytest.raises(Refused, match="over the limit of 4 MB"):
        read_file(put(path, *lines * 3))
    path.write_text("Supplier Name,Postcode\n" + f"{'X' * 4000},SG1 1AA\n" * 500, encoding="utf-8")
    with pytest.raises(Refused, match="over the limit of 1 MB"):
        read_file(path)
