from datetime import date

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from components.filters import Filters
from tests.components import frames


def ask(name: str, **params: object) -> pd.DataFrame:
    """Two strategies; Oakton and Elmford are the first one's own, Farham is nobody's."""
    organisations = params.get("organisations")
    match name:
        case "filters/strategies":
            return frames.frame(
                strategy=["lone-2021", "oak-2019-24"],
                council=["Lone", "Oakshire"],
                first_year=["2021/22", "2019/20"],
                last_year=[None, "2023/24"],
                headline_tier=[1, 2],
                headline_name=["Lone", "Oakshire"],
                smallest_payment=frames.money(None, "25000.00"),
                smallest_payment_operator=[None, "from"],
                sv_threshold=frames.money(None, "50000.50"),
                sv_operator=[None, "over"],
                own_organisations_with_data=[0, 2],
            )
        case "filters/organisations":
            own = params["strategy"] == "oak-2019-24"
            return frames.frame(
                organisation=["Oakton Council", "Elmford Council", "Farham Council"],
                is_own=[own, own, False],
            )
        case "filters/periods" if organisations == ["Farham Council"]:
            return frames.frame(
                period=["2018/19", "2018/19 Q1"],
                kind=["year", "quarter"],
                date_from=[date(2018, 4, 1)] * 2,
                date_to=[date(2019, 3, 31), date(2018, 6, 30)],
            )
        case "filters/periods":
            return frames.frame(
                period=["2020/21", "2020/21 Q2", "2019/20"],
                kind=["year", "quarter", "year"],
                date_from=[date(2020, 4, 1), date(2020, 7, 1), date(2019, 4, 1)],
                date_to=[date(2021, 3, 31), date(2020, 9, 30), date(2020, 3, 31)],
            )
        case "filters/parts" if params["part_of"] == "directorate":
            return frames.frame(part=["Streets", "*Care*"])
        case "filters/parts":
            return frames.frame(part=["Works", None])
        case "filters/data_to":
            return frames.frame(data_to=[date(2021, 3, 31)], is_sample=[True])
    raise AssertionError(f"The sidebar asked for {name}")


def page() -> None:
    from components import filters
    from tests.components.test_filters import ask

    filters.head("A page", "What does it answer?", filters.sidebar(ask))


def opened(**params: str) -> AppTest:
    app = AppTest.from_function(page, default_timeout=20)
    for name, value in params.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def chosen(app: AppTest) -> Filters:
    return app.session_state["filters"]


def html(app: AppTest) -> str:
    return " ".join(element.proto.body for element in app.get("html"))


def test_the_first_view_is_of_the_strategy_with_most_of_its_organisations_here() -> None:
    view = chosen(opened())
    assert (view.strategy, view.strategy_name) == ("oak-2019-24", "Oakshire 2019–24")
    assert view.organisation == "All of Oakshire"
    assert view.organisations == ("Oakton Council", "Elmford Council")
    assert (view.period, view.date_from, view.date_to) == (
        "2020/21",
        date(2020, 4, 1),
        date(2021, 3, 31),
    )
    assert (view.directorate, view.category, view.borrowed) == (None, None, False)


def test_an_address_opens_its_own_view() -> None:
    view = chosen(opened(organisation="Elmford Council", period="2020/21 Q2", category="Works"))
    assert view.organisations == ("Elmford Council",)
    assert view.spend_params() == {
        "strategy": "oak-2019-24",
        "organisations": ["Elmford Council"],
        "directorate": None,
        "category": "Works",
        "date_from": date(2020, 7, 1),
        "date_to": date(2020, 9, 30),
    }
    assert set(view.spend_params(dates=False)) == {
        "strategy",
        "organisations",
        "directorate",
        "category",
    }
    assert set(view.contract_params()) == {"strategy", "organisations"}


