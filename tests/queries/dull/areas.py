"""The questions about one place or all of them, by hand."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from tests.queries.dull.places import (
    Place,
    counting,
    grouped,
    in_view,
    places,
    reference,
    suppliers_of,
    tier_names,
)
from tests.queries.dull.rows import (
    Row,
    a_year_before,
    month_end,
    month_of,
    share,
    total,
    year_of,
    year_starts,
)
from tests.queries.dull.spend import in_period, period_starts
from tests.queries.dull.suppliers import known_by, paged
from tests.queries.dull.who import key_of, shown_name


def area_at(level: str, line: Row) -> tuple[str | None, str]:
    """The code and the name of a line's area; districts go by code, the others by name."""
    area = reference("area").get(line["area"])
    # The town has no wards loaded.
    if area is None or level == "ward":
        return None, "Not known"
    if level == "district":
        return area["area_code"], area["name"]
    name = (
        area["county"] or area["name"] if level == "county" else area["region"] or area["country"]
    )
    return name, name


def by_area_at(level: str, lines: list[Row]) -> dict[tuple[str | None, str], list[Row]]:
    found: dict[tuple[str | None, str], list[Row]] = {}
    for line in lines:
        found.setdefault(area_at(level, line), []).append(line)
    return found


def by_area(strategy: str, level: str, **view: object) -> list[Row]:
    lines = counting(strategy, **view)
    known = total(line for line in lines if area_at(level, line)[0])
    answer = []
    for (code, name), of_area in by_area_at(level, lines).items():
        area = reference("area").get(of_area[0]["area"], {}) if code else {}
        tiers = {tier: total(some) for (tier,), some in grouped(of_area, "tier").items()}
        tier = min(tiers, key=lambda tier: (-tiers[tier], tier))
        sizes = {
            size: total(ln for ln in of_area if places().get(ln["who"], Place()).sme is size)
            for size in (True, False)
        }
        answer.append(
            {
                "area_code": code,
                "area": name,
                "county": area.get("county") if level in ("district", "ward") else None,
                "region": area.get("region") if level != "region" else None,
                "tier": tier,
                "tier_name": tier_names(strategy)[tier],
                "amount": total(of_area),
                "share_of_known": share(total(of_area), known) if code else None,
                "suppliers": suppliers_of(of_area),
                "lines": len(of_area),
                "per_supplier": each(total(of_area), suppliers_of(of_area)),
                "size_known": sum(sizes.values(), Decimal("0.00")),
                "sme_share": share(sizes[True], sum(sizes.values(), Decimal("0.00"))),
            }
        )
    return sorted(answer, key=lambda r: (r["area_code"] is None, -r["amount"], r["area"]))


def each(amount: Decimal, many: int) -> Decimal | None:
    """Pounds for each of many, to the penny."""
    if not many:
        return None
    return (amount / many).quantize(Decimal("0.01"), ROUND_HALF_UP)


def change_by_area(
    strategy: str,
    level: str,
    organisations: list[str] | None = None,
    date_from: date | None = None,
    date_to: date | None = None,
    directorate: str | None = None,
    category: str | None = None,
) -> list[Row]:
    theirs = {
        (line["organisation"], month_of(line["date"]))
        for line in in_view(strategy, organisations=organisations)
        if line["date"]
    }
    if not theirs:
        return []
    latest = max(month for _, month in theirs)
    first = month_of(date_from) if date_from else year_starts(year_of(latest))
    both = {
        (whose, month)
        for whose, month in theirs
        if first <= month <= (date_to or latest) and (whose, a_year_before(month)) in theirs
    }
    before = {(whose, a_year_before(month)) for whose, month in both}
    lines = [
        line
        for line in counting(
            strategy, organisations=organisations, directorate=directorate, category=category
        )
        if line["date"]
    ]

    def of(pairs: set[tuple[str, date]], some: list[Row]) -> Decimal:
        return total(ln for ln in some if (ln["organisation"], month_of(ln["date"])) in pairs)

    answer = []
    for (code, name), some in by_area_at(level, lines).items():
        this, last = of(both, some), of(before, some)
        if not any((ln["organisation"], month_of(ln["date"])) in both | before for ln in some):
            continue
        answer.append(
            {
                "area_code": code,
                "area": name,
                "this_amount": this,
                "last_amount": last,
                "change": this - last,
                "change_share": float(this / last) - 1 if last > 0 and this >= 0 else None,
                "months": len({month for _, month in both}),
                "compared_to": month_end(max(month for _, month in both)),
            }
        )
    return sorted(answer, key=lambda r: (r["area_code"] is None, -r["this_amount"], r["area"]))


