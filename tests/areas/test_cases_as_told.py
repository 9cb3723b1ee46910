"""How new a case is to an outsider follows from what they are told: what is kept from them moves nothing of theirs."""

from collections.abc import Callable
from typing import Any

import pytest

from app.domain.permissions import Role
from tests.builders.journeys import a_proclaimed_day, record
from tests.builders.world import World
from tests.conftest import Caller, Clock
from tests.rooms import Ground, a_ground

OUTSIDERS = (Role.LA_OFFICER, Role.ICB_OFFICER, Role.PARTNER_SYSTEM)


@pytest.fixture
async def ground(as_: Callable[..., Caller], world: World, clock: Clock) -> Ground:
    return await a_ground(as_, world, clock, sender=Role.PARTNER_SYSTEM)


async def seen(ground: Ground, role: Role) -> dict[str, Any]:
    """Return what tells a role how new the case is: in itself, in the list and in the timeline."""
    caller = ground.as_(role)
    case, facts = await caller.get(f"/v1/cases/{ground.id}"), await caller.get(f"/v1/cases/{ground.id}/facts")
    (row,) = (await caller.get("/v1/cases")).json()["items"]
    assert (row["version"], row["updated_at"]) == (case.json()["version"], case.json()["updated_at"])
    assert case.headers["etag"] == f'"v{row["version"]}"'
    return {"version": row["version"], "updated_at": row["updated_at"], "timeline": facts.headers["etag"]}


async def listed_since(ground: Ground, role: Role, moment: str) -> int:
    """Return how many cases a role finds that changed since a moment."""
    return len((await ground.as_(role).get(f"/v1/cases?updated_since={moment}")).json()["items"])


@pytest.mark.parametrize(
    ("type", "payload"),
    [
        ("certificate_requested", {}),
        ("intent_to_appeal_stated", {"intends": "yes"}),
        ("family_contacted", {"channel": "phone", "person": "parent"}),
        ("wish_stated", {"wish": "undecided"}),
        ("appeal_lodged", {"reference": "X"}),
        ("permission_asked", {}),
    ],
)
async def test_a_fact_that_is_kept_from_them_moves_nothing(
    ground: Ground, clock: Clock, type: str, payload: dict[str, Any]
) -> None:
    before = {role: await seen(ground, role) for role in OUTSIDERS}
    version = await ground.version()
    clock.move(hours=3)
    await record(ground.adviser, ground.case, type, "2025-03-12", **payload)
    assert {role: await seen(ground, role) for role in OUTSIDERS} == before
    for role in OUTSIDERS:
        assert await listed_since(ground, role, "2025-03-12T12:00:00Z") == 0
        held = {"If-None-Match": before[role]["timeline"]}
        assert (await ground.as_(role).get(f"/v1/cases/{ground.id}/facts", headers=held)).status_code == 304
    assert await ground.version() == version + 1
    assert await listed_since(ground, Role.COORDINATOR, "2025-03-12T12:00:00Z") == 1


async def test_who_works_on_a_case_moves_nothing(ground: Ground, clock: Clock) -> None:
    before = {role: await seen(ground, role) for role in OUTSIDERS}
    clock.move(hours=3)
    body = {"reason": "caseload"}
    path = f"/v1/cases/{ground.id}/assignment-refusal"
    given_back = await ground.adviser.post(path, body, version=await ground.version())
    assert given_back.status_code == 201, given_back.text
    assert {role: await seen(ground, role) for role in OUTSIDERS} == before


@pytest.mark.parametrize("role", OUTSIDERS)
async def test_a_fact_that_they_are_told_of_moves_all(ground: Ground, clock: Clock, role: Role) -> None:
    before = await seen(ground, role)
    clock.move(hours=3)
    await record(ground.adviser, ground.case, "wish_stated", "2025-03-12", wish="mediate")
    await record(ground.adviser, ground.case, "session_fixed", "2025-03-12", held_on="2025-03-27", mode="online")
    after = await seen(ground, role)
    assert after["version"] > before["version"]
    assert after["timeline"] != before["timeline"]
    assert after["updated_at"] == "2025-03-12T13:00:00.000Z"
    assert await listed_since(ground, role, "2025-03-12T12:00:00Z") == 1
    assert await listed_since(ground, role, "2025-03-12T14:00:00Z") == 0


@pytest.mark.parametrize("role", OUTSIDERS)
async def test_a_fact_that_no_longer_stands_moves_all_whatever_took_its_place(
    ground: Ground, clock: Clock, role: Role
) -> None:
    await record(ground.adviser, ground.case, "wish_stated", "2025-03-12", wish="mediate")
    wrong = await record(
        ground.adviser, ground.case, "session_fixed", "2025-03-12", held_on="2025-03-27", mode="online"
    )
    before = await seen(ground, role)
    clock.move(hours=3)
    instead = {"supersedes": wrong["fact"]["id"], "channel": "phone", "person": "parent"}
    await record(ground.adviser, ground.case, "family_contacted", "2025-03-12", **instead)
    after = await seen(ground, role)
    assert after["version"] > before["version"]
    assert (after["updated_at"], after["timeline"] != before["timeline"]) == ("2025-03-12T13:00:00.000Z", True)


@pytest.mark.parametrize("role", OUTSIDERS)
async def test_a_change_of_the_law_moves_the_case_for_whom_it_moves_a_clock(
    ground: Ground, clock: Clock, role: Role
) -> None:
    await record(ground.adviser, ground.case, "wish_stated", "2025-03-12", wish="mediate")
    await record(ground.adviser, ground.case, "la_informed", "2025-03-12", informed_by="adviser")
    before = await seen(ground, role)
    clock.move(hours=3)
    await a_proclaimed_day(ground.as_(Role.PROVIDER_ADMIN), "2025-03-14")
    after = await seen(ground, role)
    # The three working days to tell the health body; a partner system knows of no clock that counts them.
    assert (after["version"] > before["version"]) is (role is not Role.PARTNER_SYSTEM)
    assert (after["updated_at"] == "2025-03-12T13:00:00.000Z") is (role is not Role.PARTNER_SYSTEM)
    assert after["timeline"] == before["timeline"]
