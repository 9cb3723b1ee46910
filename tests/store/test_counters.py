"""Serial numbers: none is given out twice, and none is lost by a transaction that fails."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from app.store.counters import next_number
from app.store.session import Database

ONE = "00000000-0000-7000-8000-000000000001"
TWO = "00000000-0000-7000-8000-000000000002"


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url, pool_size=4)
    yield database
    await database.close()


async def _take(database: Database, tenant: str, series: str) -> int:
    async with database.write() as session:
        return await next_number(session, tenant, series)


async def test_each_series_of_each_tenant_counts_for_itself(database: Database) -> None:
    taken = [await _take(database, *which) for which in ((ONE, "a"), (ONE, "a"), (ONE, "b"), (TWO, "a"), (ONE, "a"))]
    assert taken == [1, 2, 1, 1, 3]


async def test_many_takers_get_different_numbers(database: Database) -> None:
    taken = await asyncio.gather(*(_take(database, ONE, "a") for _ in range(40)))
    assert sorted(taken) == list(range(1, 41))


async def test_a_number_of_a_transaction_that_fails_is_given_out_again(database: Database) -> None:
    await _take(database, ONE, "a")

    async def fail() -> None:
        async with database.write() as session:
            assert await next_number(session, ONE, "a") == 2
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    assert await _take(database, ONE, "a") == 2
