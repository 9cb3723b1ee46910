"""Make a calendar at a private address, take it back, and read it."""

import hashlib
import secrets
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, select, true
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.adapters.calendars import Entry
from app.areas.sessions import queries as sessions
from app.domain.permissions import Actor, Role
from app.domain.refusals import NotFound, StateConflict
from app.domain.sessions import LIVE, SessionKind, SessionStatus
from app.store import chronicle, ids
from app.store.tables import Case, User
from app.store.tables.feeds import CalendarFeed
from app.store.versions import check_version

Reader = AsyncConnection | AsyncSession
_TITLES = {
    SessionKind.MEDIATION: "Mediation session",
    SessionKind.DISAGREEMENT_RESOLUTION: "Disagreement resolution session",
    SessionKind.PRE_MEETING: "Pre-meeting",
}
_STATUSES = {
    SessionStatus.PLANNED: "TENTATIVE",
    SessionStatus.PROPOSED: "TENTATIVE",
    SessionStatus.CANCELLED: "CANCELLED",
}
BEHIND, AHEAD, MOST = timedelta(days=60), timedelta(days=366), 500


def hashed(secret: str) -> str:
    """Return the hash by which a private address is found."""
    return hashlib.sha256(secret.encode()).hexdigest()


async def make(session: AsyncSession, actor: Actor, *, now: datetime) -> tuple[CalendarFeed, str]:
    """Make a calendar of one's own sessions, and return the secret of its address: it is kept nowhere."""
    version = await session.scalar(select(User.version).where(User.tenant_id == actor.tenant_id, User.id == actor.id))
    if version is None:
        raise NotFound
    secret = secrets.token_urlsafe(32)
    made = CalendarFeed(
        id=ids.new_id(now),
        tenant_id=actor.tenant_id,
        user_id=actor.id,
        organisation_id=actor.organisation_id or "",
        role=actor.role,
        user_version=version,
        secret_hash=hashed(secret),
        created_at=now,
        version=1,
    )
    session.add(made)
    _note(session, actor, "calendar_feed.made", made, now)
    return made, secret


async def own(reader: Reader, actor: Actor) -> list[dict[str, Any]]:
    """Return the calendars that somebody made."""
    asked = select(CalendarFeed.__table__).where(
        CalendarFeed.tenant_id == actor.tenant_id, CalendarFeed.user_id == actor.id
    )
    return [dict(row) for row in (await reader.execute(asked.order_by(CalendarFeed.id))).mappings()]


async def one(reader: Reader, actor: Actor, feed_id: str) -> dict[str, Any]:
    """Return one calendar that somebody made; refuse another's."""
    for made in await own(reader, actor):
        if made["id"] == feed_id:
            return made
    raise NotFound


async def revoke(
    session: AsyncSession, actor: Actor, feed_id: str, *, version: int | None, now: datetime
) -> CalendarFeed:
    """Take back a calendar of one's own: its address leads nowhere from now on."""
    asked = select(CalendarFeed).where(
        CalendarFeed.tenant_id == actor.tenant_id, CalendarFeed.user_id == actor.id, CalendarFeed.id == feed_id
    )
    made = (await session.execute(asked.with_for_update())).scalar_one_or_none()
    if made is None:
        raise NotFound
    check_version(made.version, version)
    if made.revoked_at is not None:
        raise StateConflict("That calendar has been taken back already.")
    made.revoked_at, made.version = now, made.version + 1
    _note(session, actor, "calendar_feed.revoked", made, now)
    return made


async def behind(reader: Reader, secret: str) -> Actor:
    """Return whose calendar lies at an address; it ends with its owner's sign-in, role and revocation."""
    asked = (
        select(CalendarFeed.__table__)
        .join(User, and_(User.tenant_id == CalendarFeed.tenant_id, User.id == CalendarFeed.user_id))
        .where(
            CalendarFeed.secret_hash == hashed(secret),
            CalendarFeed.revoked_at.is_(None),
            User.version == CalendarFeed.user_version,
            User.role == CalendarFeed.role,
            User.active == true(),
        )
    )
    row = (await reader.execute(asked)).mappings().one_or_none()
    if row is None:
        raise NotFound
    return Actor("user", row["user_id"], row["tenant_id"], row["organisation_id"], row["role"])


async def entries(reader: Reader, actor: Actor, now: datetime) -> list[Entry]:
    """Return somebody's sessions round today: a mediator's own, else those they see."""
    rows = await sessions.page_of(
        reader,
        actor,
        begins=now - BEHIND,
        ends=now + AHEAD,
        mediator_id=actor.id if actor.role is Role.MEDIATOR else None,
        status=(),
        after=None,
        limit=MOST,
    )
    return await _entries(reader, rows)


async def entry(reader: Reader, actor: Actor, session_id: str) -> list[Entry]:
    """Return one session as a calendar shows it."""
    return await _entries(reader, [await sessions.one(reader, actor, session_id)])


async def _entries(reader: Reader, rows: list[dict[str, Any]]) -> list[Entry]:
    named = {id for row in rows for id in row["case_ids"]}
    asked = select(Case.id, Case.reference, Case.transferred_on).where(Case.id.in_(named))
    known = {row.id: row for row in await reader.execute(asked)}
    return [
        Entry(
            id=row["id"],
            reference=", ".join(sorted(known[id].reference for id in row["case_ids"])),
            starts_at=row["starts_at"],
            length_minutes=row["length_minutes"],
            place=row["venue"],
            title=_TITLES[row["kind"]],
            status=_status(row["status"], [known[id].transferred_on for id in row["case_ids"]]),
            # A calendar takes a change with a higher number alone, and a transfer moves the case, not the session.
            version=row["version"] + any(known[id].transferred_on is not None for id in row["case_ids"]),
            updated_at=row["updated_at"],
        )
        for row in rows
    ]


def _status(status: SessionStatus, gone: list[date | None]) -> str:
    """Return how a calendar shows a session: with a case that has gone it is off here, and another provider's."""
    if status in LIVE and any(gone):
        return "CANCELLED"
    return _STATUSES.get(status, "CONFIRMED")


def _note(session: AsyncSession, actor: Actor, action: str, made: CalendarFeed, now: datetime) -> None:
    chronicle.record(session, actor, chronicle.Event(action, "calendar_feed", made.id, {}, public=False), now=now)
