"""What may be read of cases, by whom, and which facts reach beyond the provider."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, bindparam, exists, false, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.domain.codes import Outcome, Route
from app.domain.facts import Fact, FactType
from app.domain.permissions import Actor, Role
from app.domain.refusals import Invalid, NotFound
from app.store import tables
from app.store.tables import Assignment, Case, Child, Organisation, Referral
from app.store.types import Day, Short

Reader = AsyncConnection | AsyncSession
Value = TypeVar("Value")

SEEN_OUTSIDE: Mapping[FactType, tuple[str, ...]] = {
    FactType.DECISION_SENT: ("decision_kind", "letter_dated_on"),
    FactType.REFERRAL_RECEIVED: (),
    FactType.LA_INFORMED: (),
    FactType.ICB_NOTIFIED: (),
    FactType.BODY_ARRANGING_SET: ("body",),
    FactType.SESSION_PROPOSED: ("session_id", "held_on"),
    FactType.SESSION_FIXED: ("session_id", "held_on", "mode"),
    FactType.SESSION_NOTICE_GIVEN: ("session_id", "to"),
    FactType.SESSION_CANCELLED: ("session_id", "cancelled_by"),
    FactType.SESSION_HELD: ("session_id", "present"),
    FactType.SESSION_ADJOURNED: ("session_id",),
    FactType.MEDIATION_CONCLUDED: (),
    FactType.AGREEMENT_SIGNED: ("extent", "terms"),
    FactType.AGREEMENT_ACTION_DONE: ("term_id",),
    FactType.LA_TOLD_OF_AGREEMENT: (),
    FactType.NO_AGREEMENT: (),
    FactType.LA_SAYS_CANNOT_ARRANGE: (),
    FactType.LA_DECLINED: (),
    FactType.RESOLVED_BEFORE_SESSION: ("how",),
    FactType.CERTIFICATE_ISSUED: ("certificate_id", "kind"),
    FactType.CERTIFICATE_VOIDED: ("certificate_id", "replaced_by"),
    FactType.CASE_CLOSED: (),
    FactType.REOPENED: (),
}
"""The facts that the other side may know of, and what of their payload: the rest never leaves the provider."""


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return the predicate of the cases that an actor may see; everything else does not exist for them."""
    own = Case.tenant_id == actor.tenant_id
    match actor.role:
        case Role.COORDINATOR | Role.SERVICE_MANAGER:
            return own
        case Role.ADVISER | Role.MEDIATOR:
            return and_(
                own,
                exists().where(
                    Assignment.case_id == Case.id,
                    Assignment.user_id == actor.id,
                    Assignment.ended_at.is_(None),
                ),
            )
        case Role.LA_OFFICER:
            return and_(own, Case.la_id == actor.organisation_id)
        case Role.ICB_OFFICER:
            former = select(Organisation.id).where(
                Organisation.tenant_id == actor.tenant_id, Organisation.successor_id == actor.organisation_id
            )
            return and_(
                own,
                or_(Case.icb_id == actor.organisation_id, Case.icb_id.in_(former)),
                Case.route.in_((Route.HEALTH_ONLY, Route.MIXED)),
            )
        case Role.PARTNER_SYSTEM:
            created = select(Referral.id).where(Referral.tenant_id == actor.tenant_id, Referral.created_by == actor.id)
            return and_(own, Case.la_id == actor.organisation_id, Case.referral_id.in_(created))
        case Role.FAMILY_FRONT_END:
            created = select(Referral.id).where(Referral.tenant_id == actor.tenant_id, Referral.created_by == actor.id)
            return and_(own, Case.referral_id.in_(created))
        case _:
            return false()


_CHILD = and_(Child.tenant_id == Case.tenant_id, Child.id == Case.child_id)
_ONE = (
    select(
        *Case.__table__.columns,
        Child.given_name.label("child_given_name"),
        Child.family_name.label("child_family_name"),
        Child.born_on.label("child_born_on"),
    )
    .join(Child, _CHILD)
    .where(Case.id == bindparam("id", type_=Short(36)))
)
_FACTS = (
    select(tables.Fact.__table__)
    .where(
        tables.Fact.tenant_id == bindparam("tenant", type_=Short(36)),
        tables.Fact.case_id == bindparam("id", type_=Short(36)),
    )
    .order_by(tables.Fact.occurred_on, tables.Fact.sequence)
)


