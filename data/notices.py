"""What an officer should look at before publishing, though the rows are taken as they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.clean import SetAside
from data.strategy import not_procurement
from data.typed import SQL, workshop

ROWS_NAMED = 200
# A supplier paid less often has no usual amount.
TIMES_PAID = 5
# Larger amounts, past ten thousand million pounds, count as this many pence.
_LARGEST = 2**40 - 1

_SAID = {
    "unusual amount": "{rows} ten times or more the usual for their supplier",
    "future date": "{rows} dated in the future",
    "not procurement": "{rows} paid to bodies that look like no procurement (tax, pensions, "
    "precepts, levies); strategies leave them out",
}


@dataclass(frozen=True)
class NoticedRow:
    """One row a notice speaks of. `compared_with` is the usual amount, or what the body looks
    like."""

    sheet: str
    row: int
    supplier: str | None
    payment_date: date | None
    amount: Decimal
    compared_with: str | None


@dataclass(frozen=True)
class Notice:
    """Something to look at: its kind, a sentence, how many rows and pounds, and the first rows."""

    kind: str
    message: str
    row_count: int
    amount: Decimal
    rows: tuple[NoticedRow, ...]


def notices(
    rows: pa.Table, set_aside: Sequence[SetAside], control_total: Decimal, today: date
) -> tuple[Notice, ...]:
    """Everything worth a look in the accepted rows of a spend extract."""
    found = [*_row_notices(rows, today)]
    for notice in (_redacted(rows), _gaps(rows), _own_total(set_aside, control_total)):
        found += [notice] if notice else []
    return tuple(found)


def _row_notices(rows: pa.Table, today: date) -> list[Notice]:
    terms = [(t, out.reason) for out in not_procurement() for t in out.suppliers]
    con = workshop().cursor()
    try:
        con.register("accepted", rows)
        words = {"term": [t for t, _ in terms], "reason": [r for _, r in terms]}
        con.register("not_procurement_term", pa.table(words))
        con.register("usual", _usual_amounts(rows))
        names = pc.drop_null(pc.unique(rows["supplier"]))
        con.register("supplier_named", pa.table({"named": names}))
        con.execute("set variable today = ?", [today])
        con.execute("set variable rows_named = ?", [ROWS_NAMED])
        answer = con.execute((SQL / "notices.sql").read_text(encoding="utf-8")).fetchall()
    finally:
        con.close()
    result = []
    for kind, sentence in _SAID.items():
        of_kind = [row[1:] for row in answer if row[0] == kind]
        if of_kind:
            *_, count, amount = of_kind[0]
            said = sentence.format(rows=f"{count:,} row{'s are' if count > 1 else ' is'}") + "."
            named = tuple(NoticedRow(*row[:-2]) for row in of_kind)
            result.append(Notice(kind, said, count, amount, named))
    return result


def _usual_amounts(rows: pa.Table) -> pa.Table:
    """The median amount of each supplier that is paid often enough, without its sign: `supplier`,
    `usual_amount`. By one sort of numbers: ten times as fast as a list for each supplier."""
    known = rows.select(["supplier", "amount", "redacted"]).unify_dictionaries()
    known = known.filter(pc.and_not(pc.is_valid(known["supplier"]), known["redacted"]))
    pence = pc.multiply(pc.abs(known["amount"]), pa.scalar(Decimal(100))).cast(pa.int64())
    supplier = known["supplier"].combine_chunks().dictionary_encode()
    place = supplier.indices.to_numpy().astype(np.int64)
    sorted_by_both = np.sort(place << 40 | np.minimum(pence.to_numpy(), _LARGEST))
    times = np.bincount(place, minlength=len(supplier.dictionary))
    often = np.flatnonzero(times >= TIMES_PAID)
    first = (np.cumsum(times) - times)[often]
    middle = [sorted_by_both[first + (times[often] - 1 + up) // 2] & _LARGEST for up in (0, 1)]
    median = pa.array(sum(middle) // 2).cast(pa.decimal128(19))
    return pa.table(
        {
            "supplier": supplier.dictionary.take(pa.array(often)),
            "usual_amount": pc.multiply(median, pa.scalar(Decimal("0.01"))),
        }
    )


def _redacted(rows: pa.Table) -> Notice | None:
    amounts = rows["amount"].filter(rows["redacted"])
    if not len(amounts):
        return None
    total = pc.sum(amounts).as_py()
    return Notice(
        "redacted supplier",
        f"{len(amounts):,} rows worth £{total:,.2f} have a redacted supplier: their money counts, "
        "their place cannot be known.",
        len(amounts),
        total,
        (),
    )


def _gaps(rows: pa.Table) -> Notice | None:
    """Months between the first and the last date in which there is no row at all."""
    months = {(d.year, d.month) for d in pc.unique(rows["payment_date"]).to_pylist() if d}
    if not months:
        return None
    first, last = min(months), max(months)
    every = [
        (year, month)
        for year in range(first[0], last[0] + 1)
        for month in range(1, 13)
        if first <= (year, month) <= last
    ]
    missing = [f"{date(y, m, 1):%B %Y}" for y, m in every if (y, m) not in months]
    if not missing:
        return None
    named = ", ".join(missing[:6]) + (f" and {len(missing) - 6} more" if len(missing) > 6 else "")
    return Notice("gap", f"No row is dated in {named}.", 0, Decimal("0.00"), ())


def _own_total(set_aside: Sequence[SetAside], control_total: Decimal) -> Notice | None:
    """The file's own total, where it prints one, as a check on ours."""
    totals = [r for r in set_aside if r.amount is not None and r.reason.startswith("Total")]
    if not totals:
        return None
    last = totals[-1]
    if any(row.amount == control_total for row in totals):
        said = f"The file's own total agrees with the control total, £{control_total:,.2f}."
        return Notice("own total agrees", said, 0, Decimal("0.00"), ())
    apart = last.amount - control_total
    said = (
        f"The file's own total in row {last.row} is £{last.amount:,.2f}, £{abs(apart):,.2f} "
        f"{'more' if apart > 0 else 'less'} than the accepted rows come to."
    )
    return Notice("own total differs", said, 0, apart, ())
