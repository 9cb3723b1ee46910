"""Give a case to somebody, refuse it, declare a conflict, and keep mediators' records."""

from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.areas.allocation import queries, schemas
from app.areas.cases import service as cases
from app.areas.cases.parts import part_for_change
from app.areas.cases.schemas import ReassignCase
from app.areas.identity import queries as identity
from app.domain.conflicts import ConflictKind, RefusalReason
from app.domain.fitness import check_fit, check_no_conflict
from app.domain.permissions import Actor, Role
from app.domain.refusals import Invalid, NotFound, StateConflict
from app.store import chronicle, ids
from app.store.tables import ADVISER, MEDIATOR, Assignment, Case, User
from app.store.tables.allocation import AssignmentRefusal, Conflict, EmployerDeclaration, MediatorRecord
from app.store.versions import check_version

_CAPACITY = {Role.ADVISER: ADVISER, Role.MEDIATOR: MEDIATOR}


async def assign(
    session: AsyncSession,
    actor: Actor,
    case_id: str,
    body: ReassignCase,
    *,
    version: int | None,
    today: date,
    now: datetime,
) -> Case:
    """Give a case to an adviser, or to a mediator who is fit today; nobody with a conflict of interest (guard 7)."""
    case = await cases.for_change(session, actor, case_id)
    check_version(case.version, version)
    user_id = body.mediator_id or body.adviser_id
    if user_id is not None:
        check_no_conflict(user_id in await queries.conflicted(session, actor.tenant_id, case_id))
    if body.mediator_id is not None and body.adviser_id is None:
        user = await identity.user(session, actor.tenant_id, body.mediator_id)
        if user is not None and user.active and user.role is Role.MEDIATOR:
            check_fit(await queries.fitness(session, actor.tenant_id, body.mediator_id), today)
    return await cases.reassign(session, actor, case_id, body, version=version, now=now)


async def refuse(
    session: AsyncSession,
    actor: Actor,
    case_id: str,
    body: schemas.RefuseAssignment,
    *,
    version: int | None,
    now: datetime,
) -> tuple[Case, AssignmentRefusal]:
    """Give a case back: its assignment ends, and whoever allocates cases reads why.

    A conflict of interest that is given as the reason blocks as one that is declared.
    """
    case = await cases.for_change(session, actor, case_id)
    check_version(case.version, version)
    capacity = _CAPACITY[actor.role]
    await end_assignment(session, case, actor.id, capacity, now)
    refusal = AssignmentRefusal(
        id=ids.new_id(now),
        tenant_id=case.tenant_id,
        case_id=case.id,
        user_id=actor.id,
        capacity=capacity,
        reason=body.reason,
        words=body.words,
        refused_at=now,
    )
    session.add(refusal)
    if body.reason is RefusalReason.CONFLICT_OF_INTEREST:
        own = schemas.DeclareConflict(user_id=actor.id, kind=ConflictKind.OTHER, words=body.words)
        _declared(session, actor, case, own, now)
    _note(session, actor, "case.given_back", "case", case.id, now, capacity=capacity, reason=body.reason.value)
    return case, refusal


async def declare(
    session: AsyncSession, actor: Actor, case_id: str, body: schemas.DeclareConflict, *, now: datetime
) -> Conflict:
    """Declare a conflict of interest: whoever has it loses sight of the case, and an assignment of theirs ends."""
    case = await cases.for_change(session, actor, case_id)
    check_whose(actor, body.user_id)
    user = await identity.user(session, actor.tenant_id, body.user_id)
    if user is None:
        raise Invalid("/user_id", "unknown", "The provider has nobody of that id.")
    if body.user_id in await queries.conflicted(session, actor.tenant_id, case_id):
        raise StateConflict("A conflict of this person with the case stands already.")
    conflict = _declared(session, actor, case, body, now)
    for capacity in (ADVISER, MEDIATOR):
        await end_assignment(session, case, body.user_id, capacity, now, needed=False)
    return conflict


def check_whose(actor: Actor, user_id: str) -> None:
    """Refuse an adviser or a mediator who speaks of somebody else's conflict."""
    if actor.role in _CAPACITY and user_id != actor.id:
        raise Invalid("/user_id", "not_yourself", "Advisers and mediators declare conflicts of their own.")


