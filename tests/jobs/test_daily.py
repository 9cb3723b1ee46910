"""The daily round: what time alone has changed is worked out again, once, and what has run out is swept up."""

import asyncio
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from fastapi import FastAPI
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.areas.cases import service
from app.domain.calendars import BeyondCalendar
from app.domain.permissions import Role
from app.jobs import daily
from app.jobs.daily import DailyRound, make_round
from app.store.tables import Case, IdempotencyKey
from tests.builders.bodies import a_referral
from tests.builders.journeys import an_open_case, read_case, record
from tests.conftest import Caller, Clock

AFTER = date(2025, 4, 22)
"""A working day after day 30 of a case of which the council was informed on 12 March."""


async def _arranging(adviser: Caller) -> str:
    case = await an_open_case(adviser)
    await record(adviser, case, "advice_given", "2025-03-12", channel="phone", rights_explained=True)
    await record(adviser, case, "wish_stated", "2025-03-12", wish="mediate")
    await record(adviser, case, "la_informed", "2025-03-12", informed_by="adviser")
    return str(case["id"])


async def _round(app: FastAPI, clock: Clock) -> int:
    return await make_round(app.state.database, today=clock.today, now=clock.now)


async def test_a_clock_that_starts_by_itself_is_there_on_its_day(
    app: FastAPI, as_: Callable[..., Caller], clock: Clock
) -> None:
    adviser = as_(Role.ADVISER)
    case_id = await _arranging(adviser)
    assert await _round(app, clock) == 0
    before = await read_case(adviser, case_id)
    clock.set_day(AFTER)
    assert await _round(app, clock) == 1
    after = await read_case(adviser, case_id)
    rules = {due["rule_id"]: due for due in after["deadlines"]}
    assert "cert-deemed-3wd" in rules
    assert {due["rule_id"] for due in before["deadlines"]} != set(rules) or before["deadlines"] != after["deadlines"]
    assert next(offer for offer in after["allowed_certificates"] if offer["kind"] == "s55_5_deemed")["allowed"]
    # Nobody changed anything: who has read the case may still record on what they have read.
    assert after["version"] == before["version"]
    assert await _round(app, clock) == 0


async def test_a_warning_of_a_day_to_come_goes_with_the_day(
    app: FastAPI, as_: Callable[..., Caller], clock: Clock
) -> None:
    adviser = as_(Role.ADVISER)
    case = await an_open_case(adviser, referrer={"role": "school", "permission_given": True})
    assert "family_not_reached" in (await read_case(adviser, case["id"]))["flags"]
    clock.set_day(date(2025, 3, 15))  # the two months ended on the 14th
    assert await _round(app, clock) == 1
    flags = (await read_case(adviser, case["id"]))["flags"]
    assert "contact_late" in flags
    assert "family_not_reached" not in flags
    assert await _round(app, clock) == 0


async def test_the_round_ends_whatever_the_day(app: FastAPI, as_: Callable[..., Caller], clock: Clock) -> None:
    await _arranging(as_(Role.ADVISER))
    async with app.state.database.read() as connection:
        day = (await connection.execute(select(Case.recompute_on))).scalar_one()
    rounds = 0
    while day is not None and rounds < 40:
        clock.set_day(day)
        assert await _round(app, clock) == 1
        async with app.state.database.read() as connection:
            following = (await connection.execute(select(Case.recompute_on))).scalar_one()
        assert following is None or following > day, "a case that is due again on the same day is never done"
        day, rounds = following, rounds + 1
    assert rounds >= 1
    assert day is None


async def test_every_case_is_done_in_small_batches(
    app: FastAPI, as_: Callable[..., Caller], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    adviser = as_(Role.ADVISER)
    for _ in range(5):
        await _arranging(adviser)
    monkeypatch.setattr(daily, "BATCH", 2)
    clock.set_day(AFTER)
    assert await _round(app, clock) == 5
    assert await _round(app, clock) == 0


async def test_a_case_that_cannot_be_worked_out_holds_up_no_other(
    app: FastAPI, as_: Callable[..., Caller], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [await _arranging(as_(Role.ADVISER)) for _ in range(5)]
    work_out_again = service.work_out_again

    async def refuse_one(session: AsyncSession, case: Case, *, today: date, now: datetime) -> None:
        if case.id == ids[0]:
            raise BeyondCalendar("No bank holidays are known then.")
        await work_out_again(session, case, today=today, now=now)

    monkeypatch.setattr(service, "work_out_again", refuse_one)
    monkeypatch.setattr(daily, "BATCH", 2)
    clock.set_day(AFTER)
    assert await _round(app, clock) == 4
    monkeypatch.undo()
    assert await _round(app, clock) == 1


async def test_two_processes_share_the_round(app: FastAPI, as_: Callable[..., Caller], clock: Clock) -> None:
    adviser = as_(Role.ADVISER)
    for _ in range(4):
        await _arranging(adviser)
    clock.set_day(AFTER)
    assert sum(await asyncio.gather(_round(app, clock), _round(app, clock))) >= 4
    assert await _round(app, clock) == 0


async def test_keys_that_have_run_out_are_forgotten(app: FastAPI, as_: Callable[..., Caller], clock: Clock) -> None:
    await as_(Role.ADVISER).post("/v1/referrals", a_referral(), key="old-key-1")
    clock.move(hours=71)
    await as_(Role.ADVISER).post("/v1/referrals", a_referral(), key="new-key-1")
    clock.move(hours=2)
    await _round(app, clock)
    async with app.state.database.read() as connection:
        left = (await connection.execute(select(IdempotencyKey.key))).scalars().all()
    assert left == ["new-key-1"]


async def test_the_round_is_made_again_when_the_day_changes(
    app: FastAPI, as_: Callable[..., Caller], clock: Clock
) -> None:
    case_id = await _arranging(as_(Role.ADVISER))
    background = DailyRound(app.state.database, clock, every_seconds=0.01)
    background.start()
    try:
        clock.set_day(AFTER)
        async with asyncio.timeout(10):
            while True:
                async with app.state.database.read() as connection:
                    due = select(func.count()).select_from(Case).where(Case.recompute_on <= AFTER)
                    if (await connection.execute(due)).scalar_one() == 0:
                        break
                await asyncio.sleep(0.01)
    finally:
        await background.stop()
    shown = await read_case(as_(Role.ADVISER), case_id)
    assert "cert-deemed-3wd" in {due["rule_id"] for due in shown["deadlines"]}


async def test_a_round_that_fails_is_tried_again(
    app: FastAPI, as_: Callable[..., Caller], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    async def fail_once(*_: object, today: date, **__: object) -> int:
        tried.append(today)
        if len(tried) == 1:
            raise ConnectionRefusedError
        return 0

    monkeypatch.setattr(daily, "make_round", fail_once)
    background = DailyRound(app.state.database, clock, every_seconds=0.01)
    background.start()
    async with asyncio.timeout(10):
        while len(tried) < 2:
            await asyncio.sleep(0.01)
    await asyncio.sleep(0.05)
    await background.stop()
    assert tried == [clock.today, clock.today]


async def test_a_case_that_is_behind_catches_up(app: FastAPI, as_: Callable[..., Caller], clock: Clock) -> None:
    """Days on which the service stood still are made up for."""
    case_id = await _arranging(as_(Role.ADVISER))
    async with app.state.database.write() as session:
        await session.execute(update(Case).values(recompute_on=clock.today - timedelta(days=9)))
    assert await _round(app, clock) == 1
    assert (await read_case(as_(Role.ADVISER), case_id))["stage"] == "arranging"
