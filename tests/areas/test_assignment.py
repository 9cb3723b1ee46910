"""Who works on a case: coordinators and service managers give it to an adviser, and to a mediator."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select, update

from app.domain.permissions import Actor, Role
from app.store.ids import new_id
from app.store.tables import Assignment, AuditEntry, OutboxEvent, User
from tests.builders.journeys import a_declined_case, an_open_case, read_case, record
from tests.builders.world import World, fit_record
from tests.conftest import Caller, Clock


async def _second_mediator(app: FastAPI, world: World, clock: Clock, *, active: bool = True) -> Actor:
    mediator = replace(world.actor(Role.MEDIATOR), id=new_id(clock.now))
    async with app.state.database.write() as session:
        session.add(
            User(
                id=mediator.id,
                tenant_id=mediator.tenant_id,
                organisation_id=mediator.tenant_id,
                username=f"mediator-{mediator.id}",
                name="Somebody",
                role=Role.MEDIATOR,
                active=active,
                demo=False,
                independent_until=None,
                created_at=clock.now,
                version=1,
            )
        )
        await session.flush()
        session.add(fit_record(mediator.tenant_id, mediator, clock.now))
    return mediator


async def _assign(caller: Caller, case: dict[str, Any], **body: Any) -> Any:
    return await caller.post(f"/v1/cases/{case['id']}/assignment", body, version=case["version"])


@pytest.mark.parametrize("by", [Role.COORDINATOR, Role.SERVICE_MANAGER])
async def test_a_case_is_given_to_a_mediator_and_then_to_another(
    app: FastAPI, as_: Callable[..., Caller], world: World, clock: Clock, by: Role
) -> None:
    adviser, first = as_(Role.ADVISER), as_(Role.MEDIATOR)
    second = as_(await _second_mediator(app, world, clock))
    assert first.actor is not None
    assert second.actor is not None
    case = await an_open_case(adviser)
    assert case["mediator_id"] is None
    assert (await first.get(f"/v1/cases/{case['id']}")).status_code == 404

    given = await _assign(as_(by), case, mediator_id=first.actor.id)
    assert given.status_code == 200, given.text
    now = given.json()
    assert (now["mediator_id"], now["adviser_id"]) == (first.actor.id, case["adviser_id"])
    assert (now["version"], given.headers["etag"]) == (case["version"] + 1, f'"v{case["version"] + 1}"')
    assert (await read_case(first, case["id"]))["mediator_id"] == first.actor.id
    assert (await read_case(adviser, case["id"]))["mediator_id"] == first.actor.id
    await record(first, case, "decision_received", "2025-03-12")
    assert (await _assign(as_(by), await read_case(adviser, case["id"]), mediator_id=first.actor.id)).status_code == 409
    assert (await _assign(as_(by), case, mediator_id=second.actor.id)).status_code == 412

    moved = await _assign(as_(by), await read_case(adviser, case["id"]), mediator_id=second.actor.id)
    assert moved.json()["mediator_id"] == second.actor.id
    assert (await first.get(f"/v1/cases/{case['id']}")).status_code == 404
    assert (await first.get("/v1/cases")).json()["items"] == []
    assert (await second.get(f"/v1/cases/{case['id']}")).status_code == 200
    async with app.state.database.read() as connection:
        spans = (await connection.execute(select(Assignment.user_id, Assignment.capacity, Assignment.ended_at))).all()
        audited = (
            await connection.execute(select(AuditEntry.details).where(AuditEntry.action == "case.reassigned"))
        ).scalars()
        told = (await connection.execute(select(OutboxEvent.type))).scalars().all()
    assert {(user, capacity, ended is None) for user, capacity, ended in spans} == {
        (case["adviser_id"], "adviser", True),
        (first.actor.id, "mediator", False),
        (second.actor.id, "mediator", True),
    }
    assert [entry["mediator_id"] for entry in audited] == [first.actor.id, second.actor.id]
    assert "case.reassigned" not in told


async def test_an_adviser_is_replaced_without_the_mediator_and_an_outsider_sees_neither(
    as_: Callable[..., Caller], world: World
) -> None:
    coordinator, mediator = as_(Role.COORDINATOR), as_(Role.MEDIATOR)
    assert mediator.actor is not None
    assert world.home.other_adviser is not None
    case = await an_open_case(as_(Role.ADVISER))
    with_both = (await _assign(coordinator, case, mediator_id=mediator.actor.id)).json()
    moved = (await _assign(coordinator, with_both, adviser_id=world.home.other_adviser.id)).json()
    assert (moved["adviser_id"], moved["mediator_id"]) == (world.home.other_adviser.id, mediator.actor.id)
    assert (await mediator.get(f"/v1/cases/{case['id']}")).status_code == 200
    outside = await as_(Role.LA_OFFICER).get(f"/v1/cases/{case['id']}")
    assert mediator.actor.id not in outside.text
    assert "mediator_id" not in outside.json()


async def test_only_one_active_mediator_of_the_provider_can_be_named(
    app: FastAPI, as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    coordinator = as_(Role.COORDINATOR)
    case = await an_open_case(as_(Role.ADVISER))
    idle = await _second_mediator(app, world, clock, active=False)
    mediator = world.actor(Role.MEDIATOR).id
    strangers = world.stranger.actors[Role.MEDIATOR].id
    adviser = world.actor(Role.ADVISER).id
    for body, pointer, code in (
        ({"mediator_id": idle.id}, "/mediator_id", "not_a_mediator"),
        ({"mediator_id": adviser}, "/mediator_id", "not_a_mediator"),
        ({"mediator_id": strangers}, "/mediator_id", "not_a_mediator"),
        ({"adviser_id": mediator}, "/adviser_id", "not_an_adviser"),
        ({"adviser_id": adviser, "mediator_id": mediator}, "/mediator_id", "one_at_a_time"),
        ({}, "/adviser_id", "missing"),
        ({"adviser_id": None, "mediator_id": None}, "/adviser_id", "missing"),
    ):
        answer = await _assign(coordinator, case, **body)
        fault = answer.json()["errors"][0]
        assert (answer.status_code, fault["pointer"], fault["code"]) == (422, pointer, code), body
    assert (await read_case(coordinator, case["id"]))["version"] == case["version"]
    for role in (Role.ADVISER, Role.MEDIATOR, Role.PROVIDER_ADMIN, Role.LA_OFFICER, Role.PARTNER_SYSTEM):
        assert (await _assign(as_(role), case, mediator_id=mediator)).status_code == 403, role


def _s55_4(case: dict[str, Any]) -> dict[str, Any]:
    allowed: dict[str, Any] = next(item for item in case["allowed_certificates"] if item["kind"] == "s55_4")
    return allowed


async def test_what_is_allowed_is_what_this_caller_may_do(
    app: FastAPI, as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    """The answer says of each certificate what issuing it would say."""
    adviser, coordinator, mediator = as_(Role.ADVISER), as_(Role.COORDINATOR), as_(Role.MEDIATOR)
    assert mediator.actor is not None
    case = await a_declined_case(adviser)
    assert _s55_4(case)["allowed"]
    case = (await _assign(coordinator, case, mediator_id=mediator.actor.id)).json()
    for caller in (coordinator, as_(Role.SERVICE_MANAGER), mediator):
        shown = await read_case(caller, case["id"])
        assert (_s55_4(shown)["allowed"], _s55_4(shown)["rule"]) == (False, "certificates:issue")
        path = f"/v1/cases/{case['id']}/certificates"
        assert (await caller.post(path, {"kind": "s55_4"}, version=shown["version"])).status_code == 403
        assert any(fact["allowed"] for fact in shown["allowed_facts"])
    # The declaration holds on its last day, and not on the day after.
    for until, allowed in ((clock.today, True), (date_before(clock), False), (None, False)):
        async with app.state.database.write() as session:
            await session.execute(
                update(User).where(User.id == world.actor(Role.ADVISER).id).values(independent_until=until)
            )
        shown = await read_case(adviser, case["id"])
        assert _s55_4(shown)["allowed"] is allowed, until
        if not allowed:
            assert _s55_4(shown)["rule"] == "guard-1"
            assert "independence" in _s55_4(shown)["why_not"]
            answer = await adviser.post(
                f"/v1/cases/{case['id']}/certificates", {"kind": "s55_4"}, version=shown["version"]
            )
            assert (answer.status_code, answer.json()["rule"]) == (409, "guard-1")


def date_before(clock: Clock) -> Any:
    return clock.today.replace(day=clock.today.day - 1)
