"""What may be read of cases; `scope` says by whom."""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, bindparam, exists, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import aliased

from app.areas.cases import news
from app.areas.cases.scope import (
    bodies_barred_to,
    conflict_of,
    speaks_for_young_person,
    visible_to,
    visible_to_role,
    who,
    young_person_holds,
)
from app.domain.codes import Outcome, ReferralKind
from app.domain.facts import Fact, FactType
from app.domain.permissions import Actor, Role
from app.domain.refusals import Invalid, NotFound
from app.store import tables
from app.store.reading import Source, dialect_of, fetch, first
from app.store.tables import IS_OPEN_HERE, Case, Child, Referral
from app.store.types import Code, Day, Number, Short, UtcDateTime

__all__ = [
    "bodies_barred_to",
    "conflict_of",
    "speaks_for_young_person",
    "visible_to",
    "visible_to_role",
    "who",
    "young_person_holds",
]
Reader = AsyncConnection | AsyncSession
Value = TypeVar("Value")


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
_LISTED = (
    Case.id,
    Case.reference,
    Case.la_code,
    Case.kind,
    Case.stage,
    Case.decision_kind,
    Case.received_on,
    Case.closed_on,
    Case.transferred_on,
    Case.updated_at,
    Case.version,
    Case.outcome,
    Case.adviser_id,
    Case.flags,
)
_PAGE = select(
    *_LISTED,
    Child.given_name.label("child_given_name"),
    Child.family_name.label("child_family_name"),
    Child.born_on.label("child_born_on"),
).join(Child, _CHILD)
_FACTS = (
    select(tables.Fact.__table__)
    .where(
        tables.Fact.tenant_id == bindparam("tenant", type_=Short(36)),
        tables.Fact.case_id == bindparam("id", type_=Short(36)),
    )
    .order_by(tables.Fact.occurred_on, tables.Fact.sequence)
)

_SIDES = select(Referral.drs_sides).where(
    Referral.tenant_id == bindparam("tenant", type_=Short(36)), Referral.id == bindparam("id", type_=Short(36))
)


@functools.cache
def one_for(role: Role) -> Any:
    """Return the select of one case for a role, built once: building it costs more than PostgreSQL takes to answer."""
    return _ONE.where(visible_to_role(role))


async def one(reader: Reader, actor: Actor, case_id: str) -> dict[str, Any]:
    """Return a case with the name of its child as one mapping; refuse what the actor may not see."""
    row = (await reader.execute(one_for(actor.role), {"id": case_id, **who(actor)})).mappings().one_or_none()
    if row is None:
        raise NotFound
    return dict(row)


async def born_on(reader: Reader, tenant_id: str, case_id: str) -> date | None:
    """Return the date of birth of the child whom a case is about, where it is known."""
    found: date | None = await reader.scalar(
        select(Child.born_on).join(Case, _CHILD).where(Case.tenant_id == tenant_id, Case.id == case_id)
    )
    return found


async def fact_rows(reader: Reader, case: Mapping[str, Any]) -> Sequence[Any]:
    """Return the recorded facts of a case in the order in which they happened."""
    return (await reader.execute(_FACTS, {"tenant": case["tenant_id"], "id": case["id"]})).all()


