"""What may be read of sessions: by those of the cases they serve, and of a pre-meeting by who is asked to it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, exists, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.areas.cases import queries as cases
from app.areas.sessions import told
from app.areas.sessions.reach import CASE, SERVED, invited, visible_to
from app.domain.permissions import Actor, Role
from app.domain.refusals import NotFound, NotPermitted
from app.domain.sessions import LIVE, SessionKind, SessionStatus
from app.store.tables import Case, Deadline
from app.store.tables.sessions import Attendee, MediationSession, SessionCase

Reader = AsyncConnection | AsyncSession
_BODIES = frozenset({Role.LA_OFFICER, Role.ICB_OFFICER})
_COLUMNS = tuple(MediationSession.__table__.columns)


async def one(reader: Reader, actor: Actor, session_id: str) -> dict[str, Any]:
    """Return a session with the cases it serves that the actor sees; refuse what is not there for them."""
    found = await reader.execute(select(*_COLUMNS).where(MediationSession.id == session_id, visible_to(actor)))
    rows = await _seen_by(reader, actor, [dict(row) for row in found.mappings()])
    if not rows:
        raise NotFound
    return rows[0]


async def of_case(reader: Reader, actor: Actor, case: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the sessions that serve a case, in the order of their time."""
    asked = (
        select(*_COLUMNS)
        .join(SessionCase, SERVED)
        .where(SessionCase.tenant_id == case["tenant_id"], SessionCase.case_id == case["id"], visible_to(actor))
        .order_by(MediationSession.starts_at, MediationSession.id)
    )
    rows = [dict(row) for row in (await reader.execute(asked)).mappings()]
    return await _seen_by(reader, actor, rows)


async def page_of(
    reader: Reader,
    actor: Actor,
    *,
    begins: datetime | None,
    ends: datetime | None,
    mediator_id: str | None,
    status: Collection[SessionStatus],
    after: tuple[Any, ...] | None,
    limit: int,
) -> list[dict[str, Any]]:
    """Return so many sessions across the cases that an actor sees, the earliest first, from a position on."""
    start, id = MediationSession.starts_at, MediationSession.id
    wanted = [MediationSession.tenant_id == actor.tenant_id, visible_to(actor)]
    if begins is not None:
        wanted.append(start >= begins)
    if ends is not None:
        wanted.append(start < ends)
    if mediator_id is not None:
        wanted.append(or_(MediationSession.mediator_id == mediator_id, MediationSession.co_mediator_id == mediator_id))
    if status:
        wanted.append(MediationSession.status.in_(status))
    if after is not None:
        wanted.append(or_(start > after[0], and_(start == after[0], id > after[1])))
    asked = select(*_COLUMNS).where(*wanted).order_by(start, id).limit(limit)
    return await _seen_by(reader, actor, [dict(row) for row in (await reader.execute(asked)).mappings()])


