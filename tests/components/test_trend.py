"""Local spend against target: the line and its range, its path, its notes, and what is said."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components import charts, dated_notes, small_multiples, trend
from components import projection as paths
from components import trend_words as said
from components.dated_notes import Mark
from components.projection import Path
from components.theme import LIGHT
from tests.components import frames
from tests.components.test_charts import notes, traces


def test_periods_between_leave_gaps_open() -> None:
    assert trend.periods_between(["2018/19", "2020/21"]) == ["2018/19", "2019/20", "2020/21"]
    assert trend.periods_between(["2018/19 Q3", "2019/20 Q2"]) == [
        "2018/19 Q3",
        "2018/19 Q4",
        "2019/20 Q1",
        "2019/20 Q2",
    ]
    assert trend.periods_between(["1999/00", "1998/99"]) == ["1998/99", "1999/00"]
    assert trend.periods_between([]) == []


def headline():
    """What is printed of the headline's tier, the second, or of none by name."""
    points = frames.points()
    return points.loc[points["tier"].isna() | (points["tier"] == 2)]


def by_year(points=None) -> go.Figure:
    points = headline() if points is None else points
    return trend.share_by_period(frames.local_share(), points, "Oakton", "year", LIGHT)


def test_the_line_has_a_point_only_where_enough_is_placed_and_never_crosses_a_gap() -> None:
    line = traces(by_year())["Local share"]
    # 2017/18 is only published, 2019/20 is missing, 2021/22 is only half placed.
    assert line.y == (None, 0.30, None, 0.40, None, 0.50)
    assert line.connectgaps is False
    assert line.text == ("", "", "", "", "", "50%")
    assert line.line.dash is None


def test_the_band_is_the_range_and_says_itself_where_there_is_no_point() -> None:
    band = traces(by_year())["Range left open by places not known"]
    assert band.x == (1, 3, 4)
    assert band.base == (0.27, 0.38, 0.30)
    assert [round(top, 2) for top in band.y] == [0.10, 0.05, 0.50]
    assert band.text == ("", "", "30% to 80%")
    assert band.marker.color == LIGHT.band


def test_the_target_is_a_dashed_step_that_stands_after_its_last_year() -> None:
    figure = by_year()
    target = traces(figure)["Target"]
    assert target.line.dash == "dash"
    assert target.x == (None, None, 1.5, 2.5, 2.5, 3.5, 3.5, 4.5, 4.5, 5.5)
    assert target.y == (None, None, 0.35, 0.35, 0.45, 0.45, 0.45, 0.45, 0.45, 0.45)
    assert "2020/21 target 45%" in notes(figure)


def test_within_its_years_a_target_is_just_a_target() -> None:
    shares = frames.local_share().head(2)
    figure = trend.share_by_period(shares, headline(), "Oakton", "year", LIGHT)
    assert "Target 45%" in notes(figure)


def test_published_figures_are_hollow_and_of_the_headline_tier_only() -> None:
    published = traces(by_year())["Published by Oakton"]
    assert published.marker.symbol == "diamond-open"
    assert published.x == (0, 1)
    assert published.y == (0.25, 0.31)
    assert "Report &lt;2&gt;" in published.hovertext[1]


def test_without_targets_there_is_no_target_line() -> None:
    figure = by_year(frames.no_points())
    assert set(traces(figure)) == {"Local share", "Range left open by places not known"}
    assert figure.layout.xaxis.ticktext[0] == "2018/<br>19"


def test_a_part_of_a_year_says_how_many_months_it_holds() -> None:
    ticks = by_year().layout.xaxis.ticktext
    assert ticks[-1] == "2022/<br>23<br>2 months"
    assert ticks[1] == "2018/<br>19"


def test_many_years_name_every_second_one_and_always_the_newest() -> None:
    many = frames.path_of(*[0.3] * 12, first=2012)
    ticks = trend.share_by_period(many, frames.no_points(), "Oakton", "year", LIGHT).layout.xaxis
    assert ticks.ticktext[-3:] == ("2021/<br>22", "", "2023/<br>24")
    assert ticks.tickfont.size == 11


