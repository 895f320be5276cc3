"""Which measures a reading may be of: those of the strategies written for its organisation."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from data.store import Store
from data.strategy import BUILT_IN, load_strategies

# Rows of organisation (small letters), measure (its name), written (a way to write it) and unit.
Measures = Sequence[dict[str, str]]
# Asked only where a file holds readings.
AskMeasures = Callable[[], Measures]


def measures_known(store: Store) -> Measures:
    """Every measure that can be read in, by organisation. The whole of a strategy's organisations
    goes by the name of its council; a measure by its name or its id. Raises StrategyFaults."""
    return [
        {
            "organisation": whose.casefold(),
            "measure": measure.name,
            "written": written,
            "unit": measure.unit,
        }
        for strategy in load_strategies((BUILT_IN, store.strategies))
        for whose in dict.fromkeys((*strategy.organisations, strategy.council))
        for measure in strategy.measures
        for written in (measure.name, measure.id)
    ]
