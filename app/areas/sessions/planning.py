"""Plan a session and change its plan: the mediators, the time, the place, and the cases it serves."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.areas.allocation import queries as allocation
from app.areas.calendars import queries as calendars
from app.areas.cases import queries as cases
from app.areas.cases.parts import case_of_part, check_here
from app.areas.identity import queries as identity
from app.areas.linking import queries as linking
from app.areas.sessions import queries, reach, schemas, times, told
from app.domain.fitness import check_fit, check_no_conflict
from app.domain.guards import check_not_gone, check_open
from app.domain.permissions import Actor, Role
from app.domain.refusals import GuardRefused, Invalid, NotFound, StateConflict
from app.domain.sessions import CHANGEABLE, SessionKind, SessionStatus, check_kind, check_known_day, london_day, ticks
from app.store import chronicle, ids
from app.store.tables import MEDIATOR, Assignment
from app.store.tables.sessions import MediationSession, SessionCase
from app.store.versions import check_version

_NEEDED = ("mode", "starts_at", "length_minutes")
_TOLD = (*_NEEDED, "venue")
_PLAN = (*_TOLD, "mediator_id", "co_mediator_id")


async def plan(
    session: AsyncSession, actor: Actor, case_id: str, body: schemas.PlanSession, *, now: datetime
) -> MediationSession:
    """Plan a session: it holds its time, and changes nothing that a case says."""
    case = await case_of_part(session, actor, case_id)
    check_open(case["closed_on"])
    check_kind(body.kind, case["kind"])
    mediator_id = body.mediator_id or (actor.id if actor.role is Role.MEDIATOR else None)
    await _check_mediators(session, actor, mediator_id, body.co_mediator_id)
    await _check_followed(session, actor, body, case_id)
    row = MediationSession(
        id=ids.new_id(now),
        tenant_id=actor.tenant_id,
        case_id=case_id,
        kind=body.kind,
        mode=body.mode,
        status=SessionStatus.PLANNED,
        starts_at=body.starts_at,
        length_minutes=body.length_minutes,
        venue=body.venue,
        mediator_id=mediator_id,
        co_mediator_id=body.co_mediator_id,
        follows_session_id=body.follows_session_id,
        created_at=now,
        updated_at=now,
        version=1,
    )
    ticks(row.starts_at, row.length_minutes)
    check_known_day(row.starts_at, (await calendars.in_use(session, actor.tenant_id)).law.calendar)
    session.add(row)
    await session.flush()
    for served in [case_id, *await _others(session, actor, case_id, body)]:
        session.add(SessionCase(id=ids.new_id(now), tenant_id=actor.tenant_id, session_id=row.id, case_id=served))
    await times.retake(session, row, now=now)
    note(session, actor, row, "planned", now)
    return row


async def change(
    session: AsyncSession,
    actor: Actor,
    session_id: str,
    body: schemas.ChangeSession,
    *,
    version: int | None,
    now: datetime,
) -> MediationSession:
    """Change the plan of a session that is not fixed."""
    row = await for_change(session, actor, session_id, version)
    if row.status not in CHANGEABLE:
        raise StateConflict("Only the plan of a session that is not fixed is changed so. Fix it anew instead.")
    before = [getattr(row, name) for name in _TOLD]
    await replan(session, actor, row, body, now=now)
    row.version, row.updated_at = row.version + 1, now
    moved = row.proposed_on is not None and before != [getattr(row, name) for name in _TOLD]
    note(session, actor, row, told.REPLANNED if moved else told.PREPARED, now)
    return row


async def replan(
    session: AsyncSession, actor: Actor, row: MediationSession, body: schemas.ChangeSession, *, now: datetime
) -> bool:
    """Change what a body gives of a session's plan, and take its new time; return whether time or place moved."""
    given = [name for name in _PLAN if name in body.model_fields_set]
    before = (row.starts_at, row.venue, row.mode)
    for name in given:
        if name in _NEEDED and getattr(body, name) is None:
            raise Invalid(f"/{name}", "missing", "A session always has this.")
        setattr(row, name, getattr(body, name))
    if not given:
        return False
    if "starts_at" in given:
        ticks(row.starts_at, row.length_minutes)
        check_known_day(row.starts_at, (await calendars.in_use(session, row.tenant_id)).law.calendar)
    await _check_mediators(session, actor, row.mediator_id, row.co_mediator_id)
    await times.retake(session, row, now=now)
    return (row.starts_at, row.venue, row.mode) != before


