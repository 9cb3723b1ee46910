"""A case read whole: with its child, its deadlines and its facts, in one statement."""

import functools
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, select

from app.areas.cases import news, queries
from app.areas.deadlines import queries as deadlines
from app.domain.facts import Fact, FactType
from app.domain.permissions import STAFF, Actor, Role
from app.domain.refusals import NotFound
from app.store import tables
from app.store.documents import as_documents
from app.store.reading import Source, dialect_of, first
from app.store.tables import MEDIATOR, Assignment, Case, User
from app.store.types import Short

_OF_FACTS = ("id", "type", "occurred_on", "sequence", "recorded_at", "payload", "supersedes_id", "retracted")


_MEDIATOR = (
    select(Assignment.user_id)
    .where(
        Assignment.tenant_id == Case.tenant_id,
        Assignment.case_id == Case.id,
        Assignment.capacity == MEDIATOR,
        Assignment.ended_at.is_(None),
    )
    .order_by(Assignment.id.desc())
    .limit(1)
    .correlate(Case)
    .scalar_subquery()
)
_CALLER_UNTIL = (
    select(User.independent_until)
    .where(User.tenant_id == Case.tenant_id, User.id == bindparam("actor_id", type_=Short(36)))
    .correlate(Case)
    .scalar_subquery()
)


@functools.cache
def _select_for(role: Role, dialect: str) -> Any:
    columns = [deadlines.within_case(role, dialect).label("deadlines")]
    if news.has_news_of_its_own(role):
        columns.append(news.told_at(role, dialect).label("told_at"))
    if role in STAFF:
        facts = (
            select(as_documents({name: getattr(tables.Fact, name) for name in _OF_FACTS}, dialect))
            .where(tables.Fact.tenant_id == Case.tenant_id, tables.Fact.case_id == Case.id)
            .correlate(Case)
            .scalar_subquery()
        )
        columns += [
            facts.label("facts"),
            _MEDIATOR.label("mediator_id"),
            _CALLER_UNTIL.label("caller_independent_until"),
        ]
    return queries.one_for(role).add_columns(*columns)


async def read(source: Source, actor: Actor, case_id: str, today: date) -> dict[str, Any]:
    """Return a case with its child, its deadlines judged on a day and, for staff, its facts, in one statement."""
    statement = _select_for(actor.role, dialect_of(source))
    row = await first(source, statement, {"id": case_id, "today": today, **queries.who(actor)})
    if row is None:
        raise NotFound
    row["deadlines"] = deadlines.in_order(row["deadlines"])
    return news.as_told(row) if news.has_news_of_its_own(actor.role) else row


def facts_of(case: Mapping[str, Any]) -> list[Fact]:
    """Return the facts that came with a whole case, as the rulebook knows them."""
    facts = [
        Fact(
            row["id"],
            FactType(row["type"]),
            date.fromisoformat(row["occurred_on"]),
            sequence=row["sequence"],
            recorded_at=datetime.fromisoformat(row["recorded_at"]),
            payload=row["payload"],
            supersedes=row["supersedes_id"],
            retracted=bool(row["retracted"]),
        )
        for row in case["facts"] or ()
    ]
    return sorted(facts, key=lambda fact: (fact.occurred_on, fact.sequence))
