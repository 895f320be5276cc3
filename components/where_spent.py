"""The cards of "Where we spend": the map, the split between tiers, and what of it counts."""

from collections.abc import Callable, Mapping
from functools import partial

import pandas as pd

from components import area_view, card, definitions, listings, sentences
from components.area_view import Look
from components.card import Card, DrawnMap
from components.filters import Filters
from components.map import Scene
from components.tier_bars import tier_split

MakeCard = Callable[..., Card]
Row = Mapping[str, object]

# The page of the map in the address: it is the first one, which has no name there.
_PAGE = ""


def described(areas: pd.DataFrame, look: Look) -> str:
    """The map in a sentence, for who cannot see it."""
    return sentences.areas_alt(areas, area_view.ONE[look.level], area_view.MANY[look.level])


def the_map(
    figure: MakeCard, chosen: Filters, look: Look, areas: pd.DataFrame, coverage: Row, scene: Scene
) -> Card:
    """`spend/by_area` drawn as `scene`."""
    by_ward = {"coverage": sentences.wards_rest_on(areas, coverage)} if look.level == "ward" else {}
    return figure(
        key="spend-map",
        title=sentences.map_title(areas, coverage, chosen.headline_name, look.shade),
        subtitle=f"{look.shade.measured} by {area_view.ONE[look.level]}, {chosen.span()}",
        figure=DrawnMap(scene, _PAGE, look.area, area_view.choose),
        alt=described(areas, look),
        table=listings.areas(areas, coverage, look.shade, area_view.KNOWN[look.level]),
        definition=definitions.places(chosen),
        **by_ward,
    )


def tiers(figure: MakeCard, chosen: Filters, found: pd.DataFrame, coverage: Row) -> Card:
    """`spend/by_tier`."""
    rings = sentences.as_rings(found)
    return figure(
        key="spend-tiers",
        title=sentences.split_title(found),
        subtitle=f"Spend by tier, share of spend with a known place, {chosen.span()}",
        figure=tier_split(rings),
        alt=sentences.tiers_alt(rings),
        table=listings.tiers(rings, coverage),
        definition=definitions.split(chosen),
    )


def counted(figure: MakeCard, chosen: Filters, scope: pd.DataFrame) -> Card:
    """`spend/scope`."""
    return card.of_table(
        partial(figure, coverage=sentences.scope_rests_on(scope)),
        listings.scope(scope),
        key="spend-scope",
        title=sentences.scope_title(scope),
        subtitle=f"Everything received, in pounds, {chosen.span()}",
        definition=definitions.scope(chosen),
    )