def test_quarters_take_the_target_of_their_year() -> None:
    shares = (
        frames.local_share()
        .head(2)
        .assign(period=["2019/20 Q4", "2020/21 Q1"], financial_year=["2019/20", "2020/21"])
    )
    figure = trend.share_by_period(shares, headline(), "Oakton", "quarter", LIGHT)
    assert traces(figure)["Target"].y == (0.35, 0.35, 0.45, 0.45)
    assert figure.layout.xaxis.ticktext == ("2019/20", "2020/21")


def test_years_after_the_last_target_keep_it_in_sight_by_quarter_too() -> None:
    shares = frames.path_of(0.1, 0.2, first=2022).assign(period=["2022/23 Q1", "2023/24 Q2"])
    figure = trend.share_by_period(shares, headline(), "Oakton", "quarter", LIGHT)
    assert set(traces(figure)["Target"].y) == {0.45}
    assert figure.layout.yaxis.range[1] > 0.45
    assert notes(figure) == ["2020/21 target 45%"]


def test_the_share_axis_starts_at_zero_and_holds_every_mark() -> None:
    low, high = by_year().layout.yaxis.range
    assert low == 0 and high >= 0.80


def test_tiers_stack_in_order_with_their_gap_and_pounds_axis() -> None:
    figure = trend.tiers_by_period(frames.tier_by_period(), LIGHT)
    assert [trace.name for trace in figure.data] == ["Oakton", "Elsewhere", "Not known"]
    assert figure.data[0].x == (0, 2)
    assert figure.data[0].y == (1_000_000.0, 1_500_000.0)
    assert figure.layout.barmode == "relative"
    assert figure.layout.yaxis.ticktext[:2] == ("£0", "£1m")
    assert figure.layout.xaxis.ticktext == ("2018/19", "2019/20", "2020/21")


def test_year_to_date_pairs_points_where_placed_and_ranges_where_not() -> None:
    figure = charts.year_to_date(frames.year_to_date(), LIGHT)
    last, this = figure.data
    assert (last.name, this.name) == ("The same months last year", "This year so far")
    assert this.text == ("50% (45% to 55%)", "50%", "10% to 90%")
    assert last.text == ("40% (36% to 46%)", "40%", "10% to 90%")
    assert this.x == (0.5, 0.5, pytest.approx(0.8))
    assert this.base == (0, 0, 0.1)
    assert this.marker.color == (LIGHT.tiers[0], LIGHT.tiers[0], LIGHT.background)
    assert "Elmford &lt;Council&gt;" in notes(figure)


def test_year_to_date_without_spend_says_not_known() -> None:
    pairs = (
        frames.year_to_date().head(1).assign(this_amount=frames.frame(a=frames.money("0.00"))["a"])
    )
    assert charts.year_to_date(pairs, LIGHT).data[1].text == ("Not known",)


def test_the_trend_is_told_between_whole_and_placed_periods_only() -> None:
    shares = frames.local_share()
    assert said.trend_title(shares, frames.no_points()) == (
        "Local share rose from 30% in 2018/19 to 40%"
    )
    assert said.moved_over(shares) == "From 30% in 2018/19 to 40% in 2020/21."
    assert said.trend_title(shares, headline()) == "Local share rose to 40%; the target is 45%"
    later = shares.assign(financial_year=["2018/19", "2023/24", "2021/22", "2022/23"])
    assert said.trend_title(later, headline()) == (
        "Local share rose to 40%; the 2020/21 target is 45%"
    )


def test_too_few_months_claim_no_trend() -> None:
    one = frames.local_share().tail(2)
    assert said.trend_title(one, headline()) == "14 months of spend: too few for a trend"


def test_too_little_placed_claims_no_trend() -> None:
    shares = frames.local_share().head(3).assign(share_known=0.5)
    assert said.trend_title(shares, headline()) == "Too little has a known place to name a trend"


