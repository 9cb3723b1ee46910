"""Sessions, attendees, bookings and availability as the common tests see them."""

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

from app.domain.permissions import Role
from tests.builders.journeys import record
from tests.rooms import Change, Ground, Records, Room

_DAYS = itertools.count()
NOBODY = "00000000-0000-7000-8000-000000000000"


def a_time() -> str:
    """Return a time at which no other session of the tests is."""
    day = datetime(2025, 4, 10, 9, 0, tzinfo=UTC) + timedelta(days=next(_DAYS) % 900)
    return day.strftime("%Y-%m-%dT%H:%M:%SZ")


async def a_party(ground: Ground, role: str) -> dict[str, Any]:
    """Give somebody new a part in a case, after a search as it is asked for."""
    manager = ground.manager
    looked = await ground.made(manager, "/v1/people/search", {"family_name": "Reed", "reason": "Asked to a session"})
    body = {"role": role, "person": {"family_name": "Reed"}, "search_id": looked["search_id"]}
    return dict(await ground.made(manager, f"/v1/cases/{ground.id}/parties", body))


async def furnish(ground: Ground) -> Records:
    """Fix a session with the parent asked to it, cancel one and hold a pre-meeting's time, in confidential words."""
    await record(ground.adviser, ground.case, "wish_stated", "2025-03-12", wish="mediate")
    await record(ground.adviser, ground.case, "la_informed", "2025-03-12", informed_by="adviser")
    coordinator, path = ground.coordinator, f"/v1/cases/{ground.id}/sessions"
    assert ground.mediator.actor is not None
    body = {
        "kind": "mediation",
        "mode": "online",
        "length_minutes": 60,
        "mediator_id": ground.mediator.actor.id,
    }
    await ground.made(
        coordinator, path, {**body, "kind": "pre_meeting", "starts_at": a_time(), "venue": ground.say("private_venue")}
    )
    off = await ground.made(coordinator, path, {**body, "starts_at": a_time()})
    off = await ground.made(coordinator, f"/v1/sessions/{off['id']}/fixing", {}, version=1)
    reason = {
        "cancelled_by": "la",
        "reason": ground.say("reason"),
        "chargeable": False,
        "chargeable_why": ground.say("chargeable_why"),
    }
    await ground.made(coordinator, f"/v1/sessions/{off['id']}/cancellation", reason, version=2)
    fixed = await ground.made(coordinator, path, {**body, "starts_at": a_time()})
    place = f"/v1/sessions/{fixed['id']}"
    await ground.made(coordinator, f"{place}/fixing", {"venue": "A platform"}, version=1)
    parties = (await ground.manager.get(f"/v1/cases/{ground.id}/parties")).json()["items"]
    parent = next(party for party in parties if party["role"] == "parent")
    officer = await a_party(ground, "la_officer")
    asked = await ground.made(
        coordinator,
        f"{place}/attendees",
        {"party_id": parent["id"], "basis": "a", "joining_link": _link(ground, "family_link")},
    )
    of_council = await ground.made(
        coordinator,
        f"{place}/attendees",
        {
            "party_id": officer["id"],
            "basis": "a",
            "joining_link": _link(ground, "council_link"),
            "can_decide": True,
            "authority_confirmed_on": "2025-03-11",
            "authority_limits": ground.say("authority_limits"),
        },
    )
    booked = {"kind": "interpreter", "name": ground.say("interpreter"), "language": ground.say("language")}
    booking = await ground.made(coordinator, f"{place}/bookings", booked)
    window = {
        "side": "family",
        "possible": True,
        "starts_at": "2025-04-10T08:00:00Z",
        "ends_at": "2025-04-10T16:00:00Z",
    }
    stated = await ground.made(coordinator, f"/v1/cases/{ground.id}/availability", window)
    return {
        "session_id": [fixed["id"], off["id"]],
        "attendee_id": [asked["id"], of_council["id"]],
        "booking_id": [booking["id"]],
        "window_id": [stated["id"]],
    }


def _link(ground: Ground, name: str) -> str:
    return f"https://meet.example/{ground.say(name).replace(' ', '')}"


