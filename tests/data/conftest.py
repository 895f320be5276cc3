"""What the tests of the data room share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from data.sample import sample_files
from tests.data.dull_sample import Sample, area_of_places, take_apart
from tests.data.workshop import Workshop


@pytest.fixture
def shop() -> Iterator[Workshop]:
    made = Workshop()
    yield made
    made.con.close()


@pytest.fixture(scope="module")
def taken_apart() -> Sample:
    """The sample's files taken apart without the project, never changed: 3 seconds to make, and a
    quarter of a gigabyte to keep."""
    return take_apart(tuple(sample_files()))


@pytest.fixture(scope="module")
def areas() -> dict[str, str]:
    """Which authority a postcode sector or district lies in."""
    return area_of_places()