def test_what_is_not_whole_or_not_dated_is_said() -> None:
    assert said.months_missing(frames.local_share()) == "2022/23 holds 2 of 12 months."
    assert said.months_missing(frames.local_share().head(3)) == ""
    undated = frames.frame(period=[None], amount=frames.money("12.00"))
    assert said.no_date(undated) == "£12 of spend has no date and is in no period."
    assert said.no_date(frames.local_share()) == ""


def test_tiles_show_the_range_where_little_is_placed_and_judge_whole_periods_only() -> None:
    half = said.trend_tiles(frames.local_share().head(3), headline(), frames.measure())
    assert (half[0].label, half[0].value) == ("Local share, 2021/22", "30% to 80%")
    assert (half[0].target, half[0].status) == ("2020/21 target 45%", "Not judged")
    assert half[0].note == "Places not known leave it open"
    part = said.trend_tiles(frames.local_share(), headline(), frames.measure())
    assert (part[0].value, part[0].status) == ("50%", "Not judged")
    assert part[0].note == "The period is not whole"
    good = said.trend_tiles(frames.local_share().head(2), headline(), frames.measure())
    assert (good[0].value, good[0].status) == ("40%", "Not judged")
    assert [tile.value for tile in good[1:]] == ["£38", "£100", "95%"]


def test_year_to_date_claims_nothing_where_little_is_placed() -> None:
    assert said.year_to_date_title(frames.year_to_date()) == (
        "Local share is 50% so far, up from 40%"
    )
    assert said.year_to_date_title(frames.year_to_date().tail(1)) == (
        "Too little has a known place to compare"
    )
    assert said.year_to_date_span(frames.year_to_date()) == (
        "Local share of spend with a known place, April 2021 to May 2021 "
        "beside April 2020 to May 2020"
    )


def test_a_single_organisation_is_not_shown_twice() -> None:
    both = frames.year_to_date().head(2)
    assert said.one_row_each(both)["organisation"].tolist() == ["Oakton Council"]
    assert len(said.one_row_each(frames.year_to_date())) == 3


def test_the_path_is_a_least_squares_line_through_whole_years_carried_two_years_on() -> None:
    # 10, 20, 30, 50%: the slope is 13 points a year through 27.5% in the middle.
    path = paths.projected(frames.path_of(0.1, 0.2, 0.3, 0.5), frames.no_points())
    assert path.rests_on == ("2019/20", "2020/21", "2021/22", "2022/23")
    assert [year for year, _ in path.line] == ["2022/23", "2023/24", "2024/25"]
    assert [share for _, share in path.line] == pytest.approx([0.47, 0.60, 0.73])
    assert said.projection(path, frames.no_points()) == (
        "On the present path, a straight line through 4 years from 2019/20 to 2022/23, it would be "
        "73% in 2024/25. That carries on what was, and is no forecast."
    )


def test_the_path_runs_to_the_last_target_year_but_no_further_than_it_reaches_back() -> None:
    far = headline().assign(financial_year=["2017/18", "2018/19", "2025/26", "2029/30"])
    path = paths.projected(frames.path_of(0.1, 0.2, 0.3), far)
    assert path.line[-1][0] == "2024/25"
    near = headline().assign(financial_year=["2017/18", "2018/19", "2019/20", "2024/25"])
    assert paths.projected(frames.path_of(0.1, 0.2, 0.3, 0.4), near).line[-1][0] == "2024/25"
    assert "; the target is 45%." in said.projection(
        paths.projected(frames.path_of(0.1, 0.2, 0.3), near), near
    )


def test_only_the_last_five_years_make_a_path() -> None:
    path = paths.projected(frames.path_of(0.9, 0.9, 0.3, 0.3, 0.3, 0.3, 0.3), frames.no_points())
    assert path.rests_on[0] == "2021/22"
    assert path.line[-1][1] == pytest.approx(0.3)


