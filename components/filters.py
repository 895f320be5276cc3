"""The sidebar's filters: one frozen object, kept in the URL, the same on every page.

Options come through `ask`, the function that runs a query by name, so this room never meets
the warehouse. Each choice depends on the ones above it, and one that no longer exists gives
way to the nearest sensible default, with a sentence that says so.
"""

import string
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from components import states, words

Ask = Callable[..., pd.DataFrame]

ALL_ORGANISATIONS = "All organisations"
ALL_DATES = "All dates"
ALL_DIRECTORATES = "All directorates"
ALL_CATEGORIES = "All categories"

# The keys of the widgets are the names in the URL. They are spelt here and nowhere else.
STRATEGY = "strategy"
ORGANISATION = "organisation"
PERIOD = "period"
DIRECTORATE = "directorate"
CATEGORY = "category"
_CURRENT = "filters"
_NOTICES = "filter_notices"
_STRATEGY_MOVED = "strategy_moved"


@dataclass(frozen=True)
class Filters:
    """What is being looked at. Organisations None means all of them; so do the other Nones.

    `borrowed` is true where the strategy was not written for one of the organisations.
    `payments_counted` and `contracts_counted` are the strategy's thresholds in words, such as
    "payments from £25,000" or "every contract".
    """

    strategy: str
    council: str
    strategy_name: str
    headline_tier: int
    headline_name: str
    payments_counted: str
    contracts_counted: str
    organisation: str
    organisations: tuple[str, ...] | None
    borrowed: bool
    period: str
    date_from: date | None
    date_to: date | None
    directorate: str | None
    category: str | None

    def spend_params(self, *, dates: bool = True) -> dict[str, object]:
        """Parameters of the spend queries; without dates for those that run over all periods."""
        params: dict[str, object] = {
            "strategy": self.strategy,
            "organisations": None if self.organisations is None else list(self.organisations),
            "directorate": self.directorate,
            "category": self.category,
        }
        if dates:
            params |= {"date_from": self.date_from, "date_to": self.date_to}
        return params

    def contract_params(self) -> dict[str, object]:
        """Parameters of the social value queries, which run over all years."""
        organisations = None if self.organisations is None else list(self.organisations)
        return {"strategy": self.strategy, "organisations": organisations}

    def address(self, **more: object) -> str:
        """The address of this view on the page it stands on: "?strategy=…". None is left out."""
        held = {
            STRATEGY: self.strategy_name,
            ORGANISATION: self.organisation,
            PERIOD: self.period,
            DIRECTORATE: self.directorate or ALL_DIRECTORATES,
            CATEGORY: self.category or ALL_CATEGORIES,
            **more,
        }
        return "?" + urlencode({name: value for name, value in held.items() if value is not None})

    def only(self) -> str | None:
        """The one organisation that is looked at, None where there may be more."""
        several = self.organisations
        return several[0] if several is not None and len(several) == 1 else None

    def noted_about(self) -> tuple[str, ...] | None:
        """Whose dated notes belong to this view: its own and those of each of its organisations,
        and of the whole that one of a council's own is part of. None is everybody's."""
        if self.organisations is None:
            return None
        whole = () if self.borrowed else (_together(self.council),)
        return tuple(dict.fromkeys((self.organisation, *self.organisations, *whole)))

    def supplier_address(self, supplier_key: str) -> str:
        """The address of a supplier's own view, from the first page."""
        return f"spend-suppliers{self.address(supplier=supplier_key)}"

    def span(self) -> str:
        """The period in words: "April 2023 to March 2024", or all dates."""
        return words.span(self.date_from, self.date_to)

    def borrowed_sentence(self) -> str:
        """Said on every figure where the strategy is not the organisation's own; else empty."""
        if not self.borrowed:
            return ""
        whose = words.possessive(self.council)
        if self.organisations is None or len(self.organisations) > 1:
            return f"Measured by {whose} strategy, which was not written for all of these."
        return f"Measured by {whose} strategy, which was not written for {self.organisations[0]}."


