"""Availability of each side, and the search for a time that everybody can keep."""

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest

from app.areas.sessions import finding
from app.domain import slots
from app.domain.permissions import Role
from tests.areas.test_sessions import arranging, done, planned
from tests.builders.world import World
from tests.conftest import Caller, Clock
from tests.rooms import Ground


async def stated(ground: Ground, caller: Caller, day: int, *, possible: bool = True, **more: Any) -> Any:
    body = {
        "possible": possible,
        "starts_at": f"2025-04-{day:02}T08:00:00Z",
        "ends_at": f"2025-04-{day:02}T16:00:00Z",
        **more,
    }
    return await caller.post(f"/v1/cases/{ground.id}/availability", body)


async def search(ground: Ground, **body: Any) -> dict[str, Any]:
    found = await ground.coordinator.post(f"/v1/cases/{ground.id}/slot-searches", {"limit": 1, **body})
    assert found.status_code == 200, found.text
    return dict(found.json())


async def test_each_side_states_and_reads_its_own_availability_only(
    as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    ground = await arranging(as_, world, clock)
    family, council, health = as_(Role.FAMILY_FRONT_END), as_(Role.LA_OFFICER), as_(Role.ICB_OFFICER)
    own = {}
    for caller, side in ((family, "family"), (council, "la"), (health, "icb"), (ground.mediator, "mediator")):
        made = await stated(ground, caller, 8)
        assert (made.status_code, made.json()["side"]) == (201, side), made.text
        own[side] = made.json()["id"]
    path = f"/v1/cases/{ground.id}/availability"
    for caller, side in ((family, "family"), (council, "la"), (health, "icb")):
        (seen,) = (await caller.get(path)).json()["items"]
        assert (seen["id"], "mediator_id" in seen) == (own[side], False)
        for other, id in own.items():
            answer = await caller.get(f"/v1/availability/{id}")
            assert answer.status_code == (200 if other == side else 404)
            if other != side:
                assert (await caller.post(f"/v1/availability/{id}/withdrawal", version=1)).status_code == 404
        other_side = await stated(ground, caller, 9, side="school")
        assert (other_side.status_code, other_side.json()["errors"][0]["pointer"]) == (422, "/side")
    assert len((await ground.coordinator.get(path)).json()["items"]) == 4
    unnamed = await stated(ground, ground.coordinator, 9)
    assert (unnamed.status_code, unnamed.json()["errors"][0]["pointer"]) == (422, "/side")
    whose = await stated(ground, ground.coordinator, 9, side="mediator")
    assert (whose.status_code, whose.json()["errors"][0]["pointer"]) == (422, "/mediator_id")
    assert (await stated(ground, ground.coordinator, 9, side="school")).status_code == 201
    back = await family.post(f"/v1/availability/{own['family']}/withdrawal", version=1)
    assert (back.status_code, back.json()["withdrawn_at"] is not None) == (200, True)
    twice = await family.post(f"/v1/availability/{own['family']}/withdrawal", version=2)
    assert twice.status_code == 409
    ends_first = {"possible": True, "starts_at": "2025-04-08T08:00:00Z", "ends_at": "2025-04-08T08:00:00Z"}
    assert (await family.post(path, ends_first)).status_code == 422


async def test_slots_meet_the_notice_the_availability_and_the_mediators_diary(
    as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    ground = await arranging(as_, world, clock)
    mediator = world.actor(Role.MEDIATOR).id
    found = await search(ground)
    # Told on Wed 12 March: five whole working days lie between it and Thu 20 March.
    first = {"starts_at": "2025-03-20T09:00:00.000Z", "ends_at": "2025-03-20T11:00:00.000Z"}
    assert found["slots"] == [{**first, "mediator_ids": [mediator], "whole_working_days": 5}]
    assert (found["length_minutes"], found["more"], found["impossible"]) == (120, True, [])
    await stated(ground, as_(Role.LA_OFFICER), 8)
    await stated(ground, as_(Role.FAMILY_FRONT_END), 8, possible=False, ends_at="2025-04-08T10:00:00Z")
    assert (await search(ground))["slots"][0]["starts_at"] == "2025-04-08T10:00:00.000Z"
    await planned(ground, starts_at="2025-04-08T10:30:00Z", length_minutes=60)
    assert (await search(ground))["slots"][0]["starts_at"] == "2025-04-08T11:30:00.000Z"
    await stated(ground, ground.mediator, 8, possible=False)
    none = await search(ground)
    assert none["slots"] == []
    assert ["availability:la", "mediator:available"] in [each["constraints"] for each in none["impossible"]]
    assert {each["constraint"] for each in none["if_set_aside"]} == {"availability:la", "mediator:available"}


async def test_it_says_that_the_30_days_and_the_notice_exclude_each_other(
    as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    ground = await arranging(as_, world, clock)
    found = await search(ground, told_on="2025-04-04")
    (reason,) = found["impossible"]
    assert reason == {
        "constraints": ["hold-30d", "session-notice-5wd"],
        "words": "the 30 days end on Fri 11 April 2025; notice: the earliest day with five clear working days is "
        "Mon 14 April 2025.",
    }
    assert found["if_set_aside"][0]["constraint"] == "session-notice-5wd"
    agreed = await search(ground, told_on="2025-04-04", short_notice_agreed=True)
    assert agreed["slots"][0]["starts_at"] == "2025-04-04T08:00:00.000Z"
    pre = await search(ground, told_on="2025-04-04", kind="pre_meeting")
    assert pre["slots"][0]["starts_at"] == "2025-04-04T08:00:00.000Z"


async def test_fitness_conflicts_and_adjustments_count(as_: Callable[..., Caller], world: World, clock: Clock) -> None:
    ground = await arranging(as_, world, clock)
    mediator, other = world.actor(Role.MEDIATOR).id, world.home.other_mediator
    assert other is not None
    await ground.manager.patch(f"/v1/mediators/{mediator}", {"dbs_until": "2025-03-19"}, version=1)
    unfit = await search(ground)
    assert ["session-notice-5wd", "mediator:fit"] in [each["constraints"] for each in unfit["impossible"]]
    both = await search(ground, mediator_ids=[mediator, other.id])
    assert both["slots"][0]["mediator_ids"] == [other.id]
    conflict = {"user_id": other.id, "kind": "related"}
    await ground.made(ground.coordinator, f"/v1/cases/{ground.id}/conflicts", conflict)
    barred = await search(ground, mediator_ids=[other.id])
    assert ["mediator:fit"] in [each["constraints"] for each in barred["impossible"]]
    parties = (await ground.manager.get(f"/v1/cases/{ground.id}/parties")).json()["items"]
    person = next(party["person_id"] for party in parties if party["role"] == "parent")
    path = f"/v1/people/{person}/passport"
    version = (await ground.manager.get(path)).json()["version"]
    await ground.manager.patch(path, {"needs": ["bsl", "breaks"]}, version=version)
    await ground.manager.patch(f"/v1/mediators/{mediator}", {"dbs_until": "2026-03-19"}, version=2)
    found = await search(ground, interpreter_lead_days=10)
    assert (found["length_minutes"], found["slots"][0]["starts_at"]) == (135, "2025-03-26T09:00:00.000Z")
    unknown = await ground.coordinator.post(f"/v1/cases/{ground.id}/slot-searches", {"mediator_ids": [ground.id]})
    assert (unknown.status_code, unknown.json()["errors"][0]["pointer"]) == (422, "/mediator_ids/0")
    beyond = await ground.coordinator.post(f"/v1/cases/{ground.id}/slot-searches", {"told_on": "2199-01-01"})
    assert (beyond.status_code, beyond.json()["code"]) == (422, "beyond_calendar")
    assert beyond.json()["errors"][0]["pointer"] == "/told_on"


async def test_others_write_while_a_search_goes_on(
    as_: Callable[..., Caller], world: World, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    ground = await arranging(as_, world, clock)
    begun, written = threading.Event(), threading.Event()

    def find(asked: slots.Asked, *, most: int) -> slots.Found:
        begun.set()
        assert written.wait(10), "the write waited for the search"
        return slots.Found((), more=False, impossible=(), without={})

    monkeypatch.setattr(finding.slots, "find", find)
    searching = asyncio.ensure_future(search(ground))
    assert await asyncio.to_thread(begun.wait, 10)
    assert (await stated(ground, ground.mediator, 9)).status_code == 201
    written.set()
    assert (await searching)["slots"] == []


async def test_a_search_keeps_nothing(as_: Callable[..., Caller], world: World, clock: Clock) -> None:
    ground = await arranging(as_, world, clock)
    session = await planned(ground)
    before = [
        (await ground.manager.get(f"/v1/{path}")).text for path in (f"cases/{ground.id}", f"sessions/{session['id']}")
    ]
    await search(ground)
    after = [
        (await ground.manager.get(f"/v1/{path}")).text for path in (f"cases/{ground.id}", f"sessions/{session['id']}")
    ]
    assert before == after
    assert (await done(ground, session, "fixing", {})).status_code == 200
