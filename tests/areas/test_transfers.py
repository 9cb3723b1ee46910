"""What a case that has gone to another provider still takes: nothing, of whatever hangs on it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from fastapi import FastAPI
from sqlalchemy import text

from app.domain.permissions import Role
from app.jobs.daily import make_round
from app.jobs.verify import verify
from app.store.migration import migrate
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


async def test_what_has_gone_is_live_no_more_and_leaves_calendars_and_diaries(
    as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    ground = await arranging(as_, world, clock)
    session = await _fixed(ground)
    made = await ground.made(ground.mediator, "/v1/calendar-feeds")
    address = "/v1/calendars/" + made["address"].rpartition("/")[2]
    manager, live = ground.manager, "/v1/kpis/V1?basis=live"

    async def counted() -> int:
        answer = await manager.get(live)
        assert answer.status_code == 200, answer.text
        return int(answer.json()["totals"]["denominator"])

    async def diary() -> int:
        mediators = (await manager.get("/v1/mediators")).json()["items"]
        assert ground.mediator.actor is not None
        return next(int(one["live_cases"]) for one in mediators if one["id"] == ground.mediator.actor.id)

    async def calendar() -> dict[str, str]:
        shown = (await as_(None).get(address)).text
        lines = [line for line in shown.splitlines() if line.startswith(("STATUS", "SEQUENCE"))]
        return dict(line.split(":") for line in lines)

    before = (await counted(), await diary(), await calendar())
    assert (before[0], before[1], before[2]["STATUS"]) == (1, 1, "CONFIRMED"), session
    assert (await _gone(manager, clock)).status_code == 200
    after = (await counted(), await diary(), await calendar())
    assert (after[0], after[1], after[2]["STATUS"]) == (0, 0, "CANCELLED")
    assert int(after[2]["SEQUENCE"]) > int(before[2]["SEQUENCE"])


async def test_the_day_of_going_and_the_part_by_age_survive_the_way_back_and_forth(
    app: FastAPI, as_: Callable[..., Caller], clock: Clock, database_url: str
) -> None:
    adviser, manager = as_(Role.ADVISER), as_(Role.SERVICE_MANAGER)
    goes = await an_open_case(adviser)
    child = {"given_name": "Robin", "family_name": "Reed", "born_on": "2008-02-04"}
    stays = await an_open_case(adviser, la_code="935", child=child)
    view = {"method": "drawing", "outcome": "offered", "offered_on": "2025-03-12"}
    assert (await adviser.post(f"/v1/cases/{stays['id']}/child-views", view)).status_code == 201
    assert (await _gone(manager, clock)).status_code == 200
    database = app.state.database

    async def told(statement: str) -> list[Any]:
        async with database.read() as connection:
            return list((await connection.execute(text(statement))).scalars())

    role = f"SELECT role FROM parties WHERE case_id = '{stays['id']}' AND role IN ('child', 'young_person')"
    async with database.write() as unit:
        await unit.execute(
            text(f"UPDATE parties SET role = 'child' WHERE case_id = '{stays['id']}' AND role = 'young_person'")
        )
    assert await told(role) == ["child"]
    await migrate(database_url, "0015", back=True)
    assert [bool(gone) for gone in await told("SELECT gone FROM transferred_cases")] == [True]
    await migrate(database_url)
    gone = f"SELECT transferred_on FROM cases WHERE id = '{goes['id']}'"
    assert [str(day) for day in await told(gone)] == ["2025-03-20"]
    assert await told(f"SELECT transferred_on FROM cases WHERE id = '{stays['id']}'") == [None]
    assert await told("SELECT case_id FROM transferred_cases") == [goes["id"]]
    assert await told(role) == ["young_person"]
    assert adviser.actor is not None
    assert await told("SELECT offered_by FROM child_views") == [adviser.actor.id]


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