_WORK, _STAFF = "MED:A COO:T SMG:T", "COO:T SMG:T"
_ALL = f"{_WORK} LCO:L IBO:I SUB:S"
ROOM = Room(
    furnish=furnish,
    changes=(
        Change(
            "POST",
            "/v1/cases/{case_id}/sessions",
            {"kind": "mediation", "mode": "online", "starts_at": "2025-06-10T09:00:00Z", "length_minutes": 60},
        ),
        Change("PATCH", "/v1/sessions/{session_id}", {"venue": "Elsewhere"}),
        Change("POST", "/v1/sessions/{session_id}/proposal", {"proposed_by": "mediator"}),
        Change("POST", "/v1/sessions/{session_id}/fixing", {}),
        Change("POST", "/v1/sessions/{session_id}/notice", {"to": "all"}),
        Change("POST", "/v1/sessions/{session_id}/notice-consent", {"consented_by": "parent", "how": "By phone"}),
        Change("POST", "/v1/sessions/{session_id}/holding", {}),
        Change("POST", "/v1/sessions/{session_id}/adjournment", {"reason": "A report is awaited"}),
        Change("POST", "/v1/sessions/{session_id}/conclusion", {}),
        Change("POST", "/v1/sessions/{session_id}/undoing"),
        Change(
            "POST", "/v1/sessions/{session_id}/cancellation", {"cancelled_by": "la", "reason": "Illness"}, last=True
        ),
        Change("POST", "/v1/sessions/{session_id}/attendees", {"party_id": NOBODY, "basis": "a"}),
        Change("PATCH", "/v1/attendees/{attendee_id}", {"can_decide": True}),
        Change("POST", "/v1/attendees/{attendee_id}/response", {"accepted": True}),
        Change("POST", "/v1/attendees/{attendee_id}/consents", {"given_by": "mediator", "given": True}),
        Change("POST", "/v1/sessions/{session_id}/bookings", {"kind": "room", "name": "The hall, room 1"}),
        Change("PATCH", "/v1/bookings/{booking_id}", {"status": "confirmed"}),
        Change(
            "POST",
            "/v1/cases/{case_id}/availability",
            {"possible": False, "starts_at": "2025-04-11T08:00:00Z", "ends_at": "2025-04-11T16:00:00Z"},
        ),
        Change("POST", "/v1/availability/{window_id}/withdrawal"),
        Change("POST", "/v1/cases/{case_id}/slot-searches", {}),
    ),
    matrix={
        "planSession": _WORK,
        "listCaseSessions": _ALL,
        "listSessions": "MED:E COO:E SMG:E LCO:E IBO:E SUB:E",
        "readSession": _ALL,
        "changeSession": _STAFF,
        "proposeSession": _WORK,
        "fixSession": _STAFF,
        "giveSessionNotice": _STAFF,
        "agreeShortNotice": _STAFF,
        "cancelSession": _STAFF,
        "holdSession": _WORK,
        "adjournSession": _WORK,
        "concludeSession": _WORK,
        "undoSessionStep": _STAFF,
        "askAttendee": _WORK,
        "listAttendees": _ALL,
        "readAttendee": f"{_WORK} LCO:X IBO:X SUB:S",
        "changeAttendee": _WORK,
        "respondToInvitation": f"{_WORK} LCO:X IBO:X SUB:S",
        "consentToAttendee": _WORK,
        "bookForSession": _STAFF,
        "listBookings": _WORK,
        "readBooking": _WORK,
        "changeBooking": _STAFF,
        "stateAvailability": f"{_ALL} PSY:P",
        "listAvailability": f"{_ALL} PSY:P",
        "readAvailability": f"{_WORK} LCO:X IBO:X SUB:S PSY:X",
        "withdrawAvailability": f"{_WORK} LCO:X IBO:X SUB:S PSY:X",
        "searchSlots": _WORK,
    },
    appends=frozenset(
        {
            "/v1/cases/{case_id}/sessions",
            "/v1/cases/{case_id}/availability",
            "/v1/cases/{case_id}/slot-searches",
            "/v1/sessions/{session_id}/attendees",
            "/v1/sessions/{session_id}/bookings",
        }
    ),
    told={
        "family_link": frozenset({Role.FAMILY_FRONT_END}),
        "council_link": frozenset({Role.LA_OFFICER}),
    },
)
