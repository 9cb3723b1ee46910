"""Attendees, bookings, availability and the slot finder, over HTTP."""

from fastapi import APIRouter, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.areas.cases import queries as cases
from app.areas.sessions import attending, attending_queries, availability, finding, queries, slot_schemas
from app.areas.sessions import attending_schemas as schemas
from app.domain.permissions import Actor, Role
from app.domain.refusals import NotPermitted
from app.store.tables.sessions import Attendee, SessionBooking
from app.web.actor import MayArrangeSessions, MayConductSessions, MayReadSessions, MayStateAvailability
from app.web.answers import Replays, rebuilt
from app.web.clock import Now, Today
from app.web.concurrency import IfMatch, answer_with, fresh
from app.web.paging import Paging
from app.web.transaction import PlainRoute, Read, TransactionRoute, Write
from app.wire.types import Identifier, Page

router = APIRouter(tags=["Sessions"], route_class=TransactionRoute)
# A search keeps nothing and takes a while: no transaction stands open meanwhile, and nobody waits for it.
searches = APIRouter(prefix="/cases/{case_id}/slot-searches", tags=["Sessions"], route_class=PlainRoute)
AnyAttendee = schemas.Attendee | schemas.Invitation
AnyAvailability = schemas.AvailabilityStaff | schemas.Availability


@router.post("/sessions/{session_id}/attendees", status_code=201, operation_id="askAttendee")
async def ask(
    session_id: Identifier,
    body: schemas.AskAttendee,
    request: Request,
    response: Response,
    actor: MayConductSessions,
    session: Write,
    today: Today,
    now: Now,
) -> AnyAttendee:
    """Ask somebody of the case to the session, on the ground on which they come (`attend-list`)."""
    attendee = await attending.ask(session, actor, session_id, body, today=today, now=now)
    return await _attendee(request, response, session, actor, attendee, location=f"/v1/attendees/{attendee.id}")


@router.get("/sessions/{session_id}/attendees", operation_id="listAttendees")
async def attendees(session_id: Identifier, actor: MayReadSessions, connection: Read) -> Page[AnyAttendee]:
    """List who is asked to the session. Beyond the provider each side sees its own."""
    row = await queries.one(connection, actor, session_id)
    rows = await attending_queries.attendees(connection, actor, row)
    items = [schemas.attendee_of(found, staff=actor.is_staff) for found in rows]
    return Page[AnyAttendee](items=items, next_cursor=None)


@router.get("/attendees/{attendee_id}", operation_id="readAttendee")
async def attendee(
    attendee_id: Identifier, response: Response, actor: MayReadSessions, connection: Read
) -> AnyAttendee:
    """Read one invitation: of one's own side, with the joining link that is the attendee's own."""
    answer = await _shown(connection, actor, attendee_id)
    response.headers["ETag"] = f'"v{answer.version}"'
    return answer


@router.patch("/attendees/{attendee_id}", operation_id="changeAttendee")
async def change(
    attendee_id: Identifier,
    body: schemas.ChangeAttendee,
    request: Request,
    response: Response,
    actor: MayConductSessions,
    version: IfMatch,
    session: Write,
    today: Today,
    now: Now,
) -> AnyAttendee:
    """Record an attendee's answer, authority, link or attendance. To accept they need every consent."""
    row = await attending.change(session, actor, attendee_id, body, version=version, today=today, now=now)
    return await _attendee(request, response, session, actor, row)


@router.post("/attendees/{attendee_id}/response", operation_id="respondToInvitation")
async def respond(
    attendee_id: Identifier,
    body: schemas.RespondToInvitation,
    request: Request,
    response: Response,
    actor: MayStateAvailability,
    version: IfMatch,
    session: Write,
    now: Now,
) -> AnyAttendee:
    """Accept or decline an invitation of your own side."""
    if actor.role is Role.PARTNER_SYSTEM:
        raise NotPermitted("A partner system states availability. It does not answer for people.")
    row = await attending.respond(session, actor, attendee_id, body, version=version, now=now)
    return await _attendee(request, response, session, actor, row)


@router.post("/attendees/{attendee_id}/consents", operation_id="consentToAttendee")
async def consent(
    attendee_id: Identifier,
    body: schemas.ConsentToAttendee,
    request: Request,
    response: Response,
    actor: MayConductSessions,
    version: IfMatch,
    session: Write,
    today: Today,
    now: Now,
) -> AnyAttendee:
    """Record whether one of those whose consent counts agrees to somebody's coming."""
    row = await attending.consent(session, actor, attendee_id, body, version=version, today=today, now=now)
    return await _attendee(request, response, session, actor, row)


@router.post("/sessions/{session_id}/bookings", status_code=201, operation_id="bookForSession")
async def book(
    session_id: Identifier,
    body: schemas.Book,
    request: Request,
    response: Response,
    actor: MayArrangeSessions,
    session: Write,
    now: Now,
) -> schemas.Booking:
    """Book an interpreter or a room for the session."""
    booking = await attending.book(session, actor, session_id, body, now=now)
    return await _booking(request, response, session, booking, location=f"/v1/bookings/{booking.id}")


@router.get("/sessions/{session_id}/bookings", operation_id="listBookings")
async def bookings(session_id: Identifier, actor: MayConductSessions, connection: Read) -> Page[schemas.Booking]:
    """List what is booked for the session: for the provider's people, since it tells of adjustments."""
    row = await queries.one(connection, actor, session_id)
    await queries.check_whole(connection, actor, row["tenant_id"], session_id)
    rows = await attending_queries.bookings(connection, row)
    return Page[schemas.Booking](items=[schemas.Booking.model_validate(row) for row in rows], next_cursor=None)


