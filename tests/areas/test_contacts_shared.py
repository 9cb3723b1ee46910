"""A council learns how to reach somebody who agreed to it on its case, for as long as they agree and take part."""

from collections.abc import Callable
from typing import Any

import pytest

from app.domain.permissions import Role
from tests.builders.journeys import an_open_case
from tests.builders.world import World
from tests.conftest import Caller, Clock
from tests.rooms import a_ground

PHONE = "+441632960001"


async def _parent(caller: Caller, case_id: str) -> dict[str, Any]:
    answer = await caller.get(f"/v1/cases/{case_id}/parties")
    assert answer.status_code == 200, answer.text
    return next(party for party in answer.json()["items"] if party["role"] == "parent")


async def _told(caller: Caller, case_id: str) -> str | None:
    """Return the parent's telephone number as somebody sees it in the list and by itself."""
    listed = await _parent(caller, case_id)
    read = (await caller.get(f"/v1/parties/{listed['id']}")).json()
    assert read["shared_contact"] == listed["shared_contact"]
    return listed["shared_contact"] and listed["shared_contact"]["phone"]


async def _agrees(manager: Caller, case_id: str, person_id: str) -> dict[str, Any]:
    body = {"person_id": person_id, "kind": "share_contact_with_la", "how": "By telephone", "given_on": "2025-03-12"}
    made = await manager.post(f"/v1/cases/{case_id}/consents", body)
    assert made.status_code == 201, made.text
    consent: dict[str, Any] = made.json()
    return consent


async def _let_know(manager: Caller, person_id: str) -> Any:
    path = f"/v1/people/{person_id}/contact"
    version = (await manager.get(path)).json()["version"]
    return await manager.patch(path, {"shared_with_la": True}, version=version)


@pytest.fixture
def manager(as_: Callable[..., Caller]) -> Caller:
    return as_(Role.SERVICE_MANAGER)


async def test_nothing_is_shared_before_somebody_agrees(as_: Callable[..., Caller], manager: Caller) -> None:
    case = await an_open_case(as_(Role.ADVISER))
    person = (await _parent(manager, case["id"]))["person_id"]
    refused = await _let_know(manager, person)
    fault = refused.json()["errors"][0]
    assert (refused.status_code, fault["pointer"], fault["code"]) == (422, "/shared_with_la", "no_consent")
    await _agrees(manager, case["id"], person)
    assert await _told(as_(Role.LA_OFFICER), case["id"]) is None
    assert (await _let_know(manager, person)).status_code == 200
    assert await _told(as_(Role.LA_OFFICER), case["id"]) == await _told(manager, case["id"]) == PHONE


async def test_a_council_is_told_by_the_consent_on_its_own_case(
    as_: Callable[..., Caller], manager: Caller, world: World
) -> None:
    adviser, norfolk, suffolk = as_(Role.ADVISER), as_(Role.LA_OFFICER), as_(world.home.other_council_officer)
    one, two = await an_open_case(adviser, la_code="926"), await an_open_case(adviser, la_code="935")
    person = (await _parent(manager, one["id"]))["person_id"]
    of_two = await _parent(manager, two["id"])
    ended = await manager.post(f"/v1/parties/{of_two['id']}/ending", {"ends_on": "2025-03-12"}, version=1)
    assert ended.status_code == 200, ended.text
    added = await manager.post(f"/v1/cases/{two['id']}/parties", {"role": "parent", "person_id": person})
    assert added.status_code == 201, added.text
    await _agrees(manager, one["id"], person)
    assert (await _let_know(manager, person)).status_code == 200
    assert await _told(norfolk, one["id"]) == PHONE
    listed = (await suffolk.get(f"/v1/cases/{two['id']}/parties")).json()["items"]
    assert len(listed) == 3
    assert [party["shared_contact"] for party in listed] == [None, None, None]


async def test_it_ends_with_the_consent_and_with_the_part(as_: Callable[..., Caller], manager: Caller) -> None:
    officer, case = as_(Role.LA_OFFICER), await an_open_case(as_(Role.ADVISER))
    party = await _parent(manager, case["id"])
    consent = await _agrees(manager, case["id"], party["person_id"])
    assert (await _let_know(manager, party["person_id"])).status_code == 200
    path = f"/v1/consents/{consent['id']}/withdrawal"
    assert (await manager.post(path, {"withdrawn_on": "2025-03-12"}, version=1)).status_code == 200
    assert await _told(officer, case["id"]) is None
    await _agrees(manager, case["id"], party["person_id"])
    assert await _told(officer, case["id"]) == PHONE
    path = f"/v1/parties/{party['id']}/ending"
    assert (await manager.post(path, {"ends_on": "2025-03-12"}, version=1)).status_code == 200
    assert await _told(officer, case["id"]) is None


async def test_a_health_body_is_not_told_what_the_council_is(
    as_: Callable[..., Caller], manager: Caller, world: World, clock: Clock
) -> None:
    ground = await a_ground(as_, world, clock)
    person = (await _parent(manager, ground.id))["person_id"]
    await _agrees(manager, ground.id, person)
    assert (await _let_know(manager, person)).status_code == 200
    assert await _told(as_(Role.LA_OFFICER), ground.id) is not None
    assert await _told(as_(Role.ICB_OFFICER), ground.id) is None
