"""What happens to a session: each step records its fact in every case that the session serves, in one transaction."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.areas.calendars import queries as calendars
from app.areas.cases import service as cases
from app.areas.sessions import queries, schemas, times
from app.areas.sessions.planning import check_may_mediate, day_or, for_change, note, replan
from app.domain import lifecycle
from app.domain.attendance import Came, present
from app.domain.facts import FactType
from app.domain.permissions import Actor
from app.domain.refusals import Invalid, StateConflict
from app.domain.sessions import (
    SessionKind,
    Step,
    charge_for,
    check_place,
    fact_of,
    london_day,
    reached,
    working_minutes,
)
from app.store.tables.parties import Party
from app.store.tables.sessions import Attendee, MediationSession


async def _step(
    session: AsyncSession,
    actor: Actor,
    row: MediationSession,
    step: Step,
    payload: Mapping[str, Any],
    *,
    occurred_on: date,
    today: date,
    now: datetime,
    came: Mapping[str, Sequence[Came]] | None = None,
) -> None:
    """Take a session a step on and record the fact of it, if its cases may take that.

    Who was present is told to each case of its own people: the others' are not its to know, nor met its council.
    """
    fact = fact_of(step, row.kind, row.status)
    row.status = reached(step, row.status)
    row.version, row.updated_at = row.version + 1, now
    if occurred_on > today:
        raise Invalid("/occurred_on", "in_the_future", "A fact is recorded once it has happened, not before.")
    if fact is not None:
        named = {} if step is Step.CONCLUSION else {"session_id": row.id}
        for case_id in await queries.served_by(session, row.tenant_id, row.id):
            if step is Step.CANCELLATION and not await _takes(session, actor, case_id, fact):
                continue
            own = {} if came is None else {"present": present(came.get(case_id, ()))}
            await cases.record_fact(
                session,
                actor,
                case_id,
                type=fact,
                occurred_on=occurred_on,
                payload={**named, **payload, **own},
                supersedes=None,
                retracted=False,
                version=None,
                today=today,
                now=now,
                by_resource=True,
            )
    note(session, actor, row, step.value, now)


async def _takes(session: AsyncSession, actor: Actor, case_id: str, fact: FactType) -> bool:
    """Return whether a case stands where a fact may be recorded.

    A session is called off though its case has ended or gone back since: the time of all who were asked is free again,
    and the case itself has told already why there is no session.
    """
    case = await cases.for_change(session, actor, case_id)
    return lifecycle.allows(lifecycle.Stage(case.stage), fact)


async def propose(
    session: AsyncSession,
    actor: Actor,
    session_id: str,
    body: schemas.ProposeSession,
    *,
    version: int | None,
    today: date,
    now: datetime,
) -> MediationSession:
    """Propose a session to the parties."""
    row = await for_change(session, actor, session_id, version)
    if row.kind is SessionKind.PRE_MEETING:
        raise StateConflict("A pre-meeting is fixed with the side that it is for, and not proposed to the others.")
    on = day_or(today, body.occurred_on)
    payload = {"held_on": london_day(row.starts_at).isoformat(), "proposed_by": body.proposed_by.value}
    await _step(session, actor, row, Step.PROPOSAL, payload, occurred_on=on, today=today, now=now)
    row.proposed_on = on
    return row


async def fix(
    session: AsyncSession,
    actor: Actor,
    session_id: str,
    body: schemas.FixSession,
    *,
    version: int | None,
    today: date,
    now: datetime,
) -> MediationSession:
    """Fix a session, or fix it anew where its time or place moves: then what was said of notice is void."""
    row = await for_change(session, actor, session_id, version)
    reached(Step.FIXING, row.status)
    moved = await replan(session, actor, row, body, now=now)
    check_place(row.mode, row.venue)
    await check_may_mediate(session, row, await queries.served_by(session, row.tenant_id, row.id))
    on = day_or(today, body.occurred_on)
    payload = {"held_on": london_day(row.starts_at).isoformat(), "mode": row.mode.value}
    await _step(session, actor, row, Step.FIXING, payload, occurred_on=on, today=today, now=now)
    if moved or row.fixed_on is None:
        row.family_told_on = row.short_notice_agreed_on = None
    row.fixed_on = on
    return row


async def give_notice(
    session: AsyncSession,
    actor: Actor,
    session_id: str,
    body: schemas.GiveNotice,
    *,
    version: int | None,
    today: date,
    now: datetime,
) -> MediationSession:
    """Record that notice was given; how short it was is worked out and shown, never refused (R18)."""
    row = await for_change(session, actor, session_id, version)
    on = day_or(today, body.occurred_on)
    await _step(session, actor, row, Step.NOTICE, {"to": body.to}, occurred_on=on, today=today, now=now)
    if body.to in {"family", "all"}:
        row.family_told_on = min(filter(None, (row.family_told_on, on)))
    return row


async def agree_short_notice(
    session: AsyncSession,
    actor: Actor,
    session_id: str,
    body: schemas.AgreeShortNotice,
    *,
    version: int | None,
    today: date,
    now: datetime,
) -> MediationSession:
    """Record the family's agreement to shorter notice."""
    row = await for_change(session, actor, session_id, version)
    on = day_or(today, body.occurred_on)
    payload = {"consented_by": body.consented_by, "how": body.how}
    await _step(session, actor, row, Step.NOTICE_CONSENT, payload, occurred_on=on, today=today, now=now)
    row.short_notice_agreed_on = on
    return row


