"""The figures of every measure of a strategy that the data can say, each asked of its own question.

A strategy names the question of a measure and its parameters; what answers is brought here to one
form, so that a council's own measure is shown like any other.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

import pandas as pd

import queries

# Our field -> the columns that may hold it, the first that is there; {unit} is the measure's.
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "period": ("period", "award_year"),
    "value": ("{unit}", "local_share", "secured_share"),
    "lowest": ("{unit}_lowest", "lowest"),
    "highest": ("{unit}_highest", "highest"),
    "known": ("known",),
    "whole": ("whole", "amount", "contracts"),
}
FIELDS = (
    "measure", "by", "period", "starts_on", "ends_on", "value", "lowest", "highest", "known",
    "whole", "is_whole",
)  # fmt: skip
AT_ONCE = 2

Answer = Sequence[Mapping[str, object]]

_MONTHS = {"year": 12, "quarter": 3}
_EACH = "each"


def figures(strategy: str, organisations: Sequence[str] | None) -> pd.DataFrame:
    """One row per measure with a question of its own, and period by year and by quarter.

    `value`, `lowest` and `highest` are in the measure's unit, money decimal; `known` of `whole` is
    what it rests on. `is_whole` is false for a period of which some month of an organisation that
    sends any is missing, and of contracts for one that had not ended with the last award.
    """
    # What has no months of its own is of contracts, and payments say nothing of those.
    awards_to = queries.rows("social_value/awards_to", organisations=organisations)[0]["awards_to"]
    # The last award of a year is seldom made on its last day.
    last_day = date.min if awards_to is None else _months_on(awards_to.replace(day=1), 1)
    told = {"strategy": strategy, "organisations": organisations}
    worked_out = [m for m in queries.rows("strategy/measures", strategy=strategy) if m["query"]]
    asks = [(measure, ask) for measure in worked_out for ask in _asks(measure, told)]
    asked = {ask.key: ask for _, ask in asks}
    # Each answer takes a few milliseconds, half of them to plan, which one core does by itself.
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        jobs = {
            key: pool.submit(copy_context().run, partial(queries.rows, ask.name, **ask.params))
            for key, ask in asked.items()
        }
        answers = {key: job.result() for key, job in jobs.items()}
    rows = [row for measure, ask in asks for row in _of(measure, ask, answers[ask.key], last_day)]
    return pd.DataFrame(rows, columns=list(FIELDS), dtype=object)


def questions(strategy: str) -> tuple[queries.Query, ...]:
    """The questions that a strategy's measures name, each once."""
    named = queries.run("strategy/measures", strategy=strategy)["query"].dropna()
    return tuple(queries.describe(name) for name in dict.fromkeys(filter(None, named)))


@dataclass(frozen=True)
class _Ask:
    """What a measure asks: a question and what it is told, and of the answer what is the measure's
    own. `spans`: the spans it is an answer by, where its rows do not say."""

    name: str
    params: Mapping[str, object]
    own: Mapping[str, object]
    spans: tuple[str, ...]

    @property
    def key(self) -> str:
        """The same for two measures that ask the same."""
        return json.dumps((self.name, self.params), sort_keys=True, default=list)


def _asks(measure: Mapping[str, object], told: Mapping[str, object]) -> Iterator[_Ask]:
    """What a measure asks. A question that offers "each" of something is asked for all at once, so
    that many measures share one answer."""
    name, own = str(measure["query"]), json.loads(measure["params"] or "{}")
    takes = {param.name: param.type.split("|") for param in queries.describe(name).params}
    each = {param: _EACH for param, choices in takes.items() if _EACH in choices}
    kept = {k: v for k, v in {**told, **own, **each}.items() if k in takes}
    if "kind" in each:
        kept.pop("tier", None)
    if "by" in takes and "by" not in each:
        for span in _MONTHS:
            yield _Ask(name, {**kept, "by": span}, own, (span,))
    else:
        yield _Ask(name, kept, own, tuple(_MONTHS) if "by" in each else ("year",))


def _is_own(row: Mapping[str, object], ask: _Ask, span: str) -> bool:
    """Whether a row of an answer about each span and each kind is of a measure's own."""
    if ask.params.get("by") == _EACH and row["span"] != span:
        return False
    if ask.params.get("kind") != _EACH:
        return True
    kind, tier = ask.own["kind"], ask.own.get("tier")
    if row["kind"] != kind or kind != "local":
        return row["kind"] == kind
    return bool(row["is_headline"]) if tier is None else row["tier"] == tier


def _of(
    measure: Mapping[str, object], ask: _Ask, answer: Answer, last_day: date
) -> Iterator[dict[str, object]]:
    for span in ask.spans:
        its = [row for row in answer if _is_own(row, ask, span)]
        rows = list(_rows(its, str(measure["unit"]), span, last_day))
        if measure["unit"] == "change":
            rows = list(_changes(rows))
        yield from ({**row, "measure": measure["measure"], "by": span} for row in rows)


def _rows(answer: Answer, unit: str, by: str, last_day: date) -> Iterator[dict[str, object]]:
    """The periods of an answer in our own fields; none where it does not answer in the unit."""
    columns = _columns([*answer[0]] if answer else [], unit)
    if "period" not in columns or "value" not in columns:
        return
    for row in answer:
        found = {field: row[column] for field, column in columns.items()}
        starts_on = _starts_on(found["period"])
        if starts_on is None:
            continue
        if "with_nothing" in row:
            found["known"] = row["contracts"] - row["with_nothing"]
        after = _months_on(starts_on, _MONTHS[by])
        of_spend = "months" in row
        is_whole = row["months_from_all"] >= row["months"] if of_spend else after <= last_day
        yield {
            "lowest": found["value"],
            "highest": found["value"],
            **found,
            "starts_on": starts_on,
            "ends_on": after - timedelta(days=1),
            "is_whole": bool(is_whole),
        }


def _changes(rows: Sequence[dict[str, object]]) -> Iterator[dict[str, object]]:
    """A change is whole only where the period it is counted from is; and what is not known of
    either leaves it open."""
    whole = {row["starts_on"] for row in rows if row["is_whole"]}
    for row in rows:
        open_ended = row.get("known") != row.get("whole")
        ends = {"lowest": None, "highest": None} if open_ended else {}
        before = row["starts_on"].replace(year=row["starts_on"].year - 1)
        yield {**row, **ends, "is_whole": row["is_whole"] and before in whole}


def _columns(names_there: Sequence[str], unit: str) -> dict[str, str]:
    found = {}
    for field, names in _FIELDS.items():
        # The general names of a share are no answer in another unit.
        names = [
            name.format(unit=unit) for name in names if unit == "share" or "_share" not in name
        ]
        there = [name for name in names if name in names_there]
        if there:
            found[field] = there[0]
    return found


def _starts_on(period: object) -> date | None:
    """The first day of "2023/24" or "2023/24 Q2"; None for what is no period."""
    text = str(period or "")
    if not text[:4].isdigit():
        return None
    quarter = int(text[-1]) if " Q" in text else 1
    return _months_on(date(int(text[:4]), 4, 1), 3 * (quarter - 1))


def _months_on(day: date, months: int) -> date:
    ahead = day.month - 1 + months
    return day.replace(year=day.year + ahead // 12, month=ahead % 12 + 1)
