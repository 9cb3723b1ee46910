"""Schools: invited once the family agrees, with their answers and grounds, and missed where one is in dispute."""

from collections.abc import Callable
from typing import Any

import pytest

from app.domain.permissions import Role
from tests.builders.journeys import record
from tests.builders.world import World
from tests.conftest import Caller, Clock
from tests.rooms import Ground, a_ground

SCHOOL = {"urn": "100001", "name": "A School", "role": "proposed", "named_by": "family"}


@pytest.fixture
async def ground(as_: Callable[..., Caller], world: World, clock: Clock) -> Ground:
    return await a_ground(as_, world, clock)


async def test_a_school_is_invited_once_the_family_agrees(ground: Ground) -> None:
    path = f"/v1/cases/{ground.id}/schools"
    made = await ground.made(ground.coordinator, path, SCHOOL)
    assert (await ground.coordinator.post(path, SCHOOL)).status_code == 409
    one = f"/v1/schools/{made['id']}"
    refused = await ground.coordinator.patch(one, {"invited_on": "2025-03-12"}, version=1)
    assert (refused.status_code, refused.json()["rule"]) == (409, "school-consent")
    invited = await ground.coordinator.patch(one, {"may_be_told": True, "invited_on": "2025-03-11"}, version=1)
    assert invited.json()["invited_on"] == "2025-03-11"
    said = {"answer": "incompatible_with_others", "answered_on": "2025-03-12", "words": "Full in that year"}
    assert (await ground.coordinator.patch(one, said, version=2)).status_code == 200
    assert (await ground.mediator.patch(one, {"attended": False}, version=3)).json()["attended"] is False
    (seen,) = (await ground.as_(Role.LA_OFFICER).get(path)).json()["items"]
    assert (seen["answer"], "words" in seen, "named_by" in seen) == ("incompatible_with_others", False, False)


async def test_a_council_learns_of_a_school_once_the_family_agrees_that_it_is_told(ground: Ground) -> None:
    path, council = f"/v1/cases/{ground.id}/schools", ground.as_(Role.LA_OFFICER)
    wanted = await ground.made(ground.coordinator, path, SCHOOL)
    suggested = await ground.made(ground.mediator, path, SCHOOL | {"urn": "100002", "named_by": "provider"})
    own = await ground.made(ground.coordinator, path, SCHOOL | {"urn": "100003", "named_by": "la"})
    assert [each["id"] for each in (await council.get(path)).json()["items"]] == [own["id"]]
    assert (await council.get(f"/v1/schools/{own['id']}")).status_code == 200
    for each in (wanted, suggested):
        one = f"/v1/schools/{each['id']}"
        assert (await council.get(one)).status_code == 404
        agreed = await ground.coordinator.patch(one, {"may_be_told": True}, version=1)
        assert agreed.status_code == 200, agreed.text
        assert (await council.get(one)).json()["name"] == "A School"
        taken_back = await ground.coordinator.patch(one, {"may_be_told": False}, version=2)
        assert (taken_back.status_code, (await council.get(one)).status_code) == (200, 404)
    assert len((await ground.mediator.get(path)).json()["items"]) == 3


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"answer": "can_meet_need"}, "/answer"),
        ({"may_be_told": True, "invited_on": "2025-03-13"}, "/invited_on"),
        ({"may_be_told": True, "invited_on": "2025-03-12", "answered_on": "2025-03-11"}, "/answered_on"),
        ({"may_be_told": None}, "/may_be_told"),
        ({"answer": "maybe"}, "/answer"),
    ],
)
async def test_a_part_that_contradicts_itself_is_refused(ground: Ground, change: dict[str, Any], pointer: str) -> None:
    made = await ground.made(ground.coordinator, f"/v1/cases/{ground.id}/schools", SCHOOL)
    refused = await ground.coordinator.patch(f"/v1/schools/{made['id']}", change, version=1)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)


async def test_a_school_in_dispute_that_nobody_invited_is_missed(ground: Ground) -> None:
    path = f"/v1/cases/{ground.id}/schools"
    assert (await ground.adviser.get(path)).json()["warnings"] == []
    await record(ground.adviser, ground.case, "appeal_scope_stated", "2025-03-12", sections=["B", "I"])
    assert len((await ground.adviser.get(path)).json()["warnings"]) == 1
    made = await ground.made(ground.coordinator, path, SCHOOL | {"may_be_told": True})
    await ground.coordinator.patch(f"/v1/schools/{made['id']}", {"invited_on": "2025-03-12"}, version=1)
    assert (await ground.adviser.get(path)).json()["warnings"] == []
    for urn in ("12345", "000001", "ABCDEF"):
        refused = await ground.coordinator.post(path, SCHOOL | {"urn": urn})
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/urn")
