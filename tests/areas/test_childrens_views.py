"""The child's voice: an attempt counts with its reason, sharing is the child's to allow, and private stays private."""

from collections.abc import Callable
from typing import Any

import pytest

from app.domain.childrens_views import Measure, NotObtained, ViewOutcome, measure_of
from app.domain.permissions import Role
from tests.builders.world import World
from tests.conftest import Caller, Clock
from tests.rooms import Ground, a_ground
from tests.views import views

OFFER = {"method": "drawing", "outcome": "offered", "offered_on": "2025-03-11"}
OUTSIDE = (Role.LA_OFFICER, Role.ICB_OFFICER, Role.FAMILY_FRONT_END, Role.PARTNER_SYSTEM)


@pytest.fixture
async def ground(as_: Callable[..., Caller], world: World, clock: Clock) -> Ground:
    return await a_ground(as_, world, clock)


async def _read(caller: Caller, ground: Ground) -> Any:
    return (await caller.get(f"/v1/cases/{ground.id}/child-views")).json()


def test_an_attempt_counts_with_its_reason() -> None:
    assert measure_of([]) is Measure.NOTHING_YET
    assert measure_of([(ViewOutcome.OFFERED, None)]) is Measure.NOTHING_YET
    attempted = (ViewOutcome.NOT_OBTAINED, NotObtained.CHILD_DECLINED)
    assert measure_of([attempted]) is Measure.ATTEMPTED
    assert measure_of([attempted, (ViewOutcome.OBTAINED, None)]) is Measure.OBTAINED


async def test_views_are_offered_obtained_shared_and_answered(ground: Ground) -> None:
    made = await ground.made(ground.adviser, f"/v1/cases/{ground.id}/child-views", OFFER)
    assert (await _read(ground.manager, ground))["measure"] == "nothing_yet"
    path = f"/v1/child-views/{made['id']}"
    body = {"outcome": "obtained", "obtained_on": "2025-03-12", "words": "I like my school"}
    assert (await ground.mediator.patch(path, body, version=1)).status_code == 200
    assert (await _read(ground.manager, ground))["measure"] == "obtained"
    for role in OUTSIDE[:3]:
        assert await _read(ground.as_(role), ground) == {"items": [], "measure": None}
        assert (await ground.as_(role).get(path)).status_code == 404
    assert (await ground.mediator.patch(path, {"shared": True}, version=2)).status_code == 200
    for role in OUTSIDE[:3]:
        (item,) = (await _read(ground.as_(role), ground))["items"]
        assert (item["words"], "feedback" in item) == ("I like my school", False)
    told = {"feedback_on": "2025-03-12", "feedback": "The council will look again"}
    assert (await ground.mediator.patch(path, told, version=3)).json()["feedback"] == "The council will look again"


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"outcome": "not_obtained"}, "/reason"),
        ({"reason": "no_time"}, "/reason"),
        ({"offered_on": "2025-03-13"}, "/offered_on"),
        ({"outcome": "obtained", "obtained_on": "2025-03-10"}, "/obtained_on"),
        ({"shared": True}, "/shared"),
        ({"method": "telepathy"}, "/method"),
        ({"words": ""}, "/words"),
    ],
)
async def test_a_record_that_contradicts_itself_is_refused(
    ground: Ground, change: dict[str, Any], pointer: str
) -> None:
    refused = await ground.adviser.post(f"/v1/cases/{ground.id}/child-views", OFFER | change)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)
    assert (await _read(ground.manager, ground))["items"] == []


async def test_what_was_said_in_private_changes_nothing_that_others_see(ground: Ground) -> None:
    others = [ground.as_(role) for role in OUTSIDE]
    ids = {"case_id": [ground.id]}
    before = await views(others, ids)
    path = f"/v1/cases/{ground.id}/private-child-views"
    for caller in (ground.mediator, ground.adviser):
        assert caller.actor is not None
        await ground.made(caller, path, {"words": f"To the {caller.actor.role}", "said_on": "2025-03-11"})
    assert await views(others, ids) == before
    read = {item["words"] for item in (await ground.mediator.get(path)).json()["items"]}
    assert read == {"To the mediator", "To the adviser"}
    assert [item["words"] for item in (await ground.adviser.get(path)).json()["items"]] == ["To the adviser"]
    for caller in (ground.manager, ground.coordinator, *others):
        assert (await caller.get(path)).status_code == 403
    ahead = await ground.mediator.post(path, {"words": "Soon", "said_on": "2025-03-13"})
    assert (ahead.status_code, ahead.json()["errors"][0]["pointer"]) == (422, "/said_on")