@router.get("/bookings/{booking_id}", operation_id="readBooking")
async def booking(
    booking_id: Identifier, request: Request, response: Response, actor: MayConductSessions, connection: Read
) -> schemas.Booking:
    """Read one booking."""
    row = await attending_queries.booking(connection, actor, booking_id)
    fresh(request, response, row["version"])
    return schemas.Booking.model_validate(row)


@router.patch("/bookings/{booking_id}", operation_id="changeBooking")
async def change_booking(
    booking_id: Identifier,
    body: schemas.ChangeBooking,
    request: Request,
    response: Response,
    actor: MayArrangeSessions,
    version: IfMatch,
    session: Write,
    now: Now,
) -> schemas.Booking:
    """Confirm or cancel a booking, or record its cost."""
    row = await attending.change_booking(session, actor, booking_id, body, version=version, now=now)
    return await _booking(request, response, session, row)


@router.post("/cases/{case_id}/availability", status_code=201, operation_id="stateAvailability")
async def state(
    case_id: Identifier,
    body: schemas.StateAvailability,
    request: Request,
    response: Response,
    actor: MayStateAvailability,
    session: Write,
    now: Now,
) -> AnyAvailability:
    """State when your side can come, or cannot. Staff take it down for any side, mediators for themselves."""
    window = await availability.state(session, actor, case_id, body, now=now)
    await session.flush()
    place = f"/v1/availability/{window.id}"
    answer_with(request, response, "availability", window.id, window.version, location=place)
    return await _availability(session, actor, window.id)


@router.get("/cases/{case_id}/availability", operation_id="listAvailability")
async def stated(
    case_id: Identifier, actor: MayStateAvailability, paging: Paging, connection: Read
) -> Page[schemas.AvailabilityStaff] | Page[schemas.Availability]:
    """List what was stated, in the order of its time. Each side sees its own, staff see all."""
    case = await cases.one(connection, actor, case_id)
    rows = await availability.of_case(connection, actor, case, after=paging.after(2), limit=paging.take)
    model = schemas.AvailabilityStaff if actor.is_staff else schemas.Availability
    return paging.page(rows, key=lambda row: (row["starts_at"], row["id"]), item=model.model_validate)


@router.get("/availability/{window_id}", operation_id="readAvailability")
async def window(
    window_id: Identifier, request: Request, response: Response, actor: MayStateAvailability, connection: Read
) -> AnyAvailability:
    """Read one statement of availability."""
    answer = await _availability(connection, actor, window_id)
    fresh(request, response, answer.version)
    return answer


@router.post("/availability/{window_id}/withdrawal", operation_id="withdrawAvailability")
async def withdraw(
    window_id: Identifier,
    request: Request,
    response: Response,
    actor: MayStateAvailability,
    version: IfMatch,
    session: Write,
    now: Now,
) -> AnyAvailability:
    """Take back what was stated; state it anew to change it."""
    row = await availability.withdraw(session, actor, window_id, version=version, now=now)
    await session.flush()
    answer_with(request, response, "availability", row.id, row.version)
    return await _availability(session, actor, row.id)


@searches.post("", operation_id="searchSlots")
async def search(
    case_id: Identifier,
    body: slot_schemas.SearchSlots,
    actor: MayConductSessions,
    connection: Read,
    today: Today,
    now: Now,
) -> slot_schemas.SlotsFound:
    """Look for times that everybody can keep, or say what makes it impossible. Nothing is kept."""
    length, found = await finding.search(connection, actor, case_id, body, today=today, now=now)
    return slot_schemas.SlotsFound(
        length_minutes=length,
        slots=[slot_schemas.Slot.model_validate(slot) for slot in found.slots],
        more=found.more,
        impossible=[slot_schemas.Impossible.model_validate(each) for each in found.impossible],
        if_set_aside=[
            slot_schemas.SetAside(constraint=name, starts_at=at)
            for name, at in sorted(found.without.items(), key=lambda pair: pair[1])
        ],
    )


async def _shown(reader: queries.Reader, actor: Actor, attendee_id: str) -> AnyAttendee:
    row = await attending_queries.attendee(reader, actor, attendee_id)
    return schemas.attendee_of(row, staff=actor.is_staff)


async def _attendee(
    request: Request,
    response: Response,
    session: AsyncSession,
    actor: Actor,
    row: Attendee,
    *,
    location: str | None = None,
) -> AnyAttendee:
    await session.flush()
    answer_with(request, response, "attendee", row.id, row.version, location=location)
    return await _shown(session, actor, row.id)


async def _booking(
    request: Request, response: Response, session: AsyncSession, row: SessionBooking, *, location: str | None = None
) -> schemas.Booking:
    await session.flush()
    answer_with(request, response, "booking", row.id, row.version, location=location)
    return schemas.Booking.model_validate(row)


async def _availability(reader: queries.Reader, actor: Actor, window_id: str) -> AnyAvailability:
    row = await availability.one(reader, actor, window_id)
    model = schemas.AvailabilityStaff if actor.is_staff else schemas.Availability
    return model.model_validate(row)


async def _attendee_again(session: AsyncSession, actor: Actor, id: str, _request: Request) -> Response:
    return rebuilt(await _shown(session, actor, id), location=f"/v1/attendees/{id}")


async def _booking_again(session: AsyncSession, actor: Actor, id: str, _request: Request) -> Response:
    row = await attending_queries.booking(session, actor, id)
    return rebuilt(schemas.Booking.model_validate(row), location=f"/v1/bookings/{id}")


async def _availability_again(session: AsyncSession, actor: Actor, id: str, _request: Request) -> Response:
    return rebuilt(await _availability(session, actor, id), location=f"/v1/availability/{id}")


REPLAYS: Replays = {
    "attendee": _attendee_again,
    "booking": _booking_again,
    "availability": _availability_again,
}
