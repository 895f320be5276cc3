"""The questions about contracts and social value, by hand."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from tests.queries.dull.places import grouped, social_value_threshold
from tests.queries.dull.rows import Row, plain, rows_of, total, year_of
from tests.queries.town import FILES


@cache
def contracts() -> list[Row]:
    """Each contract of an organisation once, with what is recorded on it."""
    found: dict[object, Row] = {}
    for row in rows_of("contracts"):
        key = (
            (row["reference"] or "").lower(), plain(row["title"] or ""), row["value"], row["start"],
            row["end"], None if row["reference"] or row["title"] else row["supplier"],
        )  # fmt: skip
        fresh = {**row, "key": key, "suppliers": set(), "records": [], "flag": None, "in": 0}
        one = found.setdefault((row["organisation"], key), fresh)
        one["suppliers"].add(row["supplier"])
    register = list(found.values())
    for one in register:
        called_off = [
            other
            for other in register
            if other["organisation"] == one["organisation"]
            and (other["framework"] or "").lower() == (one["reference"] or "-").lower()
        ]
        one["ceiling"] = "framework" in (one["type"] or "").lower() and bool(called_off)
    for record in rows_of("social_value"):
        home = register_home(record, register) or record_home(record, found)
        home["records"].append(record)
        if home["in"]:
            home["suppliers"].add(record["supplier"])
            home["title"] = min(home["title"], record["project"])
            given = {r["value"] for r in home["records"] if r["value"] is not None}
            home["value"] = max(given, default=None)
            if len(given) > 1:
                home["flag"] = (
                    f"The records give {len(given)} different contract values; the largest is used"
                )
    ordered = sorted(found.values(), key=lambda c: (c["in"], c["upload"], c["row"]))
    for number, one in enumerate(ordered, start=1):
        one["id"] = number
        for field in ("committed", "delivered"):
            stated = [r for r in one["records"] if r[field] is not None]
            one[field] = total(stated, field) if stated else None
    return ordered


def register_home(record: Row, register: list[Row]) -> Row | None:
    same = [
        one
        for one in register
        if record["reference"]
        and one["organisation"] == record["organisation"]
        and (one["reference"] or "").lower() == record["reference"].lower()
    ]
    named = [one for one in same if plain(one["title"] or "") == plain(record["project"])]
    return (same if len(same) == 1 else named or [None])[0]


def record_home(record: Row, found: dict[object, Row]) -> Row:
    key = ("record", record["organisation"], (record["reference"] or record["project"]).lower())
    fresh = {
        **record, "key": key, "title": record["project"], "suppliers": set(), "records": [],
        "flag": None, "ceiling": False, "in": 1,
    }  # fmt: skip
    return found.setdefault(key, fresh)


def contracts_in_view(strategy: str, organisations: Sequence[str] | None = None) -> list[Row]:
    limit = social_value_threshold(strategy)
    seen = [c for c in contracts() if organisations is None or c["organisation"] in organisations]
    answer = []
    for one in seen:
        copies = [c for c in seen if c["key"] == one["key"]]
        first = min(copies, key=lambda c: (c["committed"] is None, c["id"]))
        value = one["value"]
        past = value is not None and (limit is None or passes(value, limit))
        why = None
        if one is not first:
            why = "Listed by another partner too: counted there"
        elif value is None:
            why = "Contract value not known"
        elif one["ceiling"]:
            why = "Framework ceiling: its call-offs count instead"
        elif value <= 0:
            why = "Contract value is nil"
        elif not past:
            why = "Below the threshold"
        answer.append({**one, "past": past, "why": why})
    return answer


def passes(value: Decimal, limit: Row) -> bool:
    return value >= limit["amount"] if limit["operator"] == "from" else value > limit["amount"]


def year_awarded(one: Row) -> str:
    return year_of(one["award"]) if one["award"] else "Year not known"


def secured(committed: Decimal | None, value: Decimal | None) -> float | None:
    """Not capped: a contract may commit more than it costs."""
    return float(committed) / float(value) if committed is not None and (value or 0) > 0 else None


def sv_contracts(
    strategy: str,
    organisations: Sequence[str] | None = None,
    award_year: str | None = None,
    recorded: bool | None = None,
    counted: bool | None = None,
) -> list[Row]:
    answer = [
        {
            "contract_id": one["id"],
            "reference": one["reference"],
            "title": one["title"],
            "organisation": one["organisation"],
            "suppliers": "; ".join(sorted(one["suppliers"])),
            "award_year": year_awarded(one),
            "contract_value": one["value"],
            "committed": one["committed"],
            "delivered": one["delivered"],
            "secured_share": secured(one["committed"], one["value"]),
            "past_threshold": one["past"],
            "recorded": one["committed"] is not None,
            "counted": one["why"] is None,
            "why_not_counted": one["why"],
            "value_flag": one["flag"],
            "file_name": one["file"],
            "sheet": "",
            "source_row": one["row"],
        }
        for one in contracts_in_view(strategy, organisations)
    ]
    chosen = [
        row
        for row in answer
        if award_year in (None, row["award_year"])
        and recorded in (None, row["recorded"])
        and counted in (None, row["counted"])
    ]
    return sorted(
        chosen,
        key=lambda r: (
            not r["counted"],
            r["contract_value"] is None,
            -(r["contract_value"] or 0),
            r["contract_id"],
        ),
    )


def not_counted(strategy: str, organisations: Sequence[str] | None = None) -> list[Row]:
    some = [one for one in contracts_in_view(strategy, organisations) if one["why"]]
    answer = [
        {
            "why_not_counted": why,
            "contracts": len(of_why),
            "contract_value": total(of_why, "value"),
            "committed": total(of_why, "committed"),
        }
        for (why,), of_why in grouped(some, "why").items()
    ]
    return sorted(answer, key=lambda row: (-row["contracts"], row["why_not_counted"]))


def secured_by_year(strategy: str, organisations: Sequence[str] | None = None) -> list[Row]:
    some = [one for one in contracts_in_view(strategy, organisations) if one["why"] is None]
    years: dict[str, list[Row]] = defaultdict(list)
    for one in some:
        years[year_awarded(one)].append(one)
    return [
        {
            "award_year": year,
            "contracts": len(of_year),
            "with_nothing": sum(one["committed"] is None for one in of_year),
            "contract_value": total(of_year, "value"),
            "committed": total(of_year, "committed"),
            "secured_share": secured(total(of_year, "committed"), total(of_year, "value")),
        }
        for year, of_year in sorted(years.items())
    ]


def summary(strategy: str, organisations: Sequence[str] | None = None) -> list[Row]:
    every = contracts_in_view(strategy, organisations)

    def committed(*whys: str | None) -> Decimal:
        return total((one for one in every if one["why"] in whys), "committed")

    counted = [one for one in every if one["why"] is None]
    return [
        {
            "committed_all": total(every, "committed"),
            "committed_counted": committed(None),
            "committed_below_threshold": committed("Below the threshold"),
            "committed_value_not_known": committed("Contract value not known"),
            "committed_otherwise": committed(
                "Listed by another partner too: counted there",
                "Framework ceiling: its call-offs count instead",
                "Contract value is nil",
            ),
            "contract_value_counted": total(counted, "value"),
            "secured_share": secured(committed(None), total(counted, "value")),
            "contracts": len(every),
            "contracts_counted": len(counted),
            "contracts_with_nothing": sum(one["committed"] is None for one in counted),
            "records": sum(len(one["records"]) for one in every),
            "delivered_all": total(every, "delivered"),
        }
    ]


def sv_sources(organisations: Sequence[str] | None = None) -> list[Row]:
    answer = []
    for upload, file in enumerate(FILES, start=1):
        if file.kind not in ("contracts", "social_value"):
            continue
        rows = [row for row in rows_of(file.kind) if row["upload"] == upload]
        if organisations is None or any(row["organisation"] in organisations for row in rows):
            answer.append(
                {
                    "upload_id": upload,
                    "file_name": file.name,
                    "organisation": Counter(r["organisation"] for r in rows).most_common(1)[0][0],
                    "kind": file.kind,
                    "published_by": "Jo Officer",
                    "lines": len(rows),
                    "amount": total(rows, "value" if file.kind == "contracts" else "committed"),
                    "is_sample": False,
                }
            )
    return answer


def awards_to(organisations: Sequence[str] | None = None) -> list[Row]:
    theirs = [c for c in contracts() if organisations is None or c["organisation"] in organisations]
    return [{"awards_to": max((c["award"] for c in theirs if c["award"]), default=None)}]
