"""The engines of both databases, and the one way to a transaction."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Dialect, Engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool
from sqlalchemy.util import greenlet_spawn

from app.store import chronicle

STATEMENT_SECONDS = 5
BUSY_MILLISECONDS = 15_000

# At DEBUG this driver writes every statement with its values: names and addresses have no place in a log.
logging.getLogger("aiosqlite").setLevel(logging.INFO)


def create_engine(
    url: str,
    *,
    pool_size: int = 10,
    writes: bool = True,
    statement_seconds: int | None = STATEMENT_SECONDS,
) -> AsyncEngine:
    """Return an engine on which transactions really begin, at the isolation that the service relies on.

    On SQLite a writer begins IMMEDIATE, since a read that turns into a write fails at once; the file is opened
    with mode=rw, since a missing file would silently become a new, empty database.
    """
    if not url.startswith("sqlite"):
        return create_async_engine(
            url,
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=5,
            pool_pre_ping=False,
            hide_parameters=True,  # an error of the database must not quote what was to be stored
            connect_args={
                "timeout": 3,
                "command_timeout": statement_seconds * 2 if statement_seconds else None,
                "server_settings": {
                    "timezone": "UTC",
                    "statement_timeout": str((statement_seconds or 0) * 1000),
                    "lock_timeout": "5000",
                    "idle_in_transaction_session_timeout": "10000",
                    "jit": "off",
                },
            },
        )
    path = make_url(url).database or ""
    engine = create_async_engine(
        f"sqlite+aiosqlite:///file:{path}?mode=rw&uri=true",
        poolclass=AsyncAdaptedQueuePool,
        hide_parameters=True,
        pool_size=1 if writes else pool_size,
        max_overflow=0,
        pool_timeout=30,
    )
    _begin_ourselves(engine.sync_engine, "BEGIN IMMEDIATE" if writes else "BEGIN")
    return engine


def _begin_ourselves(engine: Engine, begin: str) -> None:
    """Switch off the driver's own idea of transactions and set what every connection needs."""

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={BUSY_MILLISECONDS}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)


class Database:
    """One database: `write()` gives a unit of work, `read()` a connection for reading.

    A first-come-first-served gate stands before each pool, since waiting inside the pool is unfair; on SQLite
    there is one writer, and a write runs to its end even when its caller goes away.
    """

    def __init__(
        self, url: str, *, read_url: str = "", pool_size: int = 10, statement_seconds: int | None = STATEMENT_SECONDS
    ) -> None:
        self.url = url
        self.is_sqlite = url.startswith("sqlite")
        self.shielded = self.is_sqlite
        self._writer = create_engine(url, pool_size=pool_size, statement_seconds=statement_seconds)
        reader_url = read_url or url
        if self.is_sqlite or read_url:
            self._reader = create_engine(
                reader_url, pool_size=pool_size, writes=False, statement_seconds=statement_seconds
            )
        else:
            self._reader = self._writer
        self._readers = self._reader if self.is_sqlite else self._reader.execution_options(isolation_level="AUTOCOMMIT")
        self._write_gate = asyncio.Semaphore(1 if self.is_sqlite else pool_size)
        self._read_gate = self._write_gate if self._reader is self._writer else asyncio.Semaphore(pool_size)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """Open a unit of work: committed, with its audit entries and outbox rows, when the block ends well."""
        async with (
            self._write_gate,
            AsyncSession(self._writer, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session
            await session.flush()
            await chronicle.write(session)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """Open a connection for reading; on PostgreSQL each statement stands alone, on SQLite they share a snapshot."""
        async with self._read_gate, self._readers.connect() as connection:
            yield connection

    @asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncSession]:
        """Open a session for reading rows whole, in work that takes long and holds up no writer."""
        async with self.read() as connection, AsyncSession(connection, expire_on_commit=False) as session:
            yield session

    @property
    def dialect(self) -> Dialect:
        """What a select for reading is compiled for."""
        return self._reader.dialect

    @asynccontextmanager
    async def borrow(self) -> AsyncIterator[Any]:
        """Lend the driver's own connection out of the pool, through the gate that everybody takes."""
        async with self._read_gate:
            held = await self._reader.raw_connection()
            # One that broke while it lay in the pool is not lent: the driver knows, and the pool need not ask.
            while (driver := cast(Any, held.driver_connection)).is_closed():
                await greenlet_spawn(held.invalidate)
                held = await self._reader.raw_connection()
            try:
                yield driver
            finally:
                await greenlet_spawn(held.invalidate if driver.is_closed() else held.close)

    async def durability(self) -> list[str]:
        """Return the names of the settings under which an acknowledged write could be lost; none when all is well."""
        if self.is_sqlite:
            faults = []
            async with self.read() as connection:
                for pragma, good in (
                    ("synchronous", {"2", "3"}),
                    ("journal_mode", {"wal"}),
                    ("foreign_keys", {"1"}),
                ):
                    value = (await connection.execute(text(f"PRAGMA {pragma}"))).scalar()
                    if str(value) not in good:
                        faults.append(pragma)
            return faults
        async with self.read() as connection:
            rows = await connection.execute(
                text(
                    "SELECT name, setting FROM pg_settings"
                    " WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit')"
                )
            )
            values = {row.name: row.setting for row in rows}
        wrong = [name for name in ("fsync", "full_page_writes") if values.get(name) != "on"]
        if values.get("synchronous_commit") in {"off", "local"}:
            wrong.append("synchronous_commit")
        return wrong

    async def head(self) -> str | None:
        """Return the migration that the database stands at."""
        async with self.read() as connection:
            return (await connection.execute(text("SELECT version_num FROM alembic_version"))).scalar()

    async def close(self) -> None:
        """Give every connection back."""
        await self._writer.dispose()
        if self._reader is not self._writer:
            await self._reader.dispose()


def file_of(url: str) -> Path | None:
    """Return the path of a SQLite address, None for PostgreSQL."""
    return Path(make_url(url).database or "") if url.startswith("sqlite") else None
