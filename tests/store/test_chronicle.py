"""The chronicle: one event, one entry and one outbox row in the change's own transaction; tampering shows."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select, text

from app.domain.permissions import Actor, Role
from app.store import chronicle
from app.store.session import Database
from app.store.tables import AuditEntry, AuditHead, OutboxEvent

NOW = datetime(2026, 7, 1, 11, 0, 0, 5, tzinfo=UTC)
ONE = "00000000-0000-7000-8000-000000000001"
TWO = "00000000-0000-7000-8000-000000000002"


def _actor(tenant: str) -> Actor:
    return Actor("user", tenant, tenant, tenant, Role.ADVISER)


def _event(place: int, *, public: bool = True) -> chronicle.Event:
    return chronicle.Event("case.opened", "case", f"case-{place}", {"la_code": "926", "é": place}, public)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url, pool_size=4)
    yield database
    await database.close()


async def _write(database: Database, tenant: str, *events: chronicle.Event) -> None:
    async with database.write() as session:
        for event in events:
            chronicle.record(session, _actor(tenant), event, now=NOW)


async def _faults(database: Database, tenant: str = ONE) -> list[str]:
    async with database.write() as session:
        return await chronicle.broken_links(session, tenant, batch=3)


async def _count(database: Database, table: type[AuditEntry] | type[OutboxEvent], tenant: str = ONE) -> int:
    async with database.read() as connection:
        statement = select(func.count()).select_from(table).where(table.tenant_id == tenant)
        return int((await connection.execute(statement)).scalar_one())


async def test_a_chain_of_each_tenant_is_whole(database: Database) -> None:
    for place in range(1, 8):
        await _write(database, ONE, _event(place))
    await _write(database, TWO, _event(1), _event(2))
    assert await _faults(database) == []
    assert await _faults(database, TWO) == []
    assert await _count(database, AuditEntry) == 7
    assert await _count(database, AuditEntry, TWO) == 2


async def test_nothing_is_left_of_a_transaction_that_fails(database: Database) -> None:
    await _write(database, ONE, _event(1))

    async def fail() -> None:
        async with database.write() as session:
            chronicle.record(session, _actor(ONE), _event(2), now=NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    assert await _count(database, AuditEntry) == 1
    assert await _count(database, OutboxEvent) == 1
    assert await _faults(database) == []


async def test_what_outsiders_may_not_know_is_audited_and_not_sent(database: Database) -> None:
    await _write(database, ONE, _event(1), _event(2, public=False), _event(3))
    assert await _count(database, AuditEntry) == 3
    async with database.read() as connection:
        sent = (await connection.execute(select(OutboxEvent.sequence).order_by(OutboxEvent.sequence))).scalars().all()
    assert sent == [1, 3]


async def test_many_writers_make_one_chain(database: Database) -> None:
    await asyncio.gather(*(_write(database, ONE, _event(place)) for place in range(20)))
    assert await _count(database, AuditEntry) == 20
    assert await _faults(database) == []


TAMPERED = [
    "UPDATE audit_entries SET action = 'case.closed' WHERE sequence = 4",
    "UPDATE audit_entries SET actor_id = 'someone' WHERE sequence = 1",
    'UPDATE audit_entries SET details = \'{"la_code":"935"}\' WHERE sequence = 4',
    "UPDATE audit_entries SET request_id = 'x' WHERE sequence = 7",
    "UPDATE audit_entries SET subject_id = 'case-1' WHERE sequence = 7",
    "UPDATE audit_entries SET hash = previous_hash WHERE sequence = 3",
    "DELETE FROM audit_entries WHERE sequence = 4",
    "DELETE FROM audit_entries WHERE sequence = 1",
    "DELETE FROM audit_entries WHERE sequence = 7",
    "DELETE FROM audit_entries",
    "DELETE FROM audit_heads",
    "UPDATE audit_heads SET sequence = 6",
    "UPDATE audit_entries SET sequence = 70 WHERE sequence = 7",
]


async def test_tampering_shows(database: Database) -> None:
    await _write(database, ONE, *(_event(place) for place in range(1, 8)))
    for statement in TAMPERED:
        async with database.write() as session:
            assert await chronicle.broken_links(session, ONE, batch=3) == []
            await session.execute(text(statement))
            assert await chronicle.broken_links(session, ONE, batch=3) != [], statement
            await session.rollback()


async def test_an_entry_moved_in_time_shows(database: Database) -> None:
    await _write(database, ONE, *(_event(place) for place in range(1, 4)))
    async with database.write() as session:
        entry = await session.get(AuditEntry, (ONE, 2))
        assert entry is not None
        entry.at = NOW.replace(microsecond=6)
    assert await _faults(database) == ["entry 2 does not follow from the one before it"]


async def test_an_entry_put_in_shows(database: Database) -> None:
    await _write(database, ONE, _event(1))
    async with database.write() as session:
        entry = await session.get(AuditEntry, (ONE, 1))
        assert entry is not None
        values = {column.name: getattr(entry, column.name) for column in AuditEntry.__table__.columns}
        session.add(AuditEntry(**{**values, "sequence": 2, "previous_hash": entry.hash}))
    assert await _faults(database) != []


async def test_the_hash_is_over_what_was_recorded(database: Database) -> None:
    await _write(database, ONE, _event(1))
    async with database.read() as connection:
        row = dict((await connection.execute(select(AuditEntry.__table__))).mappings().one())
        head = (await connection.execute(select(AuditHead.hash))).scalar_one()
    assert row["previous_hash"] == chronicle.GENESIS
    assert row["hash"] == head == chronicle.link_hash(row)
    assert row["at"] == NOW
