"""The questions about suppliers, by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from tests.queries.dull.contracts import contracts
from tests.queries.dull.places import (
    NOT_KNOWN,
    Place,
    area_of,
    counting,
    grouped,
    is_local,
    judged,
    places,
    reference,
    tier_names,
    tier_of,
)
from tests.queries.dull.rows import Row, rows_of, share, total, year_of
from tests.queries.dull.told import PUBLIC, claims, numbers, told
from tests.queries.dull.who import (
    anchor_of,
    key_of,
    names_seen,
    rows_of_supplier,
    shown_name,
    whose,
)
from tests.queries.town import FILES


def known_by(postcode: str | None) -> str:
    """No officer speaks in these files."""
    return looked_up_by(postcode) or "none"


def looked_up_by(postcode: str | None) -> str | None:
    if postcode is None or area_of(postcode) is None:
        return None
    outward, _, inward = postcode.partition(" ")
    return "sector" if f"{outward} {inward[:1]}" in reference("postcode_sector") else "district"


def area_name(code: str | None) -> str | None:
    return reference("area")[code]["name"] if code else None


def paged(rows: list[Row], page: int, page_size: int) -> list[Row]:
    pages = -(-len(rows) // page_size)
    page = min(max(page, 1), pages)
    shown = rows[(page - 1) * page_size : page * page_size]
    return [{**row, "of_how_many": len(rows), "page": page, "pages": pages} for row in shown]


def ranked(
    strategy: str,
    sort: str,
    descending: bool,
    page: int,
    page_size: int,
    search: str | None = None,
    **view: object,
) -> list[Row]:
    lines = counting(strategy, **view)
    paid = {who: some for (who,), some in grouped(lines, "who").items() if who}
    order = sorted(paid, key=lambda who: (-total(paid[who]), anchor_of(who)))
    rows, up_to = [], Decimal(0)
    for rank, who in enumerate(order, start=1):
        up_to += total(paid[who])
        place = places()[who]
        told = (shown_name(who), *names_seen(who), *numbers(who))
        if search and not any(search.lower() in text.lower() for text in told):
            continue
        rows.append(
            {
                "rank": rank,
                "supplier_key": key_of(who),
                "name": shown_name(who),
                "amount": total(paid[who]),
                "share": share(total(paid[who]), total(lines)),
                "running_share": share(up_to, total(lines)),
                "lines": len(paid[who]),
                "place": area_name(place.area),
                "place_known_by": known_by(place.postcode),
                "place_looked_up_by": looked_up_by(place.postcode),
                "place_is_registered": False,
                "tier_name": tier_names(strategy)[tier_of(strategy, place.postcode, place.area)],
                "sme": place.sme,
                "vcse": place.vcse,
                # no file of these says any of this, and a name says one
                **dict.fromkeys(("social_enterprise", "co_operative", "employee_owned")),
                **dict.fromkeys(("cic", "charity")),
                "public_body": True if who in PUBLIC else None,
                "named_amount": total(line for line in lines if line["who"]),
            }
        )
    if sort == "amount":
        rows.sort(key=lambda row: row["rank"], reverse=not descending)
    elif sort == "lines":
        rows.sort(key=lambda row: row["lines"], reverse=descending)
    elif sort == "name":
        rows.sort(key=lambda row: row["name"].lower(), reverse=descending)
    else:
        rows.sort(key=lambda row: row["place"] or "", reverse=descending)
        rows.sort(key=lambda row: row["place"] is None)
    return paged(rows, page, page_size)


def received(strategy: str, supplier_key: str) -> list[Row]:
    who = whose(supplier_key)
    return [line for line in judged(strategy) if who and line["who"] == who]


def one(strategy: str, supplier_key: str) -> list[Row]:
    who = whose(supplier_key)
    if who is None:
        return []
    lines, rows = received(strategy, supplier_key), rows_of_supplier(who)
    place: Place = places()[who]
    paid = [row for row in rows if row["kind"] == "spend"]
    dates = [row["date"] for row in paid if row["date"]]
    telling = [row for row in claims(supplier_key) if row["stands"]]
    said = {row["attribute"]: row for row in telling}
    return [
        {
            "supplier_key": key_of(who),
            "name": shown_name(who),
            "names_seen": "; ".join(names_seen(who)),
            "organisations": "; ".join(sorted({row["organisation"] for row in paid})),
            "supplier_numbers": "; ".join(sorted({r["number"] for r in paid if r["number"]})),
            "company_number": said["company_number"]["value"] if "company_number" in said else None,
            "charity_number": None,
            "postcode": place.postcode,
            "place": area_name(place.area),
            "place_known_by": known_by(place.postcode),
            "place_looked_up_by": looked_up_by(place.postcode),
            "place_source": said["postcode"]["told_by"] if "postcode" in said else None,
            "place_is_registered": False,
            "tier_name": tier_names(strategy)[tier_of(strategy, place.postcode, place.area)],
            "amount": total(lines),
            "counted": total(line for line in lines if line["left_out"] is None),
            "lines": len(lines),
            "first_paid": min(dates, default=None),
            "last_paid": max(dates, default=None),
            "is_individual": False,
        }
    ]


def summed(lines: Sequence[Row]) -> Row:
    return {
        "amount": total(lines),
        "counted": total(line for line in lines if line["left_out"] is None),
        "lines": len(lines),
    }


def paid_by(strategy: str, supplier_key: str, split_by: str) -> list[Row]:
    lines = received(strategy, supplier_key)
    if split_by == "category":
        rows = [
            {"part": category, "organisation": None, **summed(some)}
            for (category,), some in grouped(lines, "category").items()
        ]
        return sorted(rows, key=lambda row: (-row["amount"], row["part"]))
    lines = [{**line, "year": year_of(line["date"]) if line["date"] else None} for line in lines]
    rows = [
        {"part": year, "organisation": organisation, **summed(some)}
        for (year, organisation), some in grouped(lines, "year", "organisation").items()
    ]
    rows.sort(key=lambda row: (-row["amount"], row["organisation"]))
    return sorted(rows, key=lambda row: row["part"] or "", reverse=True)


def held(supplier_key: str) -> list[Row]:
    """A contract that names the supplier, or that lines paid to it bear."""
    who = whose(supplier_key)
    rows = rows_of_supplier(who) if who else []
    answer = []
    for contract in contracts():
        names = {row["supplier"] for row in rows if row["organisation"] == contract["organisation"]}
        named = bool(names & contract["suppliers"])
        under = [
            row
            for row in rows
            if row["kind"] == "spend"
            and row["reference"]
            and row["organisation"] == contract["organisation"]
            and row["reference"].lower() == (contract["reference"] or "").lower()
        ]
        if named or under:
            answer.append(
                {
                    "reference": contract["reference"],
                    "title": contract["title"],
                    "organisation": contract["organisation"],
                    "suppliers": "; ".join(sorted(contract["suppliers"])),
                    "award_date": contract["award"],
                    "end_date": contract["end"],
                    "contract_value": contract["value"],
                    "is_held": named,
                    "paid_under_it": total(under) if under else None,
                    "file_name": contract["file"],
                    "sheet": "",
                    "source_row": contract["row"],
                    "id": contract["id"],
                }
            )
    answer.sort(key=lambda row: (-(row["contract_value"] or Decimal(-1)), row["id"]))
    answer.sort(key=lambda row: row["award_date"] or date.min, reverse=True)
    return [{k: v for k, v in row.items() if k != "id"} for row in answer]


def payments(supplier_key: str, page: int, page_size: int) -> list[Row]:
    who = whose(supplier_key)
    paid = [row for row in rows_of_supplier(who) if row["kind"] == "spend"] if who else []
    paid.sort(key=lambda row: (row["upload"], row["row"]))
    paid.sort(key=lambda row: row["date"] or date.min, reverse=True)
    lines = [
        {
            "payment_date": row["date"],
            "organisation": row["organisation"],
            "supplier_named": row["supplier"],
            "directorate": row["directorate"],
            "category": row["category"],
            "description": None,
            "transaction_number": row["transaction"],
            "amount": row["amount"],
            "amount_basis": row["basis"],
            "file_name": row["file"],
            "sheet": "",
            "source_row": row["row"],
        }
        for row in paid
    ]
    return paged(lines, page, page_size)


def sources(supplier_key: str) -> list[Row]:
    who = whose(supplier_key)
    rows = rows_of_supplier(who) if who else []
    found = {(row["upload"], row["organisation"]) for row in rows if row["kind"] == "spend"}
    found |= {
        (one["upload"], one["organisation"])
        for one in contracts()
        if who and one["suppliers"] & set(names_seen(who))
    }
    found |= {
        (row["upload"], organisation_of(row["upload"]))
        for row in told(supplier_key)
        if row["upload"]
    }
    return [
        {
            "upload_id": upload,
            "file_name": FILES[upload - 1].name,
            "organisation": organisation,
            "published_by": "Jo Officer",
            "lines": len(lines),
            "amount": total(lines),
            "is_sample": False,
        }
        for upload, organisation in sorted(found, key=str)
        for lines in [
            [
                row
                for row in rows
                if row["kind"] == "spend"
                and (row["upload"], row["organisation"]) == (upload, organisation)
            ]
        ]
    ]


def organisation_of(upload: int) -> str:
    """Whose file it is: as said, else the one of most rows."""
    file = FILES[upload - 1]
    rows = [row["organisation"] for row in rows_of(file.kind) if row["upload"] == upload]
    return file.organisation or Counter(rows).most_common(1)[0][0]


def numbers_by_year(strategy: str, **view: object) -> list[Row]:
    lines = [
        {**line, "year": year_of(line["date"]) if line["date"] else None}
        for line in counting(strategy, **view)
    ]
    answer = []
    for (year,), some in grouped(lines, "year").items():
        paid = {line["who"]: line["tier"] for line in some if line["who"]}
        row = {
            "financial_year": year,
            "amount": total(some),
            "suppliers": len(paid),
            "local": sum(is_local(strategy, tier) for tier in paid.values()),
            "elsewhere": sum(
                tier != NOT_KNOWN and not is_local(strategy, tier) for tier in paid.values()
            ),
            "place_not_known": sum(tier == NOT_KNOWN for tier in paid.values()),
        }
        for flag in ("sme", "vcse"):
            says = {who: getattr(places()[who], flag) for who in paid}
            yes = [who for who in paid if says[who] is True]
            no = [who for who in paid if says[who] is False]
            with_yes = total(line for line in some if line["who"] in yes)
            with_known = total(line for line in some if line["who"] in (*yes, *no))
            row |= {
                flag: len(yes),
                f"not_{flag}": len(no),
                f"{flag}_not_known": len(paid) - len(yes) - len(no),
                f"{flag}_amount": with_yes,
                f"{flag}_known_amount": with_known,
                f"{flag}_share_of_spend": share(with_yes, with_known),
                f"{flag}_share_of_suppliers": share(Decimal(len(yes)), Decimal(len(yes) + len(no))),
                f"{flag}_rests_on": share(with_known, total(some)),
            }
        answer.append(row)
    return sorted(answer, key=lambda row: row["financial_year"] or "9999")
