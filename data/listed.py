"""Long lists of small things, held as an Arrow table and made into objects as they are looked at.

A file of ten million rows may have a million faults: as objects they would outweigh the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar, overload

import pyarrow as pa

T = TypeVar("T")
ROWS_AT_A_TIME = 10_000


class Listed(Sequence[T]):
    """One thing per row of `table`: `make` is called with its columns by name."""

    def __init__(self, make: Callable[..., T], table: pa.Table) -> None:
        self.table = table
        self._make = make

    def __len__(self) -> int:
        return self.table.num_rows

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> Listed[T]: ...
    def __getitem__(self, place: int | slice) -> T | Listed[T]:
        if isinstance(place, slice):
            places = range(len(self))[place]
            if places.step == 1:
                return Listed(self._make, self.table.slice(places.start, len(places)))
            return Listed(self._make, self.table.take(pa.array(places, pa.int64())))
        return self._made(self.table.slice(range(len(self))[place], 1))[0]

    def __iter__(self) -> Iterator[T]:
        for start in range(0, len(self), ROWS_AT_A_TIME):
            yield from self._made(self.table.slice(start, ROWS_AT_A_TIME))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Listed({len(self)} of {getattr(self._make, '__name__', 'them')})"

    def _made(self, rows: pa.Table) -> list[T]:
        return [self._make(**row) for row in rows.to_pylist()]


def together(lists: Sequence[Listed[Any]]) -> Listed[Any]:
    """Lists of the same things (at least one) as one list, one behind the other."""
    return Listed(lists[0]._make, pa.concat_tables([one.table for one in lists]))
