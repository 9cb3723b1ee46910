"""The small service, made anew for each test that asks for it."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from tests.web.small_service import Service, running


@pytest.fixture
async def service_on_sqlite(tmp_path: Path) -> AsyncIterator[Service]:
    """The small service on SQLite, with quotas that no test but its own reaches."""
    tmp_path.chmod(0o700)
    async with running(
        tmp_path, requests_per_minute=10_000, cors_origins=("https://front.example",)
    ) as running_service:
        yield running_service


@pytest.fixture
def service(service_on_sqlite: Service) -> Service:
    """The small service, on the database that starts fastest."""
    return service_on_sqlite


@pytest.fixture
async def service_on_each(tmp_path: Path, database_url: str) -> AsyncIterator[Service]:
    """The small service on a database of each kind."""
    tmp_path.chmod(0o700)
    async with running(tmp_path, url=database_url, requests_per_minute=10_000) as small:
        yield small


@pytest.fixture
async def client(service: Service) -> httpx.AsyncClient:
    """A client of the small service."""
    return service.client
