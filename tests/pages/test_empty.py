"""What a page says where it has nothing to show, and where names in a file mean harm."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from data import publish
from data.store import Store
from tests.pages.conftest import SECURED, TREND

HOSTILE = "<img src=x onerror=alert(1)>"
REGISTER = (
    "Contract Reference,Title,Supplier Name,Total Contract Value,Award Date\n"
    "C1,Roads,Alpha Ltd,100000.00,01/05/2020\n"
)
SPEND = (
    "Payment Date,Supplier Name,Directorate,Category,Net Amount\n"
    f'01/05/2020,"{HOSTILE}","{HOSTILE}","{HOSTILE}",60000.00\n'
    '02/05/2020,=cmd|calc,"*Streets* [x](y)",Works,70000.00\n'
)


@pytest.fixture
def published(store: Store, write: Callable[..., Path]) -> Callable[..., None]:
    def done(name: str, text: str, kind: str, organisation: str) -> None:
        store.make()
        publish.publish(store, write(name, text), kind=kind, organisation=organisation)

    return done


def test_contracts_alone_leave_the_spend_pages_empty_in_words(look, published) -> None:
    published("register.csv", REGISTER, "contracts", "Oakton Council")
    screen = look()
    assert "No spend has been published for this choice." in screen.words()
    assert "No spend has been published for this choice." in screen.go(TREND).words()
    assert "1 contract" in screen.go(SECURED).words()


def test_spend_alone_leaves_the_social_value_page_empty_in_words(look, published) -> None:
    published("spend.csv", SPEND, "spend", "Oakton Council")
    screen = look().go(SECURED)
    assert "No contracts or social value have been published for this choice." in screen.words()
    assert "under Data, Bring an extract" in screen.words()
    # The council has no strategy here: whose is used is said above every figure.
    assert "No strategy here was written for Oakton Council." in screen.notices()


def test_spend_without_a_place_claims_no_share(look, published) -> None:
    published("spend.csv", SPEND, "spend", "Oakton Council")
    screen = look(strategy="Luton 2019–24")
    assert screen.titles()[:2] == [
        "Nothing here has a known place yet",
        "No spend here has a known place",
    ]
    assert screen.go(TREND).titles()[0] == "1 month of spend: too few for a trend"


def test_names_that_mean_harm_stay_text(look, published) -> None:
    published("spend.csv", SPEND, "spend", f"{HOSTILE} Council")
    screen = look(strategy="Luton 2019–24")
    for page in (None, TREND, SECURED):
        if page:
            screen.go(page)
        assert not [body for body in screen.html() if "<img" in body]
    screen = look(strategy="Luton 2019–24").pick(directorate="*Streets* [x](y)")
    chip = screen.app.button(key="remove-directorate")
    assert chip.label == r"Directorate\: \*Streets\* \[x\]\(y\) ×"
