"""The parts of the pages under Data, as functions; all that comes from a file is hostile."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import SimpleNamespace as Plain

import pandas as pd
import pytest

from components import history, publishing, quality, report, upload, words, work

HOSTILE = "<img src=x onerror=alert(1)>"


@dataclass
class Headline:
    strategy: str = "luton-2019-24"
    council: str = "Luton"
    name: str = "Spend received"
    unit: str = "pounds"
    now: object = None
    after: object = Decimal("10.00")


@dataclass
class Report:
    kind: str = "spend"
    organisations: tuple[str, ...] = ("Luton Council",)
    rows_read: int = 4
    rows_accepted: int = 3
    rows_rejected: int = 1
    rows_set_aside: int = 2
    control_total: Decimal = Decimal("1234.50")
    date_from: date | None = date(2020, 5, 1)
    date_to: date | None = date(2020, 5, 9)
    repeated_rows: int = 1
    redacted_rows: int = 0
    file_name: str = "spend.csv"
    faults: tuple[object, ...] = field(default=())


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("spend.csv", "spend.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ann\\spend.csv", "spend.csv"),
        (f"{HOSTILE}.csv", "_img src=x onerror=alert(1)_.csv"),
        ("a\x00b\n.csv", "a_b_.csv"),
        ("..", "file"),
        ("x" * 300 + ".csv", "x" * 100 + "x" * 46 + ".csv"),
    ],
)
def test_a_file_name_is_one_that_every_system_holds(name, safe):
    assert upload.safe_name(name) == safe


def test_a_label_has_no_markdown():
    assert words.label("[x](javascript:alert(1)) *b*") == (r"\[x\]\(javascript\:alert\(1\)\) \*b\*")


@pytest.mark.parametrize(
    ("unit", "now", "after", "said"),
    [
        ("pounds", Decimal("10.00"), Decimal("12.50"), "+£2.50"),
        ("pounds", Decimal("10.00"), Decimal("8.00"), "−£2.00"),
        ("pounds", Decimal("10.00"), Decimal("10.00"), "no change"),
        ("pounds", None, Decimal("10.00"), "new"),
        ("pounds", Decimal("10.00"), None, "gone"),
        ("share", 0.25, 0.31, "+6.0 points"),
        ("share", 0.31, 0.3099, "no change"),
        ("count", 3, 12, "+9"),
    ],
)
def test_a_change_is_said_with_its_sign(unit, now, after, said):
    assert publishing.change(unit, now, after) == said


def test_the_rehearsal_table_says_now_and_after():
    table = publishing.changes_table([Headline(now=Decimal("4.00"))], "x", named=True)
    assert table.frame.to_dict("records") == [
        {
            "council": "Luton",
            "name": "Spend received",
            "now": "£4.00",
            "after": "£10.00",
            "change": "+£6.00",
        }
    ]
    assert "Luton" in table.html()


def test_the_button_names_what_it_will_do():
    assert publishing.publish_label(Report(), False) == (
        "Publish 3 rows, £1,234.50, for Luton Council"
    )
    assert publishing.publish_label(Report(), True) == (
        "Replace what was published, and publish 3 rows, £1,234.50, for Luton Council"
    )
    nobody = Report(organisations=("Not stated",))
    assert publishing.publish_label(nobody, False) == "Publish 3 rows, £1,234.50"
    several = Report(kind="suppliers", organisations=("A", "B", "C"))
    assert publishing.publish_label(several, False) == "Publish 3 rows for A and 2 others"


def test_the_checks_say_every_number():
    assert [(tile.label, tile.value) for tile in report.check_tiles(Report())] == [
        ("Rows read", "4"),
        ("Accepted", "3"),
        ("Rejected", "1"),
        ("Control total", "£1,234.50"),
    ]
    said = report.check_sentences(Report())
    assert said[0] == "Dates run from 1 May 2020 to 9 May 2020."
    assert said[1].startswith("2 lines are set aside")
    assert said[2].startswith("1 row repeats an earlier one to the letter")


def test_the_preview_escapes_what_the_file_holds_and_marks_the_header():
    preview = Plain(sheet="", header_row=2, rows=((1, (HOSTILE,)), (2, ("Net", "Date"))))
    table = report.preview_table(preview)
    assert [column.header for column in table.columns] == ["Row", "A", "B"]
    assert list(table.frame["row"]) == ["1", "2 (header)"]
    html = table.html()
    assert HOSTILE not in html
    assert "&lt;img src=x onerror=alert(1)&gt;" in html


def test_no_cell_of_the_fault_list_runs_in_a_spreadsheet():
    fault = Plain(sheet="=1", row=4, column="@Net", value="=cmd()", reason="No.", rejected=True)
    frame = report.fault_frame([fault])
    assert frame.to_dict("records") == [
        {
            "Sheet": "'=1",
            "Row": 4,
            "Column": "'@Net",
            "Value": "'=cmd()",
            "Reason": "No.",
            "Row is": "rejected",
        }
    ]
    aside = Plain(sheet="", row=1, reason="Title or note", text="+x", amount=Decimal("2.00"))
    assert report.set_aside_frame([aside]).iloc[0].tolist() == [
        "", 1, "Title or note", "'+x", "£2.00"
    ]  # fmt: skip


@pytest.mark.parametrize(("place", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (702, "AAA")])
def test_columns_bear_the_letters_of_a_spreadsheet(place, letters):
    assert report.letters(place) == letters


def one_upload(**given: object) -> Plain:
    values = {
        "upload_id": 3, "sha256": "a" * 64, "file_name": HOSTILE, "kind": "spend",
        "organisation": "Luton Council", "rows_read": 11, "rows_accepted": 10, "rows_rejected": 1,
        "control_total": Decimal("99.50"), "date_from": date(2020, 4, 1),
        "date_to": date(2020, 6, 30), "is_sample": False, "replaces_period": True,
        "published_at": "2026-11-20T09:30:00+00:00", "published_by": "", "state": "published",
    }  # fmt: skip
    return Plain(**{**values, **given})


def test_the_history_lists_the_latest_first_with_rows_money_and_state():
    other = one_upload(upload_id=4, state="purged", replaces_period=False, published_by="Ann")
    table = history.uploads_table([one_upload(), other])
    shown = table.frame.to_dict("records")
    assert [row["number"] for row in shown] == [4, 3]
    assert [row["state"] for row in shown] == ["Erased", "Counts, replaced what was there"]
    assert shown[1]["rows"] == 10
    assert shown[1]["money"] == Decimal("99.50")
    assert shown[1]["by"] == "Not recorded"
    assert shown[1]["at"] == "20 November 2026, 09:30"
    assert HOSTILE not in table.html()


@pytest.mark.parametrize(("shown", "said"), [(True, "Sample, shown"), (False, "Sample, retired")])
def test_a_sample_says_so_in_the_history(shown, said):
    assert history.state(one_upload(is_sample=True), shown) == said


def gaps(**lacking: str) -> pd.DataFrame:
    rows = [
        {
            "place": place,
            "missing": missing,
            "all_lines": 10,
            "all_amount": Decimal("100.00"),
            "lines": int(missing in lacking),
            "amount": Decimal(lacking.get(missing, "0.00")),
            "share": float(lacking.get(missing, 0)) / 100,
        }
        for place, missing in enumerate(quality._WHAT_TO_DO, 1)
    ]
    return pd.DataFrame(rows)


def test_what_is_missing_most_comes_first_with_what_to_do():
    frame = gaps(**{"Place not known": "40.00", "Category missing": "75.00"})
    uploads = pd.DataFrame({"upload_id": [3]})
    table = quality.what_to_do(frame, uploads, [one_upload(), one_upload(upload_id=9)])
    assert list(table.frame["missing"]) == ["Category missing", "Place not known", "Rows rejected"]
    assert list(table.frame["lines"]) == [1, 1, 1]
    assert "postcodes" in table.frame["what_to_do"][1]
    assert quality.title(frame) == "£75 of £100 has no category"
    assert quality.title(gaps()) == "Nothing is missing from the spend"


def test_work_keeps_its_answer_or_the_sentence_it_was_refused_with():
    done = work.begin("k", lambda tell: tell(0.5, "Half") or 7, ValueError)
    assert done.outcome.result(5) == 7
    assert (done.answer, done.refusal, done.share) == (7, "", 0.5)

    def refuse(tell):
        raise ValueError("Not that.")

    refused = work.begin("k", refuse, ValueError)
    assert isinstance(refused.outcome.exception(5), ValueError)
    assert (refused.answer, refused.refusal) == (None, "Not that.")


def test_work_that_fails_says_so_without_a_traceback(caplog):
    def fail(tell):
        raise RuntimeError("secret path")

    failed = work.begin("k", fail, ValueError)
    assert failed.outcome.exception(5)
    assert failed.refusal == work.FAULT
    assert "secret path" in caplog.text
