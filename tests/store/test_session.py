"""One unit of work on both databases: whole or not at all, isolated, and durable."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from app.store import ids
from app.store.session import Database, create_engine
from app.store.tables import Counter, Organisation

NOW = datetime(2026, 7, 1, 11, 0, tzinfo=UTC)
ONE = "00000000-0000-7000-8000-000000000001"


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url, pool_size=4)
    yield database
    await database.close()


async def _organisations(database: Database) -> int:
    async with database.read() as connection:
        return int((await connection.execute(select(func.count()).select_from(Organisation))).scalar_one())


def _one(code: str) -> Organisation:
    return Organisation(id=ids.new_id(NOW), tenant_id=ONE, kind="la", code=code, name="A council")


async def test_a_unit_of_work_is_whole_or_nothing(database: Database) -> None:

    async def fail() -> None:
        async with database.write() as session:
            session.add(_one("1"))
            await session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    assert await _organisations(database) == 0
    async with database.write() as session:
        session.add(_one("1"))
    assert await _organisations(database) == 1


async def test_a_table_made_in_a_transaction_that_fails_is_gone(database: Database) -> None:

    async def fail() -> None:
        async with database.write() as session:
            await session.execute(text("CREATE TABLE fleeting (x integer)"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    async with database.read() as connection:
        with pytest.raises(DBAPIError, match="fleeting"):
            await connection.execute(text("SELECT x FROM fleeting"))


async def test_a_reader_does_not_see_what_is_not_committed(database: Database) -> None:
    async with database.write() as session:
        session.add(_one("1"))
        await session.flush()
        assert await _organisations(database) == 0
    assert await _organisations(database) == 1


async def test_fifty_writers_lose_no_update(database: Database) -> None:
    """Read, think, write: on SQLite's default transactions nearly all of these would be lost without a word."""
    async with database.write() as session:
        await session.execute(insert(Counter).values(tenant_id=ONE, series="a", last=0))
    mine = (Counter.tenant_id == ONE, Counter.series == "a")

    async def add_one() -> None:
        async with database.write() as session:
            last = (await session.execute(select(Counter.last).where(*mine).with_for_update())).scalar_one()
            await asyncio.sleep(0)
            await session.execute(update(Counter).where(*mine).values(last=last + 1))

    await asyncio.gather(*(add_one() for _ in range(50)))
    async with database.read() as connection:
        assert (await connection.execute(select(Counter.last))).scalar_one() == 50


async def test_the_settings_make_an_acknowledged_write_stay(database: Database) -> None:
    faults = await database.durability()
    # The throw-away cluster of tests may run without fsync; SQLite has no such excuse.
    assert faults == [] if database.is_sqlite else set(faults) <= {"fsync", "full_page_writes", "synchronous_commit"}


async def test_the_head_is_the_newest_migration(database: Database) -> None:
    assert await database.head() is not None


async def test_a_sqlite_file_that_is_not_there_is_not_made(tmp_path: object) -> None:
    engine = create_engine(f"sqlite+aiosqlite:///{tmp_path}/nowhere.sqlite3")
    with pytest.raises(DBAPIError, match="unable to open"):
        await engine.connect()
    await engine.dispose()
