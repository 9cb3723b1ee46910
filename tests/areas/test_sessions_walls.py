"""What is private to one side of a session changes nothing that another sees, and nobody is booked twice."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from app.domain.permissions import Role
from app.store.tables import OutboxEvent
from tests.areas.test_canary import every_read
from tests.areas.test_sessions import AT, arranging, done, invited, planned
from tests.builders.world import World
from tests.conftest import Caller, Clock
from tests.rooms import Ground

OUTSIDERS = (Role.LA_OFFICER, Role.ICB_OFFICER, Role.FAMILY_FRONT_END, Role.PARTNER_SYSTEM)


async def _seen(as_: Callable[..., Caller], role: Role, ids: dict[str, list[str]]) -> list[tuple[str, int, bytes]]:
    return [
        (path, answer.status_code, answer.content)
        for path, answer in await every_read(as_(role), ids)
        if "kpis" not in path
    ]


def _told(answers: list[tuple[str, int, bytes]]) -> list[tuple[str, int, Any]]:
    """Leave out the id of each request, which problems repeat."""
    return [(path, status, content if status == 200 else None) for path, status, content in answers]


async def test_a_pre_meeting_with_one_side_is_not_there_for_the_others(
    app: FastAPI, as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    ground = await arranging(as_, world, clock)
    session = await planned(ground)
    await done(ground, session, "fixing", {})
    ids = {"case_id": [ground.id], "session_id": [session["id"]]}
    parties = (await ground.manager.get(f"/v1/cases/{ground.id}/parties")).json()["items"]
    parent = next(party for party in parties if party["role"] == "parent")
    before = {role: _told(await _seen(as_, role, ids)) for role in OUTSIDERS}
    async with app.state.database.read() as connection:
        sent = len((await connection.execute(select(OutboxEvent.id))).all())

    pre = await planned(ground, kind="pre_meeting", starts_at="2025-03-13T09:00:00Z", length_minutes=60)
    asked = await ground.made(
        ground.coordinator, f"/v1/sessions/{pre['id']}/attendees", {"party_id": parent["id"], "basis": "a"}
    )
    await done(ground, pre, "fixing", {"venue": "The family's home"})
    await ground.made(ground.coordinator, f"/v1/sessions/{pre['id']}/bookings", {"kind": "room", "name": "Room 1"})
    for role in (Role.LA_OFFICER, Role.ICB_OFFICER, Role.PARTNER_SYSTEM):
        assert _told(await _seen(as_, role, ids)) == before[role], role
        for path in (f"/v1/sessions/{pre['id']}", f"/v1/attendees/{asked['id']}"):
            assert (await as_(role).get(path)).status_code in {403, 404}
    async with app.state.database.read() as connection:
        assert len((await connection.execute(select(OutboxEvent.id))).all()) == sent
    family = as_(Role.FAMILY_FRONT_END)
    own = (await family.get(f"/v1/cases/{ground.id}/sessions")).json()["items"]
    assert {item["id"] for item in own} == {pre["id"], session["id"]}
    assert (await family.get(f"/v1/sessions/{pre['id']}")).json()["venue"] == "The family's home"


@pytest.mark.parametrize("alone", ["child", "representative", "supporter"])
async def test_a_pre_meeting_without_whoever_referred_is_not_there_for_their_front_end(
    as_: Callable[..., Caller], world: World, clock: Clock, alone: str
) -> None:
    ground = await arranging(as_, world, clock)
    family = as_(Role.FAMILY_FRONT_END)
    ids = {"case_id": [ground.id]}
    pre = await planned(ground, kind="pre_meeting", starts_at="2025-03-13T09:00:00Z", length_minutes=60)
    asked = await invited(ground, pre, alone, "e", joining_link="https://meet.example/alone")
    before = _told(await _seen(as_, Role.FAMILY_FRONT_END, ids))
    await done(ground, pre, "fixing", {"venue": "At school"})
    assert _told(await _seen(as_, Role.FAMILY_FRONT_END, ids)) == before
    assert (await family.get("/v1/sessions")).json()["items"] == []
    for path in (f"/v1/sessions/{pre['id']}", f"/v1/sessions/{pre['id']}/attendees", f"/v1/attendees/{asked['id']}"):
        assert (await family.get(path)).status_code == 404
    answered = await family.post(f"/v1/attendees/{asked['id']}/response", {"accepted": True}, version=1)
    assert answered.status_code == 404

    parent = await invited(ground, pre, "parent", "a", joining_link="https://meet.example/parent")
    assert (await family.get(f"/v1/sessions/{pre['id']}")).json()["venue"] == "At school"
    links = {
        each["id"]: each["joining_link"]
        for each in (await family.get(f"/v1/sessions/{pre['id']}/attendees")).json()["items"]
    }
    assert links == {asked["id"]: None, parent["id"]: "https://meet.example/parent"}
    assert (await family.get(f"/v1/attendees/{asked['id']}")).json()["joining_link"] is None


@pytest.mark.parametrize(("referrer", "born_on"), [("young_person", "2008-05-04"), ("representative", "2015-05-04")])
async def test_a_front_end_speaks_for_whoever_made_its_referral(
    as_: Callable[..., Caller], world: World, clock: Clock, referrer: str, born_on: str
) -> None:
    child = {"given_name": "Robin", "family_name": "Reed", "born_on": born_on}
    who = {"role": referrer, "name": "Whoever Refers"}
    ground = await arranging(as_, world, clock, child=child, referrer=who)
    family = as_(Role.FAMILY_FRONT_END)
    theirs = await planned(ground, kind="pre_meeting", starts_at="2025-03-13T09:00:00Z", length_minutes=60)
    await invited(ground, theirs, "parent", "e", joining_link="https://meet.example/parent")
    await done(ground, theirs, "fixing", {})
    own = await planned(ground, kind="pre_meeting", starts_at="2025-03-14T09:00:00Z", length_minutes=60)
    await invited(ground, own, referrer, "a", joining_link="https://meet.example/own")
    await done(ground, own, "fixing", {})
    listed = (await family.get(f"/v1/cases/{ground.id}/sessions")).json()["items"]
    assert [each["id"] for each in listed] == [own["id"]]
    (asked,) = (await family.get(f"/v1/sessions/{own['id']}/attendees")).json()["items"]
    assert asked["joining_link"] == "https://meet.example/own"


async def test_what_is_private_of_a_session_changes_nothing_that_others_see(
    as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    ground = await arranging(as_, world, clock)
    session = await planned(ground)
    await done(ground, session, "fixing", {})
    ids = {"case_id": [ground.id], "session_id": [session["id"]]}
    others = (Role.LA_OFFICER, Role.ICB_OFFICER, Role.PARTNER_SYSTEM)
    before = {role: _told(await _seen(as_, role, ids)) for role in others}
    own = f"/v1/sessions/{session['id']}"
    booking = {"kind": "interpreter", "name": "Interpreter 12", "language": "Polish"}
    await ground.made(ground.coordinator, f"{own}/bookings", booking)
    parties = (await ground.manager.get(f"/v1/cases/{ground.id}/parties")).json()["items"]
    parent = next(party for party in parties if party["role"] == "parent")
    body = {"party_id": parent["id"], "basis": "a", "joining_link": "https://meet.example/family"}
    await ground.made(ground.coordinator, f"{own}/attendees", body)
    family = as_(Role.FAMILY_FRONT_END)
    window = {"possible": False, "starts_at": "2025-04-08T08:00:00Z", "ends_at": "2025-04-08T16:00:00Z"}
    await ground.made(family, f"/v1/cases/{ground.id}/availability", window)
    claim = {"claimant": "parent", "category": "travel", "amount_pence": 1250, "incurred_on": "2025-03-10"}
    await ground.made(family, f"/v1/cases/{ground.id}/expense-claims", claim)
    for role in others:
        assert _told(await _seen(as_, role, ids)) == before[role], role


async def test_a_body_reads_the_place_of_a_session_to_which_it_is_asked(
    as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    ground = await arranging(as_, world, clock)
    session = await planned(ground)
    await done(ground, session, "fixing", {"venue": "Room 2, refuge office"})
    own = f"/v1/sessions/{session['id']}"
    reads = (own, "/v1/sessions", f"/v1/cases/{ground.id}/sessions", f"{own}/calendar")
    council, health = as_(Role.LA_OFFICER), as_(Role.ICB_OFFICER)

    async def told(caller: Caller) -> list[bool]:
        answers = [await caller.get(path) for path in reads]
        assert [answer.status_code for answer in answers] == [200] * len(reads)
        assert "2025-04-10T09:00:00" in answers[0].text  # the time is told all the same
        return ["Room 2" in answer.text for answer in answers]

    await invited(ground, session, "parent", "a")
    assert await told(council) == await told(health) == [False] * 4
    await invited(ground, session, "la_officer", "a")
    assert (await told(council), await told(health)) == ([True] * 4, [False] * 4)
    await invited(ground, session, "icb_officer", "a")
    assert await told(health) == [True] * 4
    assert await told(as_(Role.FAMILY_FRONT_END)) == await told(ground.mediator) == [True] * 4


OWN = {"consented_by": "parent", "how": "By phone"}


async def test_the_version_of_a_session_moves_with_what_is_told_of_it_alone(
    as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    ground = await arranging(as_, world, clock)
    session = await planned(ground)
    own = f"/v1/sessions/{session['id']}"
    outside = [as_(role) for role in (Role.LA_OFFICER, Role.ICB_OFFICER, Role.FAMILY_FRONT_END)]

    async def step(name: str, body: Any = None) -> None:
        clock.move(minutes=1)
        answer = await done(ground, session, name, body)
        assert answer.status_code == 200, answer.text

    async def plan(**changes: Any) -> None:
        clock.move(minutes=1)
        version = (await ground.manager.get(own)).json()["version"]
        answer = await ground.coordinator.patch(own, changes, version=version)
        assert answer.status_code == 200, answer.text

    async def told() -> tuple[int, bytes]:
        answers = [await caller.get(own) for caller in outside]
        calendar = (await outside[0].get(f"{own}/calendar")).content
        (version,) = {answer.json()["version"] for answer in answers}
        assert {answer.headers["ETag"] for answer in answers} == {f'"v{version}"'}
        assert f"SEQUENCE:{version}\r\n".encode() in calendar
        return version, calendar

    # What was tried, called off and taken back before anybody was told is not counted.
    await plan(length_minutes=60)
    await plan(starts_at="2025-04-11T09:00:00Z")
    await step("cancellation", {"cancelled_by": "provider", "reason": "Entered twice"})
    await step("undoing")
    await step("proposal", {"proposed_by": "provider"})
    first = await told()
    assert first[0] == 1
    await plan(mediator_id=None)
    assert await told() == first
    await plan(starts_at="2025-04-10T09:00:00Z", mediator_id=world.actor(Role.MEDIATOR).id)
    assert (await told())[0] == 2
    await step("fixing", {})
    fixed = await told()
    assert fixed[0] == 3
    await step("notice", {"to": "family"})
    await step("notice-consent", OWN)
    assert await told() == fixed
    await step("cancellation", {"cancelled_by": "la", "reason": "Illness"})
    assert (await told())[0] == 4
    await step("undoing")
    assert (await told())[0] == 5
    assert (await ground.manager.get(own)).json()["version"] == 13
    stale = await ground.coordinator.post(f"{own}/notice-consent", OWN, version=5)
    assert stale.status_code == 412


async def test_a_session_that_is_only_planned_is_the_providers(
    as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    ground = await arranging(as_, world, clock)
    session = await planned(ground)
    for role in (Role.LA_OFFICER, Role.ICB_OFFICER, Role.FAMILY_FRONT_END):
        assert (await as_(role).get(f"/v1/sessions/{session['id']}")).status_code == 404
        assert (await as_(role).get(f"/v1/cases/{ground.id}/sessions")).json()["items"] == []
        assert (await as_(role).get("/v1/sessions")).json()["items"] == []
    await done(ground, session, "proposal", {"proposed_by": "provider"})
    for role in (Role.LA_OFFICER, Role.ICB_OFFICER, Role.FAMILY_FRONT_END):
        assert (await as_(role).get(f"/v1/sessions/{session['id']}")).json()["status"] == "proposed"
    other = as_(world.home.other_council_officer)
    assert (await other.get(f"/v1/sessions/{session['id']}")).status_code == 404
    assert (await as_(world.home.other_mediator).get("/v1/sessions")).json()["items"] == []


def _bodies(ground: Ground, how: str) -> list[tuple[str, dict[str, Any]]]:
    mediator = ground.mediator.actor.id if ground.mediator.actor else None
    session = {"kind": "mediation", "mode": "online", "starts_at": AT, "length_minutes": 120, "mediator_id": mediator}
    path = f"/v1/cases/{ground.id}/sessions"
    if how == "one slot":
        return [(path, session)] * 50
    # Each overlaps the next in part: of any two neighbours one at most is booked.
    starts = [f"2025-04-10T{9 + place // 4:02}:{15 * (place % 4):02}:00Z" for place in range(8)]
    return [(path, {**session, "starts_at": start}) for start in starts for _ in range(6)]


@pytest.mark.parametrize("how", ["one slot", "overlapping"])
async def test_fifty_at_once_book_one_slot_once(
    as_: Callable[..., Caller], world: World, clock: Clock, how: str
) -> None:
    ground = await arranging(as_, world, clock)
    answers = await asyncio.gather(*(ground.coordinator.post(path, body) for path, body in _bodies(ground, how)))
    statuses = [answer.status_code for answer in answers]
    assert (statuses.count(201), statuses.count(409)) == (1, len(answers) - 1), statuses
    assert {answer.json()["rule"] for answer in answers if answer.status_code == 409} == {"double-booking"}
    assert len((await ground.manager.get(f"/v1/cases/{ground.id}/sessions")).json()["items"]) == 1


async def test_two_at_once_fix_a_session_once(as_: Callable[..., Caller], world: World, clock: Clock) -> None:
    ground = await arranging(as_, world, clock)
    session = await planned(ground)
    path = f"/v1/sessions/{session['id']}/fixing"
    answers = await asyncio.gather(*(ground.coordinator.post(path, {}, version=1) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412, 412]
    facts = (await ground.manager.get(f"/v1/cases/{ground.id}/facts")).json()["items"]
    assert [fact["type"] for fact in facts].count("session_fixed") == 1


async def test_two_supporters_asked_at_once_are_one_by_right(
    as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    ground = await arranging(as_, world, clock)
    session = await planned(ground)
    await invited(ground, session, "supporter", "e")
    await invited(ground, session, "legal_representative", "e")
    listed = (await ground.manager.get(f"/v1/sessions/{session['id']}/attendees")).json()["items"]
    answers = await asyncio.gather(
        *(ground.mediator.patch(f"/v1/attendees/{each['id']}", {"basis": "b"}, version=1) for each in listed)
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
