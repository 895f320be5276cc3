"""How each figure is calculated, in plain words, for who opens "How this is calculated"."""

from components.filters import Filters

_LOCAL = (
    "A supplier belongs to the first tier that holds its postcode. Local share is spend with "
    "suppliers up to {headline}, divided by spend with suppliers whose place is known. The true "
    "share of all spend lies between local divided by all, as if nothing unknown were local, and "
    "local and not known together divided by all, as if everything unknown were. Where less than "
    "80% of spend has a known place, that range is the headline."
)
_SCOPE = (
    "Counted is what the {strategy} strategy counts: {payments}, without the bodies and categories "
    "that are not procurement. Refunds net off."
)


def local_share(filters: Filters) -> str:
    """Tiers, local share, its range, and what spend counts."""
    return f"{_LOCAL.format(headline=filters.headline_name)} {scope(filters)}"


def scope(filters: Filters) -> str:
    """What spend counts under the strategy."""
    return _SCOPE.format(strategy=filters.strategy_name, payments=filters.payments_counted)


def places(filters: Filters) -> str:
    """How a supplier comes to be in an area."""
    return (
        "A supplier stands in the district authority of its postcode, looked up by postcode sector "
        "and else by postcode district. Its postcode comes from the file itself, a supplier list "
        f"or a contracts register. {scope(filters)}"
    )


def split(filters: Filters) -> str:
    """Tiers one by one."""
    return (
        "Each supplier is in one tier only, the innermost that holds it, so the tiers add up. "
        f"Shares are of spend whose place is known. {scope(filters)}"
    )


def year_to_date(filters: Filters) -> str:
    """Like for like."""
    return (
        "This financial year so far beside the same months of last year. Only months that an "
        "organisation has in both years count, organisation by organisation. "
        f"{local_share(filters)}"
    )


def secured(filters: Filters) -> str:
    """The secured share."""
    return (
        "Committed social value divided by contract value excluding VAT, over "
        f"{filters.contracts_counted}, by award year. A contract with nothing recorded counts in "
        "the contract value. A framework's ceiling does not count where its call-offs do. A "
        "contract shared by several suppliers or partners counts once. Where one project is given "
        "several values the largest is taken, and flagged."
    )