def test_the_whole_view_stands_in_the_address_even_where_it_is_the_default() -> None:
    app = opened()
    assert dict(app.query_params) == {
        "strategy": "Oakshire 2019–24",
        "organisation": "All of Oakshire",
        "period": "2020/21",
        "directorate": "All directorates",
        "category": "All categories",
    }


@pytest.mark.parametrize(
    ("organisation", "names", "borrowed"),
    [
        ("Oakton Council", ("Oakton Council",), False),
        ("Farham Council", ("Farham Council",), True),
        ("All organisations", None, True),
        ("All of Oakshire", ("Oakton Council", "Elmford Council"), False),
    ],
)
def test_organisations_and_whether_the_strategy_is_their_own(organisation, names, borrowed) -> None:
    view = chosen(opened(organisation=organisation))
    assert (view.organisations, view.borrowed) == (names, borrowed)


def test_a_borrowed_strategy_is_named_with_whom_it_was_not_written_for() -> None:
    assert chosen(opened()).borrowed_sentence() == ""
    one = chosen(opened(organisation="Farham Council"))
    assert one.borrowed_sentence() == (
        "Measured by Oakshire's strategy, which was not written for Farham Council."
    )
    every = chosen(opened(organisation="All organisations"))
    assert every.borrowed_sentence() == (
        "Measured by Oakshire's strategy, which was not written for all of these."
    )


def test_thresholds_keep_their_operator_and_their_pence() -> None:
    view = chosen(opened())
    assert view.payments_counted == "payments from £25,000"
    assert view.contracts_counted == "contracts over £50,000.50"
    lone = chosen(opened(strategy="Lone 2021"))
    assert (lone.payments_counted, lone.contracts_counted) == ("every payment", "every contract")


def test_a_period_that_another_organisation_lacks_gives_way_and_says_so() -> None:
    app = opened(period="2019/20")
    app.sidebar.selectbox(key="organisation").set_value("Farham Council").run()
    assert chosen(app).period == "2018/19"
    assert "Period &quot;2019/20&quot; is not among the choices here, so 2018/19 is shown." in (
        html(app)
    )


def test_the_notice_goes_when_the_next_choice_is_made() -> None:
    app = opened(period="1900/01")
    assert "1900/01" in html(app)
    app.sidebar.selectbox(key="category").set_value("Works").run()
    assert "1900/01" not in html(app)


def test_picking_another_strategy_moves_to_its_organisations_only_where_it_has_some() -> None:
    app = opened(strategy="Lone 2021", organisation="Farham Council")
    assert chosen(app).borrowed is True
    app.sidebar.selectbox(key="strategy").set_value("Oakshire 2019–24").run()
    assert chosen(app).organisation == "All of Oakshire"
    app.sidebar.selectbox(key="organisation").set_value("Elmford Council").run()
    app.sidebar.selectbox(key="strategy").set_value("Lone 2021").run()
    assert chosen(app).organisation == "Elmford Council"


def test_chips_name_what_is_chosen_and_take_it_off_again() -> None:
    app = opened(directorate="*Care*")
    assert chosen(app).directorate == "*Care*"
    assert app.button(key="remove-directorate").label == r"Directorate\: \*Care\* ×"
    assert "All categories</span>" in html(app)
    assert "All directorates</span>" not in html(app)
    app.button(key="remove-directorate").click().run()
    assert chosen(app).directorate is None
    assert "All directorates</span>" in html(app)


def test_clear_filters_keeps_whose_strategy_and_money_it_is() -> None:
    app = opened(organisation="Elmford Council", period="2019/20", category="Works")
    app.button(key="clear-filters").click().run()
    view = chosen(app)
    assert (view.organisation, view.period, view.category) == ("Elmford Council", "2020/21", None)


def test_the_sidebar_says_how_far_the_data_reaches_and_that_it_is_invented() -> None:
    assert "Data to 31 March 2021<br><strong>Sample data, invented</strong>" in html(opened())


def test_what_is_being_looked_at_cannot_be_changed_in_place() -> None:
    with pytest.raises(AttributeError):
        chosen(opened()).period = "2019/20"
