"""Reads of what was known to be due on a case, and of how that changed."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, or_, select

from app.areas.calendars import queries as calendars
from app.areas.cases import queries as cases
from app.areas.deadlines.queries import rules_of, seen_of
from app.areas.deadlines.schemas import ComputedDeadline, computed
from app.areas.due import schemas
from app.domain.clocks import LONDON, Deadline
from app.domain.deadlines import compute
from app.domain.permissions import Actor, Role
from app.store.tables import DeadlineChange
from app.store.types import Short, UtcDateTime


class Known(NamedTuple):
    """What an actor may see of the deadlines of a case by what was known on a day, and the law that was loaded then."""

    case_id: str
    facts_known: int
    law: calendars.InUse
    deadlines: list[Deadline]
    warnings: tuple[str, ...]


async def known(reader: cases.Reader, actor: Actor, case_id: str, *, known_on: date | None, as_of: date) -> Known:
    """Return what was known to be due, from the facts recorded by the end of a day in London; now by default.

    The child's date of birth is taken as it now stands: corrections of it keep no past values.
    """
    case = await cases.one(reader, actor, case_id)
    recorded = [cases.to_fact(row) for row in await cases.fact_rows(reader, case)]
    tenant_id, la_id, born_on = case["tenant_id"], case["la_id"], case["child_born_on"]
    if known_on is None:
        law = await calendars.in_use(reader, tenant_id)
        terms = await calendars.terms_of(reader, tenant_id, la_id, born_on)
    else:
        # The last instant that still belongs to the day in London.
        end = datetime.combine(known_on + timedelta(days=1), time(), LONDON) - timedelta(microseconds=1)
        recorded = [fact for fact in recorded if fact.recorded_at <= end]
        law = await calendars.loaded_by(reader, tenant_id, end)
        terms = await calendars.terms_of(reader, tenant_id, la_id, born_on, by=end)
    worked = compute(
        recorded,
        as_of=as_of,
        kind=case["kind"],
        born_on=born_on,
        terms=terms,
        calendar=law.law.calendar,
        rules=law.law.rules,
    )
    seen = await seen_of(reader, actor, case, worked.deadlines)
    return Known(case["id"], len(recorded), law, seen, worked.warnings)


def of_case(known: Known, actor: Actor, *, known_on: date, as_of: date) -> schemas.AnyCaseDeadlines:
    """Return what was known, as this actor's audience may see it."""
    values = {
        "case_id": known.case_id,
        "known_on": known_on,
        "as_of": as_of,
        "calendar_version": known.law.law.calendar.version,
        "law_edition": known.law.edition,
        "deadlines": [computed(deadline, as_of, ComputedDeadline) for deadline in known.deadlines],
    }
    if actor.is_staff:
        values |= {"facts_known": known.facts_known, "warnings": list(known.warnings)}
        return schemas.CaseDeadlinesStaff.model_validate(values)
    if actor.role is Role.PARTNER_SYSTEM:
        return schemas.CaseDeadlinesPartner.model_validate(values)
    return schemas.CaseDeadlines.model_validate(values)


_CHANGES = (
    select(DeadlineChange.__table__)
    .where(
        DeadlineChange.tenant_id == bindparam("tenant", type_=Short(36)),
        DeadlineChange.case_id == bindparam("id", type_=Short(36)),
    )
    .order_by(DeadlineChange.changed_at, DeadlineChange.id)
)
_AFTER = or_(
    DeadlineChange.changed_at > bindparam("after_at", type_=UtcDateTime()),
    and_(
        DeadlineChange.changed_at == bindparam("after_at", type_=UtcDateTime()),
        DeadlineChange.id > bindparam("after_id", type_=Short(36)),
    ),
)


def seen_by(role: Role) -> ColumnElement[bool]:
    """Return the predicate of the changes whose clock a role may see."""
    return rules_of(role, DeadlineChange)


async def changes(
    reader: cases.Reader, actor: Actor, case: Mapping[str, Any], *, after: tuple[Any, ...] | None, limit: int
) -> list[dict[str, Any]]:
    """Return so many changes of what was said of a case, from a position on."""
    statement = _CHANGES.where(seen_by(actor.role)).limit(limit)
    values: dict[str, Any] = {"tenant": case["tenant_id"], "id": case["id"]}
    if after is not None:
        statement = statement.where(_AFTER)
        values |= {"after_at": after[0], "after_id": after[1]}
    return [dict(row) for row in (await reader.execute(statement, values)).mappings()]
