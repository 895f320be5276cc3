"""What the tests of the data room share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.data.workshop import Workshop


@pytest.fixture
def shop() -> Iterator[Workshop]:
    made = Workshop()
    yield made
    made.con.close()
