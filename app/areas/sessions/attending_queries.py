"""What may be read of attendees and bookings, and what of them makes the concerns of a session."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select, true
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.areas.allocation import queries as allocation
from app.areas.calendars import queries as calendars
from app.areas.cases import queries as cases
from app.areas.sessions import queries, reach
from app.domain.attendance import ConsentBy, missing_consents, parties_to
from app.domain.parties import Adjustment, PartyRole
from app.domain.permissions import Actor
from app.domain.refusals import NotFound
from app.domain.session_concerns import Expected, Known, concerns
from app.domain.sessions import BookingStatus, Notice, SessionKind, SessionStatus, london_day, notice_of
from app.store.tables.parties import Party, Passport
from app.store.tables.sessions import Attendee, AttendeeConsent, MediationSession, SessionBooking

Reader = AsyncConnection | AsyncSession
_ATTENDEES = (
    select(*Attendee.__table__.columns, Party.role, Party.side, Party.person_id, Passport.needs)
    .join(Party, and_(Party.tenant_id == Attendee.tenant_id, Party.id == Attendee.party_id))
    .outerjoin(Passport, and_(Passport.tenant_id == Party.tenant_id, Passport.person_id == Party.person_id))
    .order_by(Attendee.id)
)


async def attendees(reader: Reader, actor: Actor, row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return who is asked to a session for the cases that the actor sees; beyond the provider, of their own side."""
    asked = _asked(actor, cases.visible_to(actor))
    asked = asked.where(Attendee.tenant_id == row["tenant_id"], Attendee.session_id == row["id"])
    return await _with_consents(reader, [_shown(found) for found in (await reader.execute(asked)).mappings()])


async def attendee(reader: Reader, actor: Actor, attendee_id: str) -> dict[str, Any]:
    """Return somebody who is asked to a session for a case that the actor sees; beyond the provider, of one's side."""
    seen = cases.visible_to(actor)
    asked = (
        _asked(actor, seen)
        .join(
            MediationSession,
            and_(MediationSession.tenant_id == Attendee.tenant_id, MediationSession.id == Attendee.session_id),
        )
        .where(Attendee.id == attendee_id, reach.visible_to(actor, seen))
    )
    rows = await _with_consents(reader, [_shown(found) for found in (await reader.execute(asked)).mappings()])
    if not rows:
        raise NotFound
    return rows[0]


def _asked(actor: Actor, seen: ColumnElement[bool]) -> Select[Any]:
    """Return the attendees that an actor may know of, each with whether its joining link is for the actor."""
    may_join = true() if actor.is_staff else reach.spoken_for(actor, seen)
    return _ATTENDEES.add_columns(may_join.label("may_join")).where(reach.invited(actor, seen))


def _shown(found: Mapping[str, Any]) -> dict[str, Any]:
    return {**found, "joining_link": found["joining_link"] if found["may_join"] else None}


