"""R3: what was acknowledged outlives a crash, and what is sent again happens once."""

import asyncio
import uuid
from collections.abc import Iterator

import httpx2 as httpx
import pytest
from sqlalchemy import func, select

from app.store import chronicle
from app.store.tables import AuditEntry, OutboxEvent, Referral
from tests.builders.bodies import a_referral
from tests.faults.house import House

pytestmark = pytest.mark.faults
WRITERS = 8
AWAY = {502, 503}


def _name(number: int) -> str:
    """Return a name of its own for each child, so that nobody looks like a duplicate."""
    return "".join(chr(ord("a") + int(digit)) for digit in f"{number:05}").capitalize()


async def _write(house: House, numbers: Iterator[int], acknowledged: dict[str, str]) -> None:
    """Send referrals until none is left; one whose fate is unknown is sent again with its key."""
    headers = house.headers(house.adviser)
    for number in numbers:
        key, body = str(uuid.uuid4()), a_referral()
        body["child"] = {**body["child"], "family_name": _name(number)}
        while True:
            try:
                answer = await house.client.post(
                    "/v1/referrals", json=body, headers={**headers, "Idempotency-Key": key}
                )
            except httpx.TransportError:
                await asyncio.sleep(0.05)
                continue
            if answer.status_code not in AWAY:
                break
            await asyncio.sleep(0.05)
        assert answer.status_code == 201, answer.text
        acknowledged[key] = answer.json()["id"]


async def _kill(house: House, acknowledged: dict[str, str], *, writes: int, kills: int) -> None:
    """Kill the process each time another share of the writes is acknowledged, and start it again."""
    for count in range(1, kills + 1):
        while len(acknowledged) < count * writes // (kills + 1):
            await asyncio.sleep(0.005)
        house.server.kill()
        await house.server.start()


async def _crash(house: House, *, writes: int, kills: int) -> None:
    numbers, acknowledged = iter(range(writes)), dict[str, str]()
    async with asyncio.TaskGroup() as group:
        for _ in range(WRITERS):
            group.create_task(_write(house, numbers, acknowledged))
        group.create_task(_kill(house, acknowledged, writes=writes, kills=kills))
    async with house.database.write() as session:
        stored = set(await session.scalars(select(Referral.id)))
        received = AuditEntry.action == "referral.received"
        audited = list(await session.scalars(select(AuditEntry.subject_id).where(received)))
        sent = await session.scalar(select(func.count()).select_from(OutboxEvent))
        faults = await chronicle.broken_links(session, house.world.home.id)
    assert len(acknowledged) == writes
    assert stored == set(acknowledged.values()), "an acknowledged write is lost, or one happened twice"
    assert sorted(audited) == sorted(stored)
    assert sent == writes
    assert faults == []


async def test_no_acknowledged_write_is_lost_or_doubled(house: House) -> None:
    await _crash(house, writes=1_000, kills=5)


@pytest.mark.deep
async def test_no_acknowledged_write_is_lost_or_doubled_in_the_long_run(house: House) -> None:
    await _crash(house, writes=10_000, kills=20)
