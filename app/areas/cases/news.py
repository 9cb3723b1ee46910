"""How new a case is to those beyond the provider: told from what they are told, and from nothing else.

A case has one version and one moment of its last change, and both move with facts that are kept from outsiders. Where
such a fact moves the stage, that is read with the case; the moment of it stays within, as the fact does.
"""

import functools
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, literal_column, or_, select, union_all
from sqlalchemy.orm import aliased

from app.areas.cases.audiences import SEEN_BY_PARTNERS, SEEN_OUTSIDE
from app.areas.deadlines.queries import rules_of
from app.domain.facts import FactType
from app.domain.permissions import HEALTH, STAFF, Role
from app.store.documents import as_documents
from app.store.tables import Case, DeadlineChange, Fact


def has_news_of_its_own(role: Role) -> bool:
    """Return whether a case is to a role as new as what it is told: to all but the provider's staff and the family."""
    return role not in STAFF and role is not Role.FAMILY_FRONT_END


def told_at(role: Role, dialect: str) -> ColumnElement[Any]:
    """Return when a role was told something of the case that is being selected, as one JSON value."""
    told = union_all(*_told(role)).subquery()
    return select(as_documents({"at": told.c.at}, dialect)).scalar_subquery()


def told_since(role: Role, moment: Any) -> ColumnElement[bool]:
    """Return whether a role was told something of the case that is being selected at a moment or after it."""
    facts, changes = _told(role)
    return or_(
        exists(facts.where(Fact.recorded_at >= moment)),
        exists(changes.where(DeadlineChange.changed_at >= moment)),
        and_(Case.transferred_on.is_not(None), Case.updated_at >= moment),
    )


def as_told(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a case with the version and the last change that its reader is told of."""
    moments = [datetime.fromisoformat(one["at"]).astimezone(UTC) for one in row["told_at"] or ()]
    if row["transferred_on"] is not None:
        moments.append(row["updated_at"])  # its going was the last change, and all are told of it
    return {**row, "version": len(moments), "updated_at": max(moments, default=row["created_at"])}


@functools.cache
def _told(role: Role) -> tuple[Select[Any], Select[Any]]:
    """Return the moments of the facts, and of the changes of clocks, that a role is told of in a case."""
    types = set(SEEN_BY_PARTNERS if role is Role.PARTNER_SYSTEM else SEEN_OUTSIDE)
    if role in HEALTH:
        # Most of what was promised is not for it; what was done of its own part moves a clock that it sees.
        types.discard(FactType.AGREEMENT_ACTION_DONE)
    before = aliased(Fact)
    superseded = exists().where(before.id == Fact.supersedes_id, _one_of(before, types))
    facts = select(Fact.recorded_at.label("at")).where(
        Fact.tenant_id == Case.tenant_id,
        Fact.case_id == Case.id,
        or_(_one_of(Fact, types), and_(Fact.supersedes_id.is_not(None), superseded.correlate(Fact))),
    )
    seen = rules_of(role, DeadlineChange)
    if role is Role.PARTNER_SYSTEM:
        # Of its clock it sees the day alone, and other changes say more than that it moved.
        seen = and_(seen, DeadlineChange.cause == "law")
    changes = select(DeadlineChange.changed_at.label("at")).where(
        DeadlineChange.tenant_id == Case.tenant_id, DeadlineChange.case_id == Case.id, seen
    )
    return facts.correlate(Case), changes.correlate(Case)


def _one_of(table: Any, types: Iterable[FactType]) -> ColumnElement[bool]:
    found: ColumnElement[bool] = table.type.in_([literal_column(f"'{type.value}'") for type in sorted(types)])
    return found
