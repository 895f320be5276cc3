"""What a strategy watches and promises, by hand: its file as written, and nothing else."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal

from tests.queries.dull.places import strategies
from tests.queries.dull.rows import Row, quarter_starts, rows_of, year_starts


def as_written(row: Row, *keys: str) -> Row:
    """Texts of a table; what may be left out and was is ''."""
    return {key: row.get(key, "") for key in keys}


def theme_of(strategy: str, row: Row) -> Row:
    names = {one["id"]: one["name"] for one in strategies()[strategy].get("theme", ())}
    return {"theme": row.get("theme"), "theme_name": names.get(row.get("theme"))}


def number(value: object) -> float | None:
    return None if value is None else float(value)


def measures(strategy: str) -> list[Row]:
    answer = []
    for one in strategies()[strategy]["measure"]:
        rule = one.get("rule", {})
        query = one.get("query")
        answer.append(
            {
                "measure": one["id"],
                **as_written(
                    one, "name", "why", "how", "unit", "polarity", "target_note", "source"
                ),
                **theme_of(strategy, one),
                "by_organisation": one.get("by_organisation", False),
                "tolerance": number(one.get("tolerance")),
                "tolerance_is_ours": one.get("tolerance_is_ours", False),
                "rule": rule.get("kind"),
                "rule_value": number(rule.get("value")),
                "rule_by_year": rule.get("by_year"),
                "rule_base_year": rule.get("base_year"),
                "rule_note": rule.get("note", "") if rule else None,
                "query": query,
                "params": json.dumps(one.get("params", {})) if query else None,
            }
        )
    return answer


def milestones(strategy: str) -> list[Row]:
    texts = ("number", "action", "detail", "owner", "kind", "starts_printed", "ends_printed")
    return [
        {
            "called": strategies()[strategy]["milestones_called"],
            "milestone": one["id"],
            **as_written(one, *texts, "note", "source"),
            **theme_of(strategy, one),
            "starts": one.get("starts"),
            "ends": one.get("ends"),
        }
        for one in strategies()[strategy].get("milestone", ())
    ]


def maturity(strategy: str) -> list[Row]:
    levels = strategies()[strategy].get("maturity_levels", [])
    return [
        {
            "behaviour": one["id"],
            **as_written(one, "name", "now", "wanted", "now_means", "wanted_means", "note"),
            **as_written(one, "source"),
            **theme_of(strategy, one),
            "is_success_measure": "body_now" in one,
            "now_level": levels.index(one["now"]) + 1,
            "wanted_level": levels.index(one["wanted"]) + 1,
            "body_now": one.get("body_now"),
            "body_wanted": one.get("body_wanted"),
            "disagrees": "body_now" in one
            and (one["body_now"], one["body_wanted"]) != (one["now"], one["wanted"]),
        }
        for one in strategies()[strategy].get("maturity", ())
    ]


def thresholds(strategy: str) -> list[Row]:
    def pounds(value: object) -> Decimal | None:
        return None if value is None else Decimal(value)

    return [
        {
            "threshold": one["id"],
            **as_written(one, "purpose", "operator", "applies_to", "note", "source"),
            "amount": pounds(one["amount"]),
            "below": pounds(one.get("below")),
        }
        for one in strategies()[strategy].get("threshold", ())
    ]


def themes(strategy: str) -> list[Row]:
    file = strategies()[strategy]

    def under(kind: str, theme: str) -> int:
        return sum(one.get("theme") == theme for one in file.get(kind, ()))

    return [
        {
            "theme": one["id"],
            **as_written(one, "name", "kind", "outcome", "source"),
            "part_of": one.get("part_of"),
            "measures": under("measure", one["id"]),
            "milestones": under("milestone", one["id"]),
            "behaviours": under("maturity", one["id"]),
        }
        for one in file.get("theme", ())
    ]


def readings(strategy: str, organisation: str | None = None) -> list[Row]:
    one = strategies()[strategy]
    own = one["organisations"]
    # Of a strategy with one organisation, what is said of it and of the whole is the same.
    wanted = {organisation}
    if organisation is None:
        wanted = {one["council"], *(own if len(own) == 1 else ())}
    elif own == [organisation]:
        wanted = {organisation, one["council"]}
    ids = {m[key]: m["id"] for m in one["measure"] for key in ("id", "name")}
    latest: dict[tuple, Row] = {}
    for row in rows_of("readings"):
        if row["whose"] not in wanted or row["whose"] not in {one["council"], *own}:
            continue
        period = row["period"].replace("-", "/")
        starts = quarter_starts(period) if "Q" in period else year_starts(period)
        months = 3 if "Q" in period else 12
        written = str(row["reading"])
        percent = written.endswith("%")
        value = Decimal(written.strip("%")) / (100 if percent else 1)
        measure = ids[row["measure_name"]]
        latest[(measure, starts, months)] = {
            "measure": measure,
            "organisation": row["whose"],
            "period": row["period"],
            "period_from": starts,
            "period_to": months_on(starts, months) - timedelta(days=1),
            "value": value,
            "source": row["source"],
            "note": row["note"],
            "file_name": row["file"],
            "published_by": "Jo Officer",
            "sheet": "",
            "source_row": row["row"],
        }
    return sorted(latest.values(), key=lambda r: (r["measure"], r["period_from"], r["period_to"]))


def months_on(day: date, months: int) -> date:
    ahead = day.month - 1 + months
    return day.replace(year=day.year + ahead // 12, month=ahead % 12 + 1)
