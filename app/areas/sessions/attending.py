"""Ask people to a session, take down consents, authority and attendance, and book interpreters and rooms."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.areas.cases import queries as cases
from app.areas.cases.parts import check_here
from app.areas.sessions import attending_queries, attending_schemas, queries, reach, times
from app.areas.sessions.planning import day_or
from app.domain.attendance import Ground, Response, check_basis, check_may_attend
from app.domain.parties import PartyRole
from app.domain.permissions import Actor
from app.domain.refusals import Invalid, NotFound, StateConflict
from app.domain.sessions import LIVE, BookingStatus
from app.store import chronicle, ids
from app.store.tables.parties import Party
from app.store.tables.sessions import Attendee, AttendeeConsent, MediationSession, SessionBooking
from app.store.versions import check_version


async def ask(
    session: AsyncSession,
    actor: Actor,
    session_id: str,
    body: attending_schemas.AskAttendee,
    *,
    today: date,
    now: datetime,
) -> Attendee:
    """Ask somebody of a case to a session: nothing of the session itself changes by it."""
    row = await _held(session, actor, session_id)
    served = (await queries.one(session, actor, session_id))["case_ids"]
    party = (
        await session.execute(
            select(Party).where(Party.tenant_id == row.tenant_id, Party.id == body.party_id, Party.case_id.in_(served))
        )
    ).scalar_one_or_none()
    if party is None:
        raise Invalid("/party_id", "unknown", "Nobody of this id has a part in a case that the session serves.")
    others = await _others(session, row)
    if any(other.party_id == party.id for other in others):
        raise StateConflict("This person is asked to the session already.")
    await _check_basis(session, row, party, body.basis, others)
    _check_day(body.authority_confirmed_on, today)
    attendee = Attendee(
        id=ids.new_id(now),
        tenant_id=row.tenant_id,
        session_id=row.id,
        case_id=party.case_id,
        party_id=party.id,
        basis=body.basis,
        response=Response.INVITED,
        joining_link=body.joining_link,
        can_decide=body.can_decide,
        authority_confirmed_on=body.authority_confirmed_on,
        authority_limits=body.authority_limits,
        created_at=now,
        updated_at=now,
        version=1,
    )
    session.add(attendee)
    await session.flush()
    _note(session, actor, "attendee.asked", "attendee", attendee.id, now, session_id=row.id)
    return attendee


async def change(
    session: AsyncSession,
    actor: Actor,
    attendee_id: str,
    body: attending_schemas.ChangeAttendee,
    *,
    version: int | None,
    today: date,
    now: datetime,
) -> Attendee:
    """Change what is known of an attendee."""
    attendee, row = await _attendee(session, actor, attendee_id, version)
    given = body.model_fields_set
    _check_day(body.authority_confirmed_on, today)
    for name in ("basis", "response"):
        if name in given and getattr(body, name) is None:
            raise Invalid(f"/{name}", "missing", "An attendee always has this.")
    if body.attended is not None and now < row.starts_at:
        raise Invalid("/attended", "in_the_future", "The session has not begun.")
    if body.basis is not None and body.basis is not attendee.basis:
        party = await session.get_one(Party, attendee.party_id)
        others = [other for other in await _others(session, row) if other.id != attendee.id]
        await _check_basis(session, row, party, body.basis, others)
    for name in given:
        setattr(attendee, name, getattr(body, name))
    attendee.version, attendee.updated_at = attendee.version + 1, now
    await session.flush()
    if body.response is Response.ACCEPTED:
        await _check_consents(session, actor, attendee)
    _note(session, actor, "attendee.changed", "attendee", attendee.id, now, session_id=row.id)
    return attendee


async def respond(
    session: AsyncSession,
    actor: Actor,
    attendee_id: str,
    body: attending_schemas.RespondToInvitation,
    *,
    version: int | None,
    now: datetime,
) -> Attendee:
    """Accept or decline for one's own side, while the session is still to come."""
    attendee, row = await _attendee(session, actor, attendee_id, version)
    if row.status not in LIVE or now >= row.starts_at:
        raise StateConflict("The session is over, or was called off.")
    attendee.response = Response.ACCEPTED if body.accepted else Response.DECLINED
    attendee.version, attendee.updated_at = attendee.version + 1, now
    await session.flush()
    if body.accepted:
        await _check_consents(session, actor, attendee)
    _note(session, actor, "attendee.responded", "attendee", attendee.id, now, response=attendee.response.value)
    return attendee


async def consent(
    session: AsyncSession,
    actor: Actor,
    attendee_id: str,
    body: attending_schemas.ConsentToAttendee,
    *,
    version: int | None,
    today: date,
    now: datetime,
) -> Attendee:
    """Take down what one of those whose consent counts says to an attendee; the last word of each stands."""
    attendee, row = await _attendee(session, actor, attendee_id, version)
    said_on = day_or(today, body.said_on)
    if said_on > today:
        raise Invalid("/said_on", "in_the_future", "A consent is recorded once it was given.")
    asked = select(AttendeeConsent).where(
        AttendeeConsent.tenant_id == attendee.tenant_id,
        AttendeeConsent.attendee_id == attendee.id,
        AttendeeConsent.given_by == body.given_by,
    )
    known = (await session.execute(asked)).scalar_one_or_none()
    if known is None:
        known = AttendeeConsent(
            id=ids.new_id(now), tenant_id=attendee.tenant_id, attendee_id=attendee.id, given_by=body.given_by
        )
        session.add(known)
    known.given, known.said_on = body.given, said_on
    attendee.version, attendee.updated_at = attendee.version + 1, now
    await session.flush()
    _note(session, actor, "attendee.consent", "attendee", attendee.id, now, session_id=row.id)
    return attendee


