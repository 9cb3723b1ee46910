"""The small service, made anew for each test that asks for it."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from tests.web.small_service import Service, running


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[Service]:
    """The small service on SQLite, with quotas that no test but its own reaches."""
    tmp_path.chmod(0o700)
    async with running(
        tmp_path, requests_per_minute=10_000, cors_origins=("https://front.example",)
    ) as running_service:
        yield running_service


@pytest.fixture
async def client(service: Service) -> httpx.AsyncClient:
    """A client of the small service."""
    return service.client
