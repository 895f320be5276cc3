"""A dull account of what became of each line of a file, and of each pound in it.

Amounts are read here in plain Python, by other means than the SQL they are to check.
"""

from __future__ import annotations

import json
import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from data import bring
from data.check import Checked, check_file
from data.clean import Fault, SetAside
from data.columns import kind_named
from data.mend import mend_file
from data.read import Sheet, read_file
from data.recognise import Layout, find_layout
from data.refused import Refused
from data.store import Store
from tests.data.mutations import Case, Truth

PENNY = Decimal("0.01")
NOT_SURE = object()


def faults_of(case: Case, folder: Path) -> list[str]:
    """What is wrong with what we make of a case; anything raised but Refused passes through."""
    path = folder / case.name
    path.write_bytes(case.content)
    try:
        checked = check_file(path, case.kind)
    except Refused as refused:
        reading = bring.read(Store(folder / "no store"), path, kind=case.kind)
        json.dumps(reading.report_json.decode())
        said = _sentence_faults(str(refused))
        return said + ([f"refused: {refused}"] if case.truth else [])
    mend_file(path, checked)
    json.dumps(checked.report.as_json(), ensure_ascii=False).encode()
    return [*_account(path, checked), *(_against(case.truth, checked) if case.truth else [])]


def _sentence_faults(message: str) -> list[str]:
    """A refusal is a few plain sentences on one line."""
    wrong = []
    if not message.endswith(".") or len(message) > 900:
        wrong.append(f"no sentence, or too long: {message[:1000]!r}")
    if re.search(r"[^\n\x20-\x7e\x80-\U0010ffff]|\n|Traceback|Error\b|0x[0-9a-f]{6}", message):
        wrong.append(f"not plain words: {message[:1000]!r}")
    return wrong


def _against(truth: Truth, checked: Checked) -> list[str]:
    report = checked.report
    aside = sum((row.amount for row in report.set_aside if row.amount), Decimal("0.00"))
    pairs = {
        "kind": (report.kind, truth.kind),
        "accepted": (report.rows_accepted, truth.accepted),
        "rejected": (report.rows_rejected, truth.rejected),
        "control total": (report.control_total, truth.control_total),
        "money set aside": (aside, truth.aside),
    }
    return [f"{what} is {is_} and should be {be}" for what, (is_, be) in pairs.items() if is_ != be]


def _account(path: Path, checked: Checked) -> list[str]:
    report = checked.report
    wrong = []
    if report.rows_read != report.rows_accepted + report.rows_rejected:
        wrong.append("rows read are not accepted + rejected")
    if report.rows_accepted != checked.rows.num_rows:
        wrong.append("rows accepted are not those handed over")
    counted = [0, 0, 0]
    money = Decimal("0.00")
    for sheet in read_file(path):
        layout = find_layout(sheet, report.kind)
        if layout is None or find_layout(sheet).kind != report.kind:  # type: ignore[union-attr]
            continue
        accepted = _accepted(checked, sheet.name, report.kind)
        rejected = {f.row: f for f in report.faults if f.rejected and f.sheet == sheet.name}
        aside = [row for row in report.set_aside if row.sheet == sheet.name]
        counted = [a + len(b) for a, b in zip(counted, (accepted, rejected, aside), strict=True)]
        wrong += _lines_faults(sheet, layout, accepted, rejected, aside)
        wrong += _money_faults(sheet, layout, accepted, rejected, aside)
        money += sum((m for m in accepted.values() if m is not None), Decimal(0))
    said = [report.rows_accepted, report.rows_rejected, report.rows_set_aside]
    if counted != said:
        wrong.append(f"the report says {said} rows and lists {counted}")
    if money != report.control_total:
        wrong.append(f"the rows hold £{money} and the control total is £{report.control_total}")
    return wrong


def _accepted(checked: Checked, sheet: str, kind: str) -> dict[int, Decimal | None]:
    """Row -> its money, for the accepted rows of a sheet."""
    money = kind_named(kind).money
    names = checked.rows["sheet"].to_pylist()
    rows = checked.rows["source_row"].to_pylist()
    pounds = checked.rows[money].to_pylist() if money else [None] * len(rows)
    of_sheet = [(r, p) for n, r, p in zip(names, rows, pounds, strict=True) if n == sheet]
    return dict(of_sheet)


