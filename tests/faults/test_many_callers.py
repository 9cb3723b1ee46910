"""R6 and R20: many callers at once change one case, or send one request again and again."""

import asyncio
import random
import uuid

import pytest
from sqlalchemy import func, select

from app.domain.permissions import Actor
from app.store import chronicle
from app.store.tables import AuditEntry, Certificate, Referral
from tests.builders.bodies import a_referral
from tests.faults.house import House

pytestmark = pytest.mark.faults
CALLERS = 50
TOLD = {"type": "family_contacted", "occurred_on": "2025-03-11", "channel": "phone", "person": "parent"}


async def _update(house: House, actor: Actor, case_id: str, *, updates: int) -> list[int]:
    """Read the case and record a fact on what was read, so many times; return the statuses."""
    statuses = []
    for _ in range(updates):
        version = (await house.case(actor, case_id))["version"]
        statuses.append((await house.record(actor, case_id, version, **TOLD)).status_code)
    return statuses


async def _many_writers(house: House, *, updates: int) -> None:
    case_id = await house.open_case(house.adviser)
    before = await house.case(house.adviser, case_id)
    lists = await asyncio.gather(*(_update(house, house.adviser, case_id, updates=updates) for _ in range(CALLERS)))
    statuses = [status for each in lists for status in each]
    after = await house.case(house.adviser, case_id)
    landed = statuses.count(201)
    assert set(statuses) <= {201, 409, 412}
    assert landed >= updates
    assert after["version"] - before["version"] == landed
    assert after["fact_count"] - before["fact_count"] == landed
    async with house.database.write() as session:
        assert await chronicle.broken_links(session, house.world.home.id) == []


async def test_fifty_writers_of_one_case_lose_nothing(house: House) -> None:
    await _many_writers(house, updates=2)


@pytest.mark.deep
async def test_fifty_writers_of_one_case_lose_nothing_in_the_long_run(house: House) -> None:
    for _ in range(20):
        await _many_writers(house, updates=10)


@pytest.mark.deep
async def test_fifty_writers_who_try_again_all_land(house: House) -> None:
    case_id = await house.open_case(house.adviser)
    before = await house.case(house.adviser, case_id)

    async def insist(seed: int) -> None:
        pause = random.Random(seed)
        for _ in range(10):
            while True:
                version = (await house.case(house.adviser, case_id))["version"]
                status = (await house.record(house.adviser, case_id, version, **TOLD)).status_code
                if status == 201:
                    break
                assert status in {409, 412}
                await asyncio.sleep(pause.uniform(0, 1))

    await asyncio.gather(*(insist(seed) for seed in range(CALLERS)))
    after = await house.case(house.adviser, case_id)
    assert after["version"] - before["version"] == CALLERS * 10


async def test_fifty_at_once_issue_one_certificate(house: House) -> None:
    case_id = await house.open_case(house.adviser)
    version = (await house.case(house.adviser, case_id))["version"]
    for fact in (
        {"type": "advice_given", "occurred_on": "2025-03-11", "channel": "phone", "rights_explained": True},
        {"type": "wish_stated", "occurred_on": "2025-03-12", "wish": "not_mediate"},
    ):
        recorded = await house.record(house.adviser, case_id, version, **fact)
        assert recorded.status_code == 201, recorded.text
        version = recorded.json()["case_version"]
    headers = house.headers(house.adviser, If_Match=f'"v{version}"')
    path = f"/v1/cases/{case_id}/certificates"
    answers = await asyncio.gather(
        *(house.client.post(path, json={"kind": "s55_4"}, headers=headers) for _ in range(CALLERS))
    )
    statuses = [answer.status_code for answer in answers]
    assert statuses.count(201) == 1, statuses
    assert set(statuses) <= {201, 409, 412}
    async with house.database.read() as connection:
        found = await connection.execute(select(func.count()).select_from(Certificate.__table__))
        assert found.scalar_one() == 1


async def _same_key(house: House) -> None:
    body = a_referral()
    body["child"] = {**body["child"], "given_name": f"Robin{uuid.uuid4().hex[:8]}"}
    headers = house.headers(house.adviser, Idempotency_Key=str(uuid.uuid4()))
    answers = await asyncio.gather(
        *(house.client.post("/v1/referrals", json=body, headers=headers) for _ in range(CALLERS))
    )
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert len({answer.headers["ETag"] for answer in answers}) == 1
    assert sum("Idempotency-Replayed" not in answer.headers for answer in answers) == 1
    made = answers[0].json()["id"]
    async with house.database.read() as connection:
        stored = await connection.execute(
            select(func.count()).select_from(Referral.__table__).where(Referral.id == made)
        )
        audited = await connection.execute(
            select(func.count()).select_from(AuditEntry.__table__).where(AuditEntry.subject_id == made)
        )
        assert (stored.scalar_one(), audited.scalar_one()) == (1, 1)


async def test_fifty_equal_keys_have_one_effect_and_one_answer(house: House) -> None:
    await _same_key(house)
    async with house.database.read() as connection:
        found = await connection.execute(select(func.count()).select_from(Referral.__table__))
        assert found.scalar_one() == 1


@pytest.mark.deep
async def test_fifty_equal_keys_have_one_effect_in_the_long_run(house: House) -> None:
    for _ in range(20):
        await _same_key(house)
