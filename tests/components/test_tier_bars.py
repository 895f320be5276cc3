"""The split between tiers stands as HTML, in order, with the colours and the hatching of a tier."""

import re

from components.tier_bars import tier_split
from tests.components import frames


def bars(html: str) -> list[tuple[str, str, str]]:
    """Kind, start and width of each bar."""
    return re.findall(r'<i class="([^"]+)" style="margin-left:([^;]+);width:([^"]+)">', html)


def test_one_bar_to_a_tier_in_order_from_nought_to_its_money() -> None:
    assert bars(tier_split(frames.by_tier()).html) == [
        ("lp-tier-1", "0.00%", "80.00%"),
        ("lp-tier-2", "0.00%", "50.00%"),
        ("lp-elsewhere", "0.00%", "70.00%"),
        ("lp-hatched", "0.00%", "100.00%"),
    ]


def test_each_is_named_and_what_is_not_known_has_no_share() -> None:
    html = tier_split(frames.by_tier()).html
    assert "Oakton: <b>40%, £40</b>" in html
    assert "Oakshire &amp; &lt;b&gt;hills&lt;/b&gt;: <b>25%, £25</b>" in html
    assert "Not known: <b>£50</b>" in html


def test_hover_says_all_exactly_and_a_name_cannot_leave_it() -> None:
    tiers = frames.by_tier().head(1).assign(tier_name='" onmouseover="x')
    html = tier_split(tiers).html
    said = "£40.00, 40.0% of spend with a known place, 2 suppliers"
    assert f'title="&quot; onmouseover=&quot;x: {said}"' in html


def test_more_back_than_out_runs_left_of_nought_and_nothing_at_all_is_no_error() -> None:
    back = frames.by_tier().assign(amount=frames.money("-50.00", "150.00", "0.00", None))
    assert [line[1:] for line in bars(tier_split(back).html)] == [
        ("0.00%", "25.00%"),
        ("25.00%", "75.00%"),
        ("25.00%", "0.00%"),
        ("25.00%", "0.00%"),
    ]
    none = frames.by_tier().assign(amount=frames.money(*["0.00"] * 4))
    assert {width for _, _, width in bars(tier_split(none).html)} == {"0.00%"}