def points(strategy: str, first: int, **view: object) -> list[Row]:
    """At the middle of the sector, or of the district where that is all that is known."""
    answer = []
    for (who,), some in grouped(counting(strategy, **view), "who").items():
        postcode = places()[who].postcode if who else None
        middle = middle_of(postcode) if postcode else None
        if middle:
            answer.append(
                {
                    "supplier_key": key_of(who),
                    "name": shown_name(who),
                    "latitude": float(middle["latitude"]),
                    "longitude": float(middle["longitude"]),
                    "place_known_by": known_by(postcode),
                    "tier": some[0]["tier"],
                    "amount": total(some),
                }
            )
    return sorted(answer, key=lambda r: (-r["amount"], r["supplier_key"]))[:first]


def middle_of(postcode: str) -> Row | None:
    outward, _, inward = postcode.partition(" ")
    sector = reference("postcode_sector").get(f"{outward} {inward[:1]}")
    return sector or reference("postcode_district").get(outward)


def inside(level: str, area_code: str | None, lines: list[Row]) -> list[Row]:
    return [line for line in lines if area_at(level, line)[0] == area_code]


def by_period(
    strategy: str, level: str, by: str, area_code: str | None = None, **view: object
) -> list[Row]:
    lines = [ln for ln in inside(level, area_code, counting(strategy, **view)) if ln["date"]]
    for line in lines:
        line["period"] = in_period(line, by)
    return [
        {
            "period": period,
            "starts_on": period_starts(period, by),
            "amount": total(some),
            "suppliers": suppliers_of(some),
            "lines": len(some),
        }
        for (period,), some in sorted(
            grouped(lines, "period").items(), key=lambda item: period_starts(item[0][0], by)
        )
    ]


def suppliers(
    strategy: str, level: str, first: int, area_code: str | None = None, **view: object
) -> list[Row]:
    lines = inside(level, area_code, counting(strategy, **view))
    paid = grouped(lines, "who")
    answer = []
    for (who,), some in paid.items():
        place = places()[who] if who else Place()
        answer.append(
            {
                "supplier_key": key_of(who) if who else None,
                "name": shown_name(who) if who else None,
                "place_known_by": known_by(place.postcode) if who else None,
                "sme": place.sme,
                "vcse": place.vcse,
                "amount": total(some),
                "share": share(total(some), total(lines)),
                "lines": len(some),
                "of_how_many": len(paid),
                "area_amount": total(lines),
            }
        )
    return sorted(answer, key=lambda r: (-r["amount"], r["supplier_key"] or "~"))[:first]


def categories(
    strategy: str, level: str, area_code: str | None = None, **view: object
) -> list[Row]:
    lines = inside(level, area_code, counting(strategy, **view))
    answer = [
        {
            "category": category,
            "amount": total(some),
            "share": share(total(some), total(lines)),
            "suppliers": suppliers_of(some),
        }
        for (category,), some in grouped(lines, "category").items()
    ]
    return sorted(answer, key=lambda r: (-r["amount"], r["category"]))


def payments(
    level: str,
    page: int,
    page_size: int,
    area_code: str | None = None,
    **view: object,
) -> list[Row]:
    """Whether a strategy counts a line or not: any strategy sees them all."""
    lines = inside(level, area_code, in_view("made-up-areas", **view))
    lines.sort(key=lambda row: (-row["amount"], row["upload"], row["row"]))
    listed = [
        {
            "payment_date": row["date"],
            "organisation": row["organisation"],
            "supplier_named": "Redacted" if row["redacted"] else row["supplier"],
            "category": None if row["category"] == "Not stated" else row["category"],
            "description": None,
            "amount": row["amount"],
            "file_name": row["file"],
            "sheet": "",
            "source_row": row["row"],
            "all_amount": total(lines),
        }
        for row in lines
    ]
    return paged(listed, page, page_size)
