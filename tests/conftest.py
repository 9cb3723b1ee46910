"""What every test that touches data starts from: a migrated database of each kind, and the service on it."""

import asyncio
import gc
import os
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from fastapi import FastAPI

from app.domain.permissions import Actor, Role
from app.main import create_app
from app.settings import Settings
from app.store.migration import migrate
from tests import browser, memory, postgres
from tests.builders.world import World, build_world

NOW = datetime(2025, 3, 12, 10, 0, tzinfo=UTC)


def pytest_report_header() -> list[str]:
    return [postgres.describe(), browser.describe()]


@dataclass
class Clock:
    """A clock that stands until a test moves it."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    @property
    def today(self) -> date:
        return self.now.date()

    def set_day(self, day: date) -> None:
        self.now = datetime(day.year, day.month, day.day, 10, 0, tzinfo=UTC)

    def move(self, **delta: float) -> None:
        self.now += timedelta(**delta)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file, copied for each test."""
    path = tmp_path_factory.mktemp("template") / "mdr.sqlite3"
    asyncio.run(migrate(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgres_template() -> Iterator[tuple[str, str]]:
    """A migrated, empty PostgreSQL database that others are copied from: the server and its address."""
    server = postgres.server_url()
    url = postgres.create_database(server)
    asyncio.run(migrate(url))
    yield server, url
    postgres.drop_database(server, url)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty, migrated database of each kind."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        copy = tmp_path / "mdr.sqlite3"
        copy.write_bytes(template.read_bytes())
        yield f"sqlite+aiosqlite:///{copy}"
        return
    server, name = request.getfixturevalue("postgres_template")
    url = postgres.create_database(server, template=name)
    yield url
    postgres.drop_database(server, url)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    values: dict[str, Any] = {
        "var_dir": tmp_path / "var",
        "DATABASE_URL": database_url,
        "requests_per_minute": 100_000,
        "token_requests_per_minute": 100_000,
        "password_grant": True,
    }
    return Settings(**values)


@pytest.fixture
async def app(settings: Settings, clock: Clock) -> AsyncIterator[FastAPI]:
    """The service, started."""
    service = create_app(settings, clock=clock)
    async with service.router.lifespan_context(service):
        yield service


@dataclass
class Caller:
    """A caller of the service, signed in as one actor."""

    client: httpx.AsyncClient
    actor: Actor | None
    token: Callable[[], str] | None
    sent: list[Any] = field(default_factory=list)

    async def __call__(self, method: str, path: str, **options: Any) -> httpx.Response:
        headers = dict(options.pop("headers", {}))
        if self.token is not None:
            headers.setdefault("Authorization", f"Bearer {self.token()}")
        version = options.pop("version", None)
        if version is not None:
            headers["If-Match"] = f'"v{version}"'
        key = options.pop("key", None)
        if key is not None:
            headers["Idempotency-Key"] = key
        return await self.client.request(method, path, headers=headers, **options)

    async def get(self, path: str, **options: Any) -> httpx.Response:
        return await self("GET", path, **options)

    async def post(self, path: str, json: Any = None, **options: Any) -> httpx.Response:
        return await self("POST", path, json=json, **options)

    async def patch(self, path: str, json: Any = None, **options: Any) -> httpx.Response:
        return await self("PATCH", path, json=json, **options)


@pytest.fixture
async def world(app: FastAPI, clock: Clock) -> World:
    """Two providers, each with its councils, a health body and one person or machine in every role."""
    return await build_world(app.state.database, now=clock.now)


@pytest.fixture
async def http(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False, client=("127.0.0.1", 50_000))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        yield client


@pytest.fixture
def as_(app: FastAPI, http: httpx.AsyncClient, world: World, clock: Clock) -> Callable[..., Caller]:
    """Return a caller in a role: `as_(Role.ADVISER)`, `as_(actor)`, or `as_(None)` for nobody."""

    def caller(who: Role | Actor | None) -> Caller:
        if who is None:
            return Caller(http, None, None)
        actor = world.actor(who) if isinstance(who, Role) else who

        def token() -> str:
            return str(app.state.tokens.issue(actor, epoch=1, now=clock.now, minutes=15))

        return Caller(http, actor, token)

    return caller


_TESTS_BETWEEN_COLLECTIONS = 50
_since_collection = 0


def pytest_collection_finish() -> None:
    """Leave out of every later collection what is there before the first test: it stays to the end."""
    gc.collect()
    gc.freeze()
    # Each test leaves a service behind, and SQLAlchemy keeps statements of many: looking at them all as often as the
    # collector would by itself took a fifth of the run.
    gc.set_threshold(2_000, 20, 1_000_000)


def pytest_runtest_logfinish() -> None:
    global _since_collection
    _since_collection += 1
    if _since_collection >= _TESTS_BETWEEN_COLLECTIONS:
        _since_collection = 0
        gc.collect()


def pytest_configure(config: pytest.Config) -> None:
    os.environ.setdefault("TZ", "UTC")
    if in_memory := memory.folder():
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(in_memory))