async def book(
    session: AsyncSession, actor: Actor, session_id: str, body: attending_schemas.Book, *, now: datetime
) -> SessionBooking:
    """Book an interpreter or a room for a session that is still to come."""
    row = await _held(session, actor, session_id)
    await queries.check_whole(session, actor, row.tenant_id, row.id)
    if row.status not in LIVE:
        raise StateConflict("The session is over, or was called off.")
    booking = SessionBooking(
        id=ids.new_id(now),
        tenant_id=row.tenant_id,
        session_id=row.id,
        case_id=row.case_id,
        kind=body.kind,
        name=body.name,
        language=body.language,
        status=body.status,
        cost_pence=body.cost_pence,
        created_at=now,
        updated_at=now,
        version=1,
    )
    session.add(booking)
    await times.retake(session, row, now=now)
    _note(session, actor, "booking.made", "booking", booking.id, now, session_id=row.id, booked=body.kind.value)
    return booking


async def change_booking(
    session: AsyncSession,
    actor: Actor,
    booking_id: str,
    body: attending_schemas.ChangeBooking,
    *,
    version: int | None,
    now: datetime,
) -> SessionBooking:
    """Confirm or cancel a booking, or record its cost; a cancelled one frees its time."""
    seen = await attending_queries.booking(session, actor, booking_id)
    row = await _held(session, actor, seen["session_id"])
    booking = await session.get_one(SessionBooking, booking_id, with_for_update=True)
    check_version(booking.version, version)
    if "status" in body.model_fields_set:
        if body.status is None:
            raise Invalid("/status", "missing", "A booking always has this.")
        if booking.status is BookingStatus.CANCELLED and body.status is not BookingStatus.CANCELLED:
            raise StateConflict("The booking was cancelled. Book anew.")
        booking.status = body.status
    if "cost_pence" in body.model_fields_set:
        booking.cost_pence = body.cost_pence
    booking.version, booking.updated_at = booking.version + 1, now
    if row.status in LIVE:
        await times.retake(session, row, now=now)
    _note(session, actor, "booking.changed", "booking", booking.id, now, status=booking.status.value)
    return booking


async def _held(session: AsyncSession, actor: Actor, session_id: str) -> MediationSession:
    """Return a session that the actor may see, locked, since who is asked to it depends on who is asked already."""
    row = await _locked(session, MediationSession.id == session_id, reach.visible_to(actor))
    await check_here(session, row.tenant_id, await queries.served_by(session, row.tenant_id, row.id))
    return row


async def _locked(session: AsyncSession, *wanted: ColumnElement[bool]) -> MediationSession:
    asked = select(MediationSession).where(*wanted).with_for_update(of=MediationSession)
    row = (await session.execute(asked)).scalar_one_or_none()
    if row is None:
        raise NotFound
    return row


async def _attendee(
    session: AsyncSession, actor: Actor, attendee_id: str, version: int | None
) -> tuple[Attendee, MediationSession]:
    """Return an attendee of the actor's cases, of their own side beyond the provider, locked with the session."""
    own = reach.invited(actor, cases.visible_to(actor))
    asked = select(Attendee.session_id).where(Attendee.tenant_id == actor.tenant_id, Attendee.id == attendee_id, own)
    session_id = (await session.execute(asked)).scalar_one_or_none()
    if session_id is None:
        raise NotFound
    row = await _held(session, actor, session_id)
    attendee = await session.get_one(Attendee, attendee_id, with_for_update=True)
    check_version(attendee.version, version)
    return attendee, row


async def _others(session: AsyncSession, row: MediationSession) -> list[Attendee]:
    asked = select(Attendee).where(Attendee.tenant_id == row.tenant_id, Attendee.session_id == row.id)
    return list((await session.execute(asked)).scalars())


async def _check_basis(
    session: AsyncSession, row: MediationSession, party: Party, basis: Ground, others: list[Attendee]
) -> None:
    roles = await attending_queries.roles_of(session, row.tenant_id, {party.case_id})
    check_basis(
        basis,
        party.role,
        # By right one supporter comes for each family that is heard.
        [other.basis for other in others if other.case_id == party.case_id],
        young_person_is_party=PartyRole.YOUNG_PERSON in roles.get(party.case_id, ()),
    )


async def _check_consents(session: AsyncSession, actor: Actor, attendee: Attendee) -> None:
    seen = await attending_queries.attendee(session, actor, attendee.id)
    check_may_attend(seen["missing_consents"])


def _check_day(day: date | None, today: date) -> None:
    if day is not None and day > today:
        raise Invalid("/authority_confirmed_on", "in_the_future", "Authority is recorded once it was confirmed.")


def _note(session: AsyncSession, actor: Actor, action: str, kind: str, id: str, now: datetime, **data: str) -> None:
    chronicle.record(session, actor, chronicle.Event(action, kind, id, data, public=False), now=now)
