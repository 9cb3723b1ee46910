"""Calendars: private addresses that can be taken back, with references, times and places and nothing about anybody."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from fastapi import FastAPI
from icalendar import Calendar
from sqlalchemy import update

from app.domain.permissions import Role
from app.store.tables import User
from tests.builders.journeys import record
from tests.builders.world import World
from tests.conftest import Caller, Clock
from tests.rooms import Ground, a_ground

LONDON = ZoneInfo("Europe/London")


@pytest.fixture
async def ground(as_: Callable[..., Caller], world: World, clock: Clock) -> Ground:
    found = await a_ground(as_, world, clock)
    await record(found.adviser, found.case, "wish_stated", "2025-03-12", wish="mediate")
    await record(found.adviser, found.case, "la_informed", "2025-03-12", informed_by="adviser")
    return found


async def _fixed(ground: Ground, starts_at: str) -> dict[str, Any]:
    assert ground.mediator.actor is not None
    body = {
        "kind": "mediation",
        "mode": "online",
        "length_minutes": 120,
        "mediator_id": ground.mediator.actor.id,
        "starts_at": starts_at,
    }
    made = await ground.made(ground.coordinator, f"/v1/cases/{ground.id}/sessions", body)
    path = f"/v1/sessions/{made['id']}/fixing"
    return dict(await ground.made(ground.coordinator, path, {"venue": "A platform"}, version=1))


async def _address(caller: Caller) -> tuple[str, dict[str, Any]]:
    made = await caller.post("/v1/calendar-feeds")
    assert made.status_code == 201, made.text
    return "/v1/calendars/" + made.json()["address"].rpartition("/")[2], made.json()


async def _events(caller: Caller, path: str) -> list[Any]:
    answer = await caller.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


async def test_a_feed_tells_times_and_places_and_nothing_about_anybody(
    ground: Ground, as_: Callable[..., Caller]
) -> None:
    winter = await _fixed(ground, "2025-03-27T10:00:00Z")
    path, made = await _address(ground.mediator)
    nobody = as_(None)
    (event,) = await _events(nobody, path)
    assert str(event["summary"]) == f"Mediation session {ground.case['reference']}"
    assert event["dtstart"].dt == datetime(2025, 3, 27, 10, tzinfo=LONDON)
    assert event["dtend"].dt - event["dtstart"].dt == timedelta(hours=2)
    assert (str(event["location"]), str(event["status"])) == ("A platform", "CONFIRMED")
    raw = (await nobody.get(path)).text
    assert "BEGIN:VTIMEZONE" in raw
    assert "TZID:Europe/London" in raw
    for word in ("Reed", "Robin", "Parent", "refusal", "@example"):
        assert word not in raw
    await _fixed(ground, "2025-07-01T09:00:00Z")  # ten o'clock in summer
    summer = max(await _events(nobody, path), key=lambda event: event["dtstart"].dt)
    assert summer["dtstart"].dt == datetime(2025, 7, 1, 10, tzinfo=LONDON)
    body = {"cancelled_by": "la", "reason": "Unwell"}
    await ground.made(ground.coordinator, f"/v1/sessions/{winter['id']}/cancellation", body, version=2)
    told = {str(event["uid"]): event for event in await _events(nobody, path)}
    gone = told[f"{winter['id']}@send-mdr"]
    assert str(gone["status"]) == "CANCELLED"
    assert int(gone["sequence"]) > int(event["sequence"])
    listed = (await ground.mediator.get("/v1/calendar-feeds")).json()["items"]
    assert [feed["id"] for feed in listed] == [made["id"]]
    assert "address" not in listed[0]


async def test_an_address_ends_with_its_revocation_or_its_owner(
    ground: Ground, app: FastAPI, as_: Callable[..., Caller]
) -> None:
    nobody = as_(None)
    path, made = await _address(ground.mediator)
    other, _ = await _address(ground.coordinator)
    assert (await nobody.get(path)).status_code == 200
    theirs = await ground.coordinator.post(f"/v1/calendar-feeds/{made['id']}/revocation", version=1)
    assert theirs.status_code == 404
    gone = await ground.mediator.post(f"/v1/calendar-feeds/{made['id']}/revocation", version=1)
    assert gone.json()["revoked_at"] is not None
    revoked, unknown = await nobody.get(path), await nobody.get("/v1/calendars/" + "a" * 43)
    assert revoked.status_code == unknown.status_code == 404
    for answer in (revoked, unknown):
        told = answer.json()
        del told["instance"], told["request_id"]
        assert told["code"] == "not_found"
    assert ground.coordinator.actor is not None
    async with app.state.database.write() as session:
        await session.execute(update(User).where(User.id == ground.coordinator.actor.id).values(active=False))
    assert (await nobody.get(other)).status_code == 404


async def test_a_revocation_that_is_sent_again_is_answered_again(ground: Ground) -> None:
    _, made = await _address(ground.mediator)
    path = f"/v1/calendar-feeds/{made['id']}/revocation"
    first, again = [await ground.mediator.post(path, version=1, key="revoke-once") for _ in range(2)]
    assert (first.status_code, again.status_code) == (200, 200), again.text
    assert (again.json(), again.headers["ETag"]) == (first.json(), first.headers["ETag"])
    assert again.headers["idempotency-replayed"] == "true"
    theirs = await ground.coordinator.post(path, version=1, key="revoke-once")
    assert theirs.status_code == 404


async def test_one_session_as_a_calendar_entry(ground: Ground) -> None:
    fixed = await _fixed(ground, "2025-03-27T10:00:00Z")
    path = f"/v1/sessions/{fixed['id']}/calendar"
    for caller in (ground.mediator, ground.as_(Role.LA_OFFICER), ground.as_(Role.FAMILY_FRONT_END)):
        (event,) = await _events(caller, path)
        assert str(event["uid"]) == f"{fixed['id']}@send-mdr"
    assert (await ground.as_(ground.world.home.other_council_officer).get(path)).status_code == 404


async def test_addresses_cannot_be_guessed_at_speed(ground: Ground, as_: Callable[..., Caller], app: FastAPI) -> None:
    nobody = as_(None)
    for place in range(app.state.settings.checks_per_minute):
        assert (await nobody.get(f"/v1/calendars/{'b' * 40}{place:03d}")).status_code == 404
    assert (await nobody.get("/v1/calendars/" + "b" * 43)).status_code == 429


async def test_a_calendar_names_the_kind_of_a_session_and_whether_it_stands(ground: Ground) -> None:
    assert ground.mediator.actor is not None
    body = {"mode": "online", "length_minutes": 60, "mediator_id": ground.mediator.actor.id}
    at = f"/v1/cases/{ground.id}/sessions"

    async def told(session: dict[str, Any]) -> tuple[str, str]:
        (event,) = await _events(ground.coordinator, f"/v1/sessions/{session['id']}/calendar")
        return str(event["summary"]), str(event["status"])

    pre = {**body, "kind": "pre_meeting", "starts_at": "2025-03-25T10:00:00Z"}
    pre = await ground.made(ground.coordinator, at, pre)
    meeting = {**body, "kind": "mediation", "starts_at": "2025-03-27T10:00:00Z"}
    meeting = await ground.made(ground.coordinator, at, meeting)
    reference = ground.case["reference"]
    assert await told(pre) == (f"Pre-meeting {reference}", "TENTATIVE")
    assert await told(meeting) == (f"Mediation session {reference}", "TENTATIVE")
    proposal = {"proposed_by": "mediator"}
    await ground.made(ground.mediator, f"/v1/sessions/{meeting['id']}/proposal", proposal, version=1)
    assert (await told(meeting))[1] == "TENTATIVE"
    await ground.made(ground.coordinator, f"/v1/sessions/{meeting['id']}/fixing", {}, version=2)
    assert (await told(meeting))[1] == "CONFIRMED"
