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


def local_share_over_time(filters: Filters) -> str:
    """The same, with the path projected."""
    return (
        f"{local_share(filters)} After the last target year the last target stands. The dotted "
        "line is a straight line by ordinary least squares through the shares of whole financial "
        "years with a known place for at least 80% of their spend: those of the last five, three "
        "at the least. It runs to the last target year and two years ahead at the least, though no "
        "further ahead than the years behind it, and never below nought or over 100%. The pace "
        "needed is the share of the rest of the year that must be local for the whole of it to "
        "reach the target: the target times all spend of the year, less what is local so far, "
        "divided by the rest. The rest is taken to be the spend of the same months last year, and "
        "the share of known places to hold for all that is spent so far; its range comes from the "
        "lowest and the highest that share can be."
    )


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