@pytest.mark.parametrize(
    ("shares", "there"),
    [
        (frames.path_of(0.1, 0.2), "there are two"),
        (frames.path_of(0.1), "there is one"),
        (frames.path_of(0.1, 0.2, 0.3, known=0.79), "there is none"),
        (frames.path_of(0.1, 0.2, 0.3, months=11), "there is none"),
        # Whole and placed long ago, and since then half placed: no path of today.
        (
            frames.path_of(0.1, 0.2, 0.3, 0.4, 0.5).assign(share_known=[0.9, 0.9, 0.9, 0.5, 0.5]),
            "there is none",
        ),
    ],
)
def test_where_there_is_too_little_to_go_on_there_is_no_path_and_it_says_so(shares, there) -> None:
    path = paths.projected(shares, frames.no_points())
    assert path.line == () and path.rests_on == ()
    assert there in said.projection(path, frames.no_points())
    assert "three whole years" in path.lacking


@given(st.lists(st.floats(0, 1), min_size=3, max_size=8))
def test_a_path_stays_between_nought_and_all(shares: list[float]) -> None:
    path = paths.projected(frames.path_of(*shares), frames.no_points())
    assert len(path.line) >= 3
    assert all(0 <= share <= 1 for _, share in path.line)


def test_the_path_is_dotted_and_the_last_target_is_named_where_it_runs_on() -> None:
    shares = frames.path_of(0.1, 0.2, 0.3, first=2018)
    path = paths.projected(shares, headline())
    figure = trend.share_by_period(shares, headline(), "Oakton", "year", LIGHT, path)
    drawn = traces(figure)["Present path, projected"]
    assert drawn.line.dash == "dot"
    assert drawn.x == (3, 4, 5)  # the axis begins with the baseline of 2017/18
    assert drawn.y == pytest.approx((0.3, 0.4, 0.5))
    assert drawn.text == ("", "", "50%")
    assert "2020/21 target 45%" in notes(figure)
    assert figure.layout.xaxis.ticktext[-1] == "2022/<br>23"


def test_a_note_stands_on_the_chart_at_its_day_with_its_number() -> None:
    marks = [
        Mark(1, date(2018, 4, 1), "New list", "Ann"),
        Mark(2, date(2018, 4, 2), "<b>Bold</b>", "Bob", "Ash"),
        Mark(3, date(2030, 1, 1), "After the end", "Bob"),
    ]
    figure = trend.share_by_period(
        frames.local_share(), headline(), "Oakton", "year", LIGHT, Path(), marks
    )
    drawn = traces(figure)["Note, listed below"]
    assert drawn.text == ("1", "2")
    # 2018/19 is the second year on the axis and begins half a step before its middle.
    assert drawn.x == pytest.approx((0.5, 0.5 + 1 / 31 / 12))
    assert drawn.y[1] > drawn.y[0]  # in each other's way, so one stands higher
    assert "&lt;b&gt;Bold&lt;/b&gt;" in drawn.hovertext[1]
    assert len(figure.layout.shapes) == 2
    assert marks[1].sentence() == "2. 2 April 2018: <b>Bold</b> (Ash; Bob)"


def test_a_day_lies_in_its_quarter() -> None:
    quarters = ["2018/19 Q4", "2019/20 Q1"]
    assert trend.period_of(date(2019, 3, 31), "quarter") == "2018/19 Q4"
    assert trend.place_of(date(2019, 3, 1), quarters) == pytest.approx(-0.5 + 2 / 3)
    assert trend.place_of(date(2019, 4, 1), quarters) == 0.5
    assert trend.place_of(date(2019, 7, 1), quarters) is None


def test_only_notes_that_stand_are_numbered_and_those_of_others_name_them() -> None:
    def note(number: int, about: str, gone: str = "") -> dict[str, object]:
        return {
            "note_id": number, "about": about, "as_of": date(2020, number, 1), "text": "x",
            "who": "Ann", "at": "2026-11-20T09:30:00+00:00", "withdrawn_by": gone,
        }  # fmt: skip

    every = [
        SimpleNamespace(**one)
        for one in (note(1, "All of STAR", "Bob"), note(2, "Trafford"), note(3, "All of STAR"))
    ]
    marks = dated_notes.marks(every, "All of STAR")
    assert [(mark.number, mark.about) for mark in marks] == [(1, "Trafford"), (2, "")]
    rows = dated_notes.table(every).frame
    assert rows["text"].tolist() == ["x", "x", "Taken back: x"]


