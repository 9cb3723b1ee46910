"""What may be read of allocation: fitness, conflicts, caseload and turns."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import and_, func, select, true
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.domain.fitness import Fitness, Turn, Unfit, unfit
from app.domain.permissions import Actor, Role
from app.domain.refusals import NotFound
from app.store.tables import ADVISER, MEDIATOR, Assignment, Case, User
from app.store.tables.allocation import AssignmentRefusal, Conflict, MediatorRecord

Reader = AsyncConnection | AsyncSession
_DATED = ("registered_until", "cpd_until", "dbs_until", "insured_until", "independent_until", "employer")


def fitness_of(row: Mapping[str, Any]) -> Fitness | None:
    """Return what is known of a mediator, from a row that carries their record; None without one."""
    if row["record_id"] is None:
        return None
    return Fitness(**{name: row[name] for name in _DATED})


_RECORD = [column for column in MediatorRecord.__table__.columns if column.name not in {"id", "tenant_id", "user_id"}]
_LIVE = (
    select(Assignment.user_id, func.count().label("live_cases"))
    .join(Case, and_(Case.tenant_id == Assignment.tenant_id, Case.id == Assignment.case_id))
    .where(Assignment.capacity == MEDIATOR, Assignment.ended_at.is_(None), Case.closed_on.is_(None))
    .group_by(Assignment.user_id)
    .subquery()
)
_MEDIATORS = (
    select(
        User.id,
        User.name,
        MediatorRecord.id.label("record_id"),
        *_RECORD,
        func.coalesce(_LIVE.c.live_cases, 0).label("live_cases"),
    )
    .outerjoin(MediatorRecord, and_(MediatorRecord.tenant_id == User.tenant_id, MediatorRecord.user_id == User.id))
    .outerjoin(_LIVE, _LIVE.c.user_id == User.id)
    .where(User.role == Role.MEDIATOR, User.active == true())
    .order_by(User.name, User.id)
)


async def mediators(reader: Reader, tenant_id: str) -> list[dict[str, Any]]:
    """Return the active mediators of a provider with their records and how many live cases each has."""
    found = await reader.execute(_MEDIATORS.where(User.tenant_id == tenant_id))
    return [dict(row) for row in found.mappings()]


async def mediator(reader: Reader, actor: Actor, mediator_id: str) -> dict[str, Any]:
    """Return one mediator; a mediator reads themselves only."""
    if actor.role is Role.MEDIATOR and mediator_id != actor.id:
        raise NotFound
    found = await reader.execute(_MEDIATORS.where(User.tenant_id == actor.tenant_id, User.id == mediator_id))
    row = found.mappings().one_or_none()
    if row is None:
        raise NotFound
    return dict(row)


async def fitness(reader: Reader, tenant_id: str, mediator_id: str) -> Fitness | None:
    """Return what is known of a mediator's fitness."""
    found = await reader.execute(_MEDIATORS.where(User.tenant_id == tenant_id, User.id == mediator_id))
    row = found.mappings().one_or_none()
    return fitness_of(dict(row)) if row is not None else None


async def unfit_on(reader: Reader, tenant_id: str, mediator_id: str, day: date) -> tuple[Unfit, ...]:
    """Return what keeps a mediator from a case on a day."""
    return unfit(await fitness(reader, tenant_id, mediator_id), day)


async def conflicted(reader: Reader, tenant_id: str, case_id: str) -> frozenset[str]:
    """Return who has a standing conflict of interest with a case."""
    asked = select(Conflict.user_id).where(
        Conflict.tenant_id == tenant_id, Conflict.case_id == case_id, Conflict.lifted_at.is_(None)
    )
    return frozenset((await reader.execute(asked)).scalars())


async def conflicts(reader: Reader, case: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the conflicts declared on a case, lifted ones too."""
    asked = select(Conflict.__table__).where(Conflict.tenant_id == case["tenant_id"], Conflict.case_id == case["id"])
    return [dict(row) for row in (await reader.execute(asked.order_by(Conflict.id))).mappings()]


async def assignments(reader: Reader, case: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return who worked on a case, with why they gave it back."""
    asked = (
        select(
            Assignment.id,
            Assignment.user_id,
            User.name,
            Assignment.capacity,
            Assignment.began_at,
            Assignment.ended_at,
            AssignmentRefusal.reason.label("refused_for"),
            AssignmentRefusal.words.label("refusal_words"),
        )
        .join(User, and_(User.tenant_id == Assignment.tenant_id, User.id == Assignment.user_id))
        .outerjoin(
            AssignmentRefusal,
            and_(
                AssignmentRefusal.tenant_id == Assignment.tenant_id,
                AssignmentRefusal.case_id == Assignment.case_id,
                AssignmentRefusal.user_id == Assignment.user_id,
                AssignmentRefusal.capacity == Assignment.capacity,
                AssignmentRefusal.refused_at == Assignment.ended_at,
            ),
        )
        .where(Assignment.tenant_id == case["tenant_id"], Assignment.case_id == case["id"])
        .order_by(Assignment.id)
    )
    return [dict(row) for row in (await reader.execute(asked)).mappings()]


def one_person_twice(rows: list[dict[str, Any]]) -> bool:
    """Return whether one person advises and mediates: allowed, and recorded."""
    standing = {(row["capacity"], row["user_id"]) for row in rows if row["ended_at"] is None}
    advisers = {user for capacity, user in standing if capacity == ADVISER}
    return any(user in advisers for capacity, user in standing if capacity == MEDIATOR)


async def turns(reader: Reader, tenant_id: str, language: str | None) -> dict[str, Turn]:
    """Return each mediator's turn in the rotation."""
    last = {
        user: day
        for user, day in await reader.execute(
            select(Assignment.user_id, func.max(Assignment.began_at))
            .where(Assignment.tenant_id == tenant_id, Assignment.capacity == MEDIATOR)
            .group_by(Assignment.user_id)
        )
    }
    wanted = (language or "").casefold()
    return {
        row["id"]: Turn(
            row["id"],
            row["live_cases"],
            last[row["id"]].date() if row["id"] in last else None,
            not wanted or wanted in {spoken.casefold() for spoken in row["languages"] or ()},
        )
        for row in await mediators(reader, tenant_id)
    }
