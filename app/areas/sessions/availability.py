"""State and read when each side can come."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.areas.cases import queries as cases
from app.areas.cases.parts import case_of_part, check_here
from app.areas.identity import queries as identity
from app.areas.sessions import attending_schemas, queries
from app.domain.availability import AvailabilitySide, own_side, side_for
from app.domain.permissions import Actor, Role
from app.domain.refusals import Invalid, NotFound, StateConflict
from app.store import chronicle, ids
from app.store.tables import Case
from app.store.tables.sessions import AvailabilityWindow
from app.store.versions import check_version

_COLUMNS = tuple(AvailabilityWindow.__table__.columns)


async def state(
    session: AsyncSession, actor: Actor, case_id: str, body: attending_schemas.StateAvailability, *, now: datetime
) -> AvailabilityWindow:
    """Keep when a side can come, or cannot."""
    case = await case_of_part(session, actor, case_id)
    side = side_for(actor.role, body.side)
    mediator_id = None
    if side is AvailabilitySide.MEDIATOR:
        mediator_id = actor.id if actor.role is Role.MEDIATOR else body.mediator_id
        user = await identity.user(session, actor.tenant_id, mediator_id) if mediator_id else None
        if user is None or user.role is not Role.MEDIATOR or body.mediator_id not in {None, mediator_id}:
            raise Invalid("/mediator_id", "not_a_mediator", "Say which mediator this is of; a mediator, of themselves.")
    elif body.mediator_id is not None:
        raise Invalid("/mediator_id", "other_side", "Only the side `mediator` names one.")
    window = AvailabilityWindow(
        id=ids.new_id(now),
        tenant_id=actor.tenant_id,
        case_id=case["id"],
        side=side,
        mediator_id=mediator_id,
        possible=body.possible,
        starts_at=body.starts_at,
        ends_at=body.ends_at,
        stated_by=actor.id,
        created_at=now,
        version=1,
    )
    session.add(window)
    _note(session, actor, "availability.stated", window, now)
    return window


async def withdraw(
    session: AsyncSession, actor: Actor, window_id: str, *, version: int | None, now: datetime
) -> AvailabilityWindow:
    """Take back what was said; it stays readable."""
    seen = await one(session, actor, window_id)
    await check_here(session, actor.tenant_id, (seen["case_id"],))
    window = await session.get_one(AvailabilityWindow, seen["id"], with_for_update=True)
    check_version(window.version, version)
    if window.withdrawn_at is not None:
        raise StateConflict("It was taken back already.")
    window.withdrawn_at, window.version = now, window.version + 1
    _note(session, actor, "availability.withdrawn", window, now)
    return window


async def one(reader: queries.Reader, actor: Actor, window_id: str) -> dict[str, Any]:
    """Return one statement of availability: one's own side's; staff see all."""
    asked = (
        select(*_COLUMNS)
        .join(Case, and_(Case.tenant_id == AvailabilityWindow.tenant_id, Case.id == AvailabilityWindow.case_id))
        .where(AvailabilityWindow.id == window_id, cases.visible_to(actor), *_own(actor))
    )
    row = (await reader.execute(asked)).mappings().one_or_none()
    if row is None:
        raise NotFound
    return dict(row)


async def of_case(
    reader: queries.Reader, actor: Actor, case: Mapping[str, Any], *, after: tuple[Any, ...] | None, limit: int
) -> list[dict[str, Any]]:
    """Return so many statements of availability on a case, in the order of their time: one's own side's."""
    begins, id = AvailabilityWindow.starts_at, AvailabilityWindow.id
    wanted = [
        AvailabilityWindow.tenant_id == case["tenant_id"],
        AvailabilityWindow.case_id == case["id"],
        *_own(actor),
    ]
    if after is not None:
        wanted.append(or_(begins > after[0], and_(begins == after[0], id > after[1])))
    found = await reader.execute(select(*_COLUMNS).where(*wanted).order_by(begins, id).limit(limit))
    return [dict(row) for row in found.mappings()]


def _own(actor: Actor) -> list[Any]:
    return [] if actor.is_staff else [AvailabilityWindow.side == own_side(actor.role)]


def _note(session: AsyncSession, actor: Actor, action: str, window: AvailabilityWindow, now: datetime) -> None:
    data = {"case_id": window.case_id, "side": window.side.value}
    event = chronicle.Event(action, "availability", window.id, data, public=False)
    chronicle.record(session, actor, event, now=now)
