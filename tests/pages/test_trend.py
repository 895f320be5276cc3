"""Local spend against target, part of a year sent: pace, path, parts, and notes on the chart."""

from __future__ import annotations

from datetime import date

import pytest

from data import dated_notes, publish
from data.store import Store
from tests.pages.conftest import TREND

LUTON = "Luton Council"
SUPPLIERS = "Supplier Name,Postcode\nArden Paving Ltd,LU1 1AA\nLeeds Supplies Ltd,LS1 1BA\n"
HEADER = "Payment Date,Supplier Name,Directorate,Net Amount\n"
# Financial year -> how many thousands of each month's 100 stay in Luton.
LOCAL = {2021: 40, 2022: 50, 2023: 60, 2024: 60}


def lines(year: int, months: int) -> list[str]:
    found = []
    for number in range(months):
        month, calendar = (number + 3) % 12 + 1, year + (number > 8)
        day = f"01/{month:02d}/{calendar}"
        found.append(f"{day},Arden Paving Ltd,Streets,{LOCAL[year]}000.00")
        found.append(f"{day},Leeds Supplies Ltd,Care,{100 - LOCAL[year]}000.00")
        if year == 2024:
            found.append(f"{day},Nowhere Trading,Care,10000.00")  # of no known place
    return found


@pytest.fixture(scope="module")
def three_years_and_a_quarter(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("trend")
    store = Store(folder / "store")
    months = {2021: 12, 2022: 12, 2023: 12, 2024: 3}
    spend = HEADER + "\n".join(line for year in LOCAL for line in lines(year, months[year]))
    for name, text, kind in (("suppliers", SUPPLIERS, "suppliers"), ("spend", spend, "spend")):
        path = folder / f"{name}.csv"
        path.write_text(text, encoding="utf-8")
        publish.publish(store, path, kind=kind, organisation=LUTON)
    return store


@pytest.fixture
def sent(three_years_and_a_quarter: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("LOCALPOUND_STORE", str(three_years_and_a_quarter.root))
    return three_years_and_a_quarter


@pytest.mark.usefixtures("sent")
def test_pace_path_and_parts_are_told_after_the_last_target_year(look) -> None:
    screen = look(strategy="Luton 2019–24").go(TREND)
    assert screen.titles()[0] == "Local share rose to 60%; the target is 70%"
    main = screen.footings()[0]
    # (70% of £1,230k - 60% of £330k) / £900k; with 180 or 210 of the 330 surely or perhaps local.
    assert (
        "To reach the 2023/24 target 70%, 74% of the rest of 2024/25 must be local (72% to 76%, by "
        "places not known); last year 60% of it was. The rest is taken to be spent as last year's, "
        "£900k."
    ) in main
    assert (
        "On the present path, a straight line through 3 years from 2021/22 to 2023/24, it would be "
        "80% in 2025/26; the 2023/24 target is 70%."
    ) in main
    assert "Pace needed, rest of 2024/25 74% 2023/24 target 70%" in " ".join(screen.words().split())
    assert screen.titles()[-1] == "1 of 2 directorates reaches the target"
    rows = screen.rows("Local share by directorate and year")
    assert rows[0][:5] == ["Streets", "2021/22", "12", "480,000.00", "480,000.00"]
    assert [row[6] for row in rows] == ["100.0"] * 4 + ["0.0"] * 4
    assert not [title for title in screen.titles() if "organisations" in title]
    this = screen.rows("Year to date beside the same months of last year")[0]
    assert this[-4:] == ["60.0", "60.0", "54.5", "63.6"]


@pytest.mark.usefixtures("sent")
def test_the_tiers_stand_in_pounds_or_in_shares_of_all_spend(look) -> None:
    screen = look(strategy="Luton 2019–24", tiers="Shares").go(TREND)
    assert "2024/25: 55% in Luton postcode" in screen.titles()
    row = screen.rows("Spend by tier and period")[-1]
    assert row[1:] == ["Not known", "30,000.00", "Not known", "9.1"]
    screen.app.get("segmented_control")[1].set_value("Pounds").run()
    assert "2024/25: £180k in Luton postcode" in screen.titles()


def test_an_officers_note_stands_on_the_chart_until_it_is_taken_off(look, sent) -> None:
    screen = look(strategy="Luton 2019–24").go(TREND)
    app = screen.app
    app.text_area(key="note-text").set_value("New <b>list</b>")
    app.button(key="note-go").click().run()
    assert "Choose the day first" in screen.notices()
    app.date_input(key="note-day").set_value(date(2022, 6, 3))
    app.button(key="note-go").click().run()
    assert "type your name first" in screen.notices()
    assert dated_notes.notes(sent, None) == []
    app.text_input(key="officer-typed").set_value("Ann Officer")
    app.button(key="note-go").click().run()
    assert screen.notices() == ""
    assert "<p>1. 3 June 2022: New <b>list</b> (Ann Officer)</p>" in screen.footings()[0]
    assert not [body for body in screen.html() if "<b>list" in body]
    assert app.text_area(key="note-text").value == ""
    year = next(r for r in screen.rows("Local share by period") if r[0] == "2022/23")
    assert year[-1] == "1. New <b>list</b>"
    app.selectbox(key="note-gone").set_value("1. 3 June 2022: New <b>list</b>").run()
    app.button(key="note-take-back").click().run()
    assert "3 June 2022" not in screen.footings()[0]
    assert screen.rows("Notes on the chart")[0][1] == "Taken back: New <b>list</b>"
