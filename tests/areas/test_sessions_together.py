"""A session of several linked cases: each is told of its own people, and whoever lacks one of them learns nothing."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from app.domain.permissions import Role
from tests.areas.test_sessions import arranging, done, invited, planned
from tests.builders.journeys import read_case
from tests.builders.world import World
from tests.conftest import Caller, Clock
from tests.rooms import Ground

THEIRS = {"name": "Another Parent", "phone": "01632960002"}


async def together(as_: Callable[..., Caller], world: World, clock: Clock, **second: Any) -> tuple[Ground, Ground]:
    """Return two linked cases of two families, both arranging."""
    one = await arranging(as_, world, clock)
    child = {"given_name": "Sam", "family_name": "Reed", "born_on": "2013-05-04"}
    two = await arranging(as_, world, clock, key="two", child=child, family=THEIRS, **second)
    link = {"case_id": two.id, "kind": "sibling"}
    await one.made(one.manager, f"/v1/cases/{one.id}/linked-cases", link)
    return one, two


async def held_in(ground: Ground) -> list[str]:
    """Return who was present at the session that was held, as a case tells it."""
    facts = (await ground.manager.get(f"/v1/cases/{ground.id}/facts")).json()["items"]
    return list(next(fact for fact in facts if fact["type"] == "session_held")["payload"]["present"])


async def deadline(ground: Ground, rule: str) -> dict[str, Any]:
    case = await read_case(ground.manager, ground.id)
    return next(clock for clock in case["deadlines"] if clock["rule_id"] == rule)


async def test_who_came_is_recorded_in_their_own_case_alone(
    as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    one, two = await together(as_, world, clock, la_code="935")
    session = await planned(one, serves_case_ids=[two.id])
    family = await invited(two, session, "parent", "a")
    council = await invited(two, session, "la_officer", "a", can_decide=True)
    await done(one, session, "fixing", {})
    clock.set_day(date(2025, 4, 11))
    came = {"attendee_ids": [family["id"], council["id"]]}
    held = await done(one, session, "holding", came, one.mediator)
    assert (held.status_code, held.json()["status"]) == (200, "held"), held.text
    assert (await held_in(one), await held_in(two)) == ([], ["la_with_authority", "parent"])
    assert (await deadline(one, "hold-30d"))["met_on"] is None
    assert (await deadline(two, "hold-30d"))["met_on"] == "2025-04-10"
    told = (await as_(Role.LA_OFFICER).get(f"/v1/cases/{one.id}/facts")).json()["items"]
    assert next(fact for fact in told if fact["type"] == "session_held")["payload"]["present"] == []


async def test_two_families_at_one_session_are_each_present_in_their_own_case(
    as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    one, two = await together(as_, world, clock)
    session = await planned(one, serves_case_ids=[two.id])
    for ground, others in ((one, ("supporter", "b")), (two, ("child", "c"))):
        await invited(ground, session, "parent", "a")
        await invited(ground, session, "la_officer", "a")
        await invited(ground, session, *others)
    await done(one, session, "fixing", {})
    clock.set_day(date(2025, 4, 11))
    everybody = [
        each["id"] for each in (await one.manager.get(f"/v1/sessions/{session['id']}/attendees")).json()["items"]
    ]
    await done(one, session, "holding", {"attendee_ids": everybody}, one.mediator)
    assert (await held_in(one), await held_in(two)) == (["la", "parent", "supporter"], ["child", "la", "parent"])
    for ground in (one, two):
        assert (await deadline(ground, "hold-30d"))["met_on"] == "2025-04-10"
    back = await done(one, session, "undoing", None)
    assert (back.status_code, back.json()["status"]) == (200, "fixed"), back.text
    assert (await deadline(one, "hold-30d"))["met_on"] is None


async def _a_family_with_needs(ground: Ground, session: dict[str, Any]) -> dict[str, Any]:
    """Ask the parent of a case to a session, with a link of their own and something that they need."""
    asked = await invited(ground, session, "parent", "a", joining_link="https://meet.example/theirs")
    parties = (await ground.manager.get(f"/v1/cases/{ground.id}/parties")).json()["items"]
    person = next(party["person_id"] for party in parties if party["id"] == asked["party_id"])
    path = f"/v1/people/{person}/passport"
    version = (await ground.manager.get(path)).json()["version"]
    kept = await ground.manager.patch(path, {"needs": ["interpreter"]}, version=version)
    assert kept.status_code == 200, kept.text
    return asked


def _in_conflict(one: Ground) -> Caller:
    return one.coordinator


def _not_assigned(one: Ground) -> Caller:
    return one.mediator


@pytest.mark.parametrize("who", [_in_conflict, _not_assigned])
@pytest.mark.parametrize("planned_for", ["the one they have", "the hidden one"])
async def test_a_session_tells_nothing_of_a_case_that_is_hidden(
    as_: Callable[..., Caller], world: World, clock: Clock, who: Callable[[Ground], Caller], planned_for: str
) -> None:
    one, two = await together(as_, world, clock)
    first, second = (one, two) if planned_for == "the one they have" else (two, one)
    session = await planned(first, serves_case_ids=[second.id])
    own = await invited(one, session, "parent", "a")
    theirs = await _a_family_with_needs(two, session)
    at = f"/v1/sessions/{session['id']}"
    booking = {"kind": "interpreter", "name": "Interpreter 12", "language": "Polish"}
    booked = await one.made(one.manager, f"{at}/bookings", booking)
    off = {"cancelled_by": "family", "reason": "Sam is unwell"}
    assert (await done(one, session, "cancellation", off, one.manager)).status_code == 200
    await _hide(one, two)

    caller = who(one)
    assert (await caller.get(f"/v1/cases/{two.id}")).status_code == 404
    seen = (await caller.get(at)).json()
    assert (seen["case_id"], seen["case_ids"], seen["links"]["bookings"]) == (one.id, [one.id], None)
    assert (seen["status"], seen["cancellation_reason"]) == ("cancelled", None)
    (row,) = (await caller.get(f"/v1/cases/{one.id}/sessions")).json()["items"]
    assert (row["case_id"], row["case_ids"]) == (one.id, [one.id])
    assert [each["id"] for each in (await caller.get(f"{at}/attendees")).json()["items"]] == [own["id"]]
    answers = [await caller.get(path) for path in (at, "/v1/sessions", f"{at}/attendees", f"{at}/bookings")]
    for answer in answers:
        for word in (two.id, theirs["id"], "meet.example/theirs", "Polish", "interpreter_not_booked", "unwell"):
            assert word not in answer.text
    there = f"/v1/attendees/{theirs['id']}"
    assert (await caller.get(there)).status_code == 404
    assert (await caller.patch(there, {"response": "declined"}, version=1)).status_code == 404
    said = {"given_by": "parent", "given": True}
    assert (await caller.post(f"{there}/consents", said, version=1)).status_code == 404
    body = {"party_id": theirs["party_id"], "basis": "e"}
    unknown = await caller.post(f"{at}/attendees", body)
    assert (unknown.status_code, unknown.json()["errors"][0]["pointer"]) == (422, "/party_id")
    for path in (f"{at}/bookings", f"/v1/bookings/{booked['id']}"):
        assert (await caller.get(path)).status_code == 403
    # Nothing has changed, and whoever has both still sees everything.
    whole = (await one.manager.get(at)).json()
    assert (whole["case_id"], set(whole["case_ids"])) == (first.id, {one.id, two.id})
    assert (whole["cancellation_reason"], whole["version"]) == ("Sam is unwell", 2)
    assert len((await one.manager.get(f"{at}/attendees")).json()["items"]) == 2


async def test_a_session_is_changed_by_those_who_have_every_case_that_it_serves(
    as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    one, two = await together(as_, world, clock)
    session = await planned(one, serves_case_ids=[two.id])
    own = await invited(one, session, "parent", "a")
    at = f"/v1/sessions/{session['id']}"
    room = {"kind": "room", "name": "Room 1"}
    booked = await one.made(one.manager, f"{at}/bookings", room)
    await _hide(one, two)
    caller = one.coordinator
    answers = [
        await caller.patch(at, {"venue": "Elsewhere"}, version=1),
        await caller.post(f"{at}/proposal", {"proposed_by": "provider"}, version=1),
        await caller.post(f"{at}/fixing", {}, version=1),
        await caller.post(f"{at}/cancellation", {"cancelled_by": "la", "reason": "Illness"}, version=7),
        await caller.post(f"{at}/bookings", room),
        await caller.patch(f"/v1/bookings/{booked['id']}", {"status": "confirmed"}, version=1),
    ]
    for answer in answers:
        assert (answer.status_code, answer.json()["code"]) == (403, "not_permitted"), answer.text
        assert "another case" in answer.json()["detail"]
        assert two.id not in answer.text
        assert str(two.case["reference"]) not in answer.text
    seen = (await one.manager.get(at)).json()
    assert (seen["version"], seen["status"], seen["venue"]) == (1, "planned", None)
    # What concerns the people of their own case stays theirs to record.
    kept = await caller.patch(f"/v1/attendees/{own['id']}", {"response": "declined"}, version=1)
    assert (kept.status_code, kept.json()["response"]) == (200, "declined"), kept.text


async def _hide(one: Ground, two: Ground) -> None:
    """Hide a case from the coordinator, by a conflict of interest, and from the mediator, who gives it back."""
    assert one.coordinator.actor is not None
    conflict = {"user_id": one.coordinator.actor.id, "kind": "knows_a_party"}
    await one.made(one.manager, f"/v1/cases/{two.id}/conflicts", conflict)
    assert one.world.home.other_mediator is not None
    given = {"mediator_id": one.world.home.other_mediator.id}
    moved = await one.manager.post(f"/v1/cases/{two.id}/assignment", given, version=await two.version())
    assert moved.status_code == 200, moved.text
