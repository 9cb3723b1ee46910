"""What may be read of allocation: fitness, conflicts, caseload and turns."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, select, true, union
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.domain.fitness import Fitness, Turn, Unfit, unfit
from app.domain.permissions import Actor, Role
from app.domain.refusals import NotFound
from app.store.tables import ADVISER, IS_OPEN_HERE, MEDIATOR, Assignment, Case, Organisation, User
from app.store.tables.allocation import (
    AssignmentRefusal,
    Conflict,
    EmployerDeclaration,
    MediatorRecord,
    OrganisationConflict,
)

Reader = AsyncConnection | AsyncSession
_DATED = ("registered_until", "cpd_until", "dbs_until", "insured_until", "independent_until", "employer")


def fitness_of(row: Mapping[str, Any]) -> Fitness | None:
    """Return what is known of a mediator, from a row that carries their record; None without one."""
    if row["record_id"] is None:
        return None
    return Fitness(**{name: row[name] for name in _DATED})


_RECORD = [column for column in MediatorRecord.__table__.columns if column.name not in {"id", "tenant_id", "user_id"}]
_GIVEN = (
    Assignment.tenant_id == User.tenant_id,
    Assignment.user_id == User.id,
    Assignment.capacity == MEDIATOR,
)
_LIVE = (
    select(func.count())
    .select_from(Assignment)
    .join(Case, and_(Case.tenant_id == Assignment.tenant_id, Case.id == Assignment.case_id))
    .where(*_GIVEN, Assignment.ended_at.is_(None), IS_OPEN_HERE)
    .correlate(User)
    .scalar_subquery()
)
_LAST = select(func.max(Assignment.began_at)).where(*_GIVEN).correlate(User).scalar_subquery()
_OF_USER = and_(MediatorRecord.tenant_id == User.tenant_id, MediatorRecord.user_id == User.id)
_MEDIATORS = (
    select(
        User.id,
        User.name,
        MediatorRecord.id.label("record_id"),
        *_RECORD,
        _LIVE.label("live_cases"),
        _LAST.label("last_given_at"),
    )
    .outerjoin(MediatorRecord, _OF_USER)
    .where(User.role == Role.MEDIATOR, User.active == true())
    .order_by(User.name, User.id)
)


async def mediators_for(reader: Reader, actor: Actor) -> list[dict[str, Any]]:
    """Return the mediators that an actor reads of: a mediator, of themselves only."""
    rows = await mediators(reader, actor.tenant_id)
    return [row for row in rows if actor.role is not Role.MEDIATOR or row["id"] == actor.id]


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
    asked = select(MediatorRecord.id.label("record_id"), *(getattr(MediatorRecord, name) for name in _DATED)).where(
        MediatorRecord.tenant_id == tenant_id, MediatorRecord.user_id == mediator_id
    )
    row = (await reader.execute(asked)).mappings().one_or_none()
    return fitness_of(dict(row)) if row is not None else None


async def employers_of(reader: Reader, tenant_id: str, mediator_id: str) -> list[dict[str, Any]]:
    """Return what a mediator declared of their employers, the last declaration first."""
    asked = select(EmployerDeclaration.employer, EmployerDeclaration.declared_on).where(
        EmployerDeclaration.tenant_id == tenant_id, EmployerDeclaration.user_id == mediator_id
    )
    latest = (EmployerDeclaration.declared_on.desc(), EmployerDeclaration.id.desc())
    return [dict(row) for row in (await reader.execute(asked.order_by(*latest))).mappings()]


async def unfit_on(reader: Reader, tenant_id: str, mediator_id: str, day: date) -> tuple[Unfit, ...]:
    """Return what keeps a mediator from a case on a day."""
    return unfit(await fitness(reader, tenant_id, mediator_id), day)


async def conflicted(reader: Reader, tenant_id: str, case_id: str) -> frozenset[str]:
    """Return who has a standing conflict of interest with a case, or with its council or health body or a successor."""
    with_it = select(Conflict.user_id).where(
        Conflict.tenant_id == tenant_id, Conflict.case_id == case_id, Conflict.lifted_at.is_(None)
    )
    with_a_body = select(OrganisationConflict.user_id).where(
        OrganisationConflict.tenant_id == tenant_id,
        OrganisationConflict.organisation_id.in_(_bodies_of(tenant_id, case_id)),
        OrganisationConflict.lifted_at.is_(None),
    )
    return frozenset((await reader.execute(union(with_it, with_a_body))).scalars())


def _bodies_of(tenant_id: str, case_id: str) -> Select[Any]:
    """Return the ids of the council and the health body of a case, and of all that have succeeded them."""
    body = Organisation.__table__
    chain = (
        select(body.c.id, body.c.successor_id)
        .join(Case, and_(Case.tenant_id == body.c.tenant_id, body.c.id.in_((Case.la_id, Case.icb_id))))
        .where(Case.tenant_id == tenant_id, Case.id == case_id)
        .cte(recursive=True)
    )
    later = body.alias()
    following = select(later.c.id, later.c.successor_id).where(
        later.c.tenant_id == tenant_id, later.c.id == chain.c.successor_id
    )
    return select(chain.union(following).c.id)


_AS_DECLARED = (OrganisationConflict.declared_at, OrganisationConflict.id)


async def body_conflicts(reader: Reader, actor: Actor) -> list[dict[str, Any]]:
    """Return the conflicts declared with councils and health bodies, lifted ones too."""
    asked = select(OrganisationConflict.__table__).where(OrganisationConflict.tenant_id == actor.tenant_id)
    return [dict(row) for row in (await reader.execute(asked.order_by(*_AS_DECLARED))).mappings()]


async def body_conflict(reader: Reader, actor: Actor, conflict_id: str) -> dict[str, Any]:
    """Return one conflict with a council or a health body."""
    for row in await body_conflicts(reader, actor):
        if row["id"] == conflict_id:
            return row
    raise NotFound


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


def turns(rows: list[dict[str, Any]], language: str | None) -> dict[str, Turn]:
    """Return each mediator's turn in the rotation."""
    wanted = (language or "").casefold()
    return {
        row["id"]: Turn(
            row["id"],
            row["live_cases"],
            row["last_given_at"].date() if row["last_given_at"] else None,
            not wanted or wanted in {spoken.casefold() for spoken in row["languages"] or ()},
        )
        for row in rows
    }


def ruled_out(rows: list[dict[str, Any]]) -> dict[str, str]:
    """Return which mediators are not suggested for a case for their part in it: it is theirs, or they gave it back."""
    mediating = [row for row in rows if row["capacity"] == MEDIATOR]
    found = {row["user_id"]: "gave_it_back" for row in mediating if row["refused_for"] is not None}
    return found | {row["user_id"]: "assigned_already" for row in mediating if row["ended_at"] is None}