def test_the_alternative_text_says_targets_path_and_notes() -> None:
    mark = Mark(1, date(2018, 5, 1), "New list", "Ann")
    alt = said.trend_alt(frames.local_share(), headline(), "Path.", [mark])
    assert alt == (
        "Local share: 2018/19 30%, 2020/21 40%, 2021/22 between 30% and 80% and 2022/23 50%. "
        "Target: 2019/20 35% and 2020/21 45%. Published: 2017/18 25% and 2018/19 31%. "
        "In 2022/23 the 2020/21 target 45% stands. Path. 1. 1 May 2018: New list (Ann)"
    )


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {},
            "To reach the 2023/24 target 60%, 80% of the rest of 2024/25 must be local (77% "
            "to 83%, by places not known); last year 35% of it was. The rest is "
            "taken to be spent as last year's, £60.",
        ),
        (
            {"share_known": 0.5, "highest_needed": 1.2},
            "To reach the 2023/24 target 60%, 77% to more than all of the rest of 2024/25 "
            "must be local; last year 35% of it was. The rest is taken to be spent as last year's, "
            "£60.",
        ),
        (
            {"needed": -0.1, "lowest_needed": -0.2, "highest_needed": 0.0},
            "Pace not needed: the 2023/24 target 60% is reached whatever the rest of 2024/25 "
            "brings. The rest is taken to be spent as last year's, £60.",
        ),
        (
            {"needed": 1.1, "lowest_needed": 1.05, "highest_needed": 1.2, "target_year": "2024/25"},
            "Out of reach: were all the rest of 2024/25 local, the target 60% would be missed. The "
            "rest is taken to be spent as last year's, £60.",
        ),
        ({"months_sent": 12}, "All of 2024/25 is in, so no pace is left to set."),
        ({"target": None}, "No pace is told for 2024/25: it has no target."),
        (
            {"months_as_last_year": 5},
            "No pace is told for 2024/25: it takes the rest of the year to be as last year's, of "
            "which 1 of 6 months was not sent.",
        ),
        ({"needed": None}, "No pace is told for 2024/25: refunds leave no share to go by."),
    ],
)
def test_the_pace_needed_is_said_or_why_it_is_not(change, sentence) -> None:
    assert said.pace_needed(frames.pace(**change)) == sentence
    is_told = not sentence.startswith(("No pace", "All of 2024/25"))
    assert (said.pace_tile(frames.pace(**change)) is not None) == is_told


def test_the_pace_is_a_tile_with_the_target_it_is_for() -> None:
    tile = said.pace_tile(frames.pace())
    assert (tile.label, tile.value, tile.target) == (
        "Pace needed, rest of 2024/25",
        "80%",
        "2023/24 target 60%",
    )
    assert said.pace_tile(frames.pace(share_known=0.5)).value == "77% to 83%"
    # The share so far comes to 120%; were all that is not known local, 95% would do.
    may = frames.pace(needed=1.2, lowest_needed=0.95, highest_needed=1.4)
    assert said.pace_tile(may).value == "More than all"
    assert "more than all of the rest of 2024/25 must be local (95% to more than all" in (
        said.pace_needed(may)
    )
    assert said.pace_needed(None).startswith("No pace is told")


def test_small_charts_stand_most_spend_first_not_stated_last_on_one_scale() -> None:
    found = frames.parts(
        ("Not stated", 0.2, "90.00"), (frames.HOSTILE, 0.5, "50.00"), ("Care", 0.3, "10.00")
    )
    assert small_multiples.in_order(found) == [frames.HOSTILE, "Care", "Not stated"]
    html = small_multiples.panels(found, headline(), lambda part: f"?directorate={part}")
    assert "<img" not in html and "<script" not in html
    assert html.count('class="lp-top">60%<') == 3  # the highest mark is 52%
    assert html.index("Care</a>") < html.index("Not stated</a>")
    # 30% on a scale of 60% is half way up; the target of 2020/21 stands at 45% of 60%.
    assert 'class="lp-share" style="bottom:50.0%"' in html
    assert html.count('class="lp-goal" style="bottom:75.0%"') == 6
    assert "2020/21 target 45%" in html
    assert "2023/24: £1.00 local of £10.00 with a known place, 30.0%" in html


