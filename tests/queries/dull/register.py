"""What a contracts register alone can say, by hand: weightings, and what is spent under it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from tests.queries.dull.contracts import contracts, contracts_in_view
from tests.queries.dull.measures import dated, in_order, period_of, sent, spans
from tests.queries.dull.places import counting, strategies
from tests.queries.dull.rows import Row, firm, month_of, rows_of, share, year_of


def threshold_of(strategy: str, name: str) -> Row | None:
    written = strategies()[strategy].get("threshold", [])
    return next((one for one in written if one["id"] == name), None)


def is_past(amount: Decimal | None, limit: Row) -> bool:
    if amount is None or ("below" in limit and amount >= limit["below"]):
        return False
    return {
        "from": amount >= limit["amount"],
        "over": amount > limit["amount"],
        "below": amount < limit["amount"],
    }[limit["operator"]]


def weighting_of(one: Row) -> Decimal | None:
    """As the town's register writes it: 20%, 20 or 0.2; None for what is none."""
    said = [read(row["weighting"]) for row in rows_of("contracts") if is_line_of(row, one)]
    return min((weight for weight in said if weight is not None), default=None)


def is_line_of(row: Row, one: Row) -> bool:
    same = ("organisation", "reference", "title", "value", "start", "end")
    mine = row["reference"] or row["title"] or row["supplier"] in one["suppliers"]
    return bool(mine) and all(row[field] == one[field] for field in same)


def read(text: str | None) -> Decimal | None:
    if not text or text in ("TBC", "1"):
        return None
    weight = Decimal(text.removesuffix("%"))
    weight = weight / 100 if text.endswith("%") or weight > 1 else weight
    return weight if 0 <= weight <= 1 else None


def weighting(
    strategy: str,
    by: str,
    figure: str,
    threshold: str,
    at_least: float | None = None,
    organisations: Sequence[str] | None = None,
) -> list[Row]:
    limit = threshold_of(strategy, threshold)
    awarded = [
        {**one, "weighting": weighting_of(one)}
        for one in contracts_in_view(strategy, organisations)
        if limit
        and not one["in"]
        and not one["ceiling"]
        and not (one["why"] or "").startswith("Listed by another")
        and is_past(one["value"], limit)
    ]
    answer = []
    for span in spans(by):
        rows = []
        for period in {period_of(one["award"], span) for one in awarded}:
            some = [one for one in awarded if period_of(one["award"], span) == period]
            ends = of_weightings([one["weighting"] for one in some], figure, at_least)
            rows.append({"span": span, **dated(period, span), **ends})
        answer += in_order(rows)
    return answer


def of_weightings(said: list[Decimal | None], figure: str, at_least: float | None) -> Row:
    known = [weight for weight in said if weight is not None]
    unknown = len(said) - len(known)
    if figure == "average":
        counted = float(sum(known)) / len(known) if known else None
        ends = (float(sum(known)) / len(said), (float(sum(known)) + unknown) / len(said))
    elif figure == "lowest":
        counted = float(min(known)) if known else None
        ends = (0.0 if unknown else counted, 1.0 if counted is None else counted)
    elif at_least is None:
        counted, ends = None, (None, None)
    else:
        enough = sum(weight >= Decimal(str(at_least)) for weight in known)
        counted = enough / len(known) if known else None
        ends = (enough / len(said), (enough + unknown) / len(said))
    return {
        "share": counted,
        "share_lowest": ends[0],
        "share_highest": ends[1],
        "known": len(known),
        "whole": len(said),
    }


def is_on_register(line: Row) -> bool:
    """By the reference of one contract only; or its supplier has one that runs in the month."""
    of_reference = [
        one
        for one in contracts()
        if line["reference"]
        and one["organisation"] == line["organisation"]
        and (one["reference"] or "").lower() == line["reference"].lower()
    ]
    if len(of_reference) == 1 and not of_reference[0]["in"]:
        return True
    return any(
        row["organisation"] == line["organisation"]
        and line["who"]
        and firm(row["supplier"]) == line["who"]
        and runs_in(row, line["date"])
        for row in rows_of("contracts")
    )


def runs_in(row: Row, when: date | None) -> bool:
    if when is None:
        return False
    begins, ends = row["start"] or row["award"], row["end"]
    return (begins is None or month_of(begins) <= month_of(when)) and (
        ends is None or month_of(when) <= ends
    )


def on_register(
    strategy: str, by: str, threshold: str, organisations: Sequence[str] | None = None
) -> list[Row]:
    limit = threshold_of(strategy, threshold)
    view = {"organisations": organisations}
    of_year: dict[object, Decimal] = defaultdict(Decimal)
    for line in counting(strategy, **view):
        of_year[buyer_and_year(line)] += line["amount"]
    lines = [
        line
        for line in counting(strategy, **view)
        if limit
        and limit["applies_to"] == "contracts"
        and (line["who"] is None or is_past(of_year[buyer_and_year(line)], limit))
    ]
    registers = {row["organisation"] for row in rows_of("contracts")}
    answer = []
    for span in spans(by):
        rows = []
        for period in {period_of(line["date"], span) for line in lines}:
            some = [line for line in lines if period_of(line["date"], span) == period]
            pence = Decimal("0.00")
            covered = sum((ln["amount"] for ln in some if is_on_register(ln)), pence)
            known = sum(
                (
                    ln["amount"]
                    for ln in some
                    if is_on_register(ln) or (ln["who"] and ln["organisation"] in registers)
                ),
                pence,
            )
            whole = sum((ln["amount"] for ln in some), pence)
            most = covered + whole - known
            rows.append(
                {
                    "span": span,
                    **dated(period, span),
                    **sent(strategy, period, span, view),
                    "pounds": covered,
                    "pounds_lowest": covered,
                    "pounds_highest": most,
                    "share": share(covered, known),
                    "share_lowest": share(covered, whole),
                    "share_highest": share(most, whole),
                    "known": known,
                    "whole": whole,
                }
            )
        answer += in_order(rows)
    return answer


def buyer_and_year(line: Row) -> tuple:
    year = year_of(line["date"]) if line["date"] else None
    return line["organisation"], line["who"], year
