"""A conflict of interest with a council or a health body: it hides every case of theirs, and bars from all to come."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import update

from app.domain.permissions import Actor, Role
from app.store.ids import new_id
from app.store.tables import Organisation
from tests.builders.journeys import an_open_case, read_case
from tests.builders.world import World
from tests.conftest import Caller, Clock
from tests.rooms import Ground, a_ground

PATH = "/v1/organisation-conflicts"


def with_body(actor: Actor, organisation_id: str, **more: Any) -> dict[str, Any]:
    return {"user_id": actor.id, "organisation_id": organisation_id, "kind": "worked_for_a_party", **more}


@pytest.fixture
async def ground(as_: Callable[..., Caller], world: World, clock: Clock) -> Ground:
    return await a_ground(as_, world, clock)


@pytest.mark.parametrize("role", [Role.ADVISER, Role.MEDIATOR, Role.COORDINATOR])
@pytest.mark.parametrize("body", ["council", "health body"])
async def test_it_hides_every_case_of_the_body_at_once(
    ground: Ground, as_: Callable[..., Caller], world: World, role: Role, body: str
) -> None:
    of_body = world.home.norfolk if body == "council" else world.home.icb
    caller, path = as_(role), f"/v1/cases/{ground.id}"
    assert (await caller.get(path)).status_code == 200
    made = await ground.manager.post(PATH, with_body(world.actor(role), of_body))
    assert made.status_code == 201, made.text
    assert (await caller.get(path)).status_code == 404
    assert ground.id not in (await caller.get("/v1/cases?limit=50")).text
    later = await as_(Role.SERVICE_MANAGER).get(path)
    assert (later.json()["adviser_id"] is None) is (role is Role.ADVISER)
    if role is Role.COORDINATOR:
        elsewhere = await an_open_case(ground.adviser, la_code="935", icb_id=None)
        assert (await caller.get(f"/v1/cases/{elsewhere['id']}")).status_code == 200


async def _succeeded(app: FastAPI, clock: Clock, world: World, *bodies: str) -> str:
    """Put new bodies at the end of each body's succession, one after another; return the last."""
    last = ""
    async with app.state.database.write() as session:
        for code in ("Q2", "Q3"):
            last = new_id(clock.now)
            session.add(Organisation(id=last, tenant_id=world.home.id, kind="icb", code=code, name=code))
            await session.flush()
            await session.execute(update(Organisation).where(Organisation.id.in_(bodies)).values(successor_id=last))
            bodies = (last,)
    return last


@pytest.mark.parametrize("role", [Role.ADVISER, Role.MEDIATOR, Role.COORDINATOR])
async def test_it_reaches_the_bodies_that_the_body_has_succeeded(
    app: FastAPI, as_: Callable[..., Caller], world: World, clock: Clock, role: Role
) -> None:
    ground = await a_ground(as_, world, clock)
    elsewhere = await a_ground(as_, world, clock, key="no-health-body", icb_id=None, health_issues=False)
    newest = await _succeeded(app, clock, world, world.home.icb)
    caller, someone = as_(role), world.actor(role)
    made = await ground.manager.post(PATH, with_body(someone, newest))
    assert made.status_code == 201, made.text
    assert (await caller.get(f"/v1/cases/{ground.id}")).status_code == 404
    assert [each["id"] for each in (await caller.get("/v1/cases")).json()["items"]] == [elsewhere.id]
    now = (await ground.manager.get(f"/v1/cases/{ground.id}")).json()
    assert (now["adviser_id"] is None, now["mediator_id"] is None) == (role is Role.ADVISER, role is Role.MEDIATOR)
    if role is not Role.COORDINATOR:
        body = {f"{role.value}_id": someone.id}
        given = await ground.coordinator.post(f"/v1/cases/{ground.id}/assignment", body, version=now["version"])
        assert (given.status_code, given.json()["rule"]) == (409, "guard-7")