def sidebar(ask: Ask) -> Filters:
    """Draw the sidebar and return what is chosen. Call once in a run, before the page."""
    st.session_state[_NOTICES] = ()
    with st.sidebar:
        st.html('<p class="lp-brand">Local Pound</p>')
        chosen = _strategy(ask)
        organisation, organisations, borrowed = _organisation(ask, chosen)
        period, date_from, date_to = _period(ask, organisations)
        spend = {"organisations": organisations, "date_from": date_from, "date_to": date_to}
        if borrowed and chosen["nobody_has_own"]:
            _warn(
                f"No strategy here was written for {organisation}. Its spend is held against "
                f"{words.possessive(chosen['council'])}, which calls {chosen['headline_name']} "
                "local. Choose another on the left, or bring your own under Data, Strategies."
            )
        directorates, categories = (
            ask("filters/parts", part_of=part_of, **spend)["part"]
            for part_of in ("directorate", "category")
        )
        directorate = _one_of(DIRECTORATE, "Directorate", ALL_DIRECTORATES, directorates)
        category = _one_of(CATEGORY, "Category", ALL_CATEGORIES, categories)
        st.button("Clear filters", on_click=_clear, type="tertiary", key="clear-filters")
        _data_to(ask)
    current = Filters(
        strategy=chosen["strategy"],
        council=chosen["council"],
        strategy_name=_strategy_label(chosen),
        headline_tier=int(chosen["headline_tier"]),
        headline_name=chosen["headline_name"],
        payments_counted=_threshold("payment", chosen, "smallest_payment"),
        contracts_counted=_threshold("contract", chosen, "sv_threshold"),
        organisation=organisation,
        organisations=None if organisations is None else tuple(organisations),
        borrowed=borrowed,
        period=period,
        date_from=date_from,
        date_to=date_to,
        directorate=directorate,
        category=category,
    )
    st.session_state[_CURRENT] = current
    return current


def current() -> Filters:
    """What the sidebar holds in this run, for a page to read."""
    return st.session_state[_CURRENT]


def head(
    title: str,
    question: str,
    filters: Filters,
    *,
    spend: bool = True,
    period: bool = True,
    over: str = "All award years",
) -> None:
    """A page's title, the question it answers, and what is filtered, removable where it can be.

    `spend` False is a page where directorate and category play no part, of contracts or a whole
    strategy, and `over` says what time it covers; `period` False is one that runs over all periods.
    """
    _head(title, question)
    with st.container(horizontal=True, gap="small", key="chips"):
        _chips(_fixed_chips(filters, spend=spend, period=period, over=over))
        for key, text in _removable_chips(filters, spend=spend):
            st.button(
                f"{_plain(text)} ×",
                key=f"remove-{key}",
                on_click=_clear,
                args=(key,),
            )
    states.notice(st.session_state.get(_NOTICES, ()))


def head_of_strategy(title: str, question: str, filters: Filters) -> None:
    """The same for a page of the strategy itself, where it alone is chosen."""
    _head(title, question)
    with st.container(horizontal=True, gap="small", key="chips"):
        _chips([filters.strategy_name])
    states.notice(st.session_state.get(_NOTICES, ()))


def _head(title: str, question: str) -> None:
    st.title(title, anchor=False)
    st.html(f'<p class="lp-question">{words.escape(question)}</p>')


def _chips(texts: Sequence[str]) -> None:
    for text in texts:
        st.html(f'<span class="lp-chip">{words.escape(text)}</span>', width="content")


def year_or_quarter() -> str:
    """A choice of "year" or "quarter", kept in the URL."""
    chosen = st.segmented_control(
        "By",
        ["Year", "Quarter"],
        key="by",
        default="Year",
        required=True,
        bind="query-params",
        label_visibility="collapsed",
    )
    return (chosen or "Year").lower()


def _fixed_chips(filters: Filters, *, spend: bool, period: bool, over: str) -> list[str]:
    chips = [filters.strategy_name, filters.organisation]
    if not spend:
        chips.append(over)
    else:
        chips.append(filters.period if period else "All periods")
        chips += [ALL_DIRECTORATES] if filters.directorate is None else []
        chips += [ALL_CATEGORIES] if filters.category is None else []
    return chips


def _removable_chips(filters: Filters, *, spend: bool) -> list[tuple[str, str]]:
    if not spend:
        return []
    chosen = (
        (DIRECTORATE, "Directorate", filters.directorate),
        (CATEGORY, "Category", filters.category),
    )
    return [(key, f"{label}: {value}") for key, label, value in chosen if value is not None]


def _threshold(what: str, row: pd.Series, field: str) -> str:
    if words.missing(row[field]):
        return f"every {what}"
    operator = row["smallest_payment_operator" if what == "payment" else "sv_operator"]
    return f"{what}s {operator} {words.pounds_exact(row[field]).removesuffix('.00')}"


def _strategy_label(row: pd.Series) -> str:
    return f"{row['council']} {words.years(row['first_year'], row['last_year'])}".strip()


def _strategy(ask: Ask) -> pd.Series:
    found = ask("filters/strategies")
    labels = {_strategy_label(row): place for place, (_, row) in enumerate(found.iterrows())}
    # The first view is of the strategy with most of its organisations here.
    best = int(found["own_organisations_with_data"].astype(int).to_numpy().argmax())
    options = list(labels)
    label = _select(STRATEGY, "Strategy", options, options[best], on_change=_strategy_moved)
    row = found.iloc[labels[label]].copy()
    row["nobody_has_own"] = not found["own_organisations_with_data"].any()
    return row