async def cancel(
    session: AsyncSession,
    actor: Actor,
    session_id: str,
    body: schemas.CancelSession,
    *,
    version: int | None,
    today: date,
    now: datetime,
) -> MediationSession:
    """Call a session off: its time is free again, and whether it is charged for is settled."""
    row = await for_change(session, actor, session_id, version)
    at = body.cancelled_at or now
    if at > now:
        raise Invalid("/cancelled_at", "in_the_future", "A session is called off once it has been, not before.")
    if body.chargeable is not None and body.chargeable_why is None:
        raise Invalid("/chargeable_why", "missing", "Say which term of the contract this rests on.")
    payload = {"cancelled_by": body.cancelled_by.value, "reason": body.reason}
    await _step(session, actor, row, Step.CANCELLATION, payload, occurred_on=london_day(at), today=today, now=now)
    calendar = (await calendars.held(session, row.tenant_id)).law.calendar
    minutes = working_minutes(at, row.starts_at, calendar)
    charge = charge_for(body.cancelled_by, minutes)
    row.cancelled_at, row.cancelled_by, row.cancellation_reason = at, body.cancelled_by, body.reason
    row.cancellation_minutes = minutes
    row.chargeable = charge.chargeable if body.chargeable is None else body.chargeable
    row.chargeable_why = charge.why if body.chargeable is None else body.chargeable_why
    await times.give_back(session, row)
    return row


async def hold(
    session: AsyncSession,
    actor: Actor,
    session_id: str,
    body: schemas.HoldSession,
    *,
    version: int | None,
    today: date,
    now: datetime,
) -> MediationSession:
    """Record that a session was held on its day; who was present in a case follows from its own attendees who came."""
    row = await for_change(session, actor, session_id, version)
    reached(Step.HOLDING, row.status)
    if now < row.starts_at:
        raise StateConflict("The session has not begun.")
    came = await _attendance(session, row, body, now)
    if not came and row.kind is not SessionKind.PRE_MEETING:
        raise Invalid("/attendee_ids", "nobody_came", "Name who came. A session to which nobody came is cancelled.")
    on = london_day(row.starts_at)
    await _step(session, actor, row, Step.HOLDING, {}, occurred_on=on, today=today, now=now, came=came)
    return row


async def _attendance(
    session: AsyncSession, row: MediationSession, body: schemas.HoldSession, now: datetime
) -> dict[str, list[Came]]:
    """Mark who came, where the body says it, and return them by the case for which they were asked."""
    found = await session.execute(
        select(Attendee, Party.role)
        .join(Party, (Party.tenant_id == Attendee.tenant_id) & (Party.id == Attendee.party_id))
        .where(Attendee.tenant_id == row.tenant_id, Attendee.session_id == row.id)
        .order_by(Attendee.id)
        .with_for_update(of=Attendee)
    )
    attendees = [(attendee, role) for attendee, role in found]
    if body.attendee_ids is not None:
        known = {attendee.id for attendee, _ in attendees}
        for place, id in enumerate(body.attendee_ids):
            if id not in known:
                raise Invalid(f"/attendee_ids/{place}", "unknown", "Nobody of this id was asked to the session.")
        for attendee, _ in attendees:
            came = attendee.id in body.attendee_ids
            if attendee.attended is not came:
                attendee.attended, attendee.version, attendee.updated_at = came, attendee.version + 1, now
    came_for: dict[str, list[Came]] = {}
    for attendee, role in attendees:
        if attendee.attended:
            came_for.setdefault(attendee.case_id, []).append(Came(role, attendee.can_decide))
    return came_for


async def adjourn(
    session: AsyncSession,
    actor: Actor,
    session_id: str,
    body: schemas.AdjournSession,
    *,
    version: int | None,
    today: date,
    now: datetime,
) -> MediationSession:
    """Adjourn a session that was held."""
    row = await for_change(session, actor, session_id, version)
    on = day_or(today, body.occurred_on)
    await _step(session, actor, row, Step.ADJOURNMENT, {"reason": body.reason}, occurred_on=on, today=today, now=now)
    row.adjournment_reason = body.reason
    return row


async def conclude(
    session: AsyncSession,
    actor: Actor,
    session_id: str,
    body: schemas.ConcludeSession,
    *,
    version: int | None,
    today: date,
    now: datetime,
) -> MediationSession:
    """Record that mediation ended with this session."""
    row = await for_change(session, actor, session_id, version)
    if row.kind is SessionKind.PRE_MEETING:
        raise StateConflict("A mediation does not end with a pre-meeting.")
    on = day_or(today, body.occurred_on)
    await _step(session, actor, row, Step.CONCLUSION, {}, occurred_on=on, today=today, now=now)
    return row