async def facts_of(reader: Reader, case: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the recorded facts of a case as mappings."""
    return [dict(row._mapping) for row in await fact_rows(reader, case)]


@functools.cache
def _fact_for(role: Role) -> Any:
    later = aliased(tables.Fact)
    superseded = exists().where(later.case_id == tables.Fact.case_id, later.supersedes_id == tables.Fact.id)
    return (
        select(
            *tables.Fact.__table__.columns,
            superseded.correlate(tables.Fact).label("superseded"),
            Case.stage.label("case_stage"),
            Case.version.label("case_version"),
        )
        .join(Case, and_(Case.tenant_id == tables.Fact.tenant_id, Case.id == tables.Fact.case_id))
        .where(tables.Fact.id == bindparam("id", type_=Short(36)), visible_to_role(role))
    )


async def fact(reader: Reader, actor: Actor, fact_id: str) -> dict[str, Any]:
    """Return a fact of a case that the actor may see, with where the case stands."""
    found = await reader.execute(_fact_for(actor.role), {"id": fact_id, **who(actor)})
    row = found.mappings().one_or_none()
    if row is None:
        raise NotFound
    return dict(row)


def readable(actor: Actor, value: Value, name: str) -> Value:
    """Return a filter's value, refusing an audience that may not read the field: filtering by it would tell."""
    if value and not actor.is_staff:
        raise Invalid(f"?{name}", "not_filterable", "You cannot filter by this field.")
    return value


def told(actor: Actor, value: Value, name: str) -> Value:
    """Return a filter's value, refusing a partner system, which sees a case without this field."""
    if value and actor.role is Role.PARTNER_SYSTEM:
        raise Invalid(f"?{name}", "not_filterable", "You cannot filter by this field.")
    return value


async def sides_of(source: Source, case: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the sides that the referral named for disagreement resolution."""
    if case["kind"] is ReferralKind.MEDIATION:
        return ()
    row = await first(source, _SIDES, {"tenant": case["tenant_id"], "id": case["referral_id"]})
    return tuple((row and row["drs_sides"]) or ())


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
) -> "Asked":
    """Return the question for a list of cases, newest first, before paging."""
    filters = {
        "stage": list(stage),
        "outcome": list(outcome),
        "la": la,
        "adviser_id": adviser_id,
        "received_from": received_from,
        "received_to": received_to,
        "updated_since": updated_since,
    }
    values = {f"by_{name}": value for name, value in filters.items() if value}
    return Asked(actor, frozenset(values), open_only, values)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question for a list of cases: who asks, by which filters, and their values."""

    actor: Actor
    filters: frozenset[str]
    open_only: bool | None
    values: Mapping[str, Any]


_SINCE = bindparam("by_updated_since", type_=UtcDateTime())
_FILTERS: Mapping[str, ColumnElement[bool]] = {
    "by_stage": Case.stage.in_(bindparam("by_stage", expanding=True, type_=Short(20))),
    "by_outcome": Case.outcome.in_(bindparam("by_outcome", expanding=True, type_=Code(Outcome))),
    "by_la": Case.la_code == bindparam("by_la", type_=Short(20)),
    "by_adviser_id": Case.adviser_id == bindparam("by_adviser_id", type_=Short(36)),
    "by_received_from": Case.received_on >= bindparam("by_received_from", type_=Day()),
    "by_received_to": Case.received_on <= bindparam("by_received_to", type_=Day()),
    "by_updated_since": Case.updated_at >= _SINCE,
}
_AFTER = or_(
    Case.received_on < bindparam("after_day", type_=Day()),
    and_(
        Case.received_on == bindparam("after_day", type_=Day()),
        Case.id < bindparam("after_id", type_=Short(36)),
    ),
)


@functools.lru_cache(maxsize=512)
def _page_for(role: Role, filters: frozenset[str], open_only: bool | None, follows: bool, dialect: str) -> Any:
    """Return the select of a page for a role and a set of filters, built once."""
    of_role, page = _FILTERS, _PAGE
    if news.has_news_of_its_own(role):
        page = page.add_columns(Case.created_at, news.told_at(role, dialect).label("told_at"))
        of_role = {**_FILTERS, "by_updated_since": news.told_since(role, _SINCE)}
    wanted = [visible_to_role(role), *(of_role[name] for name in sorted(filters))]
    if open_only is not None:
        wanted.append(IS_OPEN_HERE if open_only else not_(IS_OPEN_HERE))
    if follows:
        wanted.append(_AFTER)
    most = bindparam("most", type_=Number())
    return page.where(*wanted).order_by(Case.received_on.desc(), Case.id.desc()).limit(most)


async def page_of(source: Source, asked: Asked, *, after: tuple[Any, ...] | None, limit: int) -> list[dict[str, Any]]:
    """Return so many rows of a list, from a position on."""
    values = {**asked.values, **who(asked.actor), "most": limit}
    if after is not None:
        values["after_day"], values["after_id"] = after
    role = asked.actor.role
    statement = _page_for(role, asked.filters, asked.open_only, after is not None, dialect_of(source))
    rows = await fetch(source, statement, values)
    return [news.as_told(row) for row in rows] if news.has_news_of_its_own(role) else rows
