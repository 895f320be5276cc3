"""What is missing from the spend, by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from tests.queries.dull.places import Place, grouped, in_view, places
from tests.queries.dull.rows import Row, quarter_of, quarter_starts, share, total
from tests.queries.dull.suppliers import known_by
from tests.queries.dull.who import CATCH_ALL, key_of, shown_name

MISSING = {
    "Place not known": lambda line: line["area"] is None,
    "Supplier redacted": lambda line: line["redacted"],
    "Supplier missing": lambda line: line["supplier"] is None,
    "Date missing": lambda line: line["date"] is None,
    "Category missing": lambda line: line["category"] == "Not stated",
    "Directorate missing": lambda line: line["directorate"] == "Not stated",
}


def received(organisations: Sequence[str] | None = None) -> list[Row]:
    """Every line received, in scope or not: any strategy sees them all."""
    return in_view("made-up-areas", organisations)


def gaps(lines: list[Row]) -> list[Row]:
    answer = []
    for place, (missing, lacks) in enumerate(MISSING.items(), start=1):
        lacking = [line for line in lines if lacks(line)]
        answer.append(
            {
                "place": place,
                "missing": missing,
                "all_lines": len(lines),
                "all_amount": total(lines),
                "lines": len(lacking),
                "amount": total(lacking),
                "share": share(total(lacking), total(lines)),
            }
        )
    return answer


def missing(by_quarter: bool, organisations: Sequence[str] | None = None) -> list[Row]:
    lines = received(organisations)
    nowhere = {"organisation": None, "quarter": None, "starts_on": None}
    if not by_quarter:
        return [{**nowhere, **gap} for gap in gaps(lines)] if lines else []
    for line in lines:
        line["quarter"] = quarter_of(line["date"]) if line["date"] else None
    answer = []
    for (organisation, quarter), some in grouped(lines, "organisation", "quarter").items():
        starts = quarter_starts(quarter) if quarter else None
        where = {"organisation": organisation, "quarter": quarter, "starts_on": starts}
        answer += [{**where, **gap} for gap in gaps(some)]
    return sorted(
        answer,
        key=lambda r: (-(r["starts_on"] or date.min).toordinal(), r["organisation"], r["place"]),
    )


def uploads(organisations: Sequence[str] | None = None) -> list[Row]:
    groups = grouped(received(organisations), "upload", "file", "organisation")

    def lacking(lines: list[Row], what: str) -> Decimal:
        return total(line for line in lines if MISSING[what](line))

    return [
        {
            "upload_id": upload,
            "file_name": file,
            "organisation": organisation,
            "published_by": "Jo Officer",
            "is_sample": False,
            "lines": len(lines),
            "amount": total(lines),
            "no_place": lacking(lines, "Place not known"),
            "redacted": lacking(lines, "Supplier redacted"),
            "no_supplier": lacking(lines, "Supplier missing"),
            "no_date": lacking(lines, "Date missing"),
            "no_category": lacking(lines, "Category missing"),
            "no_directorate": lacking(lines, "Directorate missing"),
        }
        for (upload, file, organisation), lines in sorted(
            groups.items(), key=lambda item: (-item[0][0], item[0][2])
        )
    ]


def directorates() -> list[Row]:
    """The town folds no directorates together: each counts as itself."""
    stated = [line for line in received() if line["directorate"] != "Not stated"]
    return [
        {
            "organisation": organisation,
            "name": name,
            "counts_as": name,
            "date_from": min((ln["date"] for ln in lines if ln["date"]), default=None),
            "date_to": max((ln["date"] for ln in lines if ln["date"]), default=None),
            "lines": len(lines),
            "amount": total(lines),
        }
        for (organisation, name), lines in sorted(
            grouped(stated, "organisation", "directorate").items()
        )
    ]


def to_look_up(lacking: str, first: int, organisations: Sequence[str] | None = None) -> list[Row]:
    """Suppliers of whom something is not known, most money first, and what each would add."""
    lines = received(organisations)
    lacks = {
        "place": lambda place: place.area is None,
        "size": lambda place: place.sme is None,
        "sector": lambda place: place.vcse is None,
    }[lacking]
    by_supplier = grouped([line for line in lines if line["who"]], "who")
    sums = {who: total(some) for (who,), some in by_supplier.items()}
    unknown = [who for who in sums if lacks(places().get(who, Place()))]
    everything = total(lines)
    known = sum((sums[who] for who in sums if who not in unknown), Decimal("0.00"))
    askable = [who for who in unknown if not who.startswith(CATCH_ALL)]
    shown = {who: shown_name(who) for who in askable}
    askable.sort(key=lambda who: (-sums[who], shown[who]))
    answer = []
    running = Decimal("0.00")
    for place, who in enumerate(askable[:first], start=1):
        running += sums[who]
        answer.append(
            {
                "place": place,
                "supplier_key": key_of(who),
                "name": shown[who],
                "organisations": sorted({line["organisation"] for line in by_supplier[who,]}),
                "postcode": places().get(who, Place()).postcode,
                "lines": len(by_supplier[who,]),
                "amount": sums[who],
                "would_add": share(sums[who], everything),
                "known_now": share(known, everything),
                "known_then": share(known + running, everything),
                "of_how_many": len(askable),
            }
        )
    return answer


WAYS = {"sector": "Postcode sector", "district": "Postcode district"}


def why_nowhere(line: Row) -> str:
    """The town has one of each: Belfast, Various, and suppliers nobody told a postcode of."""
    if line["who"] is None:
        return "Supplier redacted" if line["redacted"] else "No supplier in the line"
    if (places()[line["who"]].postcode or "").startswith("BT"):
        return "Northern Ireland, Jersey, Guernsey or Isle of Man: not in the reference"
    if line["supplier"] == "Various Places Ltd":
        return "Words where a postcode should be, such as “Various”"
    return "No file gives a postcode"


def places_known(organisations: Sequence[str] | None = None) -> list[Row]:
    lines = received(organisations)
    for line in lines:
        way = known_by(places()[line["who"]].postcode) if line["who"] else "none"
        line["known_by"] = WAYS.get(way) or why_nowhere(line)
    answer = [
        {
            "known_by": known_by,
            "is_known": known_by in WAYS.values(),
            "suppliers": len({line["who"] for line in some} - {None}),
            "lines": len(some),
            "amount": total(some),
            "share": share(total(some), total(lines)),
        }
        for (known_by,), some in grouped(lines, "known_by").items()
    ]
    order = [*WAYS.values()]
    return sorted(
        answer,
        key=lambda r: (
            order.index(r["known_by"]) if r["is_known"] else len(order),
            -r["amount"],
            r["known_by"],
        ),
    )
