"""Take the quarters of an hour of a mediator, a room or an interpreter for one session: nobody is booked twice."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert as insert_or_skip
from sqlalchemy.dialects.sqlite import insert as insert_or_skip_sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from app.domain.refusals import GuardRefused
from app.domain.sessions import LIVE, BookingKind, BookingStatus, ticks
from app.store import ids
from app.store.statements import execute
from app.store.tables.sessions import MediationSession, SessionBooking, SessionCase, SessionTick

_TICKS = SessionTick.metadata.tables[SessionTick.__tablename__]


def of_mediator(mediator_id: str) -> str:
    """Return the name under which a mediator's time is taken."""
    return f"mediator:{mediator_id}"


def of_booking(kind: BookingKind, name: str) -> str:
    """Return the name under which the time of a room or an interpreter is taken, however it is written."""
    sort = "room" if kind is BookingKind.ROOM else "interpreter"
    return f"{sort}:{' '.join(name.casefold().split())}"


async def retake(session: AsyncSession, row: MediationSession, *, now: datetime) -> None:
    """Take the time that a session now has for everyone and everything it needs, and give back what it had."""
    await give_back(session, row)
    needed = {of_mediator(id) for id in (row.mediator_id, row.co_mediator_id) if id}
    booked = await session.execute(
        select(SessionBooking.kind, SessionBooking.name).where(
            SessionBooking.tenant_id == row.tenant_id,
            SessionBooking.session_id == row.id,
            SessionBooking.status != BookingStatus.CANCELLED,
        )
    )
    needed |= {of_booking(kind, name) for kind, name in booked}
    await take(session, row, needed, now=now)


async def take(session: AsyncSession, row: MediationSession, resources: set[str], *, now: datetime) -> None:
    """Take a session's time for some resources; refuse when any of it is taken by another session.

    In one order, so that two who want the same do not wait for each other. The table's constraint decides who is
    first; the second waits for the first to commit and is refused.
    """
    wanted: list[dict[str, Any]] = [
        {
            "id": ids.new_id(now),
            "tenant_id": row.tenant_id,
            "session_id": row.id,
            "resource": resource,
            "tick": tick,
        }
        for resource in sorted(resources)
        for tick in ticks(row.starts_at, row.length_minutes)
    ]
    if not wanted:
        return
    make = insert_or_skip_sqlite if session.get_bind().dialect.name == "sqlite" else insert_or_skip
    done = await execute(session, make(_TICKS).values(wanted).on_conflict_do_nothing())
    if done.rowcount == len(wanted):
        return
    taken = await session.execute(
        select(SessionTick.resource)
        .where(
            SessionTick.tenant_id == row.tenant_id,
            SessionTick.resource.in_(sorted(resources)),
            SessionTick.tick.in_(ticks(row.starts_at, row.length_minutes)),
            SessionTick.session_id != row.id,
        )
        .distinct()
    )
    kinds = sorted({resource.partition(":")[0] for resource in taken.scalars()})
    who = " and the ".join(kinds) or "mediator"
    raise GuardRefused(
        f"The {who} is booked for another session at that time. Choose another time, or another {who}.",
        rule="double-booking",
        extra={"taken": kinds},
    )


async def give_back_of(session: AsyncSession, tenant_id: str, case_ids: Sequence[str]) -> None:
    """Give back the time of every session that serves these cases."""
    served = select(SessionCase.session_id).where(SessionCase.tenant_id == tenant_id, SessionCase.case_id.in_(case_ids))
    await session.execute(
        delete(SessionTick).where(SessionTick.tenant_id == tenant_id, SessionTick.session_id.in_(served))
    )


async def shared_with_others(session: AsyncSession, tenant_id: str, case_ids: Sequence[str]) -> bool:
    """Return whether a session to come serves one of these cases, and another beside them."""
    serves = select(SessionCase.session_id).where(SessionCase.tenant_id == tenant_id)
    asked = select(MediationSession.id).where(
        MediationSession.tenant_id == tenant_id,
        MediationSession.status.in_(LIVE),
        MediationSession.id.in_(serves.where(SessionCase.case_id.in_(case_ids))),
        MediationSession.id.in_(serves.where(SessionCase.case_id.not_in(case_ids))),
    )
    return (await session.execute(asked.limit(1))).first() is not None


async def give_back(session: AsyncSession, row: MediationSession) -> None:
    """Give back all the time that a session had taken."""
    await session.flush()
    await session.execute(
        delete(SessionTick).where(SessionTick.tenant_id == row.tenant_id, SessionTick.session_id == row.id)
    )
