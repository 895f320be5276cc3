"""What reading a reference file finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Found:
    """What a reference file holds: what it covers ("postcodes", "districts" or "wards"), what kind
    of file it is, its date in words, counts by name, and what an officer should know of it."""

    covers: str
    source: str
    vintage: str
    counted: dict[str, int]
    notices: tuple[str, ...] = ()
