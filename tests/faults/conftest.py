"""What the proofs start from: a served house with one provider and people who may act in it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.faults.house import House, open_house


@pytest.fixture
async def house(database_url: str, tmp_path: Path) -> AsyncIterator[House]:
    """The service as a process of its own, on each kind of database."""
    async with open_house(database_url, tmp_path) as opened:
        yield opened
