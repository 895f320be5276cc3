"""The three pages on the sample: the figures its councils published, and nothing unlabelled."""

from __future__ import annotations

import pytest

from tests.pages.conftest import SECURED, TREND

LUTON = {"strategy": "Luton 2019–24"}
STAR = {"strategy": "STAR 2019–24"}
STEVENAGE = {"strategy": "Stevenage 2021–24"}

pytestmark = pytest.mark.usefixtures("sample")


@pytest.mark.parametrize(
    ("choice", "period", "title"),
    [
        (LUTON, "2017/18", "25p of each pound stays in Bedfordshire"),
        (STAR, "2018/19", "42p of each pound stays in STAR boroughs"),
        (STAR, "2020/21", "54p of each pound stays in STAR boroughs"),
        (
            STEVENAGE,
            "2020/21",
            "37p of each pound stays in Hertfordshire, Luton and Central Bedfordshire",
        ),
    ],
)
def test_the_map_says_what_the_council_published(look, choice, period, title) -> None:
    assert look(**choice, period=period).titles()[0] == title


def test_every_card_is_labelled_as_invented(look) -> None:
    screen = look()
    for page in (None, TREND, SECURED):
        footings = (screen.go(page) if page else screen).footings()
        assert len(footings) >= 3
        assert all("Sample data, invented." in footing for footing in footings)
    sidebar = next(body for body in screen.html() if "lp-data-to" in body)
    assert "Sample data, invented" in sidebar


def test_every_figure_has_its_table_its_download_and_its_definition(look) -> None:
    screen = look(**LUTON)
    for page in (None, TREND, SECURED):
        if page:
            screen.go(page)
        cards = len(screen.titles())
        files = [b for b in screen.app.get("download_button") if b.proto.label == "Download"]
        assert len(files) == cards
        # Its own table, which is sent when it is opened where it is long, and that of its sources.
        waiting = 1 if page is None else 0
        assert sum("lp-scrolls" in body for body in screen.html()) == 2 * cards - waiting
        assert sum("Query " in body for body in screen.html()) >= cards
        assert len(screen.app.code) >= cards


def test_a_long_table_of_a_map_is_sent_when_it_is_opened(look) -> None:
    screen = look(**LUTON)
    assert not any('aria-label="Spend by area"' in body for body in screen.html())
    screen.app.session_state["table-spend-map"] = True
    screen.app.run()
    assert len(screen.rows("Spend by area")) > 100


def test_the_trend_runs_to_the_last_target(look) -> None:
    screen = look(**LUTON).go(TREND)
    assert screen.titles()[0] == "Local share rose to 41%; the target is 70%"
    assert "From 25% in 2017/18 to 41% in 2023/24." in screen.words()
    assert "Target 70%" in screen.words()
    assert "■ Off target" in screen.words()


def test_a_strategy_without_a_target_says_to_be_set(look) -> None:
    words = look(**STAR).go(TREND).words()
    assert "Target: to be set" in words
    assert "○ Not judged" in words


def test_what_the_whole_published_is_not_drawn_as_one_partners_own(look) -> None:
    screen = look(**STAR).go(TREND)
    drawn = [chart.proto.spec for chart in screen.app.get("plotly_chart")]
    assert "Published by STAR" in drawn[0]
    assert [title for title in screen.titles() if "Trafford Council keeps" in title]
    screen.pick(organisation="Trafford Council")
    drawn = [chart.proto.spec for chart in screen.app.get("plotly_chart")]
    assert "Local share" in drawn[0] and "Published by STAR" not in drawn[0]
    said = "What STAR published is of its organisations together and is not drawn as Trafford"
    assert said in screen.footings()[0]
    assert "The target is set for STAR as a whole." in screen.go(SECURED).footings()[0]


def test_year_and_quarter_are_one_choice_in_the_address(look) -> None:
    screen = look(**LUTON, by="Quarter").go(TREND)
    assert screen.app.get("segmented_control")[0].value == "Quarter"
    assert "in 2017/18 Q1 to" in screen.words()


def test_social_value_is_judged_against_the_strategys_share(look) -> None:
    screen = look(**STAR).go(SECURED)
    assert "Secured, awards of 2023/24" in screen.words()
    assert "Target 25% ● On target" in " ".join(screen.words().split())
    years = {row[0]: row for row in screen.rows("Social value secured by award year")}
    assert round(float(years["2019/20"][-1])) == 25
    assert round(float(years["2020/21"][-1])) == 28


def test_what_is_chosen_stays_from_page_to_page(look) -> None:
    screen = look().pick(**LUTON).pick(period="2019/20 Q2", directorate="All directorates")
    before = screen.chosen()
    assert before["organisation"] == "Luton Council"
    assert screen.go(TREND).go(SECURED).chosen() == before


def test_another_councils_strategy_brings_its_own_organisations(look) -> None:
    screen = look(**LUTON).pick(**STEVENAGE)
    assert screen.chosen()["organisation"] == "Stevenage Borough Council"
    assert screen.notices() == ""


def test_a_borrowed_strategy_says_so_on_every_figure(look) -> None:
    screen = look(**STEVENAGE).pick(organisation="Luton Council")
    said = "Measured by Stevenage's strategy, which was not written for Luton Council."
    for page in (None, TREND, SECURED):
        footings = (screen.go(page) if page else screen).footings()
        assert footings and all(said in footing for footing in footings)


def test_an_address_that_asks_for_what_is_not_there_is_answered_in_words(look) -> None:
    screen = look(strategy="Atlantis", period="1900/01", category="<img src=x onerror=alert(1)>")
    assert 'Strategy "Atlantis" is not among the choices here' in screen.notices()
    assert 'Period "1900/01" is not among the choices here' in screen.notices()
    assert screen.chosen()["category"] == "All categories"
    assert not [body for body in screen.html() if "<img" in body]


def test_a_filter_shows_as_a_chip_and_is_taken_off_by_it(look) -> None:
    screen = look(**LUTON)
    whole = screen.titles()[0]
    options = screen.app.sidebar.selectbox(key="category").options
    screen.pick(category=options[1])
    assert screen.titles()[0] != whole or options[1] in screen.words()
    screen.app.button(key="remove-category").click().run()
    assert screen.chosen()["category"] == "All categories"
    assert screen.titles()[0] == whole


def test_clear_filters_returns_to_the_newest_year(look) -> None:
    screen = look(**LUTON, period="2017/18")
    screen.app.button(key="clear-filters").click().run()
    assert screen.chosen() == {
        "strategy": "Luton 2019–24",
        "organisation": "Luton Council",
        "period": "2023/24",
        "directorate": "All directorates",
        "category": "All categories",
    }
