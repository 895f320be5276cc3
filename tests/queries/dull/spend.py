"""The questions about spend, by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.queries.dull.filters import points
from tests.queries.dull.measures import months_of, spans
from tests.queries.dull.places import (
    NOT_KNOWN,
    counting,
    grouped,
    in_view,
    is_local,
    places,
    strategies,
    suppliers_of,
    tier_names,
)
from tests.queries.dull.rows import (
    Row,
    a_year_before,
    month_end,
    month_of,
    quarter_of,
    quarter_starts,
    rows_of,
    share,
    total,
    year_of,
    year_starts,
)
from tests.queries.town import FILES


def coverage(strategy: str, **view: object) -> list[Row]:
    lines = counting(strategy, **view)
    found = parts(strategy, lines)
    inside = [line for line in lines if is_local(strategy, line["tier"])]
    outside = [line for line in lines if line not in inside and line["tier"] != NOT_KNOWN]
    near = {
        "local_near_border": total(
            line for line in inside if not is_local(strategy, max(line["tiers"]))
        ),
        "other_near_border": total(
            line for line in outside if is_local(strategy, min(line["tiers"]))
        ),
    }
    whose = {"lines": len(lines), "suppliers": suppliers_of(lines)}
    return [{**found, **near, **whose}]


def parts(strategy: str, lines: list[Row]) -> Row:
    """Spend, how much of it has a known place, what of it is local, and the shares."""
    amount = total(lines)
    known = total(line for line in lines if line["tier"] != NOT_KNOWN)
    local = total(line for line in lines if is_local(strategy, line["tier"]))
    surely = total(line for line in lines if is_local(strategy, max(line["tiers"])))
    maybe = total(line for line in lines if is_local(strategy, min(line["tiers"])))
    enough = amount >= known and maybe >= local + amount - known >= amount - known
    return {
        "amount": amount,
        "known": known,
        "not_known": amount - known,
        "share_known": share(known, amount),
        "local": local,
        "local_share": share(local, known),
        "lowest": share(surely, amount) if amount >= known and local >= surely else None,
        "highest": share(maybe, amount) if enough else None,
    }


def by_tier(strategy: str, **view: object) -> list[Row]:
    lines = counting(strategy, **view)
    known = total(line for line in lines if line["tier"] != NOT_KNOWN)
    answer, up_to = [], Decimal("0.00")
    for tier, name in tier_names(strategy).items():
        of_tier = [line for line in lines if line["tier"] == tier]
        up_to += total(of_tier)
        answer.append(
            {
                "tier": tier,
                "tier_name": name,
                "is_local": is_local(strategy, tier),
                "amount": total(of_tier),
                "share_of_known": None if tier == NOT_KNOWN else share(total(of_tier), known),
                "share_up_to": None if tier == NOT_KNOWN else share(up_to, known),
                "share_of_all": share(total(of_tier), total(lines)),
                "suppliers": suppliers_of(of_tier),
                "lines": len(of_tier),
            }
        )
    return answer


def scope(strategy: str, **view: object) -> list[Row]:
    answer = [
        {"left_out": why or "In scope", "amount": total(lines), "lines": len(lines)}
        for (why,), lines in grouped(in_view(strategy, **view), "left_out").items()
    ]
    return sorted(answer, key=lambda r: (r["left_out"] != "In scope", -r["amount"], r["left_out"]))


def amount_basis(strategy: str, **view: object) -> list[Row]:
    answer = [
        {"amount_basis": basis, "amount": total(lines), "lines": len(lines)}
        for (basis,), lines in grouped(counting(strategy, **view), "basis").items()
    ]
    return sorted(answer, key=lambda r: (-r["amount"], r["amount_basis"]))


def sources(strategy: str, **view: object) -> list[Row]:
    groups = grouped(counting(strategy, **view), "upload", "file", "organisation")
    return [
        {
            "upload_id": upload,
            "file_name": file,
            "organisation": organisation,
            "published_by": "Jo Officer",
            "lines": len(lines),
            "amount": total(lines),
            "is_sample": False,
        }
        for (upload, file, organisation), lines in sorted(groups.items())
    ]


def received() -> list[Row]:
    answer = []
    for upload, file in enumerate(FILES, start=1):
        lines = [row for row in rows_of("spend") if row["upload"] == upload]
        if file.kind == "spend":
            answer.append(
                {
                    "upload_id": upload,
                    "file_name": file.name,
                    "organisation": lines[0]["organisation"],
                    "control_total": total(lines),
                    "rows_accepted": len(file.rows),
                    "amount": total(lines),
                    "lines": len(lines),
                }
            )
    return answer


def suppliers_by_flag(strategy: str, **view: object) -> list[Row]:
    paid = {who: lines for (who,), lines in grouped(counting(strategy, **view), "who").items()}
    paid.pop(None, None)
    tier = {who: lines[0]["tier"] for who, lines in paid.items()}
    place = {who: places()[who] for who in paid}
    spent = {
        size: total(line for who in paid if place[who].sme is size for line in paid[who])
        for size in (True, False)
    }
    return [
        {
            "suppliers": len(paid),
            "local_suppliers": sum(is_local(strategy, tier[who]) for who in paid),
            "place_not_known": sum(tier[who] == NOT_KNOWN for who in paid),
            "sme_suppliers": sum(place[who].sme is True for who in paid),
            "size_not_known": sum(place[who].sme is None for who in paid),
            "vcse_suppliers": sum(place[who].vcse is True for who in paid),
            "sme_share_of_known": share(spent[True], spent[True] + spent[False]),
            "spend_of_known_size": spent[True] + spent[False],
        }
    ]


def in_period(line: Row, by: str) -> str | None:
    if line["date"] is None:
        return None
    return quarter_of(line["date"]) if by == "quarter" else year_of(line["date"])


def period_starts(period: str, by: str) -> date:
    return quarter_starts(period) if by == "quarter" else year_starts(period)


def local_share(strategy: str, by: str, **view: object) -> list[Row]:
    """Months with data are those the organisations in view have, whatever else is filtered."""
    answers = (_local_share(strategy, span, view) for span in spans(by))
    return [row for answer in answers for row in answer]


def _local_share(strategy: str, by: str, view: Row) -> list[Row]:
    theirs = in_view(strategy, organisations=view.get("organisations"))
    answer = []
    for period in {in_period(line, by) for line in counting(strategy, **view)}:
        lines = [ln for ln in counting(strategy, **view) if in_period(ln, by) == period]
        sent = [ln for ln in theirs if in_period(ln, by) == period]
        answer.append(
            {
                "span": by,
                "period": period,
                "starts_on": period_starts(period, by) if period else None,
                "financial_year": period[:7] if period else None,
                **months_of(theirs, sent, by),
                **parts(strategy, lines),
            }
        )
    return sorted(answer, key=lambda row: row["starts_on"] or date.max)


def tier_by_period(strategy: str, by: str, **view: object) -> list[Row]:
    lines = [line for line in counting(strategy, **view) if line["date"]]
    for line in lines:
        line["period"] = in_period(line, by)
    answer = []
    for (period, tier), some in grouped(lines, "period", "tier").items():
        known = [ln for ln in lines if ln["period"] == period and ln["tier"] != NOT_KNOWN]
        answer.append(
            {
                "period": period,
                "starts_on": period_starts(period, by),
                "tier": tier,
                "tier_name": tier_names(strategy)[tier],
                "is_local": is_local(strategy, tier),
                "amount": total(some),
                "suppliers": suppliers_of(some),
                "share_of_known": share(total(some), total(known)) if tier != NOT_KNOWN else None,
                "share_of_all": share(
                    total(some), total(line for line in lines if line["period"] == period)
                ),
            }
        )
    return sorted(answer, key=lambda row: (row["starts_on"], row["tier"]))


def local_share_by_part(strategy: str, part_of: str, **view: object) -> list[Row]:
    """A directorate has the months of everyone in view, an organisation its own."""
    lines = [line for line in counting(strategy, **view) if line["date"]]
    for line in lines:
        line["year"] = year_of(line["date"])
    theirs = [ln for ln in in_view(strategy, organisations=view.get("organisations")) if ln["date"]]
    answer = []
    for (part, year), some in grouped(lines, part_of, "year").items():
        senders = [ln for ln in theirs if part_of == "directorate" or ln["organisation"] == part]
        found = parts(strategy, some)
        answer.append(
            {
                "part": part,
                "financial_year": year,
                "months_with_data": len(
                    {month_of(ln["date"]) for ln in senders if year_of(ln["date"]) == year}
                ),
                "months": 12,
                **found,
                "part_amount": total(line for line in lines if line[part_of] == part),
            }
        )
    return sorted(answer, key=lambda r: (-r["part_amount"], r["part"], r["financial_year"]))


def year_to_date(strategy: str, **view: object) -> list[Row]:
    """This year against the same months of last year, organisation by organisation; a month is
    present where the organisation has any line in it, whatever else is filtered."""
    theirs = [ln for ln in in_view(strategy, organisations=view.get("organisations")) if ln["date"]]
    if not theirs:
        return []
    starts = year_starts(year_of(max(line["date"] for line in theirs)))
    present = {(line["organisation"], month_of(line["date"])) for line in theirs}
    both = {
        (organisation, month)
        for organisation, month in present
        if month >= starts and (organisation, a_year_before(month)) in present
    }
    dated = [line for line in counting(strategy, **view) if line["date"]]
    names = sorted({organisation for organisation, _ in both})
    return [
        like_for_like(strategy, name, {pair for pair in both if name in ("All", pair[0])}, dated)
        for name in (["All", *names] if both else [])
    ]


def like_for_like(strategy: str, name: str, pairs: set[tuple[str, date]], lines: list[Row]) -> Row:
    before = {(organisation, a_year_before(month)) for organisation, month in pairs}
    months = sorted({month for _, month in pairs})

    def of(chosen: set[tuple[str, date]]) -> Row:
        return parts(
            strategy, [x for x in lines if (x["organisation"], month_of(x["date"])) in chosen]
        )

    this, last = of(pairs), of(before)
    return {
        "organisation": name,
        "months": len(months),
        "this_from": months[0],
        "this_to": month_end(months[-1]),
        "last_from": a_year_before(months[0]),
        "last_to": month_end(a_year_before(months[-1])),
        "this_amount": this["amount"],
        "last_amount": last["amount"],
        "this_known": this["known"],
        "last_known": last["known"],
        "this_local": this["local"],
        "last_local": last["local"],
        "this_share": this["local_share"],
        "last_share": last["local_share"],
        "this_lowest": this["lowest"],
        "this_highest": this["highest"],
        "last_lowest": last["lowest"],
        "last_highest": last["highest"],
    }


def pace_needed(strategy: str, measure: str, **view: object) -> list[Row]:
    """Month by month of each organisation: sent this year, or else as it was a year before."""
    whose = view.get("organisations")
    theirs = [ln for ln in in_view(strategy, organisations=whose) if ln["date"]]
    if not theirs:
        return []
    starts = year_starts(year_of(max(line["date"] for line in theirs)))
    sent = {(ln["organisation"], month_of(ln["date"])) for ln in theirs}
    this = {pair for pair in sent if pair[1] >= starts}
    before = {pair for pair in sent if a_year_before(starts) <= pair[1] < starts}
    again = {(name, a_year_before(month)) for name, month in this}
    dated = [line for line in counting(strategy, **view) if line["date"]]

    def of(chosen: set[tuple[str, date]]) -> Row:
        return parts(
            strategy, [x for x in dated if (x["organisation"], month_of(x["date"])) in chosen]
        )

    so_far, rest = of(this), of(before - again)
    year = year_of(starts)
    target_year, target = standing_target(strategy, measure, year, whose)

    def needed(share_so_far: float | None) -> float | None:
        if target is None or share_so_far is None or rest["amount"] <= 0 or so_far["amount"] < 0:
            return None
        whole = float(target) * float(so_far["amount"] + rest["amount"])
        return (whole - share_so_far * float(so_far["amount"])) / float(rest["amount"])

    return [
        {
            "financial_year": year,
            "months_due": 12 * len({name for name, _ in this | before}),
            "months_sent": len(this),
            "months_as_last_year": len(before - again),
            "sent_to": month_end(max(month for _, month in this)),
            "amount": so_far["amount"],
            "known": so_far["known"],
            "local": so_far["local"],
            "share_known": so_far["share_known"],
            "share_so_far": so_far["local_share"],
            "lowest_so_far": so_far["lowest"],
            "highest_so_far": so_far["highest"],
            "rest_amount": rest["amount"],
            "rest_share_last_year": rest["local_share"],
            "target_year": target_year,
            "target": None if target is None else float(target),
            "needed": needed(so_far["local_share"]),
            "lowest_needed": needed(so_far["highest"]),
            "highest_needed": needed(so_far["lowest"]),
        }
    ]


def standing_target(
    strategy: str, measure: str, year: str, whose: list[str] | None
) -> tuple[str | None, float | None]:
    """The target of a year, after the last target year the last one; of the headline tier."""
    only = whose[0] if whose is not None and len(whose) == 1 else None
    headline = strategies()[strategy]["headline_tier"]
    every = [p for p in points(strategy, measure, only) if p["kind"] == "target"]
    ours = [p for p in every if p["tier"] in (None, headline)]
    years = [p["financial_year"] for p in ours]
    if year in years:
        stands = year
    elif years and year > max(p["financial_year"] for p in every):
        stands = max(years)
    else:
        return None, None
    return stands, next(p["value"] for p in ours if p["financial_year"] == stands)
