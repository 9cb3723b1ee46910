"""The figures, one aggregate statement each, and the cases behind a number."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, String, and_, func, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.areas.referrals import queries as referrals
from app.areas.reporting import schemas
from app.areas.reporting.populations import population
from app.areas.reporting.questions import question_of
from app.areas.reporting.scope import visible_to
from app.areas.reporting.tallies import aggregate, answered
from app.domain.kpi_questions import definition_of, group_value, groupings_of
from app.domain.kpis import DEFINITIONS, MANAGERS, MANAGERS_ONLY, Definition, Grouping, Part
from app.domain.permissions import Actor, Permission
from app.domain.refusals import NotPermitted
from app.store.tables import Case, Referral

__all__ = ["cases_behind", "definitions", "figures", "visible_to"]


class Behind(NamedTuple):
    """One record behind a number, and where to go on from."""

    case_id: str | None
    referral_id: str
    reference: str


def definitions() -> schemas.KpiDefinitions:
    """Return every figure there is, as it is defined."""
    return schemas.KpiDefinitions(items=[_described(definition) for definition in DEFINITIONS.values()])


async def figures(
    connection: AsyncConnection, actor: Actor, code: str, request: schemas.KpiRequest, today: date, now: datetime
) -> schemas.Kpi:
    """Return a figure as it stands now, counted from the records within the actor's view."""
    definition = definition_of(code)
    groupings = groupings_of(definition, tuple(request.group_by))
    question = await question_of(connection, actor, definition, request, groupings, today)
    lines = (await connection.execute(aggregate(question, actor))).all()
    rows, totals = answered(question, actor, lines)
    return schemas.Kpi(
        code=code,
        title=definition.title,
        period=schemas.ReportPeriod(
            label=question.period.label, first_on=question.period.first, last_on=question.period.last
        ),
        basis=question.basis,
        la=question.la,
        group_by=list(groupings),
        rows=rows,
        totals=totals,
        target_percent=definition.target_percent,
        definition_version=definition.definition_version,
        cut_off_at=now,
    )


async def cases_behind(
    connection: AsyncConnection,
    actor: Actor,
    code: str,
    request: schemas.KpiCasesRequest,
    today: date,
    *,
    after: str | None,
    limit: int,
) -> Sequence[Behind]:
    """Return at most `limit` records behind a number, by referral id, after the one given.

    Only the provider's own staff who may read cases come this far.
    """
    if not actor.is_staff or not actor.may(Permission.CASES_READ):
        raise NotPermitted("The cases behind a figure are for the provider's staff.")
    definition = definition_of(code)
    wanted = {grouping: group_value(definition, grouping, text) for grouping, text in request.groups().items()}
    question = await question_of(connection, actor, definition, request, tuple(wanted), today)
    counted = population(question, actor).subquery("counted")
    conditions = [_part(request.part, counted.c)]
    for grouping, value in wanted.items():
        stored = value.replace("-", "") if value and grouping is Grouping.MONTH else value
        column = counted.c[grouping.value]
        conditions.append(column.is_(None) if stored is None else column == literal(stored, String))
    if after is not None:
        conditions.append(counted.c.referral_id > after)
    reference = func.coalesce(Case.reference, Referral.reference)
    statement = (
        select(counted.c.case_id, counted.c.referral_id, reference)
        .join(Referral, Referral.id == counted.c.referral_id)
        .outerjoin(Case, Case.id == counted.c.case_id)
        # A figure counts every case; the record behind it is for those who may read the record.
        .where(Referral.tenant_id == actor.tenant_id, referrals.visible_to(actor), *conditions)
        .distinct()
        .order_by(counted.c.referral_id)
        .limit(limit)
    )
    return [Behind(*row) for row in await connection.execute(statement)]


def _part(part: Part, columns: Any) -> ColumnElement[bool]:
    counts: ColumnElement[bool] = columns.left_out.is_(None)
    if part is Part.EXCLUDED:
        return ~counts
    if part is Part.DENOMINATOR:
        return counts
    return and_(counts, columns.met == (1 if part is Part.NUMERATOR else 0))


def _described(definition: Definition) -> schemas.KpiDefinition:
    manager_only = [] if definition.audience == MANAGERS else sorted(MANAGERS_ONLY & set(definition.groupings))
    return schemas.KpiDefinition(
        code=definition.code,
        title=definition.title,
        numerator=definition.numerator,
        denominator=definition.denominator,
        exclusions=[code.value for code in definition.exclusions],
        bases=list(definition.bases),
        default_basis=definition.default_basis,
        groupings=list(definition.groupings),
        service_manager_only=manager_only,
        dimension=definition.dimension,
        rule_id=definition.rule_id,
        target_percent=definition.target_percent,
        audience=[role.value for role in definition.audience],
        definition_version=definition.definition_version,
    )
