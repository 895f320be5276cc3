"""A definition of local that somebody tries out: what it is made of, and it as a strategy file."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from data.strategy import Scope, Strategy


@dataclass(frozen=True)
class Definition:
    """Areas by code or name, postcode areas ("LU"), and a circle round a postcode or "latitude,
    longitude", or any of them together."""

    name: str
    areas: tuple[str, ...] = ()
    postcode_areas: tuple[str, ...] = ()
    centre: str = ""
    radius_km: float | None = None


def strategy_id(definition: Definition) -> str:
    """The id, and the file's name without ".toml"."""
    return "-".join(re.findall("[a-z0-9]+", definition.name.lower())) or "own-definition"


def as_strategy_file(
    definition: Definition, like: Strategy, organisations: Sequence[str], years: tuple[str, str]
) -> str:
    """A strategy file of this definition, that counts what the strategy `like` counts. It loads as
    it is; its targets are still to be set, for the first and last financial year given."""
    ours = "A definition tried out in Local Pound"
    name = " ".join(definition.name.split())
    tier = [
        ("rank", 1),
        ("name", name),
        ("areas", list(definition.areas)),
        ("postcode_areas", list(definition.postcode_areas)),
        ("source", ours),
    ]
    if definition.radius_km is not None:
        tier[4:4] = [("centre", definition.centre), ("radius_km", definition.radius_km)]
    parts = [
        _pairs(
            ("id", strategy_id(definition)),
            ("council", organisations[0]),
            ("title", name),
            ("document", ours),
            ("first_year", years[0]),
            ("last_year", years[1]),
            ("organisations", list(organisations)),
            ("headline_tier", 1),
        ),
        "[[tier]]\n" + _pairs(*((key, value) for key, value in tier if value != [])),
        _scope(like.scope, like.title),
        *(_measure(*words, ours) for words in _MEASURES),
    ]
    return "\n".join(parts)


_MEASURES = (
    (
        "local_share", "Share of spend that is local",
        "Money spent nearby comes round again.",
        "Spend with suppliers placed in the area, of all spend whose place is known.",
        "spend/local_share",
    ),
    (
        "social_value_secured", "Social value secured",
        "What contracts give back beside what they are for.",
        "Social value committed, as a share of the value of the contracts awarded.",
        "social_value/secured_by_year",
    ),
)  # fmt: skip


def _measure(name: str, title: str, why: str, how: str, query: str, source: str) -> str:
    return "[[measure]]\n" + _pairs(
        ("id", name),
        ("name", title),
        ("why", why),
        ("how", how),
        ("unit", "share"),
        ("polarity", "higher"),
        ("target_note", "To be set"),
        ("query", query),
        ("source", source),
    )


def _scope(scope: Scope, whose: str) -> str:
    smallest = (
        []
        if scope.smallest_payment is None
        else [("smallest_payment", scope.smallest_payment), ("operator", scope.operator)]
    )
    parts = ["[scope]\n" + _pairs(*smallest, ("source", f"As {whose} counts"))]
    for one in scope.leave_out:
        terms = [("suppliers", list(one.suppliers)), ("categories", list(one.categories))]
        held = [(key, value) for key, value in terms if value]
        parts.append("[[scope.also_leave_out]]\n" + _pairs(("reason", one.reason), *held))
    return "\n".join(parts)


def _pairs(*pairs: tuple[str, object]) -> str:
    return "".join(f"{key} = {_written(value)}\n" for key, value in pairs)


def _written(value: object) -> str:
    if isinstance(value, str):
        # A basic string of TOML takes JSON's escapes, but for those of letters beyond the first
        # plane, which JSON need not escape.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    return f"{value:f}" if hasattr(value, "as_tuple") else str(value)
