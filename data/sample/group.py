"""What is said of a council, or of partners under one strategy, before its sample is made up.

Money is in pence and shares in parts of ten thousand, so that everything adds up in whole numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, field

# Where a supplier is, seen from one strategy. Luton's two rings together are its local.
INNER, OUTER, ELSEWHERE, UNKNOWN = range(4)
TIERS = (INNER, OUTER, ELSEWHERE, UNKNOWN)


@dataclass(frozen=True)
class Year:
    """One financial year of one strategy's spend in scope, over all its organisations.

    `known` is the part of the spend whose place is known; `inner` and `local` (inner and outer
    together) are parts of that.
    """

    starts: int
    total: int
    known: int
    inner: int
    local: int

    @property
    def label(self) -> str:
        return f"{self.starts}-{(self.starts + 1) % 100:02d}"


@dataclass(frozen=True)
class BySize:
    """Spend with small and medium-sized firms as a part of spend whose firm's size is known, year
    by year, and how many firms of each size (SME, not, not known) there are in each tier in the
    first year."""

    share: tuple[int, ...]
    firms: tuple[tuple[int, int, int], ...]
    growth: tuple[float, float, float, float]


@dataclass(frozen=True)
class Weighting:
    """How much of an evaluation social value decides, in percent, for contracts of more than so
    many pence: on average, by year of award, and how far single contracts lie from that."""

    over: int
    average: dict[int, int]
    spread: tuple[int, ...]
    impractical: dict[int, int] = field(default_factory=dict)
    """Year of award -> the weighting of one contract for which the usual was impractical."""


@dataclass(frozen=True)
class Member:
    """One organisation: where its home is, how much of the group's spend is its own, and how its
    finance system numbers things."""

    organisation: str
    slug: str
    home: tuple[str, ...]
    weight: int
    supplier_number: str
    first_supplier: int
    transaction: str
    first_transaction: int
    contract: str
    directorates: dict[str, str]


@dataclass(frozen=True)
class Group:
    """The organisations of one strategy and all that is asked of their sample."""

    key: str
    kind: str
    layout: str
    members: tuple[Member, ...]
    outer: tuple[str, ...]
    elsewhere: dict[str, int]
    years: tuple[Year, ...]
    firms: tuple[int, int, int, int]
    """Firms paid in a year by each member, for each tier, in the first year."""
    growth: tuple[float, float, float, float]
    """The factor by which those numbers change from year to year."""
    lines: int
    """Spend lines a year, for each member."""
    contracts: int
    """Contracts awarded a year, for each member."""
    typical_contract: int
    """The middle contract value, in pence."""
    secured: dict[int, int]
    """Social value as a part of award value of contracts over the threshold, by year of award."""
    sv_threshold: int = 0
    sv_recorded: float = 0.6
    """How many contracts past the threshold have anything recorded."""
    sv_from: tuple[int, int] = (2018, 4)
    """The year and month from which social value is recorded at all."""
    weighting: Weighting | None = None
    """Where the register says how social value weighed in each evaluation."""
    award_value: dict[int, int] = field(default_factory=dict)
    """Award value over the threshold to come to, by year, where a figure is published."""
    undated: float = 0.0
    """How many contracts have no award date."""
    smallest_payment: int = 0
    inner_postcodes: str = ""
    """The postcode area that is the inner tier, where it is not made of authorities."""
    by_size: BySize | None = None
    years_a_file: int = 1
    """How many financial years a spend file covers."""
    withheld: str = "REDACTED PERSONAL DATA"
    """What stands for a name that is withheld."""
    shire: str = ""
    category_label: str = "{group} - {item}"
    names: str = "plain"
    list_names: str = "plain"

    def category_text(self, group: str, item: str) -> str:
        """A category as this group's finance system writes it."""
        return self.category_label.format(group=group, item=item, GROUP=group.upper())
