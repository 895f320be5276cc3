"""Numbers, dates and names as words on the screen: £1.2m, 37%, 20 November 2026, Not known.

Money comes in as `Decimal` pounds and is rounded half up, as people round. Shares come in as
0 to 1. A missing value is "Not known" unless the caller has better words for it.
"""

import string
from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from html import escape as _escape

import pandas as pd

MINUS = "−"
NOT_KNOWN = "Not known"

_MILLION = Decimal(1_000_000)


def escape(text: object) -> str:
    """Text that came from a file, safe to set inside HTML, attributes included."""
    return _escape(str(text), quote=True)


def chart_text(text: object) -> str:
    """The same for plotly, which reads tags but does not undo the escape of a quotation mark."""
    return _escape(str(text), quote=False)


def label(text: object) -> str:
    """The same for a widget's label and for progress, which read Markdown."""
    return "".join(
        f"\\{letter}" if letter in string.punctuation else letter for letter in str(text)
    )


def missing(value: object) -> bool:
    """True for None, NaN and a database's null; False for anything that is a value."""
    return value is None or bool(pd.isna(value))


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _signed(value: Decimal, text: str) -> str:
    return f"{MINUS}{text}" if value < 0 else text


def pounds(amount: Decimal | int | None) -> str:
    """Short: £12, £345k, £1.2m, £238m, £1.2bn. Rounding never shows "£1000k"."""
    if missing(amount):
        return NOT_KNOWN
    value = Decimal(amount)
    size = abs(value)
    if _rounded(size, 0) < 1000:
        return _signed(_rounded(value, 0), f"£{_rounded(size, 0)}")
    if _rounded(size / 1000, 0) < 1000:
        return _signed(value, f"£{_rounded(size / 1000, 0)}k")
    for step, letters in ((_MILLION, "m"), (_MILLION * 1000, "bn")):
        scaled = size / step
        if _rounded(scaled, 1) < 100:
            return _signed(value, f"£{_rounded(scaled, 1)}{letters}")
        if _rounded(scaled, 0) < 1000 or letters == "bn":
            return _signed(value, f"£{_rounded(scaled, 0):,}{letters}")
    raise AssertionError("every size of money has words")


def pounds_exact(amount: Decimal | int | None) -> str:
    """To the penny: £4,213,882.10."""
    if missing(amount):
        return NOT_KNOWN
    value = _rounded(Decimal(amount), 2)
    return _signed(value, f"£{abs(value):,}")


def number(value: Decimal | int | None, places: int = 0) -> str:
    """A plain number with thousands separators: 4,168."""
    if missing(value):
        return NOT_KNOWN
    rounded = _rounded(Decimal(str(value)), places)
    return _signed(rounded, f"{abs(rounded):,}")


def share(value: float | Decimal | None, places: int = 0) -> str:
    """A share of 0 to 1 as a percentage: 37%. What is not quite none or all says so."""
    if missing(value):
        return NOT_KNOWN
    exact = Decimal(str(value)) * 100
    shown = _rounded(exact, places)
    step = Decimal(1).scaleb(-places)
    if exact > 0 and shown == 0:
        return f"under {step}%"
    if exact < 100 and shown == 100:
        return f"over {100 - step}%"
    return _signed(shown, f"{abs(shown)}%")


def measured(value: object, unit: str, places: int = 0) -> str:
    """A figure of a strategy's measure in its unit: 37%, £1.2m, 269, 14 days, +12%.

    `places` are those of a percentage; money is told to ten thousand pounds with one of them, and
    to the penny with two.
    """
    if missing(value):
        return NOT_KNOWN
    exact = Decimal(str(value))
    match unit:
        case "share":
            return share(value, places)
        case "change":
            return f"+{share(value, places)}" if exact > 0 else share(value, places)
        case "pounds":
            if places == 1 and abs(exact) >= _MILLION:
                return _signed(exact, f"£{_rounded(abs(exact) / _MILLION, 2):,}m")
            return pounds(exact) if places < 2 else pounds_exact(exact)
    plain = number(exact, 0 if exact == exact.to_integral_value() else 1)
    if unit in ("days", "hours"):
        return f"{plain} {unit if exact != 1 else unit[:-1]}"
    return plain


def printed(value: object, unit: str) -> str:
    """The same with a decimal where it was given one, as 53.9% is in print."""
    if missing(value) or unit not in ("share", "change"):
        return measured(value, unit)
    tenths = (Decimal(str(value)) * 1000).normalize()
    to_one = tenths == tenths.to_integral_value() and tenths % 10 != 0
    return measured(value, unit, 1 if to_one else 0)


def pence(value: float | Decimal | None) -> str:
    """A share as pence of each pound: 37p."""
    return share(value).replace("%", "p")


def day(value: date | None) -> str:
    """20 November 2026."""
    return NOT_KNOWN if missing(value) else f"{value.day} {value:%B %Y}"


def moment(text: str) -> str:
    """A moment of the ledger as a person reads it: 20 November 2026, 09:30."""
    at = datetime.fromisoformat(text)
    return f"{day(at.date())}, {at:%H:%M}"


def span(first: date | None, last: date | None) -> str:
    """The months from one day to another: "April 2023 to March 2024", or one month alone."""
    if missing(first) or missing(last):
        return "all dates"
    start, end = f"{first:%B %Y}", f"{last:%B %Y}"
    return start if start == end else f"{start} to {end}"


def count(how_many: int, one: str, many: str | None = None) -> str:
    """1 supplier, 4,168 suppliers."""
    return f"{number(how_many)} {one if how_many == 1 else many or one + 's'}"


def listed(names: Sequence[str]) -> str:
    """Luton, Bedford and Central Bedfordshire."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def possessive(name: str) -> str:
    """Luton's, Bedfordshire's, STAR's, Rivers'."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def years(first: str | None, last: str | None) -> str:
    """A strategy's years, 2019–24, from its first and last financial year, 2019/20 and 2023/24."""
    if missing(first):
        return ""
    return first[:4] if missing(last) else f"{first[:4]}–{last[-2:]}"