def _organisation(ask: Ask, strategy: pd.Series) -> tuple[str, list[str] | None, bool]:
    found = ask("filters/organisations", strategy=strategy["strategy"])
    own = found.loc[found["is_own"], "organisation"].tolist()
    names = found["organisation"].tolist()
    together = _together(strategy["council"])
    options = own + [name for name in names if name not in own]
    if len(own) > 1:
        options.insert(0, together)
    if len(names) > len(own) and len(names) > 1:
        options.append(ALL_ORGANISATIONS)
    if not options:
        options = [ALL_ORGANISATIONS]
    moved = st.session_state.pop(_STRATEGY_MOVED, False)
    if moved and own and st.session_state.get(ORGANISATION) not in (*own, together):
        # Who picks another council's strategy means to look at that council.
        st.session_state[ORGANISATION] = options[0]
    chosen = _select(ORGANISATION, "Organisation", options, options[0])
    if chosen == ALL_ORGANISATIONS:
        return chosen, None, len(own) < len(names)
    if chosen == together and len(own) > 1:
        return chosen, own, False
    return chosen, [chosen], chosen not in own


def _together(council: str) -> str:
    return f"All of {council}"


def _period(ask: Ask, organisations: list[str] | None) -> tuple[str, date | None, date | None]:
    found = ask("filters/periods", organisations=organisations)
    labels = found["period"].tolist()
    whole = found.loc[found["kind"] == "year", "period"].tolist()
    newest = whole[0] if whole else ALL_DATES
    chosen = _select(PERIOD, "Period", [ALL_DATES, *labels], newest)
    if chosen == ALL_DATES:
        return chosen, None, None
    row = found.loc[found["period"] == chosen].iloc[0]
    return chosen, row["date_from"], row["date_to"]


def _one_of(key: str, label: str, everything: str, values: Sequence[str]) -> str | None:
    options = [everything, *(value for value in values if not words.missing(value))]
    chosen = _select(key, label, options, everything)
    return None if chosen == everything else chosen


def _strategy_moved() -> None:
    st.session_state[_STRATEGY_MOVED] = True


def _select(
    key: str,
    label: str,
    options: list[str],
    default: str,
    on_change: Callable[[], None] | None = None,
) -> str:
    """A choice kept in the URL, where it stands even when it is the default.

    A link then reopens the same view after newer data has moved the defaults.
    """
    first_time = key not in st.session_state
    held = st.session_state.get(key)
    asked = st.query_params.get(key)
    gone = asked if first_time else held
    if gone not in options:
        if gone:
            _note(key, label, gone, default)
        st.session_state[key] = default
        if first_time:
            # Once a widget is bound to it, only the widget may write the address.
            st.query_params[key] = default
    # No default of its own: a widget drops its default from the URL. Going back in the browser
    # to an address without this name leaves it empty, whatever was set above.
    chosen = st.selectbox(
        label,
        options,
        key=key,
        index=None,
        required=True,
        placeholder=default,
        filter_mode="contains",
        bind="query-params",
        on_change=on_change,
    )
    return chosen or default


def _note(key: str, label: str, gone: str, default: str) -> None:
    instead = default if key in (STRATEGY, ORGANISATION, PERIOD) else default.lower()
    verb = "are" if default.startswith("All ") else "is"
    _warn(f'{label} "{gone}" is not among the choices here, so {instead} {verb} shown.')


def _warn(sentence: str) -> None:
    """Have a sentence said above the figures of the page."""
    st.session_state[_NOTICES] = (*st.session_state[_NOTICES], sentence)


def _clear(key: str | None = None) -> None:
    defaults = {DIRECTORATE: ALL_DIRECTORATES, CATEGORY: ALL_CATEGORIES, PERIOD: None}
    for name in [key] if key else list(defaults):
        st.session_state[name] = defaults[name]


def _data_to(ask: Ask) -> None:
    found = ask("filters/data_to")
    row = found.iloc[0]
    lines = [f"Data to {words.day(row['data_to'])}"] if not words.missing(row["data_to"]) else []
    if not words.missing(row["is_sample"]) and row["is_sample"]:
        lines.append("<strong>Sample data, invented</strong>")
    if lines:
        st.html(f'<p class="lp-data-to">{"<br>".join(lines)}</p>')


def _plain(text: str) -> str:
    """Text without Markdown's meaning, for a widget's label."""
    return "".join(f"\\{letter}" if letter in string.punctuation else letter for letter in text)
