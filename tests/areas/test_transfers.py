"""What a case that has gone to another provider still takes: nothing, of whatever hangs on it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from fastapi import FastAPI

from app.domain.permissions import Role
from app.jobs.daily import make_round
from app.jobs.verify import verify
from tests.areas.test_sessions import arranging, done, invited, planned
from tests.builders.journeys import an_open_case, record
from tests.builders.world import World
from tests.conftest import Caller, Clock
from tests.rooms import Ground

OFF = {"cancelled_by": "family", "reason": "x"}
GOING = {"la_code": "926", "incoming_provider": "Another provider", "transfer_on": "2025-03-20"}


async def _fixed(ground: Ground) -> dict[str, Any]:
    session = await planned(ground)
    answer = await done(ground, session, "fixing", {})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def _gone(manager: Caller, clock: Clock) -> Any:
    made = (await manager.post("/v1/transfers", GOING)).json()
    clock.set_day(date(2025, 3, 20))
    return await manager.post(f"/v1/transfers/{made['id']}/completion", version=1)


async def test_nothing_of_a_session_of_a_gone_case_moves_and_its_time_is_free(
    as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    ground = await arranging(as_, world, clock)
    session = await _fixed(ground)
    attendee = await invited(ground, session, "parent", "a")
    place = f"/v1/sessions/{session['id']}"
    booking = await ground.made(ground.coordinator, f"{place}/bookings", {"kind": "room", "name": "Blue room"})
    window = {
        "side": "family",
        "possible": True,
        "starts_at": "2025-04-10T08:00:00Z",
        "ends_at": "2025-04-10T12:00:00Z",
    }
    stated = await ground.made(ground.coordinator, f"/v1/cases/{ground.id}/availability", window)
    assert (await _gone(ground.manager, clock)).status_code == 200
    now = (await ground.coordinator.get(place)).json()
    for caller, method, path, body, version in (
        (
            ground.coordinator,
            "POST",
            f"{place}/cancellation",
            OFF,
            now["version"],
        ),
        (ground.coordinator, "PATCH", place, {"length_minutes": 90}, now["version"]),
        (ground.coordinator, "POST", f"{place}/bookings", {"kind": "room", "name": "Red room"}, None),
        (ground.coordinator, "PATCH", f"/v1/bookings/{booking['id']}", {"status": "confirmed"}, 1),
        (ground.coordinator, "PATCH", f"/v1/attendees/{attendee['id']}", {"joining_link": "https://meet.example/1"}, 1),
        (ground.coordinator, "POST", f"/v1/availability/{stated['id']}/withdrawal", None, 1),
    ):
        refused = await caller(method, path, json=body, version=version)
        assert (refused.status_code, refused.json().get("rule")) == (409, "transferred"), path
    elsewhere = await an_open_case(ground.adviser, la_code="935")
    body = {
        "kind": "mediation",
        "mode": "online",
        "length_minutes": 60,
        "starts_at": session["starts_at"],
        "mediator_id": session["mediator_id"],
    }
    taken = await ground.coordinator.post(f"/v1/cases/{elsewhere['id']}/sessions", body)
    assert taken.status_code == 201, taken.text
    for link in ({"case_id": ground.id, "kind": "sibling"},):
        refused = await ground.coordinator.post(f"/v1/cases/{elsewhere['id']}/linked-cases", link)
        assert (refused.status_code, refused.json()["rule"]) == (409, "transferred")


async def test_a_case_does_not_go_while_a_session_to_come_serves_one_that_stays(
    as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    ground = await arranging(as_, world, clock)
    stays = await an_open_case(ground.adviser, la_code="935")
    await ground.made(
        ground.coordinator, f"/v1/cases/{ground.id}/linked-cases", {"case_id": stays["id"], "kind": "sibling"}
    )
    session = await planned(ground, serves_case_ids=[stays["id"]])
    refused = await _gone(ground.manager, clock)
    assert (refused.status_code, refused.json()["code"]) == (409, "state_conflict")
    await done(ground, session, "cancellation", {"cancelled_by": "provider", "reason": "Apart from now on"})
    made = (await ground.manager.get("/v1/transfers")).json()["items"][0]
    assert (await ground.manager.post(f"/v1/transfers/{made['id']}/completion", version=1)).status_code == 200
    body = {"kind": "mediation", "mode": "online", "length_minutes": 60, "starts_at": "2025-04-10T10:00:00Z"}
    path = f"/v1/cases/{stays['id']}/sessions"
    joined = await ground.coordinator.post(path, body | {"serves_case_ids": [ground.id]})
    assert (joined.status_code, joined.json()["rule"]) == (409, "transferred")


async def test_a_change_of_the_law_leaves_what_has_gone_as_it_went(
    app: FastAPI, as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    ground = await arranging(as_, world, clock)
    assert (await _gone(ground.manager, clock)).status_code == 200
    officer, path = as_(Role.LA_OFFICER), f"/v1/cases/{ground.id}"
    before = [(await caller.get(path)).content for caller in (officer, ground.manager)]
    holiday = {"holiday_on": "2025-04-11", "name": "A day of joy", "source": "A proclamation"}
    added = await as_(Role.PROVIDER_ADMIN).post("/v1/law/proclaimed-days", holiday)
    assert added.status_code == 201, added.text
    clock.set_day(date(2025, 3, 21))
    await make_round(app.state.database, today=clock.today, now=clock.now)
    assert await verify(app.state.database, today=clock.today) == []
    clock.set_day(date(2025, 3, 20))
    assert [(await caller.get(path)).content for caller in (officer, ground.manager)] == before


async def test_a_session_is_called_off_after_its_family_has_left_and_the_case_is_closed(
    as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    ground = await arranging(as_, world, clock)
    session = await _fixed(ground)
    left = {"party": "parent", "reason": "No", "reason_code": "not_said"}
    await record(ground.adviser, ground.case, "withdrawn_by_party", "2025-03-12", **left)
    now = (await ground.coordinator.get(f"/v1/sessions/{session['id']}")).json()
    off = await ground.coordinator.post(f"/v1/sessions/{session['id']}/cancellation", OFF, version=now["version"])
    assert (off.status_code, off.json()["status"]) == (200, "cancelled"), off.text
    facts = (await ground.adviser.get(f"/v1/cases/{ground.id}/facts")).json()["items"]
    assert "session_cancelled" not in {fact["type"] for fact in facts}
    await record(ground.adviser, ground.case, "case_closed", "2025-03-12", outcome="changed_mind")
    back = await ground.coordinator.post(f"/v1/sessions/{session['id']}/undoing", version=off.json()["version"])
    assert (back.status_code, back.json()["rule"]) == (409, "lifecycle")