async def for_change(session: AsyncSession, actor: Actor, session_id: str, version: int | None) -> MediationSession:
    """Return a session all of whose cases the actor may see, locked until the unit of work ends.

    What is done to a session takes the session's version: its row is what two callers contend for, and a case moves
    on for reasons that a session has nothing to do with. The cases are locked after it.
    """
    asked = select(MediationSession).where(MediationSession.id == session_id, reach.visible_to(actor))
    row = (await session.execute(asked.with_for_update(of=MediationSession))).scalar_one_or_none()
    if row is None:
        raise NotFound
    await queries.check_whole(session, actor, row.tenant_id, row.id)
    check_version(row.version, version)
    await check_here(session, row.tenant_id, await queries.served_by(session, row.tenant_id, row.id))
    return row


async def check_may_mediate(session: AsyncSession, row: MediationSession, case_ids: list[str]) -> None:
    """Refuse to fix a session without a mediator who has its cases, is fit on its day and has no conflict."""
    if row.mediator_id is None:
        raise GuardRefused("Name the mediator first.", rule="guard-7")
    for mediator_id in filter(None, (row.mediator_id, row.co_mediator_id)):
        check_fit(await allocation.fitness(session, row.tenant_id, mediator_id), london_day(row.starts_at))
        for case_id in case_ids:
            check_no_conflict(mediator_id in await allocation.conflicted(session, row.tenant_id, case_id))
    given = await session.execute(
        select(Assignment.case_id).where(
            Assignment.tenant_id == row.tenant_id,
            Assignment.user_id == row.mediator_id,
            Assignment.capacity == MEDIATOR,
            Assignment.ended_at.is_(None),
            Assignment.case_id.in_(case_ids),
        )
    )
    if set(given.scalars()) != set(case_ids):
        raise GuardRefused("Give the case to this mediator first, every case that the session serves.", rule="guard-7")


async def _check_mediators(
    session: AsyncSession, actor: Actor, mediator_id: str | None, co_mediator_id: str | None
) -> None:
    for name, id in (("mediator_id", mediator_id), ("co_mediator_id", co_mediator_id)):
        if id is None:
            continue
        user = await identity.user(session, actor.tenant_id, id)
        if user is None or not user.active or user.role is not Role.MEDIATOR:
            raise Invalid(f"/{name}", "not_a_mediator", "An active mediator of the provider is expected.")
    if co_mediator_id is not None and co_mediator_id == mediator_id:
        raise Invalid("/co_mediator_id", "same_person", "Two mediators are two people.")


async def _others(session: AsyncSession, actor: Actor, case_id: str, body: schemas.PlanSession) -> list[str]:
    """Return the other cases that a session serves: linked with its own, and open to the same procedure."""
    if not body.serves_case_ids:
        return []
    if body.kind is SessionKind.PRE_MEETING:
        raise Invalid("/serves_case_ids", "not_of_this_kind", "A pre-meeting is about one case.")
    links = await linking.of_case(session, actor, case_id)
    linked = {link["case_id"] for link in links if link["ended_at"] is None}
    for place, id in enumerate(body.serves_case_ids):
        if id not in linked:
            raise Invalid(f"/serves_case_ids/{place}", "not_linked", "Only cases that are linked are heard together.")
        other = await cases.one(session, actor, id)
        check_not_gone(other["transferred_on"])
        check_open(other["closed_on"])
        check_kind(body.kind, other["kind"])
    return body.serves_case_ids


async def _check_followed(session: AsyncSession, actor: Actor, body: schemas.PlanSession, case_id: str) -> None:
    if body.follows_session_id is None:
        return
    try:
        before = await queries.one(session, actor, body.follows_session_id)
    except NotFound:
        before = {"case_ids": []}
    if case_id not in before["case_ids"]:
        raise Invalid("/follows_session_id", "unknown", "The case has no such session.")


def note(session: AsyncSession, actor: Actor, row: MediationSession, verb: str, now: datetime) -> None:
    """Note what happened to a session, inside the provider: the facts tell outsiders what is theirs to know."""
    data = {"case_id": row.case_id, "kind": row.kind.value, "status": row.status.value}
    event = chronicle.Event(f"session.{verb}", "session", row.id, data, public=False)
    chronicle.record(session, actor, event, now=now)


def day_or(today: date, day: date | None) -> date:
    """Return the day that was given, today otherwise."""
    return today if day is None else day
