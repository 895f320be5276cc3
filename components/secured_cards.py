"""The cards of "Secured against contract value", from the answers they show."""

from collections.abc import Callable, Mapping

import pandas as pd

from components import card, contract_sentences, listings, secured
from components.card import Card
from components.filters import Filters
from components.theme import Palette

Make = Callable[..., Card]
Row = Mapping[str, object]

HEAD = (
    "Secured against contract value",
    "How much social value our contracts commit to, for what they cost.",
)


def against_value(
    make: Make,
    chosen: Filters,
    contracts: pd.DataFrame,
    summary: Row,
    points: pd.DataFrame,
    colours: Palette,
) -> Card:
    """`social_value/contracts`, each by its value and what it commits."""
    return make(
        key="secured-contracts",
        title=contract_sentences.secured_title(summary),
        subtitle=f"Committed social value against contract value, {chosen.contracts_counted}",
        figure=secured.scatter(contracts, contract_sentences.latest_target(points), colours),
        alt=contract_sentences.rests_on(summary),
        table=listings.contracts(contracts, "Every contract known"),
        grows=True,
    )


def by_year(
    make: Make, years: pd.DataFrame, summary: Row, points: pd.DataFrame, colours: Palette
) -> Card:
    """`social_value/secured_by_year` against the target."""
    return make(
        key="secured-years",
        title=contract_sentences.years_title(years),
        subtitle="Committed social value as a share of contract value, by award year",
        figure=secured.by_year(years, points, colours),
        alt=contract_sentences.years_alt(years),
        table=listings.award_years(years, summary),
    )


def not_counted(make: Make, found: pd.DataFrame, summary: Row) -> Card:
    """`social_value/not_counted`."""
    return card.of_table(
        make,
        listings.not_counted(found, summary),
        key="not-counted",
        title=contract_sentences.not_counted_title(summary),
        subtitle="Contracts counted and not, adding up to all that is committed, in pounds",
    )


def nothing_recorded(make: Make, chosen: Filters, missing: pd.DataFrame, summary: Row) -> Card:
    """Contracts that count and have nothing recorded."""
    return card.of_table(
        make,
        listings.nothing_recorded(missing, summary),
        key="nothing-recorded",
        title=contract_sentences.nothing_title(missing),
        subtitle=f"Contracts with no social value recorded, {chosen.contracts_counted}, in pounds",
    )