async def _seen_by(reader: Reader, actor: Actor, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Add to sessions the ids of the cases they serve that the actor sees, and whether those are all of them.

    A session that was planned for a case the actor does not see stands for them under one that they do see.
    """
    if not rows:
        return rows
    asked = (
        select(SessionCase.session_id, SessionCase.case_id, cases.visible_to(actor).label("seen"))
        .join(Case, CASE)
        .where(SessionCase.tenant_id == actor.tenant_id, SessionCase.session_id.in_([row["id"] for row in rows]))
        .order_by(SessionCase.case_id)
    )
    served: dict[str, list[str]] = {row["id"]: [] for row in rows}
    partly: set[str] = set()
    for found in await reader.execute(asked):
        if found.seen:
            served[found.session_id].append(found.case_id)
        else:
            partly.add(found.session_id)
    seen = [_under(row, served[row["id"]], whole=row["id"] not in partly) for row in rows if served[row["id"]]]
    return seen if actor.is_staff else await _outside(reader, actor, seen)


def _under(row: dict[str, Any], case_ids: list[str], *, whole: bool) -> dict[str, Any]:
    case_id = row["case_id"] if row["case_id"] in case_ids else case_ids[0]
    return {**row, "case_id": case_id, "case_ids": case_ids, "whole": whole}


async def _outside(reader: Reader, actor: Actor, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return sessions as they are known beyond the provider.

    Their version and its moment are those of what was told. A body reads the place of a session to which it is asked:
    a place may be chosen for a family's safety.
    """
    ids = [row["id"] for row in rows]
    tellings = await told.of_sessions(reader, actor.tenant_id, ids)
    placed = await _asked_to(reader, actor, ids) if actor.role in _BODIES else ids
    return [
        {
            **row,
            **tellings.get(row["id"], told.Told(1, row["updated_at"]))._asdict(),
            "venue": row["venue"] if row["id"] in placed else None,
        }
        for row in rows
    ]


async def _asked_to(reader: Reader, actor: Actor, session_ids: list[str]) -> Collection[str]:
    """Return those of some sessions to which somebody of an actor's own side is asked."""
    found = await reader.execute(
        select(Attendee.session_id).where(
            Attendee.tenant_id == actor.tenant_id,
            Attendee.session_id.in_(session_ids),
            invited(actor, cases.visible_to(actor)),
        )
    )
    return set(found.scalars())


async def check_whole(reader: Reader, actor: Actor, tenant_id: str, session_id: str) -> None:
    """Refuse what is about a session as such to whoever may not see every case that it serves."""
    hidden = (
        select(SessionCase.id)
        .join(Case, CASE)
        .where(
            SessionCase.tenant_id == tenant_id,
            SessionCase.session_id == session_id,
            not_(cases.visible_to(actor)),
        )
    )
    if (await reader.execute(hidden.limit(1))).first() is not None:
        raise NotPermitted("This session serves another case too, which is not yours. Ask somebody who has them all.")


async def served_by(reader: Reader, tenant_id: str, session_id: str) -> list[str]:
    """Return the ids of every case that a session serves, in the order in which they are locked."""
    asked = (
        select(SessionCase.case_id)
        .where(SessionCase.tenant_id == tenant_id, SessionCase.session_id == session_id)
        .order_by(SessionCase.case_id)
    )
    return list((await reader.execute(asked)).scalars())


async def times_of_mediators(
    reader: Reader, tenant_id: str, mediator_ids: Sequence[str], begins: datetime, ends: datetime
) -> list[dict[str, Any]]:
    """Return the live sessions of mediators that begin within a time, whatever case they are of.

    A session whose cases have all gone to another provider is that provider's to hold: it takes no time here.
    """
    ours = select(SessionCase.id).join(Case, CASE).where(SERVED, Case.transferred_on.is_(None))
    asked = select(*_COLUMNS).where(
        exists(ours.correlate(MediationSession)),
        MediationSession.tenant_id == tenant_id,
        MediationSession.status.in_(LIVE),
        MediationSession.starts_at >= begins,
        MediationSession.starts_at < ends,
        or_(
            MediationSession.mediator_id.in_(list(mediator_ids)),
            MediationSession.co_mediator_id.in_(list(mediator_ids)),
        ),
    )
    return [dict(row) for row in (await reader.execute(asked)).mappings()]


async def pre_mediators(reader: Reader, tenant_id: str, case_id: str) -> list[str]:
    """Return the mediators of the pre-meetings of a case that stand or were held."""
    asked = (
        select(MediationSession.mediator_id)
        .join(SessionCase, SERVED)
        .where(
            SessionCase.tenant_id == tenant_id,
            SessionCase.case_id == case_id,
            MediationSession.kind == SessionKind.PRE_MEETING,
            MediationSession.status != SessionStatus.CANCELLED,
            MediationSession.mediator_id.is_not(None),
        )
    )
    return [str(found) for found in (await reader.execute(asked)).scalars()]


async def hold_by(reader: Reader, tenant_id: str, case_id: str) -> date | None:
    """Return the day by which the session is to be held, as the case's clocks say; None while none runs."""
    asked = select(Deadline.due_on).where(
        Deadline.tenant_id == tenant_id, Deadline.case_id == case_id, Deadline.rule_id == "hold-30d"
    )
    return (await reader.execute(asked)).scalars().first()
