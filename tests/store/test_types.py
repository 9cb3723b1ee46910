"""The column types: what goes in comes out, and what either database would store wrongly is refused on both."""

import math
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from app.domain.permissions import Role
from app.store import ids
from app.store.session import Database
from app.store.tables import AuditEntry, Client, Contract, Organisation, OutboxEvent

NOW = datetime(2026, 7, 1, 11, 0, 0, 123456, tzinfo=UTC)
TENANT = "00000000-0000-7000-8000-000000000001"


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url, pool_size=2)
    async with database.write() as session:
        session.add(Organisation(id=TENANT, tenant_id=TENANT, kind="provider", code="P", name="Provider"))
    yield database
    await database.close()


def _entry(**changes: Any) -> dict[str, Any]:
    return {
        "tenant_id": TENANT,
        "sequence": 1,
        "at": NOW,
        "actor_kind": "user",
        "actor_id": TENANT,
        "actor_role": "adviser",
        "action": "case.opened",
        "subject_kind": "case",
        "subject_id": TENANT,
        "request_id": "-",
        "details": {"code": "x"},
        "previous_hash": "0" * 64,
        "hash": "1" * 64,
    } | changes


async def _store(database: Database, table: Any, values: dict[str, Any]) -> None:
    async with database.write() as session:
        await session.execute(insert(table), [values])


async def _stored(database: Database, column: Any, place: int) -> Any:
    async with database.read() as connection:
        return (await connection.execute(select(column).where(AuditEntry.sequence == place))).scalar_one()


INSTANTS = [
    (NOW, NOW),
    (datetime(2026, 7, 1, 12, 0, tzinfo=timezone(timedelta(hours=1))), datetime(2026, 7, 1, 11, 0, tzinfo=UTC)),
    (datetime(1950, 1, 1, tzinfo=UTC), datetime(1950, 1, 1, tzinfo=UTC)),
]


async def test_an_instant_keeps_its_meaning(database: Database) -> None:
    for place, (given, kept) in enumerate(INSTANTS):
        await _store(database, AuditEntry, _entry(at=given, sequence=place))
        found = await _stored(database, AuditEntry.at, place)
        assert found == kept
        assert found.utcoffset() == timedelta(0)


TEXTS = ["plain", "Zoë Łukasz", "👩‍👧 family", "quote ' \" \\ %", "\\u0000 in six characters", "a\nb\tc"]


async def test_a_text_and_a_document_come_back_as_they_were(database: Database) -> None:
    for place, given in enumerate(TEXTS):
        document = {given: [given, {"x": None, "n": 1.5}]}
        await _store(database, AuditEntry, _entry(sequence=place, action=given, details=document))
        assert await _stored(database, AuditEntry.action, place) == given
        assert await _stored(database, AuditEntry.details, place) == document


async def test_a_code_a_day_and_a_flag_come_back_as_they_were(database: Database) -> None:
    values = {
        "id": ids.new_id(NOW),
        "tenant_id": TENANT,
        "client_id": "c",
        "name": "n",
        "role": Role.REPORTING,
        "secret_hash": "0" * 64,
        "active": True,
        "demo": False,
        "created_at": NOW,
        "version": 2**31 - 1,
    }
    contract = {"id": TENANT, "tenant_id": TENANT, "reference": "r", "name": "n"}
    await _store(database, Client, values)
    await _store(database, Contract, {**contract, "starts_on": date(1900, 1, 1), "ends_on": date(2200, 1, 1)})
    async with database.read() as connection:
        row = (await connection.execute(select(Client.role, Client.active, Client.demo, Client.version))).one()
        days = (await connection.execute(select(Contract.starts_on, Contract.ends_on))).one()
    assert tuple(row) == (Role.REPORTING, True, False, 2**31 - 1)
    assert row.role is Role.REPORTING
    assert row.active is True
    assert tuple(days) == (date(1900, 1, 1), date(2200, 1, 1))


REFUSED: list[tuple[str, Any]] = [
    ("at", NOW.replace(tzinfo=None)),
    ("action", "a\x00b"),
    ("action", "a\ud800b"),
    ("action", "a" * 61),
    ("action", "👩" * 61),
    ("action", 5),
    ("sequence", 2**31),
    ("sequence", 2**63),
    ("sequence", -(2**63) - 1),
    ("sequence", "1"),
    ("sequence", 1.0),
    ("sequence", True),
    ("details", {"x": math.nan}),
    ("details", {"x": [math.inf]}),
    ("details", {"x": "a\x00"}),
    ("details", {"a\x00": 1}),
    ("details", [{"x": "\udfff"}]),
    ("details", {"\ud800": 1}),
]


async def test_what_either_would_store_wrongly_is_refused_on_both(database: Database) -> None:
    for column, value in REFUSED:
        with pytest.raises(StatementError) as refused:
            await _store(database, AuditEntry, _entry(**{column: value}))
        # Refused by the type, before any driver saw it: so both databases answer alike.
        assert isinstance(refused.value.orig, ValueError | OverflowError), (column, value)
        assert not isinstance(refused.value, DBAPIError), (column, value)
    async with database.read() as connection:
        assert (await connection.execute(select(AuditEntry.sequence))).all() == []


async def test_a_day_is_a_day(database: Database) -> None:
    contract = {"id": TENANT, "tenant_id": TENANT, "reference": "r", "name": "n", "ends_on": date(2026, 1, 1)}
    for day in (datetime(2026, 1, 1, tzinfo=UTC), "2026-01-01", 20260101):
        with pytest.raises(StatementError):
            await _store(database, Contract, {**contract, "starts_on": day})


async def test_a_code_is_one_of_its_list(database: Database) -> None:
    async with database.read() as connection:
        with pytest.raises(StatementError):
            await connection.execute(select(Client.id).where(Client.role == "king"))


async def test_the_database_bounds_texts_and_numbers_by_itself_too(database: Database) -> None:
    """Whoever writes past the types, by SQL of their own, meets the same bounds on both."""
    for statement in (
        text("UPDATE organisations SET name = :value").bindparams(value="a" * 201),
        text("INSERT INTO audit_heads VALUES ('t', 'five', 'x')"),
        text("INSERT INTO audit_heads VALUES ('t', 1, NULL)"),
    ):
        with pytest.raises(DBAPIError):
            await _run(database, statement)


async def _run(database: Database, statement: Any) -> None:
    async with database.write() as session:
        await session.execute(statement)


async def test_a_row_of_another_tenant_cannot_be_pointed_at(database: Database) -> None:
    other = "00000000-0000-7000-8000-000000000002"
    values = {"id": ids.new_id(NOW), "tenant_id": other, "kind": "la", "code": "9", "name": "n", "successor_id": TENANT}
    with pytest.raises(IntegrityError):
        await _store(database, Organisation, values)


async def test_the_outbox_takes_each_place_of_the_chain_once(database: Database) -> None:
    event = {
        "tenant_id": TENANT,
        "sequence": 1,
        "type": "t",
        "subject_kind": "case",
        "subject_id": TENANT,
        "data": {},
        "occurred_at": NOW,
    }
    await _store(database, OutboxEvent, {**event, "id": ids.new_id(NOW)})
    with pytest.raises(IntegrityError):
        await _store(database, OutboxEvent, {**event, "id": ids.new_id(NOW)})
