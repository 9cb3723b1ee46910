"""Who is asked to a session and on which ground, what each side sees of it, and what is booked for it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from app.domain.permissions import Role
from tests.areas.test_sessions import arranging, codes, done, invited, planned
from tests.builders.world import World
from tests.conftest import Caller, Clock
from tests.rooms.sessions import a_party

LINK = "https://meet.example/one"


async def test_a_second_supporter_needs_the_consent_of_all_parties_or_the_mediators(
    as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    ground = await arranging(as_, world, clock)
    session = await planned(ground)
    await invited(ground, session, "supporter", "b")
    second = await a_party(ground, "legal_representative")
    path = f"/v1/sessions/{session['id']}/attendees"
    refused = await ground.coordinator.post(path, {"party_id": second["id"], "basis": "b"})
    assert (refused.status_code, refused.json()["rule"]) == (409, "attend-list")
    asked = await ground.made(ground.coordinator, path, {"party_id": second["id"], "basis": "e"})
    assert asked["missing_consents"] == ["parent", "la"]
    place = f"/v1/attendees/{asked['id']}"
    assert "consent_missing" in codes((await ground.manager.get(f"/v1/sessions/{session['id']}")).json())
    early = await ground.mediator.patch(place, {"response": "accepted"}, version=1)
    assert (early.status_code, early.json()["missing_consents"]) == (409, ["parent", "la"])
    for version, by, missing in ((1, "parent", ["la"]), (2, "la", [])):
        said = await ground.mediator.post(f"{place}/consents", {"given_by": by, "given": True}, version=version)
        assert (said.status_code, said.json()["missing_consents"]) == (200, missing), said.text
    taken_back = await ground.mediator.post(f"{place}/consents", {"given_by": "la", "given": False}, version=3)
    assert taken_back.json()["missing_consents"] == ["la"]
    assert len(taken_back.json()["consents"]) == 2
    failing_that = await ground.mediator.post(f"{place}/consents", {"given_by": "mediator", "given": True}, version=4)
    assert failing_that.json()["missing_consents"] == []
    comes = await ground.mediator.patch(place, {"response": "accepted"}, version=5)
    assert (comes.status_code, comes.json()["response"]) == (200, "accepted")
    twice = await ground.coordinator.post(path, {"party_id": second["id"], "basis": "e"})
    assert (twice.status_code, twice.json()["code"]) == (409, "state_conflict")


async def test_the_child_comes_with_the_parents_and_the_mediators_consent(
    as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    ground = await arranging(as_, world, clock)
    session = await planned(ground)
    child = await invited(ground, session, "child", "c")
    assert child["missing_consents"] == ["parent", "mediator"]
    other = await ground.coordinator.patch(f"/v1/attendees/{child['id']}", {"basis": "d"}, version=1)
    assert (other.status_code, other.json()["rule"]) == (422, "attend-list")
    assert other.json()["errors"][0]["pointer"] == "/basis"


async def test_once_the_rights_have_passed_a_young_person_comes_as_a_party(
    as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    ground = await arranging(as_, world, clock)
    session = await planned(ground)
    child = await invited(ground, session, "child", "c")
    referral = (await ground.adviser.get(ground.case["links"]["referral"])).json()
    for born_on, role, basis in (("2008-02-04", "young_person", "a"), ("2015-02-04", "child", "c")):
        body = {"child": {"born_on": born_on}}
        corrected = await ground.adviser.patch(ground.case["links"]["referral"], body, version=referral["version"])
        assert corrected.status_code == 200, corrected.text
        referral = corrected.json()
        (asked,) = (await ground.coordinator.get(f"/v1/sessions/{session['id']}/attendees")).json()["items"]
        assert (asked["id"], asked["role"], asked["basis"]) == (child["id"], role, basis)


async def test_authority_is_confirmed_beforehand_or_flagged(
    as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    ground = await arranging(as_, world, clock)
    session = await planned(ground)
    officer = await invited(ground, session, "la_officer", "a")
    place, own = f"/v1/attendees/{officer['id']}", f"/v1/sessions/{session['id']}"
    assert "authority_not_confirmed" in codes((await ground.manager.get(own)).json())
    early = await ground.coordinator.patch(place, {"authority_confirmed_on": "2025-03-13"}, version=1)
    assert (early.status_code, early.json()["errors"][0]["pointer"]) == (422, "/authority_confirmed_on")
    body = {"can_decide": True, "authority_confirmed_on": "2025-03-12", "authority_limits": "Up to a band 5 placement"}
    known = await ground.coordinator.patch(place, body, version=1)
    assert {name: known.json()[name] for name in body} == body
    assert "authority_not_confirmed" not in codes((await ground.manager.get(own)).json())


async def test_each_side_sees_its_own_invitation_and_answers_it(
    as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    ground = await arranging(as_, world, clock)
    session = await planned(ground)
    parent = await invited(ground, session, "parent", "a", joining_link=f"{LINK}/family")
    officer = await invited(ground, session, "la_officer", "a", joining_link=f"{LINK}/council")
    family, council = as_(Role.FAMILY_FRONT_END), as_(Role.LA_OFFICER)
    path = f"/v1/sessions/{session['id']}/attendees"
    assert (await council.get(path)).status_code == 404  # only planned: nobody is told yet
    await done(ground, session, "fixing", {})
    for caller, own, other in ((family, parent, officer), (council, officer, parent)):
        (seen,) = (await caller.get(path)).json()["items"]
        assert set(seen) == {"id", "session_id", "party_id", "basis", "response", "joining_link", "version"}
        assert (seen["id"], seen["joining_link"]) == (own["id"], own["joining_link"])
        assert (await caller.get(f"/v1/attendees/{other['id']}")).status_code == 404
        said = {"accepted": True}
        assert (await caller.post(f"/v1/attendees/{other['id']}/response", said, version=1)).status_code == 404
        answered = await caller.post(f"/v1/attendees/{own['id']}/response", said, version=1)
        assert (answered.status_code, answered.json()["response"]) == (200, "accepted"), answered.text
        assert (await caller.post(f"/v1/attendees/{own['id']}/response", said, version=1)).status_code == 412
    seen = await council.get(f"/v1/sessions/{session['id']}")
    assert set(seen.json()) == {
        "id", "case_ids", "kind", "mode", "status", "starts_at", "ends_at", "length_minutes", "venue",
        "proposed_on", "fixed_on", "cancelled_by", "version", "links",
    }  # fmt: skip
    assert seen.json()["links"]["bookings"] is None
    assert (await as_(Role.ICB_OFFICER).get(path)).json()["items"] == []
    clock.set_day(date(2025, 4, 11))
    late = await family.post(f"/v1/attendees/{parent['id']}/response", {"accepted": False}, version=2)
    assert (late.status_code, late.json()["code"]) == (409, "state_conflict")


async def test_a_room_or_an_interpreter_is_booked_once_however_it_is_written(
    as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    ground = await arranging(as_, world, clock)
    one = await planned(ground, mode="in_person")
    two = await planned(ground, mediator_id=None, starts_at="2025-04-10T10:30:00Z")
    later = await planned(ground, mediator_id=None, starts_at="2025-04-10T11:00:00Z", length_minutes=15)
    room = {"kind": "room", "name": "The hall, room 1"}
    booked = await ground.made(ground.coordinator, f"/v1/sessions/{one['id']}/bookings", room)
    assert (booked["status"], booked["cost_pence"]) == ("requested", None)
    spelled = {**room, "name": "the  HALL, room 1"}
    taken = await ground.coordinator.post(f"/v1/sessions/{two['id']}/bookings", spelled)
    assert (taken.status_code, taken.json()["rule"], taken.json()["taken"]) == (409, "double-booking", ["room"])
    assert "hall" not in taken.text.lower()
    await ground.made(ground.coordinator, f"/v1/sessions/{later['id']}/bookings", spelled)
    moved = await ground.coordinator.patch(
        f"/v1/sessions/{one['id']}", {"starts_at": "2025-04-10T09:15:00Z"}, version=1
    )
    assert (moved.status_code, moved.json()["rule"]) == (409, "double-booking")
    place = f"/v1/bookings/{booked['id']}"
    confirmed = await ground.coordinator.patch(place, {"status": "confirmed", "cost_pence": 4500}, version=1)
    assert (confirmed.status_code, confirmed.json()["cost_pence"]) == (200, 4500)
    off = await ground.coordinator.patch(place, {"status": "cancelled"}, version=2)
    assert off.status_code == 200
    again = await ground.coordinator.patch(place, {"status": "confirmed"}, version=3)
    assert (again.status_code, again.json()["code"]) == (409, "state_conflict")
    freed = await planned(ground, mediator_id=None, starts_at="2025-04-10T09:00:00Z")
    await ground.made(ground.coordinator, f"/v1/sessions/{freed['id']}/bookings", room)


async def test_needs_of_the_people_asked_call_for_bookings(
    as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    ground = await arranging(as_, world, clock)
    session = await planned(ground)
    parent = await invited(ground, session, "parent", "a")
    parties = (await ground.manager.get(f"/v1/cases/{ground.id}/parties")).json()["items"]
    person = next(party["person_id"] for party in parties if party["id"] == parent["party_id"])
    path = f"/v1/people/{person}/passport"
    version = (await ground.manager.get(path)).json()["version"]
    kept = await ground.manager.patch(path, {"needs": ["interpreter", "breaks"]}, version=version)
    assert kept.status_code == 200, kept.text
    own = f"/v1/sessions/{session['id']}"
    assert "interpreter_not_booked" in codes((await ground.manager.get(own)).json())
    (seen,) = (await ground.manager.get(f"{own}/attendees")).json()["items"]
    assert set(seen["adjustments"]) == {"interpreter", "breaks"}
    booking = {"kind": "interpreter", "name": "Interpreter 12", "language": "Polish"}
    await ground.made(ground.coordinator, f"{own}/bookings", booking)
    assert "interpreter_not_booked" not in codes((await ground.manager.get(own)).json())
    unsaid = await ground.coordinator.post(f"{own}/bookings", {**booking, "language": None})
    assert unsaid.status_code == 422


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"basis": "f"}, "/basis"),
        ({"party_id": "x"}, "/party_id"),
        ({"party_id": "00000000-0000-7000-8000-000000000000"}, "/party_id"),
        ({"joining_link": "http://meet.example"}, "/joining_link"),
        ({"joining_link": "https://meet.example/" + "x" * 500}, "/joining_link"),
        ({"can_decide": "yes"}, "/can_decide"),
        ({"authority_limits": "x" * 201}, "/authority_limits"),
        ({"authority_confirmed_on": "2025-03-13"}, "/authority_confirmed_on"),
        ({"name": "Robin"}, "/name"),
    ],
)
async def test_an_attendee_is_refused_by_the_field(
    as_: Callable[..., Caller], world: World, clock: Clock, change: dict[str, Any], pointer: str
) -> None:
    ground = await arranging(as_, world, clock)
    session = await planned(ground)
    parties = (await ground.manager.get(f"/v1/cases/{ground.id}/parties")).json()["items"]
    body = {"party_id": next(party["id"] for party in parties if party["role"] == "parent"), "basis": "a"}
    answer = await ground.coordinator.post(f"/v1/sessions/{session['id']}/attendees", body | change)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer), answer.text


async def test_a_mediator_reads_withheld_details_for_a_session_that_is_set(
    as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    ground = await arranging(as_, world, clock)
    parties = (await ground.manager.get(f"/v1/cases/{ground.id}/parties")).json()["items"]
    person = f"/v1/people/{next(party['person_id'] for party in parties if party['role'] == 'parent')}"
    kept = await ground.manager.patch(f"{person}/withheld-contact", {"address": "1 Hidden Street"}, version=0)
    assert kept.status_code == 200, kept.text
    path, why = f"{person}/withheld-contact-readings", {"reason": "The visit"}
    session = await planned(ground)
    early = await ground.mediator.post(path, why)
    assert (early.status_code, early.json()["rule"]) == (409, "party-contact")
    assert "Hidden" not in early.text
    await done(ground, session, "fixing", {})
    read = await ground.mediator.post(path, why)
    assert (read.status_code, read.json()["address"]) == (200, "1 Hidden Street"), read.text
    clock.set_day(date(2025, 4, 11))
    assert (await ground.mediator.post(path, why)).status_code == 409
    assert (await ground.coordinator.post(path, why)).status_code == 200


async def test_a_mediator_who_may_not_mediate_any_more_is_looked_at(
    as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    ground = await arranging(as_, world, clock)
    session = await planned(ground)
    path, mediator = f"/v1/sessions/{session['id']}", session["mediator_id"]
    assert not {"mediator_in_conflict", "mediator_unfit"} & codes(session)
    employed = {"employer": "la"}
    changed = await ground.manager.patch(f"/v1/mediators/{mediator}", employed, version=1)
    assert changed.status_code == 200, changed.text
    assert "mediator_unfit" in codes((await ground.coordinator.get(path)).json())
    body = {"user_id": mediator, "kind": "knows_a_party"}
    assert (await ground.coordinator.post(f"/v1/cases/{ground.id}/conflicts", body)).status_code == 201
    assert "mediator_in_conflict" in codes((await ground.coordinator.get(path)).json())