def test_a_year_half_placed_has_a_range_and_no_mark_and_a_part_of_one_is_marked() -> None:
    found = frames.parts(("Care", 0.3, "10.00")).assign(share_known=[0.5, 1.0])
    found["months_with_data"] = [12, 3]
    html = small_multiples.panels(found, frames.no_points(), str)
    assert html.count('<i class="lp-share') == html.count('<i class="lp-share lp-part"') == 1
    assert html.count('<i class="lp-range"') == 2
    assert "18% to 22% in 2022/23" in html
    assert "2023/24, 3 months:" in html
    assert "lp-goal" not in html


def test_parts_past_the_twelfth_are_named_and_the_title_says_the_message() -> None:
    many = frames.parts(*((f"Part {n:02d}", 0.2 + n / 100, f"{90 - n}.00") for n in range(15)))
    assert small_multiples.not_shown(many) == (
        "The 12 of most spend are drawn; Part 12, Part 13 and Part 14 are in the table."
    )
    assert small_multiples.panels(many, frames.no_points(), str).count("<li><h3>") == 12
    assert small_multiples.not_shown(many.head(4)) == ""
    two = frames.parts(("Care", 0.3, "10.00"), ("Roads", 0.5, "9.00"))
    assert small_multiples.title(two, frames.no_points(), "directorates") == (
        "Roads keeps 50% local, Care 30%"
    )
    assert small_multiples.title(two, headline(), "directorates") == (
        "1 of 2 directorates reaches the 2020/21 target"
    )
    assert small_multiples.alt(two) == (
        "Local share by year, one small chart each: Care 30% in 2023/24 and Roads 50% in 2023/24."
    )
    little = two.assign(share_known=0.5)
    assert small_multiples.title(little, headline(), "partners") == (
        "Too little is placed to set partners side by side"
    )


def test_tiers_stack_as_shares_of_all_spend_too() -> None:
    figure = trend.tiers_by_period(frames.tier_by_period(), LIGHT, as_shares=True)
    assert figure.data[0].y == (0.29, 0.375)
    assert figure.layout.yaxis.range == (0, 1.02)
    assert said.tiers_title(frames.tier_by_period(), as_shares=True) == "2020/21: 38% in Oakton"


@pytest.mark.parametrize(
    "title",
    [
        said.trend_title(frames.local_share(), headline()),
        said.trend_title(frames.local_share(), frames.no_points()),
        said.trend_title(frames.path_of(0.3, 0.3), headline()),
        said.trend_title(frames.local_share().tail(2), headline()),
        said.year_to_date_title(frames.year_to_date()),
    ],
)
def test_a_title_has_ten_words_at_the_most(title: str) -> None:
    assert len(title.split()) <= 10


def test_a_year_that_a_partner_has_not_sent_is_not_whole() -> None:
    shares = frames.path_of(0.3, 0.4, 0.5).assign(
        months_from_all=[12, 12, 1], not_known=frames.money("10.00", "10.00", "10.00")
    )
    assert said.verdict(shares.iloc[-1], 0.9, frames.measure()).status == "Not judged"
    assert said.months_missing(shares) == "2021/22 holds 1 of 12 months from every organisation."
    assert said.trend_tiles(shares, frames.no_points(), frames.measure())[1].note == (
        "1 of 12 months from every organisation"
    )
    assert paths.projected(shares, frames.no_points()).line == ()


def test_refunds_that_leave_no_share_known_or_no_highest_end_break_nothing() -> None:
    assert said.pace_tile(frames.pace(share_known=None)) is not None
    assert said.pace_needed(frames.pace(share_known=None))
    shares = frames.local_share().assign(highest=[None, 0.43, 0.80, 0.50])
    figure = trend.share_by_period(shares, frames.no_points(), "Oakton", "year", LIGHT)
    bars = next(trace for trace in figure.data if trace.type == "bar")
    assert len(bars.x) == 2  # the year without an end, and the one whose ends are one, have none