async def _with_consents(reader: Reader, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Add to attendees what was said to each, and whose consent is missing."""
    if not rows:
        return rows
    tenant_id = rows[0]["tenant_id"]
    found = await reader.execute(
        select(AttendeeConsent.attendee_id, AttendeeConsent.given_by, AttendeeConsent.given, AttendeeConsent.said_on)
        .where(AttendeeConsent.tenant_id == tenant_id, AttendeeConsent.attendee_id.in_([row["id"] for row in rows]))
        .order_by(AttendeeConsent.id)
    )
    said: dict[str, list[dict[str, Any]]] = {}
    for consent in found.mappings():
        said.setdefault(consent["attendee_id"], []).append(dict(consent))
    roles = await roles_of(reader, tenant_id, {row["case_id"] for row in rows})
    return [
        {
            **row,
            "consents": said.get(row["id"], []),
            "missing_consents": missing_consents(
                row["basis"],
                {consent["given_by"]: consent["given"] for consent in said.get(row["id"], [])},
                parties_to(roles.get(row["case_id"], ())),
            ),
        }
        for row in rows
    ]


async def roles_of(reader: Reader, tenant_id: str, case_ids: set[str]) -> dict[str, set[PartyRole]]:
    """Return the roles that people now have in cases."""
    found = await reader.execute(
        select(Party.case_id, Party.role).where(
            Party.tenant_id == tenant_id, Party.case_id.in_(sorted(case_ids)), Party.ends_on.is_(None)
        )
    )
    roles: dict[str, set[PartyRole]] = {}
    for case_id, role in found:
        roles.setdefault(case_id, set()).add(role)
    return roles


async def bookings(reader: Reader, row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what is booked for a session, cancelled bookings too."""
    asked = select(*SessionBooking.__table__.columns).where(
        SessionBooking.tenant_id == row["tenant_id"], SessionBooking.session_id == row["id"]
    )
    return [dict(found) for found in (await reader.execute(asked.order_by(SessionBooking.id))).mappings()]


async def booking(reader: Reader, actor: Actor, booking_id: str) -> dict[str, Any]:
    """Return one booking of a session all of whose cases the actor sees: it does not say for whom it is."""
    asked = (
        select(*SessionBooking.__table__.columns)
        .join(
            MediationSession,
            and_(
                MediationSession.tenant_id == SessionBooking.tenant_id, MediationSession.id == SessionBooking.session_id
            ),
        )
        .where(SessionBooking.id == booking_id, reach.visible_to(actor))
    )
    row = (await reader.execute(asked)).mappings().one_or_none()
    if row is None:
        raise NotFound
    await queries.check_whole(reader, actor, row["tenant_id"], row["session_id"])
    return dict(row)


async def looked_at(reader: Reader, actor: Actor, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return how the notice of a session stands and what to look at before it."""
    tenant_id, held_on = row["tenant_id"], london_day(row["starts_at"])
    notice = await _notice(reader, row)
    people = await attendees(reader, actor, row)
    known = Known(
        kind=row["kind"],
        mode=row["mode"],
        status=row["status"],
        held_on=held_on,
        mediator_id=row["mediator_id"],
        notice=notice,
        short_notice_agreed=row["short_notice_agreed_on"] is not None,
        hold_by=await queries.hold_by(reader, tenant_id, row["case_id"]),
        pre_mediators=await queries.pre_mediators(reader, tenant_id, row["case_id"]),
        attendees=[_expected(person) for person in people],
        booked=[
            booked["kind"] for booked in await bookings(reader, row) if booked["status"] is not BookingStatus.CANCELLED
        ],
        has_venue=row["venue"] is not None,
        today=actor.today,
        day_off=(await calendars.in_use(reader, tenant_id)).law.calendar.why_not_working(held_on),
        **await _of_mediator(reader, row, held_on),
    )
    return {"notice": notice, "concerns": [flag._asdict() for flag in concerns(known)]}


async def _of_mediator(reader: Reader, row: Mapping[str, Any], held_on: date) -> dict[str, Any]:
    """Return whether the mediator of a session may mediate on its day."""
    tenant_id, mediator_id = row["tenant_id"], row["mediator_id"]
    if mediator_id is None:
        return {}
    return {
        "unfit": await allocation.unfit_on(reader, tenant_id, mediator_id, held_on),
        "in_conflict": mediator_id in await allocation.conflicted(reader, tenant_id, row["case_id"]),
    }


async def _notice(reader: Reader, row: Mapping[str, Any]) -> Notice | None:
    """Return how notice stands; nothing of a pre-meeting, or of a session that was never fixed."""
    if row["kind"] is SessionKind.PRE_MEETING or row["fixed_on"] is None or row["status"] is SessionStatus.CANCELLED:
        return None
    law = (await calendars.in_use(reader, row["tenant_id"])).law
    rule = law.rules.on("session-notice-5wd", row["fixed_on"])
    if rule is None or not law.calendar.covers(london_day(row["starts_at"])):
        return None
    return notice_of(rule, london_day(row["starts_at"]), row["family_told_on"], law.calendar)


def _expected(row: Mapping[str, Any]) -> Expected:
    known = {need.value for need in Adjustment}
    missing: tuple[ConsentBy, ...] = row["missing_consents"]
    return Expected(
        role=row["role"],
        response=row["response"],
        can_decide=row["can_decide"],
        authority_confirmed=row["authority_confirmed_on"] is not None,
        missing_consents=missing,
        has_link=row["joining_link"] is not None,
        needs=[Adjustment(need) for need in row["needs"] or () if need in known],
        attended=row["attended"],
    )
