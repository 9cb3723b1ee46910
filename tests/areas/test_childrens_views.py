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
        ({"outcome": "obtained", "words": "I like my school"}, "/obtained_on"),
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


async def test_nobody_asks_a_child_before_its_birth(ground: Ground) -> None:
    at = f"/v1/cases/{ground.id}"
    born_on = ground.case["child"]["born_on"]
    offered = {"method": "drawing", "outcome": "offered", "offered_on": born_on}
    for path, body, pointer in (
        (f"{at}/child-views", offered, "/offered_on"),
        (f"{at}/private-child-views", {"said_on": born_on, "words": "x"}, "/said_on"),
    ):
        refused = await ground.adviser.post(path, body)
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)
        assert refused.json()["errors"][0]["code"] == "before_the_birth"


async def test_a_child_is_told_what_came_of_it_after_it_was_heard(ground: Ground) -> None:
    offered = await ground.made(ground.adviser, f"/v1/cases/{ground.id}/child-views", OFFER)
    path = f"/v1/child-views/{offered['id']}"
    obtained = {"outcome": "obtained", "obtained_on": "2025-03-12"}
    for body in ({"feedback_on": "2025-03-10"}, obtained | {"feedback_on": "2025-03-11"}):
        refused = await ground.adviser.patch(path, body, version=1)
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/feedback_on")
        assert refused.json()["errors"][0]["code"] == "out_of_order"
    told = await ground.adviser.patch(path, obtained | {"feedback_on": "2025-03-12"}, version=1)
    assert (told.status_code, told.json()["feedback_on"]) == (200, "2025-03-12")


async def test_staff_see_who_recorded_the_offer_whoever_recorded_the_words(ground: Ground) -> None:
    made = await ground.made(ground.adviser, f"/v1/cases/{ground.id}/child-views", OFFER)
    path = f"/v1/child-views/{made['id']}"
    heard = {"outcome": "obtained", "obtained_on": "2025-03-12", "words": "I like my school", "shared": True}
    assert (await ground.mediator.patch(path, heard, version=1)).status_code == 200
    assert ground.adviser.actor is not None
    for caller in (ground.adviser, ground.mediator, ground.coordinator, ground.manager):
        assert (await caller.get(path)).json()["offered_by"] == ground.adviser.actor.id
    for role in OUTSIDE[:3]:
        assert "offered_by" not in (await ground.as_(role).get(path)).json()
        assert ground.adviser.actor.id not in (await ground.as_(role).get(f"/v1/cases/{ground.id}/child-views")).text


async def test_words_that_the_child_does_not_share_stay_with_their_author_and_the_mediator(ground: Ground) -> None:
    obtained = OFFER | {"outcome": "obtained", "obtained_on": "2025-03-12", "words": "I am afraid"}
    made = await ground.made(ground.mediator, f"/v1/cases/{ground.id}/child-views", obtained)
    path = f"/v1/child-views/{made['id']}"
    for caller in (ground.adviser, ground.coordinator, ground.manager):
        read = await caller.get(path)
        assert (read.status_code, read.json()["outcome"], read.json()["words"]) == (200, "obtained", None)
        assert "afraid" not in (await caller.get(f"/v1/cases/{ground.id}/child-views")).text
    for change in ({"words": "All is well"}, {"shared": True}):
        refused = await ground.adviser.patch(path, change, version=1)
        assert (refused.status_code, refused.json()["rule"]) == (409, "child-views")
    told = await ground.adviser.patch(path, {"feedback": "We heard you", "feedback_on": "2025-03-12"}, version=1)
    assert (told.status_code, told.json()["words"], told.json()["feedback"]) == (200, None, "We heard you")
    assert (await ground.mediator.get(path)).json()["words"] == "I am afraid"
    assert (await ground.mediator.patch(path, {"shared": True}, version=2)).status_code == 200
    assert (await ground.manager.get(path)).json()["words"] == "I am afraid"


async def test_a_family_changes_what_it_sent_and_reads_no_words_that_were_added_to_it(ground: Ground) -> None:
    family, at = ground.as_(Role.FAMILY_FRONT_END), f"/v1/cases/{ground.id}/child-views"
    obtained = OFFER | {"outcome": "obtained", "obtained_on": "2025-03-12", "words": "Mine", "shared": True}
    staff = await ground.made(ground.mediator, at, obtained)
    changed = await family.patch(f"/v1/child-views/{staff['id']}", {"words": "Not so"}, version=1)
    assert changed.status_code == 404
    assert (await ground.mediator.get(f"/v1/child-views/{staff['id']}")).json()["words"] == "Mine"
    sent = await family.post(at, OFFER, key="offered-by-the-family")
    assert sent.status_code == 201, sent.text
    path = f"/v1/child-views/{sent.json()['id']}"
    assert (await family.get(path)).status_code == 200
    added = {"outcome": "obtained", "obtained_on": "2025-03-12", "words": "To you alone"}
    assert (await ground.mediator.patch(path, added, version=1)).status_code == 200
    assert (await family.get(path)).status_code == 404
    assert "To you alone" not in (await family.get(at)).text


async def test_a_family_is_told_no_more_by_a_change_than_by_reading(ground: Ground) -> None:
    family, at = ground.as_(Role.FAMILY_FRONT_END), f"/v1/cases/{ground.id}/child-views"
    sent = await family.post(at, OFFER, key="offered-by-the-family")
    path = f"/v1/child-views/{sent.json()['id']}"
    assert sent.json() == (await family.get(path)).json()
    told = {"feedback": "We keep this between us", "feedback_on": "2025-03-12"}
    assert (await ground.mediator.patch(path, told, version=1)).json()["feedback"] == "We keep this between us"
    changed = await family.patch(path, {}, version=2)
    assert (changed.status_code, changed.json()) == (200, (await family.get(path)).json())
    assert "between us" not in changed.text


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