def _lines_faults(
    sheet: Sheet,
    layout: Layout,
    accepted: dict[int, Decimal | None],
    rejected: dict[int, Fault],
    aside: list[SetAside],
) -> list[str]:
    """Every line of the sheet is one thing: accepted, rejected, set aside or the header."""
    header = set(range(layout.header_row, max(layout.first_row, layout.header_row + 1)))
    header = header if layout.header_row else set()
    named = [*accepted, *rejected, *(row.row for row in aside), *header]
    wrong = []
    if len(header) > 2:
        wrong.append(f"the header is {len(header)} rows tall")
    if len(named) != len(set(named)):
        wrong.append(f"named twice: {sorted({r for r in named if named.count(r) > 1})[:9]}")
    every = set(sheet.cells["row"].to_pylist())
    if set(named) != every:
        wrong.append(f"lost: {sorted(every - set(named))[:9]}, invented: "
                     f"{sorted(set(named) - every)[:9]}")  # fmt: skip
    return wrong


def _money_faults(
    sheet: Sheet,
    layout: Layout,
    accepted: dict[int, Decimal | None],
    rejected: dict[int, Fault],
    aside: list[SetAside],
) -> list[str]:
    """Whatever can be read in the money column is in an accepted row or was set aside."""
    column = layout.columns.get(kind_named(layout.kind).money or "")
    if column is None:
        return []
    cells = dict(zip(sheet.cells["row"].to_pylist(), sheet.cells[column].to_pylist(), strict=True))
    inside = [cells[row] for row in range(layout.first_row, layout.last_row + 1)]
    comma = _decimal_comma(inside)
    taken = {**accepted, **{row.row: row.amount for row in aside}}
    wrong = []
    for row, text in cells.items():
        pounds = dull_amount(text, comma)
        if row in rejected and pounds not in (None, NOT_SURE):
            wrong.append(f"row {row} is rejected, yet {text!r} can be read")
        elif row in taken and pounds is not NOT_SURE and taken[row] != pounds:
            wrong.append(f"row {row} holds {text!r} and is taken as {taken[row]}")
    return wrong[:5]


def _decimal_comma(cells: list[str]) -> bool:
    comma, point = (
        sum(bool(re.search(rf"[{mark}][0-9]{{1,2}}[^0-9]*\Z", cell)) for cell in cells)
        for mark in ",."
    )
    return comma > 0 and comma > point


def dull_amount(text: str, comma: bool) -> Decimal | object | None:
    """Pounds, None where there is none to be read, NOT_SURE for forms that people dispute."""
    if not re.search("[0-9]", text):
        return None
    bare = re.sub(r"^(\(?-?) ?£ ?", r"\1", text)
    sign = 1
    if bare.startswith("(") and bare.endswith(")"):
        sign, bare = -1, bare[1:-1]
    elif bare.startswith(("-", "−", "–")):
        sign, bare = -1, bare[1:]
    elif bare.endswith(("-", "−", "–")):
        sign, bare = -1, bare[:-1]
    if comma and re.fullmatch("[0-9]{1,3}([.][0-9]{3})*,[0-9]{1,2}|[0-9]+,[0-9]{1,2}", bare):
        return _pounds(bare.replace(".", "").replace(",", "."), sign)
    if not comma and re.fullmatch("[0-9]{1,3}(,[0-9]{3})*([.][0-9]+)?|[0-9]+([.][0-9]+)?", bare):
        return _pounds(bare.replace(",", ""), sign)
    if re.search("[a-zA-Z#/:]{3}", text):
        return None
    return NOT_SURE


def _pounds(plain: str, sign: int) -> Decimal | object:
    if len(plain.partition(".")[0]) > 16:
        return NOT_SURE  # more than the money we hold has room for
    return sign * Decimal(plain).quantize(PENNY, ROUND_HALF_UP)
