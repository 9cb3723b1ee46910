"""Declare a conflict of interest with a council or a health body, and lift it."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.areas.allocation import schemas
from app.areas.allocation.service import check_whose, end_assignment
from app.areas.calendars import queries as calendars
from app.areas.identity import queries as identity
from app.areas.organisations.queries import succession
from app.domain.permissions import Actor
from app.domain.refusals import Invalid, NotFound, StateConflict
from app.store import chronicle, ids
from app.store.tables import ADVISER, MEDIATOR, Assignment, Case, Organisation
from app.store.tables.allocation import OrganisationConflict
from app.store.versions import check_version

_STANDS = "stands"


async def declare(
    session: AsyncSession, actor: Actor, body: schemas.DeclareBodyConflict, *, now: datetime
) -> OrganisationConflict:
    """Declare a conflict with a body: whoever has it loses sight of all its cases, and their assignments there end.

    So they do of the cases of every body that it has succeeded.
    """
    check_whose(actor, body.user_id)
    if await identity.user(session, actor.tenant_id, body.user_id) is None:
        raise Invalid("/user_id", "unknown", "The provider has nobody of that id.")
    known = select(Organisation.id).where(
        Organisation.tenant_id == actor.tenant_id, Organisation.id == body.organisation_id
    )
    if await session.scalar(known) is None:
        raise Invalid("/organisation_id", "unknown", "The provider knows no council or health body of that id.")
    standing = select(OrganisationConflict.id).where(
        OrganisationConflict.tenant_id == actor.tenant_id,
        OrganisationConflict.user_id == body.user_id,
        OrganisationConflict.organisation_id == body.organisation_id,
        OrganisationConflict.lifted_at.is_(None),
    )
    if await session.scalar(standing) is not None:
        raise StateConflict("A conflict of this person with that body stands already.")
    await _end_assignments(session, actor, body, now)
    conflict = OrganisationConflict(
        id=ids.new_id(now),
        tenant_id=actor.tenant_id,
        organisation_id=body.organisation_id,
        user_id=body.user_id,
        kind=body.kind,
        words=body.words,
        live_key=_STANDS,
        declared_by=actor.id,
        declared_at=now,
        version=1,
    )
    session.add(conflict)
    _note(session, actor, "conflict.declared", conflict, now)
    return conflict


async def _end_assignments(
    session: AsyncSession, actor: Actor, body: schemas.DeclareBodyConflict, now: datetime
) -> None:
    # The law first, then the cases in one order: the way in which everybody locks them.
    await calendars.held(session, actor.tenant_id)
    theirs = select(Assignment.case_id).where(
        Assignment.tenant_id == actor.tenant_id, Assignment.user_id == body.user_id, Assignment.ended_at.is_(None)
    )
    bodies = succession(actor.tenant_id, body.organisation_id)
    asked = (
        select(Case)
        .where(
            Case.tenant_id == actor.tenant_id,
            or_(Case.la_id.in_(bodies), Case.icb_id.in_(bodies)),
            Case.id.in_(theirs),
        )
        .order_by(Case.id)
        .with_for_update()
    )
    for case in (await session.execute(asked)).scalars().all():
        for capacity in (ADVISER, MEDIATOR):
            await end_assignment(session, case, body.user_id, capacity, now, needed=False)


async def lift(
    session: AsyncSession, actor: Actor, conflict_id: str, *, version: int | None, now: datetime
) -> OrganisationConflict:
    """Lift a conflict that was a mistake; the assignments that it ended do not come back by themselves."""
    asked = select(OrganisationConflict).where(
        OrganisationConflict.tenant_id == actor.tenant_id, OrganisationConflict.id == conflict_id
    )
    conflict = (await session.execute(asked.with_for_update())).scalar_one_or_none()
    if conflict is None:
        raise NotFound
    check_version(conflict.version, version)
    if conflict.lifted_at is not None:
        raise StateConflict("The conflict was lifted already.")
    if conflict.user_id == actor.id:
        raise StateConflict("Somebody else must lift a conflict of yours.")
    conflict.lifted_at, conflict.lifted_by, conflict.live_key = now, actor.id, None
    conflict.version += 1
    _note(session, actor, "conflict.lifted", conflict, now)
    return conflict


def _note(session: AsyncSession, actor: Actor, action: str, made: OrganisationConflict, now: datetime) -> None:
    data = {"organisation_id": made.organisation_id}
    event = chronicle.Event(action, "organisation_conflict", made.id, data, public=False)
    chronicle.record(session, actor, event, now=now)