async def one(reader: Reader, actor: Actor, case_id: str) -> dict[str, Any]:
    """Return a case with the name of its child as one mapping; refuse what the actor may not see."""
    row = (await reader.execute(_ONE.where(visible_to(actor)), {"id": case_id})).mappings().one_or_none()
    if row is None:
        raise NotFound
    return dict(row)


async def fact_rows(reader: Reader, case: Mapping[str, Any]) -> Sequence[Any]:
    """Return the recorded facts of a case in the order in which they happened."""
    return (await reader.execute(_FACTS, {"tenant": case["tenant_id"], "id": case["id"]})).all()


async def facts_of(reader: Reader, case: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the recorded facts of a case as mappings."""
    return [dict(row._mapping) for row in await fact_rows(reader, case)]


async def fact(reader: Reader, actor: Actor, fact_id: str) -> dict[str, Any]:
    """Return a fact of a case that the actor may see, with where the case stands."""
    found = await reader.execute(
        select(
            *tables.Fact.__table__.columns,
            Case.stage.label("case_stage"),
            Case.version.label("case_version"),
        )
        .join(Case, and_(Case.tenant_id == tables.Fact.tenant_id, Case.id == tables.Fact.case_id))
        .where(tables.Fact.id == fact_id, visible_to(actor))
    )
    row = found.mappings().one_or_none()
    if row is None:
        raise NotFound
    return dict(row)


def readable(actor: Actor, value: Value, name: str) -> Value:
    """Return a filter's value, refusing an audience that may not read the field: filtering by it would tell."""
    if value and not actor.is_staff:
        raise Invalid(f"?{name}", "not_filterable", "You cannot filter by this field.")
    return value


async def sides_of(reader: Reader, case: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the sides that the referral named for disagreement resolution."""
    found = await reader.execute(
        select(Referral.drs_sides).where(Referral.tenant_id == case["tenant_id"], Referral.id == case["referral_id"])
    )
    return tuple(found.scalar_one_or_none() or ())


def to_fact(row: Any) -> Fact:
    """Return a stored fact as the rulebook knows it."""
    return Fact(
        row.id,
        FactType(row.type),
        row.occurred_on,
        sequence=row.sequence,
        recorded_at=row.recorded_at,
        payload=row.payload,
        supersedes=row.supersedes_id,
        retracted=row.retracted,
    )


def page_statement(
    actor: Actor,
    *,
    stage: Sequence[str] = (),
    outcome: Sequence[Outcome] = (),
    la: str | None = None,
    adviser_id: str | None = None,
    open_only: bool | None = None,
    received_from: date | None = None,
    received_to: date | None = None,
    updated_since: Any = None,
) -> Any:
    """Return the select of a list of cases, newest first, before paging."""
    wanted: list[ColumnElement[bool]] = [visible_to(actor)]
    if stage:
        wanted.append(Case.stage.in_(stage))
    if outcome:
        wanted.append(Case.outcome.in_(outcome))
    if la:
        wanted.append(Case.la_code == la)
    if adviser_id:
        wanted.append(Case.adviser_id == adviser_id)
    if open_only is not None:
        wanted.append(Case.closed_on.is_(None) if open_only else Case.closed_on.is_not(None))
    if received_from:
        wanted.append(Case.received_on >= received_from)
    if received_to:
        wanted.append(Case.received_on <= received_to)
    if updated_since:
        wanted.append(Case.updated_at >= updated_since)
    return (
        select(
            *Case.__table__.columns,
            Child.given_name.label("child_given_name"),
            Child.family_name.label("child_family_name"),
            Child.born_on.label("child_born_on"),
        )
        .join(Child, _CHILD)
        .where(*wanted)
    )


async def page_of(reader: Reader, statement: Any, *, after: tuple[Any, ...] | None, limit: int) -> list[dict[str, Any]]:
    """Return so many rows of a list, from a position on."""
    if after is not None:
        statement = statement.where(
            or_(
                Case.received_on < bindparam("after_day", after[0], type_=Day()),
                and_(
                    Case.received_on == bindparam("on_day", after[0], type_=Day()),
                    Case.id < bindparam("after_id", after[1], type_=Short(36)),
                ),
            )
        )
    statement = statement.order_by(Case.received_on.desc(), Case.id.desc()).limit(limit)
    return [dict(row) for row in (await reader.execute(statement)).mappings()]