def _declared(
    session: AsyncSession, actor: Actor, case: Case, body: schemas.DeclareConflict, now: datetime
) -> Conflict:
    conflict = Conflict(
        id=ids.new_id(now),
        tenant_id=case.tenant_id,
        case_id=case.id,
        user_id=body.user_id,
        kind=body.kind,
        words=body.words,
        declared_by=actor.id,
        declared_at=now,
        version=1,
    )
    session.add(conflict)
    _note(session, actor, "conflict.declared", "conflict", conflict.id, now, case_id=case.id)
    return conflict


async def lift(
    session: AsyncSession, actor: Actor, conflict_id: str, *, version: int | None, now: datetime
) -> Conflict:
    """Lift a conflict that was a mistake; the assignment that it ended does not come back by itself."""
    conflict = await part_for_change(session, actor, Conflict, conflict_id, version)
    if conflict.lifted_at is not None:
        raise StateConflict("The conflict was lifted already.")
    if conflict.user_id == actor.id:
        raise StateConflict("Somebody else must lift a conflict of yours.")
    conflict.lifted_at, conflict.lifted_by, conflict.version = now, actor.id, conflict.version + 1
    _note(session, actor, "conflict.lifted", "conflict", conflict.id, now, case_id=conflict.case_id)
    return conflict


async def correct(
    session: AsyncSession,
    actor: Actor,
    mediator_id: str,
    body: schemas.CorrectMediator,
    *,
    version: int | None,
    today: date,
    now: datetime,
) -> None:
    """Keep what makes a mediator fit; the first correction makes the record."""
    user = await identity.user(session, actor.tenant_id, mediator_id)
    if user is None or user.role is not Role.MEDIATOR:
        raise NotFound
    # The first correction makes the record, so what two of them lock is the person.
    await session.execute(
        select(User.id).where(User.tenant_id == actor.tenant_id, User.id == mediator_id).with_for_update()
    )
    asked = select(MediatorRecord).where(
        MediatorRecord.tenant_id == actor.tenant_id, MediatorRecord.user_id == mediator_id
    )
    record = (await session.execute(asked.with_for_update())).scalar_one_or_none()
    check_version(record.version if record else 0, version)
    if record is None:
        record = MediatorRecord(
            id=ids.new_id(now), tenant_id=actor.tenant_id, user_id=mediator_id, languages=[], version=0
        )
        session.add(record)
    given = body.model_fields_set
    for name in given - {"employer_declared_on"}:
        setattr(record, name, getattr(body, name))
    if given & {"employer", "employer_declared_on"}:
        session.add(_declaration(actor, record, body, today, now))
    record.updated_at, record.version = now, record.version + 1
    _note(session, actor, "mediator.corrected", "user", mediator_id, now)


def _declaration(
    actor: Actor, record: MediatorRecord, body: schemas.CorrectMediator, today: date, now: datetime
) -> EmployerDeclaration:
    """Return what was declared of an employer: it stays when another is declared later."""
    declared_on = body.employer_declared_on or today
    if declared_on > today:
        raise Invalid("/employer_declared_on", "in_the_future", "This day has not come yet.")
    if "employer" not in body.model_fields_set:
        raise Invalid("/employer", "missing", "Say what was declared on that day.")
    return EmployerDeclaration(
        id=ids.new_id(now),
        tenant_id=record.tenant_id,
        user_id=record.user_id,
        employer=body.employer,
        declared_on=declared_on,
        recorded_by=actor.id,
        recorded_at=now,
    )


async def end_assignment(
    session: AsyncSession, case: Case, user_id: str, capacity: str, now: datetime, *, needed: bool = True
) -> None:
    """End an assignment; the case is left without anybody in that capacity."""
    ended = await session.execute(
        update(Assignment)
        .where(
            Assignment.tenant_id == case.tenant_id,
            Assignment.case_id == case.id,
            Assignment.user_id == user_id,
            Assignment.capacity == capacity,
            Assignment.ended_at.is_(None),
        )
        .values(ended_at=now)
    )
    if not ended.rowcount:  # type: ignore[attr-defined]  # an update has one
        if needed:
            raise StateConflict("The case is not with you in this capacity.")
        return
    if capacity == ADVISER and case.adviser_id == user_id:
        case.adviser_id = None
    case.version, case.updated_at = case.version + 1, now


def _note(session: AsyncSession, actor: Actor, action: str, kind: str, id: str, now: datetime, **data: str) -> None:
    chronicle.record(session, actor, chronicle.Event(action, kind, id, data, public=False), now=now)
