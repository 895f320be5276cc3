"""The split between tiers as bars of HTML: it stands with the words of the page, where a chart
would have every reader wait for five megabytes of a library before the map above it is drawn."""

import pandas as pd

from components import words
from components.card import Drawn
from components.charts import floats, tier_hover
from components.theme import ELSEWHERE, NOT_KNOWN


def tier_split(tiers: pd.DataFrame) -> Drawn:
    """`spend/by_tier` as one bar to a tier, in the strategy's order, its name and money above it.

    Bars start at nought; where more came back than went out they run to the left of it.
    """
    amounts = [amount or 0.0 for amount in floats(tiers["amount"])]
    least, most = min([0.0, *amounts]), max([0.0, *amounts])
    span = (most - least) or 1.0
    bars = []
    for row, amount in zip(tiers.to_dict("records"), amounts, strict=True):
        start, width = (min(amount, 0.0) - least) / span, abs(amount) / span
        bars.append(
            f'<li title="{_hover(row)}">'
            f"{words.escape(row['tier_name'])}: <b>{words.escape(_value(row))}</b>"
            f'<i class="{_kind(int(row["tier"]))}" '
            f'style="margin-left:{start:.2%};width:{width:.2%}"></i></li>'
        )
    return Drawn(f'<ol class="lp-tiers">{"".join(bars)}</ol>')


def _kind(tier: int) -> str:
    if tier == NOT_KNOWN:
        return "lp-hatched"
    return "lp-elsewhere" if tier == ELSEWHERE else f"lp-tier-{min(max(tier, 1), 3)}"


def _hover(row: dict[str, object]) -> str:
    # Made for a chart, where a quotation mark is no mark of HTML.
    return tier_hover(row).replace('"', "&quot;")


def _value(row: dict[str, object]) -> str:
    if words.missing(row["share_of_known"]):
        return words.pounds(row["amount"])
    return f"{words.share(row['share_of_known'])}, {words.pounds(row['amount'])}"