async def test_it_does_not_reach_the_bodies_that_come_after(
    app: FastAPI, as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    newest = await _succeeded(app, clock, world, world.home.icb)
    ground = await a_ground(as_, world, clock, icb_id=newest)
    made = await ground.manager.post(PATH, with_body(world.actor(Role.COORDINATOR), world.home.icb))
    assert made.status_code == 201, made.text
    assert (await ground.coordinator.get(f"/v1/cases/{ground.id}")).status_code == 200


async def test_it_bars_from_cases_that_come_later(ground: Ground, as_: Callable[..., Caller], world: World) -> None:
    coordinator, mediator = ground.coordinator, world.actor(Role.MEDIATOR)
    body = with_body(mediator, world.home.norfolk, words="Worked there")
    assert (await as_(Role.MEDIATOR).post(PATH, body)).status_code == 201  # of one's own, without being told to
    case = await an_open_case(ground.adviser)
    suggested = (await coordinator.get(f"/v1/cases/{case['id']}/mediator-suggestions")).json()["items"]
    assert next(each for each in suggested if each["id"] == mediator.id)["why_not"] == ["conflict_of_interest"]
    given = await coordinator.post(
        f"/v1/cases/{case['id']}/assignment", {"mediator_id": mediator.id}, version=case["version"]
    )
    assert (given.status_code, given.json()["rule"]) == (409, "guard-7")


async def test_a_waiting_referral_to_the_body_is_hidden_too(as_: Callable[..., Caller], world: World) -> None:
    made = await as_(Role.SERVICE_MANAGER).post(PATH, with_body(world.actor(Role.COORDINATOR), world.home.norfolk))
    assert made.status_code == 201
    case = await an_open_case(as_(Role.ADVISER))
    referral = (await read_case(as_(Role.ADVISER), case["id"]))["links"]["referral"]
    assert (await as_(Role.ADVISER).get(referral)).status_code == 200
    assert (await as_(Role.COORDINATOR).get(referral)).status_code == 404


async def test_one_stands_at_a_time_and_somebody_else_lifts_it(
    ground: Ground, as_: Callable[..., Caller], world: World, app: FastAPI
) -> None:
    coordinator, manager = ground.coordinator, ground.manager
    body = with_body(world.actor(Role.COORDINATOR), world.home.norfolk, words="A cousin works there")
    made = (await coordinator.post(PATH, body)).json()
    assert "words" not in made
    assert (await manager.post(PATH, body)).status_code == 409
    place = f"{PATH}/{made['id']}/lifting"
    own = await coordinator.post(place, version=1)
    assert (own.status_code, own.json()["code"]) == (409, "state_conflict")
    assert (await manager.post(place, version=2)).status_code == 412
    lifted = await manager.post(place, version=1)
    assert lifted.status_code == 200, lifted.text
    assert lifted.json()["lifted_by"] == world.actor(Role.SERVICE_MANAGER).id
    assert (await manager.post(place, version=2)).status_code == 409
    assert (await coordinator.get(f"/v1/cases/{ground.id}")).status_code == 200
    assert (await coordinator.post(PATH, body)).status_code == 201
    listed = (await manager.get(PATH)).json()["items"]
    assert sorted(each["lifted_at"] is None for each in listed) == [False, True]  # made at one and the same time


async def test_who_and_with_whom_are_refused_by_the_field(as_: Callable[..., Caller], world: World) -> None:
    nobody = "00000000-0000-7000-8000-000000000000"
    mediator, strangers = world.actor(Role.MEDIATOR), world.stranger
    for caller, body, pointer in (
        (as_(Role.ADVISER), with_body(mediator, world.home.norfolk), "/user_id"),
        (as_(Role.COORDINATOR), with_body(strangers.actors[Role.MEDIATOR], world.home.norfolk), "/user_id"),
        (as_(Role.COORDINATOR), with_body(mediator, strangers.norfolk), "/organisation_id"),
        (as_(Role.COORDINATOR), with_body(mediator, nobody), "/organisation_id"),
    ):
        refused = await caller.post(PATH, body)
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)
    assert (await as_(Role.LA_OFFICER).post(PATH, with_body(mediator, world.home.norfolk))).status_code == 403


async def test_one_that_is_sent_again_stands_once(as_: Callable[..., Caller], world: World) -> None:
    body = with_body(world.actor(Role.MEDIATOR), world.home.norfolk)
    answers = [await as_(Role.COORDINATOR).post(PATH, body, key="body-conflict-1") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert len((await as_(Role.COORDINATOR).get(PATH)).json()["items"]) == 1


async def test_ten_at_once_declare_one_conflict(as_: Callable[..., Caller], world: World) -> None:
    body = with_body(world.actor(Role.MEDIATOR), world.home.norfolk)
    coordinator = as_(Role.COORDINATOR)
    answers = await asyncio.gather(*(coordinator.post(PATH, body) for _ in range(10)))
    assert sorted(answer.status_code for answer in answers) == [201, *[409] * 9]


async def test_ten_at_once_make_one_link(ground: Ground) -> None:
    other = await an_open_case(ground.adviser)
    body = {"case_id": other["id"], "kind": "sibling"}
    path = f"/v1/cases/{ground.id}/linked-cases"
    answers = await asyncio.gather(*(ground.manager.post(path, body) for _ in range(10)))
    assert sorted(answer.status_code for answer in answers) == [201, *[409] * 9]
